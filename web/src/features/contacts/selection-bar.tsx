import { useState, type ReactNode } from "react";
import { UserMinus, UserPlus } from "lucide-react";
import type { Contact, Group } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/notes";
import { GroupChoice } from "@/features/groups/group-choice";
import { mostMoved } from "@/features/groups/queries";
import { useMoveWithUndo } from "@/features/groups/move-with-undo";
import { people } from "@/lib/words";

interface SelectionBarProps {
  chosen: readonly Contact[];
  onDone: () => void;
  onMoved: () => void;
}

/** What can be done with the people who are chosen in the list. Stays in sight while choosing. */
export function SelectionBar({ chosen, onDone, onMoved }: SelectionBarProps): ReactNode {
  const [asking, setAsking] = useState<"add" | "remove" | null>(null);
  const close = (): void => {
    setAsking(null);
  };
  return (
    <div
      role="region"
      aria-label="Chosen people"
      className="appear sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-20 -mx-2 mt-2 grid grid-cols-2 items-center gap-2 rounded-md border border-hairline bg-raised p-2 shadow-float sm:flex lg:bottom-4"
    >
      <p role="status" className="me-auto py-1 ps-2 font-semibold">
        {chosen.length === 0 ? "Choose people in the list" : `${people(chosen.length)} chosen`}
        {chosen.length >= mostMoved && (
          <span className="block text-sm font-normal text-muted">No more at once.</span>
        )}
      </p>
      <Button kind="quiet" className="justify-self-end sm:order-last" onClick={onDone}>
        Done
      </Button>
      <Button
        disabled={chosen.length === 0}
        onClick={() => {
          setAsking("add");
        }}
      >
        <UserPlus aria-hidden className="size-4" /> Add to a group
      </Button>
      <Button
        disabled={!chosen.some(({ group_ids }) => group_ids.length > 0)}
        onClick={() => {
          setAsking("remove");
        }}
      >
        <UserMinus aria-hidden className="size-4" /> Take out
      </Button>
      {asking !== null && (
        <MoveDialog
          chosen={chosen}
          takesOut={asking === "remove"}
          onClose={close}
          onMoved={() => {
            close();
            onMoved();
          }}
        />
      )}
    </div>
  );
}

interface MoveDialogProps {
  chosen: readonly Contact[];
  takesOut: boolean;
  onClose: () => void;
  onMoved: () => void;
}

function MoveDialog({ chosen, takesOut, onClose, onMoved }: MoveDialogProps): ReactNode {
  const move = useMoveWithUndo();
  const [into, setInto] = useState<Group | null>(null);
  const start = (group: Group): void => {
    setInto(group);
    const inIt = chosen.filter(({ group_ids }) => group_ids.includes(group.id));
    const people = takesOut ? inIt : chosen.filter((contact) => !inIt.includes(contact));
    move.mutate({ group, [takesOut ? "remove" : "add"]: people.map(({ id }) => id) }, { onSuccess: onMoved });
  };
  const count = people(chosen.length);
  return (
    <Dialog
      title={takesOut ? `Take ${count} out of which group?` : `Add ${count} to which group?`}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <GroupChoice
          only={takesOut ? new Set(chosen.flatMap(({ group_ids }) => group_ids)) : null}
          busy={move.isPending ? into : null}
          onChoose={start}
        />
        {move.error !== null && <ErrorNote error={move.error} />}
        <Button onClick={onClose} disabled={move.isPending} className="self-end max-sm:w-full">
          Cancel
        </Button>
      </div>
    </Dialog>
  );
}
