import type { ReactNode } from "react";
import type { Estimate } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { Note } from "@/components/ui/notes";
import { useIsAdmin } from "@/features/session/context";
import { overBudget, waitingWords } from "./estimate";

interface EstimateNotesProps {
  estimate: Estimate;
  onLookAgain: () => void;
}

/** What has to be known before sending: that it can't be paid for, or that some of it waits; and what to do. */
export function EstimateNotes({ estimate, onLookAgain }: EstimateNotesProps): ReactNode {
  const isAdmin = useIsAdmin();
  const over = overBudget(estimate);
  const waiting = waitingWords(estimate);
  return (
    <>
      {over !== null && (
        <div role="alert">
          <Note tone="candle">
            <p className="font-semibold">This month’s money is not enough: nobody would get it.</p>
            <p className="figures">
              {over}{" "}
              {isAdmin
                ? "Shorten it, send it to fewer people, or raise the limit."
                : "Shorten it, send it to fewer people, or ask an administrator to raise the limit."}
            </p>
            <div className="flex flex-wrap gap-3 pt-3">
              {isAdmin && <ButtonLink href="/settings">Raise the limit</ButtonLink>}
              <Button onClick={onLookAgain}>Look again</Button>
            </div>
          </Note>
        </div>
      )}
      {waiting.length > 0 && (
        <Note>
          {waiting.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Note>
      )}
    </>
  );
}
