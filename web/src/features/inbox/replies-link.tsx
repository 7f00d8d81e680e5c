import type { ReactNode } from "react";
import { Inbox } from "lucide-react";
import { Link } from "wouter";
import { useUnread } from "./queries";
import { waitingWords } from "./words";

/**
 * Leads to the replies that wait; nothing when none does, and none of the page's own worries. `isSaid`: the page's
 * first line says already that they wait.
 */
export function RepliesLink({ isSaid }: { isSaid: boolean }): ReactNode {
  const { data } = useUnread();
  const words = data === undefined ? null : waitingWords(data);
  if (words === null) return null;
  return (
    <Link
      href="/inbox?show=unread"
      className="mb-6 flex min-h-12 items-center gap-3 rounded-md bg-accent-soft px-4 py-2.5 font-semibold underline-offset-4 hover:underline"
    >
      <Inbox aria-hidden className="size-5 shrink-0 text-accent" />
      <span className="min-w-0 flex-1">{isSaid ? "Read and answer them in the inbox" : words}</span>
      <span aria-hidden className="rtl:rotate-180">
        →
      </span>
    </Link>
  );
}
