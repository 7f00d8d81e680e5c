import type { Group } from "@/api/types";
import { explain } from "@/api/problem";
import { showToast } from "@/components/ui/toasts";
import { people } from "@/lib/words";
import { useMovePeople } from "./queries";

interface Move {
  group: Group;
  /** People who are not in it yet. */
  add?: readonly string[];
  /** People who are in it. */
  remove?: readonly string[];
}

/** Moves people into a group or out of it, says so, and offers to move the same people back. */
export function useMoveWithUndo() {
  const move = useMovePeople();
  const back = useMovePeople();
  return {
    ...move,
    mutate: (wanted: Move, { onSuccess }: { onSuccess?: () => void } = {}): void => {
      const { group, add = [], remove = [] } = wanted;
      if (add.length + remove.length === 0) {
        showToast({
          text: (
            <>
              They are in <bdi>{group.name}</bdi> already.
            </>
          ),
        });
        onSuccess?.();
        return;
      }
      move.mutate(wanted, {
        onSuccess: () => {
          onSuccess?.();
          showToast({
            text: (
              <>
                {people(add.length + remove.length)} {add.length > 0 ? "added to" : "taken out of"}{" "}
                <bdi>{group.name}</bdi>.
              </>
            ),
            act: {
              label: "Undo",
              run: () => {
                // The page may be another one by then.
                back.mutateAsync({ group, add: remove, remove: add }).catch((error: unknown) => {
                  showToast({ text: `It could not be undone. ${explain(error).happened}` });
                });
              },
            },
          });
        },
      });
    },
  };
}
