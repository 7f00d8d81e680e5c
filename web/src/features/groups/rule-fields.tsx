import { useState, type ReactNode } from "react";
import { Plus } from "lucide-react";
import type { GroupRule } from "@/api/types";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { ListField, Values, type PartProps } from "@/components/ui/list-field";
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
        most={mostValues}
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
        most={mostValues}
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
