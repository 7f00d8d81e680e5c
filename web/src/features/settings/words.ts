import type { Settings, Spending } from "@/api/types";
import { monthName } from "@/lib/time";
import { money } from "@/lib/words";

const clock = new Intl.DateTimeFormat("en", { hour: "numeric", minute: "2-digit", timeZone: "UTC" });

/** "09:00" as "9 AM", "20:30" as "8:30 PM", never broken at the end of a line. */
export function hourWords(time: string): string {
  const words = clock.format(new Date(`2000-01-01T${time}:00Z`));
  return words.replace(":00", "").replace(/\s/, "\u00a0");
}

/** The page's first line: when texts go out, and what a month may cost. */
export function settingsHeadline({ quiet_hours, monthly_cap }: Settings): string {
  const hours =
    quiet_hours === null
      ? "at any hour"
      : `from ${hourWords(quiet_hours.opens)} to ${hourWords(quiet_hours.closes)}`;
  const limit = monthly_cap === null ? "without a monthly limit" : `for up to ${money(monthly_cap)} a month`;
  return `Texts go out ${hours}, ${limit}.`;
}

/** "$12.40 of $50.00 is used or set aside in November." */
export function spendingWords({ month: name, cap, reserved, spent }: Spending): string {
  const used = money(reserved + spent);
  const when = monthName(name);
  if (cap === null) return `${used} is used or set aside in ${when}. There is no limit.`;
  return `${used} of ${money(cap)} is used or set aside in ${when}.`;
}

/** "$10.15 paid, $2.25 set aside for what is on its way". */
export function shareWords({ reserved, spent }: Spending): string {
  return `${money(spent)} paid, ${money(reserved)} set aside for what is on its way`;
}

/** What it means that the limit is near; null while it is not. */
export function limitWords({ alarm_level, remaining, month: name }: Spending): string | null {
  if (alarm_level === "used") {
    return `The limit of ${monthName(name)} is used up. An administrator can raise it above.`;
  }
  if (alarm_level === "mostly_used") {
    return `Only ${money(remaining ?? 0)} is left for ${monthName(name)}. An administrator can raise the limit.`;
  }
  return null;
}
