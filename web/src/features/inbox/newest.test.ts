import { describe, expect, it } from "vitest";
import type { Entry } from "@/api/types";
import { replyEntry, textEntry } from "../../../test/inbox";
import { betweenLooks, lookAgainIn } from "./look-again";
import { withEntry, withNewest, type EntryPages } from "./newest";

const at = (minute: number): string => `2026-11-25T18:${String(minute).padStart(2, "0")}:00Z`;
const text = (minute: number): Entry =>
  textEntry(`at ${minute}`, {}, { id: `ent_${minute}`, at: at(minute) });

/** Pages as they were read, newest first. */
function read(...pages: number[][]): EntryPages {
  return {
    pages: pages.map((minutes, index) => ({
      items: minutes.map(text),
      next_cursor: index === pages.length - 1 ? null : `after ${index}`,
    })),
    pageParams: pages.map((_, index) => (index === 0 ? null : `after ${index - 1}`)),
  };
}

const ids = ({ pages }: EntryPages): string[] => pages.flatMap(({ items }) => items.map(({ id }) => id));

describe("the end of a conversation", () => {
  it("is taken in without reading anew what is older", () => {
    const merged = withNewest(read([5, 4], [3, 2]), { items: [text(6), text(5), text(4)], next_cursor: "x" });
    expect(ids(merged)).toEqual(["ent_6", "ent_5", "ent_4", "ent_3", "ent_2"]);
    expect(merged.pages).toHaveLength(2);
    expect(merged.pages[0]?.next_cursor).toBe("after 0");
  });

  it("shows what has become of a text that was there before", () => {
    const sent = replyEntry("Yes", { status: "queued" }, { id: "ent_r", at: at(6) });
    const before = withEntry(read([5]), sent);
    const after = withNewest(before, {
      items: [{ ...sent, message: sent.message && { ...sent.message, status: "delivered" } }, text(5)],
      next_cursor: null,
    });
    expect(ids(after)).toEqual(["ent_r", "ent_5"]);
    expect(after.pages[0]?.items[0]?.message?.status).toBe("delivered");
  });

  it("keeps a reply at the end that an older answer does not know yet", () => {
    const sent = replyEntry("Yes", { status: "queued" }, { id: "ent_r", at: at(7) });
    const merged = withNewest(withEntry(read([5, 4]), sent), { items: [text(6), text(5)], next_cursor: "x" });
    expect(ids(merged)).toEqual(["ent_r", "ent_6", "ent_5", "ent_4"]);
  });

  it("is left as it is by a page that is empty and not the last one", () => {
    const known = read([5, 4], [3, 2]);
    expect(withNewest(known, { items: [], next_cursor: "further" })).toBe(known);
  });

  it("leaves no hole where more has come than fits on a page", () => {
    const merged = withNewest(read([5, 4], [3, 2]), { items: [text(9), text(8)], next_cursor: "after 8" });
    expect(ids(merged)).toEqual(["ent_9", "ent_8"]);
    expect(merged.pages[0]?.next_cursor).toBe("after 8");
  });
});

describe("another look", () => {
  const now = Date.parse(at(30));
  const reply = (
    status: "sent" | "delivered" | "queued",
    minute: number,
    until: string | null = null,
  ): Entry => replyEntry("Yes", { status, scheduled_at: until }, { at: at(minute) });

  it.each([
    ["comes soon while a reply is on its way", reply("sent", 29), 2500],
    ["takes its time once the reply has arrived", reply("delivered", 29), betweenLooks],
    ["takes its time when no report has come for long", reply("sent", 20), betweenLooks],
    ["takes its time while a reply waits for the morning", reply("queued", 29, at(59)), betweenLooks],
    ["takes its time while nothing of ours moves", text(29), betweenLooks],
  ])("%s", (_, one, milliseconds) => {
    expect(lookAgainIn([one], now)).toBe(milliseconds);
  });
});
