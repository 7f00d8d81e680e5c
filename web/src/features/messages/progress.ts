import type { Broadcast, StatusCounts } from "@/api/types";
import { clockTime, isInTheMorning, upcoming } from "@/lib/time";
import { calls, money, number, parts, people, texts } from "@/lib/words";
import { lookOf, statusLooks, statusOrder, type Tone } from "./status";

/** After this long without being finished, a broadcast waits for reports that may never come. */
const patience = 10 * 60_000;

/** After this long nobody reports on a text any more: the API calls a broadcast finished then (`REPORTS_END_AFTER`). */
const reportsEndAfter = 72 * 3_600_000;

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

/** How many the carrier took and nobody reported on; they are only waited for while the broadcast is under way. */
export function unreported(counts: StatusCounts): number {
  return counts.accepted + counts.sent;
}

export function total(counts: StatusCounts): number {
  return statusOrder.reduce((sum, status) => sum + counts[status], 0);
}

/** Whether it may still change without anyone doing anything. */
export function isUnderWay(broadcast: Broadcast): boolean {
  return isUnderWayAt(broadcast, Date.now());
}

function isUnderWayAt(broadcast: Broadcast, now: number): boolean {
  if (broadcast.status === "planning" || broadcast.status === "sending") return true;
  const reportsHaveEnded = now - Date.parse(broadcast.created_at) > reportsEndAfter;
  return broadcast.status === "cancelled" && !isCounted(broadcast) && !reportsHaveEnded;
}

/** Counts follow the messages within a second or two; a cancelled broadcast is at rest when all are counted. */
function isCounted({ recipients, skipped, counts }: Broadcast): boolean {
  return total(counts) >= (recipients ?? 0) + (skipped ?? 0) && moving(counts) === 0;
}

/** Whether it can still be stopped for someone. */
export function canStop(broadcast: Broadcast): boolean {
  const { status, recipients } = broadcast;
  if (status === "scheduled" || status === "planning") return true;
  if (status === "paused") return recipients === null || waiting(broadcast) > 0;
  return status === "sending" && waiting(broadcast) > 0;
}

/** Whether all that is left of it waits on purpose, for the morning or for room at the carrier. */
export function isHeld({ status, release_at, counts }: Broadcast): boolean {
  return status === "sending" && release_at !== null && counts.sending + counts.accepted + counts.sent === 0;
}

/** How many have not been handed to the carrier, so that stopping now keeps it from them. */
export function waiting({ recipients, counts }: Broadcast): number {
  const gone =
    counts.sending + counts.accepted + counts.sent + counts.delivered + unclear(counts) + missed(counts);
  return Math.max(0, (recipients ?? 0) - gone);
}

/** Milliseconds until the next look, or false when nothing will change any more. */
export function lookAgainIn(broadcast: Broadcast | undefined, now: number): number | false {
  if (broadcast === undefined) return false;
  // Someone else may let it go on.
  if (broadcast.status === "paused") return slow;
  if (broadcast.status === "scheduled") return timeOf(broadcast.scheduled_at) - now < slow ? lively : slow;
  if (!isUnderWayAt(broadcast, now)) return false;
  if (isHeld(broadcast)) return timeOf(broadcast.release_at) - now < slow ? lively : slow;
  return now - liveSince(broadcast) < patience ? lively : slow;
}

/** Since when reports are to be expected: one that waited is as lively after it as any other. */
function liveSince({ created_at, scheduled_at, out_by }: Broadcast): number {
  return Math.max(Date.parse(created_at), timeOf(scheduled_at), timeOf(out_by));
}

function timeOf(iso: string | null): number {
  return iso === null ? 0 : Date.parse(iso);
}

/** The page's first line about one broadcast. */
export function headline(broadcast: Broadcast): string {
  const { counts, recipients, status, scheduled_at } = broadcast;
  if (status === "paused") return noticeParts(broadcast).first ?? "Sending is paused.";
  if (status === "refused") return noticeParts(broadcast).first ?? "This could not be sent. Nobody got it.";
  if (status === "scheduled" && scheduled_at !== null) return `Goes out ${upcoming(scheduled_at)}.`;
  if (recipients === null)
    return status === "cancelled" ? "This was stopped." : "Getting everyone's text ready.";
  if (status === "cancelled") return stoppedHeadline(broadcast, recipients);
  if (recipients === 0) return "There was nobody to send this to.";
  if (isUnderWay(broadcast)) {
    if (isHeld(broadcast)) return heldHeadline(broadcast);
    if (counts.delivered === 0 && broadcast.message_type === "voice") return `Calling ${people(recipients)}.`;
    if (counts.delivered === 0) return `On its way to ${people(recipients)}.`;
    return `${someHaveIt(counts, recipients)}.`;
  }
  if (counts.delivered >= recipients) {
    if (broadcast.message_type === "voice") return answeredHeadline(recipients);
    if (recipients === 1) return "It has arrived.";
    return recipients === 2 ? "Both have it." : `All ${people(recipients)} have it.`;
  }
  return incompleteHeadline(counts, recipients);
}

function answeredHeadline(recipients: number): string {
  if (recipients === 1) return "The call was answered.";
  return recipients === 2 ? "Both calls were answered." : `All ${calls(recipients)} were answered.`;
}

/** What waits goes out at a time that is known: nobody has to wonder why nothing moves. */
function heldHeadline({ counts, recipients, release_at }: Broadcast): string {
  const time = upcoming(release_at ?? "");
  const done = counts.delivered === 0 ? "" : `${someHaveIt(counts, recipients ?? 0)}; `;
  if (done !== "") return `${done}the rest goes out ${time}.`;
  return isInTheMorning(release_at ?? "") ? `Waits for the morning: goes out ${time}.` : `Goes out ${time}.`;
}

/** The notice of a paused or refused broadcast: its first sentence, which is the page's first line, and the rest. */
export function noticeParts({ notice }: Broadcast): { first: string | null; rest: string | null } {
  if (notice === null) return { first: null, rest: null };
  const end = /[.!?](?=\s+\p{Lu})/u.exec(notice);
  if (end === null) return { first: notice, rest: null };
  return { first: notice.slice(0, end.index + 1), rest: notice.slice(end.index + 1).trim() };
}

/** "186 texts, about $2.70, all out by 6:40 PM": what it takes, once it is known; long texts go out in several parts. */
export function costWords(broadcast: Broadcast, now: number = Date.now()): string | null {
  const { status, recipients, segments, cost, release_at, out_by } = broadcast;
  const isCall = broadcast.message_type === "voice";
  if (status === "refused" || recipients === null || segments === null) return null;
  if (isCall ? recipients === 0 : segments === 0) return null;
  const inParts = segments > recipients ? ` in ${parts(segments)}` : "";
  const price = cost === null ? "" : `, about ${money(cost)}`;
  // What waits has its own time, and is told of by itself.
  const isAhead = status === "sending" && release_at === null && timeOf(out_by) > now;
  const end = isAhead && out_by !== null ? `, all out by ${clockTime(out_by)}` : "";
  return `${isCall ? calls(recipients) : texts(recipients)}${inParts}${price}${end}`;
}

/** What is said when no more will come, and not everyone is known to have it. */
function incompleteHeadline(counts: StatusCounts, recipients: number): string {
  const silent = unreported(counts);
  const rest = silent > 0 ? `; for ${number(silent)} there is no report.` : ".";
  if (missed(counts) === recipients) return "Nobody got this.";
  if (missed(counts) > 0) return `${number(missed(counts))} of ${people(recipients)} did not get this${rest}`;
  if (unclear(counts) > 0) {
    return `For ${number(unclear(counts))} of ${people(recipients)} it is not certain${rest}`;
  }
  if (counts.delivered === 0) return `It went to ${people(recipients)}; there is no report that it arrived.`;
  return `${someHaveIt(counts, recipients)}${rest}`;
}

function someHaveIt({ delivered }: StatusCounts, recipients: number): string {
  return `${number(delivered)} of ${people(recipients)} ${delivered === 1 ? "has" : "have"} it`;
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
  if (status === "scheduled") return { word: "Scheduled", tone: "moving" };
  if (status === "paused") return { word: "Paused", tone: "candle" };
  if (status === "refused") return { word: "Not sent", tone: "bad" };
  if (isHeld(broadcast)) return { word: heldWord(broadcast), tone: "moving" };
  if (status === "sending") return { word: "On its way", tone: "moving" };
  if (status === "cancelled") return { word: "Stopped", tone: "quiet" };
  if (missed(counts) > 0) return { word: `${number(missed(counts))} not delivered`, tone: "bad" };
  if (unclear(counts) > 0) return { word: `${number(unclear(counts))} not certain`, tone: "candle" };
  if (unreported(counts) > 0)
    return { word: `${number(unreported(counts))} without a report`, tone: "quiet" };
  if (counts.delivered === 0) return { word: "Nobody to send to", tone: "quiet" };
  return { word: "Delivered", tone: "good" };
}

function heldWord({ release_at }: Broadcast): string {
  return isInTheMorning(release_at ?? "") ? "Waits for the morning" : "Waits for its time";
}

/** The bar's parts, in order, each as large as its number of messages; people left out are not part of it. */
export function barParts(broadcast: Broadcast): { tone: Tone; count: number; word: string }[] {
  const { counts } = broadcast;
  const counted = statusOrder.filter((status) => status !== "skipped");
  const missing = Math.max(0, (broadcast.recipients ?? 0) - total({ ...counts, skipped: 0 }));
  // What is cancelled is counted as skipped: it leaves an empty rest, which is the truth about it.
  return counted
    .map((status) => ({
      tone: statusLooks[status].tone,
      count: counts[status] + (status === "queued" ? missing : 0),
      word: lookOf(status, broadcast.message_type).word,
    }))
    .filter((part) => part.count > 0);
}
