import { Fragment, useState, type ReactNode } from "react";
import type { Entry, Thread } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote, Skeleton } from "@/components/ui/notes";
import { statusLooks } from "@/features/messages/status";
import { useConfig } from "@/features/session/context";
import { dayTitle, isSameDay } from "@/lib/time";
import { EntryItem } from "./entry-item";
import { useEntries } from "./entry-queries";
import { senderWords } from "./words";

/** A region that scrolls has to be reachable by key, whether or not it holds a button. */
const reachable = { tabIndex: 0 } as const;

/** What was said, in the order of time. It opens at its end, and stays there while more comes. */
export function Conversation({ thread }: { thread: Thread }): ReactNode {
  const conversation = useEntries(thread.id);
  const { entries, error, isPending, hasNextPage, isLookingFurther } = conversation;
  const { default_region } = useConfig();
  const name = senderWords(thread, default_region);
  return (
    <div
      {...reachable}
      role="region"
      aria-label="What was said"
      // Measured from its end: what is read before its beginning, or added to its end, moves nothing.
      className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto px-4 focus-visible:-outline-offset-2 lg:px-8"
    >
      <div className="py-5">
        {hasNextPage && (
          <div className="flex justify-center pb-4">
            <Button
              kind="quiet"
              busy={conversation.isFetchingNextPage}
              onClick={() => void conversation.fetchNextPage()}
            >
              {isLookingFurther ? "Looking further…" : "Load earlier"}
            </Button>
          </div>
        )}
        {isPending && <Shapes />}
        <ol aria-label="Conversation with this person" className="flex flex-col gap-3">
          {entries.map((entry, index) => (
            <Fragment key={entry.id}>
              <Day entry={entry} before={entries[index - 1]} />
              <EntryItem entry={entry} threadId={thread.id} name={name} />
            </Fragment>
          ))}
        </ol>
        {error !== null && (
          <div className="pt-4">
            <ErrorNote
              error={error}
              kept="Only this page can’t show it; nothing is lost."
              act={<Button onClick={() => void conversation.refetch()}>Try again</Button>}
            />
          </div>
        )}
        <Announcer latest={entries.at(-1)} name={name} />
      </div>
    </div>
  );
}

function Day({ entry, before }: { entry: Entry; before: Entry | undefined }): ReactNode {
  if (before !== undefined && isSameDay(before.at, entry.at)) return null;
  return <li className="pt-2 text-center text-sm text-muted">{dayTitle(entry.at)}</li>;
}

/** Grey shapes of a conversation that is still being read. */
function Shapes(): ReactNode {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Reading the conversation</span>
      <Skeleton className="h-14 w-3/5 rounded-[1.15rem]!" />
      <Skeleton className="h-10 w-2/5 self-end rounded-[1.15rem]!" />
      <Skeleton className="h-10 w-1/2 rounded-[1.15rem]!" />
    </div>
  );
}

/** Reads out what comes while the conversation is open, and what becomes of the last reply. */
function Announcer({ latest, name }: { latest: Entry | undefined; name: string }): ReactNode {
  const words = latest === undefined ? null : newsOf(latest, name);
  // What was there when the conversation was opened is no news.
  const [first, setFirst] = useState<string | null>(null);
  if (first === null && words !== null) setFirst(words);
  return (
    <span role="status" className="sr-only">
      {words === first ? "" : words}
    </span>
  );
}

function newsOf({ kind, text, message }: Entry, name: string): string {
  if (kind === "text" && text !== null) {
    return `${name} wrote: ${text.content === "" ? "a picture or file" : text.content}`;
  }
  if (kind === "reply" && message !== null) return `Your reply: ${statusLooks[message.status].word}`;
  return "";
}
