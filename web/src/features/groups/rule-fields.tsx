import { useId, useState, type ReactNode } from "react";
import { Plus, X } from "lucide-react";
import type { GroupRule } from "@/api/types";
import { Button } from "@/components/ui/button";
import { control, TextField } from "@/components/ui/field";
import { monthNames } from "@/lib/birthday";
import { languageChoices, languageName } from "@/lib/languages";
import { ruleSentence } from "./rule";

/** The most values of one part of a rule. */
const mostValues = 20;

interface RuleFieldsProps {
  rule: GroupRule;
  /** What the API refused, by field. */
  errors: Readonly<Record<string, string>>;
  problem: string | undefined;
  onChange: (rule: GroupRule) => void;
}

/** A rule, part by part, and the sentence that it comes to. */
export function RuleFields({ rule, errors, problem, onChange }: RuleFieldsProps): ReactNode {
  const refused = Object.entries(errors).filter(([field]) => field.startsWith("rule"));
  return (
    <div className="flex flex-col gap-6">
      <ListField
        label="They read"
        values={rule.languages}
        words={languageName}
        onChange={(languages) => {
          onChange({ ...rule, languages });
        }}
        choices={languageChoices("").map(({ tag, name }) => ({ value: tag, name }))}
        invitation="Add a language"
      />
      <TypedListField
        label="They live in"
        placeholder="Katy"
        values={rule.cities}
        onChange={(cities) => {
          onChange({ ...rule, cities });
        }}
      />
      <TypedListField
        label="Their ZIP begins with"
        placeholder="770"
        values={rule.zip_prefixes}
        onChange={(zip_prefixes) => {
          onChange({ ...rule, zip_prefixes });
        }}
      />
      <ListField
        label="Their birthday is in"
        values={rule.birthday_months.map(String)}
        words={(month) => monthNames[Number(month) - 1] ?? month}
        onChange={(months) => {
          onChange({ ...rule, birthday_months: months.map(Number).sort((one, other) => one - other) });
        }}
        choices={monthNames.map((name, month) => ({ value: String(month + 1), name }))}
        invitation="Add a month"
      />
      <p aria-live="polite" className="rounded-md bg-sunken px-4 py-3">
        <span className="block text-sm text-muted">The group is</span>
        <span className="font-semibold">{ruleSentence(rule)}.</span>
      </p>
      <div role="alert" className="text-sm text-bad-ink">
        {problem !== undefined && <p>{problem}</p>}
        {refused.map(([field, message]) => (
          <p key={field}>{message}</p>
        ))}
      </div>
    </div>
  );
}

interface PartProps {
  label: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
}

interface ListFieldProps extends PartProps {
  words: (value: string) => string;
  choices: readonly { value: string; name: string }[];
  /** What the choosing is called. */
  invitation: string;
}

function ListField({ label, values, onChange, words, choices, invitation }: ListFieldProps): ReactNode {
  const id = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1.5 font-semibold">{label}</legend>
      <Values label={label} values={values} words={words} onChange={onChange} />
      {values.length < mostValues && (
        <select
          id={id}
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
    </fieldset>
  );
}

function TypedListField({
  label,
  values,
  onChange,
  placeholder,
}: PartProps & { placeholder: string }): ReactNode {
  const [typed, setTyped] = useState("");
  const add = (): void => {
    const next = typed
      .split(",")
      .map((text) => text.trim())
      .filter((text) => text !== "" && !values.includes(text));
    setTyped("");
    if (next.length > 0) onChange([...values, ...next].slice(0, mostValues));
  };
  return (
    <div>
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={label}
            dir="auto"
            autoComplete="off"
            maxLength={100}
            placeholder={placeholder}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
            }}
            // What was typed and not added would be lost with the form.
            onBlur={add}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || typed.trim() === "") return;
              event.preventDefault();
              add();
            }}
          />
        </div>
        <Button aria-label={`Add: ${label}`} className="px-3!" onClick={add}>
          <Plus aria-hidden className="size-4" />
        </Button>
      </div>
      <div className="pt-2">
        <Values label={label} values={values} words={(value) => value} onChange={onChange} />
      </div>
    </div>
  );
}

function Values({
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
