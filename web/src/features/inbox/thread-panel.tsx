import { useEffect, useRef, useSyncExternalStore, type ReactNode } from "react";
import { ArrowLeft, X } from "lucide-react";
import { Link, useLocation } from "wouter";
import type { Thread } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { ErrorNote, Skeleton } from "@/components/ui/notes";
import { useTitle } from "@/components/ui/page";
import { useConfig, useMayChange } from "@/features/session/context";
import { useKey } from "@/lib/keyboard";
import { useIsDesk } from "@/lib/media";
import { Composer } from "./composer";
import { Conversation } from "./conversation";
import { useMarkRead, useThread } from "./queries";
import { ThreadActs } from "./thread-acts";
import { ThreadNotes } from "./thread-notes";
import { useView } from "./view";
import { Who } from "./who";
import { senderWords } from "./words";

/** One conversation: at the side on a desk, a page of its own on a phone. */
export function ThreadPanel({ id }: { id: string }): ReactNode {
  const { data: thread, error, refetch } = useThread(id);
  const { default_region } = useConfig();
  const [, navigate] = useLocation();
  const { beside } = useView();
  const name = thread === undefined ? null : senderWords(thread, default_region);
  useTitle(name ?? "Conversation");
  useReading(thread);
  useKey("Escape", () => {
    navigate(beside("/inbox"));
  });
  return (
    <section
      aria-label="Conversation"
      className="flex h-[calc(100dvh-4.5rem-env(safe-area-inset-bottom))] min-w-0 flex-col border-hairline lg:sticky lg:top-0 lg:h-dvh lg:border-s lg:bg-raised"
    >
      <Head name={name} failed={thread === undefined && error !== null}>
        {thread !== undefined && (
          <>
            <Who thread={thread} />
            <ThreadActs thread={thread} />
          </>
        )}
      </Head>
      {thread === undefined && error !== null && (
        <div className="flex flex-col items-start gap-4 p-4 lg:px-8">
          <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
          <ButtonLink href={beside("/inbox")}>All conversations</ButtonLink>
        </div>
      )}
      {thread !== undefined && (
        <>
          <Conversation thread={thread} />
          <ThreadNotes thread={thread} />
          <Composer thread={thread} />
        </>
      )}
    </section>
  );
}

interface HeadProps {
  /** Null until it is known. */
  name: string | null;
  failed: boolean;
  children: ReactNode;
}

function Head({ name, failed, children }: HeadProps): ReactNode {
  const { beside } = useView();
  // Beside the list it is a part of the page; in the list's place it is the page.
  const Heading = useIsDesk() ? "h2" : "h1";
  const list = beside("/inbox");
  const round =
    "flex size-11 shrink-0 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink";
  return (
    <header className="flex items-start gap-1 border-b border-hairline px-2 py-2 lg:gap-3 lg:px-8 lg:pt-6 lg:pb-4">
      <Link href={list} aria-label="All conversations" className={`lg:hidden ${round}`}>
        <ArrowLeft aria-hidden className="size-5 rtl:rotate-180" />
      </Link>
      <div className="min-w-0 flex-1 max-lg:pe-2">
        <Heading
          tabIndex={-1}
          ref={takeFocus}
          className="headline text-[1.375rem]! outline-none max-lg:pt-2 lg:text-[1.625rem]!"
        >
          {failed ? (
            "We can’t show this conversation."
          ) : name === null ? (
            <Skeleton className="h-8 w-52" />
          ) : (
            <bdi>{name}</bdi>
          )}
        </Heading>
        {children}
      </div>
      <Link href={list} aria-label="Close" title="Close (Esc)" className={`max-lg:hidden ${round}`}>
        <X aria-hidden className="size-5" />
      </Link>
    </header>
  );
}

/** The conversation is what was asked for, so it is what is read out. */
function takeFocus(heading: HTMLHeadingElement | null): void {
  if (heading?.tagName === "H1") window.scrollTo(0, 0);
  heading?.focus({ preventScroll: true });
}

/** Says once of each text that it has been read: by staff, with the page before their eyes. */
function useReading(thread: Thread | undefined): void {
  const mayChange = useMayChange();
  const { mutate } = useMarkRead();
  const isSeen = useSyncExternalStore(subscribeToSight, () => document.visibilityState === "visible");
  const said = useRef<string | null>(null);
  useEffect(() => {
    if (thread === undefined || !thread.unread || !mayChange || !isSeen) return;
    if (said.current === thread.last_text_at) return;
    said.current = thread.last_text_at;
    mutate(thread);
  }, [thread, mayChange, isSeen, mutate]);
}

function subscribeToSight(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => {
    document.removeEventListener("visibilitychange", listener);
  };
}
