import { useState, type ReactNode } from "react";
import { Copy, Pause, Pencil, Play, Send, Trash2 } from "lucide-react";
import { useLocation } from "wouter";
import { useQueryClient } from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Reminder } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/notes";
import { showToast } from "@/components/ui/toasts";
import { actLater } from "@/components/ui/undo";
import { useApi, useMayChange } from "@/features/session/context";
import { dayWords } from "@/lib/plain-date";
import { todayIn } from "@/lib/zoned-time";
import { inputOfReminder } from "./form-values";
import {
  forgetReminders,
  useChangeReminder,
  useDuplicate,
  usePause,
  useReadReminder,
  useSkip,
} from "./queries";
import { SendNow } from "./send-now";

/** What staff can do with a reminder. */
export function Acts({ reminder }: { reminder: Reminder }): ReactNode {
  const mayChange = useMayChange();
  const [isSending, setSending] = useState(false);
  const pause = usePauseWithUndo(reminder);
  const duplicate = useDuplicate(reminder.id);
  const remove = useDeleteReminder();
  const [, navigate] = useLocation();
  if (!mayChange) return null;
  const isPaused = reminder.status === "paused";
  const error = pause.error ?? duplicate.error;
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-3 sm:flex sm:flex-wrap">
        <ButtonLink href={`/reminders/${reminder.id}/edit`}>
          <Pencil aria-hidden className="size-4" /> Change
        </ButtonLink>
        {reminder.status !== "finished" && (
          <Button
            kind={isPaused ? "primary" : "secondary"}
            busy={pause.isPending}
            onClick={() => {
              pause.run(!isPaused);
            }}
          >
            {!pause.isPending &&
              (isPaused ? <Play aria-hidden className="size-4" /> : <Pause aria-hidden className="size-4" />)}
            {isPaused ? "Let it go on" : "Pause"}
          </Button>
        )}
        <Button
          onClick={() => {
            setSending(true);
          }}
        >
          <Send aria-hidden className="size-4" /> Send now
        </Button>
        <Button
          busy={duplicate.isPending}
          onClick={() => {
            duplicate.mutate(undefined, {
              onSuccess: (copy) => {
                navigate(`/reminders/${copy.id}/edit`);
                showToast({ text: "A copy, which is paused until you let it go." });
              },
            });
          }}
        >
          {!duplicate.isPending && <Copy aria-hidden className="size-4" />} Duplicate
        </Button>
        <Button
          kind="danger"
          className="max-sm:col-span-2"
          onClick={() => {
            remove(reminder);
            navigate("/reminders");
          }}
        >
          <Trash2 aria-hidden className="size-4" /> Delete
        </Button>
      </div>
      {error !== null && <ErrorNote error={error} />}
      {isSending && (
        <SendNow
          reminder={reminder}
          onClose={() => {
            setSending(false);
          }}
        />
      )}
    </div>
  );
}

/** Pauses at once, or lets it go on; undo does the other. */
function usePauseWithUndo({ id }: Reminder) {
  const pause = usePause(id);
  const run = (isPaused: boolean): void => {
    pause.mutate(isPaused, {
      onSuccess: () => {
        showToast({
          text: isPaused ? "Paused: nothing goes out." : "It goes out again.",
          act: {
            label: "Undo",
            run: () => {
              pause.mutate(!isPaused);
            },
          },
        });
      },
    });
  };
  return { ...pause, run };
}

/** Leaves the next time out at once; undo takes the day out of those that are left out. */
export function useSkipNext({ id, time_zone }: Reminder) {
  const skip = useSkip(id);
  const change = useChangeReminder();
  const read = useReadReminder();
  const putBack = async (date: string): Promise<void> => {
    // Read anew: what was changed since must not be lost with the undo.
    const latest = await read(id);
    const skip_dates = latest.skip_dates.filter((other) => other !== date);
    await change.mutateAsync({ id, version: latest.version, input: inputOfReminder(latest, { skip_dates }) });
  };
  const run = (date: string): void => {
    skip.mutate(date, {
      onSuccess: () => {
        showToast({
          text: `${dayWords(date, todayIn(time_zone))} is left out.`,
          act: {
            label: "Undo",
            run: () => {
              putBack(date).catch(() => {
                showToast({ text: "It could not be put back. Look at the days that are left out." });
              });
            },
          },
        });
      },
    });
  };
  return { run, isPending: skip.isPending, error: skip.error };
}

/** Deletes a reminder in a way that can be undone for some seconds. What it has sent stays. */
function useDeleteReminder(): (reminder: Reminder) => void {
  const api = useApi();
  const client = useQueryClient();
  return ({ id, name }) => {
    actLater({
      id,
      text: (
        <>
          <bdi>{name}</bdi> deleted.
        </>
      ),
      failure: (
        <>
          <bdi>{name}</bdi> was not deleted.
        </>
      ),
      act: async () => {
        await unwrap(api.DELETE("/api/reminders/{id}", { params: { path: { id } }, keepalive: true }));
      },
      after: () => forgetReminders(client),
    });
  };
}
