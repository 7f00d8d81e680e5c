import type { ReactNode } from "react";

interface ProgressProps {
  /** What is coming along. */
  label: string;
  value: number;
  /** Null while nobody knows how much there is. */
  total: number | null;
  /** The same in words. */
  text: string;
}

/** How far something has come. */
export function Progress({ label, value, total, text }: ProgressProps): ReactNode {
  const part = total === null || total === 0 ? null : Math.min(1, value / total);
  return (
    <div className="flex flex-col gap-2">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={part === null ? undefined : 100}
        aria-valuenow={part === null ? undefined : Math.round(part * 100)}
        aria-valuetext={text}
        className="h-2.5 overflow-hidden rounded-full bg-sunken"
      >
        {part === null ? (
          <span className="breathe block h-full w-1/3 rounded-full bg-accent/60" />
        ) : (
          <span
            className="block h-full rounded-full bg-accent transition-[width] duration-200 ease-out"
            style={{ width: `${part * 100}%` }}
          />
        )}
      </div>
      <p aria-hidden className="figures text-sm text-muted">
        {text}
      </p>
    </div>
  );
}
