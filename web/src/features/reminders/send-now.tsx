import { useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import type { Reminder } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote, Skeleton } from "@/components/ui/notes";
import { usePreview } from "@/features/messages/preview";
import { SendDialog } from "@/features/messages/send-dialog";
import { newKey } from "@/lib/random";
import { draftOf, valuesOf, type AudienceNames } from "./form-values";
import { useSendNow } from "./queries";

interface SendNowProps {
  reminder: Reminder;
  onClose: () => void;
}

/** Sends a reminder besides its times. Texts can't be called back, so the number of people is asked for. */
export function SendNow({ reminder, onClose }: SendNowProps): ReactNode {
  const isBirthday = reminder.schedule_type === "birthday";
  const [draft] = useState(() => draftOf(valuesOf(reminder, idsOf(reminder)), null));
  const preview = usePreview(draft, null);
  const send = useSendNow(reminder.id);
  // One key while the question is open, so that a second try never sends twice.
  const [key] = useState(newKey);
  const [, navigate] = useLocation();
  const submit = (): void => {
    send.mutate(key, {
      onSuccess: ({ id }) => {
        navigate(`/messages/${id}`);
      },
    });
  };
  const recipients = preview.counted?.recipients;
  if (send.error === null && !isBirthday && recipients !== undefined && recipients > 0) {
    return (
      <SendDialog
        recipients={recipients}
        isCall={reminder.message_type === "voice"}
        price={preview.counted?.estimate?.price ?? null}
        at={null}
        isEmergency={false}
        busy={send.isPending}
        onSend={submit}
        onClose={onClose}
      />
    );
  }
  const isReady = isBirthday || send.error !== null;
  const error = send.error ?? (isBirthday ? null : preview.error);
  return (
    <Dialog title="Send it now?" onClose={onClose}>
      <div className="flex flex-col gap-5">
        {error !== null && (
          <ErrorNote error={error} kept="If anything did go out, sending again sends it to nobody twice." />
        )}
        {isBirthday && (
          <p className="text-muted">
            It goes to whoever has a birthday today, besides its own time. A text that has gone out can’t be
            called back.
          </p>
        )}
        {recipients === 0 && <p>There is nobody to send this to.</p>}
        {!isReady && error === null && recipients === undefined && <Skeleton className="h-5 w-52" />}
        <div className="flex flex-wrap-reverse justify-end gap-3">
          <Button onClick={onClose} disabled={send.isPending} className="max-sm:w-full">
            Go back
          </Button>
          {isReady && (
            <Button kind="primary" busy={send.isPending} className="max-sm:w-full" onClick={submit}>
              {send.error === null ? "Send to today’s birthdays" : "Try again"}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** Those for whom it is; nobody sees their names here. */
function idsOf({ contact_ids, group_ids }: Reminder): AudienceNames {
  const named = (ids: string[] | null): { id: string; name: string }[] =>
    (ids ?? []).map((id) => ({ id, name: "" }));
  return { chosen: named(contact_ids), groups: named(group_ids) };
}
