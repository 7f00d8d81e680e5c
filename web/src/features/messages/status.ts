import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleMinus,
  CircleX,
  Hand,
  Loader,
  OctagonX,
  Send,
  SendHorizontal,
  type LucideIcon,
} from "lucide-react";
import type { MessageStatus, MessageType, SkipReason } from "@/api/types";

/** What a colour says. It never speaks alone: every status has a word and a shape too. */
export type Tone = "quiet" | "moving" | "good" | "bad" | "candle";

interface StatusLook {
  word: string;
  tone: Tone;
  Icon: LucideIcon;
  /** One sentence for someone who has never seen the word. */
  means: string;
}

export const statusLooks: Record<MessageStatus, StatusLook> = {
  delivered: { word: "Delivered", tone: "good", Icon: CircleCheck, means: "It is on their phone." },
  sent: {
    word: "Sent",
    tone: "moving",
    Icon: SendHorizontal,
    means: "Their phone company has it; no word yet that it arrived.",
  },
  accepted: { word: "Handed over", tone: "moving", Icon: Send, means: "Our carrier has taken it." },
  sending: { word: "Sending", tone: "moving", Icon: Loader, means: "It is being handed to our carrier." },
  queued: { word: "Queued", tone: "quiet", Icon: CircleDashed, means: "It waits for its turn." },
  unknown: {
    word: "Not certain",
    tone: "candle",
    Icon: CircleHelp,
    means:
      "Our carrier gave no clear answer. It is not sent again until we know, so that nobody gets it twice.",
  },
  needs_review: {
    word: "Needs a look",
    tone: "candle",
    Icon: Hand,
    means: "We could not find out whether it went. Please ask this person.",
  },
  undelivered: {
    word: "Not delivered",
    tone: "bad",
    Icon: CircleX,
    means: "Their phone company could not deliver it.",
  },
  failed: { word: "Not sent", tone: "bad", Icon: OctagonX, means: "Our carrier would not take it." },
  skipped: { word: "Left out", tone: "quiet", Icon: CircleMinus, means: "Nothing was sent, and on purpose." },
};

/** What is said of a call in place of a text's words. */
const callLooks: Partial<Record<MessageStatus, Pick<StatusLook, "word" | "means">>> = {
  delivered: { word: "Answered", means: "Somebody answered, or a machine recorded it." },
  sent: { word: "On the phone", means: "It rings, or they are listening." },
  accepted: { word: "Being called", means: "Our carrier makes the call." },
  sending: { word: "Being called", means: "It is being handed to our carrier." },
  undelivered: { word: "Not reached", means: "Nobody answered, each time we called." },
  failed: { word: "Not called", means: "The call could not be made." },
};

/** How a message of this type stands. */
export function lookOf(status: MessageStatus, type: MessageType): StatusLook {
  return { ...statusLooks[status], ...(type === "voice" ? callLooks[status] : {}) };
}

/** The order in which they are listed: how it ended, then what is under way, then what never went. */
export const statusOrder: readonly MessageStatus[] = [
  "delivered",
  "sent",
  "accepted",
  "sending",
  "queued",
  "unknown",
  "needs_review",
  "undelivered",
  "failed",
  "skipped",
];

/** Text colour by tone, at AA contrast on every ground. */
export const toneInk: Record<Tone, string> = {
  quiet: "text-muted",
  moving: "text-accent",
  good: "text-good-ink",
  bad: "text-bad-ink",
  candle: "text-candle-ink",
};

/** Fill of a bar by tone. */
export const toneFill: Record<Tone, string> = {
  quiet: "bg-quiet",
  moving: "bg-accent",
  good: "bg-good",
  bad: "bg-bad",
  candle: "bg-candle",
};

/** Why someone was left out, as a heading over their names. */
export const skipWords: Record<SkipReason, string> = {
  same_phone: "Share a phone with someone who gets it",
  inactive: "Marked as not active",
  cancelled: "Stopped before it was sent",
  opted_out: "Asked not to be texted",
  deleted: "Were deleted from the directory",
  over_budget: "Left out when the month's money was used up",
  country_not_allowed: "Have a number in a country that is not texted",
  too_long: "Would get a longer text than fits, with their name in it",
  landline: "Have a landline, or a number that can't take texts",
  unreachable: "Have a number that can't be reached",
  calls_opted_out: "Asked not to be called",
  no_call_consent: "Have not agreed to automatic calls",
};

export const StopIcon = Ban;
