import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./fixtures";
import { importFile } from "./people";
import { textChurch, type Stack } from "./stack";

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
  await page.locator("summary").filter({ hasText: "left out" }).click();
}

async function firstIn(page: Page, stack: Stack, address: string, list: string): Promise<void> {
  await at(address)(page, stack);
  await page.getByRole("list", { name: list }).getByRole("link").first().click();
}

/** Translated as far as there is an assistant, with one language open. */
async function composeTranslated(page: Page, stack: Stack): Promise<void> {
  await compose(page, stack);
  await page.getByRole("button", { name: /^Translate into/ }).click();
  const spanish = page
    .getByRole("list", { name: "Other languages" })
    .getByRole("button", { name: /^Spanish/ });
  await expect(spanish).toContainText("By the assistant", { timeout: 60_000 });
  await spanish.click();
  await spanish.scrollIntoViewIfNeeded();
}

async function composeToGroups(page: Page, stack: Stack): Promise<void> {
  await compose(page, stack);
  await page.getByText("Groups", { exact: true }).click();
}

async function selecting(page: Page, stack: Stack): Promise<void> {
  await at("/contacts")(page, stack);
  await page.getByRole("button", { name: "Select people" }).click();
  const boxes = page.getByRole("list", { name: "Contacts" }).getByRole("checkbox");
  await boxes.nth(1).check();
  await boxes.nth(2).check();
}

async function groupByRule(page: Page, stack: Stack): Promise<void> {
  await at("/contacts/groups/new")(page, stack);
  await page.getByText("Whoever fits").click();
  await page.getByLabel("Add a language").selectOption({ label: "Spanish" });
  const city = page.getByRole("textbox", { name: "They live in" });
  await city.fill("Katy, Richmond");
  await city.press("Enter");
}

/** A file with a row of every kind; it is looked at and not imported. */
async function preview(page: Page, stack: Stack): Promise<void> {
  await importFile(page, stack.dashboard_url, "members.csv", [
    "SL No,Full Name,Mobile,City,Preferred language,Pledge",
    "1,Ana Lucrecia Tzoc,281-555-0196,Richmond,Spanish,120",
    ",Mercy Adeyemi,(346) 555-0188,Katy,Yoruba,60",
    ",Tunde Adeyemi,(346) 555-0188,Katy,Yoruba,",
    ",Paul Whitaker,1.34656E+10,Stafford,English,30",
  ]);
  await expect(page.getByRole("list", { name: "Rows" })).toBeVisible();
}

async function columns(page: Page, stack: Stack): Promise<void> {
  await importFile(page, stack.dashboard_url, "list.csv", [
    "Who,Where to call,Pledge",
    "Mercy Adeyemi,(346) 555-0188,60",
  ]);
  await expect(page.getByRole("heading", { name: "Which column is which?" })).toBeVisible();
}

async function exporting(page: Page, stack: Stack): Promise<void> {
  await at("/contacts")(page, stack);
  await page.getByRole("button", { name: "Export" }).click();
}

/** The inbox with something in it: three phones, three scripts. */
async function inbox(page: Page, stack: Stack): Promise<void> {
  await textChurch(stack, "(281) 555-0196", "¿A qué hora abren las puertas? Llevo a mi mamá 👵");
  await textChurch(stack, "(346) 555-0147", "Hi! We just moved here. Is there something for small children?");
  await textChurch(stack, "(346) 555-0148", "سنأتي أربعة أشخاص إن شاء الله. هل نحضر شيئاً معنا؟");
  await at("/inbox")(page, stack);
  await expect(page.getByRole("list", { name: "Conversations" }).getByRole("link").nth(2)).toBeVisible();
}

async function newReminder(page: Page, stack: Stack): Promise<void> {
  await at("/reminders/new")(page, stack);
  await expect(page.getByRole("list", { name: "Next times" })).toBeVisible();
}

const shots: Shot[] = [
  ["home", at("/")],
  ["messages", at("/messages")],
  ["compose", composeUnfolded],
  ["compose-translated", composeTranslated],
  ["templates", at("/messages/templates")],
  ["template-new", at("/messages/templates/new")],
  ["broadcast", (page, stack) => firstIn(page, stack, "/messages", "Messages")],
  ["reviews", at("/messages/reviews")],
  ["inbox", inbox],
  ["conversation", (page, stack) => firstIn(page, stack, "/inbox", "Conversations")],
  ["reminders", at("/reminders")],
  ["reminders-calendar", at("/reminders?view=calendar")],
  ["reminder-new", newReminder],
  ["contacts", at("/contacts")],
  ["contact", (page, stack) => firstIn(page, stack, "/contacts", "Contacts")],
  ["contact-new", at("/contacts/new")],
  ["contacts-selecting", selecting],
  ["compose-groups", composeToGroups],
  ["groups", at("/contacts/groups")],
  ["group-by-rule", groupByRule],
  ["imports", at("/contacts/import")],
  ["import-preview", preview],
  ["import-columns", columns],
  ["export", exporting],
  ["settings", at("/settings")],
  ["answers", at("/settings/answers")],
  ["audit", at("/settings/audit")],
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
