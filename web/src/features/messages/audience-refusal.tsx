import type { ReactNode } from "react";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/notes";
import type { ChosenPerson } from "./draft";

interface AudienceRefusalProps {
  error: Error | null;
  chosen: readonly ChosenPerson[];
  onLeaveOut: (gone: readonly ChosenPerson[]) => void;
}

/** What the API refused about the chosen people, by their names: someone of an old draft may have been deleted. */
export function AudienceRefusal({ error, chosen, onLeaveOut }: AudienceRefusalProps): ReactNode {
  const said = refusalsOf(error);
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
          {gone.length === 1 ? " is no longer a contact." : " are no longer contacts."}
        </p>
        <p>Nothing can be sent to someone who was deleted. The others stay chosen.</p>
        <div className="pt-3">
          <Button
            onClick={() => {
              onLeaveOut(gone);
            }}
          >
            {gone.length === 1 ? "Leave this person out" : "Leave them out"}
          </Button>
        </div>
      </Note>
    </div>
  );
}

function refusalsOf(error: Error | null): readonly string[] {
  if (!(error instanceof ApiProblem) || error.status !== 422) return [];
  return error.errors.filter(({ field }) => field === "contact_ids").map(({ message }) => message);
}

/** The API names a missing contact by its id; the draft knows the name. */
function goneOf(said: readonly string[], chosen: readonly ChosenPerson[]): readonly ChosenPerson[] {
  const ids = new Set(said.join(" ").match(/\bcon_\w+/g) ?? []);
  return chosen.filter(({ id }) => ids.has(id));
}
