import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import type { Broadcast, Message, MessageStatus } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Filter, Filters } from "@/components/ui/filters";
import { More } from "@/components/ui/more";
import { ErrorNote, SkeletonRows } from "@/components/ui/notes";
import { Section } from "@/components/ui/page";
import { useConfig } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";
import { moment, when } from "@/lib/time";
import { isUnderWay, total } from "./progress";
import { useBroadcastMessages } from "./queries";
import { reasonOf } from "./reason";
import { lookOf, statusOrder, toneInk } from "./status";
import { StatusMark } from "./status-mark";

/** Each person's message, and counts that are filters as well. */
export function BroadcastPeople({ broadcast }: { broadcast: Broadcast }): ReactNode {
  const [status, setStatus] = useState<MessageStatus | null>(null);
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useBroadcastMessages(broadcast.id, status);
  const messages = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title="People">
      <StatusFilters broadcast={broadcast} chosen={status} onChoose={setStatus} />
      {status !== null && (
        <p className="pb-2 text-sm text-muted">{lookOf(status, broadcast.message_type).means}</p>
      )}
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
  if (broadcast.status === "scheduled") return "The list is written when it goes out.";
  return isUnderWay(broadcast) ? "The list is being written." : "There is nobody in this list.";
}

interface StatusFiltersProps {
  broadcast: Broadcast;
  chosen: MessageStatus | null;
  onChoose: (status: MessageStatus | null) => void;
}

function StatusFilters({ broadcast, chosen, onChoose }: StatusFiltersProps): ReactNode {
  const present = statusOrder.filter((status) => broadcast.counts[status] > 0 || status === chosen);
  return (
    <Filters>
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
        const { Icon, word, tone } = lookOf(status, broadcast.message_type);
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
    </Filters>
  );
}

function PersonName({ message: { contact_id, contact_name } }: { message: Message }): ReactNode {
  // A reply can go to a number that is nobody's in the directory.
  if (contact_id === null) {
    return <bdi className="truncate font-medium">{contact_name ?? "Someone who is not a contact"}</bdi>;
  }
  return (
    <Link
      href={`/contacts/${contact_id}`}
      className="-my-1 truncate py-1 font-medium underline-offset-4 hover:underline"
    >
      <bdi>{contact_name ?? "Someone who is no longer a contact"}</bdi>
    </Link>
  );
}

function PersonRow({ message }: { message: Message }): ReactNode {
  const { default_region } = useConfig();
  const reason = reasonOf(message);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-5 gap-y-0.5 border-b border-hairline py-2.5 sm:grid-cols-[minmax(0,1fr)_9.5rem_10rem_9rem] sm:items-center">
      <PersonName message={message} />
      <span className="figures text-sm text-muted max-sm:order-3">
        {/* Of someone who was deleted, the number is gone too. */}
        {message.phone !== null && formatPhone(message.phone, default_region)}
      </span>
      <span className="text-sm max-sm:order-2">
        <StatusMark status={message.status} type={message.message_type} />
      </span>
      <time className="text-sm text-muted max-sm:hidden" title={moment(message.updated_at)}>
        {when(message.updated_at)}
      </time>
      {reason !== null && <p className="order-4 col-span-full pb-0.5 text-sm text-muted">{reason}</p>}
    </li>
  );
}
