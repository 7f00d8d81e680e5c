import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Broadcast } from "@/api/types";
import { broadcast, counts, message, refusal, viewer } from "../../../test/records";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";

/** Answers with each state in turn, and with the last one for ever. */
function states(...all: Broadcast[]): { asked: () => number } {
  let asked = 0;
  server.use(
    http.get("/api/broadcasts/{id}", ({ response }) => {
      const state = all[Math.min(asked, all.length - 1)] ?? broadcast();
      asked += 1;
      return response(200).json(state);
    }),
    http.get("/api/broadcasts/{id}/messages", ({ response, query }) => {
      const status = query.get("status");
      const items = [
        message({ id: "msg_1", contact_name: "Ana Tzoc" }),
        message({
          id: "msg_2",
          contact_name: "Ben Hill",
          status: "undelivered",
          error_code: "30006",
          error_message: "This is a landline",
        }),
      ].filter((item) => status === null || item.status === status);
      return response(200).json({ items, next_cursor: null });
    }),
  );
  return { asked: () => asked };
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

describe("a message on its way", () => {
  it("is looked at until everyone has it, and then no more", { timeout: 15_000 }, async () => {
    const { asked } = states(
      broadcast({ status: "sending", counts: counts({ sent: 2, delivered: 1 }) }),
      broadcast({ status: "completed", counts: counts({ delivered: 3 }) }),
    );
    openPage("/messages/brc_1");
    expect(await screen.findByText("1 of 3 people has it.")).toBeVisible();
    expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "1");
    expect(
      await screen.findByRole("heading", { name: "All 3 people have it." }, { timeout: 5000 }),
    ).toBeVisible();
    expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuetext", "3 of 3 delivered");

    const before = asked();
    await pause(3500);
    expect(asked()).toBe(before);
  });

  it("says in plain words who did not get it and why, and filters by status", async () => {
    states(broadcast({ counts: counts({ delivered: 1, undelivered: 1 }), recipients: 2 }));
    const { user } = openPage("/messages/brc_1");
    expect(await screen.findByText("1 of 2 people did not get this.")).toBeVisible();
    expect(await screen.findByText("This is a landline (30006)")).toBeVisible();
    const list = screen.getByRole("list", { name: "People" });
    expect(within(list).getByText("Ana Tzoc")).toBeVisible();

    await user.click(screen.getByRole("button", { name: "Not delivered 1" }));
    await waitFor(() => {
      expect(
        within(screen.getByRole("list", { name: "People" })).queryByText("Ana Tzoc"),
      ).not.toBeInTheDocument();
    });
    expect(screen.getByText("Ben Hill")).toBeVisible();
  });

  it("shows what it says in each of its languages", async () => {
    states(broadcast({ translations: { es: "La cena es a las 6." } }));
    const { user } = openPage("/messages/brc_1");
    await user.click(await screen.findByText("In one other language"));
    expect(screen.getByText("La cena es a las 6.")).toBeVisible();
    expect(screen.getByText("Spanish")).toBeVisible();
  });

  it("is marked where it was only a test", async () => {
    states(broadcast({ is_test: true }));
    openPage("/messages/brc_1");
    expect(await screen.findByText("Test")).toBeVisible();
    document.body.replaceChildren();

    states(broadcast());
    openPage("/messages/brc_1");
    expect(await screen.findByRole("heading", { name: "All 3 people have it." })).toBeVisible();
    expect(screen.queryByText("Test")).not.toBeInTheDocument();
  });

  it("says which texts wait for the morning", async () => {
    const morning = new Date(Date.now() + 86_400_000);
    morning.setHours(9, 0, 0, 0);
    states(
      broadcast({ status: "sending", release_at: morning.toISOString(), counts: counts({ queued: 1 }) }),
    );
    server.use(
      http.get("/api/broadcasts/{id}/messages", ({ response }) =>
        response(200).json({
          items: [message({ status: "queued", scheduled_at: morning.toISOString(), contact_id: null })],
          next_cursor: null,
        }),
      ),
    );
    openPage("/messages/brc_1");
    expect(await screen.findByRole("heading", { name: /Waits for the morning: goes out/ })).toBeVisible();
    expect(await screen.findByText(/Waits for the morning: it goes out tomorrow at 9:00/)).toBeVisible();
    expect(screen.queryByRole("link", { name: "Ana Tzoc" })).not.toBeInTheDocument();
  });

  it("says in its first line why it is paused, and below it what to do", async () => {
    states(
      broadcast({
        status: "paused",
        notice: "Twilio did not take our password. Check it in Settings.",
        counts: counts({ queued: 3 }),
      }),
    );
    openPage("/messages/brc_1");
    expect(await screen.findByRole("heading", { name: "Twilio did not take our password." })).toBeVisible();
    expect(screen.getByText("Check it in Settings.")).toBeVisible();
    expect(screen.getByText("3 texts, about $0.05")).toBeVisible();
  });

  it("goes on sending when staff say so", async () => {
    states(broadcast({ status: "paused", notice: "Twilio is out of money. Add some.", recipients: 3 }));
    const resumed: string[] = [];
    server.use(
      http.post("/api/broadcasts/{id}/resume", ({ params, response }) => {
        resumed.push(params.id);
        return response(200).json(broadcast({ status: "sending", counts: counts({ queued: 3 }) }));
      }),
    );
    const { user } = openPage("/messages/brc_1");
    expect(await screen.findByRole("heading", { name: "Twilio is out of money." })).toBeVisible();
    await user.click(await screen.findByRole("button", { name: "Go on sending" }));
    expect(await screen.findByRole("heading", { name: "On its way to 3 people." })).toBeVisible();
    expect(resumed).toEqual(["brc_1"]);
    expect(screen.queryByRole("button", { name: "Go on sending" })).not.toBeInTheDocument();
  });

  it("says kindly that someone else let it go on, and shows how it stands", async () => {
    states(
      broadcast({ status: "paused", notice: "Twilio is out of money. Add some." }),
      broadcast({ status: "completed" }),
    );
    server.use(
      http.post("/api/broadcasts/{id}/resume", ({ response }) =>
        response.untyped(refusal(409, { detail: "This message is not paused." })),
      ),
    );
    const { user } = openPage("/messages/brc_1");
    await user.click(await screen.findByRole("button", { name: "Go on sending" }));
    expect(await screen.findByText(/someone else was a moment quicker/)).toBeVisible();
    expect(await screen.findByRole("heading", { name: "All 3 people have it." })).toBeVisible();
  });

  it("keeps a paused message paused, and says so, when the server fails", async () => {
    states(broadcast({ status: "paused", notice: "Twilio is out of money. Add some." }));
    server.use(http.post("/api/broadcasts/{id}/resume", ({ response }) => response.untyped(refusal(500))));
    const { user } = openPage("/messages/brc_1");
    await user.click(await screen.findByRole("button", { name: "Go on sending" }));
    expect(await screen.findByText(/It stays paused, and nothing more goes out/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Go on sending" })).toBeEnabled();
  });

  it("shows a viewer why it is paused, without a button", async () => {
    states(broadcast({ status: "paused", notice: "Twilio is out of money. Add some." }));
    openPage("/messages/brc_1", viewer);
    expect(await screen.findByRole("heading", { name: "Twilio is out of money." })).toBeVisible();
    expect(await screen.findByText("Ben Hill")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Go on sending" })).not.toBeInTheDocument();
  });

  it("can be stopped while it runs, and says how many will not get it", async () => {
    states(broadcast({ status: "sending", counts: counts({ queued: 40, delivered: 10 }), recipients: 50 }));
    const stopped: string[] = [];
    server.use(
      http.post("/api/broadcasts/{id}/cancel", ({ params, response }) => {
        stopped.push(params.id);
        return response(202).json(
          broadcast({
            status: "cancelled",
            counts: counts({ skipped: 40, delivered: 10 }),
            recipients: 50,
          }),
        );
      }),
    );
    const { user } = openPage("/messages/brc_1");
    await user.click(await screen.findByRole("button", { name: "Stop sending" }));
    const dialog = within(screen.getByRole("dialog", { name: "Stop now? 40 people will not get it." }));
    expect(stopped).toEqual([]);
    await user.click(dialog.getByRole("button", { name: "Stop sending" }));
    expect(await screen.findByText("Stopped. It went to 10 of 50 people.")).toBeVisible();
    expect(stopped).toEqual(["brc_1"]);
    expect(screen.queryByRole("button", { name: "Stop sending" })).not.toBeInTheDocument();
  });
});
