import type { Reminder } from "@/api/types";
import { dateWords, dayWords } from "@/lib/plain-date";
import { clockWords } from "@/lib/zoned-time";

/** When a reminder comes, as the API writes it: without its ends and the days that are left out. */
export type Rule = Pick<
  Reminder,
  "schedule_type" | "schedule_time" | "schedule_day" | "schedule_date" | "interval" | "feast" | "feast_offset"
>;

/** The kinds of rules that there are. */
export type ScheduleType = "once" | "daily" | "weekly" | "monthly" | "yearly" | "feast" | "birthday";

export type Feast = "easter" | "orthodox_easter" | "advent_1" | "advent_2" | "advent_3" | "advent_4";

/** Monday first, as the API lists them. */
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

export const places = ["first", "second", "third", "fourth", "last"] as const;

export const feastNames: Record<Feast, string> = {
  easter: "Easter",
  orthodox_easter: "Orthodox Easter",
  advent_1: "the first Sunday of Advent",
  advent_2: "the second Sunday of Advent",
  advent_3: "the third Sunday of Advent",
  advent_4: "the fourth Sunday of Advent",
};

/** What a church calls the days around Easter, in the West and in the East. */
const daysOfEaster: Readonly<Record<number, { easter: string; orthodox_easter?: string }>> = {
  [-46]: { easter: "Ash Wednesday" },
  [-7]: { easter: "Palm Sunday", orthodox_easter: "Palm Sunday" },
  [-3]: { easter: "Maundy Thursday", orthodox_easter: "Holy Thursday" },
  [-2]: { easter: "Good Friday", orthodox_easter: "Great Friday" },
  [-1]: { easter: "Holy Saturday", orthodox_easter: "Holy Saturday" },
  [1]: { easter: "Easter Monday", orthodox_easter: "Bright Monday" },
  [39]: { easter: "Ascension Day", orthodox_easter: "Ascension Day" },
  [49]: { easter: "Pentecost", orthodox_easter: "Pentecost" },
  [60]: { easter: "Corpus Christi" },
};

const ordinals = new Intl.PluralRules("en", { type: "ordinal" });
const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };

/** 3 as "3rd". */
export function ordinal(count: number): string {
  return `${count}${endings[ordinals.select(count)] ?? "th"}`;
}

/** "Every Sunday at 9:00 AM". */
export function ruleWords(rule: Rule): string {
  return `${daysWords(rule)} at ${clockWords(rule.schedule_time)}`;
}

/** "Every Sunday": the days without the time. */
export function daysWords(rule: Rule): string {
  const { schedule_type, schedule_day, schedule_date, interval, feast, feast_offset } = rule;
  switch (schedule_type) {
    case "once":
      return schedule_date === null ? "Once" : `Once, on ${dayWords(schedule_date, "")}`;
    case "daily":
      return `Every ${everyOther(interval, "day")}`;
    case "weekly":
      return weeklyWords(schedule_day ?? "", interval);
    case "monthly":
      return `${monthlyWords(schedule_day ?? "")} of every ${everyOther(interval, "month")}`;
    case "yearly":
      return `Every ${everyOther(interval, "year")}${schedule_date === null ? "" : ` on ${yearlyDay(schedule_date)}`}`;
    case "feast":
      return isFeast(feast) ? capital(feastWords(feast, feast_offset ?? 0)) : "On a feast";
    case "birthday":
      return "On each person’s birthday";
    default:
      return "By a rule that this page does not know yet";
  }
}

export function isFeast(name: string | null): name is Feast {
  return name !== null && Object.hasOwn(feastNames, name);
}

function everyOther(interval: number, unit: string): string {
  if (interval === 1) return unit;
  return `${interval === 2 ? "second" : ordinal(interval)} ${unit}`;
}

function weeklyWords(days: string, interval: number): string {
  const chosen = days.split(",").filter(Boolean);
  const words = chosen.length === 0 ? "week" : joined(chosen.map(capital));
  if (interval !== 1) return `Every ${everyOther(interval, "week")} on ${words}`;
  if (chosen.length === weekdays.length) return "Every day of the week";
  return `Every ${words}`;
}

function monthlyWords(day: string): string {
  if (day === "last") return "The last day";
  if (/^\d+$/.test(day)) return `The ${ordinal(Number(day))}`;
  const [place = "", weekday = ""] = day.split(" ");
  return `The ${place} ${capital(weekday)}`;
}

/** The year is when it begins, and is not said. */
function yearlyDay(date: string): string {
  return dateWords(date, date);
}

function feastWords(feast: Feast, offset: number): string {
  const name = feastNames[feast];
  const side = offset < 0 ? "before" : "after";
  const days = Math.abs(offset);
  if (days === 0) return feast.endsWith("easter") ? `On ${name} Sunday` : `On ${name}`;
  const known = feast.startsWith("advent") ? undefined : daysOfEaster[offset]?.[feast as "easter"];
  const aside = known === undefined ? "" : ` (${known})`;
  return `${days === 1 ? "The day" : `${days} days`} ${side} ${name}${aside}`;
}

function joined(words: readonly string[]): string {
  const rest = words.slice(0, -1);
  return rest.length === 0 ? words.join("") : `${rest.join(", ")} and ${words.at(-1) ?? ""}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** ", until December 31", ", 10 times": when it ends, if it does. */
export function endWords(
  { ends_on, ends_after }: Pick<Reminder, "ends_on" | "ends_after">,
  today: string,
): string {
  if (ends_on !== null) return `, until ${dateWords(ends_on, today)}`;
  if (ends_after === null) return "";
  return ends_after === 1 ? ", one time" : `, ${ends_after} times`;
}
