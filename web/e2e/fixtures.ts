import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { readStack, type Stack } from "./stack";

interface Fixtures {
  stack: Stack;
  /** Errors that a test expects to see in the browser's console; every other one fails it. */
  expectedErrors: RegExp[];
  /** A page whose console stays silent and whose content policy is never broken. */
  page: Page;
}

export const test = base.extend<Fixtures>({
  stack: async ({ browserName: _browser }, provide) => {
    await provide(readStack());
  },
  expectedErrors: async ({ browserName: _browser }, provide) => {
    await provide([]);
  },
  page: async ({ page, expectedErrors }, provide) => {
    const heard: string[] = [];
    page.on("console", (message) => {
      if (!["error", "warning"].includes(message.type())) return;
      // Said of a font whenever a busy machine takes some seconds to the first line of text.
      if (!message.text().includes("was preloaded using link preload")) heard.push(message.text());
    });
    page.on("pageerror", (error) => heard.push(String(error)));
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`content policy broken: ${event.violatedDirective} by ${event.blockedURI}`);
      });
    });
    await provide(page);
    const unexpected = heard.filter((text) => !expectedErrors.some((expected) => expected.test(text)));
    expect(unexpected, "the browser's console").toEqual([]);
  },
});

export { expect };

/** Signs in as the stack's member of staff, by hand, as anyone would. */
export async function signIn(page: Page, stack: Stack): Promise<void> {
  await page.goto(stack.dashboard_url);
  await page.getByLabel("E-mail").fill(stack.staff_email);
  await page.getByLabel("Password", { exact: true }).fill(stack.staff_password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Latest messages" })).toBeVisible();
}

/** Goes to one of the main places: by the sidebar, by the bar at the bottom, or by what is listed under More. */
export async function goTo(
  page: Page,
  place: "Home" | "Messages" | "Inbox" | "Reminders" | "Contacts" | "Calls" | "Settings",
): Promise<void> {
  const main = page.getByRole("navigation", { name: "Main" });
  await expect(main).toBeVisible();
  if ((await main.getByRole("link", { name: place }).count()) > 0) {
    await main.getByRole("link", { name: place }).click();
    return;
  }
  await main.getByRole("link", { name: "More" }).click();
  await page.getByRole("navigation", { name: "More places" }).getByRole("link", { name: place }).click();
}

/**
 * Holds that everyone can use the page as it is now. Looked at until it is so, for a while: contrast is only
 * right once what appears has appeared.
 */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const problems = async (): Promise<string[]> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
  };
  await expect.poll(problems, { message: what }).toEqual([]);
}
