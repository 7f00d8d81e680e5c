import type { ReactNode } from "react";
import { useOpenFollowUps } from "./queries";
import { waitingWords } from "./words";

/** How many things that callers left wait for somebody, beside the name of the calls; nothing while none does. */
export function WaitingBadge(): ReactNode {
  const { data, hasNextPage } = useOpenFollowUps();
  const count = data?.pages.reduce((sum, page) => sum + page.items.length, 0) ?? 0;
  if (count === 0) return null;
  return (
    <>
      <span
        aria-hidden
        className="figures min-w-5.5 rounded-full bg-accent px-1.5 text-center text-xs leading-5.5 font-semibold text-on-accent"
      >
        {count}
        {hasNextPage && "+"}
      </span>
      <span className="sr-only">: {waitingWords(count, hasNextPage)}</span>
    </>
  );
}
