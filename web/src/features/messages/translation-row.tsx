import { useId, useState, type ReactNode } from "react";
import { ChevronRight, CircleCheck, CircleMinus, Hand, type LucideIcon } from "lucide-react";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/field";
import { Note } from "@/components/ui/notes";
import { languageName } from "@/lib/languages";
import { noticeScripts } from "@/lib/scripts";
import { number, people } from "@/lib/words";
import { lengthOf, longest } from "./draft";
import { fieldsProblem } from "./merge-fields";
import type { Tone } from "./status";
import { Mark } from "./status-mark";
import { Counter, PlainCharacters } from "./text-length";
import type { ReadLanguage, WrittenTranslation } from "./translations";

interface TranslationRowProps {
  language: ReadLanguage;
  /** The message that is translated, and its language. */
  content: string;
  original: string;
  translation: WrittenTranslation | undefined;
  /** What the API would refuse of it. */
  refused: string | undefined;
  onChange: (translation: WrittenTranslation) => void;
  onLeaveOut: () => void;
}

/** One language of the readers: how its text stands, and, unfolded, the text itself. */
export function TranslationRow(props: TranslationRowProps): ReactNode {
  const { language } = props;
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
            <Writing {...props} />
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

function lookOf({ translation, refused, content, original }: TranslationRowProps): Look {
  const text = translation?.text ?? "";
  if (translation === undefined || text.trim() === "") {
    return { Icon: CircleMinus, word: `Gets the ${languageName(original)} text`, tone: "quiet" };
  }
  if (translation.of !== content)
    return { Icon: Hand, word: "The message has changed since", tone: "candle" };
  if (refused !== undefined || fieldsProblem(content, text) !== null || lengthOf(text) > longest) {
    return { Icon: Hand, word: "Needs a change", tone: "candle" };
  }
  return { Icon: CircleCheck, word: "Written by hand", tone: "good" };
}

function Writing({
  language: { tag },
  content,
  original,
  translation,
  refused,
  onChange,
  onLeaveOut,
}: TranslationRowProps): ReactNode {
  const text = translation?.text ?? "";
  const isWritten = text.trim() !== "";
  const over = lengthOf(text) - longest;
  const fields = isWritten ? fieldsProblem(content, text) : null;
  const write = (next: string): void => {
    noticeScripts(next);
    // Whoever changes it has just read the message.
    onChange({ text: next, of: content });
  };
  return (
    <>
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
      <div>
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
      {fields !== null && <Note tone="candle">{fields}</Note>}
      <PlainCharacters text={text} onChange={write} />
      {isWritten && (
        <Button kind="quiet" className="self-start" onClick={onLeaveOut}>
          Leave {languageName(tag)} out
        </Button>
      )}
    </>
  );
}
