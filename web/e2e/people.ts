import type { Page } from "@playwright/test";
import { expect } from "./fixtures";

/** Names and numbers that no other run has: a stack keeps what was done to it. */
export interface Invented {
  /** "Ada 17f3": a first name, with the mark of this run. */
  name: (first: string) => string;
  /** The mark alone: finds everyone of this run. */
  mark: string;
  /** A number of this run, by its place among at most ten. */
  phone: (place: number) => string;
}

export function invent(): Invented {
  const mark = `run${Date.now().toString(36)}`;
  const line = Math.floor(Math.random() * 1000);
  return {
    mark,
    name: (first) => `${first} ${mark}`,
    phone: (place) => `(346) 555-${String(line * 10 + place).padStart(4, "0")}`,
  };
}

/** Chooses a file on the page that imports, as someone in the office would, and waits until it has been read. */
export async function importFile(
  page: Page,
  dashboard: string,
  name: string,
  lines: readonly string[],
): Promise<void> {
  await page.goto(new URL("/contacts/import", dashboard).href);
  await page
    .getByLabel("Spreadsheet")
    .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(`${lines.join("\r\n")}\r\n`) });
  await expect(page).toHaveURL(/\/contacts\/import\/imp_/);
}

/** Finds one person in the list of contacts, and opens their page. */
export async function openPerson(page: Page, dashboard: string, name: string): Promise<void> {
  await page.goto(new URL("/contacts", dashboard).href);
  await page.getByRole("searchbox").fill(name);
  const found = page.getByRole("list", { name: "Contacts" }).getByRole("link");
  await expect(found).toHaveCount(1);
  await found.click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
}
