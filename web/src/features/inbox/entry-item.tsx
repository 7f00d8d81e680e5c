import type { ReactNode } from "react";
import { CircleHelp, Hand, MessagesSquare, StickyNote, Zap } from "lucide-react";
import { Link } from "wouter";
import type { Entry, EntryMessage, EntryText } from "@/api/types";
import { reasonOf } from "@/features/messages/reason";
import { StatusMark } from "@/features/messages/status-mark";
import { useMe } from "@/features/session/context";
import { clockTime, moment } from "@/lib/time";
import { EntryMediaList } from "./entry-media";
import { actorWords, eventWords } from "./words";

interface EntryItemProps {
  entry: Entry;
  threadId: string;
  /** Who writes to us. */
  name: string;
}

/** One thing of a conversation: theirs at the start of the line, ours at its end, what happened in between. */
export function EntryItem({ entry, threadId, name }: EntryItemProps): ReactNode {
  const { kind, text, message, content } = entry;
  if (kind === "text" && text !== null) {
    return <TheirText entry={entry} text={text} threadId={threadId} name={name} />;
  }
  if (kind === "reply" && message !== null) return <OurReply entry={entry} message={message} />;
  if (kind === "broadcast" && message !== null) return <FromBroadcast entry={entry} message={message} />;
  if (kind === "note" && content !== null) return <NoteBubble entry={entry} content={content} />;
  return <EventLine entry={entry} />;
}

const shape =
  "w-fit max-w-[85%] px-4 py-2.5 break-words whitespace-pre-wrap rounded-[1.15rem] lg:max-w-[34rem]";
const theirs = `${shape} rounded-es-[0.3rem] bg-sunken`;
const ours = `${shape} rounded-ee-[0.3rem]`;

function Meta({ children, isOurs = false }: { children: ReactNode; isOurs?: boolean }): ReactNode {
  return (
    <div
      className={`flex flex-wrap items-center gap-x-2 gap-y-0.5 px-1 pt-1 text-sm text-muted ${isOurs ? "justify-end text-end" : ""}`}
    >
      {children}
    </div>
  );
}

function Time({ at }: { at: string }): ReactNode {
  return (
    <time className="figures whitespace-nowrap" dateTime={at} title={moment(at)}>
      {clockTime(at)}
    </time>
  );
}

function TheirText({ entry, text, threadId, name }: EntryItemProps & { text: EntryText }): ReactNode {
  return (
    <li className="flex flex-col items-start">
      <span className="sr-only">{name} wrote:</span>
      {text.content !== "" && (
        <p dir="auto" className={theirs}>
          {text.content}
        </p>
      )}
      <EntryMediaList threadId={threadId} entryId={entry.id} media={text.media} name={name} />
      {text.dropped_media > 0 && (
        <Meta>
          {text.dropped_media === 1 ? "One more file was" : `${text.dropped_media} more files were`} left out.
        </Meta>
      )}
      <Meta>
        <Time at={entry.at} />
        {text.meaning === "maybe_opt_out" && (
          <span className="flex items-center gap-1.5 text-candle-ink">
            <CircleHelp aria-hidden className="size-4" /> Taken for an opt-out
          </span>
        )}
        {text.meaning === "opt_out" && (
          <span className="flex items-center gap-1.5">
            <Hand aria-hidden className="size-4 text-candle-ink" /> An opt-out
          </span>
        )}
        {text.answered_by_carrier && <span>Twilio answered this itself.</span>}
      </Meta>
      <AutomaticAnswer text={text} />
    </li>
  );
}

function AutomaticAnswer({ text: { automatic_answer: answer } }: { text: EntryText }): ReactNode {
  if (answer === null) return null;
  const why = {
    opted_out: "to an opt-out",
    opted_in: "to START",
    help: "to HELP",
    keyword: `to ${answer.keyword ?? "a keyword"}`,
    after_hours: "outside office hours",
  }[answer.reason];
  return (
    <div className="flex flex-col items-end self-end pt-3">
      <span className="sr-only">Answered automatically:</span>
      <p dir="auto" className={`${ours} border border-hairline text-muted`}>
        {answer.content}
      </p>
      <Meta isOurs>
        <Zap aria-hidden className="size-4" /> Automatic answer {why}
      </Meta>
    </div>
  );
}

function OurReply({ entry, message }: { entry: Entry; message: EntryMessage }): ReactNode {
  const me = useMe();
  return (
    <li className="flex flex-col items-end">
      <span className="sr-only">{actorWords(entry.actor, me?.email)} replied:</span>
      <p dir="auto" className={`${ours} bg-accent-soft`}>
        {message.content}
      </p>
      <Outcome message={message}>
        <span>
          <bdi>{actorWords(entry.actor, me?.email)}</bdi>
        </span>
        <Time at={entry.at} />
      </Outcome>
    </li>
  );
}

/** What became of a text of ours, live; and the reason, where the status does not say it all. */
function Outcome({ message, children }: { message: EntryMessage; children: ReactNode }): ReactNode {
  const reason = reasonOf(message);
  return (
    <>
      <Meta isOurs>
        {children}
        <StatusMark status={message.status} />
      </Meta>
      {reason !== null && <p className="max-w-[85%] px-1 text-end text-sm text-muted">{reason}</p>}
    </>
  );
}

/** What went out to many, and to this person too: what they may be answering. */
function FromBroadcast({ entry, message }: { entry: Entry; message: EntryMessage }): ReactNode {
  const wasLeftOut = message.status === "skipped";
  return (
    <li className="flex flex-col items-end">
      <p className="flex items-center gap-1.5 px-1 pb-1 text-sm text-muted">
        <MessagesSquare aria-hidden className="size-4 shrink-0" />
        <Link
          href={`/messages/${message.broadcast_id}`}
          className="inline-flex min-h-6 items-center text-accent underline-offset-4 hover:underline"
        >
          {wasLeftOut ? "Left out of a message" : "From a message"}
        </Link>
      </p>
      <p dir="auto" className={`${ours} border border-edge/60 ${wasLeftOut ? "text-muted" : ""}`}>
        {message.content}
      </p>
      <Outcome message={message}>
        <Time at={entry.at} />
      </Outcome>
    </li>
  );
}

/** For staff alone, and seen to be: amber, with its own shape and word. */
function NoteBubble({ entry, content }: { entry: Entry; content: string }): ReactNode {
  const me = useMe();
  return (
    <li className="flex flex-col items-end">
      <div className="w-fit max-w-[85%] rounded-md border border-dashed border-candle bg-candle-soft px-4 py-2.5 lg:max-w-[34rem]">
        <p className="flex items-center gap-1.5 pb-0.5 text-sm font-semibold text-candle-ink">
          <StickyNote aria-hidden className="size-4 shrink-0" /> Note for staff
        </p>
        <p dir="auto" className="break-words whitespace-pre-wrap">
          {content}
        </p>
      </div>
      <Meta isOurs>
        <bdi>{actorWords(entry.actor, me?.email)}</bdi>
        <Time at={entry.at} />
      </Meta>
    </li>
  );
}

/** What happened in between: a quiet line. */
function EventLine({ entry }: { entry: Entry }): ReactNode {
  const me = useMe();
  const words = eventWords(entry, me?.email);
  if (words === null) return null;
  return (
    <li className="px-6 text-center text-sm text-balance text-muted">
      {words} · <Time at={entry.at} />
    </li>
  );
}
