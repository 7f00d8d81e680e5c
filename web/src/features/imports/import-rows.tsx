import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import type { Import, ImportRow } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Filter, Filters } from "@/components/ui/filters";
import { More } from "@/components/ui/more";
import { ErrorNote, SkeletonRows } from "@/components/ui/notes";
import { Section } from "@/components/ui/page";
import { FieldChanges } from "@/features/contacts/field-changes";
import { fieldTitle } from "@/features/contacts/fields";
import { toneInk } from "@/features/messages/status";
import { Mark } from "@/features/messages/status-mark";
import { useConfig } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";
import { useImportRows, type RowFilter } from "./queries";
import { outcomeLooks, outcomeOrder } from "./words";

/** Row by row what would happen, or has; the counts are filters as well. */
export function ImportRows({ one }: { one: Import }): ReactNode {
  const present = filtersOf(one);
  const [chosen, setChosen] = useState<RowFilter | null>(() =>
    one.stage === "applied" ? (present.at(-1)?.outcome ?? null) : null,
  );
  const list = useImportRows(one, chosen);
  const { isLookingFurther, hasPaused } = list;
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title="Row by row">
      <Filters>
        <Filter
          isChosen={chosen === null}
          count={one.rows_total ?? null}
          onChoose={() => {
            setChosen(null);
          }}
        >
          All rows
        </Filter>
        {present.map(({ outcome, count }) => {
          const { Icon, word, tone } = outcomeLooks[outcome];
          return (
            <Filter
              key={outcome}
              isChosen={chosen === outcome}
              count={count}
              onChoose={() => {
                setChosen(outcome);
              }}
            >
              <Icon aria-hidden className={`size-4.5 ${toneInk[tone]}`} />
              {word}
            </Filter>
          );
        })}
      </Filters>
      {chosen !== null && <p className="pb-3 text-sm text-muted">{outcomeLooks[chosen].means}</p>}
      {list.error !== null && (
        <ErrorNote error={list.error} act={<Button onClick={() => void list.refetch()}>Try again</Button>} />
      )}
      {list.isPending && <SkeletonRows rows={5} label="Reading the rows" />}
      {items.length > 0 && (
        <ul
          aria-label="Rows"
          className={`border-t border-hairline transition-opacity duration-150 ${list.isPlaceholderData ? "opacity-50" : ""}`}
        >
          {items.map((row) => (
            <Row key={row.row} row={row} />
          ))}
        </ul>
      )}
      {list.data !== undefined && items.length === 0 && !list.hasNextPage && (
        <p className="py-6 text-muted">There are no rows like that.</p>
      )}
      {isLookingFurther && <p className="py-3 text-sm text-muted">Looking further…</p>}
      {hasPaused && (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Look further
        </Button>
      )}
      {list.hasNextPage && !isLookingFurther && !hasPaused && (
        <More busy={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />
      )}
    </Section>
  );
}

function filtersOf({ counts, applied, stage }: Import): { outcome: RowFilter; count: number }[] {
  const all: { outcome: RowFilter; count: number }[] = outcomeOrder.map((outcome) => ({
    outcome,
    count: counts[outcome],
  }));
  if (stage === "applied") all.push({ outcome: "conflict", count: applied.conflicts });
  return all.filter(({ count }) => count > 0);
}

function Row({ row }: { row: ImportRow }): ReactNode {
  const { default_region } = useConfig();
  const look = outcomeLooks[row.result === "conflict" ? "conflict" : row.outcome];
  const name = row.name === null || row.name === "" ? null : row.name;
  return (
    <li className="grid grid-cols-[3rem_minmax(0,1fr)] gap-x-3 gap-y-1 border-b border-hairline py-3 sm:grid-cols-[3.5rem_minmax(0,1fr)_auto]">
      <span className="figures pt-0.5 text-sm text-muted">
        <span className="sr-only">Row </span>
        {row.row}
      </span>
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-4">
          <bdi className={`font-medium ${name === null ? "text-muted" : ""}`}>
            {name !== null && row.contact_id ? (
              <Link href={`/contacts/${row.contact_id}`} className="underline-offset-4 hover:underline">
                {name}
              </Link>
            ) : (
              (name ?? "No name")
            )}
          </bdi>
          {row.phone && (
            <span className="figures text-sm text-muted">{formatPhone(row.phone, default_region)}</span>
          )}
        </p>
        {row.note && <p className="text-sm text-muted">{row.note}</p>}
        {row.changes.length > 0 && (
          <div className="pt-1">
            <FieldChanges changes={row.changes} />
          </div>
        )}
        {row.errors.length > 0 && (
          <ul className="pt-0.5 text-sm">
            {row.errors.map(({ field, message }) => (
              <li key={field + message}>
                {field !== "row" && <span className="font-medium">{fieldTitle(field)}: </span>}
                {message}
              </li>
            ))}
          </ul>
        )}
      </div>
      <span className="text-sm max-sm:col-start-2">
        <Mark Icon={look.Icon} word={look.word} tone={look.tone} />
      </span>
    </li>
  );
}
