import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Call, CallDetails, ConversationTurn } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote, Note, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { useConfig } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";
import { moment, when } from "@/lib/time";
import { FollowUpRow } from "./follow-up-row";
import { ProposedChanges } from "./proposed-changes";
import { useCall } from "./queries";
import { aboutWords, lengthWords } from "./words";

/** One call: what it was about, what is to be done, and what was said. */
export function CallPage({ id }: { id: string }): ReactNode {
  const { data, error, isPending, refetch } = useCall(id);
  const { default_region } = useConfig();
  return (
    <Page
      title="Call"
      headline={data === undefined ? "One call." : headline(data.call, default_region)}
      back={{ href: "/calls", name: "All calls" }}
    >
      {error !== null && (
        <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
      {isPending && <SkeletonRows rows={4} label="Reading the call" />}
      {data !== undefined && <Details details={data} />}
    </Page>
  );
}

function headline(call: Call, region: string): string {
  const phone = call.caller_phone === null ? null : formatPhone(call.caller_phone, region);
  const caller = call.caller_name ?? phone ?? "Somebody";
  if (call.status === "in_progress") return `${caller} is on the phone.`;
  return call.direction === "outbound"
    ? `We called ${caller} ${when(call.created_at)}.`
    : `${caller} called ${when(call.created_at)}.`;
}

function Details({ details: { call, turns, follow_ups } }: { details: CallDetails }): ReactNode {
  return (
    <div className="flex max-w-[46rem] flex-col gap-8">
      {call.care_need !== null && (
        <Note tone="candle">
          This caller may need help now. They were told to call 911 or 988. Ring them, or have somebody do it.
        </Note>
      )}
      <section aria-label="Summary" className="flex flex-col gap-3">
        <p dir="auto">{aboutWords(call)}</p>
        <p className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-muted">
          <span className="figures">{lengthWords(call)}</span>
          {call.caller_phone !== null && (
            <a href={`tel:${call.caller_phone}`} className="text-accent underline-offset-4 hover:underline">
              Call back
            </a>
          )}
          {call.contact_id !== null && (
            <Link
              href={`/contacts/${call.contact_id}`}
              className="text-accent underline-offset-4 hover:underline"
            >
              See the person
            </Link>
          )}
        </p>
      </section>
      {call.proposed_changes.length > 0 && <ProposedChanges call={call} />}
      {follow_ups.length > 0 && (
        <section aria-labelledby="asked-for">
          <h2 id="asked-for" className="pb-2 font-semibold">
            What the caller left
          </h2>
          <ul className="border-t border-hairline">
            {follow_ups.map((followUp) => (
              <FollowUpRow key={followUp.id} followUp={followUp} withCaller={false} />
            ))}
          </ul>
        </section>
      )}
      {turns.length > 0 && (
        <section aria-labelledby="said">
          <h2 id="said" className="pb-3 font-semibold">
            What was said
          </h2>
          <ol className="flex flex-col gap-3">
            {turns.map((turn) => (
              <Turn key={turn.id} turn={turn} them={call.direction === "outbound" ? "Called" : "Caller"} />
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

interface TurnProps {
  turn: ConversationTurn;
  /** What the other side is called. */
  them: string;
}

function Turn({ turn, them }: TurnProps): ReactNode {
  const isCaller = turn.role === "caller";
  const words = turn.content ?? (turn.keys === null ? "Said nothing" : `Pressed ${turn.keys}`);
  return (
    <li className={isCaller ? "flex flex-col items-start" : "flex flex-col items-end"}>
      <span className="pb-0.5 text-sm text-muted">
        {isCaller ? them : "Assistant"}
        {" · "}
        <time dateTime={turn.timestamp}>{moment(turn.timestamp)}</time>
      </span>
      <p
        dir="auto"
        lang={turn.language ?? undefined}
        className={`max-w-[85%] rounded-[1.15rem] px-4 py-2.5 break-words whitespace-pre-wrap ${
          isCaller ? "bg-sunken" : "border border-hairline"
        } ${turn.content === null ? "text-muted italic" : ""}`}
      >
        {words}
      </p>
    </li>
  );
}
