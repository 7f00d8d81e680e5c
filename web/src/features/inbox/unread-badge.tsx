import type { ReactNode } from "react";
import { useUnread } from "./queries";
import { badgeWords, waitingWords } from "./words";

/** How many replies wait, beside the inbox's name; nothing while none does, and while nobody knows. */
export function UnreadBadge(): ReactNode {
  const { data } = useUnread();
  if (data === undefined || data.unread === 0) return null;
  return (
    <>
      <span
        aria-hidden
        className="figures min-w-5.5 rounded-full bg-accent px-1.5 text-center text-xs leading-5.5 font-semibold text-on-accent"
      >
        {badgeWords(data)}
      </span>
      <span className="sr-only">: {waitingWords(data)}</span>
    </>
  );
}
