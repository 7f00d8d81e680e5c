import type { ReactNode } from "react";
import { X } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { control, TextArea } from "@/components/ui/field";
import { languageChoices, languageName } from "@/lib/languages";
import { noticeScripts } from "@/lib/scripts";
import { countSegments } from "@/lib/segments";
import { number, parts } from "@/lib/words";
import { mostTranslations, type Problems, type TranslationValues } from "./form-values";

interface AnswerFieldsProps {
  /** The API's name of what the answer belongs to: "keywords[0]". */
  field: string;
  /** Which answer it is, for those who hear the form. */
  about: string;
  placeholder: string;
  answer: string;
  translations: readonly TranslationValues[];
  problems: Problems;
  onChange: (part: { answer?: string; translations?: readonly TranslationValues[] }) => void;
}

/** What is answered, and the same in other languages. */
export function AnswerFields(props: AnswerFieldsProps): ReactNode {
  const { field, about, placeholder, answer, translations, problems, onChange } = props;
  const taken = translations.map(({ language }) => language);
  const offered = languageChoices("").filter(({ tag }) => !taken.includes(tag));
  return (
    <>
      <TextArea
        label="Answer"
        name={`${field}.answer`}
        dir="auto"
        rows={2}
        value={answer}
        placeholder={placeholder}
        help={lengthWords(answer)}
        error={problems[`${field}.answer`]}
        onChange={(event) => {
          noticeScripts(event.target.value);
          onChange({ answer: event.target.value });
        }}
      />
      {translations.map(({ language, text }) => (
        <div key={language} className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            <TextArea
              label={`Answer in ${languageName(language)}`}
              name={`${field}.translations.${language}`}
              dir="auto"
              lang={language}
              rows={2}
              value={text}
              help={lengthWords(text)}
              error={problems[`${field}.translations.${language}`]}
              onChange={(event) => {
                noticeScripts(event.target.value);
                onChange({
                  translations: translations.map((one) =>
                    one.language === language ? { language, text: event.target.value } : one,
                  ),
                });
              }}
            />
          </div>
          <IconButton
            label={`Take ${languageName(language)} out`}
            className="mt-8"
            onClick={() => {
              onChange({ translations: translations.filter((one) => one.language !== language) });
            }}
          >
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
      {translations.length < mostTranslations && (
        <select
          aria-label={`Add a language to ${about}`}
          value=""
          className={`${control} h-11 max-w-64`}
          onChange={(event) => {
            onChange({ translations: [...translations, { language: event.target.value, text: "" }] });
          }}
        >
          <option value="">Add a language…</option>
          {offered.map(({ tag, name }) => (
            <option key={tag} value={tag}>
              {name}
            </option>
          ))}
        </select>
      )}
    </>
  );
}

/** In how many parts it goes out, each of which is paid for. */
function lengthWords(text: string): string | undefined {
  const { segments, remaining } = countSegments(text.trim());
  return segments === 0 ? undefined : `${parts(segments)} · ${number(remaining)} left`;
}
