import type { ReactNode } from "react";
import { number } from "@/lib/words";

/** Filters that say how many they hold, in one row that is pushed sideways on a phone. */
export function Filters({ children }: { children: ReactNode }): ReactNode {
  return (
    <div
      role="group"
      aria-label="Show"
      className="-mx-4 flex gap-1 overflow-x-auto px-4 py-3 sm:mx-0 sm:flex-wrap sm:px-0"
    >
      {children}
    </div>
  );
}

interface FilterProps {
  isChosen: boolean;
  /** Null where nobody has counted. */
  count: number | null;
  onChoose: () => void;
  children: ReactNode;
}

export function Filter({ isChosen, count, onChoose, children }: FilterProps): ReactNode {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className="inline-flex min-h-11 shrink-0 items-center gap-1.5 rounded-md border border-transparent px-3 whitespace-nowrap hover:bg-sunken aria-pressed:border-edge aria-pressed:bg-raised aria-pressed:font-semibold"
    >
      {children}
      {count !== null && <span className="figures font-normal text-muted">{number(count)}</span>}
    </button>
  );
}
