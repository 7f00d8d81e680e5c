import type { ReactNode } from "react";
import type { UseQueryResult } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import type { AudiencePreview, AudienceChoice } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote, Skeleton } from "@/components/ui/notes";
import { languageName } from "@/lib/languages";
import { languages, number, people } from "@/lib/words";
import { skipWords } from "./status";

interface AudienceSummaryProps {
  audience: AudienceChoice | null;
  /** What to do while nobody has been chosen. */
  invitation: string;
  preview: UseQueryResult<AudiencePreview>;
}

/** "187 people in 9 languages; 13 left out", which unfolds into who and why. */
export function AudienceSummary({ audience, invitation, preview }: AudienceSummaryProps): ReactNode {
  if (audience === null) return <p className="text-muted">{invitation}</p>;
  if (preview.data === undefined && preview.isError) {
    return (
      <ErrorNote
        error={preview.error}
        kept="Nothing was sent."
        shown={["contact_ids", "group_ids"]}
        act={<Button onClick={() => void preview.refetch()}>Count again</Button>}
      />
    );
  }
  return (
    <div
      aria-live="polite"
      aria-busy={preview.isFetching}
      className={`min-h-11 ${preview.isPlaceholderData ? "opacity-50" : ""}`}
    >
      {preview.data === undefined ? (
        <Skeleton className="mt-3 h-5 w-72" />
      ) : (
        <Unfolding preview={preview.data} />
      )}
    </div>
  );
}

function Unfolding({ preview }: { preview: AudiencePreview }): ReactNode {
  const leftOut = preview.left_out.reduce((sum, group) => sum + group.count, 0);
  return (
    <details className="group">
      <summary className="flex min-h-11 list-none items-center gap-1 rounded text-lg marker:hidden">
        <ChevronRight
          aria-hidden
          className="size-5 shrink-0 text-muted transition-transform duration-150 group-open:rotate-90 rtl:rotate-180"
        />
        <span>
          <strong className="font-semibold">{people(preview.recipients)}</strong>
          {preview.languages.length > 0 && ` in ${languages(preview.languages.length)}`}
          {leftOut > 0 && <span className="text-muted">; {number(leftOut)} left out</span>}
        </span>
      </summary>
      <div className="appear flex flex-col gap-6 pt-3 pb-2 ps-6">
        {preview.languages.length > 0 && <Languages preview={preview} />}
        {preview.left_out.map((group) => (
          <LeftOut key={group.reason} group={group} />
        ))}
      </div>
    </details>
  );
}

function Languages({ preview }: { preview: AudiencePreview }): ReactNode {
  const sorted = [...preview.languages].sort((one, other) => other.recipients - one.recipients);
  return (
    <div>
      <h3 className="pb-2 text-sm font-semibold">Who gets it, by language</h3>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(11.5rem,1fr))] gap-x-8">
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
      <h3 className="pb-1 text-sm font-semibold">
        {skipWords[group.reason]}{" "}
        <span className="figures font-normal text-muted">· {number(group.count)}</span>
      </h3>
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
