import type { ReactNode } from "react";
import { CircleHelp, Hand, Image, UserRoundCheck } from "lucide-react";
import { Link } from "wouter";
import type { Thread } from "@/api/types";
import { useConfig, useMe } from "@/features/session/context";
import { briefly, moment } from "@/lib/time";
import { useView } from "./view";
import { senderWords } from "./words";

/** Characters to which the API cuts a preview. */
const cutAt = 160;

/** A conversation in the list: who, the last words, when, and what there is to know before it is opened. */
export function ThreadRow({ thread, isOpen }: { thread: Thread; isOpen: boolean }): ReactNode {
  const { default_region } = useConfig();
  const { beside } = useView();
  const { unread, last_activity_at: at } = thread;
  return (
    <Link
      href={beside(`/inbox/${thread.id}`)}
      aria-current={isOpen ? "true" : undefined}
      className="-mx-3 grid grid-cols-[0.625rem_minmax(0,1fr)] gap-x-2.5 rounded-md px-3 py-3 transition-colors duration-100 hover:bg-sunken aria-[current]:bg-accent-soft"
    >
      <span aria-hidden className={`mt-2 size-2.5 rounded-full ${unread ? "bg-accent" : ""}`} />
      <span className="min-w-0">
        <span className="flex items-baseline justify-between gap-3">
          <span className={`truncate ${unread ? "font-semibold" : "font-medium"}`}>
            {unread && <span className="sr-only">Unread: </span>}
            <bdi className={thread.people.length === 0 ? "figures" : ""}>
              {senderWords(thread, default_region)}
            </bdi>
          </span>
          <time className="figures shrink-0 text-sm text-muted" dateTime={at} title={moment(at)}>
            {briefly(at)}
          </time>
        </span>
        <LastWords thread={thread} />
        <Marks thread={thread} />
      </span>
    </Link>
  );
}

function LastWords({ thread: { preview, unread } }: { thread: Thread }): ReactNode {
  return (
    <span className={`flex gap-1.5 text-sm ${unread ? "text-ink" : "text-muted"}`}>
      {preview.direction === "out" && <span className="shrink-0">We:</span>}
      {preview.media > 0 && (
        <>
          <Image aria-hidden className="mt-0.75 size-4 shrink-0" />
          <span className={preview.content === "" ? "" : "sr-only"}>
            {preview.media === 1 ? "A picture or file" : `${preview.media} pictures or files`}
          </span>
        </>
      )}
      <bdi className="line-clamp-2 min-w-0 break-words">{shortened(preview.content)}</bdi>
    </span>
  );
}

/** The API cuts a preview, and does not say so. */
function shortened(content: string): string {
  return content.length < cutAt ? content : `${content}…`;
}

/** What sets a conversation apart, each as a word and a shape; most have none. */
function Marks({ thread }: { thread: Thread }): ReactNode {
  const me = useMe();
  const { assignee, opted_out, opt_out_to_check } = thread;
  if (assignee === null && !opted_out) return null;
  return (
    <span className="flex flex-wrap gap-x-4 pt-0.5 text-sm text-muted">
      {assignee !== null && (
        <span className="flex min-w-0 items-center gap-1.5">
          <UserRoundCheck aria-hidden className="size-4 shrink-0" />
          <span className="truncate">
            {assignee.user_id === me?.user_id ? "Yours" : <bdi>{assignee.name}</bdi>}
          </span>
        </span>
      )}
      {opt_out_to_check !== null ? (
        <span className="flex items-center gap-1.5 font-medium text-candle-ink">
          <CircleHelp aria-hidden className="size-4 shrink-0" /> Was it an opt-out?
        </span>
      ) : (
        opted_out && (
          <span className="flex items-center gap-1.5">
            <Hand aria-hidden className="size-4 shrink-0 text-candle-ink" /> No texts
          </span>
        )
      )}
    </span>
  );
}
