import { useState, type ReactNode } from "react";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { SelectField, TextArea, TextField, control } from "@/components/ui/field";
import { ErrorNote } from "@/components/ui/notes";
import { lengthOf, longest } from "@/features/messages/draft";
import { fieldsProblem } from "@/features/messages/merge-fields";
import { MessageField } from "@/features/messages/message-field";
import { purposeNames, purposes } from "@/features/messages/purposes";
import { Counter } from "@/features/messages/text-length";
import { mostTranslations } from "@/features/messages/translations";
import { languageChoices, languageName } from "@/lib/languages";
import { noticeScripts } from "@/lib/scripts";
import { number } from "@/lib/words";
import { longestName, type TemplateValues } from "./form-values";

interface TemplateFormProps {
  values: TemplateValues;
  onChange: (values: TemplateValues) => void;
  saveLabel: string;
  busy: boolean;
  /** Why it could not be saved. */
  error: Error | null;
  onSave: () => void;
  /** What has to be known before it is saved. */
  news?: ReactNode;
  /** What else can be done. */
  acts?: ReactNode;
}

/** A template's name, its text in each language, and what it is for. */
export function TemplateForm({
  values,
  onChange,
  saveLabel,
  busy,
  error,
  onSave,
  news,
  acts,
}: TemplateFormProps): ReactNode {
  const [found, setFound] = useState<Readonly<Record<string, string>>>({});
  const refused = error instanceof ApiProblem ? error.fields : {};
  const problems = { ...refused, ...found };
  const set = (part: Partial<TemplateValues>): void => {
    setFound({});
    onChange({ ...values, ...part });
  };
  return (
    <form
      noValidate
      aria-label="Template"
      className="flex max-w-[40rem] flex-col gap-7"
      onSubmit={(event) => {
        event.preventDefault();
        const wrong = problemsOf(values);
        setFound(wrong);
        if (Object.keys(wrong).length === 0) onSave();
      }}
    >
      {news}
      <TextField
        label="Name"
        name="name"
        dir="auto"
        autoComplete="off"
        maxLength={longestName}
        placeholder="Potluck"
        value={values.name}
        error={problems["name"]}
        onChange={(event) => {
          set({ name: event.target.value });
        }}
      />
      <MessageField
        content={values.content}
        language={values.language}
        error={problems["content"]}
        onChange={(content) => {
          noticeScripts(content);
          set({ content });
        }}
      />
      <OtherLanguages values={values} problems={problems} set={set} />
      <div className="grid gap-x-5 gap-y-6 sm:grid-cols-2">
        <SelectField
          label="Written in"
          name="language"
          value={values.language}
          error={problems["language"]}
          onChange={(event) => {
            const language = event.target.value;
            const { [language]: _, ...translations } = values.translations;
            set({ language, translations });
          }}
        >
          {languageChoices(values.language).map(({ tag, name }) => (
            <option key={tag} value={tag}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="What is it for"
          name="purpose"
          value={values.purpose}
          help={purposes[values.purpose].help}
          onChange={(event) => {
            const chosen = purposeNames.find((name) => name === event.target.value);
            if (chosen !== undefined) set({ purpose: chosen });
          }}
        >
          {purposeNames.map((name) => (
            <option key={name} value={name}>
              {purposes[name].name}
            </option>
          ))}
        </SelectField>
      </div>
      {error !== null && (
        <ErrorNote
          error={error}
          kept="Nothing was saved; what you typed is still here."
          shown={Object.keys(refused)}
        />
      )}
      <div className="flex flex-wrap gap-3 border-t border-hairline pt-5">
        <Button type="submit" kind="primary" busy={busy} className="max-sm:w-full">
          {saveLabel}
        </Button>
        {acts}
      </div>
    </form>
  );
}

function problemsOf({ name, content, translations }: TemplateValues): Record<string, string> {
  const problems: Record<string, string> = {};
  if (name.trim() === "") problems["name"] = "Give the template a name.";
  if (content.trim() === "") problems["content"] = "Write what the text should say.";
  const all = [
    ["content", content],
    ...Object.entries(translations).map(([tag, text]) => [`translations.${tag}`, text]),
  ];
  for (const [field = "", text = ""] of all) {
    const over = lengthOf(text) - longest;
    if (over > 0) problems[field] = `This is ${number(over)} characters too long. Shorten it.`;
  }
  return problems;
}

interface OtherLanguagesProps {
  values: TemplateValues;
  problems: Readonly<Record<string, string>>;
  set: (part: Partial<TemplateValues>) => void;
}

/** The same text in other languages, written by hand. */
function OtherLanguages({ values, problems, set }: OtherLanguagesProps): ReactNode {
  const { content, language, translations } = values;
  const tags = Object.keys(translations);
  return (
    <fieldset className="flex min-w-0 flex-col gap-5">
      <legend className="pb-1.5 font-semibold">Other languages</legend>
      {tags.map((tag) => {
        const text = translations[tag] ?? "";
        const fields = text.trim() === "" ? null : fieldsProblem(content, text);
        return (
          <div key={tag}>
            <TextArea
              label={`In ${languageName(tag)}`}
              name={`translation-${tag}`}
              lang={tag}
              dir="auto"
              rows={3}
              className="min-h-24 resize-y leading-relaxed"
              value={text}
              error={problems[`translations.${tag}`]}
              onChange={(event) => {
                noticeScripts(event.target.value);
                set({ translations: { ...translations, [tag]: event.target.value } });
              }}
            />
            <p className="flex flex-wrap items-center justify-between gap-x-4 pt-1 text-sm text-muted">
              <button
                type="button"
                className="min-h-11 font-medium text-accent underline-offset-4 hover:underline"
                onClick={() => {
                  const { [tag]: _, ...others } = translations;
                  set({ translations: others });
                }}
              >
                Leave {languageName(tag)} out
              </button>
              {fields !== null && <span className="text-candle-ink">{fields}</span>}
              <Counter text={text} />
            </p>
          </div>
        );
      })}
      {tags.length < mostTranslations && (
        <select
          aria-label="Add a language"
          value=""
          className={`${control} h-11 max-w-64`}
          onChange={(event) => {
            set({ translations: { ...translations, [event.target.value]: "" } });
          }}
        >
          <option value="">Add a language…</option>
          {languageChoices("")
            .filter(({ tag }) => tag !== language && !tags.includes(tag))
            .map(({ tag, name }) => (
              <option key={tag} value={tag}>
                {name}
              </option>
            ))}
        </select>
      )}
    </fieldset>
  );
}
