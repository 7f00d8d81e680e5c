import type { Broadcast, StatusCounts } from "@/api/types";
import { number, people } from "@/lib/words";
import { statusLooks, statusOrder, type Tone } from "./status";

/** After this long without being finished, a broadcast waits for reports that may never come. */
const patience = 10 * 60_000;

/** Milliseconds between two looks at a broadcast that is under way. */
const lively = 1500;
const slow = 15_000;

/** How many messages will still change by themselves. */
export function moving(counts: StatusCounts): number {
  return counts.queued + counts.sending + counts.accepted + counts.sent;
}

/** How many did not get it, and will not. */
export function missed(counts: StatusCounts): number {
  return counts.undelivered + counts.failed;
}

/** How many only a person can find out about. */
export function unclear(counts: StatusCounts): number {
  return counts.unknown + counts.needs_review;
}

export function total(counts: StatusCounts): number {
  return statusOrder.reduce((sum, status) => sum + counts[status], 0);
}

/** Whether it may still change without anyone doing anything. */
export function isUnderWay(broadcast: Broadcast): boolean {
  if (broadcast.status === "planning" || broadcast.status === "sending") return true;
  return broadcast.status === "cancelled" && !isCounted(broadcast);
}

/** Counts follow the messages within a second or two; a cancelled broadcast is at rest when all are counted. */
function isCounted({ recipients, skipped, counts }: Broadcast): boolean {
  return total(counts) >= (recipients ?? 0) + (skipped ?? 0) && moving(counts) === 0;
}

/** Whether it can still be stopped for someone. */
export function canStop(broadcast: Broadcast): boolean {
  if (broadcast.status === "planning") return true;
  return broadcast.status === "sending" && waiting(broadcast) > 0;
}

/** How many have not been handed to the carrier, so that stopping now keeps it from them. */
export function waiting({ recipients, counts }: Broadcast): number {
  const gone =
    counts.sending + counts.accepted + counts.sent + counts.delivered + unclear(counts) + missed(counts);
  return Math.max(0, (recipients ?? 0) - gone);
}

/** Milliseconds until the next look, or false when nothing will change any more. */
export function lookAgainIn(broadcast: Broadcast | undefined, now: number): number | false {
  if (broadcast === undefined || !isUnderWay(broadcast)) return false;
  return now - Date.parse(broadcast.created_at) < patience ? lively : slow;
}

/** The page's first line about one broadcast. */
export function headline(broadcast: Broadcast): string {
  const { counts, recipients, status } = broadcast;
  if (recipients === null)
    return status === "cancelled" ? "This was stopped." : "Getting everyone's text ready.";
  if (status === "cancelled") return stoppedHeadline(broadcast, recipients);
  if (recipients === 0) return "There was nobody to send this to.";
  if (isUnderWay(broadcast)) {
    if (counts.delivered === 0) return `On its way to ${people(recipients)}.`;
    return `${number(counts.delivered)} of ${people(recipients)} ${counts.delivered === 1 ? "has" : "have"} it.`;
  }
  if (counts.delivered >= recipients) {
    if (recipients === 1) return "It has arrived.";
    return recipients === 2 ? "Both have it." : `All ${people(recipients)} have it.`;
  }
  if (missed(counts) > 0) {
    return missed(counts) === recipients
      ? "Nobody got this."
      : `${number(missed(counts))} of ${people(recipients)} did not get this.`;
  }
  return `For ${number(unclear(counts))} of ${people(recipients)} it is not certain.`;
}

function stoppedHeadline(broadcast: Broadcast, recipients: number): string {
  const gone = recipients - waiting(broadcast);
  if (gone === 0) return "Stopped before anyone got it.";
  return `Stopped. It went to ${number(gone)} of ${people(recipients)}.`;
}

/** A broadcast's state in a word or two, for a list. */
export function stateOf(broadcast: Broadcast): { word: string; tone: Tone } {
  const { counts, status } = broadcast;
  if (status === "planning") return { word: "Getting ready", tone: "moving" };
  if (status === "sending") return { word: "On its way", tone: "moving" };
  if (status === "cancelled") return { word: "Stopped", tone: "quiet" };
  if (missed(counts) > 0) return { word: `${number(missed(counts))} not delivered`, tone: "bad" };
  if (unclear(counts) > 0) return { word: `${number(unclear(counts))} not certain`, tone: "candle" };
  if (counts.delivered === 0) return { word: "Nobody to send to", tone: "quiet" };
  return { word: "Delivered", tone: "good" };
}

/** The bar's parts, in order, each as large as its number of messages; people left out are not part of it. */
export function barParts(broadcast: Broadcast): { tone: Tone; count: number; word: string }[] {
  const { counts } = broadcast;
  const counted = statusOrder.filter((status) => status !== "skipped");
  const parts = counted.map((status) => ({
    tone: statusLooks[status].tone,
    count: counts[status],
    word: statusLooks[status].word,
  }));
  const missing = Math.max(0, (broadcast.recipients ?? 0) - parts.reduce((sum, part) => sum + part.count, 0));
  // What is cancelled is counted as skipped: it leaves an empty rest, which is the truth about it.
  return [...parts, { tone: "quiet" as const, count: missing, word: "Queued" }].filter(
    (part) => part.count > 0,
  );
}
