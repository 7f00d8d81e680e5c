/**
 * Days of the calendar as the API writes them, "2026-03-08", and months as "2026-03": without a clock or a zone, so
 * that no clock change can move them. Each is reckoned as midnight in UTC, where every day has 24 hours.
 */
const dayLength = 86_400_000;

function timeOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Whether it is a day that exists. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(timeOf(text)) && dateOf(timeOf(text)) === text;
}

export function addDays(date: string, days: number): string {
  return dateOf(timeOf(date) + days * dayLength);
}

/** How many midnights are between two days; negative when `later` is the earlier one. */
export function daysBetween(earlier: string, later: string): number {
  return Math.round((timeOf(later) - timeOf(earlier)) / dayLength);
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(date: string): number {
  return new Date(timeOf(date)).getUTCDay();
}

export function monthOf(date: string): string {
  return date.slice(0, 7);
}

/** Whether it is a month that a calendar can show. */
export function isMonth(text: string): boolean {
  return isDate(`${text}-01`);
}

export function addMonths(month: string, months: number): string {
  const date = new Date(timeOf(`${month}-01`));
  date.setUTCMonth(date.getUTCMonth() + months);
  return monthOf(date.toISOString());
}

/** The weeks that a month touches, each with seven days: those of its neighbours fill the first and the last. */
export function weeksOf(month: string, firstWeekday: number): string[][] {
  const first = `${month}-01`;
  const start = addDays(first, -((weekdayOf(first) - firstWeekday + 7) % 7));
  const end = `${addMonths(month, 1)}-01`;
  const weeks: string[][] = [];
  for (let week = start; week < end; week = addDays(week, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, day) => addDays(week, day)));
  }
  return weeks;
}

/** What browsers tell about weeks: as a property, or as a method since the standard settled. */
interface WeekLocale extends Intl.Locale {
  weekInfo?: { firstDay: number };
  getWeekInfo?: () => { firstDay: number };
}

/** On which day weeks begin where the reader is, 0 for Sunday; Sunday where the browser can't tell. */
export function firstWeekday(locale: string = navigator.language): number {
  try {
    const known: WeekLocale = new Intl.Locale(locale);
    const { firstDay } = known.getWeekInfo?.() ?? known.weekInfo ?? { firstDay: 7 };
    return firstDay % 7;
  } catch {
    // A browser without a language of its own calls it by a name that Intl does not take.
    return 0;
  }
}

const format = (options: Intl.DateTimeFormatOptions): ((date: string) => string) => {
  const formatter = new Intl.DateTimeFormat("en", { ...options, timeZone: "UTC" });
  return (date) => formatter.format(timeOf(date));
};

const dayAndMonth = format({ weekday: "long", month: "long", day: "numeric" });
const dayMonthYear = format({ weekday: "long", month: "long", day: "numeric", year: "numeric" });
const monthAndYear = format({ month: "long", year: "numeric" });

/** "Sunday, March 8", with the year where it is not the one of `today`. */
export function dayWords(date: string, today: string): string {
  return date.slice(0, 4) === today.slice(0, 4) ? dayAndMonth(date) : dayMonthYear(date);
}

const shortDay = format({ weekday: "short", month: "short", day: "numeric" });
const shortDayAndYear = format({ weekday: "short", month: "short", day: "numeric", year: "numeric" });

/** "Sun, Mar 8", with the year where it is not the one of `today`. */
export function shortDayWords(date: string, today: string): string {
  return date.slice(0, 4) === today.slice(0, 4) ? shortDay(date) : shortDayAndYear(date);
}

/** "March 8", "March 8, 2027" where the year is not the one of `today`. */
export function dateWords(date: string, today: string): string {
  return date.slice(0, 4) === today.slice(0, 4) ? plainDay(date) : plainDayAndYear(date);
}

const plainDay = format({ month: "long", day: "numeric" });
const plainDayAndYear = format({ month: "long", day: "numeric", year: "numeric" });

/** "2026-03" as "March 2026". */
export function monthWords(month: string): string {
  return monthAndYear(`${month}-01`);
}

/** "Sunday", and "Sun" in a calendar's head. */
export const weekdayName = format({ weekday: "long" });
export const shortWeekday = format({ weekday: "short" });
