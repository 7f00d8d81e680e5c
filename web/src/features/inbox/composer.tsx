import { useRef, useState, type ReactNode } from "react";
import { Reply, Send, StickyNote } from "lucide-react";
import { ApiProblem, Unreachable } from "@/api/problem";
import type { Thread } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote, Note } from "@/components/ui/notes";
import { useConfig, useMayChange, useMe } from "@/features/session/context";
import { useKey } from "@/lib/keyboard";
import { noticeScripts } from "@/lib/scripts";
import { countSegments } from "@/lib/segments";
import { number, parts } from "@/lib/words";
import { useAddNote, useReply } from "./entry-queries";
import { longest, useReplyDraft, type DraftKind } from "./reply-draft";
import { senderWords } from "./words";

/** Where an answer is written, or a note that staff alone see. */
export function Composer({ thread }: { thread: Thread }): ReactNode {
  const me = useMe();
  const mayChange = useMayChange();
  const [wanted, want] = useState<DraftKind>("reply");
  if (me === undefined) return null;
  if (!mayChange) {
    return (
      <p className="border-t border-hairline px-4 py-4 text-sm text-muted lg:px-8">
        Your account can look, but not answer.
      </p>
    );
  }
  const kind = thread.can_reply ? wanted : "note";
  const choice = thread.can_reply ? <KindChoice kind={kind} onChoose={want} /> : null;
  return (
    <div className="border-t border-hairline px-4 pt-3 pb-3 lg:px-8 lg:pb-6">
      {kind === "reply" ? (
        <ReplyForm thread={thread} owner={me.user_id} choice={choice} />
      ) : (
        <NoteForm thread={thread} owner={me.user_id} choice={choice} />
      )}
    </div>
  );
}

const kinds = [
  { kind: "reply", name: "Reply", Icon: Reply },
  { kind: "note", name: "Note", Icon: StickyNote },
] as const;

function KindChoice({ kind, onChoose }: { kind: DraftKind; onChoose: (kind: DraftKind) => void }): ReactNode {
  return (
    <fieldset className="flex gap-0.5">
      <legend className="sr-only">What to write</legend>
      {kinds.map(({ kind: one, name, Icon }) => (
        <label
          key={one}
          className="flex h-11 items-center gap-1.5 rounded-md px-3 text-muted hover:bg-sunken hover:text-ink has-checked:bg-accent-soft has-checked:font-semibold has-checked:text-accent-strong has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="kind"
            className="sr-only"
            checked={kind === one}
            onChange={() => {
              onChoose(one);
            }}
          />
          <Icon aria-hidden className="size-4" />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

interface FormProps {
  thread: Thread;
  owner: string;
  /** The choice between a reply and a note. */
  choice: ReactNode;
}

function ReplyForm({ thread, owner, choice }: FormProps): ReactNode {
  const { default_region } = useConfig();
  const { draft, write, renew } = useReplyDraft(owner, thread.id, "reply");
  const reply = useReply(thread.id);
  return (
    <Writing
      kind="reply"
      label={`Reply to ${senderWords(thread, default_region)}`}
      placeholder="Write a reply…"
      content={draft.content}
      onWrite={(content) => {
        noticeScripts(content);
        write(content);
      }}
      act="Send"
      busy={reply.isPending}
      onSend={() => {
        reply.mutate({ content: draft.content.trim(), idempotencyKey: draft.id });
      }}
      aside={<Counter content={draft.content.trim()} />}
      choice={choice}
    >
      {reply.error !== null && (
        <ReplyProblem
          error={reply.error}
          onSendAsNew={() => {
            reply.reset();
            renew();
          }}
        />
      )}
    </Writing>
  );
}

function NoteForm({ thread, owner, choice }: FormProps): ReactNode {
  const { draft, write, discard } = useReplyDraft(owner, thread.id, "note");
  const add = useAddNote(thread.id);
  return (
    <Writing
      kind="note"
      label="Note for staff"
      placeholder="Write a note. Only you and your colleagues see it."
      content={draft.content}
      onWrite={write}
      act="Add note"
      busy={add.isPending}
      onSend={() => {
        add.mutate(draft.content.trim(), { onSuccess: discard });
      }}
      aside={<Length content={draft.content} kind="note" />}
      choice={choice}
    >
      {add.error !== null && <ErrorNote error={add.error} kept="Your note is still here." />}
    </Writing>
  );
}

interface WritingProps {
  kind: DraftKind;
  label: string;
  placeholder: string;
  content: string;
  onWrite: (content: string) => void;
  /** What the button says. */
  act: string;
  busy: boolean;
  onSend: () => void;
  aside: ReactNode;
  choice: ReactNode;
  /** What went wrong. */
  children: ReactNode;
}

function Writing(props: WritingProps): ReactNode {
  const { kind, label, placeholder, content, onWrite, act, busy, onSend, aside, choice, children } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const isTooLong = content.length > longest[kind];
  const canSend = content.trim() !== "" && !isTooLong && !busy;
  useKey("r", kind === "reply" ? () => area.current?.focus() : null);
  return (
    <form
      noValidate
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) onSend();
      }}
    >
      {children}
      <textarea
        ref={area}
        aria-label={label}
        aria-invalid={isTooLong || undefined}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        name={kind}
        dir="auto"
        rows={2}
        value={content}
        placeholder={placeholder}
        className={`field-sizing-content max-h-[35dvh] min-h-18 w-full resize-none rounded-md border px-3 py-2.5 text-base leading-relaxed text-ink placeholder:text-muted focus-visible:rounded-md aria-invalid:border-bad ${
          kind === "note" ? "border-candle bg-candle-soft" : "border-edge bg-raised lg:bg-ground"
        }`}
        onChange={(event) => {
          onWrite(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            if (canSend) onSend();
          }
          if (event.key === "Escape") {
            // Leaves the field; a second one closes the conversation.
            event.preventDefault();
            event.currentTarget.blur();
          }
        }}
      />
      <div className="flex items-center justify-between gap-2">
        {choice}
        <span className="min-w-0 flex-1 text-end text-sm text-muted">{aside}</span>
        <Button
          type="submit"
          kind="primary"
          busy={busy}
          disabled={!canSend}
          title={`${act} (Ctrl or ⌘ with Enter)`}
        >
          {!busy && (kind === "reply" ? <Send aria-hidden className="size-4" /> : null)}
          {act}
        </Button>
      </div>
    </form>
  );
}

/** In how many parts it goes out, each of which is paid for, and how much more fits into the last. */
function Counter({ content }: { content: string }): ReactNode {
  if (content.length > longest.reply) return <Length content={content} kind="reply" />;
  const { segments, remaining } = countSegments(content);
  if (segments === 0) return null;
  return (
    <span
      className="figures"
      title="A long text is cut into parts for its way, and each part is paid for. Phones put them together again."
    >
      {parts(segments)}
      <span className="max-sm:sr-only"> · {number(remaining)} left</span>
    </span>
  );
}

/** Said only of what is too long. */
function Length({ content, kind }: { content: string; kind: DraftKind }): ReactNode {
  if (content.length <= longest[kind]) return null;
  return (
    <span role="status" className="figures font-semibold text-bad-ink">
      {number(content.length)} of {number(longest[kind])} characters
    </span>
  );
}

/** Why a reply failed, and whether it may have gone out: the first thing that anyone asks then. */
function ReplyProblem({ error, onSendAsNew }: { error: Error; onSendAsNew: () => void }): ReactNode {
  if (error instanceof Unreachable || (error instanceof ApiProblem && error.status >= 500)) {
    return (
      <div role="alert">
        <Note tone="candle">
          <p className="font-semibold">
            {error instanceof Unreachable
              ? "We lost the server before it answered."
              : "The server ran into a problem."}
          </p>
          <p>
            Your reply is safe here. Press Send again: they don’t get it twice, even if the first try did
            arrive.
          </p>
        </Note>
      </div>
    );
  }
  const isConflict = error instanceof ApiProblem && error.status === 409;
  return (
    <ErrorNote
      error={error}
      kept="Nothing was sent, and your reply is kept."
      act={isConflict ? <Button onClick={onSendAsNew}>Make this a new reply</Button> : undefined}
    />
  );
}
