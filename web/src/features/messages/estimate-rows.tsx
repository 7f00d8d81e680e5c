import type { ReactNode } from "react";
import { Lightbulb } from "lucide-react";
import type { AudiencePreview, Estimate, TextEstimate } from "@/api/types";
import { languageName } from "@/lib/languages";
import { money, nameList, parts, people } from "@/lib/words";
import type { Draft } from "./draft";
import { budgetWords, encodingWords, partsEach, partsWarning } from "./estimate";
import { getOriginal, textsOf } from "./translations";

interface EstimateRowsProps {
  estimate: Estimate;
  /** What the readers prefer. */
  preferred: AudiencePreview["languages"];
  draft: Draft;
  /** Worked out from some of very many people. */
  isAbout: boolean;
}

/** What each language's text takes and costs, and what is left of the month's money. */
export function EstimateRows({ estimate, preferred, draft, isAbout }: EstimateRowsProps): ReactNode {
  if (estimate.texts.length === 0) return null;
  return (
    <div>
      <h2 className="pb-2 text-sm font-semibold">
        {draft.message_type === "voice" ? "What it costs at most" : "What it costs"}
        {isAbout && ", about"}
      </h2>
      <ul aria-label="By language" className="border-b border-hairline">
        {estimate.texts.map((text) => (
          <Row
            key={text.language}
            text={text}
            draft={draft}
            others={text.language === draft.language ? withoutTheirOwn(draft, preferred) : []}
          />
        ))}
      </ul>
      {estimate.texts.length > 1 && (
        <p className="figures flex justify-between gap-4 py-2 font-semibold">
          <span>{draft.message_type === "voice" ? "Together" : `${parts(estimate.segments)} together`}</span>
          <span>{money(estimate.price)}</span>
        </p>
      )}
      <p className="figures pt-1 text-sm text-muted">{budgetWords(estimate)}</p>
    </div>
  );
}

interface RowProps {
  text: TextEstimate;
  draft: Draft;
  /** The languages of those who get this one for want of their own. */
  others: readonly string[];
}

function Row({ text, draft, others }: RowProps): ReactNode {
  const written = draft.translations[text.language]?.text ?? draft.content;
  const isCall = draft.message_type === "voice";
  const warning = isCall ? null : partsWarning(text, written);
  return (
    <li className="border-t border-hairline py-2">
      <div className="figures grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 sm:grid-cols-[minmax(0,1fr)_5rem_7.5rem_8.5rem_4rem]">
        <span className="font-medium">{languageName(text.language)}</span>
        <span className="text-end sm:order-last">{money(text.price)}</span>
        <span className="col-span-full flex flex-wrap gap-x-4 text-sm text-muted sm:contents">
          <span>{people(text.recipients)}</span>
          {!isCall && <span>{partsEach(text)}</span>}
          {!isCall && <span>{encodingWords(text.encoding)}</span>}
        </span>
      </div>
      {others.length > 0 && (
        <p className="text-sm text-muted">
          Also for those who read {nameList(others.map(languageName), 3, others.length)}.
        </p>
      )}
      {warning !== null && (
        <p className="flex gap-1.5 pt-0.5 text-sm text-candle-ink">
          <Lightbulb aria-hidden className="mt-0.75 size-4 shrink-0" />
          {warning}
        </p>
      )}
    </li>
  );
}

function withoutTheirOwn(draft: Draft, preferred: AudiencePreview["languages"]): readonly string[] {
  const written = Object.keys(textsOf(draft.translations));
  return getOriginal(preferred, draft.language, written).map(({ language }) => language);
}
