import type { Decision, Message } from "@/api/types";
import { number } from "@/lib/words";

/** "2 texts need your decision"; "More than 50 texts need a decision" for a viewer, while not all have been read. */
export function reviewsWords(messages: readonly Message[], hasMore: boolean, mayDecide: boolean): string {
  const count = messages.length;
  const amount = `${hasMore ? "More than " : ""}${number(count)}`;
  const isOne = count === 1 && !hasMore;
  return `${amount} ${kind(messages)}${isOne ? "" : "s"} ${isOne ? "needs" : "need"} ${mayDecide ? "your" : "a"} decision`;
}

function kind(messages: readonly Message[]): string {
  if (messages.every(({ message_type }) => message_type === "sms")) return "text";
  return messages.every(({ message_type }) => message_type === "voice") ? "call" : "message";
}

interface Choice {
  decision: Decision;
  act: string;
  /** Said once it is decided. */
  done: string;
}

/** What can be said about a message in doubt. */
export const choices: readonly Choice[] = [
  { decision: "arrived", act: "It arrived", done: "Noted that it arrived." },
  { decision: "send_again", act: "Send it again", done: "It goes out again." },
  { decision: "give_up", act: "Leave it", done: "Left as it is." },
];
