import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type {
  CalendarEntry,
  Holiday,
  PastOccurrence,
  Reminder,
  ReminderInput,
  ScheduleInput,
} from "../src/api/types";
import { addDays } from "../src/lib/plain-date";
import { todayIn, wallClock } from "../src/lib/zoned-time";
import { missing, overtaken, page, refusal } from "./answers";
import { chosen } from "./directory";
import { occurrences } from "./recurrence";
import { currentSettings } from "./settings";
import { addBroadcast, advance, world } from "./world";

const http = createOpenApiHttp<paths>();

let holidays: { items: Holiday[]; version: number } = {
  items: [
    { date: "2026-12-25", name: "Christmas Day" },
    { date: "2027-01-01", name: "New Year’s Day" },
  ],
  version: 1,
};

interface Kept {
  reminder: Reminder;
  past: PastOccurrence[];
}

const kept: Kept[] = [];

const surroundings = () => ({ holidays: holidays.items, settings: currentSettings() });
const times = (rule: ScheduleInput) =>
  occurrences(rule, todayIn(rule.time_zone ?? "America/Chicago"), surroundings());

/** The reminder as it stands now. */
function refreshed({ reminder, past }: Kept): Reminder {
  const next = times(reminder).find(({ skipped }) => skipped === null) ?? null;
  const last = past[0] ?? null;
  return Object.assign(reminder, {
    status: !reminder.active ? "paused" : next === null ? "finished" : "active",
    next_occurrence: reminder.active ? next : null,
    last_occurrence: last === null ? null : { ...last, broadcast: null },
  } satisfies Partial<Reminder>);
}

function reminderOf(input: ReminderInput): Omit<Reminder, "id" | "created_at" | "version" | "active"> {
  return {
    name: input.name,
    message_content: input.message_content,
    message_type: "sms",
    language: input.language,
    translations: input.translations ?? {},
    purpose: input.purpose ?? "information",
    schedule_type: input.schedule_type,
    schedule_time: input.schedule_time,
    schedule_date: input.schedule_date ?? null,
    schedule_day: input.schedule_day ?? null,
    interval: input.interval,
    feast: input.feast ?? null,
    feast_offset: input.feast_offset ?? 0,
    starts_on: input.starts_on ?? null,
    ends_on: input.ends_on ?? null,
    ends_after: input.ends_after ?? null,
    skip_dates: input.skip_dates ?? [],
    skip_holidays: input.skip_holidays,
    time_zone: input.time_zone ?? "America/Chicago",
    send_to_all: "send_to_all" in input,
    contact_ids: "contact_ids" in input ? input.contact_ids : null,
    group_ids: "group_ids" in input ? input.group_ids : null,
    status: "active",
    next_occurrence: null,
    last_occurrence: null,
    created_by: "mary@grace.example",
    updated_at: new Date().toISOString(),
  };
}

export function addReminder(input: ReminderInput): Kept {
  const made: Kept = {
    reminder: {
      ...reminderOf(input),
      id: `rem_${String(kept.length + 1).padStart(4, "0")}`,
      active: input.active ?? true,
      created_at: new Date().toISOString(),
      version: 1,
    },
    past: [],
  };
  kept.unshift(made);
  refreshed(made);
  return made;
}

function change(made: Kept, part: Partial<Reminder>): Reminder {
  Object.assign(made.reminder, part, {
    version: made.reminder.version + 1,
    updated_at: new Date().toISOString(),
  });
  return refreshed(made);
}

const find = (id: string): Kept | undefined => kept.find(({ reminder }) => reminder.id === id);

function send({ reminder }: Kept, age: number, failing = 0) {
  const { contact_ids, group_ids } = reminder;
  const choice = group_ids ? { group_ids } : contact_ids ? { contact_ids } : { send_to_all: true as const };
  const audience = group_ids
    ? { kind: "groups" as const, group_ids }
    : contact_ids
      ? { kind: "contacts" as const, contact_ids }
      : { kind: "all" as const };
  const { message_content: content } = reminder;
  return addBroadcast({ content, audience, contacts: chosen(choice).slice(0, 60), age, failing });
}

/** What has gone by since a reminder was made, some days ago: each time with its message. */
export function letPass(made: Kept, days: number, missedAt?: number): void {
  const { reminder } = made;
  const today = todayIn(reminder.time_zone);
  const rule = { ...reminder, starts_on: addDays(today, -days) };
  const gone = occurrences(rule, rule.starts_on, surroundings(), 1000, today).filter(
    ({ at, skipped }) => Date.parse(at) < Date.now() && skipped === null,
  );
  gone.forEach(({ date, at }, index) => {
    const isMissed = index === missedAt;
    const broadcast = isMissed ? null : send(made, Date.now() - Date.parse(at), index === 1 ? 2 : 0);
    made.past.unshift({
      date,
      at,
      outcome: isMissed ? "missed" : "sent",
      decided_at: at,
      is_late: false,
      broadcast_id: broadcast?.id ?? null,
      broadcast,
    });
  });
  refreshed(made);
}

function calendar(from: string, to: string): CalendarEntry[] {
  return kept
    .flatMap(({ reminder, past }): CalendarEntry[] => {
      const { id, name, active, time_zone } = reminder;
      const common = { reminder_id: id, name };
      const coming = active ? occurrences(reminder, from, surroundings(), 1000, to) : [];
      return [
        ...past.map(({ date, at, outcome, broadcast_id }) => ({
          ...common,
          date,
          at,
          state: outcome,
          broadcast_id,
          marks: [],
        })),
        ...coming
          .filter(({ date, at }) => Date.parse(at) > Date.now() && date >= todayIn(time_zone))
          .map(({ date, at, skipped, marks }) => ({
            ...common,
            date,
            at,
            state: skipped === null ? ("planned" as const) : ("skipped" as const),
            broadcast_id: null,
            marks,
          })),
      ];
    })
    .filter(({ date }) => date >= from && date <= to)
    .sort((one, other) => one.at.localeCompare(other.at));
}

export const reminderHandlers = [
  http.get("/api/reminders", ({ response }) =>
    response(200).json({ items: kept.map(refreshed), next_cursor: null }),
  ),
  http.post("/api/reminders", async ({ request, response }) =>
    response(201).json(addReminder(await request.json()).reminder),
  ),
  http.post("/api/reminders/preview", async ({ request, response }) =>
    response(200).json({ items: times(await request.json()), next_cursor: null }),
  ),
  http.get("/api/reminders/calendar", ({ response, query }) =>
    response(200).json({
      items: calendar(query.get("from"), query.get("to")),
      next_cursor: null,
    }),
  ),
  http.get("/api/reminders/holidays", ({ response }) => response(200).json(holidays)),
  http.put("/api/reminders/holidays", async ({ request, response }) => {
    if (request.headers.get("If-Match") !== `"${holidays.version}"`) return overtaken();
    holidays = { items: (await request.json()).items, version: holidays.version + 1 };
    return response(200).json(holidays);
  }),
  http.get("/api/reminders/{id}", ({ params, response }) => {
    const made = find(params.id);
    return made === undefined ? missing() : response(200).json(refreshed(made));
  }),
  http.put("/api/reminders/{id}", async ({ params, request, response }) => {
    const made = find(params.id);
    if (made === undefined) return missing();
    if (request.headers.get("If-Match") !== `"${made.reminder.version}"`) return overtaken();
    return response(200).json(change(made, reminderOf(await request.json())));
  }),
  http.delete("/api/reminders/{id}", ({ params, response }) => {
    const made = find(params.id);
    if (made === undefined) return missing();
    kept.splice(kept.indexOf(made), 1);
    return response(204).empty();
  }),
  http.get("/api/reminders/{id}/upcoming", ({ params, response }) => {
    const made = find(params.id);
    if (made === undefined) return missing();
    return response(200).json({
      items: made.reminder.active ? times(made.reminder) : [],
      next_cursor: null,
    });
  }),
  http.post("/api/reminders/{id}/pause", ({ params, response }) => {
    const made = find(params.id);
    return made === undefined ? missing() : response(200).json(change(made, { active: false }));
  }),
  http.post("/api/reminders/{id}/resume", ({ params, response }) => {
    const made = find(params.id);
    return made === undefined ? missing() : response(200).json(change(made, { active: true }));
  }),
  http.post("/api/reminders/{id}/skip", async ({ params, request, response }) => {
    const made = find(params.id);
    if (made === undefined) return missing();
    const { date } = await request.json();
    if (made.reminder.next_occurrence?.date !== date) {
      return refusal(409, { detail: "This is not the next time any more. Load the page again." });
    }
    return response(200).json(change(made, { skip_dates: [...made.reminder.skip_dates, date] }));
  }),
  http.post("/api/reminders/{id}/send-now", ({ params, response }) => {
    const made = find(params.id);
    return made === undefined ? missing() : response(202).json(send(made, 0));
  }),
  http.post("/api/reminders/{id}/duplicate", ({ params, response }) => {
    const made = find(params.id);
    if (made === undefined) return missing();
    const copy = addReminder({ ...inputLike(made.reminder), name: `Copy of ${made.reminder.name}` });
    return response(201).json(change(copy, { active: false }));
  }),
  http.get("/api/reminders/{id}/occurrences", ({ params, query, response }) => {
    const made = find(params.id);
    if (made === undefined) return missing();
    const past = made.past.map((occurrence) => ({
      ...occurrence,
      broadcast: occurrence.broadcast === null ? null : advance(occurrence.broadcast),
    }));
    return response(200).json(page(past, query));
  }),
];

function inputLike(reminder: Reminder): ReminderInput {
  const { contact_ids, group_ids } = reminder;
  const choice = group_ids ? { group_ids } : contact_ids ? { contact_ids } : { send_to_all: true as const };
  return { ...reminder, ...choice };
}

const soon = new Date(Date.now() + 90_000);

if (world.contacts.length > 0) {
  const common = { message_type: "sms", language: "en", interval: 1, skip_holidays: false, time_zone: "America/Chicago" } as const;
  const everyone = { send_to_all: true } as const;
  const sunday = addReminder({ ...common, ...everyone, name: "Sunday service", message_content: "Grace Church: Hi {first_name|friend}, the service is at ten today. See you there!", translations: { es: "Grace Church: Hola {first_name|amigo}, el culto es hoy a las diez. ¡Nos vemos!", ko: "그레이스 교회: {first_name|친구}님, 오늘 예배는 10시입니다.", ar: "كنيسة النعمة: مرحباً {first_name|صديقنا}، القداس اليوم الساعة العاشرة." }, schedule_type: "weekly", schedule_day: "sunday", schedule_time: "07:30", skip_holidays: true });
  letPass(sunday, 40, 2);
  const choir = addReminder({ ...common, group_ids: ["grp_choir"], name: "Choir practice", message_content: "Grace Church: practice is at 7 tonight, in the small hall.", schedule_type: "weekly", schedule_day: "tuesday,thursday", schedule_time: "16:00", skip_dates: [addDays(todayIn("America/Chicago"), 7)] });
  letPass(choir, 25);
  addReminder({ ...common, ...everyone, name: "Easter vigil", message_content: "Grace Church: the vigil begins tonight at nine.", schedule_type: "feast", feast: "easter", feast_offset: -1, schedule_time: "12:00" });
  addReminder({ ...common, ...everyone, name: "Birthdays", message_content: "Happy birthday, {first_name|friend}! From all of us at {church}.", schedule_type: "birthday", schedule_time: "09:30" });
  addReminder({ ...common, name: "Rent of the hall, for the three families and the scouts who share it with us", message_content: "Grace Church: the rent of the hall is due.", schedule_type: "monthly", schedule_day: "31", schedule_time: "10:00", contact_ids: world.contacts.slice(0, 3).map(({ id }) => id), active: false });
  addReminder({ ...common, ...everyone, name: "La comida del domingo", message_content: "Grace Church: comida después del culto.", schedule_type: "monthly", schedule_day: "first sunday", schedule_time: "11:30", time_zone: "America/Mexico_City" });
  addReminder({ ...common, ...everyone, name: "Coat drive", message_content: "Grace Church: bring a coat on Saturday.", schedule_type: "once", schedule_date: todayIn("America/Chicago"), schedule_time: wallClock(soon.getTime(), "America/Chicago").time });
} // prettier-ignore
