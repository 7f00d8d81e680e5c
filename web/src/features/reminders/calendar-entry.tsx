import type { ReactNode } from "react";
import { CalendarX2, CircleDashed, CircleX, Clock, type LucideIcon } from "lucide-react";
import { Link } from "wouter";
import type { Broadcast, CalendarEntry } from "@/api/types";
import { stateOf } from "@/features/messages/progress";
import { useBroadcast } from "@/features/messages/queries";
import { toneInk, type Tone } from "@/features/messages/status";
import { stateIcons } from "@/features/messages/status-mark";
import { people } from "@/lib/words";
import { clockWords, wallClock } from "@/lib/zoned-time";

interface EntryProps {
  entry: CalendarEntry;
  zone: string;
}

interface Look {
  Icon: LucideIcon;
  tone: Tone;
  /** A word or two; null for what is to come as usual. */
  word: string | null;
  words: string;
}

/** What has gone out is told by its message, which may still be on its way; everything else tells itself. */
export function MonthEntry(props: EntryProps): ReactNode {
  const { entry } = props;
  return entry.broadcast_id === null ? (
    <MonthLink {...props} look={lookOf(entry)} />
  ) : (
    <WithBroadcast entry={entry} id={entry.broadcast_id}>
      {(look) => <MonthLink {...props} look={look} />}
    </WithBroadcast>
  );
}

/** As in the month, with room for the words. */
export function AgendaEntry(props: EntryProps): ReactNode {
  const { entry } = props;
  return entry.broadcast_id === null ? (
    <AgendaLink {...props} look={lookOf(entry)} />
  ) : (
    <WithBroadcast entry={entry} id={entry.broadcast_id}>
      {(look) => <AgendaLink {...props} look={look} />}
    </WithBroadcast>
  );
}

interface WithBroadcastProps {
  entry: CalendarEntry;
  id: string;
  children: (look: Look) => ReactNode;
}

function WithBroadcast({ entry, id, children }: WithBroadcastProps): ReactNode {
  const { data: broadcast } = useBroadcast(id);
  return children(broadcast === undefined ? lookOf(entry) : broadcastLook(broadcast));
}

function lookOf({ state, marks }: CalendarEntry): Look {
  switch (state) {
    case "planned":
      return { Icon: Clock, tone: "moving", word: null, words: "Planned" };
    case "skipped":
      return { Icon: CalendarX2, tone: "quiet", word: "Left out", words: leftOutWords(marks) };
    case "missed":
      return { Icon: CircleX, tone: "bad", word: "Missed", words: "Missed" };
    case "sent":
      return { Icon: CircleDashed, tone: "quiet", word: "Sent", words: "Sent" };
  }
}

function leftOutWords(marks: CalendarEntry["marks"]): string {
  return marks.find(({ kind }) => kind === "holiday" || kind === "skip_date")?.text ?? "Left out";
}

function broadcastLook(broadcast: Broadcast): Look {
  const { word, tone } = stateOf(broadcast);
  return { Icon: stateIcons[tone], tone, word, words: `${resultWords(broadcast)}${word}` };
}

/** "Sent to 187 people: ", where it is known to how many. */
export function resultWords({ recipients }: Pick<Broadcast, "recipients">): string {
  return recipients === null || recipients === 0 ? "" : `Sent to ${people(recipients)}: `;
}

function addressOf({ broadcast_id, reminder_id }: CalendarEntry): string {
  return broadcast_id === null ? `/reminders/${reminder_id}` : `/messages/${broadcast_id}`;
}

function MonthLink({ entry, zone, look }: EntryProps & { look: Look }): ReactNode {
  const { Icon, tone, word, words } = look;
  const isOut = entry.state === "skipped";
  return (
    <Link
      href={addressOf(entry)}
      title={`${entry.name}: ${words}`}
      className="block rounded px-1 py-0.5 text-xs hover:bg-sunken"
    >
      <span className={`flex items-center gap-1 ${toneInk[tone]}`}>
        <Icon aria-hidden className="size-3.5 shrink-0" />
        <span className={`figures whitespace-nowrap ${isOut ? "line-through" : ""}`}>
          {clockWords(wallClock(entry.at, zone).time)}
        </span>
      </span>
      <bdi className={`line-clamp-2 leading-snug break-words ${isOut ? "text-muted line-through" : ""}`}>
        {entry.name}
      </bdi>
      {word !== null && (
        <span aria-hidden className={`block leading-snug ${toneInk[tone]}`}>
          {word}
        </span>
      )}
      <span className="sr-only">. {words}</span>
    </Link>
  );
}

function AgendaLink({ entry, zone, look }: EntryProps & { look: Look }): ReactNode {
  const { Icon, tone, words } = look;
  const isOut = entry.state === "skipped";
  return (
    <Link
      href={addressOf(entry)}
      className="grid min-h-11 grid-cols-[5.25rem_minmax(0,1fr)] gap-x-3 rounded-md py-2.5 hover:bg-sunken"
    >
      <span className={`figures ${isOut ? "text-muted line-through" : ""}`}>
        {clockWords(wallClock(entry.at, zone).time)}
      </span>
      <span className="min-w-0">
        <bdi className={`block font-medium break-words ${isOut ? "text-muted line-through" : ""}`}>
          {entry.name}
        </bdi>
        <span className={`flex gap-1.5 text-sm ${toneInk[tone]}`}>
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
          {words}
        </span>
      </span>
    </Link>
  );
}
