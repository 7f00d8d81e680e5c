import type { Broadcast, Stats } from "@/api/types";
import {
  isHeld,
  isUnderWay,
  missed,
  moving,
  unclear,
  unreported,
  waiting,
} from "@/features/messages/progress";
import { upcoming } from "@/lib/time";
import { are, number, people, texts } from "@/lib/words";

/**
 * Home's one question: is everything all right? What is on its way comes first, then what needs a person.
 *
 * @param replies that replies are waiting, in words; null while none is
 */
export function homeHeadline(
  broadcasts: readonly Broadcast[] | undefined,
  stats: Stats | undefined,
  replies: string | null = null,
): string {
  if (broadcasts === undefined) return "Good to see you.";
  if (broadcasts.some(({ status }) => status === "paused")) return "Sending is paused, and needs you.";
  const going = broadcasts.filter(isUnderWay);
  if (going.length > 0) return goingHeadline(going);
  const latest = broadcasts.find(({ status }) => status !== "scheduled");
  const next = broadcasts.filter(({ status }) => status === "scheduled").at(-1);
  if (latest === undefined) return replies ?? nextHeadline(next);
  const review = stats?.messages.sms.needs_review ?? 0;
  if (review > 0) return `${texts(review)} ${review === 1 ? "needs" : "need"} a look.`;
  if (replies !== null) return replies;
  if (missed(latest.counts) > 0) return `${people(missed(latest.counts))} did not get the last message.`;
  if (unclear(latest.counts) > 0) {
    return `${texts(unclear(latest.counts))} ${are(unclear(latest.counts))} not certain to have arrived.`;
  }
  if (latest.status === "refused") return "The last message could not be sent.";
  if (latest.status === "cancelled") return "The last message was stopped.";
  if (latest.recipients === 0) return "There was nobody to send the last message to.";
  if (unreported(latest.counts) > 0) return silentHeadline(latest);
  return "Everything has been delivered.";
}

/** Not every phone company reports: what nobody has denied is not called delivered either. */
function silentHeadline({ counts, recipients }: Broadcast): string {
  return counts.delivered === 0
    ? `The last message went to ${people(unreported(counts))}; there is no report that it arrived.`
    : `For ${number(unreported(counts))} of ${people(recipients ?? 0)} there is no report about the last message.`;
}

function nextHeadline(next: Broadcast | undefined): string {
  if (next === undefined || next.scheduled_at === null) return "Nothing has been sent yet.";
  return `A message goes out ${upcoming(next.scheduled_at)}.`;
}

function goingHeadline(going: readonly Broadcast[]): string {
  const held = going.find((broadcast) => broadcast.release_at !== null);
  if (held !== undefined && held.release_at !== null && going.every(isHeld)) {
    return `The next texts go out ${upcoming(held.release_at)}.`;
  }
  if (going.some((broadcast) => broadcast.status === "planning")) return "A message is getting ready.";
  const onTheWay = going.reduce((sum, broadcast) => sum + stillToArrive(broadcast), 0);
  return onTheWay === 0
    ? "The last texts are arriving."
    : `${texts(onTheWay)} ${are(onTheWay)} on ${onTheWay === 1 ? "its" : "their"} way.`;
}

/** Counts lag the messages by a second or two: what is not counted yet is on its way as well. */
function stillToArrive(broadcast: Broadcast): number {
  const { counts } = broadcast;
  return broadcast.status === "cancelled"
    ? moving(counts)
    : waiting(broadcast) + counts.sending + counts.accepted + counts.sent;
}
