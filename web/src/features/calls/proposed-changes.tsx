import type { ReactNode } from "react";
import type { Call } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/notes";
import { useMayChange } from "@/features/session/context";
import { languageName } from "@/lib/languages";
import { moment, when } from "@/lib/time";
import { useDecide } from "./queries";
import { fieldWords } from "./words";

type Change = Call["proposed_changes"][number];

/** What a caller said has changed: each is made or left by a person, and by nothing else. */
export function ProposedChanges({ call }: { call: Call }): ReactNode {
  return (
    <section aria-labelledby="changes">
      <h2 id="changes" className="pb-2 font-semibold">
        What may have changed
      </h2>
      <p className="pb-2 text-sm text-muted">
        The caller said this, and it may be misheard. Nothing changes until you say so.
      </p>
      <ul className="border-t border-hairline">
        {call.proposed_changes.map((change) => (
          <ChangeRow key={change.field} call={call} change={change} />
        ))}
      </ul>
    </section>
  );
}

function ChangeRow({ call, change }: { call: Call; change: Change }): ReactNode {
  const decide = useDecide(call);
  const mayChange = useMayChange();
  const name = fieldWords(change.field);
  const choose = (accepted: boolean): void => {
    decide.mutate({ field: change.field, accepted });
  };
  return (
    <li className="flex flex-col gap-2 border-b border-hairline py-3">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <span className="w-32 shrink-0 text-muted">{name}</span>
        <bdi className="min-w-0 flex-1 font-medium break-words">{valueWords(change)}</bdi>
        {change.decided_by === null && mayChange && call.contact_id !== null && (
          <span className="flex gap-3 max-sm:w-full">
            <Button
              kind="primary"
              className="max-sm:flex-1"
              busy={decide.isPending && decide.variables.accepted}
              disabled={decide.isPending}
              aria-label={`Change it: ${name}`}
              onClick={() => {
                choose(true);
              }}
            >
              Change it
            </Button>
            <Button
              className="max-sm:flex-1"
              busy={decide.isPending && !decide.variables.accepted}
              disabled={decide.isPending}
              aria-label={`Leave it: ${name}`}
              onClick={() => {
                choose(false);
              }}
            >
              Leave it
            </Button>
          </span>
        )}
      </div>
      {change.decided_by !== null && change.decided_at !== null && (
        <p className="text-sm text-muted">
          {change.decision === "accepted" ? "Changed by " : "Left as it was by "}
          <bdi>{change.decided_by}</bdi>,{" "}
          <time title={moment(change.decided_at)}>{when(change.decided_at)}</time>
        </p>
      )}
      {change.decided_by === null && call.contact_id === null && (
        <p className="text-sm text-muted">Nobody in the directory has this number. Add the person first.</p>
      )}
      {decide.error !== null && <ErrorNote error={decide.error} kept="Nothing was changed." />}
    </li>
  );
}

function valueWords({ field, value }: Change): string {
  return field === "preferred_language" ? languageName(value) : value;
}
