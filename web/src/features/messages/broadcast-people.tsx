import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import type { Broadcast, Message, MessageStatus } from "@/api/types";
import { Button } from "@/components/ui/button";
import { More } from "@/components/ui/more";
import { ErrorNote, SkeletonRows } from "@/components/ui/notes";
import { Section } from "@/components/ui/page";
import { useConfig } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";
import { moment, when } from "@/lib/time";
import { number } from "@/lib/words";
import { isUnderWay, total } from "./progress";
import { useBroadcastMessages } from "./queries";
import { statusLooks, statusOrder, toneInk } from "./status";
import { StatusMark } from "./status-mark";

/** Each person's message, and counts that are filters as well. */
export function BroadcastPeople({ broadcast }: { broadcast: Broadcast }): ReactNode {
  const [status, setStatus] = useState<MessageStatus | null>(null);
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useBroadcastMessages(broadcast.id, status);
  const messages = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title="People">
      <Filters broadcast={broadcast} chosen={status} onChoose={setStatus} />
      {status !== null && <p className="pb-2 text-sm text-muted">{statusLooks[status].means}</p>}
      {error !== null && (
        <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
      {isPending && <SkeletonRows rows={5} label="Reading the list of people" />}
      {messages.length > 0 && (
        <ul aria-label="People" className="border-t border-hairline">
          {messages.map((message) => (
            <PersonRow key={message.id} message={message} />
          ))}
        </ul>
      )}
      {data !== undefined && messages.length === 0 && !hasNextPage && (
        <p className="py-6 text-muted">{nobody(broadcast, status)}</p>
      )}
      {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
    </Section>
  );
}

function nobody(broadcast: Broadcast, status: MessageStatus | null): string {
  if (status !== null) return "Nobody, at this moment.";
  return isUnderWay(broadcast) ? "The list is being written." : "There is nobody in this list.";
}

interface FiltersProps {
  broadcast: Broadcast;
  chosen: MessageStatus | null;
  onChoose: (status: MessageStatus | null) => void;
}

function Filters({ broadcast, chosen, onChoose }: FiltersProps): ReactNode {
  const present = statusOrder.filter((status) => broadcast.counts[status] > 0 || status === chosen);
  return (
    <div
      role="group"
      aria-label="Show"
      className="-mx-4 flex gap-1 overflow-x-auto px-4 py-3 sm:mx-0 sm:flex-wrap sm:px-0"
    >
      <Filter
        isChosen={chosen === null}
        count={total(broadcast.counts)}
        onChoose={() => {
          onChoose(null);
        }}
      >
        Everyone
      </Filter>
      {present.map((status) => {
        const { Icon, word, tone } = statusLooks[status];
        return (
          <Filter
            key={status}
            isChosen={chosen === status}
            count={broadcast.counts[status]}
            onChoose={() => {
              onChoose(status);
            }}
          >
            <Icon aria-hidden className={`size-4.5 ${toneInk[tone]}`} />
            {word}
          </Filter>
        );
      })}
    </div>
  );
}

interface FilterProps {
  isChosen: boolean;
  count: number;
  onChoose: () => void;
  children: ReactNode;
}

function Filter({ isChosen, count, onChoose, children }: FilterProps): ReactNode {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className="inline-flex min-h-11 shrink-0 items-center gap-1.5 rounded-md border border-transparent px-3 whitespace-nowrap hover:bg-sunken aria-pressed:border-edge aria-pressed:bg-raised aria-pressed:font-semibold"
    >
      {children}
      <span className="figures font-normal text-muted">{number(count)}</span>
    </button>
  );
}

function PersonRow({ message }: { message: Message }): ReactNode {
  const { default_region } = useConfig();
  const reason = reasonOf(message);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-5 gap-y-0.5 border-b border-hairline py-2.5 sm:grid-cols-[minmax(0,1fr)_9.5rem_10rem_9rem] sm:items-center">
      <Link
        href={`/contacts/${message.contact_id}`}
        className="-my-1 truncate py-1 font-medium underline-offset-4 hover:underline"
      >
        <bdi>{message.contact_name ?? "Someone who is no longer a contact"}</bdi>
      </Link>
      <span className="figures text-sm text-muted max-sm:order-3">
        {formatPhone(message.phone, default_region)}
      </span>
      <span className="text-sm max-sm:order-2">
        <StatusMark status={message.status} />
      </span>
      <time className="text-sm text-muted max-sm:hidden" title={moment(message.updated_at)}>
        {when(message.updated_at)}
      </time>
      {reason !== null && <p className="order-4 col-span-full pb-0.5 text-sm text-muted">{reason}</p>}
    </li>
  );
}

const skipReasons = {
  same_phone: "Shares a phone with someone who gets this message.",
  inactive: "Marked as not active.",
  cancelled: "This message was stopped before it went out.",
} as const;

/** Why it is not delivered, as a person would say it; null where the status says it all. */
function reasonOf(message: Message): string | null {
  if (message.status === "skipped") {
    return message.skip_reason === null ? null : skipReasons[message.skip_reason];
  }
  if (message.error_message !== null && message.error_message !== "") {
    return message.error_code === null
      ? message.error_message
      : `${message.error_message} (${message.error_code})`;
  }
  const telling: readonly MessageStatus[] = ["unknown", "needs_review", "undelivered", "failed"];
  return telling.includes(message.status) ? statusLooks[message.status].means : null;
}
