import { useEffect, useRef, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import type { InboxFilter, Thread } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Filter, Filters } from "@/components/ui/filters";
import { More } from "@/components/ui/more";
import { EmptyNote, ErrorNote, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { MeProblem } from "@/features/session/me-problem";
import { useKey } from "@/lib/keyboard";
import { useThreads, useUnread } from "./queries";
import { ThreadRow } from "./thread-row";
import { filters, useView } from "./view";
import { inboxHeadline } from "./words";

export function ThreadList({ openId }: { openId: string | null }): ReactNode {
  const { filter, choose } = useView();
  const list = useThreads(filter);
  const unread = useUnread();
  const { threads, error, isPending, isPlaceholderData } = list;
  const isEmpty = !isPending && error === null && threads.length === 0 && !list.hasNextPage;
  useWalking(threads, openId);
  return (
    <Page
      keepsPlace
      title="Inbox"
      headline={inboxHeadline(unread.data, filter === "open" && isEmpty ? false : undefined)}
    >
      {error === null && <MeProblem />}
      <div className="-mt-4">
        <Filters>
          {filters.map(({ filter: one, name }) => (
            <Filter
              key={one}
              isChosen={one === filter}
              count={one === "unread" && unread.data?.is_complete === true ? unread.data.unread : null}
              onChoose={() => {
                choose(one);
              }}
            >
              {name}
            </Filter>
          ))}
        </Filters>
      </div>
      {error !== null && (
        <ErrorNote error={error} act={<Button onClick={() => void list.refetch()}>Try again</Button>} />
      )}
      {(isPending || list.isLookingFurther) && <SkeletonRows rows={5} label="Reading the conversations" />}
      {isEmpty && <Nothing filter={filter} />}
      {threads.length > 0 && (
        <ul
          aria-label="Conversations"
          aria-busy={isPlaceholderData || undefined}
          className="border-t border-hairline"
        >
          {threads.map((thread) => (
            <li key={thread.id} className="border-b border-hairline">
              <ThreadRow thread={thread} isOpen={thread.id === openId} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && !list.isLookingFurther && (
        <More busy={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />
      )}
      {!isPending && <Foot />}
    </Page>
  );
}

/** j and k go through the conversations, as in many a mailbox. */
function useWalking(threads: readonly Thread[], openId: string | null): void {
  const [, navigate] = useLocation();
  const { beside } = useView();
  const place = threads.findIndex(({ id }) => id === openId);
  // A conversation may leave the list while it is open: then its neighbours are those of its old place.
  const last = useRef(-1);
  useEffect(() => {
    if (place !== -1) last.current = place;
  }, [place]);
  const go = (step: 1 | -1): void => {
    const gone = openId !== null && place === -1 && last.current !== -1;
    const from = gone ? last.current - (step === 1 ? 1 : 0) : place;
    const next = threads[Math.max(0, from + step)];
    if (next !== undefined && next.id !== openId) {
      navigate(beside(`/inbox/${next.id}`), { replace: openId !== null });
    }
  };
  useKey("j", () => {
    go(1);
  });
  useKey("k", () => {
    go(-1);
  });
}

const nothing: Record<InboxFilter, { title: string; text: string }> = {
  open: {
    title: "What people answer comes here",
    text: "When somebody answers a text, or writes to your church’s number, you and your colleagues see it here, and can answer. For example: “Yes! Four of us.” What is dealt with you resolve, and it is out of the way.",
  },
  unread: {
    title: "Nothing unread",
    text: "Whatever comes in next will be here until one of you has read it.",
  },
  mine: {
    title: "Nothing is yours",
    text: "Open a conversation and give it to yourself: then your colleagues know that you see to it.",
  },
  unassigned: {
    title: "Every open conversation has someone",
    text: "New ones will be here until somebody takes them.",
  },
  resolved: {
    title: "Nothing resolved yet",
    text: "What you have dealt with is kept here. When the person writes again, it is open again.",
  },
};

function Nothing({ filter }: { filter: InboxFilter }): ReactNode {
  const { title, text } = nothing[filter];
  return <EmptyNote title={title}>{text}</EmptyNote>;
}

function Foot(): ReactNode {
  return (
    <div className="flex flex-col gap-2 pt-5 text-sm text-muted">
      <p>
        Some texts can be answered by themselves.{" "}
        <Link href="/settings/answers" className="text-accent underline underline-offset-4">
          See the automatic answers
        </Link>
      </p>
      <p className="max-lg:hidden">
        Keys: <Kbd>j</Kbd> next, <Kbd>k</Kbd> previous, <Kbd>r</Kbd> reply, <Kbd>e</Kbd> resolve,{" "}
        <Kbd>Esc</Kbd> close.
      </p>
    </div>
  );
}

function Kbd({ children }: { children: string }): ReactNode {
  return <kbd className="rounded border border-hairline px-1.5 font-sans">{children}</kbd>;
}
