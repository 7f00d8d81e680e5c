import { useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import { ApiProblem } from "@/api/problem";
import type { Reminder, ReminderInput } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote, Note, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import { useMayChange, useMe } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { useAudienceNames, useReadAudienceNames } from "./audience";
import { merge, valuesOf, type AudienceNames } from "./form-values";
import { useKeptReminder } from "./kept-reminder";
import { useChangeReminder, useReadReminder, useReminder } from "./queries";
import { ReminderForm } from "./reminder-form";

export function EditReminderPage({ id }: { id: string }): ReactNode {
  const me = useMe();
  const mayChange = useMayChange();
  const { data: reminder, error, refetch } = useReminder(id);
  const audience = useAudienceNames(reminder);
  const problem = error ?? audience.error;
  const isReady = me !== undefined && reminder !== undefined && audience.data !== undefined;
  return (
    <Page
      title="Change a reminder"
      headline={headline(reminder, me === undefined || mayChange)}
      back={{ href: `/reminders/${id}`, name: "The reminder" }}
    >
      <MeProblem />
      {me !== undefined && !mayChange && (
        <Note>Ask an administrator of your church to let you change reminders.</Note>
      )}
      {problem !== null && !isReady && (
        <ErrorNote
          error={problem}
          act={
            <Button
              onClick={() => {
                void refetch();
                void audience.refetch();
              }}
            >
              Try again
            </Button>
          }
        />
      )}
      {!isReady && problem === null && <SkeletonRows rows={4} label="Reading the reminder" />}
      {isReady && mayChange && <EditForm owner={me.user_id} reminder={reminder} names={audience.data} />}
    </Page>
  );
}

function headline(reminder: Reminder | undefined, mayChange: boolean): ReactNode {
  if (!mayChange) return "Your account can look, but not change.";
  if (reminder === undefined) return "Change a reminder.";
  return (
    <>
      Change <bdi>{reminder.name}</bdi>.
    </>
  );
}

interface EditFormProps {
  owner: string;
  reminder: Reminder;
  names: AudienceNames;
}

function EditForm({ owner, reminder, names }: EditFormProps): ReactNode {
  // What typing began on: a newer answer must not slip under it unseen.
  const [firstRead] = useState(() => ({ version: reminder.version, values: valuesOf(reminder, names) }));
  const [begun] = useState({ values: firstRead.values, base: firstRead });
  const { form, change: type, keep, drop } = useKeptReminder(owner, reminder.id, begun);
  const base = form.base ?? firstRead;
  const { values } = form;
  /** What both changed, when someone else saved in the meantime. */
  const [contested, setContested] = useState<readonly string[] | null>(null);
  const change = useChangeReminder();
  const readAgain = useReadReminder();
  const readNames = useReadAudienceNames();
  const [, navigate] = useLocation();

  const leave = (): void => {
    drop();
    navigate(`/reminders/${reminder.id}`);
  };

  const takeTheirs = async (): Promise<void> => {
    const latest = await readAgain(reminder.id);
    const theirs = valuesOf(latest, await readNames(latest));
    const merged = merge(base.values, values, theirs);
    keep({ values: merged.values, base: { version: latest.version, values: theirs } });
    setContested(merged.contested);
    change.reset();
  };

  const save = (input: ReminderInput): void => {
    change.mutate(
      { id: reminder.id, version: base.version, input },
      {
        onSuccess: () => {
          showToast({ text: "Saved." });
          leave();
        },
        onError: (error) => {
          // If the newer version can't be read either, the first error stays, and saving can be tried again.
          if (error instanceof ApiProblem && error.status === 412) takeTheirs().catch(() => undefined);
        },
      },
    );
  };

  return (
    <ReminderForm
      values={values}
      change={type}
      saveLabel="Save the changes"
      busy={change.isPending}
      error={change.error}
      onSave={save}
      onMended={change.reset}
      onCancel={leave}
      news={contested !== null && <ConflictNote contested={contested} />}
    />
  );
}

/** It may be another person's change, or that the reminder has just gone out. */
function ConflictNote({ contested }: { contested: readonly string[] }): ReactNode {
  return (
    <div role="alert">
      <Note tone="candle">
        <p className="font-semibold">
          This reminder has gone out, or someone else changed it, while you were typing.
        </p>
        <p>
          {contested.length === 0
            ? "Your changes don’t touch what is new. Look it over, then save again."
            : `What you typed is kept. You both changed ${contested.join(" and ")}: saving again puts yours in place of theirs.`}
        </p>
      </Note>
    </div>
  );
}
