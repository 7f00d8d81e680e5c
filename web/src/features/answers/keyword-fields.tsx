import { useState, type ReactNode } from "react";
import { CalendarClock, Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { AnswerFields } from "./answer-fields";
import { longestKeyword, mostKeywords, newKeyword, type KeywordValues, type Problems } from "./form-values";

interface KeywordsFieldProps {
  keywords: readonly KeywordValues[];
  problems: Problems;
  onChange: (keywords: readonly KeywordValues[]) => void;
}

/** The words that are answered, each with its answer. */
export function KeywordsField({ keywords, problems, onChange }: KeywordsFieldProps): ReactNode {
  return (
    <>
      {keywords.length === 0 && (
        <p className="text-muted">
          When a text says nothing but this word, we answer it at once. For example: DINNER, “Dinner is at
          six, in the hall.”
        </p>
      )}
      {keywords.map((one, index) => (
        <KeywordFields
          key={one.key}
          value={one}
          index={index}
          problems={problems}
          onChange={(part) => {
            onChange(keywords.map((other) => (other.key === one.key ? { ...other, ...part } : other)));
          }}
          onRemove={() => {
            onChange(keywords.filter(({ key }) => key !== one.key));
          }}
        />
      ))}
      {keywords.length < mostKeywords && (
        <div>
          <Button
            onClick={() => {
              onChange([...keywords, newKeyword()]);
            }}
          >
            <Plus aria-hidden className="size-4" /> Add a word
          </Button>
        </div>
      )}
    </>
  );
}

interface TimesProps {
  /** The API's name of the keyword: "keywords[0]". */
  field: string;
  value: KeywordValues;
  problems: Problems;
  onChange: (part: Partial<KeywordValues>) => void;
}

interface KeywordFieldsProps extends Omit<TimesProps, "field"> {
  index: number;
  onRemove: () => void;
}

function KeywordFields({ value, index, problems, onChange, onRemove }: KeywordFieldsProps): ReactNode {
  const field = `keywords[${index}]`;
  const name = value.keyword.trim() === "" ? `word ${index + 1}` : value.keyword.trim();
  return (
    <fieldset className="flex min-w-0 flex-col gap-5 border-b border-hairline pb-7">
      <legend className="sr-only">{name}</legend>
      <div className="flex items-start gap-1">
        <div className="min-w-0 flex-1">
          <TextField
            label="Word"
            name={`${field}.keyword`}
            dir="auto"
            autoComplete="off"
            maxLength={longestKeyword}
            value={value.keyword}
            placeholder="DINNER"
            error={problems[`${field}.keyword`]}
            className="max-w-64"
            onChange={(event) => {
              onChange({ keyword: event.target.value });
            }}
          />
        </div>
        <IconButton label={`Take ${name} out`} className="mt-8" onClick={onRemove}>
          <Trash2 aria-hidden className="size-4" />
        </IconButton>
      </div>
      <AnswerFields
        field={field}
        about={name}
        placeholder="Dinner is at six, in the hall. Bring a friend!"
        answer={value.answer}
        translations={value.translations}
        problems={problems}
        onChange={onChange}
      />
      <Times field={field} value={value} problems={problems} onChange={onChange} />
    </fieldset>
  );
}

/** When the word is answered; most words always are, and show nothing of this. */
function Times({ field, value, problems, onChange }: TimesProps): ReactNode {
  const [isUnfolded, setUnfolded] = useState(value.starts !== "" || value.ends !== "");
  if (!isUnfolded) {
    return (
      <div>
        <Button
          kind="quiet"
          className="-ms-4"
          onClick={() => {
            setUnfolded(true);
          }}
        >
          <CalendarClock aria-hidden className="size-4" /> Answer it only for a while
        </Button>
      </div>
    );
  }
  const time = (part: "starts" | "ends", label: string): ReactNode => (
    <TextField
      label={label}
      name={`${field}.${part}_at`}
      type="datetime-local"
      optional
      value={value[part]}
      error={problems[`${field}.${part}_at`]}
      onChange={(event) => {
        onChange({ [part]: event.target.value });
      }}
    />
  );
  return (
    <div>
      <div className="grid gap-4 sm:grid-cols-2">
        {time("starts", "From")}
        {time("ends", "Until")}
      </div>
      <p className="pt-1.5 text-sm text-muted">
        When the word is answered, by your clock. Left empty, it always is.
      </p>
    </div>
  );
}
