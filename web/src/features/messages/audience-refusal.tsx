import type { ReactNode } from "react";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/notes";
import type { Chosen } from "./draft";

interface AudienceRefusalProps {
  error: Error | null;
  /** Which of the API's fields they are. */
  field: "contact_ids" | "group_ids";
  chosen: readonly Chosen[];
  onLeaveOut: (gone: readonly Chosen[]) => void;
}

/** What the API refused of the choice, by name: someone, or a group, of an old draft may have been deleted. */
export function AudienceRefusal({ error, field, chosen, onLeaveOut }: AudienceRefusalProps): ReactNode {
  const said = refusalsOf(error, field);
  const words = fieldWords[field];
  if (said.length === 0) return null;
  const gone = goneOf(said, chosen);
  if (gone.length === 0) {
    return (
      <div role="alert">
        <Note tone="candle">
          {said.map((message) => (
            <p key={message}>{message}</p>
          ))}
        </Note>
      </div>
    );
  }
  return (
    <div role="alert">
      <Note tone="candle">
        <p className="font-semibold">
          {gone.map((person, index) => (
            <span key={person.id}>
              {index > 0 && (index === gone.length - 1 ? " and " : ", ")}
              <bdi>{person.name}</bdi>
            </span>
          ))}
          {gone.length === 1 ? words.oneGone : words.manyGone}
        </p>
        <p>{words.means} The others stay chosen.</p>
        <div className="pt-3">
          <Button
            onClick={() => {
              onLeaveOut(gone);
            }}
          >
            {gone.length === 1 ? words.leaveOne : "Leave them out"}
          </Button>
        </div>
      </Note>
    </div>
  );
}

const fieldWords = {
  contact_ids: {
    oneGone: " is no longer a contact.",
    manyGone: " are no longer contacts.",
    means: "Nothing can be sent to someone who was deleted.",
    leaveOne: "Leave this person out",
  },
  group_ids: {
    oneGone: " is no longer a group.",
    manyGone: " are no longer groups.",
    means: "Nothing can be sent to a group that was deleted.",
    leaveOne: "Leave this group out",
  },
} as const;

function refusalsOf(error: Error | null, wanted: string): readonly string[] {
  if (!(error instanceof ApiProblem) || error.status !== 422) return [];
  return error.errors.filter(({ field }) => field === wanted).map(({ message }) => message);
}

/** The API names what is missing by its id; the draft knows the name. */
function goneOf(said: readonly string[], chosen: readonly Chosen[]): readonly Chosen[] {
  const ids = new Set(said.join(" ").match(/\b(?:con|grp)_\w+/g) ?? []);
  return chosen.filter(({ id }) => ids.has(id));
}
