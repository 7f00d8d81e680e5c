import type { Estimate, TextEstimate } from "@/api/types";
import { firstSpecial, savingByLookAlikes } from "@/lib/segments";
import { byWhen, monthName, upcoming } from "@/lib/time";
import { money, number, parts, people } from "@/lib/words";

/** "1 part each", "1 to 2 parts each". */
export function partsEach({ segments_min, segments_max }: TextEstimate): string {
  return segments_min === segments_max
    ? `${parts(segments_max)} each`
    : `${number(segments_min)} to ${parts(segments_max)} each`;
}

/** How the characters travel, and how many go into a part. */
export function encodingWords(encoding: TextEstimate["encoding"]): string {
  return encoding === "gsm7" ? "Plain characters" : "Special characters";
}

/**
 * What is worth knowing of one language's text before it is paid for; null when it is as short as can be.
 *
 * @param written the text with its fields
 */
export function partsWarning(text: TextEstimate, written: string): string | null {
  const { encoding, segments_min, segments_max } = text;
  const saving = savingByLookAlikes(written);
  if (saving !== null) {
    return `Curly quotes, long dashes or the like make it ${parts(segments_max)}; plain ones save ${parts(saving.saved)}.`;
  }
  const special = firstSpecial(written);
  if (encoding === "unicode" && special === null) {
    return `Some names have characters of which only 70 fit in a part, not 160: up to ${parts(segments_max)}.`;
  }
  if (segments_max > segments_min) {
    return `Names differ in length: for some it is ${parts(segments_min)}, for others ${parts(segments_max)}.`;
  }
  if (segments_max === 1) return null;
  return special === null
    ? `It goes out in ${parts(segments_max)}, and each is paid for.`
    : `With characters like “${special}” only 70 fit in a part, not 160: it goes out in ${parts(segments_max)}.`;
}

/** "all by 6:40 PM"; null when nobody gets it. */
export function outBy({ out_by }: Estimate): string | null {
  return out_by === null ? null : `all by ${byWhen(out_by)}`;
}

/** "$37.15 of November's $50.00 is left; after this, $34.40." */
export function budgetWords({ budget, price }: Estimate): string {
  const { month, cap, remaining } = budget;
  if (cap === null || remaining === null) return `There is no limit for ${monthName(month)}.`;
  const left = `${money(remaining)} of ${monthName(month)}’s ${money(cap)} is left`;
  return budget.fits ? `${left}; after this, ${money(Math.max(0, remaining - price))}.` : `${left}.`;
}

/** Why it can't be paid for this month, with the arithmetic; null when it can. */
export function overBudget({ budget, price }: Estimate): string | null {
  const { month, cap, remaining, fits } = budget;
  if (fits || cap === null || remaining === null) return null;
  return `It costs ${money(price)}, and ${money(remaining)} of ${monthName(month)}’s ${money(cap)} is left.`;
}

/** What waits on purpose, and until when all of it is out. */
export function waitingWords(estimate: Estimate): string[] {
  const { waits_for_morning, waits_for_room, out_by } = estimate;
  const end = out_by === null ? "" : ` The last one is out ${upcoming(out_by)}.`;
  const words = [];
  if (waits_for_morning > 0) {
    words.push(
      `${people(waits_for_morning)} ${waits_for_morning === 1 ? "has" : "have"} it in the morning: it is night where they are, or will be.`,
    );
  }
  if (waits_for_room > 0) {
    words.push(
      `Our carrier takes ten hours of texts at a time. ${people(waits_for_room)} ${waits_for_room === 1 ? "waits" : "wait"} here until there is room.${end} To be quicker, send it to fewer people, or in fewer parts.`,
    );
  }
  return words;
}
