import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./fixtures";
import type { Stack } from "./stack";

const folder = resolve(import.meta.dirname, "../screenshots");
const picture = resolve(import.meta.dirname, "../../infra/pictures/dashboard.png");

const widths = { desk: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };

const text =
  "the picnic moves to the hall because of the rain. See you at noon! Bring a chair for an older neighbour.";

type Shot = [name: string, open: (page: Page, stack: Stack) => Promise<void>];

const at =
  (address: string) =>
  async (page: Page, stack: Stack): Promise<void> => {
    await page.goto(new URL(address, stack.dashboard_url).href);
  };

async function compose(page: Page, stack: Stack): Promise<void> {
  await at("/messages/new")(page, stack);
  const church = await page
    .getByRole("complementary", { name: "How the text will look" })
    .locator("span")
    .nth(1)
    .innerText();
  await page.getByLabel("Message", { exact: true }).fill(`${church}: ${text}`);
  await expect(page.getByRole("button", { name: /^Send to/ })).toBeEnabled();
}

async function composeUnfolded(page: Page, stack: Stack): Promise<void> {
  await compose(page, stack);
  await page.getByText(/in \d+ languages/).click();
}

async function firstIn(page: Page, stack: Stack, address: string, list: string): Promise<void> {
  await at(address)(page, stack);
  await page.getByRole("list", { name: list }).getByRole("link").first().click();
}

const shots: Shot[] = [
  ["home", at("/")],
  ["messages", at("/messages")],
  ["compose", composeUnfolded],
  ["broadcast", (page, stack) => firstIn(page, stack, "/messages", "Messages")],
  ["contacts", at("/contacts")],
  ["contact", (page, stack) => firstIn(page, stack, "/contacts", "Contacts")],
  ["contact-new", at("/contacts/new")],
  ["more", at("/more")],
];

for (const [width, viewport] of Object.entries(widths)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${width}, ${colorScheme}`, async ({ page, stack }) => {
      const shoot = async (name: string): Promise<void> => {
        await page.waitForLoadState("networkidle");
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({
          path: `${folder}/${name}-${width}-${colorScheme}.png`,
          animations: "disabled",
        });
      };
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.goto(stack.dashboard_url);
      await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
      await shoot("sign-in");
      await signIn(page, stack);
      for (const [name, open] of shots) {
        await open(page, stack);
        await shoot(name);
      }
    });
  }
}

test("the picture in the README", async ({ page, stack }) => {
  await page.setViewportSize(widths.desk);
  await page.emulateMedia({ colorScheme: "light" });
  await signIn(page, stack);
  await compose(page, stack);
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: picture, animations: "disabled" });
});
