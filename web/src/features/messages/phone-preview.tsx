import { useState, type ReactNode } from "react";
import { Church, UserRound } from "lucide-react";
import { ChipSelect } from "@/components/ui/chip-select";
import { Note, Skeleton } from "@/components/ui/notes";
import type { ChosenPerson } from "@/features/contacts/people-picker";
import { PersonChoice } from "@/features/contacts/person-choice";
import { useConfig } from "@/features/session/context";
import { exactPrice } from "@/features/settings/amounts";
import { languageName } from "@/lib/languages";
import { formatPhone } from "@/lib/phone";
import { parts } from "@/lib/words";
import type { Draft } from "./draft";
import type { Preview } from "./preview";
import { reasonOf } from "./reason";
import { useShownReader, type ShownReader } from "./shown-reader";

interface PhonePreviewProps {
  draft: Draft;
  preview: Preview;
  /** Who was chosen to be shown; null for anyone who gets it. */
  chosen: ChosenPerson | null;
  onChoose: (person: ChosenPerson | null) => void;
}

/** The text as it will come, on the phone of one who gets it. Follows the writing as it happens. */
export function PhonePreview({ draft, preview, chosen, onChoose }: PhonePreviewProps): ReactNode {
  const [language, setLanguage] = useState<string | null>(null);
  const isCall = draft.message_type === "voice";
  const reader = useShownReader(draft, preview, chosen, language);
  return (
    <div className="flex flex-col gap-3">
      <Phone text={reader.text} language={reader.language} isCall={isCall} />
      <Caption reader={reader} isCall={isCall} />
      <Switches
        reader={reader}
        languages={preview.counted?.estimate?.texts.map((text) => text.language) ?? []}
        isChosen={chosen !== null}
        onLanguage={(tag) => {
          onChoose(null);
          setLanguage(tag);
        }}
        onChoose={onChoose}
      />
    </div>
  );
}

function Phone({ text, language, isCall }: { text: string; language: string; isCall: boolean }): ReactNode {
  const { church_name, church_phone, default_region } = useConfig();
  return (
    <div className="mx-auto flex h-[28rem] w-full max-w-[19rem] flex-col overflow-hidden rounded-[2.25rem] border-[6px] border-ink/85 bg-raised shadow-float max-lg:h-auto max-lg:min-h-72 dark:border-edge/70">
      <div className="mx-auto mt-2 h-1.5 w-16 shrink-0 rounded-full bg-ink/80 dark:bg-edge/70" />
      <div className="flex flex-col items-center gap-0.5 border-b border-hairline px-4 pt-3 pb-3 text-center">
        <span className="flex size-9 items-center justify-center rounded-full bg-accent-soft text-accent">
          <Church aria-hidden className="size-5" />
        </span>
        <span className="font-semibold">{church_name}</span>
        <span className="figures text-xs text-muted">{formatPhone(church_phone, default_region)}</span>
      </div>
      <div className="flex-1 overflow-y-auto p-3">
        <p className="pb-2 text-center text-xs text-muted">
          {isCall ? "First, in their language: an automatic call, and from whom" : "Today"}
        </p>
        {text.trim() === "" ? (
          <p className="px-6 pt-6 text-center text-sm text-muted">
            {isCall
              ? "What you write appears here, as people will hear it."
              : "What you write appears here, as people will see it."}
          </p>
        ) : (
          <p
            dir="auto"
            lang={language}
            className="w-fit max-w-[88%] rounded-[1.15rem] rounded-es-[0.3rem] bg-sunken px-3.5 py-2 text-sm break-words whitespace-pre-wrap"
          >
            {text}
          </p>
        )}
        {isCall && text.trim() !== "" && (
          <p className="pt-2 text-center text-xs text-muted">
            Then: 1 to hear it again, 2 to talk to someone, 9 for no more calls
          </p>
        )}
      </div>
    </div>
  );
}

/** Who sees it so, in which language, in how many parts, and for how much. */
function Caption({ reader, isCall }: { reader: ShownReader; isCall: boolean }): ReactNode {
  const { name, language, segments, unitPrice, skipReason, isLooking } = reader;
  if (reader.text.trim() === "") return null;
  return (
    <div className="mx-auto w-full max-w-[19rem] text-center text-sm">
      <p>
        {isLooking || name === null ? (
          <Skeleton className="mx-auto h-4 w-40" />
        ) : (
          <>
            As <bdi className="font-semibold">{name}</bdi> {isCall ? "hears" : "gets"} it, in{" "}
            {languageName(language)}
          </>
        )}
      </p>
      {!isCall && (
        <p className="figures text-muted">
          {parts(segments)}
          {unitPrice !== null && ` · ${exactPrice(Math.round(unitPrice * segments))}`}
        </p>
      )}
      {skipReason !== null && (
        <div className="pt-2 text-start">
          <Note tone="candle">
            <bdi>{name}</bdi> would not get it. {reasonOf({ status: "skipped", skip_reason: skipReason })}
          </Note>
        </div>
      )}
    </div>
  );
}

interface SwitchesProps {
  reader: ShownReader;
  languages: readonly string[];
  isChosen: boolean;
  onLanguage: (tag: string) => void;
  onChoose: (person: ChosenPerson | null) => void;
}

/** Another language, or another person. */
function Switches({ reader, languages, isChosen, onLanguage, onChoose }: SwitchesProps): ReactNode {
  const [asking, setAsking] = useState(false);
  if (reader.text.trim() === "") return null;
  return (
    <div className="flex flex-wrap items-center justify-center gap-2">
      {languages.length > 1 && (
        <ChipSelect
          label="Show it in"
          value={languages.includes(reader.language) ? reader.language : ""}
          isChosen={false}
          onChange={onLanguage}
        >
          {!languages.includes(reader.language) && <option value="">{languageName(reader.language)}</option>}
          {languages.map((tag) => (
            <option key={tag} value={tag}>
              {languageName(tag)}
            </option>
          ))}
        </ChipSelect>
      )}
      <button
        type="button"
        className="inline-flex min-h-11 items-center gap-2 rounded-md border border-hairline px-3 text-muted hover:border-edge hover:text-ink"
        onClick={() => {
          setAsking(true);
        }}
      >
        <UserRound aria-hidden className="size-4" /> {isChosen ? "Someone else" : "As someone else"}
      </button>
      {asking && (
        <PersonChoice
          title="Whose phone?"
          onClose={() => {
            setAsking(false);
          }}
          onChoose={(person) => {
            onChoose(person);
            setAsking(false);
          }}
        >
          You see the text as this person would get it. Nothing is sent.
        </PersonChoice>
      )}
    </div>
  );
}
