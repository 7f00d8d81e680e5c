import type { ReactNode } from "react";
import { Note } from "./notes";

interface ConflictNoteProps {
  /** What was changed, such as "the settings". */
  what: string;
  /** What both changed, in words. */
  contested: readonly string[];
}

/** Somebody else saved while this was typed: what is kept, and what saving again does. */
export function ConflictNote({ what, contested }: ConflictNoteProps): ReactNode {
  return (
    <div role="alert">
      <Note tone="candle">
        <p className="font-semibold">Someone else changed {what} while you were typing.</p>
        <p>
          {contested.length === 0
            ? "Your changes don’t touch theirs. Look it over, then save again."
            : `What you typed is kept. You both changed ${contested.join(" and ")}: saving again puts yours in place of theirs.`}
        </p>
      </Note>
    </div>
  );
}
