import type { ReactNode } from "react";
import { CircleHelp } from "lucide-react";
import { Link } from "wouter";
import { reviewsWords } from "./words";
import { useMayDecide, useReviews } from "./queries";

/** Leads to what only a person can decide; nothing when nothing waits, and none of the page's own worries. */
export function ReviewsLink(): ReactNode {
  const { messages, hasNextPage } = useReviews();
  const mayDecide = useMayDecide();
  if (messages.length === 0) return null;
  return (
    <Link
      href="/messages/reviews"
      className="mb-6 flex min-h-12 items-center gap-3 rounded-md bg-candle-soft px-4 py-2.5 font-semibold underline-offset-4 hover:underline"
    >
      <CircleHelp aria-hidden className="size-5 shrink-0 text-candle-ink" />
      <span className="min-w-0 flex-1">{reviewsWords(messages, hasNextPage, mayDecide)}</span>
      <span aria-hidden className="rtl:rotate-180">
        →
      </span>
    </Link>
  );
}
