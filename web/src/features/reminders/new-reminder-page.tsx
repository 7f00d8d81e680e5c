import { useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import { Button } from "@/components/ui/button";
import { ErrorNote, Note, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import { useMayChange, useMe } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { useSettings } from "@/features/settings/queries";
import { newValues } from "./form-values";
import { useKeptReminder } from "./kept-reminder";
import { useAddReminder } from "./queries";
import { ReminderForm } from "./reminder-form";

export function NewReminderPage(): ReactNode {
  const me = useMe();
  const mayChange = useMayChange();
  const { data: settings, error, refetch } = useSettings();
  return (
    <Page
      title="Make a reminder"
      headline={
        me === undefined || mayChange
          ? "What should go out by itself?"
          : "Your account can look, but not change."
      }
      back={{ href: "/reminders", name: "All reminders" }}
    >
      <MeProblem />
      {me !== undefined && !mayChange && (
        <Note>Ask an administrator of your church to let you make reminders.</Note>
      )}
      {error !== null && settings === undefined && (
        <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
      {(settings === undefined || me === undefined) && error === null && (
        <SkeletonRows rows={4} label="Getting the form ready" />
      )}
      {me !== undefined && mayChange && settings !== undefined && (
        <NewForm owner={me.user_id} timeZone={settings.time_zone} />
      )}
    </Page>
  );
}

function NewForm({ owner, timeZone }: { owner: string; timeZone: string }): ReactNode {
  const [begun] = useState(() => ({ values: newValues(timeZone), base: null }));
  const { form, isTyped, change, keep, drop } = useKeptReminder(owner, "new", begun);
  const add = useAddReminder();
  const [, navigate] = useLocation();
  return (
    <ReminderForm
      values={form.values}
      change={change}
      saveLabel="Save the reminder"
      busy={add.isPending}
      error={add.error}
      onSave={(input) => {
        add.mutate(input, {
          onSuccess: ({ id }) => {
            drop();
            showToast({ text: "Saved." });
            navigate(`/reminders/${id}`);
          },
        });
      }}
      onMended={add.reset}
      onCancel={() => {
        drop();
        navigate("/reminders");
        if (!isTyped) return;
        showToast({
          text: "What you typed was thrown away.",
          act: {
            label: "Undo",
            run: () => {
              keep(form);
              navigate("/reminders/new");
            },
          },
        });
      }}
    />
  );
}
