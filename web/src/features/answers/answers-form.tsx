import { useRef, useState, type ReactNode } from "react";
import { ApiProblem } from "@/api/problem";
import type { Answers } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ConflictNote } from "@/components/ui/conflict-note";
import { ErrorNote } from "@/components/ui/notes";
import { Section } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import { AfterHoursFields } from "./after-hours-fields";
import { inputOf, merge, problemsOf, valuesOf, type AnswersValues, type Problems } from "./form-values";
import { KeywordsField } from "./keyword-fields";
import { useChangeAnswers, useReadAnswers } from "./queries";

/** What was typed, and the answers when the typing began: a newer state must not slip under it unseen. */
interface Typed {
  values: AnswersValues;
  base: Answers;
}

/** The answers for those who may change them. */
export function AnswersForm({ answers }: { answers: Answers }): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState<Typed | null>(null);
  const [found, setFound] = useState<Problems>({});
  /** What both changed, when someone else saved in the meantime. */
  const [contested, setContested] = useState<readonly string[] | null>(null);
  const change = useChangeAnswers();
  const readAgain = useReadAnswers();
  const base = typed?.base ?? answers;
  const values = typed?.values ?? valuesOf(answers);
  const refused = change.error instanceof ApiProblem ? change.error.fields : {};
  const problems = { ...refused, ...found };

  const letGo = (): void => {
    setTyped(null);
    setFound({});
    setContested(null);
    change.reset();
  };

  const set = (part: Partial<AnswersValues>): void => {
    setTyped({ values: { ...values, ...part }, base });
    // What was wrong is named by its place, and places change.
    setFound({});
  };

  const takeTheirs = async (): Promise<void> => {
    const theirs = await readAgain();
    const merged = merge(base, values, theirs);
    setTyped({ values: merged.values, base: theirs });
    setContested(merged.contested);
    change.reset();
  };

  const save = (): void => {
    const wrong = problemsOf(values);
    setFound(wrong);
    const [first] = Object.keys(wrong);
    if (first !== undefined) {
      const control = form.current?.elements.namedItem(first);
      if (control instanceof HTMLElement) control.focus();
      return;
    }
    change.mutate(
      { version: base.version, input: inputOf(values) },
      {
        onSuccess: () => {
          letGo();
          showToast({ text: "Saved." });
        },
        onError: (error) => {
          // If the newer answers can't be read either, the first error stays, and saving can be tried again.
          if (error instanceof ApiProblem && error.status === 412) takeTheirs().catch(() => undefined);
        },
      },
    );
  };

  return (
    <form
      ref={form}
      noValidate
      aria-label="Automatic answers"
      className="flex flex-col gap-8"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {contested !== null && <ConflictNote what="the answers" contested={contested} />}
      <Section title="Keywords">
        <div className="flex flex-col gap-7 pt-5">
          <KeywordsField
            keywords={values.keywords}
            problems={problems}
            onChange={(keywords) => {
              set({ keywords });
            }}
          />
        </div>
      </Section>
      <Section title="After hours">
        <div className="flex flex-col gap-5 pt-4">
          <AfterHoursFields values={values} problems={problems} set={set} />
        </div>
      </Section>
      {change.error !== null && (
        <ErrorNote
          error={change.error}
          kept="Nothing was saved; what you typed is still here."
          shown={Object.keys(refused)}
        />
      )}
      <div className="flex flex-wrap gap-3 border-t border-hairline pt-5">
        <Button
          type="submit"
          kind="primary"
          busy={change.isPending}
          disabled={typed === null}
          className="max-sm:flex-1"
        >
          Save answers
        </Button>
        {typed !== null && (
          <Button onClick={letGo} disabled={change.isPending} className="max-sm:flex-1">
            Put it back
          </Button>
        )}
      </div>
    </form>
  );
}
