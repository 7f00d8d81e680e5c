import type { Reminder } from "@/api/types";
import { upcomingIn, placeAside } from "@/lib/zoned-time";

/** Milliseconds between two looks: just after a reminder was due, in its last minutes, and otherwise. */
const lively = 2_000;
const slow = 15_000;
const idle = 60_000;

/** The next one first; then what is paused, then what is over, each by name. */
export function byTime(one: Reminder, other: Reminder): number {
  const [first, second] = [timeOf(one), timeOf(other)];
  if (first !== second) return first - second;
  return rank(one) - rank(other) || one.name.localeCompare(other.name);
}

function timeOf({ next_occurrence }: Reminder): number {
  return next_occurrence === null ? Number.MAX_SAFE_INTEGER : Date.parse(next_occurrence.goes_out_at);
}

function rank({ status }: Reminder): number {
  return status === "finished" ? 1 : 0;
}

/** Milliseconds until the next look at these reminders, or false when none of them moves by itself. */
export function lookAgainIn(reminders: readonly Reminder[], now: number): number | false {
  const times = reminders.flatMap(({ next_occurrence }) =>
    next_occurrence === null ? [] : [Date.parse(next_occurrence.at) - now],
  );
  if (times.length === 0) return false;
  const next = Math.min(...times);
  if (next < lively) return lively;
  return next < idle ? Math.min(next, slow) : idle;
}

/** The one that goes out next; undefined while none will. */
export function nextOf(reminders: readonly Reminder[]): Reminder | undefined {
  return [...reminders].sort(byTime).find(({ next_occurrence }) => next_occurrence !== null);
}

/** "on Sunday at 9:00 AM", with the place where it is not the time of the reader's own clock. */
export function nextWords({ next_occurrence, time_zone }: Reminder): string | null {
  if (next_occurrence === null) return null;
  const { goes_out_at } = next_occurrence;
  return upcomingIn(goes_out_at, time_zone) + placeAside(goes_out_at, time_zone);
}

/** The first line about one reminder. */
export function headline(reminder: Reminder): string {
  const { status, last_occurrence } = reminder;
  if (status === "paused") return "is paused: nothing goes out.";
  const next = nextWords(reminder);
  if (next !== null) return `goes out ${next}.`;
  return last_occurrence === null ? "has nothing to send any more." : "has gone out for the last time.";
}

/** Why a time that has gone by was missed. */
export const missedWords =
  "Nothing could be sent for more than two hours after its time, so nothing was: a reminder that comes too late misleads.";
