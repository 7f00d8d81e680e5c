import type { ReactNode } from "react";
import { CalendarX2, Clock, Moon, MoveLeft, type LucideIcon } from "lucide-react";
import type { Occurrence } from "@/api/types";
import { dayWords, shortDayWords } from "@/lib/plain-date";
import { clockWords, todayIn } from "@/lib/zoned-time";

const markIcons: Record<Occurrence["marks"][number]["kind"], LucideIcon> = {
  gap: Clock,
  fold: Clock,
  clock_change: Clock,
  clamped: MoveLeft,
  holiday: CalendarX2,
  skip_date: CalendarX2,
  quiet_hours: Moon,
};

interface TimesProps {
  label: string;
  times: readonly Occurrence[];
  /** The zone whose clock they are told by. */
  zone: string;
  /** Beside a form there is room for short words only. */
  isNarrow?: boolean;
  /** What can be done about one of them. */
  act?: (occurrence: Occurrence) => ReactNode;
}

/** Times to come, each with what is unusual about it, in words. */
export function Times({ label, times, zone, isNarrow = false, act }: TimesProps): ReactNode {
  const today = todayIn(zone);
  return (
    <ol aria-label={label}>
      {times.map((occurrence) => (
        <li key={occurrence.date} className="border-b border-hairline py-1.5 last:border-0">
          <div className="flex min-h-8 items-center gap-x-3">
            <Day occurrence={occurrence} today={today} isNarrow={isNarrow} />
            <span className="ms-auto shrink-0">{act?.(occurrence)}</span>
          </div>
          {occurrence.marks.map(({ kind, text }) => {
            const Icon = markIcons[kind];
            return (
              <p key={kind} className="flex gap-1.5 pb-1 text-sm text-candle-ink">
                <Icon aria-hidden className="mt-0.75 size-4 shrink-0" />
                {text}
              </p>
            );
          })}
        </li>
      ))}
    </ol>
  );
}

interface DayProps {
  occurrence: Occurrence;
  today: string;
  isNarrow: boolean;
}

function Day({ occurrence, today, isNarrow }: DayProps): ReactNode {
  const { date, local_time, skipped } = occurrence;
  return (
    <span className={`flex min-w-0 flex-wrap gap-x-3 ${skipped === null ? "" : "text-muted line-through"}`}>
      <span className={`figures ${isNarrow ? "w-36" : "w-52 max-sm:w-36"}`}>
        {!isNarrow && <span className="max-sm:hidden">{dayWords(date, today)}</span>}
        <span className={isNarrow ? "" : "sm:hidden"}>{shortDayWords(date, today)}</span>
      </span>
      <span className="figures whitespace-nowrap">{clockWords(local_time)}</span>
    </span>
  );
}
