import { expect, expectAccessible, goTo, signIn, test } from "./fixtures";
import { accepted, activePhones } from "./stack";

test("one message to everyone reaches every phone once, and shows it without a reload", async ({
  page,
  stack,
}, { project }) => {
  const text = `dinner at 6 on Friday, in the hall. (${project.name} ${Date.now()})`;
  const phones = await activePhones(stack);
  await signIn(page, stack);
  await page.getByRole("link", { name: /Write a message|Go on with your draft/ }).click();
  await page.getByLabel("Message", { exact: true }).fill(text);

  // Before anything is sent: how many people, what it costs, when it is out, and who is left out.
  const summary = page.locator("summary").filter({ hasText: "left out" });
  await expect(summary).toContainText(`${phones.size} people in English, $`);
  await expect(summary).toContainText(/, all by .*; \d+ left out/);
  await summary.click();
  const row = page.getByRole("list", { name: "By language" }).getByRole("listitem");
  await expect(row).toContainText(`${phones.size} people`);
  await expect(row).toContainText("1 part each");
  await expect(page.getByRole("heading", { name: /Share a phone with someone who gets it/ })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "How the text will look" })).toContainText(text);

  // A draft outlives a reload.
  await page.reload();
  await expect(page.getByLabel("Message", { exact: true })).toHaveValue(text);

  await page.getByRole("button", { name: `Send to ${phones.size} people` }).click();
  const dialog = page.getByRole("dialog");
  await expectAccessible(page, "the question before sending");
  await dialog.getByLabel(`Type ${phones.size} to be sure`).fill(String(phones.size));
  await page.evaluate(() => {
    document.body.dataset["neverReloaded"] = "yes";
  });
  await dialog.getByRole("button", { name: `Send to ${phones.size} people` }).click();

  const bar = page.getByRole("progressbar", { name: "Delivered" });
  await expect(bar).toBeVisible();
  await expect(page.getByRole("heading", { name: `All ${phones.size} people have it.` })).toBeVisible({
    timeout: 90_000,
  });
  await expect(bar).toHaveAttribute("aria-valuenow", String(phones.size));
  await expect(page.getByRole("button", { name: `Delivered ${phones.size}` })).toBeVisible();
  await expect(page.locator("body")).toHaveAttribute("data-never-reloaded", "yes");
  await expectAccessible(page, "the message's own page");

  const texts = (await accepted(stack)).filter((creation) => creation.Body === text);
  expect(texts).toHaveLength(phones.size);
  expect(new Set(texts.map((creation) => creation.To))).toEqual(phones);

  await goTo(page, "Home");
  await expect(page.getByRole("heading", { name: "Everything has been delivered." })).toBeVisible();
  await expect(page.getByRole("list", { name: "Latest messages" }).getByRole("link").first()).toContainText(
    text,
  );
});

test("a message to chosen people goes to them alone", async ({ page, stack }, { project }) => {
  const text = `thank you for helping today! (${project.name} ${Date.now()})`;
  await signIn(page, stack);
  await page.getByRole("link", { name: /Write a message|Go on with your draft/ }).click();
  await page.getByLabel("Message", { exact: true }).fill(text);
  await page.getByText("Chosen people").click();
  await page.getByRole("searchbox").fill("Olivia Brandt");
  await page.getByRole("checkbox", { name: /Olivia Brandt/ }).check();
  await page.getByRole("button", { name: "Send to 1 person" }).click();
  await expect(page.getByRole("heading", { name: "It has arrived." })).toBeVisible({ timeout: 60_000 });
  const texts = (await accepted(stack)).filter((creation) => creation.Body === text);
  expect(texts).toHaveLength(1);
});
