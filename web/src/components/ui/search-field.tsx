import { useRef, type ReactNode } from "react";
import { Search } from "lucide-react";
import { useKey } from "@/lib/keyboard";

interface SearchFieldProps {
  /** What can be sought: read out. */
  label: string;
  /** The same in a word or two, shown while the box is empty. */
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  /** A key that leads here from anywhere on the page. */
  shortcut?: string;
}

/** Esc empties it and leaves it. */
export function SearchField({ label, hint = label, value, onChange, shortcut }: SearchFieldProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  useKey(shortcut ?? "", shortcut === undefined ? null : () => input.current?.focus());
  return (
    <label className="flex min-w-0 items-center gap-2 rounded-md border border-edge bg-raised ps-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <Search aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="sr-only">{label}</span>
      <input
        ref={input}
        type="search"
        value={value}
        dir="auto"
        autoComplete="off"
        maxLength={100}
        aria-keyshortcuts={shortcut}
        placeholder={hint}
        className="h-11 min-w-0 flex-1 bg-transparent pe-3 text-base outline-none placeholder:text-muted"
        onChange={(event) => {
          onChange(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.preventDefault();
            onChange("");
            event.currentTarget.blur();
          }
        }}
      />
      {shortcut !== undefined && (
        <kbd
          aria-hidden
          className="me-3 hidden rounded border border-hairline px-1.5 font-sans text-xs text-muted lg:block"
        >
          {shortcut}
        </kbd>
      )}
    </label>
  );
}
