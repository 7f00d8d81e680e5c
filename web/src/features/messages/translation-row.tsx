import { useId, useState, type ReactNode } from "react";
import {
  ChevronRight,
  CircleCheck,
  CircleMinus,
  Hand,
  Languages,
  Loader,
  type LucideIcon,
} from "lucide-react";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";
import { Note, Skeleton } from "@/components/ui/notes";
import { languageName } from "@/lib/languages";
import { noticeScripts } from "@/lib/scripts";
import { number, people } from "@/lib/words";
import { lengthOf, longest } from "./draft";
import { fieldsProblem } from "./merge-fields";
import type { Tone } from "./status";
import { Mark } from "./status-mark";
import { Counter, PlainCharacters } from "./text-length";
import { changedByHand, standingOf, type ReadLanguage, type WrittenTranslation } from "./translations";

interface TranslationRowProps {
  language: ReadLanguage;
  /** The message that is translated, and its language. */
  content: string;
  original: string;
  translation: WrittenTranslation | undefined;
  /** Whether the assistant is at it. */
  isWaiting: boolean;
  /** Why the assistant has none; undefined where it was not asked or has one. */
  failure: string | undefined;
  /** What the API would refuse of it. */
  refused: string | undefined;
  onChange: (translation: WrittenTranslation) => void;
  onLeaveOut: () => void;
  /** Has the assistant write it; null while it can't. */
  onTranslate: (() => void) | null;
}

/** One language of the readers: how its text stands, and, unfolded, the text itself. */
export function TranslationRow(props: TranslationRowProps): ReactNode {
  const { language, isWaiting } = props;
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { Icon, word, tone } = lookOf(props);
  return (
    <li className="border-b border-hairline">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        className="-mx-2 flex min-h-12 w-[calc(100%+1rem)] items-center gap-2 rounded-md px-2 py-2 text-start hover:bg-sunken"
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        <ChevronRight
          aria-hidden
          className={`size-4.5 shrink-0 text-muted transition-transform duration-150 rtl:rotate-180 ${isOpen ? "rotate-90" : ""}`}
        />
        <span className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4">
          <span>
            <span className="font-medium">{languageName(language.tag)}</span>{" "}
            <span className="figures text-sm text-muted">
              {language.readers > 0 ? people(language.readers) : "nobody here"}
            </span>
          </span>
          <span className="text-sm">
            <Mark Icon={Icon} word={word} tone={tone} />
          </span>
        </span>
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen && (
          <div className="appear flex flex-col gap-3 pt-1 pb-5 sm:ps-6.5">
            {isWaiting ? <Skeleton className="h-28 w-full" /> : <Writing {...props} />}
          </div>
        )}
      </div>
    </li>
  );
}

interface Look {
  Icon: LucideIcon;
  word: string;
  tone: Tone;
}

function lookOf({ translation, isWaiting, failure, refused, content, original }: TranslationRowProps): Look {
  if (isWaiting) return { Icon: Loader, word: "Being translated…", tone: "moving" };
  const text = translation?.text ?? "";
  if (translation === undefined || text.trim() === "") {
    return failure === undefined
      ? { Icon: CircleMinus, word: `Gets the ${languageName(original)} text`, tone: "quiet" }
      : { Icon: Hand, word: "Not translated", tone: "candle" };
  }
  const standing = standingOf(translation, content);
  if (standing === "stale") return { Icon: Hand, word: "The message has changed since", tone: "candle" };
  if (refused !== undefined || fieldsProblem(content, text) !== null || lengthOf(text) > longest) {
    return { Icon: Hand, word: "Needs a change", tone: "candle" };
  }
  if (standing === "by-hand") return { Icon: CircleCheck, word: "Written by hand", tone: "good" };
  if (standing === "edited") return { Icon: CircleCheck, word: "Edited by hand", tone: "good" };
  return (translation.proposal?.warnings.length ?? 0) > 0
    ? { Icon: Hand, word: "By the assistant: look at it", tone: "candle" }
    : { Icon: Languages, word: "By the assistant", tone: "moving" };
}

function Writing({
  language: { tag },
  content,
  original,
  translation,
  failure,
  refused,
  onChange,
  onLeaveOut,
  onTranslate,
}: TranslationRowProps): ReactNode {
  const text = translation?.text ?? "";
  const isWritten = text.trim() !== "";
  const over = lengthOf(text) - longest;
  const write = (next: string): void => {
    noticeScripts(next);
    onChange(changedByHand(translation, next, content));
  };
  return (
    <>
      {failure !== undefined && !isWritten && <Note tone="candle">{failure}</Note>}
      {translation !== undefined && isWritten && translation.of !== content && (
        <Note tone="candle">
          <p>The {languageName(original)} text has changed since this was written.</p>
          <button
            type="button"
            className="min-h-11 font-semibold underline underline-offset-4"
            onClick={() => {
              onChange({ ...translation, of: content });
            }}
          >
            It still fits
          </button>
        </Note>
      )}
      <div className="grid gap-x-5 gap-y-3 sm:grid-cols-2">
        <div className={translation?.proposal?.back == null ? "sm:col-span-2" : ""}>
          <TextArea
            label={`In ${languageName(tag)}`}
            name={`translation-${tag}`}
            lang={tag}
            dir="auto"
            rows={4}
            className="min-h-28 resize-y leading-relaxed"
            value={text}
            error={over > 0 ? `This is ${number(over)} characters too long. Shorten it.` : refused}
            onChange={(event) => {
              write(event.target.value);
            }}
          />
          <p className="flex pt-1.5 text-sm text-muted">
            <Counter text={text} />
          </p>
        </div>
        {translation !== undefined && <BackTranslation translation={translation} />}
      </div>
      {isWritten && <Warnings content={content} text={text} translation={translation} />}
      <PlainCharacters text={text} onChange={write} />
      <div className="flex flex-wrap gap-x-3 gap-y-2">
        {onTranslate !== null && (
          <Button onClick={onTranslate}>
            <Languages aria-hidden className="size-4" />
            {isWritten ? "Translate it again" : "Translate with the assistant"}
          </Button>
        )}
        {isWritten && (
          <Button kind="quiet" onClick={onLeaveOut}>
            Leave {languageName(tag)} out
          </Button>
        )}
      </div>
    </>
  );
}

/** What the assistant's text says, put back by someone who has not seen the message. */
function BackTranslation({
  translation: { text, proposal },
}: {
  translation: WrittenTranslation;
}): ReactNode {
  if (proposal?.back == null) return null;
  return (
    <div>
      <p className="pb-1.5 font-semibold">
        {proposal.text === text ? "It says" : "Before your change it said"}
      </p>
      <blockquote
        dir="auto"
        className="rounded-md bg-sunken px-3 py-2.5 leading-relaxed break-words whitespace-pre-wrap"
      >
        {proposal.back}
      </blockquote>
      <p className="pt-1.5 text-sm text-muted">
        Translated back without having seen your text. Read whether it is what you mean.
      </p>
    </div>
  );
}

interface WarningsProps {
  content: string;
  text: string;
  translation: WrittenTranslation | undefined;
}

function Warnings({ content, text, translation }: WarningsProps): ReactNode {
  const proposal = translation?.proposal ?? null;
  const fields = fieldsProblem(content, text);
  // What the assistant's own text was warned about need not hold of what was made of it.
  const warnings = [
    ...(fields === null ? [] : [fields]),
    ...(proposal !== null && proposal.text === text ? proposal.warnings : []),
  ];
  if (warnings.length === 0) return null;
  return (
    <Note tone="candle">
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </Note>
  );
}
