import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Broadcast, Stats, StatusCounts } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyNote, ErrorNote, Skeleton, SkeletonRows } from "@/components/ui/notes";
import { Page, Section } from "@/components/ui/page";
import { useUnread } from "@/features/inbox/queries";
import { RepliesLink } from "@/features/inbox/replies-link";
import { waitingWords } from "@/features/inbox/words";
import { BroadcastRow } from "@/features/messages/broadcast-row";
import { WriteButton } from "@/features/messages/messages-page";
import { total } from "@/features/messages/progress";
import { anyUnderWay, useBroadcasts } from "@/features/messages/queries";
import { statusLooks, statusOrder, toneInk } from "@/features/messages/status";
import { NextReminders } from "@/features/reminders/next-reminders";
import { ReviewsLink } from "@/features/reviews/reviews-link";
import { useMayChange } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { number } from "@/lib/words";
import { homeHeadline } from "./headline";
import { useStats } from "./queries";

const recentCount = 5;

export function HomePage(): ReactNode {
  const recent = useBroadcasts(recentCount);
  const broadcasts = recent.data?.pages[0]?.items;
  const stats = useStats(anyUnderWay(broadcasts ?? []));
  const { data: unread } = useUnread();
  const replies = unread === undefined ? null : waitingWords(unread);
  const headline = homeHeadline(broadcasts, stats.data, replies);
  const error = recent.error ?? stats.error;
  return (
    <Page title="Home" headline={headline} act={<WriteButton />}>
      <ReviewsLink />
      <RepliesLink isSaid={headline === replies} />
      {error === null && <MeProblem />}
      {error !== null && (
        <div className="pb-6">
          <ErrorNote
            error={error}
            act={
              <Button
                onClick={() => {
                  void recent.refetch();
                  void stats.refetch();
                }}
              >
                Try again
              </Button>
            }
          />
        </div>
      )}
      <div className="grid gap-x-14 gap-y-10 lg:grid-cols-[minmax(0,1fr)_17rem]">
        <Recent
          broadcasts={broadcasts}
          isPending={recent.isPending}
          hasContacts={stats.data?.contacts.total !== 0}
        />
        <div className="flex flex-col gap-8">
          <NextReminders />
          <Totals stats={stats.data} />
          <ContactTotals stats={stats.data} />
        </div>
      </div>
    </Page>
  );
}

interface RecentProps {
  broadcasts: readonly Broadcast[] | undefined;
  isPending: boolean;
  hasContacts: boolean;
}

function Recent({ broadcasts, isPending, hasContacts }: RecentProps): ReactNode {
  const mayChange = useMayChange();
  return (
    <Section
      title="Latest messages"
      aside={
        broadcasts !== undefined &&
        broadcasts.length >= recentCount && (
          <Link
            href="/messages"
            className="inline-flex min-h-11 items-center text-accent underline-offset-4 hover:underline"
          >
            See all
          </Link>
        )
      }
    >
      {isPending && <SkeletonRows rows={4} label="Reading the latest messages" />}
      {broadcasts?.length === 0 && hasContacts && (
        <EmptyNote title="Say hello to everyone">
          Write one message, look at who gets it, and send. You see here how it reaches each phone, and who
          could not be reached.
        </EmptyNote>
      )}
      {broadcasts?.length === 0 && !hasContacts && (
        <EmptyNote
          title="First, the people"
          act={mayChange && <ButtonLink href="/contacts/new">Add the first contact</ButtonLink>}
        >
          Add those your church keeps in touch with: a name, a mobile number and the language they like to
          read. Then write to all of them at once.
        </EmptyNote>
      )}
      {broadcasts !== undefined && broadcasts.length > 0 && (
        <ul aria-label="Latest messages">
          {broadcasts.map((broadcast) => (
            <BroadcastRow key={broadcast.id} broadcast={broadcast} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Totals({ stats }: { stats: Stats | undefined }): ReactNode {
  if (stats === undefined) {
    return (
      <Section title="All texts so far">
        <div className="flex flex-col gap-3 pt-4">
          <Skeleton className="h-5 w-full" />
          <Skeleton className="h-5 w-full" />
          <Skeleton className="h-5 w-full" />
        </div>
      </Section>
    );
  }
  const { sms, voice } = stats.messages;
  return (
    <>
      <StatusTotals title="All texts so far" counts={sms} none="None yet." />
      {total(voice) > 0 && <StatusTotals title="All calls so far" counts={voice} none="None yet." />}
    </>
  );
}

function StatusTotals({
  title,
  counts,
  none,
}: {
  title: string;
  counts: StatusCounts;
  none: string;
}): ReactNode {
  const present = statusOrder.filter((status) => counts[status] > 0);
  return (
    <Section title={title}>
      {present.length === 0 && <p className="py-3 text-muted">{none}</p>}
      <dl>
        {present.map((status) => {
          const { Icon, word, tone } = statusLooks[status];
          return (
            <div
              key={status}
              title={statusLooks[status].means}
              className="flex items-center justify-between border-b border-hairline py-2"
            >
              <dt className="inline-flex items-center gap-2">
                <Icon aria-hidden className={`size-4.5 ${toneInk[tone]}`} />
                {word}
              </dt>
              <dd className="figures font-semibold">{number(counts[status])}</dd>
            </div>
          );
        })}
      </dl>
    </Section>
  );
}

function ContactTotals({ stats }: { stats: Stats | undefined }): ReactNode {
  return (
    <Section title="Contacts">
      {stats === undefined ? (
        <Skeleton className="mt-4 h-5 w-full" />
      ) : (
        <dl>
          <div className="flex justify-between border-b border-hairline py-2">
            <dt>People</dt>
            <dd className="figures font-semibold">{number(stats.contacts.total)}</dd>
          </div>
          <div className="flex justify-between border-b border-hairline py-2">
            <dt>Active</dt>
            <dd className="figures font-semibold">{number(stats.contacts.active)}</dd>
          </div>
        </dl>
      )}
      <Link
        href="/contacts"
        className="inline-flex min-h-11 items-center text-accent underline-offset-4 hover:underline"
      >
        See contacts
      </Link>
    </Section>
  );
}
