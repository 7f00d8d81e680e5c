import type { Page } from "@playwright/test";
import { expect, expectAccessible, signIn, test } from "./fixtures";
import { accepted, type Stack } from "./stack";

const spanishReader = "Ana Lucrecia Tzoc";
const englishReader = "Olivia Brandt";

/** Begins a message to people of the directory, whatever draft was left. */
async function write(page: Page, stack: Stack, text: string, people: readonly string[]): Promise<void> {
  await page.goto(new URL("/messages/new", stack.dashboard_url).href);
  await page.getByLabel("Message", { exact: true }).fill(text);
  await page.getByText("Chosen people", { exact: true }).click();
  for (const name of people) {
    await page.getByRole("searchbox").fill(name);
    await page.getByRole("checkbox", { name: new RegExp(name) }).check();
  }
}

/** Lets go of the draft, so that the next test begins with an empty page. */
async function throwAway(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Throw draft away" }).click();
  await expect(page.getByLabel("Message", { exact: true })).toHaveValue("");
}

test("a message is translated by the assistant, checked, changed, priced in each language, and read in the reader's own", async ({
  page,
  stack,
}, { project }) => {
  const mark = `(${project.name} ${Date.now()})`;
  const text = `Hi {first_name|friend}, dinner is at 6 on Friday. ${mark}`;
  await signIn(page, stack);
  await write(page, stack, text, [englishReader, spanishReader]);

  const languages = page.getByRole("group", { name: "Other languages" });
  await expect(languages).toContainText("1 person reads another language, and gets the English text");
  await languages.getByRole("button", { name: "Translate into Spanish" }).click();
  const spanish = languages.getByRole("button", { name: /^Spanish/ });
  await expect(spanish).toContainText("By the assistant", { timeout: 60_000 });
  await spanish.click();
  await expect(languages.getByLabel("In Spanish")).not.toHaveValue("");
  await expect(languages.getByText("It says", { exact: true })).toBeVisible();
  await expectAccessible(page, "a translation of the assistant's");

  const own = `Hola {first_name|amigo}, la cena es el viernes a las 6. ${mark}`;
  await languages.getByLabel("In Spanish").fill(own);
  await expect(spanish).toContainText("Edited by hand");

  await page.locator("summary").filter({ hasText: "2 people in 2 languages, $" }).click();
  const rows = page.getByRole("list", { name: "By language" }).getByRole("listitem");
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: "Spanish" })).toContainText("1 person");
  const phone = page.getByRole("complementary", { name: "How the text will look" });
  await phone.getByLabel("Show it in").selectOption({ label: "Spanish" });
  await expect(phone).toContainText("Hola Ana, la cena es el viernes a las 6.");
  await expect(phone).toContainText(spanishReader);
  await expectAccessible(page, "what a message costs");

  await page.getByRole("button", { name: "Send to 2 people" }).click();
  await expect(page.getByRole("heading", { name: "Both have it." })).toBeVisible({ timeout: 60_000 });
  const bodies = (await accepted(stack)).map(({ Body = "" }) => Body).filter((body) => body.includes(mark));
  expect(bodies.sort()).toEqual([
    `Hi Olivia, dinner is at 6 on Friday. ${mark}`,
    `Hola Ana, la cena es el viernes a las 6. ${mark}`,
  ]);
});

test("a message is tried on one's own phone first", async ({ page, stack }, { project }) => {
  const mark = `(${project.name} ${Date.now()})`;
  await signIn(page, stack);
  await write(page, stack, `Hi {first_name|friend}, the picnic is at noon. ${mark}`, []);
  await page.getByRole("button", { name: "Send a test to myself" }).click();
  const dialog = page.getByRole("dialog", { name: "Which one are you?" });
  await dialog.getByRole("searchbox").fill(englishReader);
  await expectAccessible(page, "who one is");
  await dialog.getByRole("button", { name: new RegExp(englishReader) }).click();
  const region = page.getByRole("region", { name: "Test to myself" });
  await expect(region.getByText("Delivered", { exact: true })).toBeVisible({ timeout: 60_000 });

  const texts = (await accepted(stack)).filter(({ Body = "" }) => Body.includes(mark));
  expect(texts.map(({ Body }) => Body)).toEqual([`Hi Olivia, the picnic is at noon. ${mark}`]);
  // Once is enough: it is remembered on this device.
  await page.reload();
  await expect(region).toContainText(`To ${englishReader}.`);
  await throwAway(page);

  await page.goto(new URL("/messages", stack.dashboard_url).href);
  await page
    .getByRole("list", { name: "Messages" })
    .getByRole("link", { name: new RegExp(mark.slice(1, -1)) })
    .click();
  await expect(page.getByText("Test", { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "It has arrived." })).toBeVisible();
});

test("a message is kept as a template, changed, used again, and the template deleted", async ({
  page,
  stack,
}, { project }) => {
  const name = `Potluck ${project.name} ${Date.now()}`;
  const text = "Grace: the potluck is this Sunday. Bring a dish!";
  await signIn(page, stack);
  await write(page, stack, text, []);
  await page.getByRole("button", { name: "Save as template" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByText("Kept as a template.")).toBeVisible();
  await throwAway(page);

  await page.getByRole("button", { name: "Use a template" }).click();
  await expectAccessible(page, "choosing a template");
  await dialog.getByRole("button", { name: new RegExp(name) }).click();
  await expect(page.getByLabel("Message", { exact: true })).toHaveValue(text);
  await throwAway(page);

  await page.goto(new URL("/messages/templates", stack.dashboard_url).href);
  await page
    .getByRole("list", { name: "Templates" })
    .getByRole("link", { name: new RegExp(name) })
    .click();
  await page.getByLabel("Add a language").selectOption({ label: "Spanish" });
  await page.getByLabel("In Spanish").fill("Grace: la comida es este domingo. ¡Traiga un plato!");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expectAccessible(page, "a template");
  await page.getByRole("link", { name: "Write a message with it" }).click();
  await expect(page.getByLabel("Message", { exact: true })).toHaveValue(text);
  await expect(page.getByRole("button", { name: /^Spanish/ })).toContainText("Written by hand");
  await throwAway(page);

  await page.goto(new URL("/messages/templates", stack.dashboard_url).href);
  await page
    .getByRole("list", { name: "Templates" })
    .getByRole("link", { name: new RegExp(name) })
    .click();
  await page.getByRole("button", { name: "Delete" }).click();
  const gone = page.waitForResponse((response) => response.request().method() === "DELETE");
  const toast = page.getByRole("status").filter({ hasText: `${name} deleted.` });
  await toast.getByRole("button", { name: "Close" }).last().click();
  expect((await gone).status()).toBe(204);
  await expect(page.getByRole("link", { name: new RegExp(name) })).toHaveCount(0);
});
