import { useState, type ReactNode } from "react";
import { UserPlus } from "lucide-react";
import type { Group } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/notes";
import { PeoplePicker, type ChosenPerson } from "@/features/contacts/people-picker";
import { people } from "@/lib/words";
import { useMoveWithUndo } from "./move-with-undo";
import { mostMoved } from "./queries";

/** Puts people into a group. */
export function AddPeople({ group }: { group: Group }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        kind="primary"
        className="max-sm:w-full"
        onClick={() => {
          setOpen(true);
        }}
      >
        <UserPlus aria-hidden className="size-4" /> Add people
      </Button>
      {isOpen && (
        <AddDialog
          group={group}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}

function AddDialog({ group, onClose }: { group: Group; onClose: () => void }): ReactNode {
  const [chosen, setChosen] = useState<readonly ChosenPerson[]>([]);
  const move = useMoveWithUndo();
  return (
    <Dialog title={`Who comes into ${group.name}?`} onClose={onClose}>
      <div className="flex flex-col gap-5">
        <PeoplePicker
          chosen={chosen}
          most={mostMoved}
          isInAlready={({ group_ids }) => group_ids.includes(group.id)}
          onChange={setChosen}
          onDone={null}
        />
        {move.error !== null && <ErrorNote error={move.error} />}
        <div className="flex flex-wrap-reverse justify-end gap-3">
          <Button onClick={onClose} disabled={move.isPending} className="max-sm:w-full">
            Cancel
          </Button>
          <Button
            kind="primary"
            busy={move.isPending}
            disabled={chosen.length === 0}
            className="max-sm:w-full"
            onClick={() => {
              move.mutate({ group, add: chosen.map(({ id }) => id) }, { onSuccess: onClose });
            }}
          >
            {chosen.length === 0 ? "Add" : `Add ${people(chosen.length)}`}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
