import type { ReactNode } from "react";
import { CircleCheck, RotateCcw } from "lucide-react";
import { explain } from "@/api/problem";
import type { Thread, User } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ChipSelect } from "@/components/ui/chip-select";
import { showToast } from "@/components/ui/toasts";
import { useMayChange, useMe } from "@/features/session/context";
import { useKey } from "@/lib/keyboard";
import { Overtaken, useAssign, useReopen, useResolve, useUsers } from "./queries";

/** What can be done with a conversation as a whole. */
export function ThreadActs({ thread }: { thread: Thread }): ReactNode {
  const mayChange = useMayChange();
  if (!mayChange) return <Standing thread={thread} />;
  return (
    <div className="flex flex-wrap items-center gap-2 pt-2">
      <AssignSelect thread={thread} />
      <ResolveButton thread={thread} />
    </div>
  );
}

/** The same for those who may only look. */
function Standing({ thread: { assignee, state } }: { thread: Thread }): ReactNode {
  return (
    <p className="pt-1 text-sm text-muted">
      {state === "resolved" ? "Resolved. " : "Open. "}
      {assignee === null ? (
        "Nobody has it."
      ) : (
        <>
          <bdi>{assignee.name}</bdi> has it.
        </>
      )}
    </p>
  );
}

function AssignSelect({ thread }: { thread: Thread }): ReactNode {
  const me = useMe();
  const { data: users = [] } = useUsers(true);
  const assign = useAssign();
  // It shows what was chosen while that is on its way.
  const chosen = assign.isPending ? assign.variables.userId : (thread.assignee?.user_id ?? null);
  const others = choices(users, thread, me?.user_id);
  return (
    <ChipSelect
      label="Assigned to"
      value={chosen ?? ""}
      isChosen={chosen !== null}
      onChange={(value) => {
        assign.mutate({ thread, userId: value === "" ? null : value }, { onError: sayWhy });
      }}
    >
      <option value="">Nobody has it</option>
      {me !== undefined && <option value={me.user_id}>You have it</option>}
      {others.map(({ user_id, name }) => (
        <option key={user_id} value={user_id}>
          {name}
        </option>
      ))}
    </ChipSelect>
  );
}

/** Those who can be given a conversation, beside oneself; whoever has it is always among them. */
function choices(
  users: readonly User[],
  { assignee }: Thread,
  myId: string | undefined,
): { user_id: string; name: string }[] {
  const able = users.filter(({ role }) => role !== "viewer").map(({ user_id, name }) => ({ user_id, name }));
  const isListed = assignee === null || able.some(({ user_id }) => user_id === assignee.user_id);
  return (isListed ? able : [...able, assignee]).filter(({ user_id }) => user_id !== myId);
}

function ResolveButton({ thread }: { thread: Thread }): ReactNode {
  const resolve = useResolve();
  const reopen = useReopen();
  const isOpen = thread.state === "open";
  const putAway = (): void => {
    resolve.mutate(
      { thread },
      {
        onSuccess: (resolved) => {
          showToast({
            text: "Resolved.",
            act: {
              label: "Undo",
              run: () => {
                reopen.mutate({ thread: resolved }, { onError: sayWhy });
              },
            },
          });
        },
        onError: sayWhy,
      },
    );
  };
  useKey("e", isOpen && !resolve.isPending ? putAway : null);
  if (isOpen) {
    return (
      <Button busy={resolve.isPending} onClick={putAway}>
        {!resolve.isPending && <CircleCheck aria-hidden className="size-4" />} Resolve
      </Button>
    );
  }
  return (
    <Button
      busy={reopen.isPending}
      onClick={() => {
        reopen.mutate({ thread }, { onError: sayWhy });
      }}
    >
      {!reopen.isPending && <RotateCcw aria-hidden className="size-4" />} Open again
    </Button>
  );
}

/** Said of what could not be done; what is shown has been read anew by then. */
function sayWhy(error: Error): void {
  if (error instanceof Overtaken) {
    showToast({ text: overtakenWords(error.now) });
    return;
  }
  const { happened, todo } = explain(error);
  showToast({ text: `${happened} ${todo}` });
}

function overtakenWords({ assignee, state }: Thread): string {
  if (state === "open" && assignee !== null)
    return `${assignee.name} has it by now. Look again before you go on.`;
  return "Something came in meanwhile. Look again before you go on.";
}
