import type { ReactNode } from "react";
import { Phone, Send } from "lucide-react";
import { Button } from "@/components/ui/button";
import { people } from "@/lib/words";

interface SendButtonProps {
  /** Undefined while they are counted. */
  recipients: number | undefined;
  isCall: boolean;
  busy: boolean;
  /** The people could not be counted, and nothing goes on by itself. */
  isUncounted: boolean;
  /** The number was worked out from some of very many people. */
  isAbout: boolean;
  /** It waits for the time that was chosen. */
  isForLater: boolean;
  /** The month's money is not enough, which is said beside it. */
  isOverBudget: boolean;
}

/** Says what it does, and for how many. */
export function SendButton(props: SendButtonProps): ReactNode {
  const { recipients, isCall, busy, isOverBudget } = props;
  const Icon = isCall ? Phone : Send;
  return (
    <Button
      type="submit"
      kind="primary"
      busy={busy}
      disabled={recipients === undefined || recipients === 0 || isOverBudget}
      className="min-w-48 max-sm:w-full"
    >
      {!busy && <Icon aria-hidden className="size-4" />}
      {labelOf(props)}
    </Button>
  );
}

function labelOf({ recipients, isCall, isUncounted, isAbout, isForLater }: SendButtonProps): string {
  if (recipients === undefined) return isUncounted ? "People not counted" : "Counting people…";
  if (recipients === 0) return isCall ? "Nobody to call" : "Nobody to send to";
  const act = isForLater ? "Schedule for" : isCall ? "Call" : "Send to";
  return `${act} ${isAbout ? "about " : ""}${people(recipients)}`;
}
