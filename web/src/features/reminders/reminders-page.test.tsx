import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { CalendarEntry, Reminder } from "@/api/types";
import { broadcast, group, occurrence, pastOccurrence, reminder, viewer } from "../../../test/records";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";

function world(reminders: Reminder[], entries: CalendarEntry[] = []): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get("/api/reminders", ({ response }) => response(200).json({ items: reminders, next_cursor: null })),
    http.get("/api/reminders/calendar", ({ request, response }) => {
      asked.push(new URL(request.url).searchParams);
      return response(200).json({ items: entries, next_cursor: null });
    }),
    http.get("/api/groups", ({ response }) => response(200).json({ items: [group()], next_cursor: null })),
    http.get("/api/broadcasts/{id}", ({ response }) => response(200).json(broadcast())),
  );
  return asked;
}

const paused = reminder({
  id: "rem_2",
  name: "Rent",
  active: false,
  status: "paused",
  next_occurrence: null,
});
const later = reminder({
  id: "rem_3",
  name: "Choir practice",
  send_to_all: false,
  group_ids: ["grp_1"],
  next_occurrence: occurrence({
    date: "2036-03-11",
    at: "2036-03-11T21:00:00Z",
    goes_out_at: "2036-03-11T21:00:00Z",
  }),
});

describe("the list of reminders", () => {
  it("says first when the next one goes out, and lists them in the order in which they come", async () => {
    world([paused, later, reminder()]);
    openPage("/reminders");
    expect(
      await screen.findByRole("heading", {
        name: "The next reminder goes out on March 9, 2036 at 9:00 AM in Chicago.",
      }),
    ).toBeVisible();
    const rows = within(screen.getByRole("list", { name: "Reminders" })).getAllByRole("link");
    expect(rows.map((row) => row.getAttribute("href"))).toEqual([
      "/reminders/rem_1",
      "/reminders/rem_3",
      "/reminders/rem_2",
    ]);
    expect(rows[0]).toHaveTextContent("Every Sunday at 9:00 AM · Everyone");
    expect(await within(rows[1] ?? document.body).findByText("Choir")).toBeVisible();
    expect(rows[2]).toHaveTextContent("Paused");
  });

  it("marks one whose last time was missed", async () => {
    world([reminder({ last_occurrence: pastOccurrence({ outcome: "missed", broadcast: null }) })]);
    openPage("/reminders");
    expect(await screen.findByText(/^Missed /)).toBeVisible();
  });

  it("says that nothing is planned while all are paused", async () => {
    world([paused]);
    openPage("/reminders");
    expect(
      await screen.findByRole("heading", { name: "Nothing is planned: your reminders are paused." }),
    ).toBeVisible();
  });

  it("teaches what a reminder is for while there is none", async () => {
    world([]);
    openPage("/reminders");
    expect(await screen.findByText(/writes for you, at the right time/)).toBeVisible();
    expect(await screen.findByRole("link", { name: "Make the first reminder" })).toBeVisible();
  });

  it("can be looked at by someone who may only look", async () => {
    world([reminder()]);
    openPage("/reminders", viewer);
    expect(await screen.findByRole("link", { name: /Sunday service/ })).toBeVisible();
    expect(screen.queryByRole("link", { name: /Make/ })).not.toBeInTheDocument();
  });
});

describe("the calendar", () => {
  const entry = (some: Partial<CalendarEntry>): CalendarEntry => ({
    reminder_id: "rem_1",
    name: "Sunday service",
    date: "2036-03-09",
    at: "2036-03-09T14:00:00Z",
    state: "planned",
    broadcast_id: null,
    marks: [],
    ...some,
  });
  const entries = [
    entry({ date: "2036-03-02", at: "2036-03-02T15:00:00Z", state: "sent", broadcast_id: "brc_1" }),
    entry({ date: "2036-03-03", at: "2036-03-03T15:00:00Z", state: "missed" }),
    entry({}),
    entry({
      date: "2036-03-16",
      at: "2036-03-16T14:00:00Z",
      state: "skipped",
      marks: [{ kind: "holiday", text: "Left out: Founders’ Day." }],
    }),
  ];

  it("is kept in the address, and shows what came of each time by the clock of its reminder", async () => {
    const asked = world([reminder()], entries);
    openPage("/reminders?view=calendar&month=2036-03");
    expect(await screen.findByRole("heading", { name: "March 2036" })).toBeVisible();
    const sent = await screen.findByRole("link", { name: /9:00 AM.*Sent to 3 people: Delivered/ });
    expect(sent).toHaveAttribute("href", "/messages/brc_1");
    expect(screen.getByRole("link", { name: /Missed/ })).toHaveAttribute("href", "/reminders/rem_1");
    expect(screen.getByRole("link", { name: /Planned/ })).toHaveTextContent("9:00 AM");
    expect(screen.getByRole("link", { name: /Left out: Founders’ Day\./ })).toBeVisible();
    // All of the weeks that are seen, which begin on a Sunday here.
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({ from: "2036-02-24", to: "2036-04-05" });
  });

  it("goes from month to month, and back to the list", async () => {
    world([reminder()]);
    const { user, path } = openPage("/reminders?view=calendar&month=2036-12");
    await user.click(await screen.findByRole("button", { name: "The month after" }));
    expect(path()).toBe("/reminders?view=calendar&month=2037-01");
    expect(await screen.findByRole("heading", { name: "January 2037" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Today" }));
    expect(path()).toBe("/reminders?view=calendar");
    await user.click(screen.getByRole("button", { name: "List" }));
    expect(path()).toBe("/reminders");
  });

  it("is a list of days on a phone", async () => {
    world([reminder()], entries);
    vi.spyOn(window, "matchMedia").mockReturnValue(
      Object.assign(window.matchMedia("(width >= 64rem)"), { matches: false }),
    );
    openPage("/reminders?view=calendar&month=2036-03");
    const days = await screen.findByRole("list", { name: "Days" });
    expect(within(days).getByRole("heading", { name: "Sunday, March 16, 2036" })).toBeVisible();
    expect(within(days).getByText("Left out: Founders’ Day.")).toBeVisible();
    expect(screen.queryByRole("table")).not.toBeInTheDocument();
  });
});

it("Home looks ahead to the next reminders", async () => {
  world([paused, reminder()]);
  server.use(
    http.get("/api/broadcasts", ({ response }) => response(200).json({ items: [], next_cursor: null })),
  );
  openPage("/");
  const next = await screen.findByRole("list", { name: "Next reminders" });
  expect(within(next).getAllByRole("link")).toHaveLength(1);
  expect(next).toHaveTextContent("Goes out on March 9, 2036 at 9:00 AM in Chicago");
});
