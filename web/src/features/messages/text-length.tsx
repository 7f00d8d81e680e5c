import type { ReactNode } from "react";
import { Note } from "@/components/ui/notes";
import { countSegments, savingByLookAlikes } from "@/lib/segments";
import { number, parts } from "@/lib/words";
import { lengthOf, longest } from "./draft";
import { fillFields, hasFields } from "./merge-fields";
import { useSampleReader } from "./sample-reader";

/** A line under a text that does something with it. */
export const lineButton = "min-h-11 text-start font-medium text-accent underline-offset-4 hover:underline";

/** In how many parts it goes out, each of which is paid for, and how much more fits into the last. */
export function Counter({ text }: { text: string }): ReactNode {
  const { values } = useSampleReader();
  const length = lengthOf(text);
  if (length > longest) {
    return (
      <span className="figures ms-auto font-semibold text-bad-ink">
        {number(length)} of {number(longest)} characters
      </span>
    );
  }
  const { segments, remaining } = countSegments(fillFields(text, values));
  const about = hasFields(text) ? "about " : "";
  return (
    <span
      className="figures ms-auto"
      title="A long text is cut into parts for its way, and each part is paid for. Phones put them together again."
    >
      {segments === 0
        ? `${number(remaining)} characters fit in one part`
        : `${about}${parts(segments)} · ${number(remaining)} left`}
    </span>
  );
}

interface PlainCharactersProps {
  text: string;
  onChange: (text: string) => void;
}

/** Curly quotes and the like can more than double what a text costs; plain ones read the same. */
export function PlainCharacters({ text, onChange }: PlainCharactersProps): ReactNode {
  const saving = savingByLookAlikes(text);
  if (saving === null) return null;
  return (
    <div className="pt-3">
      <Note tone="candle">
        <p>Some quotes, dashes or dots here make it longer on its way. Plain ones read the same.</p>
        <button
          type="button"
          className={lineButton}
          onClick={() => {
            onChange(saving.text);
          }}
        >
          Use plain ones, and save {parts(saving.saved)} for each person
        </button>
      </Note>
    </div>
  );
}
