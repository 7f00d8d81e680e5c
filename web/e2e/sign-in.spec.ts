import { expect, signIn, test } from "./fixtures";

test("a wrong password is refused in kind words, the right one opens the dashboard", async ({
  page,
  stack,
  expectedErrors,
}) => {
  // The browser itself reports the refused sign-in.
  expectedErrors.push(/status of 400/);
  await page.goto(stack.dashboard_url);
  await expect(page).toHaveTitle("Sign in · Tidings");
  await page.getByLabel("E-mail").fill(stack.staff_email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("That e-mail and password don't go together.")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(stack.staff_email);

  await page.getByLabel("Password", { exact: true }).fill(stack.staff_password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Latest messages" })).toBeVisible();
  await expect(page).toHaveTitle("Home · Tidings");
});

test("a page can be opened by its address, and signing out closes it", async ({ page, stack }) => {
  await signIn(page, stack);
  await page.goto(new URL("/more", stack.dashboard_url).href);
  await expect(page.getByText(stack.staff_email).filter({ visible: true }).first()).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});
