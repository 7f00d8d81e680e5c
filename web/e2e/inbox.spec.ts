import { expect, expectAccessible, goTo, signIn, test } from "./fixtures";
import { invent } from "./people";
import { accepted, textChurch } from "./stack";

/** A conversation is looked at again every ten seconds, and the network takes its time as well. */
const comes = { timeout: 30_000 };

test("a stranger's text is seen without a reload, answered, and put away", async ({ page, stack }, {
  project,
}) => {
  const { mark, name, phone } = invent();
  const number = phone(0);
  const person = `${name("Ada")} ${project.name}`;
  const question = `When is dinner? 🍽️ ${mark}`;
  const answer = `At six, in the hall. Welcome! ${mark}`;
  await signIn(page, stack);
  await goTo(page, "Inbox");
  await expect(page.getByRole("button", { name: "Open", pressed: true })).toBeVisible();
  await page.evaluate(() => {
    document.body.dataset["neverReloaded"] = "yes";
  });

  await textChurch(stack, number, question);
  const row = page.getByRole("list", { name: "Conversations" }).getByRole("link", { name: number });
  await expect(row).toContainText(question, comes);
  await expect(row).toHaveAccessibleName(/^Unread: /);
  await expect(page.getByRole("heading", { level: 1, name: /waiting\.$/ })).toBeVisible(comes);
  await expect(
    page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Inbox.*waiting\.$/ }),
  ).toBeVisible(comes);
  await expectAccessible(page, "the inbox");

  await row.click();
  const said = page.getByRole("region", { name: "What was said" });
  await expect(said).toContainText(question);
  await expect(page).toHaveURL(/\/inbox\/thr_/);

  // An unknown number becomes a contact, and the conversation is theirs from then on.
  await page.getByRole("link", { name: "Add as a contact" }).click();
  await expect(page.getByRole("textbox", { name: "Mobile number" })).not.toHaveValue("");
  await page.getByRole("textbox", { name: "Name" }).fill(person);
  await page.getByRole("button", { name: "Add contact" }).click();
  await expect(page.getByRole("heading", { name: person })).toBeVisible(comes);

  // A reply half written outlives leaving the page.
  const reply = page.getByRole("textbox", { name: `Reply to ${person}` });
  await reply.fill(answer);
  await goTo(page, "Messages");
  await page.goBack();
  await expect(reply).toHaveValue(answer);
  await reply.press("Control+Enter");
  await expect(reply).toHaveValue("");
  const sent = said.getByRole("listitem").filter({ hasText: answer });
  await expect(sent).toContainText("Delivered", { timeout: 60_000 });
  const texts = (await accepted(stack)).filter(({ Body }) => Body === answer);
  expect(texts).toHaveLength(1);
  expect(texts[0]?.To.endsWith(number.replaceAll(/\D/g, ""))).toBe(true);

  // What comes next is seen where one is.
  await textChurch(stack, number, `Thank you! ${mark}`);
  await expect(said).toContainText(`Thank you! ${mark}`, comes);

  await page.getByText("Note", { exact: true }).click();
  await page.getByRole("textbox", { name: "Note for staff" }).fill("Comes with four children");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(said.getByRole("listitem").filter({ hasText: "Note for staff" })).toContainText(
    "Comes with four children",
  );
  await page.getByRole("combobox", { name: "Assigned to" }).selectOption({ label: "You have it" });
  await expect(said).toContainText("You took it", comes);
  await expectAccessible(page, "a conversation");

  await page.getByRole("button", { name: "Resolve", exact: true }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "Resolve", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Resolve", exact: true }).click();
  await expect(page.getByRole("button", { name: "Open again" })).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-never-reloaded", "yes");

  await page.goto(new URL("/inbox?show=resolved", stack.dashboard_url).href);
  await expect(
    page.getByRole("list", { name: "Conversations" }).getByRole("link", { name: person }),
  ).toBeVisible();
  // Nobody was answered with what staff wrote for themselves.
  expect((await accepted(stack)).filter(({ Body }) => Body === "Comes with four children")).toEqual([]);
});

test("who texts STOP is seen to have opted out, and a guess waits for a person", async ({ page, stack }) => {
  const { mark, phone } = invent();
  const [stopping, unclear] = [phone(0), phone(1)];
  await textChurch(stack, stopping, `Hello from ${mark}`);
  await textChurch(stack, unclear, "I asked you to stop texting");
  await signIn(page, stack);
  await goTo(page, "Inbox");
  const list = page.getByRole("list", { name: "Conversations" });
  await list.getByRole("link", { name: stopping }).click(comes);
  await expect(page.getByRole("textbox", { name: `Reply to ${stopping}` })).toBeVisible();

  await textChurch(stack, stopping, "STOP");
  await expect(page.getByText("They asked not to be texted, so you can’t reply here.")).toBeVisible(comes);
  await expect(page.getByRole("textbox", { name: /^Reply/ })).toHaveCount(0);
  await expectAccessible(page, "a conversation with somebody who opted out");

  await page.goto(new URL("/inbox", stack.dashboard_url).href);
  await list.getByRole("link", { name: unclear }).click(comes);
  await expect(page.getByText("This text was taken for an opt-out. Was it?")).toBeVisible(comes);
  await expectAccessible(page, "the question after a guess");
  await page.getByRole("button", { name: "No, keep texting them" }).click();
  await expect(page.getByRole("textbox", { name: `Reply to ${unclear}` })).toBeVisible();
});

test("the inbox can be used with the keyboard alone", async ({ page, stack }, { project }) => {
  test.skip(project.name === "phone", "A phone has no keys.");
  const { mark, phone } = invent();
  await textChurch(stack, phone(0), `First ${mark}`);
  await textChurch(stack, phone(1), `Second ${mark}`);
  await signIn(page, stack);
  await goTo(page, "Inbox");
  const rows = page.getByRole("list", { name: "Conversations" }).getByRole("link");
  await expect(rows.filter({ hasText: mark })).toHaveCount(2, comes);
  await page.keyboard.press("j");
  await expect(page).toHaveURL(/\/inbox\/thr_/);
  const first = page.url();
  await page.keyboard.press("j");
  await expect(page).not.toHaveURL(first);
  await page.keyboard.press("k");
  await expect(page).toHaveURL(first);
  await expect(page.getByRole("textbox", { name: /^Reply/ })).toBeVisible();
  await page.keyboard.press("r");
  await expect(page.getByRole("textbox", { name: /^Reply/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("e");
  await expect(page.getByRole("button", { name: "Open again" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\/inbox$/);
});
