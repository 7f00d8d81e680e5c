import { expect, expectAccessible, goTo, signIn, test } from "./fixtures";
import { invent, openPerson } from "./people";
import { answerCall, dial, hangUp, press, say } from "./stack";

/** The calls are looked at again every quarter of a minute, and the summary is written after the end. */
const comes = { timeout: 40_000 };

test("a whole call in English is answered, and its prayer waits for staff until it is ticked off", async ({
  page,
  stack,
}) => {
  const { mark, phone } = invent();
  const call = await dial(stack, phone(0));
  expect(call.heard[0]).toMatchObject({ language: "en-US", text: expect.stringMatching(/^Hello, /) });
  await say(stack, call.sid, "when is the service on Sunday");
  const asked = await say(stack, call.sid, "could you pray for my mother");
  expect(asked).toMatchObject({ language: "en-US", text: "Gladly. What would you like us to pray for?" });
  await say(stack, call.sid, `her operation is on Friday ${mark}`);
  await hangUp(stack, call.sid);

  await signIn(page, stack);
  await goTo(page, "Calls");
  const left = page.getByRole("list", { name: "What callers left" });
  const row = left.getByRole("listitem").filter({ hasText: mark });
  await expect(row).toContainText("Prayer", comes);
  await expectAccessible(page, "the calls");
  await row.getByRole("link", { name: "See the call" }).click();
  await expect(page.getByRole("region", { name: "What was said" })).toContainText(mark);
  await expect(page.getByRole("region", { name: "Summary" })).toContainText(mark, comes);
  await expectAccessible(page, "a call");
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await expect(page.getByText(/^Done by /)).toBeVisible();
  await page.getByRole("link", { name: "All calls" }).click();
  await expect(row).toHaveCount(0);
});

test("somebody whose language is Spanish hears Spanish from the first word", async ({ page, stack }) => {
  const { mark } = invent();
  // Of the sample congregation, with Spanish as the preferred language.
  const call = await dial(stack, "(281) 555-0196");
  expect(call.heard[0]).toMatchObject({ language: "es-US", text: expect.stringMatching(/^Hola, Ana,/) });
  await say(stack, call.sid, "a qué hora es la misa el domingo");
  await say(stack, call.sid, "quisiera dejar un mensaje");
  const thanks = await say(stack, call.sid, `no puedo ir el viernes ${mark}`);
  expect(thanks).toMatchObject({ language: "es-US", text: expect.stringContaining("Gracias") });
  await hangUp(stack, call.sid);

  await signIn(page, stack);
  await goTo(page, "Calls");
  const left = page.getByRole("list", { name: "What callers left" });
  const row = left.getByRole("listitem").filter({ hasText: mark });
  await expect(row).toContainText("Ana Lucrecia Tzoc", comes);
  await row.getByRole("button", { name: "Done", exact: true }).click();
  await expect(row).toHaveCount(0);
});

test("a message is called out to who agreed, heard again, and ended by a key", async ({ page, stack }) => {
  const { mark, name, phone } = invent();
  const person = name("Rosa");
  await signIn(page, stack);
  await page.goto(new URL("/contacts/new", stack.dashboard_url).href);
  await page.getByLabel("Name", { exact: true }).fill(person);
  await page.getByLabel("Mobile number").fill(phone(1));
  await page.getByRole("checkbox", { name: /Has agreed to automatic calls/ }).check();
  await page.getByRole("button", { name: "Add contact" }).click();
  await expect(page.getByText("May be called", { exact: true })).toBeVisible();

  await page.goto(new URL("/messages/new", stack.dashboard_url).href);
  await page.getByText("Call", { exact: true }).click();
  await page.getByText("Chosen people", { exact: true }).click();
  await page.getByRole("searchbox").fill(mark);
  await page.getByRole("checkbox", { name: new RegExp(person) }).check();
  await page.getByLabel("Message", { exact: true }).fill(`Choir is at seven. ${mark}`);
  await expectAccessible(page, "a call that is written");
  await page.getByRole("button", { name: "Call 1 person" }).click();

  const call = await answerCall(stack, phone(1));
  expect(call.heard.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Hello, this is an automatic call from /),
    `Choir is at seven. ${mark}`,
    expect.stringContaining("press 9"),
  ]);
  const again = await press(stack, call.sid, "1");
  expect(again.map(({ text }) => text)).toContain(`Choir is at seven. ${mark}`);
  const last = await press(stack, call.sid, "9");
  expect(last.map(({ text }) => text)).toEqual([expect.stringContaining("won't call you")]);
  await expect(page.getByRole("heading", { name: "The call was answered." })).toBeVisible({
    timeout: 60_000,
  });
  await expectAccessible(page, "a call that was made");

  await openPerson(page, stack.dashboard_url, person);
  await expect(page.getByText("Gets none: asked not to be called")).toBeVisible();
  await goTo(page, "Calls");
  const row = page.getByRole("listitem").filter({ hasText: person });
  await expect(row).toContainText("We called");
});
