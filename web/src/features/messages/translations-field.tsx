import { useState, type ReactNode } from "react";
import { Languages } from "lucide-react";
import type { AudiencePreview } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ChipSelect } from "@/components/ui/chip-select";
import { ErrorNote } from "@/components/ui/notes";
import { Progress } from "@/components/ui/progress";
import { showToast } from "@/components/ui/toasts";
import { languageChoices, languageName } from "@/lib/languages";
import { languages as languagesWord, number, people } from "@/lib/words";
import { useAskForTranslation, useAssistant, useTakeTranslations } from "./assistant";
import { lengthOf, longest, type ChangeDraft, type Draft } from "./draft";
import { TranslationRow } from "./translation-row";
import {
  getOriginal,
  languagesToWrite,
  mostTranslations,
  textsOf,
  type Translations,
  type WrittenTranslation,
} from "./translations";

interface TranslationsFieldProps {
  draft: Draft;
  change: ChangeDraft;
  /** The languages that the readers prefer, and how many prefer each. */
  preferred: AudiencePreview["languages"];
  /** What the API would refuse, by its name of the field. */
  refused: Readonly<Record<string, string>>;
}

/** The message in each language of its readers: by hand or by the assistant. Not there when all read the same. */
export function TranslationsField({ draft, change, preferred, refused }: TranslationsFieldProps): ReactNode {
  const { content, language: original, translations, translating } = draft;
  const [isUnfolded, setUnfolded] = useState(false);
  const ask = useAskForTranslation(draft, change);
  const lost = useTakeTranslations(draft, change);
  const canAsk = useAssistant().data?.is_available === true && isSayable(content);
  const wanted = languagesToWrite(preferred, original, translations);
  if (wanted.length === 0 && original === "en") return null;
  const waiting = translating?.waiting ?? [];
  const isBusy = ask.isPending || waiting.length > 0;
  const texts = textsOf(translations);
  const isBegun = isUnfolded || translating !== null || Object.keys(translations).length > 0;
  const missing = wanted.map(({ tag }) => tag).filter((tag) => !(tag in texts));

  const set = (tag: string, translation: WrittenTranslation): void => {
    change((latest) => ({ translations: { ...latest.translations, [tag]: translation } }));
  };
  const leaveOut = (tag: string): void => {
    const before = translations[tag];
    change((latest) => ({ translations: without(latest.translations, tag) }));
    showToast({
      text: `${languageName(tag)} left out.`,
      act: {
        label: "Undo",
        run: () => {
          if (before !== undefined) set(tag, before);
        },
      },
    });
  };

  return (
    <fieldset className="min-w-0">
      <legend className="pb-1.5 font-semibold">Other languages</legend>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 pb-3">
        <p className="max-w-[26rem] text-sm text-muted">{gapWords(draft, preferred)}</p>
        <OriginalLanguage language={original} change={change} />
      </div>
      {missing.length > 0 && content.trim() !== "" && (
        <div className="flex flex-wrap gap-x-3 gap-y-2 pb-3">
          {canAsk && (
            <Button
              busy={isBusy}
              onClick={() => {
                ask.mutate(missing.slice(0, mostTranslations));
              }}
            >
              {!isBusy && <Languages aria-hidden className="size-4" />}
              {translateWords(missing)}
            </Button>
          )}
          {!isBegun && (
            <Button
              kind={canAsk ? "quiet" : "secondary"}
              onClick={() => {
                setUnfolded(true);
              }}
            >
              Write {canAsk ? "them yourself" : "in other languages"}
            </Button>
          )}
        </div>
      )}
      <AssistantNews draft={draft} />
      {ask.error !== null && <ErrorNote error={ask.error} kept="What you wrote is kept." />}
      {lost !== null && (
        <ErrorNote error={lost} kept="The translation goes on; this page asks again by itself." />
      )}
      <ul aria-label="Other languages" hidden={!isBegun} className="border-t border-hairline">
        {wanted.map((language) => (
          <TranslationRow
            key={language.tag}
            language={language}
            content={content}
            original={original}
            translation={translations[language.tag]}
            isWaiting={waiting.includes(language.tag)}
            failure={translating?.failed[language.tag]}
            refused={refused[`translations.${language.tag}`]}
            onChange={(translation) => {
              set(language.tag, translation);
            }}
            onLeaveOut={() => {
              leaveOut(language.tag);
            }}
            onTranslate={
              canAsk && !isBusy
                ? () => {
                    ask.mutate([language.tag]);
                  }
                : null
            }
          />
        ))}
      </ul>
    </fieldset>
  );
}

/** What the message itself is written in. */
function OriginalLanguage({ language, change }: { language: string; change: ChangeDraft }): ReactNode {
  return (
    <div className="flex items-center gap-2 text-sm text-muted">
      Yours is in
      <ChipSelect
        label="The message’s language"
        value={language}
        isChosen={false}
        onChange={(tag) => {
          change((latest) => ({ language: tag, translations: without(latest.translations, tag) }));
        }}
      >
        {languageChoices(language).map(({ tag, name }) => (
          <option key={tag} value={tag}>
            {name}
          </option>
        ))}
      </ChipSelect>
    </div>
  );
}

function isSayable(content: string): boolean {
  return content.trim() !== "" && lengthOf(content) <= longest;
}

function without(translations: Translations, tag: string): Translations {
  return Object.fromEntries(Object.entries(translations).filter(([other]) => other !== tag));
}

function translateWords(missing: readonly string[]): string {
  const [only] = missing;
  return missing.length === 1 && only !== undefined
    ? `Translate into ${languageName(only)}`
    : `Translate into ${languagesWord(Math.min(missing.length, mostTranslations))}`;
}

/** What happens to those in whose language nobody has written. */
function gapWords({ language, translations }: Draft, preferred: AudiencePreview["languages"]): string {
  const left = getOriginal(preferred, language, Object.keys(textsOf(translations)));
  const count = left.reduce((sum, { recipients }) => sum + recipients, 0);
  const name = languageName(language);
  if (count === 0) return "Everyone gets it in the language that they read.";
  return count === 1
    ? `1 person reads another language, and gets the ${name} text unless you add theirs.`
    : `${people(count)} read other languages, and get the ${name} text unless you add theirs.`;
}

/** How far the assistant has come; or why there is none, kindly. */
function AssistantNews({ draft: { translating } }: { draft: Draft }): ReactNode {
  const { data: assistant } = useAssistant();
  if (translating !== null && translating.waiting.length > 0) {
    const done = translating.asked - translating.waiting.length;
    return (
      <div className="pb-3" role="status">
        <Progress
          label="Translating"
          value={done}
          total={translating.asked}
          text={`The assistant has written ${number(done)} of ${languagesWord(translating.asked)}.`}
        />
      </div>
    );
  }
  if (assistant?.is_available !== false || assistant.explanation === null) return null;
  return <p className="pb-3 text-sm text-muted">{assistant.explanation}</p>;
}
