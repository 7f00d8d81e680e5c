import { expect, expectAccessible, signIn, test } from "./fixtures";

const addresses = [
  "/",
  "/messages",
  "/messages/new",
  "/messages/reviews",
  "/messages/templates",
  "/messages/templates/new",
  "/inbox",
  "/inbox?show=resolved",
  "/contacts",
  "/contacts?search=a&language=es&status=active",
  "/contacts?search=nobodyisnamedso",
  "/contacts/new",
  "/contacts/groups",
  "/contacts/groups/new",
  "/contacts/import",
  "/reminders",
  "/reminders?view=calendar",
  "/reminders/new",
  "/settings",
  "/settings/answers",
  "/settings/audit",
  "/more",
  "/nowhere",
];

for (const colorScheme of ["light", "dark"] as const) {
  test(`every page can be used by everyone, ${colorScheme}`, async ({ page, stack }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto(stack.dashboard_url);
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    await expectAccessible(page, "sign in");
    await signIn(page, stack);
    for (const address of addresses) {
      await page.goto(new URL(address, stack.dashboard_url).href);
      await page.waitForLoadState("networkidle");
      await expectAccessible(page, address);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${address} is wider than the screen`).toBeLessThanOrEqual(0);
    }
    await page.goto(new URL("/contacts", stack.dashboard_url).href);
    await page.getByRole("list", { name: "Contacts" }).getByRole("link").first().click();
    await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
    await expectAccessible(page, "a contact");
    await page.getByRole("button", { name: "Stop texts" }).click();
    await expectAccessible(page, "stopping texts");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("link", { name: "Edit" }).click();
    await expect(page.getByRole("textbox", { name: "Name" })).toBeVisible();
    await expectAccessible(page, "editing a contact");
  });
}

test("the dashboard can be used with the keyboard alone", async ({ page, stack }) => {
  await signIn(page, stack);
  // Who may write is known a moment after the page.
  await expect(page.getByRole("link", { name: /Write a message|Go on with your draft/ })).toBeVisible();
  await page.keyboard.press("n");
  await expect(page).toHaveURL(/\/messages\/new$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.goto(new URL("/contacts", stack.dashboard_url).href);
  await expect(page.getByRole("link", { name: "Add a contact" })).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("Olivia");
  await expect(page.getByRole("searchbox")).toHaveValue("Olivia");
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await expect(page).toHaveURL(/\/contacts\/new$/);
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/contacts$/);
});
