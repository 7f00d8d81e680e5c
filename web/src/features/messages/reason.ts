import type { MessageStatus, MessageType, SkipReason } from "@/api/types";
import { isInTheMorning, upcoming } from "@/lib/time";
import { lookOf } from "./status";

const skipReasons: Record<SkipReason, string> = {
  same_phone: "Shares a phone with someone who gets this message.",
  inactive: "Marked as not active.",
  cancelled: "This message was stopped before it went out.",
  opted_out: "Asked not to be texted.",
  deleted: "Was deleted from the directory.",
  over_budget: "The month's money for texts was used up.",
  country_not_allowed: "This number is in a country that your church does not text.",
  too_long: "With this person's name in it, it would be longer than a text may be.",
  landline: "This number is a landline, or can't take texts.",
  unreachable: "This number does not exist, or can't be reached.",
  calls_opted_out: "Asked not to be called.",
  no_call_consent: "Has not agreed to automatic calls. Note it in the contact once they do.",
};

interface Outcome {
  status: MessageStatus;
  message_type?: MessageType;
  skip_reason?: SkipReason | null;
  error_message?: string | null;
  error_code?: string | null;
  /** Until when it waits on purpose. */
  scheduled_at?: string | null;
}

/** Why it is not delivered, as a person would say it; null where the status says it all. */
export function reasonOf(outcome: Outcome): string | null {
  const { status, skip_reason, error_message, error_code, scheduled_at } = outcome;
  if (status === "queued" && scheduled_at && Date.parse(scheduled_at) > Date.now()) {
    return waitsUntil(scheduled_at);
  }
  if (status === "skipped") return skip_reason ? skipReasons[skip_reason] : null;
  if (error_message) return error_code ? `${error_message} (${error_code})` : error_message;
  const telling: readonly MessageStatus[] = ["unknown", "needs_review", "undelivered", "failed"];
  return telling.includes(status) ? lookOf(status, outcome.message_type ?? "sms").means : null;
}

/** "Waits for the morning: it goes out tomorrow at 9:00 AM." */
export function waitsUntil(iso: string): string {
  return isInTheMorning(iso)
    ? `Waits for the morning: it goes out ${upcoming(iso)}.`
    : `Waits for its time: it goes out ${upcoming(iso)}.`;
}
