import type { ReactNode } from "react";
import { FlaskConical, Phone } from "lucide-react";
import { Link } from "wouter";
import type { Broadcast } from "@/api/types";
import { moment, upcoming, when } from "@/lib/time";
import { groups, people } from "@/lib/words";
import { isUnderWay } from "./progress";
import { ProgressBar, StateMark } from "./status-mark";

/** One message in a list: what it said, to how many, when, and how it stands. */
export function BroadcastRow({ broadcast }: { broadcast: Broadcast }): ReactNode {
  return (
    <li className="border-b border-hairline">
      <Link
        href={`/messages/${broadcast.id}`}
        className="-mx-3 block rounded-md px-3 py-3.5 transition-colors duration-100 hover:bg-sunken"
      >
        <span className="flex flex-col gap-x-6 gap-y-1 sm:flex-row sm:items-start sm:justify-between">
          <span className="line-clamp-2 min-w-0 break-words" dir="auto">
            {broadcast.content}
          </span>
          <span className="shrink-0 text-sm">
            <StateMark broadcast={broadcast} />
          </span>
        </span>
        <span className="block pt-0.5 text-sm text-muted">
          {broadcast.is_test && <TestMark />}
          {broadcast.message_type === "voice" && <CallMark />}
          {audienceWords(broadcast)} · <BroadcastTime broadcast={broadcast} />
        </span>
        {isUnderWay(broadcast) && (
          <span className="block pt-2.5">
            <ProgressBar broadcast={broadcast} slim />
          </span>
        )}
      </Link>
    </li>
  );
}

/** That a message was sent only to be looked at. */
export function TestMark(): ReactNode {
  return (
    <span className="me-2 inline-flex items-center gap-1 rounded bg-sunken px-1.5 font-semibold text-ink">
      <FlaskConical aria-hidden className="size-3.5" /> Test
    </span>
  );
}

/** That a message is spoken. */
export function CallMark(): ReactNode {
  return (
    <span className="me-2 inline-flex items-center gap-1 rounded bg-sunken px-1.5 font-semibold text-ink">
      <Phone aria-hidden className="size-3.5" /> Call
    </span>
  );
}

/** When it goes out, for one that waits for its time; when it was made, for all others. */
export function BroadcastTime({ broadcast }: { broadcast: Broadcast }): ReactNode {
  const { status, scheduled_at, created_at } = broadcast;
  return status === "scheduled" && scheduled_at !== null ? (
    <time title={moment(scheduled_at)}>goes out {upcoming(scheduled_at)}</time>
  ) : (
    <time title={moment(created_at)}>{when(created_at)}</time>
  );
}

/** "To everyone: 187 people", "To 2 groups: 34 people", "To 3 people", "Reply to one person". */
export function audienceWords({ audience, recipients, landlines_of }: Broadcast): string {
  if (landlines_of !== null)
    return recipients === null ? "To landlines" : `To landlines: ${people(recipients)}`;
  if (audience.kind === "reply") return "Reply to one person";
  if (audience.kind === "contacts") return `To ${people(recipients ?? audience.contact_ids.length)}`;
  const whom = audience.kind === "all" ? "To everyone" : `To ${groups(audience.group_ids.length)}`;
  return recipients === null ? whom : `${whom}: ${people(recipients)}`;
}
