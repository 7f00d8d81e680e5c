import type { Answers } from "@/api/types";
import { hourWords } from "@/features/settings/words";
import { moment } from "@/lib/time";
import { beginning } from "@/lib/words";
import { weekdays, type Weekday } from "./form-values";

/** The page's first line: what is answered without anybody. */
export function answersHeadline({ keywords, after_hours }: Answers): string {
  const count = keywords.length;
  const words = `${beginning(count)} ${count === 1 ? "word is" : "words are"} answered by ${count === 1 ? "itself" : "themselves"}`;
  if (count === 0) {
    return after_hours === null
      ? "Every text waits for a person."
      : "Texts that come after hours are answered by themselves.";
  }
  return after_hours === null ? `${words}.` : `${words}, and so is what comes after hours.`;
}

/** "monday" as "Monday". */
export function dayName(day: Weekday): string {
  return day.charAt(0).toUpperCase() + day.slice(1);
}

/** When the office is open, a line a day: "Monday 9 AM to 5 PM". */
export function hoursWords({ office_hours }: NonNullable<Answers["after_hours"]>): string[] {
  return weekdays.flatMap((day) =>
    office_hours
      .filter((one) => one.day === day)
      .map(({ opens, closes }) => `${dayName(day)} ${hourWords(opens)} to ${closeWords(closes)}`),
  );
}

function closeWords(closes: string): string {
  return closes === "24:00" ? "midnight" : hourWords(closes);
}

/** When a keyword is answered; null for always. */
export function timesWords({ starts_at, ends_at }: Answers["keywords"][number]): string | null {
  if (starts_at !== null && ends_at !== null) return `From ${moment(starts_at)} until ${moment(ends_at)}.`;
  if (starts_at !== null) return `From ${moment(starts_at)}.`;
  return ends_at === null ? null : `Until ${moment(ends_at)}.`;
}
