import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ErrorNote, Skeleton, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { useIsAdmin, useMe } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { AnswersForm } from "./answers-form";
import { AnswersRead } from "./answers-read";
import { useAnswers } from "./queries";
import { answersHeadline } from "./words";

const back = { href: "/settings", name: "Settings" };

/** What is answered by itself: single words, and whatever comes when nobody is there. */
export function AnswersPage(): ReactNode {
  const { data: answers, error, refetch } = useAnswers();
  const isKnown = useMe() !== undefined;
  const isAdmin = useIsAdmin();
  if (answers === undefined) {
    return (
      <Page
        title="Automatic answers"
        back={back}
        headline={error === null ? <Skeleton className="h-9 w-72" /> : "We can’t show the automatic answers."}
      >
        {error === null ? (
          <SkeletonRows rows={3} label="Reading the automatic answers" />
        ) : (
          <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Page>
    );
  }
  return (
    <Page title="Automatic answers" back={back} headline={answersHeadline(answers)}>
      <MeProblem />
      <div className="flex max-w-[40rem] flex-col gap-8">
        <p className="text-muted">
          An answer goes out once in five minutes to each number at most, in the reader’s language where it is
          written. STOP, START and HELP have answers of their own.
        </p>
        {isKnown && (isAdmin ? <AnswersForm answers={answers} /> : <AnswersRead answers={answers} />)}
      </div>
    </Page>
  );
}
