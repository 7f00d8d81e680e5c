import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Decision, Message } from "@/api/types";
import { message, refusal, viewer } from "../../../test/records";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";

const ana = message({ id: "msg_1", status: "needs_review", content: "La cena es a las 6." });
const ben = message({
  id: "msg_2",
  contact_id: "con_2",
  contact_name: "Ben Hill",
  status: "needs_review",
});

interface Said {
  id: string;
  decision: Decision;
}

/** Messages in doubt, each until it is decided or `answer` refuses. */
function inDoubt(messages: Message[], answer: () => Response | null = () => null): Said[] {
  const said: Said[] = [];
  const left = [...messages];
  server.use(
    http.get("/api/reviews", ({ response }) => response(200).json({ items: left, next_cursor: null })),
    http.post("/api/reviews/{id}", async ({ params, request, response }) => {
      said.push({ id: params.id, decision: (await request.json()).decision });
      const refused = answer();
      if (refused !== null) return response.untyped(refused);
      const [decided = ana] = left.splice(
        left.findIndex(({ id }) => id === params.id),
        1,
      );
      return response(200).json({ ...decided, status: "delivered" });
    }),
    http.get("/api/broadcasts", ({ response }) => response(200).json({ items: [], next_cursor: null })),
  );
  return said;
}

const rowOf = async (name: string): Promise<HTMLElement> => {
  const rows = await screen.findAllByRole("listitem");
  const row = rows.find((item) => within(item).queryByText(name) !== null);
  if (row === undefined) throw new Error(`no row of ${name}`);
  return row;
};

describe("what needs a person", () => {
  it("shows each text in doubt with its person and words, and why it is here", async () => {
    inDoubt([ana, ben]);
    openPage("/messages/reviews");
    expect(await screen.findByRole("heading", { name: "2 texts need your decision." })).toBeVisible();
    const row = within(await rowOf("Ana Tzoc"));
    expect(row.getByText("La cena es a las 6.")).toBeVisible();
    expect(row.getByText("(281) 555-0196")).toBeVisible();
    expect(row.getByText(/Twilio never told us whether this went out/)).toBeVisible();
  });

  it.each([
    ["It arrived", "arrived", "Noted that it arrived."],
    ["Send it again", "send_again", "It goes out again."],
    ["Leave it", "give_up", "Left as it is."],
  ])("takes “%s” for the one text that it was said about", async (act, decision, done) => {
    const said = inDoubt([ana, ben]);
    const { user } = openPage("/messages/reviews");
    await screen.findByRole("heading", { name: "2 texts need your decision." });
    await user.click(await within(await rowOf("Ben Hill")).findByRole("button", { name: act }));
    expect(await screen.findByText(done)).toBeVisible();
    expect(await screen.findByRole("heading", { name: "1 text needs your decision." })).toHaveFocus();
    expect(said).toEqual([{ id: "msg_2", decision }]);
    expect(screen.queryByText("Ben Hill")).not.toBeInTheDocument();
    expect(screen.getByText("Ana Tzoc")).toBeVisible();
  });

  it("says kindly that a colleague was quicker, and lets the row go", async () => {
    inDoubt([ana], () => refusal(409, { detail: "This message does not wait for a decision any more." }));
    const { user } = openPage("/messages/reviews");
    await user.click(await screen.findByRole("button", { name: "It arrived" }));
    expect(await screen.findByText("A colleague has decided this already.")).toBeVisible();
    expect(await screen.findByRole("heading", { name: "Nothing needs your decision." })).toBeVisible();
    expect(screen.queryByText("Ana Tzoc")).not.toBeInTheDocument();
  });

  it("keeps the row when the server fails, and says that it still waits", async () => {
    inDoubt([ana], () => refusal(500));
    const { user } = openPage("/messages/reviews");
    await user.click(await screen.findByRole("button", { name: "Send it again" }));
    expect(await screen.findByText(/It still waits for your decision/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Send it again" })).toBeEnabled();
  });

  it("shows a viewer everything, without buttons", async () => {
    inDoubt([ana]);
    openPage("/messages/reviews", viewer);
    expect(await screen.findByRole("heading", { name: "1 text needs a decision." })).toBeVisible();
    expect(screen.getByText("Ana Tzoc")).toBeVisible();
    expect(screen.getByText(/Only staff can decide/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "It arrived" })).not.toBeInTheDocument();
  });

  it("teaches what it is for when nothing waits", async () => {
    inDoubt([]);
    openPage("/messages/reviews");
    expect(await screen.findByText(/no answer comes back/)).toBeVisible();
  });

  it("looks past a page that has nothing to the next one", async () => {
    server.use(
      http.get("/api/reviews", ({ response, query }) =>
        response(200).json(
          query.get("cursor") === "2" ? { items: [ana], next_cursor: null } : { items: [], next_cursor: "2" },
        ),
      ),
    );
    openPage("/messages/reviews");
    expect(await screen.findByText("Ana Tzoc")).toBeVisible();
  });

  it.each(["/", "/messages"])("is linked from %s while something waits", async (address) => {
    inDoubt([ana, ben]);
    const { user, path } = openPage(address);
    await user.click(await screen.findByRole("link", { name: "2 texts need your decision" }));
    expect(path()).toBe("/messages/reviews");
  });

  it.each(["/", "/messages"])("is not mentioned on %s when nothing waits", async (address) => {
    inDoubt([]);
    let asked = 0;
    server.use(
      http.get("/api/reviews", ({ response }) => {
        asked += 1;
        return response(200).json({ items: [], next_cursor: null });
      }),
    );
    openPage(address);
    await waitFor(() => {
      expect(asked).toBe(1);
    });
    expect(await screen.findByText(/Everything that you send|Say hello/)).toBeVisible();
    expect(screen.queryByRole("link", { name: /your decision/ })).not.toBeInTheDocument();
  });
});
