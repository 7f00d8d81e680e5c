import type { ReactNode } from "react";
import { ApiProblem, explain } from "@/api/problem";
import { letGo, putOff } from "@/lib/later";
import { showToast } from "./toasts";

interface LaterAct {
  /** The id of what it is about. */
  id: string;
  /** Said at once, as if it were done: "Ana Tzoc deleted." */
  text: ReactNode;
  /** Said if it could not be done: "Ana Tzoc was not deleted." */
  failure: ReactNode;
  act: () => Promise<void>;
  /** Lets lists be read anew; called too when what was to go had gone already. */
  after: () => Promise<void>;
}

/** Shows at once that something is done that can't be taken back, and does it some seconds later; until then, Undo. */
export function actLater({ id, text, failure, act, after }: LaterAct): void {
  const run = async (): Promise<void> => {
    try {
      await act();
      await after();
    } catch (error) {
      // Gone is gone, whoever deleted it.
      if (error instanceof ApiProblem && error.status === 404) await after();
      else
        showToast({
          text: (
            <>
              {failure} {explain(error).happened}
            </>
          ),
        });
    } finally {
      letGo(id);
    }
  };
  putOff(id, run);
  showToast({
    text,
    act: {
      label: "Undo",
      run: () => {
        letGo(id);
      },
    },
    onGone: () => void run(),
  });
}
