import { useId, useState, type ReactNode } from "react";
import { ChevronRight } from "lucide-react";
import type { Import, ImportColumn, ImportField } from "@/api/types";
import { Button } from "@/components/ui/button";
import { control } from "@/components/ui/field";
import { ErrorNote } from "@/components/ui/notes";
import { useMayChange } from "@/features/session/context";
import { useReadAgain } from "./queries";
import { importFields } from "./words";

type Choice = ReadonlyMap<number, ImportField | null>;

/** What each column of the file is taken for, with what stands in it; each can be chosen by hand. */
export function ImportColumns({ one, folded = false }: { one: Import; folded?: boolean }): ReactNode {
  const read = new Map(one.columns.map(({ index, field }) => [index, field]));
  const [choice, setChoice] = useState<Choice>(read);
  const again = useReadAgain(one.id);
  const mayChange = useMayChange();
  const twice = takenTwice(choice);
  const isChanged = [...choice].some(([index, field]) => read.get(index) !== field);
  const list = (
    <div className="flex flex-col gap-4">
      <ul aria-label="Columns" className="border-t border-hairline">
        {one.columns.map((column) => {
          const field = choice.get(column.index) ?? null;
          return (
            <Column
              key={column.index}
              column={column}
              field={field}
              isTwice={field !== null && twice.has(field)}
              disabled={!mayChange}
              onChoose={(next) => {
                setChoice(new Map([...choice, [column.index, next]]));
              }}
            />
          );
        })}
      </ul>
      {again.error !== null && (
        <ErrorNote error={again.error} kept="Nothing was changed; your choice is still here." />
      )}
      {mayChange && (isChanged || !folded) && (
        <div>
          <Button
            kind={folded ? "secondary" : "primary"}
            busy={again.isPending}
            disabled={twice.size > 0}
            className="max-sm:w-full"
            onClick={() => {
              again.mutate([...choice].map(([column, field]) => ({ column, field })));
            }}
          >
            {folded ? "Read it again like this" : "Read the file like this"}
          </Button>
        </div>
      )}
    </div>
  );
  if (!folded) return list;
  const used = one.columns.filter(({ field }) => field !== null).length;
  return (
    <details className="group">
      <summary className="flex min-h-11 list-none items-center gap-1 rounded marker:hidden">
        <ChevronRight
          aria-hidden
          className="size-5 shrink-0 text-muted transition-transform duration-150 group-open:rotate-90 rtl:rotate-180"
        />
        <span>
          <span className="font-semibold">
            {used === 1 ? "1 column is used" : `${used} columns are used`}
          </span>
          <span className="text-muted">
            {used < one.columns.length && `, ${one.columns.length - used} left out`}
          </span>
        </span>
      </summary>
      <div className="appear pt-2">{list}</div>
    </details>
  );
}

function takenTwice(choice: Choice): ReadonlySet<ImportField> {
  const fields = [...choice.values()].filter((field) => field !== null);
  return new Set(fields.filter((field, index) => fields.indexOf(field) !== index));
}

interface ColumnProps {
  column: ImportColumn;
  field: ImportField | null;
  /** Another column is taken for the same. */
  isTwice: boolean;
  disabled: boolean;
  onChoose: (field: ImportField | null) => void;
}

function Column({ column, field, isTwice, disabled, onChoose }: ColumnProps): ReactNode {
  const id = useId();
  const heading = column.heading.trim() === "" ? `Column ${column.index + 1}` : column.heading;
  return (
    <li className="grid gap-x-6 gap-y-2 border-b border-hairline py-3 sm:grid-cols-[minmax(0,1fr)_15rem] sm:items-center">
      <div className="min-w-0">
        <label htmlFor={id} dir="auto" className="block truncate font-semibold">
          {heading}
        </label>
        <p dir="auto" className="truncate text-sm text-muted">
          {column.samples.length === 0 ? "Nothing in it" : column.samples.join(" · ")}
        </p>
      </div>
      <div>
        <select
          id={id}
          value={field ?? ""}
          disabled={disabled}
          aria-invalid={isTwice || undefined}
          aria-describedby={isTwice ? `${id}-twice` : undefined}
          className={`${control} h-11 ${field === null ? "text-muted" : ""}`}
          onChange={(event) => {
            onChoose(event.target.value === "" ? null : (event.target.value as ImportField));
          }}
        >
          <option value="">Leave out</option>
          {importFields.map((choice) => (
            <option key={choice.field} value={choice.field}>
              {choice.name}
            </option>
          ))}
        </select>
        {isTwice && (
          <p id={`${id}-twice`} role="alert" className="pt-1 text-sm text-bad-ink">
            Another column is this already. Leave one of them out.
          </p>
        )}
      </div>
    </li>
  );
}
