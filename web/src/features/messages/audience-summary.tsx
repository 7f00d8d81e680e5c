import type { ReactNode } from "react";
import { ChevronRight } from "lucide-react";
import type { AudienceChoice, AudiencePreview } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote, Skeleton } from "@/components/ui/notes";
import { languageName } from "@/lib/languages";
import { languages, money, number, people } from "@/lib/words";
import type { Draft } from "./draft";
import { outBy } from "./estimate";
import { EstimateRows } from "./estimate-rows";
import type { Preview } from "./preview";
import { skipWords } from "./status";

interface AudienceSummaryProps {
  audience: AudienceChoice | null;
  /** What to do while nobody has been chosen. */
  invitation: string;
  draft: Draft;
  preview: Preview;
}

/** "187 people in 4 languages, $6.21, all by 6:40 PM; 13 left out", which unfolds. */
export function AudienceSummary({ audience, invitation, draft, preview }: AudienceSummaryProps): ReactNode {
  const { counted, error } = preview;
  if (audience === null) return <p className="text-muted">{invitation}</p>;
  return (
    <div className="flex flex-col gap-3">
      {counted !== undefined && (
        <div
          aria-live="polite"
          aria-busy={preview.isFetching}
          className={`min-h-11 ${preview.isOfThisAudience ? "" : "opacity-50"}`}
        >
          <Unfolding counted={counted} draft={draft} isCurrent={preview.isCurrent} />
        </div>
      )}
      {counted === undefined && error === null && (
        <div aria-busy className="flex min-h-11 items-center">
          <Skeleton className="h-5 w-72" />
        </div>
      )}
      {error !== null && (
        <ErrorNote
          error={error}
          kept="Nothing was sent."
          shown={["contact_ids", "group_ids"]}
          act={<Button onClick={preview.askAgain}>Count again</Button>}
        />
      )}
    </div>
  );
}

interface UnfoldingProps {
  counted: AudiencePreview;
  draft: Draft;
  isCurrent: boolean;
}

function Unfolding({ counted, draft, isCurrent }: UnfoldingProps): ReactNode {
  const leftOut = counted.left_out.reduce((sum, group) => sum + group.count, 0);
  return (
    <details className="group">
      <summary className="flex min-h-11 list-none items-center gap-1 rounded text-lg marker:hidden">
        <ChevronRight
          aria-hidden
          className="size-5 shrink-0 self-start text-muted transition-transform duration-150 group-open:rotate-90 max-sm:mt-0.5 sm:self-center rtl:rotate-180"
        />
        <span className="figures">
          {counted.is_estimate && "About "}
          <strong className="font-semibold">{people(counted.recipients)}</strong>
          <Cost counted={counted} isCurrent={isCurrent} hasText={draft.content.trim() !== ""} />
          {leftOut > 0 && <span className="text-muted">; {number(leftOut)} left out</span>}
        </span>
      </summary>
      <div className="appear flex flex-col gap-6 pt-3 pb-2 sm:ps-6">
        {counted.estimate === null ? (
          <Readers counted={counted} />
        ) : (
          <EstimateRows
            estimate={counted.estimate}
            preferred={counted.languages}
            draft={draft}
            isAbout={counted.is_estimate}
          />
        )}
        {counted.left_out.map((group) => (
          <LeftOut key={group.reason} group={group} />
        ))}
      </div>
    </details>
  );
}

interface CostProps {
  counted: AudiencePreview;
  isCurrent: boolean;
  hasText: boolean;
}

/** " in 4 languages, $6.21, all by 6:40 PM"; of an older text it is shown paler until its own is there. */
function Cost({
  counted: { estimate, languages: read, recipients },
  isCurrent,
  hasText,
}: CostProps): ReactNode {
  if (recipients === 0) return null;
  if (estimate === null) {
    if (read.length === 0) return null;
    return (
      <>
        {read.length > 1 && `, reading ${languages(read.length)}`}
        {hasText && !isCurrent && <Skeleton className="ms-2 inline-block h-4 w-36 align-middle" />}
      </>
    );
  }
  const [only] = estimate.texts;
  const end = outBy(estimate);
  return (
    <span className={`transition-colors duration-150 ${isCurrent ? "" : "text-muted"}`}>
      {estimate.texts.length === 1 && only !== undefined
        ? ` in ${languageName(only.language)}`
        : ` in ${languages(estimate.texts.length)}`}
      , {money(estimate.price)}
      {end !== null && `, ${end}`}
    </span>
  );
}

/** Who gets it, by language, while there is no text to be priced yet. */
function Readers({ counted }: { counted: AudiencePreview }): ReactNode {
  if (counted.languages.length === 0) return null;
  const sorted = [...counted.languages].sort((one, other) => other.recipients - one.recipients);
  return (
    <div>
      <h2 className="pb-2 text-sm font-semibold">What they read</h2>
      <ul
        aria-label="What they read"
        className="grid grid-cols-[repeat(auto-fill,minmax(11.5rem,1fr))] gap-x-8"
      >
        {sorted.map(({ language, recipients }) => (
          <li key={language} className="flex justify-between gap-4 border-t border-hairline py-1.5 text-sm">
            <span>{languageName(language)}</span>
            <span className="figures text-muted">{number(recipients)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function LeftOut({ group }: { group: AudiencePreview["left_out"][number] }): ReactNode {
  const unnamed = group.count - group.people.length;
  return (
    <div>
      <h2 className="pb-1 text-sm font-semibold">
        {skipWords[group.reason]}{" "}
        <span className="figures font-normal text-muted">· {number(group.count)}</span>
      </h2>
      <p className="text-sm text-muted">
        {group.people.map((person, index) => (
          <span key={person.contact_id}>
            {index > 0 && ", "}
            <bdi>{person.name}</bdi>
          </span>
        ))}
        {unnamed > 0 && ` and ${number(unnamed)} more`}
      </p>
    </div>
  );
}
