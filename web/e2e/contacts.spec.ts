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
  await page.getByLabel("Language").selectOption({ label: "Spanish" });
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
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: "Richmond" })).toBeVisible();

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
