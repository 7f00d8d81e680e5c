import type { ReactNode } from "react";
import { CircleCheck, CircleDashed, CircleHelp, CircleMinus, CircleX, type LucideIcon } from "lucide-react";
import type { Broadcast, MessageStatus, MessageType } from "@/api/types";
import { number } from "@/lib/words";
import { barParts, stateOf } from "./progress";
import { lookOf, statusLooks, toneFill, toneInk, type Tone } from "./status";

/** A status as shape, word and colour together. */
export function StatusMark({
  status,
  type = "sms",
}: {
  status: MessageStatus;
  type?: MessageType;
}): ReactNode {
  const { Icon, word, tone } = lookOf(status, type);
  return <Mark Icon={Icon} word={word} tone={tone} />;
}

/** The shape of a state in a list. */
export const stateIcons: Record<Tone, LucideIcon> = {
  good: CircleCheck,
  bad: CircleX,
  candle: CircleHelp,
  moving: CircleDashed,
  quiet: CircleMinus,
};

/** A broadcast's state as shape, word and colour together. */
export function StateMark({ broadcast }: { broadcast: Broadcast }): ReactNode {
  const { word, tone } = stateOf(broadcast);
  return <Mark Icon={stateIcons[tone]} word={word} tone={tone} />;
}

/** A state as shape, word and colour together. */
export function Mark({ Icon, word, tone }: { Icon: LucideIcon; word: string; tone: Tone }): ReactNode {
  return (
    <span className={`flex items-center gap-1.5 font-medium whitespace-nowrap ${toneInk[tone]}`}>
      <Icon aria-hidden className="size-4.5 shrink-0" strokeWidth={2} />
      {word}
    </span>
  );
}

interface ProgressBarProps {
  broadcast: Broadcast;
  /** Slim in lists, full on the broadcast's own page. */
  slim?: boolean;
}

/** How far a broadcast has come: delivered from the left, then what is on its way, then what went wrong. */
export function ProgressBar({ broadcast, slim = false }: ProgressBarProps): ReactNode {
  const all = Math.max(1, broadcast.recipients ?? 1);
  const arrived = broadcast.counts.delivered;
  return (
    <div
      role="progressbar"
      aria-label="Delivered"
      aria-valuemin={0}
      aria-valuemax={all}
      aria-valuenow={Math.min(arrived, all)}
      aria-valuetext={`${number(arrived)} of ${number(broadcast.recipients ?? 0)} delivered`}
      className={`flex overflow-hidden rounded-full bg-sunken ${slim ? "h-1" : "h-2.5"}`}
    >
      {barParts(broadcast).map((part) => (
        <span
          key={part.word + part.tone}
          title={`${part.word}: ${number(part.count)}`}
          className={`${partFill(part.tone, part.word)} transition-[width] duration-200 ease-out`}
          style={{ width: `${(part.count / all) * 100}%` }}
        />
      ))}
    </div>
  );
}

/** What waits is the bar's ground; handed over and sent are two strengths of one blue. */
function partFill(tone: Tone, word: string): string {
  if (tone === "quiet") return "bg-transparent";
  if (tone === "moving" && word !== statusLooks.sent.word) return "bg-accent/45";
  return toneFill[tone];
}
