import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Occurrence, Reminder, ReminderInput, ScheduleInput } from "@/api/types";
import { group, occurrence, refusal, reminder, settingsOf, viewer } from "../../../test/records";
import { openPage } from "../../../test/render";
import { world as sending } from "../../../test/sending";
import { http, server } from "../../../test/server";

interface Asked {
  previews: ScheduleInput[];
  made: ReminderInput[];
}

/** An API that works out these times, and takes every reminder; and what was asked of it. */
function world(times: Occurrence[] = [occurrence()]): Asked {
  const asked: Asked = { previews: [], made: [] };
  sending(12);
  server.use(
    http.get("/api/settings", ({ response }) => response(200).json(settingsOf())),
    http.get("/api/reminders/holidays", ({ response }) => response(200).json({ items: [], version: 0 })),
    http.post("/api/reminders/preview", async ({ request, response }) => {
      asked.previews.push(await request.json());
      return response(200).json({ items: times, next_cursor: null });
    }),
    http.post("/api/reminders", async ({ request, response }) => {
      asked.made.push(await request.json());
      return response(201).json(reminder());
    }),
    http.get("/api/reminders/{id}/upcoming", ({ response }) =>
      response(200).json({ items: times, next_cursor: null }),
    ),
    http.get("/api/reminders/{id}/occurrences", ({ response }) =>
      response(200).json({ items: [], next_cursor: null }),
    ),
  );
  return asked;
}

describe("making a reminder", () => {
  it("begins from a sentence, shows its next times while it is made, and saves just that", async () => {
    const { previews, made } = world([
      occurrence({
        date: "2036-04-07",
        marks: [{ kind: "clock_change", text: "The clock changes before this one: it stays at 09:00." }],
      }),
    ]);
    const { user, path } = openPage("/reminders/new");
    await user.type(await screen.findByLabelText("Name"), "Board meeting");
    await user.click(screen.getByRole("radio", { name: "The first Monday of every month" }));
    await user.selectOptions(screen.getByLabelText("Which one"), "The last");
    expect(screen.getByRole("radio", { name: "The last Monday of every month" })).toBeChecked();
    const times = await screen.findByRole("list", { name: "Next times" });
    await waitFor(() => {
      expect(previews.at(-1)).toMatchObject({
        schedule_type: "monthly",
        schedule_day: "last monday",
        schedule_time: "09:00",
        time_zone: "America/Chicago",
      });
    });
    expect(within(times).getByText(/it stays at 09:00/)).toBeVisible();
    await user.type(screen.getByLabelText("Message"), "The board meets tonight.");
    await user.click(await screen.findByRole("button", { name: "Write in other languages" }));
    await user.click(screen.getByRole("button", { name: /^Spanish/ }));
    await user.type(screen.getByLabelText("In Spanish"), "El consejo se reúne hoy.");
    await user.click(screen.getByRole("button", { name: "Save the reminder" }));
    await waitFor(() => {
      expect(path()).toBe("/reminders/rem_1");
    });
    expect(made).toEqual([
      {
        name: "Board meeting",
        message_content: "The board meets tonight.",
        message_type: "sms",
        language: "en",
        translations: { es: "El consejo se reúne hoy." },
        purpose: "information",
        send_to_all: true,
        schedule_type: "monthly",
        schedule_time: "09:00",
        schedule_date: null,
        schedule_day: "last monday",
        interval: 1,
        feast: null,
        feast_offset: 0,
        starts_on: null,
        ends_on: null,
        ends_after: null,
        skip_dates: [],
        skip_holidays: false,
        time_zone: "America/Chicago",
      },
    ]);
  });

  it("asks for the times only of what is complete", async () => {
    const { previews } = world();
    const { user } = openPage("/reminders/new");
    await screen.findByRole("list", { name: "Next times" });
    const before = previews.length;
    await user.click(screen.getByRole("radio", { name: "Once, on a day" }));
    expect(screen.getByText(/As soon as the day and the time are chosen/)).toBeVisible();
    await user.type(screen.getByLabelText("Day"), "2036-12-24");
    await waitFor(() => {
      expect(previews.slice(before)).toEqual([
        expect.objectContaining({ schedule_type: "once", schedule_date: "2036-12-24" }),
      ]);
    });
  });

  it("leaves one of the times out where it is seen", async () => {
    const { previews } = world();
    const { user } = openPage("/reminders/new");
    await user.click(await screen.findByRole("button", { name: "Leave 2036-03-09 out" }));
    await waitFor(() => {
      expect(previews.at(-1)?.skip_dates).toEqual(["2036-03-09"]);
    });
    await user.click(screen.getByRole("button", { name: "Put 2036-03-09 back" }));
    expect(screen.getByRole("button", { name: "Leave 2036-03-09 out" })).toBeVisible();
  });

  it("keeps what was typed when the page is left, and says what is missing", async () => {
    const { made } = world();
    const { user } = openPage("/reminders/new");
    await user.type(await screen.findByLabelText("Message"), "Bring a chair.");
    cleanup();
    const again = openPage("/reminders/new");
    expect(await screen.findByLabelText("Message")).toHaveValue("Bring a chair.");
    await again.user.click(screen.getByRole("button", { name: "Save the reminder" }));
    expect(screen.getByLabelText("Name")).toBeInvalid();
    expect(screen.getByLabelText("Name")).toHaveFocus();
    expect(made).toEqual([]);
  });

  it("keeps the church's list of holidays from within, without saving the reminder", async () => {
    const { previews, made } = world();
    const lists: { match: string | null; items: unknown }[] = [];
    server.use(
      http.put("/api/reminders/holidays", async ({ request, response }) => {
        const { items } = await request.json();
        lists.push({ match: request.headers.get("If-Match"), items });
        return response(200).json({ items, version: 1 });
      }),
    );
    const { user } = openPage("/reminders/new");
    await user.click(await screen.findByText("Beginning, end and days to leave out"));
    await user.click(await screen.findByRole("button", { name: "Make the list" }));
    const dialog = within(screen.getByRole("dialog", { name: "Your church’s holidays" }));
    await user.type(dialog.getByLabelText("Day"), "2036-12-25");
    await user.type(dialog.getByLabelText("Name"), "Christmas Day{Enter}");
    expect(await screen.findByText(/One day is in the list\./)).toBeVisible();
    expect(screen.getByLabelText("Name")).toBeValid();
    expect(lists).toEqual([{ match: '"0"', items: [{ date: "2036-12-25", name: "Christmas Day" }] }]);
    await user.click(screen.getByRole("checkbox", { name: "Leave out your church’s holidays" }));
    await waitFor(() => {
      expect(previews.at(-1)?.skip_holidays).toBe(true);
    });
    expect(made).toEqual([]);
  });

  it("shows a refusal beside its field, and keeps everything", async () => {
    world();
    server.use(
      http.post("/api/reminders", ({ response }) =>
        response.untyped(
          refusal(422, {
            errors: [{ field: "schedule_type", message: "This never comes. Choose other days." }],
          }),
        ),
      ),
    );
    const { user } = openPage("/reminders/new");
    await user.type(await screen.findByLabelText("Name"), "Never");
    await user.type(screen.getByLabelText("Message"), "Nothing.");
    await user.click(screen.getByRole("button", { name: "Save the reminder" }));
    expect(await screen.findByText("This never comes. Choose other days.")).toBeVisible();
    expect(screen.getByLabelText("Message")).toHaveValue("Nothing.");
  });

  it("is not offered to someone who may only look", async () => {
    world();
    openPage("/reminders/new", viewer);
    expect(await screen.findByText("Your account can look, but not change.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Save the reminder" })).not.toBeInTheDocument();
  });
});

describe("changing a reminder", () => {
  /** Whose first save is refused, because it has changed to `theirs` meanwhile. */
  function overtaken(mine: Reminder, theirs: Reminder): { match: string | null; input: ReminderInput }[] {
    const saved: { match: string | null; input: ReminderInput }[] = [];
    server.use(
      http.get("/api/reminders/holidays", ({ response }) => response(200).json({ items: [], version: 0 })),
      http.get("/api/groups", ({ response }) => response(200).json({ items: [group()], next_cursor: null })),
      http.get("/api/reminders/{id}", ({ response }) =>
        response(200).json(saved.length === 0 ? mine : theirs),
      ),
      http.put("/api/reminders/{id}", async ({ request, response }) => {
        saved.push({ match: request.headers.get("If-Match"), input: await request.json() });
        return saved.length === 1 ? response.untyped(refusal(412)) : response(200).json(theirs);
      }),
    );
    return saved;
  }

  it("puts both changes together when someone else was quicker", async () => {
    world();
    const saved = overtaken(
      reminder({ version: 3 }),
      reminder({ version: 4, skip_dates: ["2036-03-09"], message_content: "Theirs." }),
    );
    const { user, path } = openPage("/reminders/rem_1/edit");
    const message = await screen.findByLabelText("Message");
    await user.clear(message);
    await user.type(message, "Mine.");
    await user.click(screen.getByRole("button", { name: "Save the changes" }));
    expect(await screen.findByText(/You both changed the message/)).toBeVisible();
    expect(screen.getByLabelText("Message")).toHaveValue("Mine.");
    await user.click(screen.getByRole("button", { name: "Save the changes" }));
    await waitFor(() => {
      expect(path()).toBe("/reminders/rem_1");
    });
    expect(saved.map(({ match }) => match)).toEqual(['"3"', '"4"']);
    expect(saved[1]?.input).toMatchObject({ message_content: "Mine.", skip_dates: ["2036-03-09"] });
  });

  it("takes over groups that someone else chose, with their names", async () => {
    world();
    const saved = overtaken(
      reminder({ version: 3 }),
      reminder({ version: 4, send_to_all: false, group_ids: ["grp_1"] }),
    );
    const { user } = openPage("/reminders/rem_1/edit");
    await user.type(await screen.findByLabelText("Name"), " early");
    await user.click(screen.getByRole("button", { name: "Save the changes" }));
    expect(await screen.findByText(/Your changes don’t touch what is new/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Save the changes" }));
    await waitFor(() => {
      expect(saved[1]?.input).toMatchObject({ name: "Sunday service early", group_ids: ["grp_1"] });
    });
  });
});
