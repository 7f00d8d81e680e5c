import type { Page } from "@playwright/test";
import { clockWords, wallClock } from "../src/lib/zoned-time";
import { expect, expectAccessible, goTo, signIn, test } from "./fixtures";
import { importFile, invent } from "./people";
import { accepted, type Stack } from "./stack";

/** Far from UTC, on another day for most of it, and with clock changes of its own. */
const zone = "Pacific/Auckland";

const minute = 60_000;

/** A group of three people who read three languages. */
async function groupOfReaders(page: Page, stack: Stack, people: ReturnType<typeof invent>): Promise<string> {
  const { name, phone, mark } = people;
  const group = `Readers ${mark}`;
  await importFile(page, stack.dashboard_url, `${mark}.csv`, [
    "Name,Mobile,Language,City",
    `${name("Eve")},${phone(1)},English,Katy`,
    `${name("Sol")},${phone(2)},Spanish,Katy`,
    `${name("Min")},${phone(3)},Korean,Katy`,
  ]);
  await page.getByRole("button", { name: "Import 3 people" }).click();
  await expect(page.getByRole("heading", { name: "3 people added." })).toBeVisible({ timeout: 60_000 });
  await page.goto(new URL(`/contacts?search=${mark}`, stack.dashboard_url).href);
  await page.getByRole("button", { name: "Select people" }).click();
  for (const person of ["Eve", "Sol", "Min"])
    await page.getByRole("checkbox", { name: name(person) }).check();
  await page.getByRole("button", { name: "Add to a group" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Or a new group").fill(group);
  await dialog.getByRole("button", { name: "Make it and add them" }).click();
  await expect(page.getByText(`3 people added to ${group}.`)).toBeVisible();
  return group;
}

/** Writes the message's translation into a language of its readers by hand. */
async function translate(page: Page, language: string, text: string): Promise<void> {
  const languages = page.getByRole("list", { name: "Other languages" });
  await languages.getByRole("button", { name: new RegExp(`^${language}`) }).click();
  await page.getByLabel(`In ${language}`, { exact: true }).fill(text);
}

test("a reminder goes out at its minute of another zone, to each person in the language they read", async ({
  page,
  stack,
}, { project }) => {
  test.skip(
    project.name === "phone",
    "It waits for minutes, and the other test makes a reminder on a phone.",
  );
  test.setTimeout(6 * minute);
  const people = invent();
  const { mark, phone } = people;
  await signIn(page, stack);
  const group = await groupOfReaders(page, stack, people);

  await goTo(page, "Reminders");
  await page.getByRole("link", { name: /Make (a|the first) reminder/ }).click();
  await page.getByLabel("Name", { exact: true }).fill(`Gathering ${mark}`);
  await page.getByText("Groups", { exact: true }).click();
  await page.getByRole("checkbox", { name: new RegExp(group) }).check();
  await page.getByLabel("Message", { exact: true }).fill(`Hi {first_name|friend}, we gather now. (${mark})`);
  await page.getByRole("button", { name: /^Write (in other languages|them yourself)/ }).click();
  await translate(page, "Spanish", `Hola {first_name|amigo}, nos reunimos ahora. (${mark})`);
  await translate(page, "Korean", `{first_name|친구}님, 지금 모입니다. (${mark})`);

  // What is typed outlives a reload.
  await page.reload();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(`Gathering ${mark}`);

  await expectAccessible(page, "making a reminder");

  await page.getByText("Once, on a day").click();
  await page.getByLabel("Time zone").selectOption(zone);
  const due = Math.ceil((Date.now() + 110_000) / minute) * minute;
  const there = wallClock(due, zone);
  await page.getByLabel("Day", { exact: true }).fill(there.date);
  await page.getByLabel("At", { exact: true }).fill(there.time);
  await expect(page.getByRole("list", { name: "Next times" }).getByRole("listitem")).toHaveText([
    new RegExp(clockWords(there.time)),
  ]);
  await page.getByRole("button", { name: "Save the reminder" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(
    `${clockWords(there.time)} in Auckland.`,
  );
  await expectAccessible(page, "a reminder's page");

  const texts = async () =>
    (await accepted(stack)).filter(({ kind, Body }) => kind === "message" && Body?.includes(mark) === true);
  await expect.poll(async () => (await texts()).length, { timeout: 4 * minute }).toBe(3);
  const sent = await texts();
  const bodies = new Map(sent.map(({ To, Body }) => [To.slice(-4), Body]));
  expect(bodies).toEqual(
    new Map([
      [phone(1).slice(-4), `Hi Eve, we gather now. (${mark})`],
      [phone(2).slice(-4), `Hola Sol, nos reunimos ahora. (${mark})`],
      [phone(3).slice(-4), `Min님, 지금 모입니다. (${mark})`],
    ]),
  );
  for (const { accepted_at } of sent) {
    expect(Date.parse(accepted_at)).toBeGreaterThanOrEqual(due);
    expect(Date.parse(accepted_at)).toBeLessThan(due + minute);
  }

  // The page has followed by itself.
  await expect(page.getByRole("heading", { level: 1 })).toContainText("has gone out for the last time.", {
    timeout: 60_000,
  });
  const past = page.getByRole("list", { name: "So far" });
  await expect(past.getByText("Sent to 3 people.")).toBeVisible({ timeout: 30_000 });
  await expect(past.getByText("Delivered")).toBeVisible({ timeout: 60_000 });

  // And it went out once.
  expect(await texts()).toHaveLength(3);
});

test("a reminder is planned from a sentence, and paused, skipped, copied and deleted", async ({
  page,
  stack,
}) => {
  const { mark } = invent();
  const reminder = `Vigil ${mark}`;
  await signIn(page, stack);
  await page.goto(new URL("/reminders/new", stack.dashboard_url).href);
  await page.getByLabel("Name", { exact: true }).fill(reminder);
  await page.getByText("The first Monday of every month").click();
  await page.getByLabel("Which one").selectOption("last");
  await page.getByLabel("Day of the week").selectOption("friday");
  await expect(page.getByRole("list", { name: "Next times" }).getByRole("listitem")).toHaveCount(10);
  await page.getByLabel("Message", { exact: true }).fill(`the vigil begins at nine. (${mark})`);
  await page.getByRole("button", { name: "Save the reminder" }).click();
  await expect(page.getByText("The last Friday of every month at 9:00 AM")).toBeVisible();

  const next = page.getByRole("list", { name: "Coming next" }).getByRole("listitem").first();
  const before = await next.textContent();
  await page.getByRole("button", { name: "Skip this one" }).click();
  await expect(page.getByText(/is left out\.$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Skip this one" })).toBeVisible();
  await page
    .getByRole("status")
    .filter({ hasText: "is left out." })
    .getByRole("button", { name: "Undo" })
    .click();
  await expect.poll(() => next.textContent()).toBe(before);

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("heading", { name: `${reminder} is paused: nothing goes out.` })).toBeVisible();
  await page.getByRole("button", { name: "Let it go on" }).click();
  await expect(page.getByRole("heading", { name: new RegExp(`${reminder} goes out`) })).toBeVisible();

  await page.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("heading", { name: `Change Copy of ${reminder}.` })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(`Second ${reminder}`);
  await page.getByText("The day before Easter").click();
  await page.getByRole("button", { name: "Save the changes" }).click();
  await expect(page.getByRole("heading", { name: `Second ${reminder} is paused` })).toBeVisible();
  await expect(page.getByText("The day before Easter (Holy Saturday) at 9:00 AM")).toBeVisible();

  await page.goto(new URL("/reminders?view=calendar", stack.dashboard_url).href);
  await expectAccessible(page, "the calendar");
  await page.getByRole("button", { name: "The month after" }).click();
  await page
    .getByRole("link", { name: new RegExp(reminder) })
    .last()
    .click();
  await page.getByRole("button", { name: "Delete" }).click();
  const toast = page.getByRole("status").filter({ hasText: `${reminder} deleted.` });
  const gone = page.waitForResponse((response) => response.request().method() === "DELETE");
  await toast.getByRole("button", { name: "Close" }).last().click();
  expect((await gone).status()).toBe(204);
  await page.goto(new URL("/reminders", stack.dashboard_url).href);
  await expect(page.getByRole("link", { name: new RegExp(`Second ${reminder}`) })).toContainText("Paused");
  await expect(page.getByRole("link", { name: new RegExp(`^${reminder}`) })).toHaveCount(0);
});
