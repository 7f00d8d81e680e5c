import type { Holiday, Occurrence, ScheduleInput, Settings } from "../src/api/types";
import { addDays, addMonths, daysBetween, monthOf, weekdayName, weekdayOf } from "../src/lib/plain-date";
import { clockWords, wallClock } from "../src/lib/zoned-time";

/** Enough of the real recurrence to see the pages alive: day by day, each day asked whether the rule holds. */
type Schedule = Required<Pick<ScheduleInput, "schedule_type" | "schedule_time">> & Partial<ScheduleInput>;

/** Days looked through for the next times: some years, for what comes once a year. */
const patience = 366 * 12;

/** The moment at which a clock in `zone` shows a time; in a gap the time after it. */
export function momentOf(date: string, time: string, zone: string): string {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  let at = wanted;
  for (let round = 0; round < 3; round += 1) {
    const shown = wallClock(at, zone);
    at += wanted - Date.parse(`${shown.date}T${shown.time}:00Z`);
  }
  return new Date(at).toISOString();
}

/** Anonymous Gregorian computus. */
function easter(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const d = Math.floor(b / 4);
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor((year % 100) / 4);
  const l = (32 + 2 * (b % 4) + 2 * i - h - (year % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const day = h + l - 7 * m + 114;
  return `${year}-${String(Math.floor(day / 31)).padStart(2, "0")}-${String((day % 31) + 1).padStart(2, "0")}`;
}

/** Meeus' Julian algorithm, in the Gregorian calendar of 1900 to 2099. */
function orthodoxEaster(year: number): string {
  const d = (19 * (year % 19) + 15) % 30;
  const e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
  const day = d + e + 114;
  const julian = `${year}-${String(Math.floor(day / 31)).padStart(2, "0")}-${String((day % 31) + 1).padStart(2, "0")}`;
  return addDays(julian, 13);
}

function feastOf(feast: string, year: number): string {
  if (feast === "easter") return easter(year);
  if (feast === "orthodox_easter") return orthodoxEaster(year);
  const christmas = `${year}-12-25`;
  const fourth = addDays(christmas, -(weekdayOf(christmas) || 7));
  return addDays(fourth, -7 * (4 - Number(feast.at(-1))));
}

const nameOf = (date: string): string => weekdayName(date).toLowerCase();

function lastOf(date: string): string {
  return addDays(`${addMonths(monthOf(date), 1)}-01`, -1);
}

function comesOn(rule: Schedule, date: string, start: string): boolean {
  const every = rule.interval ?? 1;
  const day = rule.schedule_day ?? "";
  const months =
    (Number(date.slice(0, 4)) - Number(start.slice(0, 4))) * 12 +
    Number(date.slice(5, 7)) -
    Number(start.slice(5, 7));
  switch (rule.schedule_type) {
    case "once":
      return date === rule.schedule_date;
    case "birthday":
      return true;
    case "daily":
      return daysBetween(start, date) % every === 0;
    case "weekly": {
      const monday = addDays(start, -((weekdayOf(start) + 6) % 7));
      return day.split(",").includes(nameOf(date)) && Math.floor(daysBetween(monday, date) / 7) % every === 0;
    }
    case "monthly":
      return months % every === 0 && isMonthly(day, date);
    case "yearly":
      return date.slice(5) === (rule.schedule_date ?? "").slice(5) && (months / 12) % every === 0;
    default: {
      const year = Number(date.slice(0, 4));
      const offset = rule.feast_offset ?? 0;
      return [year - 1, year, year + 1].some(
        (near) => addDays(feastOf(rule.feast ?? "", near), offset) === date,
      );
    }
  }
}

function isMonthly(day: string, date: string): boolean {
  if (day === "last") return date === lastOf(date);
  const number = Number(date.slice(8));
  if (/^\d+$/.test(day)) return number === Math.min(Number(day), Number(lastOf(date).slice(8)));
  const [place = "", weekday] = day.split(" ");
  if (nameOf(date) !== weekday) return false;
  if (place === "last") return monthOf(addDays(date, 7)) !== monthOf(date);
  return Math.ceil(number / 7) === ["first", "second", "third", "fourth"].indexOf(place) + 1;
}

interface World {
  holidays: readonly Holiday[];
  settings: Pick<Settings, "quiet_hours">;
}

/** Occurrences from `from` on, those that are left out among them, until `enough` go out or `to` is over. */
export function occurrences(
  rule: Schedule,
  from: string,
  { holidays, settings }: World,
  enough = 10,
  to?: string,
): Occurrence[] {
  const zone = rule.time_zone ?? "America/Chicago";
  const now = Date.now();
  const today = wallClock(now, zone).date;
  const start = rule.starts_on ?? rule.schedule_date ?? today;
  const found: Occurrence[] = [];
  let counted = 0;
  let before: string | null = null;
  for (let day = 0; day < patience; day += 1) {
    const date = addDays(start, day);
    if (rule.ends_on && date > rule.ends_on) break;
    if (to !== undefined && date > to) break;
    if (!comesOn(rule, date, start)) continue;
    counted += 1;
    if (rule.ends_after && counted > rule.ends_after) break;
    const occurrence = occurrenceOn(rule, date, zone, before, holidays, settings);
    before = occurrence.at;
    if (date < from || (to === undefined && Date.parse(occurrence.at) <= now)) continue;
    found.push(occurrence);
    if (found.filter(({ skipped }) => skipped === null).length >= enough) break;
  }
  return found;
}

function occurrenceOn(
  rule: Schedule,
  date: string,
  zone: string,
  before: string | null,
  holidays: readonly Holiday[],
  { quiet_hours }: Pick<Settings, "quiet_hours">,
): Occurrence {
  const at = momentOf(date, rule.schedule_time, zone);
  const { time } = wallClock(at, zone);
  const holiday = rule.skip_holidays ? holidays.find((other) => other.date === date) : undefined;
  const isSkipped = rule.skip_dates?.includes(date) ?? false;
  const marks: Occurrence["marks"] = [];
  if (time !== rule.schedule_time) {
    marks.push({
      kind: "gap",
      text: `The clock jumps forward over ${clockWords(rule.schedule_time)} that day: it goes out at ${clockWords(time)}.`,
    });
  } else if (before !== null && offsetOf(before, zone) !== offsetOf(at, zone)) {
    marks.push({ kind: "clock_change", text: `The clock changes before this one: it stays at ${time}.` });
  }
  if (/^\d+$/.test(rule.schedule_day ?? "") && Number(rule.schedule_day) > Number(date.slice(8))) {
    marks.push({ kind: "clamped", text: `This month has no ${rule.schedule_day}th: its last day.` });
  }
  if (holiday !== undefined) marks.push({ kind: "holiday", text: `Left out: ${holiday.name}.` });
  if (isSkipped) marks.push({ kind: "skip_date", text: "Left out: this day is on its list." });
  const isEarly = quiet_hours !== null && time < quiet_hours.opens;
  const isLate = quiet_hours !== null && time >= quiet_hours.closes;
  const out = isEarly || isLate ? momentOf(isLate ? addDays(date, 1) : date, quiet_hours.opens, zone) : at;
  if (out !== at && holiday === undefined && !isSkipped) {
    marks.push({
      kind: "quiet_hours",
      text: `Outside your hours: it waits until ${wallClock(out, zone).time}.`,
    });
  }
  return {
    date,
    local_time: time,
    at,
    goes_out_at: out,
    skipped: isSkipped ? "skip_date" : holiday === undefined ? null : "holiday",
    marks,
  };
}

function offsetOf(at: string, zone: string): number {
  const { date, time } = wallClock(at, zone);
  return Math.round((Date.parse(`${date}T${time}:00Z`) - Date.parse(at)) / 60_000);
}
