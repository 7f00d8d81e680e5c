import { useRef, type ReactNode } from "react";
import { UserRound } from "lucide-react";
import { TextArea } from "@/components/ui/field";
import { useConfig } from "@/features/session/context";
import { offeredFields } from "./merge-fields";
import { Counter, lineButton, PlainCharacters } from "./text-length";

interface MessageFieldProps {
  content: string;
  /** The language that it is written in, a BCP 47 tag. */
  language: string;
  error: string | undefined;
  /** It is spoken: parts and characters don’t matter, and who calls is said by itself. */
  isCall?: boolean;
  onChange: (content: string) => void;
}

/** Where the text is written, with what helps to write a good one. */
export function MessageField({
  content,
  language,
  error,
  isCall = false,
  onChange,
}: MessageFieldProps): ReactNode {
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
        lang={language}
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
        {!isCall && <Counter text={content} />}
      </div>
      {isCall ? (
        <p className="text-sm text-muted">
          Write it as you would say it, in short sentences. Who is calling is said before it.
        </p>
      ) : content !== "" && !says ? (
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
      {!isCall && <PlainCharacters text={content} onChange={onChange} />}
    </div>
  );
}
