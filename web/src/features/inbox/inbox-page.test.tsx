import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { InboxFilter, Thread } from "@/api/types";
import { staff, viewer } from "../../../test/records";
import { conversation, textEntry, thread } from "../../../test/inbox";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";

function inbox(threads: Thread[], unread = threads.filter((one) => one.unread).length): { asked: unknown[] } {
  const asked: unknown[] = [];
  server.use(
    http.get("/api/inbox", ({ query, response }) => {
      const filter: InboxFilter = query.get("filter") ?? "open";
      asked.push(filter);
      const items = threads.filter((one) => (filter === "unread" ? one.unread : one.state === "open"));
      return response(200).json({ items, next_cursor: null });
    }),
    http.get("/api/inbox/counts", ({ response }) => response(200).json({ unread, is_complete: true })),
  );
  return { asked };
}

const waiting = thread({ id: "thr_1", unread: true });
const unknown = thread({
  id: "thr_2",
  people: [],
  sender: "+13465550147",
  phone: "+13465550147",
  assignee: { user_id: staff.user_id, name: "mary@grace.example" },
  preview: { direction: "out", content: "Sunday at nine.", media: 0 },
});

const rows = async (): Promise<HTMLElement[]> =>
  within(await screen.findByRole("list", { name: "Conversations" })).getAllByRole("link");

describe("the inbox", () => {
  it("says first how many replies wait, and then who wrote what", async () => {
    inbox([waiting, unknown], 1);
    openPage("/inbox");
    expect(await screen.findByRole("heading", { name: "One reply is waiting." })).toBeVisible();
    const [first, second] = await rows();
    expect(first).toHaveAccessibleName(/^Unread: Ana Tzoc .* Yes! Four of us\.$/);
    expect(second).toHaveAccessibleName(/^\(346\) 555-0147 .* We: ?Sunday at nine\. ?Yours$/);
  });

  it("keeps what it shows in the address", async () => {
    const { asked } = inbox([waiting, unknown]);
    const { user, path } = openPage("/inbox");
    await rows();
    await user.click(screen.getByRole("button", { name: "Unread 1" }));
    expect(path()).toBe("/inbox?show=unread");
    await waitFor(async () => {
      expect(await rows()).toHaveLength(1);
    });
    expect(asked).toEqual(["open", "unread"]);
    expect((await rows())[0]).toHaveAttribute("href", "/inbox/thr_1?show=unread");
  });

  it("teaches what it is for while it is empty", async () => {
    inbox([]);
    openPage("/inbox");
    expect(await screen.findByRole("heading", { name: "Nobody is waiting for an answer." })).toBeVisible();
    expect(screen.getByRole("heading", { name: "What people answer comes here" })).toBeVisible();
  });

  it("is gone through with j and k, and left with Esc", async () => {
    conversation({ thread: waiting, entries: [textEntry("Yes!")] });
    inbox([waiting, unknown]);
    const { user, path } = openPage("/inbox");
    await rows();
    await user.keyboard("j");
    expect(path()).toBe("/inbox/thr_1");
    await user.keyboard("j");
    expect(path()).toBe("/inbox/thr_2");
    await user.keyboard("k");
    expect(path()).toBe("/inbox/thr_1");
    await user.keyboard("{Escape}");
    expect(path()).toBe("/inbox");
  });
});

describe("reading", () => {
  it("is said once, of the text that is shown", async () => {
    const { asked } = conversation({ thread: waiting, entries: [textEntry("Yes!")] });
    openPage("/inbox/thr_1");
    await screen.findByText("Yes!");
    await waitFor(() => {
      expect(asked).toEqual([{ act: "read", with: null, body: { last_text_at: waiting.last_text_at } }]);
    });
  });

  it("is not said by somebody who may only look", async () => {
    const { asked } = conversation({ thread: waiting, entries: [textEntry("Yes!")] });
    openPage("/inbox/thr_1", viewer);
    expect(await screen.findByText("Your account can look, but not answer.")).toBeVisible();
    await screen.findByText("Yes!");
    expect(asked).toEqual([]);
    expect(screen.queryByRole("button", { name: "Resolve" })).not.toBeInTheDocument();
  });
});

it("shows on Home that replies wait", async () => {
  inbox([waiting]);
  server.use(
    http.get("/api/broadcasts", ({ response }) => response(200).json({ items: [], next_cursor: null })),
  );
  openPage("/");
  expect(await screen.findByRole("heading", { name: "One reply is waiting." })).toBeVisible();
  expect(screen.getByRole("link", { name: "Read and answer them in the inbox" })).toHaveAttribute(
    "href",
    "/inbox?show=unread",
  );
});
