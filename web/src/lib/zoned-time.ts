import { dateWords, daysBetween, weekdayName } from "./plain-date";

/** What a clock in a zone shows at a moment, in parts; each formatter is slow to make and quick to use. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  formatters.set(zone, made);
  return made;
}

interface WallClock {
  /** "2026-03-08" */
  date: string;
  /** "09:00" */
  time: string;
}

/** The day and the time that a clock in `zone` shows at a moment. */
export function wallClock(at: string | number, zone: string): WallClock {
  const parts = formatterOf(zone).formatToParts(new Date(at));
  const part = (wanted: Intl.DateTimeFormatPartTypes): string =>
    parts.find(({ type }) => type === wanted)?.value ?? "";
  return {
    date: `${part("year")}-${part("month")}-${part("day")}`,
    time: `${part("hour")}:${part("minute")}`,
  };
}

/** The day that it is in a zone, as "2026-03-08". */
export function todayIn(zone: string, now: number = Date.now()): string {
  return wallClock(now, zone).date;
}

const clock = new Intl.DateTimeFormat("en", { hour: "numeric", minute: "2-digit", timeZone: "UTC" });

/** "09:00" as "9:00 AM". What is no time is shown as it is. */
export function clockWords(time: string): string {
  const at = Date.parse(`2000-01-01T${time}:00Z`);
  return Number.isNaN(at) ? time : clock.format(at);
}

/** "today at 9:00 AM", "tomorrow at …", "on Sunday at …", "on March 12 at …", by a clock in `zone`. */
export function upcomingIn(iso: string, zone: string, now: number = Date.now()): string {
  const { date, time } = wallClock(iso, zone);
  return `${comingDay(date, todayIn(zone, now))} at ${clockWords(time)}`;
}

/** "today", "tomorrow", "on Sunday", "on March 12". */
function comingDay(date: string, today: string): string {
  const days = daysBetween(today, date);
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  if (days > 0 && days < 7) return `on ${weekdayName(date)}`;
  return `on ${dateWords(date, today)}`;
}

/** The zone of the reader's own clock. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** " in Kolkata", said after a time where the reader's own clock shows another one at that moment; else "". */
export function placeAside(iso: string, zone: string, own: string = ownZone()): string {
  const there = wallClock(iso, zone);
  const here = wallClock(iso, own);
  if (there.time === here.time && there.date === here.date) return "";
  return ` in ${zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone}`;
}
