import type { ReactNode } from "react";
import { LibraryBig, PenLine } from "lucide-react";
import { useLocation } from "wouter";
import type { Broadcast } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { More } from "@/components/ui/more";
import { EmptyNote, ErrorNote, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { ReviewsLink } from "@/features/reviews/reviews-link";
import { useConfig, useMayChange, useMe } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { useKey } from "@/lib/keyboard";
import { number } from "@/lib/words";
import { BroadcastRow } from "./broadcast-row";
import { isEmpty, loadDraft } from "./draft";
import { isUnderWay } from "./progress";
import { useBroadcasts } from "./queries";

export function MessagesPage(): ReactNode {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useBroadcasts();
  const { church_name } = useConfig();
  const broadcasts = data?.pages.flatMap((page) => page.items) ?? [];
  const none = data !== undefined && broadcasts.length === 0;
  return (
    <Page
      keepsPlace
      title="Messages"
      headline={headline(data === undefined ? null : broadcasts)}
      act={
        <>
          <ButtonLink href="/messages/templates" className="max-sm:order-last max-sm:w-full">
            <LibraryBig aria-hidden className="size-4" /> Templates
          </ButtonLink>
          <WriteButton />
        </>
      }
    >
      <ReviewsLink />
      {error === null && <MeProblem />}
      {error !== null && (
        <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
      {isPending && <SkeletonRows rows={6} label="Reading your messages" />}
      {none && (
        <EmptyNote title="Everything that you send is listed here">
          Write once, and everyone has it on their phone in minutes. For example: “<bdi>{church_name}</bdi>:
          the picnic moves to the hall because of the rain. See you at noon!”
        </EmptyNote>
      )}
      {broadcasts.length > 0 && (
        <ul aria-label="Messages" className="border-t border-hairline">
          {broadcasts.map((broadcast) => (
            <BroadcastRow key={broadcast.id} broadcast={broadcast} />
          ))}
        </ul>
      )}
      {hasNextPage && <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />}
    </Page>
  );
}

function headline(broadcasts: readonly Broadcast[] | null): string {
  if (broadcasts === null) return "Your messages.";
  if (broadcasts.length === 0) return "You haven't sent a message yet.";
  const going = broadcasts.filter(isUnderWay).length;
  if (going === 0) return "Every message has gone out.";
  return going === 1 ? "One message is on its way." : `${number(going)} messages are on their way.`;
}

/** The one act of Home and of Messages; also under the key n. */
export function WriteButton(): ReactNode {
  const me = useMe();
  const mayChange = useMayChange();
  const [, navigate] = useLocation();
  useKey(
    "n",
    mayChange
      ? () => {
          navigate("/messages/new");
        }
      : null,
  );
  if (!mayChange || me === undefined) return null;
  const hasDraft = !isEmpty(loadDraft(me.user_id));
  return (
    <ButtonLink href="/messages/new" kind="primary" className="max-sm:w-full">
      <PenLine aria-hidden className="size-4" />
      {hasDraft ? "Go on with your draft" : "Write a message"}
    </ButtonLink>
  );
}
