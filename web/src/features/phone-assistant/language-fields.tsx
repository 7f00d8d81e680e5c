import type { ReactNode } from "react";
import type { Voice } from "@/api/types";
import { SelectField } from "@/components/ui/field";
import { languageName } from "@/lib/languages";
import { mostOffered, type AssistantValues, type Problems } from "./form-values";

export interface PartOfAssistantProps {
  values: AssistantValues;
  problems: Problems;
  set: (part: Partial<AssistantValues>) => void;
}

/** What strangers are greeted in, what else is offered, and in whose voice. Who is known is greeted in their own. */
export function LanguageFields({
  values,
  problems,
  set,
  voices,
}: PartOfAssistantProps & { voices: readonly Voice[] }): ReactNode {
  const languages = [...new Set(voices.map(({ language }) => language))];
  const options = languages.map((tag) => (
    <option key={tag} value={tag}>
      {languageName(tag)}
    </option>
  ));
  const toggle = (tag: string, isOffered: boolean): void => {
    const others = values.offered_languages.filter((other) => other !== tag);
    set({ offered_languages: isOffered ? [...others, tag] : others });
  };
  const spoken = [values.first_language, ...values.offered_languages];
  return (
    <>
      <SelectField
        label="Strangers are greeted in"
        name="first_language"
        className="max-w-80"
        value={values.first_language}
        error={problems["first_language"]}
        help="Whoever is in your directory is greeted in their own language."
        onChange={(event) => {
          const first = event.target.value;
          set({
            first_language: first,
            offered_languages: values.offered_languages.filter((tag) => tag !== first),
          });
        }}
      >
        {options}
      </SelectField>
      <fieldset>
        <legend className="font-semibold">Offered by keys</legend>
        <p className="pb-1 text-sm text-muted">
          “Para español, oprima 2.” Four at most, in the order in which you choose them: callers have to
          listen to all of them. Any other language is understood too, once somebody speaks it.
        </p>
        <div className="grid grid-cols-[repeat(auto-fill,minmax(10.5rem,1fr))] gap-x-4">
          {languages
            .filter((tag) => tag !== values.first_language)
            .map((tag) => {
              const place = values.offered_languages.indexOf(tag);
              return (
                <label key={tag} className="flex min-h-11 items-center gap-3">
                  <input
                    type="checkbox"
                    name="offered_languages"
                    checked={place >= 0}
                    disabled={place < 0 && values.offered_languages.length >= mostOffered}
                    className="size-5 shrink-0 accent-accent"
                    onChange={(event) => {
                      toggle(tag, event.target.checked);
                    }}
                  />
                  <span>
                    {languageName(tag)}
                    {place >= 0 && <span className="figures text-muted"> · key {place + 2}</span>}
                  </span>
                </label>
              );
            })}
        </div>
        {problems["offered_languages"] !== undefined && (
          <p role="alert" className="text-sm text-bad-ink">
            {problems["offered_languages"]}
          </p>
        )}
      </fieldset>
      <div className="grid gap-5 sm:grid-cols-2">
        {spoken.map((tag) => (
          <VoiceField
            key={tag}
            language={tag}
            chosen={values.voices[tag]}
            voices={voices.filter(({ language }) => language === tag)}
            error={problems[`voices.${tag}`]}
            onChoose={(name) => {
              const others = Object.entries(values.voices).filter(([language]) => language !== tag);
              set({ voices: Object.fromEntries(name === null ? others : [...others, [tag, name]]) });
            }}
          />
        ))}
      </div>
      <SelectField
        label="Summaries are written in"
        name="staff_language"
        className="max-w-80"
        value={values.staff_language}
        error={problems["staff_language"]}
        help="Whatever was spoken. What callers leave for you stays in their own words."
        onChange={(event) => {
          set({ staff_language: event.target.value });
        }}
      >
        {options}
      </SelectField>
    </>
  );
}

interface VoiceFieldProps {
  language: string;
  chosen: string | undefined;
  voices: readonly Voice[];
  error: string | undefined;
  onChoose: (name: string | null) => void;
}

function VoiceField({ language, chosen, voices, error, onChoose }: VoiceFieldProps): ReactNode {
  const usual = voices.find(({ is_default }) => is_default);
  return (
    <SelectField
      label={`Voice for ${languageName(language)}`}
      name={`voices.${language}`}
      value={chosen ?? usual?.name ?? ""}
      error={error}
      onChange={(event) => {
        onChoose(event.target.value === usual?.name ? null : event.target.value);
      }}
    >
      {voices.map(({ name, label }) => (
        <option key={name} value={name}>
          {label}
        </option>
      ))}
    </SelectField>
  );
}
