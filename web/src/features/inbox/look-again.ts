import type { Entry, MessageStatus } from "@/api/types";

/** Milliseconds between two looks at the list, and at a conversation in which nothing moves. */
export const betweenLooks = 10_000;

/** The same for a list that was read so far that reading it anew takes more than two pages. */
export const betweenLongLooks = 60_000;

/** The same for the number of unread conversations, which every page shows. */
export const betweenCounts = 30_000;

const whileMoving = 2500;

/** After so long without a report, another look every few seconds finds nothing more. */
const patience = 180_000;

const onTheWay: readonly MessageStatus[] = ["queued", "sending", "accepted", "sent", "unknown"];

/** When to look at a conversation again, in milliseconds: soon while a text of ours is on its way. */
export function lookAgainIn(entries: readonly Entry[], now: number): number {
  return entries.some((entry) => isMoving(entry, now)) ? whileMoving : betweenLooks;
}

function isMoving({ at, message }: Entry, now: number): boolean {
  if (message === null || !onTheWay.includes(message.status)) return false;
  // What waits for its hour moves when that has come.
  const since = Date.parse(message.sent_at ?? message.scheduled_at ?? at);
  return since <= now && now - since < patience;
}
