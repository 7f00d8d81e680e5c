const clock = new Intl.DateTimeFormat("en", { hour: "numeric", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat("en", { weekday: "long" });
const day = new Intl.DateTimeFormat("en", { day: "numeric", month: "long" });
const dayAndYear = new Intl.DateTimeFormat("en", { day: "numeric", month: "long", year: "numeric" });
const month = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" });

const minute = 60_000;
const dayLength = 86_400_000;

/** "just now", "5 minutes ago", "today at 6:40 PM", "Sunday at 9:05 AM", "March 12 at 9:05 AM". */
export function when(iso: string, now: number = Date.now()): string {
  const date = new Date(iso);
  const age = now - date.getTime();
  if (age < minute) return "just now";
  if (age < 2 * minute) return "a minute ago";
  if (age < 60 * minute) return `${Math.floor(age / minute)} minutes ago`;
  return `${dayName(date, now)} at ${clock.format(date)}`;
}

function dayName(date: Date, now: number): string {
  const days = daysBetween(date.getTime(), now);
  if (days === 0) return "today";
  if (days === 1) return "yesterday";
  if (days < 7) return weekday.format(date);
  return dateName(date, now);
}

/** A day as a heading: "Today", "Yesterday", "Sunday", "March 12". */
export function dayTitle(iso: string, now: number = Date.now()): string {
  const name = dayName(new Date(iso), now);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** As short as a list needs it: "6:40 PM", "Yesterday", "Sunday", "March 12". */
export function briefly(iso: string, now: number = Date.now()): string {
  const date = new Date(iso);
  return daysBetween(date.getTime(), now) === 0 ? clock.format(date) : dayTitle(iso, now);
}

/** Whether two moments are of one day. */
export function isSameDay(one: string, other: string): boolean {
  return daysBetween(Date.parse(one), Date.parse(other)) === 0;
}

function dateName(date: Date, now: number): string {
  return date.getFullYear() === new Date(now).getFullYear() ? day.format(date) : dayAndYear.format(date);
}

/** How many midnights are between two moments. */
function daysBetween(earlier: number, later: number): number {
  return Math.round((startOfDay(later) - startOfDay(earlier)) / dayLength);
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

/** What is to come: "today at 9:00 AM", "tomorrow at 9:00 AM", "on Sunday at 9:00 AM", "on March 12 at 9:00 AM". */
export function upcoming(iso: string, now: number = Date.now()): string {
  const date = new Date(iso);
  return `${comingDay(date, now)} at ${clock.format(date)}`;
}

function comingDay(date: Date, now: number): string {
  const days = daysBetween(now, date.getTime());
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days > 0 && days < 7) return `on ${weekday.format(date)}`;
  return `on ${dateName(date, now)}`;
}

/** "6:40 PM". */
export function clockTime(iso: string): string {
  return clock.format(new Date(iso));
}

/** "6:40 PM" of today, "tomorrow at 9:14 AM", "Sunday at 9:14 AM": what "by" can be put before, never broken before AM. */
export function byWhen(iso: string, now: number = Date.now()): string {
  const words = upcoming(iso, now).replace(/^on /, "");
  const time = words.startsWith("today") ? clockTime(iso) : words;
  return time.replace(/\s(?=[AP]M$)/, "\u00a0");
}

/** "2026-11" as "November". */
export function monthName(name: string): string {
  return month.format(new Date(`${name}-01T00:00:00Z`));
}

/** Whether it is when people are up, and before noon. */
export function isInTheMorning(iso: string): boolean {
  const hour = new Date(iso).getHours();
  return hour >= 5 && hour < 12;
}

/** The full moment, for a tooltip and for a `time` element's title. */
export function moment(iso: string): string {
  const date = new Date(iso);
  return `${dayAndYear.format(date)} at ${clock.format(date)}`;
}
