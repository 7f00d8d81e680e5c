import type { ReactNode } from "react";
import { PhoneOutgoing } from "lucide-react";
import { Link } from "wouter";
import type { Call } from "@/api/types";
import { Button } from "@/components/ui/button";
import { More } from "@/components/ui/more";
import { EmptyNote, ErrorNote, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { useConfig } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";
import { moment, when } from "@/lib/time";
import { FollowUpRow } from "./follow-up-row";
import { useCalls, useOpenFollowUps } from "./queries";
import { aboutWords, lengthWords, waitingWords } from "./words";

/** What callers left for the church, and all calls. */
export function CallsPage(): ReactNode {
  const followUps = useOpenFollowUps();
  const calls = useCalls();
  // Who may be in danger comes first, whatever else has come in since.
  const open = followUps.data?.pages
    .flatMap((page) => page.items)
    .sort((one, other) => Number(other.kind === "care") - Number(one.kind === "care"));
  const all = calls.data?.pages.flatMap((page) => page.items);
  const error = followUps.error ?? calls.error;
  const again = (): void => {
    void followUps.refetch();
    void calls.refetch();
  };
  return (
    <Page
      title="Calls"
      headline={open === undefined ? "What callers left." : waitingWords(open.length, followUps.hasNextPage)}
    >
      {error !== null && <ErrorNote error={error} act={<Button onClick={again}>Try again</Button>} />}
      {open !== undefined && open.length > 0 && (
        <ul aria-label="What callers left" className="mb-10 max-w-[46rem] border-t border-hairline">
          {open.map((followUp) => (
            <FollowUpRow key={followUp.id} followUp={followUp} withCaller />
          ))}
        </ul>
      )}
      {followUps.hasNextPage && (
        <More busy={followUps.isFetchingNextPage} onMore={() => void followUps.fetchNextPage()} />
      )}
      {calls.isPending && <SkeletonRows rows={3} label="Reading the calls" />}
      {all?.length === 0 && <NoCalls />}
      {all !== undefined && all.length > 0 && (
        <section aria-labelledby="all-calls" className="max-w-[46rem]">
          <h2 id="all-calls" className="pb-2 font-semibold">
            All calls
          </h2>
          <ul className="border-t border-hairline">
            {all.map((call) => (
              <CallRow key={call.id} call={call} />
            ))}
          </ul>
        </section>
      )}
      {calls.hasNextPage && (
        <More busy={calls.isFetchingNextPage} onMore={() => void calls.fetchNextPage()} />
      )}
    </Page>
  );
}

function NoCalls(): ReactNode {
  return (
    <EmptyNote title="Calls to the church are listed here">
      The assistant answers the church’s number, in the caller’s language. For example: someone rings at
      eleven at night and asks for a prayer. In the morning it waits here, word for word, with a summary of
      the call.
    </EmptyNote>
  );
}

function CallRow({ call }: { call: Call }): ReactNode {
  const { default_region } = useConfig();
  const phone = call.caller_phone === null ? null : formatPhone(call.caller_phone, default_region);
  return (
    <li className="flex flex-col gap-1 border-b border-hairline py-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-5 gap-y-0.5">
        <Link href={`/calls/${call.id}`} className="font-semibold underline-offset-4 hover:underline">
          <bdi>{call.caller_name ?? phone ?? "Number withheld"}</bdi>
        </Link>
        {call.direction === "outbound" && (
          <span className="me-auto inline-flex items-center gap-1 text-sm text-muted">
            <PhoneOutgoing aria-hidden className="size-3.5" /> We called
          </span>
        )}
        <span className="figures text-sm text-muted">
          <time dateTime={call.created_at} title={moment(call.created_at)}>
            {when(call.created_at)}
          </time>
          {" · "}
          {lengthWords(call)}
        </span>
      </div>
      {call.care_need !== null && (
        <p className="font-semibold text-candle-ink">
          <span aria-hidden="true">▲ </span>May need help now
        </p>
      )}
      <p dir="auto" className="text-muted">
        {aboutWords(call)}
      </p>
    </li>
  );
}
