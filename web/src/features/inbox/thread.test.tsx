import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Entry } from "@/api/types";
import { refusal, viewer } from "../../../test/records";
import { conversation, entry, replyEntry, textEntry, thread } from "../../../test/inbox";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";

const reply = (): Promise<HTMLElement> => screen.findByRole("textbox", { name: "Reply to Ana Tzoc" });

const drafts = (): string[] => Object.keys(window.localStorage).filter((key) => key !== "tidings.session");

describe("a conversation", () => {
  it("is told in the order of time, each thing as what it is", async () => {
    conversation({
      thread: thread(),
      entries: [
        entry("broadcast", { message: replyEntry("Dinner is at six.").message, actor: "mary@grace.example" }),
        textEntry("Yes! Four of us."),
        replyEntry("Wonderful!", { status: "undelivered", error_message: "The phone is switched off" }),
        entry("note", { content: "Needs a high chair", actor: "mary@grace.example" }),
        textEntry("DINNER", {
          automatic_answer: { content: "In the hall.", reason: "keyword", keyword: "DINNER" },
        }),
        entry("resolved", { actor: "mary@grace.example" }),
      ],
    });
    openPage("/inbox/thr_1", viewer);
    const list = await screen.findByRole("list", { name: "Conversation with this person" });
    await within(list).findByText("Wonderful!");
    const items = within(list)
      .getAllByRole("listitem")
      .map(({ textContent }) => textContent);
    expect(items).toEqual([
      expect.any(String),
      expect.stringMatching(/From a message.*Dinner is at six\..*Delivered/),
      expect.stringMatching(/Ana Tzoc wrote:.*Yes! Four of us\./),
      expect.stringMatching(
        /ruth@grace\.example replied:.*Wonderful!.*Not delivered.*The phone is switched off/,
      ),
      expect.stringMatching(/Note for staff.*Needs a high chair.*mary@grace\.example/),
      expect.stringMatching(/DINNER.*Answered automatically:.*In the hall\..*Automatic answer to DINNER/),
      expect.stringMatching(/mary@grace\.example resolved it/),
    ]);
    expect(screen.getByRole("link", { name: "From a message" })).toHaveAttribute("href", "/messages/brc_9");
  });

  it("reads what is earlier when asked", async () => {
    conversation({ thread: thread() });
    const pages: Record<string, { items: Entry[]; next_cursor: string | null }> = {
      first: { items: [textEntry("Latest", {}, { at: "2026-11-25T18:00:00Z" })], next_cursor: "older" },
      older: { items: [textEntry("Earliest", {}, { at: "2026-11-24T18:00:00Z" })], next_cursor: null },
    };
    server.use(
      http.get("/api/inbox/{id}/entries", ({ query, response }) =>
        response(200).json(pages[query.get("cursor") ?? "first"] ?? { items: [], next_cursor: null }),
      ),
    );
    const { user } = openPage("/inbox/thr_1");
    await user.click(await screen.findByRole("button", { name: "Load earlier" }));
    const earliest = await screen.findByText("Earliest");
    expect(earliest.compareDocumentPosition(screen.getByText("Latest"))).toBe(
      Node.DOCUMENT_POSITION_FOLLOWING,
    );
    expect(screen.queryByRole("button", { name: "Load earlier" })).not.toBeInTheDocument();
  });

  it("shows a photo by its signed address, and only names what is not kept", async () => {
    const media = [
      { index: 0, content_type: "image/jpeg", is_picture: true, is_available: true },
      { index: 1, content_type: "application/zip", is_picture: false, is_available: false },
    ];
    conversation({ thread: thread(), entries: [textEntry("Look!", { media })] });
    server.use(
      http.get("/api/inbox/{id}/entries/{entry_id}/media/{index}", ({ response }) =>
        response(200).json({
          url: "https://files.example/photo?signed",
          method: "GET",
          headers: {},
          expires_at: "2036-11-25T18:00:00Z",
        }),
      ),
    );
    openPage("/inbox/thr_1");
    expect(await screen.findByRole("img", { name: "Picture 1 from Ana Tzoc" })).toHaveAttribute(
      "src",
      "https://files.example/photo?signed",
    );
    expect(screen.getByText(/of a kind that is not kept \(application\/zip\)/)).toBeVisible();
  });

  it("offers to add an unknown number, with its number filled in, and comes back", async () => {
    conversation({ thread: thread({ people: [] }), entries: [textEntry("Who is this?")] });
    server.use(
      http.get("/api/contacts", ({ response }) => response(200).json({ items: [], next_cursor: null })),
    );
    const { user, path } = openPage("/inbox/thr_1");
    expect(await screen.findByRole("heading", { name: "(281) 555-0196" })).toBeVisible();
    await user.click(await screen.findByRole("link", { name: "Add as a contact" }));
    expect(await screen.findByRole("textbox", { name: "Mobile number" })).toHaveValue("+12815550196");
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(path()).toBe("/inbox/thr_1");
  });
});

describe("a reply", () => {
  it("is sent with Ctrl and Enter, shows at once what becomes of it, and its draft goes", async () => {
    const { asked } = conversation({ thread: thread(), entries: [textEntry("When?")] });
    const { user } = openPage("/inbox/thr_1");
    await user.type(await reply(), "At six.");
    expect(screen.getByText("1 part")).toBeInTheDocument();
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText("Queued")).toBeVisible();
    expect(await reply()).toHaveValue("");
    expect(asked).toEqual([
      {
        act: "replies",
        with: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        body: { content: "At six." },
      },
    ]);
    expect(drafts()).toEqual([]);
  });

  it("is kept when sending fails, and tried again under the same key", async () => {
    const { asked } = conversation({
      thread: thread(),
      entries: [textEntry("When?")],
      answers: [() => refusal(500)],
    });
    const { user } = openPage("/inbox/thr_1");
    await user.type(await reply(), "At six.");
    await user.click(screen.getByRole("button", { name: "Send" }));
    expect(await screen.findByText(/Your reply is safe here/)).toBeVisible();
    expect(await reply()).toHaveValue("At six.");
    await user.click(screen.getByRole("button", { name: "Send" }));
    await waitFor(async () => {
      expect(await reply()).toHaveValue("");
    });
    expect(asked).toHaveLength(2);
    expect(asked[0]?.with).toBe(asked[1]?.with);
  });

  it("says why it was turned down, and can become a new one", async () => {
    const { asked } = conversation({
      thread: thread(),
      answers: [() => refusal(409, { detail: "This key was used for another message. Use a new one." })],
    });
    const { user } = openPage("/inbox/thr_1");
    await user.type(await reply(), "At six.");
    await user.click(screen.getByRole("button", { name: "Send" }));
    expect(await screen.findByText("This key was used for another message.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Make this a new reply" }));
    await user.click(screen.getByRole("button", { name: "Send" }));
    await waitFor(() => {
      expect(asked).toHaveLength(2);
    });
    expect(asked[0]?.with).not.toBe(asked[1]?.with);
    expect(asked[1]?.body).toEqual({ content: "At six." });
  });

  it("outlives leaving the conversation, and each has its own", async () => {
    conversation({ thread: thread() });
    const { user } = openPage("/inbox/thr_1");
    await user.type(await reply(), "Half a sen");
    await user.keyboard("{Escape}{Escape}");
    expect(screen.queryByRole("textbox")).not.toBeInTheDocument();
    await user.keyboard("j");
    expect(await reply()).toHaveValue("Half a sen");
    expect(drafts()).toEqual(["tidings.reply.user-1.thr_1"]);
  });

  it("is begun with r, and a note is for staff alone", async () => {
    const { asked } = conversation({ thread: thread() });
    const { user } = openPage("/inbox/thr_1");
    await reply();
    await user.keyboard("r");
    expect(await reply()).toHaveFocus();
    await user.click(screen.getByRole("radio", { name: "Note" }));
    await user.type(screen.getByRole("textbox", { name: "Note for staff" }), "Call her on Monday");
    await user.click(screen.getByRole("button", { name: "Add note" }));
    expect(await screen.findByText("Call her on Monday", { selector: "p" })).toBeVisible();
    expect(screen.getByRole("textbox", { name: "Note for staff" })).toHaveValue("");
    expect(asked.map(({ act }) => act)).toEqual(["notes"]);
  });
});

describe("what is done with a conversation", () => {
  it("is resolved with e, and brought back with Undo", async () => {
    const { asked } = conversation({ thread: thread() });
    const { user } = openPage("/inbox/thr_1");
    await screen.findByRole("button", { name: "Resolve" });
    await user.keyboard("e");
    expect(await screen.findByText("Resolved.")).toBeVisible();
    expect(await screen.findByRole("button", { name: "Open again" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(await screen.findByRole("button", { name: "Resolve" })).toBeVisible();
    expect(asked.map((one) => [one.act, one.with])).toEqual([
      ["resolve", '"7"'],
      ["reopen", '"8"'],
    ]);
  });

  it("is not resolved over a text that came in since, which is shown", async () => {
    const world = conversation({
      thread: thread(),
      answers: [
        () => {
          world.change({ last_text_at: "2026-11-25T19:00:00Z", unread: true }, textEntry("One more thing"));
          return refusal(412);
        },
      ],
    });
    const { user } = openPage("/inbox/thr_1");
    await user.click(await screen.findByRole("button", { name: "Resolve" }));
    expect(await screen.findByText(/Something came in meanwhile/)).toBeVisible();
    expect(await screen.findByText("One more thing")).toBeVisible();
    expect(world.asked.filter(({ act }) => act === "resolve")).toHaveLength(1);
    expect(screen.getByRole("button", { name: "Resolve" })).toBeVisible();
  });

  it("is given to somebody, whatever else has made a new version meanwhile", async () => {
    const world = conversation({
      thread: thread(),
      answers: [
        () => {
          world.change({ last_text_at: "2026-11-25T19:00:00Z" });
          return refusal(412);
        },
      ],
    });
    const { user } = openPage("/inbox/thr_1");
    const select = await screen.findByRole("combobox", { name: "Assigned to" });
    await within(select).findByRole("option", { name: "ruth@grace.example" });
    expect(within(select).queryByRole("option", { name: "paul@grace.example" })).not.toBeInTheDocument();
    await user.selectOptions(select, "You have it");
    await waitFor(() => {
      expect(world.asked.filter(({ act }) => act === "assign")).toEqual([
        { act: "assign", with: '"7"', body: { user_id: "user-1" } },
        { act: "assign", with: '"8"', body: { user_id: "user-1" } },
      ]);
    });
    expect(select).toHaveValue("user-1");
  });

  it("is not taken from a colleague who was quicker", async () => {
    const world = conversation({
      thread: thread(),
      answers: [
        () => {
          world.change({ assignee: { user_id: "user-3", name: "ruth@grace.example" } });
          return refusal(412);
        },
      ],
    });
    const { user } = openPage("/inbox/thr_1");
    const select = await screen.findByRole("combobox", { name: "Assigned to" });
    await within(select).findByRole("option", { name: "You have it" });
    await user.selectOptions(select, "You have it");
    expect(await screen.findByText(/ruth@grace\.example has it by now/)).toBeVisible();
    expect(select).toHaveValue("user-3");
    expect(world.asked).toHaveLength(1);
  });
});

describe("an opt-out", () => {
  const guessed = thread({
    opted_out: true,
    can_reply: false,
    opt_out_to_check: { wording: "please stop the choir ones", at: "2026-11-25T18:03:11Z" },
  });

  it.each([
    ["No, keep texting them", false, "They get texts again."],
    ["Yes, stop texting them", true, "They get no more texts."],
  ])("that was guessed waits for a person: %s", async (decision, opted_out, said) => {
    const { asked } = conversation({ thread: guessed });
    const { user } = openPage("/inbox/thr_1");
    const question = await screen.findByRole("note");
    expect(question).toHaveTextContent("This text was taken for an opt-out. Was it?");
    expect(question).toHaveTextContent("“please stop the choir ones”");
    await user.click(await screen.findByRole("button", { name: decision }));
    expect(await screen.findByText(said)).toBeVisible();
    expect(screen.queryByText(/taken for an opt-out/)).not.toBeInTheDocument();
    expect(asked).toEqual([
      { act: "opt-out", with: null, body: { opted_out, reason: expect.any(String) as string } },
    ]);
  });

  it("says why nobody can reply, and is lifted only with a reason", async () => {
    const { asked } = conversation({ thread: thread({ opted_out: true, can_reply: false }) });
    const { user } = openPage("/inbox/thr_1");
    expect(await screen.findByText(/They asked not to be texted/)).toBeVisible();
    expect(screen.queryByRole("textbox", { name: /Reply/ })).not.toBeInTheDocument();
    expect(await screen.findByRole("textbox", { name: "Note for staff" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "They asked for texts again" }));
    const dialog = within(screen.getByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Text them again" }));
    expect(dialog.getByText(/Write a few words/)).toBeVisible();
    await user.type(dialog.getByRole("textbox", { name: "How did they ask?" }), "On the phone");
    await user.click(dialog.getByRole("button", { name: "Text them again" }));
    expect(await reply()).toBeVisible();
    expect(asked).toEqual([
      { act: "opt-out", with: null, body: { opted_out: false, reason: "On the phone" } },
    ]);
  });
});
