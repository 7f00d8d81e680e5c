import type { ReactNode } from "react";
import { ArrowRight } from "lucide-react";
import type { FieldChange } from "@/api/types";
import { useGroups } from "@/features/groups/queries";
import { useConfig } from "@/features/session/context";
import { fieldTitle, valueWords } from "./fields";

/** What changes, or has changed: each field before and after. */
export function FieldChanges({ changes }: { changes: readonly FieldChange[] }): ReactNode {
  const { default_region } = useConfig();
  const { groups } = useGroups(changes.some(({ field }) => field === "group_ids"));
  const said = (field: string, value: string | null | undefined): ReactNode =>
    value === null || value === undefined || value === "" ? (
      <span className="italic">nothing</span>
    ) : (
      <bdi className="whitespace-pre-line">
        {valueWords(field, value, { region: default_region, groups })}
      </bdi>
    );
  return (
    <dl className="flex flex-col gap-1 text-sm">
      {changes.map(({ field, before, after }) => (
        <div key={field} className="flex flex-wrap items-baseline gap-x-2">
          <dt className="text-muted">{fieldTitle(field)}:</dt>
          <dd className="flex min-w-0 flex-wrap items-baseline gap-x-1.5 break-words">
            <span className="sr-only">before</span>
            {before ? (
              <s className="text-muted decoration-muted/60">{said(field, before)}</s>
            ) : (
              <span className="text-muted">{said(field, before)}</span>
            )}
            <span className="sr-only">, now</span>
            <ArrowRight aria-hidden className="size-3.5 shrink-0 self-center text-muted rtl:rotate-180" />
            <span className="font-medium">{said(field, after)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
