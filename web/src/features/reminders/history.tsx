import type { ReactNode } from "react";
import { CircleX } from "lucide-react";
import { Link } from "wouter";
import type { PastOccurrence, Reminder } from "@/api/types";
import { Button } from "@/components/ui/button";
import { More } from "@/components/ui/more";
import { ErrorNote, SkeletonRows } from "@/components/ui/notes";
import { Section } from "@/components/ui/page";
import { Mark, ProgressBar, StateMark } from "@/features/messages/status-mark";
import { dayWords } from "@/lib/plain-date";
import { people } from "@/lib/words";
import { clockWords, todayIn, wallClock } from "@/lib/zoned-time";
import { missedWords } from "./progress";
import { useOccurrences } from "./queries";

/** What became of each time so far, newest first. */
export function History({ reminder }: { reminder: Reminder }): ReactNode {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useOccurrences(reminder);
  const past = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section title="So far">
      {error !== null && (
        <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
      {isPending && <SkeletonRows rows={3} label="Reading what has gone out" />}
      {data !== undefined && past.length === 0 && (
        <p className="py-4 text-muted">It has not gone out yet. You see here how each time went.</p>
      )}
      <ul aria-label="So far">
        {past.map((occurrence) => (
          <Past key={occurrence.date} occurrence={occurrence} zone={reminder.time_zone} />
        ))}
      </ul>
      {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
    </Section>
  );
}

function Past({ occurrence, zone }: { occurrence: PastOccurrence; zone: string }): ReactNode {
  const { broadcast, broadcast_id } = occurrence;
  const content = (
    <>
      <span className="flex flex-wrap items-center justify-between gap-x-4">
        <span>{pastDay(occurrence, zone)}</span>
        <span className="text-sm">
          {broadcast === null ? (
            occurrence.outcome === "missed" && <Mark Icon={CircleX} word="Missed" tone="bad" />
          ) : (
            <StateMark broadcast={broadcast} />
          )}
        </span>
      </span>
      <span className="block text-sm text-muted">{pastWords(occurrence, zone)}</span>
      {broadcast !== null && broadcast.status === "sending" && (
        <span className="block pt-2">
          <ProgressBar broadcast={broadcast} slim />
        </span>
      )}
    </>
  );
  return (
    <li className="border-b border-hairline">
      {broadcast_id === null ? (
        <div className="py-3">{content}</div>
      ) : (
        <Link
          href={`/messages/${broadcast_id}`}
          className="-mx-3 block rounded-md px-3 py-3 transition-colors duration-100 hover:bg-sunken"
        >
          {content}
        </Link>
      )}
    </li>
  );
}

function pastDay({ at }: PastOccurrence, zone: string): string {
  const { date, time } = wallClock(at, zone);
  return `${dayWords(date, todayIn(zone))} at ${clockWords(time)}`;
}

/** To how many it went, and why it was late or did not go. */
function pastWords(occurrence: PastOccurrence, zone: string): string {
  const { outcome, broadcast, is_late, decided_at } = occurrence;
  if (outcome === "missed") return missedWords;
  const reached = broadcast?.recipients ?? null;
  const sent = reached === null ? "Sent" : reached === 0 ? "Nobody to send to" : `Sent to ${people(reached)}`;
  if (!is_late) return `${sent}.`;
  return `${sent}, late: at ${clockWords(wallClock(decided_at, zone).time)}, as soon as it could be.`;
}
