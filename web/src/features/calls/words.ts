import type { Call, FollowUp } from "@/api/types";
import { number } from "@/lib/words";

/** "Two things are waiting for somebody." in figures; the first line of the page. */
export function waitingWords(count: number, hasMore: boolean): string {
  if (count === 0) return "Nothing that callers left is waiting.";
  if (count === 1 && !hasMore) return "One caller is waiting for an answer.";
  return `${hasMore ? "More than " : ""}${number(count)} things that callers left are waiting.`;
}

const kinds: Record<string, string> = {
  prayer: "Prayer",
  callback: "Call back",
  message: "Message",
  care: "May need help now",
  other: "To do",
};

export function kindWords({ kind }: FollowUp): string {
  return kinds[kind] ?? "To do";
}

/** "1 min 35 s"; "still on the phone". */
export function lengthWords({ status, duration }: Call): string {
  if (status === "in_progress" || duration === null) return "still on the phone";
  const minutes = Math.floor(duration / 60);
  const seconds = duration % 60;
  return minutes === 0 ? `${String(seconds)} s` : `${String(minutes)} min ${String(seconds)} s`;
}

/** What a call was about, in one sentence. */
export function aboutWords(call: Call): string {
  if (call.conversation_summary !== null) return call.conversation_summary;
  if (call.summary_note !== null) return call.summary_note;
  return call.status === "in_progress" ? "Somebody is on the phone." : "The summary is being written.";
}

const fields: Record<string, string> = {
  name: "Name",
  address: "Address",
  city: "City",
  state_zip: "State and ZIP",
  preferred_language: "Language",
  email: "E-mail",
};

export function fieldWords(field: string): string {
  return fields[field] ?? field;
}
