import { screen, waitFor, within } from "@testing-library/react";
import { HttpResponse } from "msw";
import { describe, expect, it } from "vitest";
import { broadcast, contact, group, previewOf, refusal, staff, viewer } from "../../../test/records";
import { openPage } from "../../../test/render";
import { world } from "../../../test/sending";
import { http, server } from "../../../test/server";
import { forgetSent, loadDraft, newDraft, type Draft } from "./draft";

/** What is sent of a message about which nothing else was chosen. */
const usual = {
  message_type: "sms",
  language: "en",
  translations: {},
  purpose: "information",
  confirm_emergency: false,
  scheduled_at: null,
};

const refuse =
  (...said: Parameters<typeof refusal>) =>
  () =>
    refusal(...said);

/** A draft that was left here some time ago. */
function keepDraft(some: Partial<Draft>): void {
  const draft: Draft = {
    ...newDraft(),
    id: "draft-1",
    content: "Dinner is at 6.",
    ...some,
  };
  window.localStorage.setItem(`tidings.draft.${staff.user_id}`, JSON.stringify(draft));
}

describe("composing", () => {
  it("shows how many people get it before anything is sent, and asks for their number", async () => {
    const sent = world(187);
    const { user, path } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    expect(await screen.findByText("187 people", { selector: "strong" })).toBeVisible();
    expect(await screen.findByText(/in English, \$2\.72/)).toBeVisible();
    expect(screen.getByText(/2 left out/)).toBeVisible();

    await user.click(screen.getByRole("button", { name: "Send to 187 people" }));
    const dialog = within(screen.getByRole("dialog", { name: "Text 187 people now?" }));
    await user.type(dialog.getByLabelText("Type 187 to be sure"), "18");
    await user.click(dialog.getByRole("button", { name: "Send to 187 people" }));
    expect(dialog.getByText("Type 187 to send, or go back.")).toBeVisible();
    expect(sent).toHaveLength(0);

    await user.type(dialog.getByLabelText("Type 187 to be sure"), "7");
    await user.click(dialog.getByRole("button", { name: "Send to 187 people" }));
    await waitFor(() => {
      expect(path()).toBe("/messages/brc_1");
    });
    expect(sent.map(({ body }) => body)).toEqual([
      { content: "Dinner is at 6.", ...usual, send_to_all: true },
    ]);
    expect(Object.keys(window.localStorage).filter((key) => key.startsWith("tidings.draft"))).toEqual([]);
  });

  it("calls people in place of texting them, and says so everywhere", async () => {
    const sent = world(3);
    const { user, path } = openPage("/messages/new");
    await user.click(await screen.findByRole("radio", { name: "Call" }));
    expect(screen.getByText(/to those who have agreed to automatic calls/)).toBeVisible();
    expect(screen.queryByText(/characters fit in one part/)).not.toBeInTheDocument();
    await user.type(screen.getByLabelText("Message"), "Dinner is at 6.");
    expect(screen.getByText(/1 to hear it again/)).toBeVisible();
    await user.click(await screen.findByRole("button", { name: "Call 3 people" }));
    await waitFor(() => {
      expect(path()).toBe("/messages/brc_1");
    });
    expect(sent.map(({ body }) => body)).toEqual([
      { content: "Dinner is at 6.", ...usual, message_type: "voice", send_to_all: true },
    ]);
  });

  it("unfolds into who is left out and why", async () => {
    world(3);
    const { user } = openPage("/messages/new");
    await user.click(await screen.findByText(/reading 2 languages/));
    expect(screen.getByText(/Share a phone with someone who gets it/)).toBeVisible();
    expect(screen.getByText("Ben Tzoc")).toBeVisible();
    expect(within(screen.getByRole("list", { name: "What they read" })).getByText("Spanish")).toBeVisible();
  });

  it("keeps the text and the key when sending fails, so that a retry never sends twice", async () => {
    const sent = world(3, () => HttpResponse.error());
    const { user, path } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    await user.click(await screen.findByRole("button", { name: "Send to 3 people" }));
    expect(await screen.findByText("We lost the server before it answered.")).toBeVisible();
    expect(screen.getByLabelText("Message")).toHaveValue("Dinner is at 6.");

    await user.click(screen.getByRole("button", { name: "Send to 3 people" }));
    await waitFor(() => {
      expect(path()).toBe("/messages/brc_1");
    });
    expect(sent).toHaveLength(2);
    expect(sent[0]?.key).toMatch(/^[0-9a-f]{32}$/);
    expect(sent[1]?.key).toBe(sent[0]?.key);
  });

  it("keeps text and key over a reload of the page", async () => {
    const sent = world(3, refuse(500));
    const first = openPage("/messages/new");
    await first.user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    await first.user.click(await screen.findByRole("button", { name: "Send to 3 people" }));
    await screen.findByText("The server ran into a problem.");
    document.body.replaceChildren();

    const second = openPage("/messages/new");
    expect(await screen.findByLabelText("Message")).toHaveValue("Dinner is at 6.");
    await second.user.click(await screen.findByRole("button", { name: "Send to 3 people" }));
    await waitFor(() => {
      expect(second.path()).toBe("/messages/brc_1");
    });
    expect(sent[1]?.key).toBe(sent[0]?.key);
  });

  it("offers a new message, under a new key, when an earlier version has gone out", async () => {
    const sent = world(3, refuse(409));
    const { user } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 7.");
    await user.click(await screen.findByRole("button", { name: "Send to 3 people" }));
    await user.click(await screen.findByRole("button", { name: "Make this a new message" }));
    await user.click(screen.getByRole("button", { name: "Send to 3 people" }));
    await waitFor(() => {
      expect(sent).toHaveLength(2);
    });
    expect(sent[1]?.key).not.toBe(sent[0]?.key);
    expect(sent[1]?.body.content).toBe("Dinner is at 7.");
  });

  it("shows a refused field under the field, with what was typed", async () => {
    world(3, refuse(422, { errors: [{ field: "content", message: "Take the tab out." }] }));
    const { user } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner");
    await user.click(await screen.findByRole("button", { name: "Send to 3 people" }));
    await waitFor(() => {
      expect(screen.getByLabelText("Message")).toHaveAccessibleDescription("Take the tab out.");
    });
    expect(screen.getByLabelText("Message")).toBeInvalid();
    expect(screen.getByLabelText("Message")).toHaveValue("Dinner");
  });

  it("sends nothing that is empty or too long", async () => {
    const sent = world(3);
    const { user } = openPage("/messages/new");
    await user.click(await screen.findByRole("button", { name: "Send to 3 people" }));
    expect(screen.getByText("Write what the text should say, then send it.")).toBeVisible();
    await user.click(screen.getByLabelText("Message"));
    await user.paste("a".repeat(1602));
    await user.click(screen.getByRole("button", { name: "Send to 3 people" }));
    expect(screen.getByText(/This is 2 characters too long/)).toBeVisible();
    expect(sent).toHaveLength(0);
  });

  it("never sends on the word of another audience's number", async () => {
    const sent = world(187);
    let answerForOne: (() => void) | null = null;
    server.use(
      http.post("/api/messages/preview", async ({ request, response }) => {
        const audience = await request.json();
        if ("contact_ids" in audience) {
          await new Promise<void>((resolve) => {
            answerForOne = resolve;
          });
          return response(200).json(previewOf());
        }
        return response(200).json(previewOf({ recipients: 187 }));
      }),
      http.get("/api/contacts", ({ response }) =>
        response(200).json({ items: [contact({ name: "Ana Tzoc" })], next_cursor: null }),
      ),
    );
    const { user } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    await screen.findByRole("button", { name: "Send to 187 people" });
    await user.click(screen.getByLabelText("Chosen people"));
    await user.click(await screen.findByRole("checkbox", { name: /Ana Tzoc/ }));
    expect(screen.getByRole("button", { name: "Counting people…" })).toBeDisabled();

    await expect.poll(() => answerForOne).not.toBeNull();
    (answerForOne as (() => void) | null)?.();
    await user.click(await screen.findByRole("button", { name: "Send to 1 person" }));
    await waitFor(() => {
      expect(sent).toHaveLength(1);
    });
    expect(sent[0]?.body).toEqual({
      content: "Dinner is at 6.",
      ...usual,
      contact_ids: ["con_1"],
    });
  });

  it("names someone of the draft who was deleted, and leaves only them out", async () => {
    const sent = world(1);
    server.use(
      http.post("/api/messages/preview", async ({ request, response }) => {
        const audience = await request.json();
        if ("contact_ids" in audience && audience.contact_ids.includes("con_2")) {
          const message = "There is no contact con_2. Choose people from the directory.";
          return response.untyped(refusal(422, { errors: [{ field: "contact_ids", message }] }));
        }
        return response(200).json(previewOf());
      }),
    );
    keepDraft({
      to: "chosen",
      chosen: [
        { id: "con_1", name: "Ana Tzoc" },
        { id: "con_2", name: "Ruth Okafor" },
      ],
    });
    const { user } = openPage("/messages/new");
    const news = await screen.findByText(/is no longer a contact\./);
    expect(news).toHaveTextContent("Ruth Okafor is no longer a contact.");
    expect(screen.getByRole("button", { name: "People not counted" })).toBeDisabled();
    expect(screen.queryByText(/con_2/)).not.toBeInTheDocument();

    await user.click(screen.getByRole("button", { name: "Leave this person out" }));
    await user.click(await screen.findByRole("button", { name: "Send to 1 person" }));
    await waitFor(() => {
      expect(sent.map(({ body }) => body)).toEqual([
        { content: "Dinner is at 6.", ...usual, contact_ids: ["con_1"] },
      ]);
    });
  });

  it("goes to the chosen groups, once they are counted", async () => {
    const sent = world(34);
    server.use(
      http.get("/api/groups", ({ response }) =>
        response(200).json({
          items: [
            group({ id: "grp_1", name: "Choir" }),
            group({
              id: "grp_2",
              name: "Vecinos",
              kind: "rule",
              rule: { languages: ["es"], cities: ["Katy"], zip_prefixes: [], birthday_months: [] },
            }),
          ],
          next_cursor: null,
        }),
      ),
    );
    const { user } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    await user.click(screen.getByLabelText("Groups"));
    expect(screen.getByText("Choose at least one group to send to.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Nobody to send to" })).toBeDisabled();
    await user.click(await screen.findByRole("checkbox", { name: /Vecinos/ }));
    expect(screen.getByText("People in Katy who read Spanish")).toBeVisible();
    await user.click(await screen.findByRole("button", { name: "Send to 34 people" }));
    const dialog = within(screen.getByRole("dialog"));
    await user.type(dialog.getByLabelText("Type 34 to be sure"), "34");
    await user.click(dialog.getByRole("button", { name: "Send to 34 people" }));
    await waitFor(() => {
      expect(sent.map(({ body }) => body)).toEqual([
        { content: "Dinner is at 6.", ...usual, group_ids: ["grp_2"] },
      ]);
    });
  });

  it("names a group of the draft that was deleted, and leaves only that out", async () => {
    world(1);
    server.use(
      http.post("/api/messages/preview", async ({ request, response }) => {
        const audience = await request.json();
        if ("group_ids" in audience && audience.group_ids.includes("grp_2")) {
          const message = "There is no group grp_2. Choose groups of the directory.";
          return response.untyped(refusal(422, { errors: [{ field: "group_ids", message }] }));
        }
        return response(200).json(previewOf());
      }),
    );
    keepDraft({
      to: "groups",
      groups: [
        { id: "grp_1", name: "Choir" },
        { id: "grp_2", name: "Vecinos" },
      ],
    });
    const { user } = openPage("/messages/new");
    expect(await screen.findByText(/is no longer a group\./)).toHaveTextContent(
      "Vecinos is no longer a group.",
    );
    await user.click(screen.getByRole("button", { name: "Leave this group out" }));
    expect(await screen.findByRole("button", { name: "Send to 1 person" })).toBeVisible();
  });

  it("lets go of a draft that was sent after its page was left", async () => {
    world(3);
    let answer: (() => void) | null = null;
    server.use(
      http.post("/api/messages/send", async ({ response }) => {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return response(202).json(broadcast());
      }),
      http.get("/api/broadcasts", ({ response }) => response(200).json({ items: [], next_cursor: null })),
    );
    const { user, path } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    await user.click(await screen.findByRole("button", { name: "Send to 3 people" }));
    await expect.poll(() => answer).not.toBeNull();
    await user.click(screen.getByRole("link", { name: "All messages" }));
    expect(await screen.findByRole("link", { name: "Go on with your draft" })).toBeVisible();
    (answer as (() => void) | null)?.();
    await expect.poll(() => window.localStorage.getItem(`tidings.draft.${staff.user_id}`)).toBeNull();
    expect(path()).toBe("/messages");
  });

  it("keeps another draft that was begun since", () => {
    keepDraft({ id: "later" });
    forgetSent(staff.user_id, "earlier");
    expect(loadDraft(staff.user_id).content).toBe("Dinner is at 6.");
    forgetSent(staff.user_id, "later");
    expect(loadDraft(staff.user_id).content).toBe("");
  });

  it("says so when it can't find out what this person may do, and tries again", async () => {
    world(3);
    const { user } = openPage("/messages/new");
    server.use(
      http.get(
        "/api/me",
        ({ response }) =>
          response.untyped(
            refusal(403, { detail: "Your account has no role yet. Ask an administrator to give you one." }),
          ),
        { once: true },
      ),
    );
    expect(await screen.findByText("Your account has no role yet.")).toBeVisible();
    expect(screen.getByText("Ask an administrator to give you one.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByLabelText("Message")).toBeVisible();
  });

  it("is not offered to someone who may only look", async () => {
    openPage("/messages/new", viewer);
    expect(await screen.findByText("Your account can look, but not send.")).toBeVisible();
    expect(screen.queryByLabelText("Message")).not.toBeInTheDocument();
  });
});
