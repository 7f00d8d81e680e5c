import { expect, expectAccessible, signIn, test } from "./fixtures";
import { importFile, invent, openPerson } from "./people";

const heading = "SL No,Full Name,Mobile,City,Preferred language,Birthday";

test("a spreadsheet is looked at row by row, imported, and imported again without changing anything", async ({
  page,
  stack,
}) => {
  const { name, phone, mark } = invent();
  const [ana, ben, cal, dee] = [name("Ana"), name("Ben"), name("Cal"), name("Dee")];
  await signIn(page, stack);

  // Two who share a phone, and a number that the spreadsheet has ruined.
  await importFile(page, stack.dashboard_url, `${mark}.csv`, [
    heading,
    `,${ana},${phone(1)},Katy,Spanish,3/1/1980`,
    `,${ben},${phone(1)},Katy,English,`,
    `,${cal},1.34656E+10,Katy,English,`,
  ]);
  await expect(page.getByRole("heading", { name: "2 new people, 1 row can’t be taken." })).toBeVisible();
  const rows = page.getByRole("list", { name: "Rows" });
  await expect(rows.getByText(ana)).toBeVisible();
  await page.getByRole("button", { name: /Can’t be taken/ }).click();
  await expect(rows.getByRole("listitem").filter({ hasText: cal })).toContainText("Mobile number:");
  await expect(rows.getByText(ana)).toBeHidden();
  await expectAccessible(page, "the preview of an import");

  // A closed tab goes on where it was.
  await page.reload();
  await page.getByRole("button", { name: "Import 2 people" }).click();
  await expect(page.getByRole("heading", { name: "2 people added." })).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page, "what an import has done");

  await openPerson(page, stack.dashboard_url, ana);
  await expect(page.getByText("Shares a phone with")).toContainText(ben);
  await expect(page.getByText("March 1, 1980")).toBeVisible();
  await page.getByRole("button", { name: "Stop texts" }).click();
  await page.getByLabel("Why?").fill("Told us after the service");
  await page.getByRole("dialog").getByRole("button", { name: "Stop texts" }).click();
  await expect(page.getByText("Gets none: asked not to be texted", { exact: true })).toBeVisible();

  // One is new, one has moved, one is as before; and an opt-out survives whatever the file says.
  const second = [
    heading,
    `,${ana},${phone(1)},Richmond,Spanish,3/1/1980`,
    `,${ben},${phone(1)},Katy,English,`,
    `,${dee},${phone(2)},Katy,Vietnamese,`,
  ];
  await importFile(page, stack.dashboard_url, `${mark} again.csv`, second);
  await expect(page.getByRole("heading", { name: "1 new person, 1 change." })).toBeVisible();
  await page.getByRole("button", { name: /^Changed/ }).click();
  const change = rows.getByRole("listitem").filter({ hasText: ana });
  await expect(change).toContainText("Katy");
  await expect(change).toContainText("Richmond");
  await page.getByRole("button", { name: "Import 2 people" }).click();
  await expect(page.getByRole("heading", { name: "1 person added, 1 changed." })).toBeVisible({
    timeout: 60_000,
  });

  await importFile(page, stack.dashboard_url, `${mark} once more.csv`, second);
  await expect(
    page.getByRole("heading", { name: "Everything in this file is in your directory already." }),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: /^Import \d/ })).toBeHidden();

  await openPerson(page, stack.dashboard_url, ana);
  await expect(page.getByText("Gets none: asked not to be texted", { exact: true })).toBeVisible();
  const history = page.getByRole("list", { name: "History" });
  await expect(history.getByText("Texts stopped")).toBeVisible();
  await expect(history.getByRole("listitem").filter({ hasText: "Changed" }).first()).toContainText(
    "an import",
  );
});

test("columns that the headings don't tell are chosen by hand", async ({ page, stack }) => {
  const { name, phone, mark } = invent();
  const eva = name("Eva");
  await signIn(page, stack);
  await importFile(page, stack.dashboard_url, `${mark}.csv`, [
    "Who,Where to call,Pledge",
    `${eva},${phone(3)},120`,
    `${name("Fay")},${phone(4)},60`,
  ]);
  await expect(page.getByRole("heading", { name: "Which column is which?" })).toBeVisible();
  await expect(page.getByText(eva)).toBeVisible();
  await expectAccessible(page, "choosing columns");
  await page.getByLabel("Who", { exact: true }).selectOption({ label: "Full name" });
  await page.getByLabel("Where to call", { exact: true }).selectOption({ label: "Mobile number" });
  await page.getByRole("button", { name: "Read the file like this" }).click();
  await expect(page.getByRole("heading", { name: "2 new people." })).toBeVisible();

  await page.getByRole("button", { name: "Discard" }).click();
  const toast = page.getByRole("status").filter({ hasText: "discarded." });
  const gone = page.waitForResponse((response) => response.request().method() === "DELETE");
  await toast.getByRole("button", { name: "Close" }).last().click();
  expect((await gone).ok()).toBe(true);
  await expect(page.getByRole("list", { name: "Recent imports" }).getByText(`${mark}.csv`)).toBeHidden();
});

test("a file that is no spreadsheet is refused with the reason, and another can be chosen", async ({
  page,
  stack,
}) => {
  await signIn(page, stack);
  await page.goto(new URL("/contacts/import", stack.dashboard_url).href);
  await page.getByLabel("Spreadsheet").setInputFiles({
    name: "picture.xlsx",
    mimeType: "application/octet-stream",
    buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0, 1, 2, 3]),
  });
  await expect(page.getByRole("heading", { name: "We can’t read this file." })).toBeVisible();
  await expect(page.getByText(/Nothing was changed\./).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeVisible();
  await expectAccessible(page, "a refused file");
});

test("the whole directory is exported to a file that imports without a change", async ({ page, stack }) => {
  await signIn(page, stack);
  await page.goto(new URL("/contacts", stack.dashboard_url).href);
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("button", { name: "Make the file" }).click();
  const fetched = page.waitForEvent("download", { timeout: 60_000 });
  await page.getByRole("button", { name: /^Download \d/ }).click({ timeout: 60_000 });
  const file = await fetched;
  const path = await file.path();

  await page.goto(new URL("/contacts/import", stack.dashboard_url).href);
  await page.getByLabel("Spreadsheet").setInputFiles(path);
  await expect(
    page.getByRole("heading", { name: "Everything in this file is in your directory already." }),
  ).toBeVisible({ timeout: 60_000 });
});
