import { screen, within } from "@testing-library/react";
import { HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import type { TestRequest } from "@/api/types";
import { broadcast, contact, message, refusal, staff } from "../../../test/records";
import { openPage } from "../../../test/render";
import { world } from "../../../test/sending";
import { http, server } from "../../../test/server";
import { newDraft } from "./draft";

const written = "Dinner is at 6.";
const mary = { id: "con_9", name: "Mary Okafor" };

interface SentTest {
  key: string | null;
  body: TestRequest;
}

/** Takes tests, and answers them with `answers` first; the one message of each is delivered. */
function takeTests(...answers: Response[]): SentTest[] {
  const sent: SentTest[] = [];
  server.use(
    http.post("/api/messages/test", async ({ request, response }) => {
      sent.push({ key: request.headers.get("Idempotency-Key"), body: await request.json() });
      const answer = answers.shift();
      return answer === undefined
        ? response(202).json(broadcast({ id: "brc_9", is_test: true, recipients: 1 }))
        : response.untyped(answer);
    }),
    http.get("/api/broadcasts/{id}", ({ response }) =>
      response(200).json(broadcast({ id: "brc_9", is_test: true, recipients: 1 })),
    ),
    http.get("/api/broadcasts/{id}/messages", ({ response }) =>
      response(200).json({ items: [message({ status: "delivered" })], next_cursor: null }),
    ),
    http.get("/api/contacts", ({ response }) =>
      response(200).json({ items: [contact(mary)], next_cursor: null }),
    ),
  );
  return sent;
}

function keep(): void {
  const translations = { es: { text: "La cena es a las 6.", of: written, proposal: null } };
  const draft = { ...newDraft(), content: written, translations };
  window.localStorage.setItem(`tidings.draft.${staff.user_id}`, JSON.stringify(draft));
}

describe("a test to myself", () => {
  it("asks once who I am, goes out in a language of choice, and shows what became of it", async () => {
    world(3);
    const sent = takeTests();
    keep();
    const { user } = openPage("/messages/new");
    await user.selectOptions(await screen.findByLabelText("The test’s language"), "Spanish");
    await user.click(screen.getByRole("button", { name: "Send a test to myself" }));
    const dialog = within(screen.getByRole("dialog", { name: "Which one are you?" }));
    await user.click(await dialog.findByRole("button", { name: /Mary Okafor/ }));
    const test = within(screen.getByRole("region", { name: "Test to myself" }));
    expect(await test.findByText("Delivered")).toBeVisible();
    expect(test.getByRole("link", { name: "Look at the test" })).toHaveAttribute("href", "/messages/brc_9");
    expect(sent.map(({ body }) => body)).toEqual([
      {
        contact_id: "con_9",
        content: written,
        language: "en",
        translations: { es: "La cena es a las 6." },
        test_language: "es",
      },
    ]);
    await user.click(test.getByRole("button", { name: "Send a test to myself" }));
    await expect.poll(() => sent).toHaveLength(2);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(sent[1]?.key).not.toBe(sent[0]?.key);
  });

  it("keeps its key when it is tried again, so that it never comes twice", async () => {
    world(3);
    const sent = takeTests(HttpResponse.error());
    keep();
    window.localStorage.setItem(`tidings.myself.${staff.user_id}`, JSON.stringify(mary));
    const { user } = openPage("/messages/new");
    await user.click(await screen.findByRole("button", { name: "Send a test to myself" }));
    expect(await screen.findByText("We couldn't reach the server.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Send a test to myself" }));
    expect(await screen.findByText("Delivered")).toBeVisible();
    expect(sent[0]?.key).toMatch(/^[0-9a-f]{32}$/);
    expect(sent[1]?.key).toBe(sent[0]?.key);
  });

  it("asks again when I am no longer in the directory", async () => {
    world(3);
    const errors = [{ field: "contact_id", message: "There is no such contact. Choose someone else." }];
    takeTests(refusal(422, { errors }));
    keep();
    window.localStorage.setItem(`tidings.myself.${staff.user_id}`, JSON.stringify(mary));
    const { user } = openPage("/messages/new");
    await user.click(await screen.findByRole("button", { name: "Send a test to myself" }));
    await user.click(await screen.findByRole("button", { name: "Choose yourself again" }));
    expect(screen.getByRole("dialog", { name: "Which one are you?" })).toBeVisible();
    expect(window.localStorage.getItem(`tidings.myself.${staff.user_id}`)).toBeNull();
  });
});
