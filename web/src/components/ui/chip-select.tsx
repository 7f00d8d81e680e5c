import type { ReactNode } from "react";
import { ChevronDown } from "lucide-react";

interface ChipSelectProps {
  label: string;
  /** "" chooses nothing. */
  value: string;
  /** Whether the choice narrows what is shown, and so should be seen. */
  isChosen: boolean;
  onChange: (value: string) => void;
  /** `option` elements. */
  children: ReactNode;
}

/** A filter that is small until it is used. The browser's own list opens: it works by key and by thumb. */
export function ChipSelect({ label, value, isChosen, onChange, children }: ChipSelectProps): ReactNode {
  return (
    <div
      className={`relative inline-flex shrink-0 items-center rounded-md border has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${
        isChosen
          ? "border-accent bg-accent-soft font-semibold text-accent-strong"
          : "border-hairline text-muted hover:border-edge hover:text-ink"
      }`}
    >
      <select
        aria-label={label}
        value={value}
        className="field-sizing-content h-11 max-w-56 cursor-pointer appearance-none truncate bg-transparent ps-3 pe-8 text-base outline-none *:bg-raised *:font-normal *:text-ink"
        onChange={(event) => {
          onChange(event.target.value);
        }}
      >
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute end-2.5 size-4" />
    </div>
  );
}
