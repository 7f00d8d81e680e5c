import type { ReactNode } from "react";
import { Link } from "wouter";
import { useLatestCallsWith } from "@/features/calls/queries";
import { aboutWords, lengthWords } from "@/features/calls/words";
import { moment, when } from "@/lib/time";
import { PanelPart } from "./panel";

/** How many calls are shown: what somebody looks up before they ring back. */
const shown = 5;

/** The latest calls between a person's number and the church. Nothing when there are none. */
export function ContactCalls({ id }: { id: string }): ReactNode {
  const { data } = useLatestCallsWith(id, shown);
  if (data === undefined || data.items.length === 0) return null;
  return (
    <PanelPart title="Calls">
      <ul aria-label="Calls">
        {data.items.map((call) => (
          <li key={call.id} className="border-b border-hairline py-3">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <Link
                href={`/calls/${call.id}`}
                className="inline-flex min-h-6 items-center font-medium text-accent underline-offset-4 hover:underline"
              >
                {call.direction === "outbound" ? "We called" : "Called us"}
              </Link>
              <span className="figures text-sm text-muted">
                <time dateTime={call.created_at} title={moment(call.created_at)}>
                  {when(call.created_at)}
                </time>
                {" · "}
                {lengthWords(call)}
              </span>
            </p>
            <p dir="auto" className="text-sm text-muted">
              {aboutWords(call)}
            </p>
          </li>
        ))}
      </ul>
      {data.next_cursor !== null && (
        <p className="pt-3 text-sm text-muted">
          These are the latest {shown}. All calls are under{" "}
          <Link href="/calls" className="underline underline-offset-4">
            Calls
          </Link>
          .
        </p>
      )}
    </PanelPart>
  );
}
