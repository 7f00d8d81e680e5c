import { expect, expectAccessible, signIn, test } from "./fixtures";
import { importFile, invent, openPerson } from "./people";
import { accepted } from "./stack";

test("people are put into a group, taken out and brought back, and texted as whoever is in it", async ({
  page,
  stack,
}) => {
  const { name, phone, mark } = invent();
  const [gus, hal, ida] = [name("Gus"), name("Hal"), name("Ida")];
  const choir = `Choir ${mark}`;
  await signIn(page, stack);
  await importFile(page, stack.dashboard_url, `${mark}.csv`, [
    "Name,Mobile,Language,City",
    `${gus},${phone(5)},English,Katy`,
    `${hal},${phone(6)},Spanish,Katy`,
    `${ida},${phone(7)},Spanish,Richmond`,
  ]);
  await page.getByRole("button", { name: "Import 3 people" }).click();
  await expect(page.getByRole("heading", { name: "3 people added." })).toBeVisible({ timeout: 60_000 });

  await page.goto(new URL("/contacts/groups/new", stack.dashboard_url).href);
  await page.getByLabel("Name").fill(choir);
  await page.getByRole("button", { name: "Make the group" }).click();
  await expect(page.getByRole("heading", { name: `Nobody is in ${choir} yet.` })).toBeVisible();

  // One by the group's own page.
  await page.getByRole("button", { name: "Add people" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("searchbox").fill(gus);
  await dialog.getByRole("checkbox", { name: new RegExp(gus) }).check();
  await expectAccessible(page, "adding people to a group");
  await dialog.getByRole("button", { name: "Add 1 person" }).click();
  await expect(page.getByRole("heading", { name: `1 person is in ${choir}.` })).toBeVisible();

  // The others by the list of contacts.
  await page.goto(new URL(`/contacts?search=${mark}`, stack.dashboard_url).href);
  await page.getByRole("button", { name: "Select people" }).click();
  for (const person of [gus, hal, ida]) await page.getByRole("checkbox", { name: person }).check();
  await expectAccessible(page, "choosing people in the list");
  await page.getByRole("button", { name: "Add to a group" }).click();
  await dialog.getByRole("button", { name: choir }).click();
  await expect(page.getByText(`2 people added to ${choir}.`)).toBeVisible();

  await page.goto(new URL("/contacts/groups", stack.dashboard_url).href);
  await page.getByRole("link", { name: new RegExp(choir) }).click();
  await expect(page.getByRole("heading", { name: `3 people are in ${choir}.` })).toBeVisible();
  const people = page.getByRole("list", { name: "People" });
  await people.getByRole("button", { name: `Take ${ida} out` }).click();
  await expect(page.getByRole("heading", { name: `2 people are in ${choir}.` })).toBeVisible();
  await page
    .getByRole("status")
    .filter({ hasText: "1 person taken out" })
    .getByRole("button", { name: "Undo" })
    .last()
    .click();
  await expect(page.getByRole("heading", { name: `3 people are in ${choir}.` })).toBeVisible();
  await people.getByRole("button", { name: `Take ${ida} out` }).click();
  await expect(page.getByRole("heading", { name: `2 people are in ${choir}.` })).toBeVisible();
  await expectAccessible(page, "a group's page");

  // A message to it reaches those two and nobody else.
  const text = `practice is at 7 tonight. (${mark})`;
  await page.goto(new URL("/messages/new", stack.dashboard_url).href);
  await page.getByLabel("Message", { exact: true }).fill(text);
  await page.getByText("Groups", { exact: true }).click();
  await page.getByRole("checkbox", { name: new RegExp(choir) }).check();
  await page.getByRole("button", { name: "Send to 2 people" }).click();
  await expect(page.getByRole("heading", { name: "Both have it." })).toBeVisible({ timeout: 60_000 });
  const texts = (await accepted(stack)).filter((creation) => creation.Body === text);
  expect(new Set(texts.map(({ To }) => To.slice(-4)))).toEqual(
    new Set([phone(5).slice(-4), phone(6).slice(-4)]),
  );

  await openPerson(page, stack.dashboard_url, gus);
  await expect(page.getByRole("definition").getByRole("link", { name: choir })).toBeVisible();
  await expect(page.getByRole("list", { name: "History" }).getByText(text)).toBeVisible();
});

test("a group by rule says what it is in a sentence, and follows the directory", async ({ page, stack }) => {
  const { name, phone, mark } = invent();
  const [joy, kim] = [name("Joy"), name("Kim")];
  const town = `Mark ${mark}`;
  await signIn(page, stack);
  await importFile(page, stack.dashboard_url, `${mark}.csv`, [
    "Name,Mobile,Language,City",
    `${joy},${phone(8)},Korean,${town}`,
    `${kim},${phone(9)},English,${town}`,
  ]);
  await page.getByRole("button", { name: "Import 2 people" }).click();
  await expect(page.getByRole("heading", { name: "2 people added." })).toBeVisible({ timeout: 60_000 });

  await page.goto(new URL("/contacts/groups/new", stack.dashboard_url).href);
  await page.getByLabel("Name", { exact: true }).fill(`Koreans ${mark}`);
  await page.getByText("Whoever fits").click();
  await page.getByLabel("Add a language").selectOption({ label: "Korean" });
  await page.getByRole("textbox", { name: "They live in" }).fill(town);
  await page.getByRole("textbox", { name: "They live in" }).press("Enter");
  await expect(page.getByText(`People in ${town} who read Korean.`)).toBeVisible();
  await expectAccessible(page, "making a group by rule");
  await page.getByRole("button", { name: "Make the group" }).click();
  await expect(page.getByRole("heading", { name: `1 person is in Koreans ${mark}.` })).toBeVisible();
  const people = page.getByRole("list", { name: "People" });
  await expect(people.getByRole("link", { name: new RegExp(joy) })).toBeVisible();
  await expect(people.getByText(kim)).toBeHidden();

  await page.getByRole("button", { name: "Change" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Leave Korean out" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: `2 people are in Koreans ${mark}.` })).toBeVisible();

  await page.getByRole("button", { name: "Delete" }).click();
  const toast = page.getByRole("status").filter({ hasText: "Its people stay." });
  const gone = page.waitForResponse((response) => response.request().method() === "DELETE");
  await toast.getByRole("button", { name: "Close" }).last().click();
  expect((await gone).status()).toBe(204);
  await expect(page.getByRole("link", { name: new RegExp(`Koreans ${mark}`) })).toBeHidden();
  await openPerson(page, stack.dashboard_url, joy);
});
