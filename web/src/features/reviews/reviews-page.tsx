import { useId, type ReactNode } from "react";
import { Link } from "wouter";
import type { Decision, Message } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { More } from "@/components/ui/more";
import { EmptyNote, ErrorNote, Note, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import { useConfig, useMayChange } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { formatPhone } from "@/lib/phone";
import { moment, when } from "@/lib/time";
import { isDecidedAlready, useDecide, useMayDecide, useReviews } from "./queries";
import { choices, reviewsWords } from "./words";

/** Messages of which nobody knows whether they went out: only a person may decide about them. */
export function ReviewsPage(): ReactNode {
  const reviews = useReviews();
  const { messages, data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    reviews;
  const mayDecide = useMayDecide();
  const mayChange = useMayChange();
  const none = data !== undefined && messages.length === 0 && !hasNextPage;
  return (
    <Page
      title="Needs a person"
      headline={headline(reviews, none, mayDecide)}
      back={{ href: "/messages", name: "All messages" }}
    >
      {error === null && <MeProblem />}
      {error !== null && (
        <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
      {(isPending || reviews.isLookingFurther) && (
        <SkeletonRows rows={3} label="Reading what waits for a decision" />
      )}
      {none && <NothingWaits />}
      {messages.length > 0 && (
        <>
          <div className="max-w-[46rem] pb-6">
            <Note tone="candle">
              {mayDecide
                ? "Ask the person, or look into Twilio’s own log. If you send it again and the first one did arrive, they get it twice."
                : "Only staff can decide about these. Your account can look, and change nothing."}
            </Note>
          </div>
          <ul aria-label="Messages in doubt" className="max-w-[46rem] border-t border-hairline">
            {messages.map((message) => (
              <ReviewRow key={message.id} message={message} mayDecide={mayChange} />
            ))}
          </ul>
        </>
      )}
      {hasNextPage && !reviews.isLookingFurther && (
        <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />
      )}
    </Page>
  );
}

function headline(
  { messages, hasNextPage }: ReturnType<typeof useReviews>,
  none: boolean,
  mayDecide: boolean,
): string {
  if (none) return "Nothing needs your decision.";
  return messages.length === 0
    ? "What needs a person."
    : `${reviewsWords(messages, hasNextPage, mayDecide)}.`;
}

function NothingWaits(): ReactNode {
  return (
    <EmptyNote
      title="What no machine should guess is listed here"
      act={<ButtonLink href="/messages">See all messages</ButtonLink>}
    >
      Now and then a text is handed to Twilio and no answer comes back. It may have gone out or not, and
      nobody should get it twice by mistake. For example: the connection broke while Ana’s text was on its
      way. Then it waits here until someone asks her and decides.
    </EmptyNote>
  );
}

function ReviewRow({ message, mayDecide }: { message: Message; mayDecide: boolean }): ReactNode {
  const { default_region } = useConfig();
  const nameId = useId();
  const isCall = message.message_type === "voice";
  return (
    <li className="flex flex-col gap-3 border-b border-hairline py-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-5 gap-y-0.5">
        <p id={nameId} className="min-w-0">
          <PersonName message={message} />
          {message.phone !== null && (
            <span className="figures ps-3 text-sm text-muted">
              {formatPhone(message.phone, default_region)}
            </span>
          )}
        </p>
        <time className="text-sm text-muted" dateTime={message.created_at} title={moment(message.created_at)}>
          {when(message.created_at)}
        </time>
      </div>
      <blockquote
        dir="auto"
        className="w-fit max-w-full rounded-[1.15rem] rounded-es-[0.3rem] bg-sunken px-4 py-2.5 break-words whitespace-pre-wrap"
      >
        {message.content}
      </blockquote>
      <p className="text-sm text-muted">
        Twilio never told us whether this {isCall ? "call was made" : "went out"}.{" "}
        <Link
          href={`/messages/${message.broadcast_id}`}
          className="text-accent underline-offset-4 hover:underline"
        >
          See the whole message
        </Link>
      </p>
      {mayDecide && <Choices message={message} describedBy={nameId} />}
    </li>
  );
}

function PersonName({ message: { contact_id, contact_name } }: { message: Message }): ReactNode {
  if (contact_id === null) {
    return <bdi className="font-semibold">{contact_name ?? "Someone who is not a contact"}</bdi>;
  }
  return (
    <Link href={`/contacts/${contact_id}`} className="font-semibold underline-offset-4 hover:underline">
      <bdi>{contact_name ?? "Someone who is no longer a contact"}</bdi>
    </Link>
  );
}

function Choices({ message, describedBy }: { message: Message; describedBy: string }): ReactNode {
  const decide = useDecide(message);
  const choose = (decision: Decision, done: string): void => {
    decide.mutateAsync(decision).then(
      () => {
        showToast({ text: done });
        focusHeadline();
      },
      (error: unknown) => {
        if (!(error instanceof Error) || !isDecidedAlready(error)) return;
        showToast({ text: "A colleague has decided this already." });
        focusHeadline();
      },
    );
  };
  return (
    <div className="flex flex-col gap-3">
      {decide.error !== null && !isDecidedAlready(decide.error) && (
        <ErrorNote error={decide.error} kept="It still waits for your decision." />
      )}
      <div className="flex flex-wrap gap-2">
        {choices.map(({ decision, act, done }) => (
          <Button
            key={decision}
            kind={decision === "give_up" ? "quiet" : "secondary"}
            aria-describedby={describedBy}
            busy={decide.isPending && decide.variables === decision}
            disabled={decide.isPending}
            className="max-sm:flex-auto max-sm:px-3"
            onClick={() => {
              choose(decision, done);
            }}
          >
            {act}
          </Button>
        ))}
      </div>
    </div>
  );
}

/** The row that had the focus is gone. */
function focusHeadline(): void {
  document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}
