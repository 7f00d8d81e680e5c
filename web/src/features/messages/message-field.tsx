import { useRef, type ReactNode } from "react";
import { UserRound } from "lucide-react";
import { TextArea } from "@/components/ui/field";
import { Note } from "@/components/ui/notes";
import { useConfig } from "@/features/session/context";
import { countSegments, savingByLookAlikes } from "@/lib/segments";
import { number, parts } from "@/lib/words";
import { lengthOf, longest } from "./draft";
import { fillFields, hasFields, offeredFields } from "./merge-fields";
import { useSampleReader } from "./sample-reader";

interface MessageFieldProps {
  content: string;
  error: string | undefined;
  onChange: (content: string) => void;
}

const lineButton = "min-h-11 text-start font-medium text-accent underline-offset-4 hover:underline";

/** Where the text is written, with what helps to write a good one. */
export function MessageField({ content, error, onChange }: MessageFieldProps): ReactNode {
  const { church_name } = useConfig();
  const area = useRef<HTMLTextAreaElement>(null);
  const opening = `${church_name}: `;
  const says = content.toLowerCase().includes(church_name.toLowerCase()) || content.includes("{church");

  const insert = (text: string): void => {
    const element = area.current;
    const start = element?.selectionStart ?? content.length;
    const end = element?.selectionEnd ?? content.length;
    onChange(content.slice(0, start) + text + content.slice(end));
    // The field has its new text, and so the place after it, only once React has written it.
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(start + text.length, start + text.length);
    });
  };

  return (
    <div>
      <TextArea
        ref={area}
        label="Message"
        name="content"
        dir="auto"
        rows={7}
        value={content}
        placeholder={`${opening}dinner is at 6 this Friday, in the hall. Bring a friend!`}
        error={error}
        className="min-h-44 resize-y leading-relaxed"
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      <div className="flex flex-wrap items-center justify-between gap-x-4 pt-1.5 text-sm text-muted">
        <span className="flex flex-wrap items-center gap-x-5">
          <span className="flex items-center gap-1.5">
            <UserRound aria-hidden className="size-4" /> Put in:
          </span>
          {offeredFields.map((field) => (
            <button
              key={field.label}
              type="button"
              className={lineButton}
              onClick={() => {
                insert(field.insert);
              }}
            >
              {field.label}
            </button>
          ))}
        </span>
        <Counter content={content} />
      </div>
      {content !== "" && !says ? (
        <button
          type="button"
          className={`text-sm ${lineButton}`}
          onClick={() => {
            onChange(opening + content);
          }}
        >
          Begin with “{opening.trim()}”, so that people know who writes
        </button>
      ) : (
        <p className="text-sm text-muted">Say who is writing, one thing, and what to do.</p>
      )}
      <PlainCharacters content={content} onChange={onChange} />
    </div>
  );
}

/** In how many parts it goes out, each of which is paid for, and how much more fits into the last. */
function Counter({ content }: { content: string }): ReactNode {
  const { values } = useSampleReader();
  const length = lengthOf(content);
  if (length > longest) {
    return (
      <span className="figures ms-auto font-semibold text-bad-ink">
        {number(length)} of {number(longest)} characters
      </span>
    );
  }
  const { segments, remaining } = countSegments(fillFields(content, values));
  const about = hasFields(content) ? "about " : "";
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

/** Curly quotes and the like can more than double what a text costs; plain ones read the same. */
function PlainCharacters({ content, onChange }: Omit<MessageFieldProps, "error">): ReactNode {
  const saving = savingByLookAlikes(content);
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
