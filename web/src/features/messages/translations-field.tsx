import { useState, type ReactNode } from "react";
import { Languages } from "lucide-react";
import type { AudiencePreview } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ChipSelect } from "@/components/ui/chip-select";
import { showToast } from "@/components/ui/toasts";
import { languageChoices, languageName } from "@/lib/languages";
import { people } from "@/lib/words";
import type { ChangeDraft, Draft } from "./draft";
import { TranslationRow } from "./translation-row";
import {
  getOriginal,
  languagesToWrite,
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

/** The message in each language of its readers. Not there when all read the same. */
export function TranslationsField({ draft, change, preferred, refused }: TranslationsFieldProps): ReactNode {
  const { content, language: original, translations } = draft;
  const [isUnfolded, setUnfolded] = useState(false);
  const wanted = languagesToWrite(preferred, original, translations);
  if (wanted.length === 0 && original === "en") return null;
  const isBegun = isUnfolded || Object.keys(translations).length > 0;

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
      {!isBegun && content.trim() !== "" && (
        <Button
          className="mb-3"
          onClick={() => {
            setUnfolded(true);
          }}
        >
          <Languages aria-hidden className="size-4" /> Write in other languages
        </Button>
      )}
      <ul aria-label="Other languages" hidden={!isBegun} className="border-t border-hairline">
        {wanted.map((language) => (
          <TranslationRow
            key={language.tag}
            language={language}
            content={content}
            original={original}
            translation={translations[language.tag]}
            refused={refused[`translations.${language.tag}`]}
            onChange={(translation) => {
              set(language.tag, translation);
            }}
            onLeaveOut={() => {
              leaveOut(language.tag);
            }}
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

function without(translations: Translations, tag: string): Translations {
  return Object.fromEntries(Object.entries(translations).filter(([other]) => other !== tag));
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
