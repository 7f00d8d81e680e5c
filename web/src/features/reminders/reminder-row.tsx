import type { ReactNode } from "react";
import { CircleCheck, CirclePause, CircleX } from "lucide-react";
import { Link } from "wouter";
import type { Group, Reminder } from "@/api/types";
import { Mark } from "@/features/messages/status-mark";
import { when } from "@/lib/time";
import { todayIn } from "@/lib/zoned-time";
import { audienceWords } from "./audience";
import { nextWords } from "./progress";
import { endWords, ruleWords } from "./rule";

interface ReminderRowProps {
  reminder: Reminder;
  groups: readonly Group[];
}

/** One reminder in a list: when it comes, for whom, and when next. */
export function ReminderRow({ reminder, groups }: ReminderRowProps): ReactNode {
  const next = nextWords(reminder);
  const today = todayIn(reminder.time_zone);
  return (
    <li className="border-b border-hairline">
      <Link
        href={`/reminders/${reminder.id}`}
        className="-mx-3 flex flex-col gap-x-6 gap-y-1 rounded-md px-3 py-3.5 transition-colors duration-100 hover:bg-sunken sm:flex-row sm:items-start sm:justify-between"
      >
        <span className="min-w-0">
          <span className="block font-medium break-words">
            <bdi>{reminder.name}</bdi>
          </span>
          <span className="block text-sm text-muted">
            {ruleWords(reminder)}
            {endWords(reminder, today)} · <bdi>{audienceWords(reminder, groups)}</bdi>
          </span>
        </span>
        <span className="flex shrink-0 flex-wrap items-center gap-x-4 text-sm sm:flex-col sm:items-end">
          {next !== null && <span className="figures sm:pt-0.5">Next {next}</span>}
          <StatusOf reminder={reminder} />
        </span>
      </Link>
    </li>
  );
}

/** What is worth a mark: that it is held back, or over, or that its last time was missed. */
export function StatusOf({ reminder }: { reminder: Reminder }): ReactNode {
  const { status, last_occurrence } = reminder;
  if (status === "paused") return <Mark Icon={CirclePause} word="Paused" tone="candle" />;
  if (last_occurrence?.outcome === "missed") {
    return <Mark Icon={CircleX} word={`Missed ${when(last_occurrence.at)}`} tone="bad" />;
  }
  if (status === "finished") return <Mark Icon={CircleCheck} word="Finished" tone="quiet" />;
  return null;
}
