import type { AudienceChoice, Purpose, Reminder, ReminderInput, ScheduleInput } from "@/api/types";
import { audienceOf, lengthOf, longest, type Chosen, type Draft } from "@/features/messages/draft";
import { textsOf, translationsFrom } from "@/features/messages/translations";
import { isDate } from "@/lib/plain-date";
import { number } from "@/lib/words";
import { isFeast, places, weekdays, type Feast } from "./rule";

/** The rhythms that a person can begin from; those by the month are two, because they are thought of as two. */
export const rhythms = [
  "weekly",
  "monthly_weekday",
  "monthly_date",
  "daily",
  "yearly",
  "feast",
  "birthday",
  "once",
] as const;
export type Rhythm = (typeof rhythms)[number];

/** What the form holds: what belongs to another rhythm stays, so that trying one loses nothing of the other. */
export interface ReminderValues {
  name: string;
  rhythm: Rhythm;
  /** "09:00" */
  time: string;
  /** The day of what comes once, or the first one of what comes every year. */
  date: string;
  weekdays: readonly string[];
  /** "1" to "31", or "last". */
  month_day: string;
  month_place: string;
  month_weekday: string;
  interval: number;
  feast: Feast;
  feast_side: "on" | "before" | "after";
  /** Days before or after, as they are typed. */
  feast_days: string;
  time_zone: string;
  starts_on: string;
  ends: "never" | "on" | "after";
  ends_on: string;
  ends_after: string;
  skip_dates: readonly string[];
  skip_holidays: boolean;
  purpose: Exclude<Purpose, "emergency">;
  to: Draft["to"];
  chosen: readonly Chosen[];
  groups: readonly Chosen[];
  message_type: Draft["message_type"];
  content: string;
  language: string;
  translations: Draft["translations"];
  /** What the assistant was asked to translate, until all of it has come. */
  translating: Draft["translating"];
}

/** What can be wrong in the form, by the API's names of the fields. */
export type Problems = Readonly<Record<string, string>>;

export function newValues(timeZone: string): ReminderValues {
  return {
    name: "",
    rhythm: "weekly",
    time: "09:00",
    date: "",
    weekdays: ["sunday"],
    month_day: "last",
    month_place: "first",
    month_weekday: "monday",
    interval: 1,
    feast: "easter",
    feast_side: "before",
    feast_days: "1",
    time_zone: timeZone,
    starts_on: "",
    ends: "never",
    ends_on: "",
    ends_after: "",
    skip_dates: [],
    skip_holidays: false,
    purpose: "information",
    to: "everyone",
    chosen: [],
    groups: [],
    message_type: "sms",
    content: "",
    language: "en",
    translations: {},
    translating: null,
  };
}

/** The names of those for whom a reminder is, which the API knows by id only. */
export interface AudienceNames {
  chosen: readonly Chosen[];
  groups: readonly Chosen[];
}

export function valuesOf(reminder: Reminder, names: AudienceNames): ReminderValues {
  const { schedule_day, feast_offset, ends_on, ends_after } = reminder;
  const day = schedule_day ?? "";
  const isMonthly = reminder.schedule_type === "monthly";
  const isByWeekday = isMonthly && day.includes(" ");
  const [place = "", weekday = ""] = day.split(" ");
  const offset = feast_offset ?? 0;
  const others = newValues(reminder.time_zone);
  return {
    ...others,
    name: reminder.name,
    rhythm: isMonthly
      ? isByWeekday
        ? "monthly_weekday"
        : "monthly_date"
      : (rhythms.find((rhythm) => rhythm === reminder.schedule_type) ?? others.rhythm),
    time: reminder.schedule_time,
    date: reminder.schedule_date ?? "",
    weekdays: reminder.schedule_type === "weekly" ? day.split(",") : others.weekdays,
    month_day: isMonthly && !isByWeekday ? day : others.month_day,
    month_place: isByWeekday ? place : others.month_place,
    month_weekday: isByWeekday ? weekday : others.month_weekday,
    interval: reminder.interval,
    ...(isFeast(reminder.feast) && {
      feast: reminder.feast,
      feast_side: offset === 0 ? "on" : offset < 0 ? "before" : "after",
      feast_days: offset === 0 ? others.feast_days : String(Math.abs(offset)),
    }),
    starts_on: reminder.starts_on ?? "",
    ends: ends_on !== null ? "on" : ends_after !== null ? "after" : "never",
    ends_on: ends_on ?? "",
    ends_after: ends_after === null ? "" : String(ends_after),
    skip_dates: reminder.skip_dates,
    skip_holidays: reminder.skip_holidays,
    purpose: reminder.purpose === "solicitation" ? "solicitation" : "information",
    to: reminder.send_to_all ? "everyone" : reminder.group_ids === null ? "chosen" : "groups",
    chosen: names.chosen,
    groups: names.groups,
    message_type: reminder.message_type,
    content: reminder.message_content,
    language: reminder.language,
    translations: translationsFrom(reminder.translations, reminder.message_content),
    translating: null,
  };
}

/**
 * What it says and to whom, as the composer's parts know it.
 *
 * @param at the first time that it goes out, on the reader's own clock: prices and hours are those of then
 */
export function draftOf(values: ReminderValues, at: string | null): Draft {
  const { message_type, content, language, translations, translating, to, chosen, groups, purpose } = values;
  return {
    id: "",
    message_type,
    content,
    language,
    translations,
    translating,
    to,
    chosen,
    groups,
    at,
    purpose,
  };
}

/** What the composer's parts changed, of what a reminder has of it. */
export function partOfDraft(part: Partial<Draft>): Partial<ReminderValues> {
  const { id: _id, at: _at, purpose: _purpose, ...rest } = part;
  return rest;
}

/** Whether every so many days, weeks, months or years can be chosen. */
export function hasInterval(rhythm: Rhythm): boolean {
  return rhythm !== "once" && rhythm !== "feast" && rhythm !== "birthday";
}

/** When it goes out, for the preview and for saving; what does not belong to the rhythm is left away. */
export function scheduleOf(values: ReminderValues): ScheduleInput {
  const { rhythm } = values;
  const isOnce = rhythm === "once";
  const hasDate = isOnce || rhythm === "yearly";
  return {
    schedule_type: rhythm === "monthly_weekday" || rhythm === "monthly_date" ? "monthly" : rhythm,
    schedule_time: values.time,
    schedule_date: hasDate ? values.date : null,
    schedule_day: scheduleDay(values),
    interval: hasInterval(rhythm) ? values.interval : 1,
    feast: rhythm === "feast" ? values.feast : null,
    feast_offset: rhythm === "feast" ? offsetOf(values) : 0,
    starts_on: hasDate || values.starts_on === "" ? null : values.starts_on,
    ends_on: !isOnce && values.ends === "on" ? values.ends_on : null,
    ends_after: !isOnce && values.ends === "after" ? Number(values.ends_after) : null,
    skip_dates: isOnce ? [] : [...values.skip_dates],
    skip_holidays: !isOnce && values.skip_holidays,
    time_zone: values.time_zone,
    purpose: values.purpose,
  };
}

function scheduleDay(values: ReminderValues): string | null {
  switch (values.rhythm) {
    case "weekly":
      return weekdays.filter((day) => values.weekdays.includes(day)).join(",");
    case "monthly_date":
      return values.month_day;
    case "monthly_weekday":
      return `${values.month_place} ${values.month_weekday}`;
    default:
      return null;
  }
}

function offsetOf({ feast_side, feast_days }: ReminderValues): number {
  if (feast_side === "on") return 0;
  return feast_side === "before" ? -Number(feast_days) : Number(feast_days);
}

/** What is wrong with when it goes out; empty when its times can be worked out. */
export function scheduleProblems(values: ReminderValues): Problems {
  const { rhythm } = values;
  const problems: Record<string, string> = {};
  if (!/^\d\d:\d\d$/.test(values.time)) problems["schedule_time"] = "Choose a time such as 9:00 AM.";
  if ((rhythm === "once" || rhythm === "yearly") && !isDate(values.date)) {
    problems["schedule_date"] = "Choose a day.";
  }
  if (rhythm === "weekly" && values.weekdays.length === 0) {
    problems["schedule_day"] = "Choose at least one day of the week.";
  }
  if (rhythm === "feast" && values.feast_side !== "on" && !isCount(values.feast_days, 100)) {
    problems["feast_offset"] = "Type a number of days from 1 to 100.";
  }
  if (rhythm === "once") return problems;
  if (values.ends === "on" && !isDate(values.ends_on)) problems["ends_on"] = "Choose the last day.";
  if (values.ends === "after" && !isCount(values.ends_after, 1000)) {
    problems["ends_after"] = "Type a number of times from 1 to 1,000.";
  }
  return problems;
}

function isCount(text: string, most: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;
}

/** All that is wrong, in the order of the form; empty when it can be saved. */
export function problemsOf(values: ReminderValues): Problems {
  const over = lengthOf(values.content) - longest;
  return {
    ...(values.name.trim() === "" && { name: "Give it a name, for you and the others in the office." }),
    ...scheduleProblems(values),
    ...(audienceOf(values) === null && {
      [values.to === "groups" ? "group_ids" : "contact_ids"]:
        values.to === "groups" ? "Choose at least one group." : "Choose at least one person.",
    }),
    ...(values.content.trim() === "" && { message_content: "Write what the text should say." }),
    ...(over > 0 && { message_content: `This is ${number(over)} characters too long. Shorten it.` }),
  };
}

/** What is saved, of values without problems. Whether it is paused stays as it is. */
export function inputOf(values: ReminderValues, audience: AudienceChoice): ReminderInput {
  return {
    name: values.name.trim(),
    message_content: values.content,
    message_type: values.message_type,
    language: values.language,
    translations: textsOf(values.translations),
    ...scheduleOf(values),
    ...audience,
  };
}

/** A saved reminder as the API takes it back, with some of it changed. */
export function inputOfReminder(reminder: Reminder, part: Partial<ReminderInput>): ReminderInput {
  const values = valuesOf(reminder, { chosen: [], groups: [] });
  return { ...inputOf(values, choiceOf(reminder)), ...part };
}

/** For whom a saved reminder is. */
export function choiceOf({ contact_ids, group_ids }: Reminder): AudienceChoice {
  if (group_ids !== null) return { group_ids };
  return contact_ids === null ? { send_to_all: true } : { contact_ids };
}

/** Places of a weekday in a month, as they are chosen. */
export const monthPlaces: readonly string[] = places;

const fieldWords: Record<keyof ReminderValues, string> = {
  name: "the name",
  rhythm: "how often it comes",
  time: "the time",
  date: "the day",
  weekdays: "the days of the week",
  month_day: "the day of the month",
  month_place: "the day of the month",
  month_weekday: "the day of the month",
  interval: "how often it comes",
  feast: "the feast",
  feast_side: "the day of the feast",
  feast_days: "the day of the feast",
  time_zone: "the time zone",
  starts_on: "the start",
  ends: "the end",
  ends_on: "the end",
  ends_after: "the end",
  skip_dates: "the days that are left out",
  skip_holidays: "the holidays",
  purpose: "what it is for",
  to: "for whom it is",
  chosen: "for whom it is",
  groups: "for whom it is",
  message_type: "whether it is a text or a call",
  content: "the message",
  language: "the language of the message",
  translations: "the translations",
  translating: "the translations",
};

/** What both changed since `base` is `mine`, and is named; everything else is whoever's changed it. */
export function merge(
  base: ReminderValues,
  mine: ReminderValues,
  theirs: ReminderValues,
): { values: ReminderValues; contested: string[] } {
  const fields = Object.keys(fieldWords) as (keyof ReminderValues)[];
  const isMine = (field: keyof ReminderValues): boolean => !isSame(mine[field], base[field]);
  const contested = fields.filter(
    (field) => isMine(field) && !isSame(theirs[field], base[field]) && !isSame(mine[field], theirs[field]),
  );
  const values = Object.fromEntries(fields.map((field) => [field, (isMine(field) ? mine : theirs)[field]]));
  return {
    values: values as unknown as ReminderValues,
    contested: [...new Set(contested.map((field) => fieldWords[field]))],
  };
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
