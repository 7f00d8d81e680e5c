import { useId, useState, type ReactNode } from "react";
import { CircleHelp, Hand } from "lucide-react";
import type { Thread } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import { ErrorNote } from "@/components/ui/notes";
import { showToast } from "@/components/ui/toasts";
import { useConfig, useMayChange } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";
import { useThreadOptOut } from "./queries";

/** What stands between the reader and an answer: an opt-out, or a text that was taken for one. */
export function ThreadNotes({ thread }: { thread: Thread }): ReactNode {
  if (thread.opt_out_to_check !== null) return <WasItAnOptOut thread={thread} />;
  if (thread.opted_out) return <OptedOut thread={thread} />;
  return null;
}

function Amber({ children }: { children: ReactNode }): ReactNode {
  return (
    <div role="note" className="mx-4 mb-3 flex gap-3 rounded-md bg-candle-soft px-4 py-3 lg:mx-8">
      {children}
    </div>
  );
}

/** What the person is taken to have meant was guessed: somebody has to look. */
function WasItAnOptOut({ thread }: { thread: Thread }): ReactNode {
  const mayChange = useMayChange();
  const decide = useThreadOptOut();
  const wording = thread.opt_out_to_check?.wording ?? null;
  const choose = (opted_out: boolean, reason: string, done: string): void => {
    decide.mutate(
      { thread, opted_out, reason },
      {
        onSuccess: () => {
          showToast({ text: done });
        },
      },
    );
  };
  const isStopping = decide.isPending && decide.variables.opted_out;
  return (
    <Amber>
      <CircleHelp aria-hidden className="mt-0.5 size-5 shrink-0 text-candle-ink" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">This text was taken for an opt-out. Was it?</p>
        {wording !== null && (
          <p>
            “<bdi>{wording}</bdi>”
          </p>
        )}
        <p className="text-sm">Until somebody decides, they get no texts.</p>
        {decide.error !== null && (
          <div className="pt-3">
            <ErrorNote error={decide.error} />
          </div>
        )}
        {mayChange && (
          <div className="flex flex-wrap gap-2 pt-3">
            <Button
              busy={isStopping}
              disabled={decide.isPending}
              className="max-sm:flex-auto"
              onClick={() => {
                choose(true, "Yes, that was meant", "They get no more texts.");
              }}
            >
              Yes, stop texting them
            </Button>
            <Button
              busy={decide.isPending && !isStopping}
              disabled={decide.isPending}
              className="max-sm:flex-auto"
              onClick={() => {
                choose(false, "No, they meant something else", "They get texts again.");
              }}
            >
              No, keep texting them
            </Button>
          </div>
        )}
      </div>
    </Amber>
  );
}

function OptedOut({ thread }: { thread: Thread }): ReactNode {
  const mayChange = useMayChange();
  const [asking, setAsking] = useState(false);
  return (
    <Amber>
      <Hand aria-hidden className="mt-0.5 size-5 shrink-0 text-candle-ink" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">They asked not to be texted, so you can’t reply here.</p>
        <p className="text-sm">
          Ring them instead. If they want texts again, the surest way is that they text START to your number.
        </p>
        {mayChange && (
          <Button
            className="mt-3 max-sm:w-full"
            onClick={() => {
              setAsking(true);
            }}
          >
            They asked for texts again
          </Button>
        )}
      </div>
      {asking && (
        <AgainDialog
          thread={thread}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </Amber>
  );
}

function AgainDialog({ thread, onClose }: { thread: Thread; onClose: () => void }): ReactNode {
  const { default_region } = useConfig();
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string>();
  const change = useThreadOptOut();
  const formId = useId();
  const number = thread.phone === null ? thread.sender : formatPhone(thread.phone, default_region);
  return (
    <Dialog title={`Text ${number} again?`} onClose={onClose}>
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() === "") {
            setProblem("Write a few words: someone will want to know it one day.");
            return;
          }
          change.mutate(
            { thread, opted_out: false, reason: reason.trim() },
            {
              onSuccess: () => {
                onClose();
                showToast({ text: "They get texts again." });
              },
            },
          );
        }}
      >
        <p className="text-muted">
          Only if they have asked for it themselves. If they once texted STOP, Twilio blocks the number as
          well, until they text START.
        </p>
        <TextArea
          label="How did they ask?"
          name="reason"
          dir="auto"
          rows={2}
          maxLength={500}
          value={reason}
          error={problem}
          placeholder="Asked on the phone on Monday"
          onChange={(event) => {
            setReason(event.target.value);
            setProblem(undefined);
          }}
        />
        {change.error !== null && <ErrorNote error={change.error} />}
        <div className="flex flex-wrap-reverse justify-end gap-3">
          <Button onClick={onClose} disabled={change.isPending} className="max-sm:w-full">
            Cancel
          </Button>
          <Button type="submit" kind="primary" busy={change.isPending} className="max-sm:w-full">
            Text them again
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
