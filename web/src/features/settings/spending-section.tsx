import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ErrorNote, Note, Skeleton } from "@/components/ui/notes";
import { Section } from "@/components/ui/page";
import { Progress } from "@/components/ui/progress";
import { useSpending } from "./queries";
import { limitWords, shareWords, spendingWords } from "./words";

/** What this month has cost so far. */
export function SpendingSection(): ReactNode {
  const { data: spending, error, refetch } = useSpending();
  const near = spending === undefined ? null : limitWords(spending);
  return (
    <Section title="This month">
      <div className="flex flex-col gap-4 pt-4">
        {error !== null && (
          <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
        {spending === undefined && error === null && <Skeleton className="h-5 w-full" />}
        {spending !== undefined && (
          <>
            <p className="figures font-semibold">{spendingWords(spending)}</p>
            {spending.cap === null || spending.cap === 0 ? (
              <p className="figures text-sm text-muted">{shareWords(spending)}</p>
            ) : (
              <Progress
                label="This month’s limit"
                value={spending.reserved + spending.spent}
                total={spending.cap}
                text={shareWords(spending)}
              />
            )}
            {near !== null && <Note tone="candle">{near}</Note>}
          </>
        )}
      </div>
    </Section>
  );
}
