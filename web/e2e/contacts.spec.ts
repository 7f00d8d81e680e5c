import { readFileSync } from "node:fs";
import { expect, goTo, signIn, test } from "./fixtures";

test("a contact is added, found, changed, deleted, brought back, and deleted for good", async ({
  page,
  stack,
  expectedErrors,
}, { project }) => {
  // The browser itself reports the refused number.
  expectedErrors.push(/status of 422/);
  const name = `Éva Próba ${project.name} ${Date.now()}`;
  await signIn(page, stack);
  await goTo(page, "Contacts");
  await page.getByRole("link", { name: "Add a contact" }).click();

  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("textbox", { name: "Mobile number" }).fill("12");
  // The list beside it has a filter of the same name.
  const panel = page.getByRole("complementary", { name: "Contact" });
  await panel.getByLabel("Language").selectOption({ label: "Spanish" });
  await page.getByRole("button", { name: "Add contact" }).click();
  await expect(page.getByRole("textbox", { name: "Mobile number" })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue(name);

  await page.getByRole("textbox", { name: "Mobile number" }).fill("(346) 555-0142");
  await page.getByRole("textbox", { name: "City" }).fill("Katy");
  await page.getByRole("button", { name: "Add contact" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(page.getByRole("link", { name: "(346) 555-0142", exact: true })).toBeVisible();

  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "City" }).fill("Richmond");
  await page.getByText("More about this person").click();
  await page.getByLabel("Month").selectOption({ label: "March" });
  await page.getByLabel("Day").fill("1");
  await page.getByLabel("Notes").fill("Call in the evening");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: "Richmond" }).first()).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: /^March 1$/ })).toBeVisible();
  const changed = page.getByRole("list", { name: "History" }).getByRole("listitem").first();
  await expect(changed).toContainText("Katy");
  await expect(changed).toContainText(stack.staff_email);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download what we know first" }).click();
  const known = JSON.parse(readFileSync(await (await download).path(), "utf8")) as {
    contact: { name: string };
  };
  expect(known.contact.name).toBe(name);

  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("searchbox").fill(name.replace("É", "e").replace("ó", "o"));
  const found = page.getByRole("list", { name: "Contacts" }).getByRole("link");
  await expect(found).toHaveCount(1);
  await found.click();

  await page.getByRole("button", { name: "Delete" }).click();
  const toast = page.getByRole("status").filter({ hasText: `${name} deleted.` });
  const gone = page.waitForResponse((response) => response.request().method() === "DELETE");
  await toast.getByRole("button", { name: "Close" }).last().click();
  expect((await gone).status()).toBe(204);
  await page.getByRole("searchbox").fill(name);
  await expect(page.getByText(`Nobody found for “${name}”.`)).toBeVisible();
});

test("people are found by word, place and the end of a number, and the address keeps what is sought", async ({
  page,
  stack,
}) => {
  await signIn(page, stack);
  await goTo(page, "Contacts");
  const list = page.getByRole("list", { name: "Contacts" }).getByRole("link");
  await page.getByRole("searchbox").fill("brandt oliv");
  await expect(list).toHaveCount(1);
  await expect(list.first()).toContainText("Olivia Brandt");
  await expect(page).toHaveURL(/\?search=brandt\+oliv$/);

  await list.first().click();
  await expect(page.getByRole("heading", { name: "Olivia Brandt" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("searchbox")).toHaveValue("brandt oliv");
  await expect(list).toHaveCount(1);

  await page.getByRole("searchbox").fill("555-0173");
  await expect(list.filter({ hasText: "Olivia Brandt" })).toHaveCount(1);

  await page.getByRole("button", { name: "Show everyone" }).click();
  await page.getByLabel("Language").selectOption({ label: "Spanish" });
  await expect(page).toHaveURL(/\?language=es$/);
  await expect(list.filter({ hasText: "Ana Lucrecia Tzoc" })).toHaveCount(1);
  await expect(list.filter({ hasText: "Olivia Brandt" })).toHaveCount(0);
  await page.reload();
  await expect(page.getByLabel("Language")).toHaveValue("es");
  await expect(list.filter({ hasText: "Olivia Brandt" })).toHaveCount(0);
});
