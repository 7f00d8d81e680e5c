import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/notes";
import { useGroups } from "@/features/groups/queries";
import { groupSentence } from "@/features/groups/rule";
import { mostGroups, type Chosen } from "./draft";

interface GroupsPickerProps {
  chosen: readonly Chosen[];
  onChange: (chosen: readonly Chosen[]) => void;
}

/** To which groups: whoever is in one of them gets the message once. */
export function GroupsPicker({ chosen, onChange }: GroupsPickerProps): ReactNode {
  const { groups, isComplete, error, retry } = useGroups();
  const ids = new Set(chosen.map(({ id }) => id));
  if (isComplete && groups.length === 0) {
    return (
      <div className="flex flex-col items-start gap-3 rounded-md border border-edge bg-raised px-4 py-4">
        <p className="text-muted">
          You have no groups yet. A group saves choosing the same people again: the choir, or everyone who
          reads Spanish.
        </p>
        <ButtonLink href="/contacts/groups/new">Make a group</ButtonLink>
      </div>
    );
  }
  return (
    <div className="overflow-hidden rounded-md border border-edge bg-raised">
      <ul aria-label="Groups" className="max-h-72 overflow-y-auto">
        {groups.map((group) => (
          <li key={group.id} className="border-b border-hairline last:border-0">
            <label className="grid min-h-11 grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 px-3 py-1.5 hover:bg-sunken has-focus-visible:bg-accent-soft">
              <input
                type="checkbox"
                checked={ids.has(group.id)}
                disabled={!ids.has(group.id) && chosen.length >= mostGroups}
                className="row-span-2 size-5 accent-accent"
                onChange={() => {
                  onChange(
                    ids.has(group.id)
                      ? chosen.filter(({ id }) => id !== group.id)
                      : [...chosen, { id: group.id, name: group.name }],
                  );
                }}
              />
              <bdi className="truncate">{group.name}</bdi>
              <span className="text-sm text-muted">{groupSentence(group)}</span>
            </label>
          </li>
        ))}
      </ul>
      <p className="border-t border-hairline px-3 py-2.5 text-sm text-muted">
        {isComplete || error !== null
          ? "Whoever is in one of these groups when the message goes out gets it, and gets it once."
          : "Reading your groups…"}
      </p>
      {error !== null && <ErrorNote error={error} act={<Button onClick={retry}>Try again</Button>} />}
    </div>
  );
}
