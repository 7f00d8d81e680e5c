import { useId, type ReactNode } from "react";
import { CircleAlert, X } from "lucide-react";
import { control } from "./field";

export interface PartProps {
  label: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
}

interface ListFieldProps extends PartProps {
  words: (value: string) => string;
  choices: readonly { value: string; name: string }[];
  /** What the choosing is called. */
  invitation: string;
  /** The most values that there may be. */
  most: number;
  help?: string;
  error?: string | undefined;
}

/** Some of many choices: what is chosen stands above, and can be left out again. */
export function ListField({
  label,
  values,
  onChange,
  words,
  choices,
  invitation,
  most,
  help,
  error,
}: ListFieldProps): ReactNode {
  const helpId = useId();
  return (
    <fieldset className="min-w-0" aria-describedby={help === undefined ? undefined : helpId}>
      <legend className="pb-1.5 font-semibold">{label}</legend>
      <Values label={label} values={values} words={words} onChange={onChange} />
      {values.length < most && (
        <select
          aria-label={invitation}
          value=""
          className={`${control} h-11 max-w-64`}
          onChange={(event) => {
            onChange([...values, event.target.value]);
          }}
        >
          <option value="">{invitation}…</option>
          {choices
            .filter(({ value }) => !values.includes(value))
            .map(({ value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
        </select>
      )}
      {help !== undefined && (
        <p id={helpId} className="pt-1.5 text-sm text-muted">
          {help}
        </p>
      )}
      <p role="alert" className="text-sm text-bad-ink">
        {error !== undefined && (
          <span className="flex gap-1.5 pt-1.5">
            <CircleAlert aria-hidden className="mt-0.75 size-4 shrink-0" />
            {error}
          </span>
        )}
      </p>
    </fieldset>
  );
}

/** What is chosen, each with a way out. */
export function Values({
  label,
  values,
  words,
  onChange,
}: PartProps & { words: (value: string) => string }): ReactNode {
  if (values.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-wrap gap-2 pb-2">
      {values.map((value) => (
        <li key={value} className="flex max-w-full items-center rounded-md bg-sunken ps-3">
          <bdi className="truncate">{words(value)}</bdi>
          <button
            type="button"
            aria-label={`Leave ${words(value)} out`}
            className="flex size-11 shrink-0 items-center justify-center text-muted hover:text-ink"
            onClick={() => {
              onChange(values.filter((other) => other !== value));
            }}
          >
            <X aria-hidden className="size-4" />
          </button>
        </li>
      ))}
    </ul>
  );
}
