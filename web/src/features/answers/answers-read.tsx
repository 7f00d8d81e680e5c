import type { ReactNode } from "react";
import type { Answers } from "@/api/types";
import { Note } from "@/components/ui/notes";
import { Section } from "@/components/ui/page";
import { languageName } from "@/lib/languages";
import { hoursWords, timesWords } from "./words";

/** The answers for those who may look only. */
export function AnswersRead({ answers: { keywords, after_hours } }: { answers: Answers }): ReactNode {
  return (
    <>
      <Note>Ask an administrator of your church to change these.</Note>
      <Section title="Keywords">
        {keywords.length === 0 && <p className="py-3 text-muted">None.</p>}
        <ul aria-label="Keywords">
          {keywords.map((one) => (
            <li key={one.keyword} className="border-b border-hairline py-3">
              <p className="font-semibold">
                <bdi>{one.keyword}</bdi>
              </p>
              <Texts answer={one.answer} translations={one.translations} />
              {timesWords(one) !== null && <p className="text-sm text-muted">{timesWords(one)}</p>}
            </li>
          ))}
        </ul>
      </Section>
      <Section title="After hours">
        {after_hours === null ? (
          <p className="py-3 text-muted">Whatever comes after hours waits for a person.</p>
        ) : (
          <div className="py-3">
            <Texts answer={after_hours.answer} translations={after_hours.translations} />
            <p className="pt-3 font-semibold">Somebody is there</p>
            <ul className="figures">
              {hoursWords(after_hours).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        )}
      </Section>
    </>
  );
}

function Texts({
  answer,
  translations,
}: {
  answer: string;
  translations: Record<string, string>;
}): ReactNode {
  return (
    <>
      <p dir="auto" className="break-words whitespace-pre-line">
        {answer}
      </p>
      {Object.entries(translations).map(([language, text]) => (
        <p key={language} className="break-words whitespace-pre-line text-muted">
          {languageName(language)}: <bdi lang={language}>{text}</bdi>
        </p>
      ))}
    </>
  );
}
