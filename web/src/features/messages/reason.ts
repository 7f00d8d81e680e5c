import type { MessageStatus, SkipReason } from "@/api/types";
import { statusLooks } from "./status";

const skipReasons: Record<SkipReason, string> = {
  same_phone: "Shares a phone with someone who gets this message.",
  inactive: "Marked as not active.",
  cancelled: "This message was stopped before it went out.",
  opted_out: "Asked not to be texted.",
  deleted: "Was deleted from the directory.",
};

interface Outcome {
  status: MessageStatus;
  skip_reason?: SkipReason | null;
  error_message?: string | null;
  error_code?: string | null;
}

/** Why it is not delivered, as a person would say it; null where the status says it all. */
export function reasonOf({ status, skip_reason, error_message, error_code }: Outcome): string | null {
  if (status === "skipped") return skip_reason ? skipReasons[skip_reason] : null;
  if (error_message) return error_code ? `${error_message} (${error_code})` : error_message;
  const telling: readonly MessageStatus[] = ["unknown", "needs_review", "undelivered", "failed"];
  return telling.includes(status) ? statusLooks[status].means : null;
}
