import type { ReactNode } from "react";
import { useIsDesk } from "@/lib/media";
import { ThreadList } from "./thread-list";
import { ThreadPanel } from "./thread-panel";

/** The conversations, and at their side (on a phone: in their place) the one that is open. */
export function InboxPage({ openId }: { openId: string | null }): ReactNode {
  const isDesk = useIsDesk();
  const isOpen = openId !== null;
  return (
    <div className={isOpen ? "lg:grid lg:grid-cols-[23rem_minmax(0,1fr)]" : ""}>
      {(isDesk || !isOpen) && <ThreadList openId={openId} />}
      {isOpen && <ThreadPanel key={openId} id={openId} />}
    </div>
  );
}
