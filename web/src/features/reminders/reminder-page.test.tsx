import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { PastOccurrence, Reminder, ReminderInput } from "@/api/types";
import {
  broadcast,
  counts,
  occurrence,
  pastOccurrence,
  refusal,
  reminder,
  viewer,
} from "../../../test/records";
import { openPage } from "../../../test/render";
import { world as sending } from "../../../test/sending";
import { http, server } from "../../../test/server";

interface Asked {
  acts: string[];
  saved: { match: string | null; input: ReminderInput }[];
  keys: (string | null)[];
}

/** One reminder, as an API with it would answer; and what was asked of it. */
function world(first: Reminder, past: PastOccurrence[] = []): Asked {
  let current = first;
  const asked: Asked = { acts: [], saved: [], keys: [] };
  const change = (part: Partial<Reminder>): Reminder => {
    current = { ...current, ...part, version: current.version + 1 };
    return current;
  };
  sending(187);
  server.use(
    http.get("/api/reminders/holidays", ({ response }) => response(200).json({ items: [], version: 0 })),
    http.post("/api/reminders/preview", ({ response }) =>
      response(200).json({ items: [occurrence()], next_cursor: null }),
    ),
    http.get("/api/reminders", ({ response }) => response(200).json({ items: [current], next_cursor: null })),
    http.get("/api/reminders/{id}", ({ response }) => response(200).json(current)),
    http.get("/api/reminders/{id}/upcoming", ({ response }) =>
      response(200).json({
        items: [
          occurrence({
            marks: [{ kind: "clock_change", text: "The clock changes before this one: it stays at 09:00." }],
          }),
          occurrence({
            date: "2036-03-16",
            at: "2036-03-16T14:00:00Z",
            skipped: "holiday",
            marks: [{ kind: "holiday", text: "Left out: Founders’ Day." }],
          }),
        ],
        next_cursor: null,
      }),
    ),
    http.get("/api/reminders/{id}/occurrences", ({ response }) =>
      response(200).json({ items: past, next_cursor: null }),
    ),
    http.post("/api/reminders/{id}/pause", ({ response }) => {
      asked.acts.push("pause");
      return response(200).json(change({ active: false, status: "paused", next_occurrence: null }));
    }),
    http.post("/api/reminders/{id}/resume", ({ response }) => {
      asked.acts.push("resume");
      return response(200).json(change({ active: true, status: "active", next_occurrence: occurrence() }));
    }),
    http.post("/api/reminders/{id}/skip", async ({ request, response }) => {
      const { date } = await request.json();
      asked.acts.push(`skip ${date}`);
      return response(200).json(change({ skip_dates: [...current.skip_dates, date] }));
    }),
    http.put("/api/reminders/{id}", async ({ request, response }) => {
      const input = await request.json();
      asked.saved.push({ match: request.headers.get("If-Match"), input });
      return response(200).json(change({ skip_dates: input.skip_dates ?? [] }));
    }),
    http.post("/api/reminders/{id}/duplicate", ({ response }) => {
      asked.acts.push("duplicate");
      return response(201).json(reminder({ id: "rem_2", name: "Copy of Sunday service", active: false }));
    }),
    http.delete("/api/reminders/{id}", ({ response }) => {
      asked.acts.push("delete");
      return response(204).empty();
    }),
  );
  return asked;
}

describe("a reminder's page", () => {
  it("says when it goes out next, by which rule, and what is unusual about each time", async () => {
    world(reminder({ translations: { es: "El culto es a las diez." } }));
    openPage("/reminders/rem_1");
    expect(
      await screen.findByRole("heading", {
        name: "Sunday service goes out on March 9, 2036 at 9:00 AM in Chicago.",
      }),
    ).toBeVisible();
    expect(screen.getByText("Every Sunday at 9:00 AM")).toBeVisible();
    const next = await screen.findByRole("list", { name: "Coming next" });
    expect(next).toHaveTextContent("The clock changes before this one: it stays at 09:00.");
    expect(next).toHaveTextContent("Left out: Founders’ Day.");
    expect(screen.getByText("El culto es a las diez.")).toHaveAttribute("lang", "es");
    expect(await screen.findByText(/It has not gone out yet/)).toBeVisible();
  });

  it("tells how each time went, and why one was missed or late", async () => {
    world(reminder(), [
      pastOccurrence({
        is_late: true,
        decided_at: "2026-11-22T15:14:00Z",
        broadcast: broadcast({ recipients: 187, counts: counts({ delivered: 185, failed: 2 }) }),
      }),
      pastOccurrence({
        date: "2026-11-15",
        at: "2026-11-15T15:00:00Z",
        outcome: "missed",
        broadcast_id: null,
        broadcast: null,
      }),
    ]);
    openPage("/reminders/rem_1");
    const past = await screen.findByRole("list", { name: "So far" });
    const [late, missed] = await within(past).findAllByRole("listitem");
    expect(late).toHaveTextContent("2 not delivered");
    expect(late).toHaveTextContent("Sent to 187 people, late: at 9:14 AM");
    expect(within(late ?? past).getByRole("link")).toHaveAttribute("href", "/messages/brc_1");
    expect(missed).toHaveTextContent("Missed");
    expect(missed).toHaveTextContent("more than two hours");
    expect(within(missed ?? past).queryByRole("link")).not.toBeInTheDocument();
  });

  it("can't be changed by someone who may only look", async () => {
    world(reminder());
    openPage("/reminders/rem_1", viewer);
    expect(await screen.findByRole("list", { name: "Coming next" })).toBeVisible();
    expect(
      screen.queryByRole("button", { name: /Pause|Send now|Duplicate|Delete|Skip/ }),
    ).not.toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Change" })).not.toBeInTheDocument();
  });
});

describe("what staff do with a reminder", () => {
  it("pauses at once, and undo lets it go on", async () => {
    const { acts } = world(reminder());
    const { user } = openPage("/reminders/rem_1");
    await user.click(await screen.findByRole("button", { name: "Pause" }));
    expect(await screen.findByRole("heading", { name: /is paused: nothing goes out\./ })).toBeVisible();
    expect(screen.getByRole("button", { name: "Let it go on" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(await screen.findByRole("button", { name: "Pause" })).toBeVisible();
    expect(acts).toEqual(["pause", "resume"]);
  });

  it("skips the next time, and undo saves it without that day from the version that holds now", async () => {
    const { acts, saved } = world(reminder({ skip_dates: ["2036-12-25"], version: 7 }));
    const { user } = openPage("/reminders/rem_1");
    await user.click(await screen.findByRole("button", { name: "Skip this one" }));
    expect(await screen.findByText("Sunday, March 9, 2036 is left out.")).toBeVisible();
    expect(acts).toEqual(["skip 2036-03-09"]);
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => {
      expect(saved).toHaveLength(1);
    });
    expect(saved[0]?.match).toBe('"8"');
    expect(saved[0]?.input.skip_dates).toEqual(["2036-12-25"]);
    expect(saved[0]?.input.message_content).toBe("Grace Church: the service is at ten.");
  });

  it("sends now only after the number of people was typed, and a second try has the same key", async () => {
    world(reminder());
    const keys: (string | null)[] = [];
    server.use(
      http.post("/api/reminders/{id}/send-now", ({ request, response }) => {
        keys.push(request.headers.get("Idempotency-Key"));
        return keys.length === 1 ? response.untyped(refusal(500)) : response(202).json(broadcast());
      }),
    );
    const { user, path } = openPage("/reminders/rem_1");
    await user.click(await screen.findByRole("button", { name: "Send now" }));
    const send = await screen.findByRole("button", { name: "Send to 187 people" });
    await user.click(send);
    expect(keys).toEqual([]);
    await user.type(screen.getByLabelText("Type 187 to be sure"), "187");
    await user.click(send);
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    await waitFor(() => {
      expect(path()).toBe("/messages/brc_1");
    });
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it("of birthdays is sent now to whoever has one today, whose number nobody knows yet", async () => {
    world(reminder({ schedule_type: "birthday", schedule_day: null }));
    const { user } = openPage("/reminders/rem_1");
    await user.click(await screen.findByRole("button", { name: "Send now" }));
    expect(screen.getByRole("button", { name: "Send to today’s birthdays" })).toBeEnabled();
  });

  it("duplicates into a copy that is changed next", async () => {
    const { acts } = world(reminder());
    const { user, path } = openPage("/reminders/rem_1");
    await user.click(await screen.findByRole("button", { name: "Duplicate" }));
    await waitFor(() => {
      expect(path()).toBe("/reminders/rem_2/edit");
    });
    expect(acts).toEqual(["duplicate"]);
  });

  it("deletes in a way that can be undone", async () => {
    const { acts } = world(reminder());
    const { user, path } = openPage("/reminders/rem_1");
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    expect(path()).toBe("/reminders");
    expect(await screen.findByText("You have no reminders yet.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(await screen.findByRole("link", { name: /Sunday service/ })).toBeVisible();
    expect(acts).toEqual([]);
  });
});
