import type { ReactNode } from "react";
import { useGroups } from "@/features/groups/queries";

/** The most groups that one person can be in. */
const mostGroups = 20;

interface GroupsFieldProps {
  chosen: readonly string[];
  error: string | undefined;
  help: ReactNode;
  onChange: (chosen: readonly string[]) => void;
}

/** The groups that a person was put into. Groups by rule find their people themselves, and are not offered. */
export function GroupsField({ chosen, error, help, onChange }: GroupsFieldProps): ReactNode {
  const { groups, isComplete } = useGroups();
  const offered = groups.filter(({ kind }) => kind === "static");
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1.5 font-semibold">Groups</legend>
      {offered.length === 0 ? (
        <p className="text-sm text-muted">
          {isComplete ? "There are none yet. You make them under Contacts, Groups." : "Reading your groups…"}
        </p>
      ) : (
        <ul className="max-h-56 overflow-y-auto rounded-md border border-edge bg-raised">
          {offered.map(({ id, name }) => (
            <li key={id} className="border-b border-hairline last:border-0">
              <label className="flex min-h-11 items-center gap-3 px-3 py-1.5 hover:bg-sunken has-focus-visible:bg-accent-soft">
                <input
                  type="checkbox"
                  checked={chosen.includes(id)}
                  disabled={!chosen.includes(id) && chosen.length >= mostGroups}
                  className="size-5 shrink-0 accent-accent"
                  onChange={() => {
                    const next = chosen.includes(id)
                      ? chosen.filter((other) => other !== id)
                      : [...chosen, id];
                    onChange([...next].sort());
                  }}
                />
                <bdi className="min-w-0 truncate">{name}</bdi>
              </label>
            </li>
          ))}
        </ul>
      )}
      {help !== undefined && <p className="pt-1.5 text-sm text-muted">{help}</p>}
      <p role="alert" className="text-sm text-bad-ink">
        {error}
      </p>
    </fieldset>
  );
}
