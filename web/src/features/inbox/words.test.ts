import { describe, expect, it } from "vitest";
import { entry, thread } from "../../../test/inbox";
import { badgeWords, eventWords, fileWords, inboxHeadline, senderWords, waitingWords } from "./words";

describe("what waits", () => {
  it.each([
    [{ unread: 0, is_complete: true }, null, "0"],
    [{ unread: 1, is_complete: true }, "One reply is waiting.", "1"],
    [{ unread: 2, is_complete: true }, "Two replies are waiting.", "2"],
    [{ unread: 14, is_complete: true }, "14 replies are waiting.", "14"],
    [{ unread: 99, is_complete: false }, "More than 99 replies are waiting.", "99+"],
  ])("%o is said in words and on the badge", (unread, words, badge) => {
    expect(waitingWords(unread)).toBe(words);
    expect(badgeWords(unread)).toBe(badge);
  });

  it("is the inbox's first line, which also says that there is nothing", () => {
    expect(inboxHeadline(undefined, undefined)).toBe("What people have answered.");
    expect(inboxHeadline({ unread: 0, is_complete: true }, undefined)).toBe("Everything has been read.");
    expect(inboxHeadline({ unread: 0, is_complete: true }, false)).toBe("Nobody is waiting for an answer.");
  });
});

describe("who writes", () => {
  it("is named, each name in its own direction; else it is the number", () => {
    expect(senderWords(thread(), "US")).toBe("Ana Tzoc");
    const family = [
      { contact_id: "con_1", name: "Ana" },
      { contact_id: "con_2", name: "يوسف" },
    ];
    expect(senderWords(thread({ people: family }), "US")).toBe("\u2068Ana\u2069 and \u2068يوسف\u2069");
    expect(senderWords(thread({ people: [] }), "US")).toBe("(281) 555-0196");
    expect(senderWords(thread({ people: [], phone: null, sender: "22395" }), "US")).toBe("22395");
  });
});

describe("what happened", () => {
  const me = "mary@grace.example";
  const ruth = { user_id: "user-3", name: "ruth@grace.example" };
  it.each([
    [entry("assigned", { actor: me, assignee: ruth }), "You gave it to ruth@grace.example"],
    [entry("assigned", { actor: ruth.name, assignee: ruth }), "ruth@grace.example took it"],
    [
      entry("assigned", { actor: ruth.name, assignee: { user_id: "user-1", name: me } }),
      "ruth@grace.example gave it to you",
    ],
    [entry("assigned", { actor: me, assignee: null }), "You let it go: nobody has it"],
    [entry("resolved", { actor: me }), "You resolved it"],
    [entry("reopened", { actor: ruth.name }), "ruth@grace.example opened it again"],
    [
      entry("opt_out", {
        actor: "the person, by text",
        opt_out: { opted_out: true, reason: "STOP", source: "text" },
      }),
      "By their text, no more texts go to this number",
    ],
    [
      entry("opt_out", { actor: me, opt_out: { opted_out: false, reason: "Asked me", source: "staff" } }),
      "You noted that texts go to this number again: “\u2068Asked me\u2069”",
    ],
  ])("is a plain line", (happened, words) => {
    expect(eventWords(happened, me)).toBe(words);
  });
});

it("calls files by what they are", () => {
  expect(["audio/amr", "video/mp4", "text/vcard", "application/zip"].map(fileWords)).toEqual([
    "Sound",
    "Video",
    "Contact card",
    "File",
  ]);
});
