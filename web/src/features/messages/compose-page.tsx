import { useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import { Send } from "lucide-react";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import { useMayChange, useMe } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { noticeScripts } from "@/lib/scripts";
import { number, people } from "@/lib/words";
import { AudienceField } from "./audience-field";
import { AudienceSummary } from "./audience-summary";
import { audienceOf, isEmpty, lengthOf, longest, newDraft, requestOf, useDraft, type Draft } from "./draft";
import { MessageField } from "./message-field";
import { PhonePreview } from "./phone-preview";
import { useAudiencePreview, useSend } from "./queries";
import { scheduledAt, timeProblem } from "./schedule";
import { SendDialog } from "./send-dialog";
import { SendProblem } from "./send-problem";
import { SendingFields } from "./sending-fields";

/** More people than this are asked about before they are texted: it can't be undone. */
const askAbove = 10;

export function ComposePage(): ReactNode {
  const me = useMe();
  const mayChange = useMayChange();
  if (me === undefined) {
    return (
      <Page title="Write a message" headline="What would you like to say?">
        <MeProblem />
      </Page>
    );
  }
  if (!mayChange) {
    return (
      <Page title="Write a message" headline="Your account can look, but not send.">
        <Note>Ask an administrator of your church to let you send messages.</Note>
      </Page>
    );
  }
  return <Compose owner={me.user_id} />;
}

function Compose({ owner }: { owner: string }): ReactNode {
  const { draft, change, discard, restore } = useDraft(owner);
  const [asking, setAsking] = useState(false);
  const [contentError, setContentError] = useState<string>();
  const [timeError, setTimeError] = useState<string>();
  const [, navigate] = useLocation();
  const audience = audienceOf(draft);
  const preview = useAudiencePreview(audience);
  const send = useSend(owner);
  // The number of another audience is shown while this one's is counted, but nothing may be sent on its word.
  const counted = preview.isPlaceholderData ? undefined : preview.data?.recipients;
  const recipients = audience === null ? 0 : counted;

  const submit = (): void => {
    if (audience === null) return;
    send.mutate(
      {
        request: requestOf(draft, audience),
        idempotencyKey: draft.id,
      },
      {
        onSuccess: (broadcast) => {
          navigate(`/messages/${broadcast.id}`);
        },
        onSettled: () => {
          setAsking(false);
        },
      },
    );
  };

  const trySend = (): void => {
    const problem = contentProblem(draft.content);
    const wrongTime = timeProblem(draft.at);
    setContentError(problem);
    setTimeError(wrongTime);
    if (problem !== undefined || wrongTime !== undefined || recipients === undefined || recipients === 0)
      return;
    if (recipients > askAbove || draft.purpose === "emergency") setAsking(true);
    else submit();
  };

  const refused = send.error instanceof ApiProblem ? send.error.fields : {};
  return (
    <Page
      title="Write a message"
      headline="What would you like to say?"
      back={{ href: "/messages", name: "All messages" }}
    >
      <form
        noValidate
        className="grid gap-x-14 gap-y-8 lg:grid-cols-[minmax(0,1fr)_19rem] lg:grid-rows-[auto_1fr]"
        onSubmit={(event) => {
          event.preventDefault();
          trySend();
        }}
      >
        <div className="flex min-w-0 flex-col gap-7">
          <AudienceField
            draft={draft}
            change={change}
            refusal={preview.error ?? send.error}
            onMended={() => {
              send.reset();
            }}
          />
          <MessageField
            content={draft.content}
            error={contentError ?? refused["content"]}
            onChange={(content) => {
              noticeScripts(content);
              setContentError(undefined);
              change({ content });
            }}
          />
          <SendingFields
            draft={draft}
            change={(part) => {
              setTimeError(undefined);
              change(part);
            }}
            timeError={timeError ?? refused["scheduled_at"]}
          />
        </div>
        <PhonePreview content={draft.content} />
        <div className="flex min-w-0 flex-col gap-4 border-t border-hairline pt-4">
          <AudienceSummary
            audience={audience}
            invitation={
              draft.to === "groups"
                ? "Choose at least one group to send to."
                : "Choose at least one person to send to."
            }
            preview={preview}
          />
          {send.error !== null && (
            <SendProblem
              error={send.error}
              onSendAsNew={() => {
                send.reset();
                change({ id: newDraft().id });
              }}
            />
          )}
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <SendButton
              recipients={recipients}
              busy={send.isPending}
              isUncounted={preview.isError}
              isForLater={draft.at !== null}
            />
            <DiscardButton draft={draft} discard={discard} restore={restore} />
          </div>
          <p className="text-sm text-muted">What you write is kept on this device until you send it.</p>
        </div>
      </form>
      {asking && recipients !== undefined && (
        <SendDialog
          recipients={recipients}
          at={scheduledAt(draft.at)}
          isEmergency={draft.purpose === "emergency"}
          busy={send.isPending}
          onSend={submit}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </Page>
  );
}

function contentProblem(content: string): string | undefined {
  if (content.trim() === "") return "Write what the text should say, then send it.";
  const over = lengthOf(content) - longest;
  return over > 0 ? `This is ${number(over)} characters too long. Shorten it, then send it.` : undefined;
}

interface SendButtonProps {
  recipients: number | undefined;
  busy: boolean;
  /** The people could not be counted, and nothing goes on by itself. */
  isUncounted: boolean;
  /** It waits for the time that was chosen. */
  isForLater: boolean;
}

function SendButton({ recipients, busy, isUncounted, isForLater }: SendButtonProps): ReactNode {
  const label =
    recipients === undefined
      ? isUncounted
        ? "People not counted"
        : "Counting people…"
      : recipients === 0
        ? "Nobody to send to"
        : `${isForLater ? "Schedule for" : "Send to"} ${people(recipients)}`;
  return (
    <Button
      type="submit"
      kind="primary"
      busy={busy}
      disabled={recipients === undefined || recipients === 0}
      className="min-w-48 max-sm:w-full"
    >
      {!busy && <Send aria-hidden className="size-4" />}
      {label}
    </Button>
  );
}

interface DiscardButtonProps {
  draft: Draft;
  discard: () => void;
  restore: (draft: Draft) => void;
}

function DiscardButton({ draft, discard, restore }: DiscardButtonProps): ReactNode {
  if (isEmpty(draft)) return null;
  return (
    <Button
      kind="quiet"
      className="max-sm:w-full"
      onClick={() => {
        discard();
        showToast({
          text: "Draft thrown away.",
          act: {
            label: "Undo",
            run: () => {
              restore(draft);
            },
          },
        });
      }}
    >
      Throw draft away
    </Button>
  );
}
