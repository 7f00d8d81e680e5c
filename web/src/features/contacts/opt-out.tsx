import { useId, useState, type ReactNode } from "react";
import { Hand, MessageSquareText, Phone, PhoneOff } from "lucide-react";
import type { Contact, HistoryChange, HistoryItem, MessageType } from "@/api/types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import { ErrorNote } from "@/components/ui/notes";
import { showToast } from "@/components/ui/toasts";
import { useConfig } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";
import { moment, when } from "@/lib/time";
import { nameList } from "@/lib/words";
import { useHistory, useHousehold, useOptOut } from "./person-queries";

/** That a person asked not to be texted: since when, who wrote it down, and why. */
export function OptedOutNote({ contact }: { contact: Contact }): ReactNode {
  const { data } = useHistory(contact.id);
  const since = contact.opted_out_at;
  if (since === null) return null;
  const change = optOutIn(data?.pages.flatMap((page) => page.items) ?? []);
  return (
    <div className="mb-5 flex gap-3 rounded-md bg-candle-soft px-4 py-3">
      <Hand aria-hidden className="mt-0.5 size-5 shrink-0 text-candle-ink" />
      <div className="min-w-0">
        <p className="font-semibold">Asked not to be texted</p>
        <p>
          <time title={moment(since)}>{capital(when(since))}</time>
          {change !== null && (
            <>
              , written down by <bdi>{change.actor}</bdi>
            </>
          )}
          .{change?.reason ? <> “{change.reason}”</> : ""} No message goes to this number, whatever list it is
          in.
        </p>
      </div>
    </div>
  );
}

/** The change that opted the number out, if the latest such change did. */
function optOutIn(items: readonly HistoryItem[]): HistoryChange | null {
  const latest = items.find(({ change }) => change?.action === "opted_out" || change?.action === "opted_in");
  return latest?.change?.action === "opted_out" ? latest.change : null;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface OptOutProps {
  contact: Contact;
  /** Of what. */
  channel: MessageType;
}

function isOptedOut(contact: Contact, channel: MessageType): boolean {
  return (channel === "sms" ? contact.opted_out_at : contact.calls_opted_out_at) !== null;
}

const wordsOf = {
  sms: {
    stop: "Stop texts",
    back: "Text them again",
    askStop: (phone: string) => `Stop all texts to ${phone}?`,
    askBack: (phone: string) => `Text ${phone} again?`,
    isStopped: "They get no more texts, and no calls.",
    isBack: "They get texts again.",
    IconStop: Hand,
    IconBack: MessageSquareText,
  },
  voice: {
    stop: "Stop calls",
    back: "Call them again",
    askStop: (phone: string) => `Stop all automatic calls to ${phone}?`,
    askBack: (phone: string) => `Call ${phone} again?`,
    isStopped: "They get no more automatic calls.",
    isBack: "They may be called again.",
    IconStop: PhoneOff,
    IconBack: Phone,
  },
} as const;

/** Opts a number out, or back in, and asks for the reason: someone will want to know it one day. */
export function OptOutButton({ contact, channel }: OptOutProps): ReactNode {
  const [asking, setAsking] = useState(false);
  const isOut = isOptedOut(contact, channel);
  const words = wordsOf[channel];
  const Icon = isOut ? words.IconBack : words.IconStop;
  return (
    <>
      <Button
        className="whitespace-nowrap max-sm:flex-1"
        onClick={() => {
          setAsking(true);
        }}
      >
        <Icon aria-hidden className="size-4 shrink-0" />
        {isOut ? words.back : words.stop}
      </Button>
      {asking && (
        <OptOutDialog
          contact={contact}
          channel={channel}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </>
  );
}

function OptOutDialog({ contact, channel, onClose }: OptOutProps & { onClose: () => void }): ReactNode {
  const { default_region } = useConfig();
  const { data: others = [] } = useHousehold(contact);
  // The question stays the same while its answer is on its way.
  const [isOut] = useState(isOptedOut(contact, channel));
  const words = wordsOf[channel];
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string>();
  const change = useOptOut(contact.id);
  const formId = useId();
  const phone = formatPhone(contact.phone, default_region);
  const names = others.map(({ name }) => name);
  return (
    <Dialog title={isOut ? words.askBack(phone) : words.askStop(phone)} onClose={onClose}>
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
            { opted_out: !isOut, channel, reason: reason.trim() },
            {
              onSuccess: () => {
                onClose();
                showToast({ text: isOut ? words.isBack : words.isStopped });
              },
            },
          );
        }}
      >
        <p className="text-muted">
          {isOut
            ? "Only if they have asked for it themselves."
            : "Do this when they ask for it, in whatever words. You can undo it when they change their mind."}
          {names.length > 0 && (
            <>
              {" "}
              It holds for everyone who shares this phone: for <bdi>
                {nameList(names, 3, names.length)}
              </bdi>{" "}
              too.
            </>
          )}
        </p>
        <TextArea
          label={isOut ? "How did they ask?" : "Why?"}
          name="reason"
          dir="auto"
          rows={2}
          maxLength={500}
          value={reason}
          error={problem}
          placeholder={isOut ? "Asked on the phone on Monday" : "Told me after the service"}
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
            {isOut ? words.back : words.stop}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
