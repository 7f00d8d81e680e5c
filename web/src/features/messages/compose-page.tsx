import { useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import type { ChosenPerson } from "@/features/contacts/people-picker";
import { useMayChange, useMe } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { noticeScripts } from "@/lib/scripts";
import { number } from "@/lib/words";
import { AudienceField } from "./audience-field";
import { AudienceSummary } from "./audience-summary";
import { audienceOf, isEmpty, lengthOf, longest, newDraft, requestOf, useDraft, type Draft } from "./draft";
import { EstimateNotes } from "./estimate-notes";
import { KindField } from "./kind-field";
import { MessageField } from "./message-field";
import { MessageTools } from "./message-tools";
import { PhonePreview } from "./phone-preview";
import { usePreview } from "./preview";
import { useSend } from "./queries";
import { scheduledAt, timeProblem } from "./schedule";
import { SendButton } from "./send-button";
import { SendDialog } from "./send-dialog";
import { SendProblem } from "./send-problem";
import { SendingFields } from "./sending-fields";
import { TestToMyself } from "./test-to-myself";
import { TranslationsField } from "./translations-field";

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
  const [reader, setReader] = useState<ChosenPerson | null>(null);
  const [asking, setAsking] = useState(false);
  const [contentError, setContentError] = useState<string>();
  const [timeError, setTimeError] = useState<string>();
  const [, navigate] = useLocation();
  const audience = audienceOf(draft);
  const preview = usePreview(draft, reader?.id ?? null);
  const send = useSend(owner);
  // The number of another audience is shown while this one's is counted, but nothing may be sent on its word.
  const counted = preview.isOfThisAudience ? preview.counted : undefined;
  const recipients = audience === null ? 0 : counted?.recipients;
  const estimate = draft.content.trim() === "" ? null : (counted?.estimate ?? null);
  const isCall = draft.message_type === "voice";
  const isOverBudget = estimate?.budget.fits === false;

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
    if (problem !== undefined || wrongTime !== undefined) return;
    if (recipients === undefined || recipients === 0 || isOverBudget) return;
    if (recipients > askAbove || draft.purpose === "emergency") setAsking(true);
    else submit();
  };

  const refused = {
    ...preview.refused,
    ...(send.error instanceof ApiProblem ? send.error.fields : {}),
  };
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
          <KindField
            kind={draft.message_type}
            onChoose={(message_type) => {
              change({ message_type });
            }}
          />
          <MessageTools draft={draft} change={change} />
          <MessageField
            content={draft.content}
            language={draft.language}
            isCall={isCall}
            error={contentError ?? refused["content"]}
            onChange={(content) => {
              noticeScripts(content);
              setContentError(undefined);
              change({ content });
            }}
          />
          <TranslationsField
            draft={draft}
            change={change}
            preferred={preview.counted?.languages ?? []}
            refused={refused}
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
        <aside
          aria-label={isCall ? "What they will hear" : "How the text will look"}
          className="flex flex-col gap-5 lg:sticky lg:top-10 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:self-start"
        >
          <PhonePreview draft={draft} preview={preview} chosen={reader} onChoose={setReader} />
          {!isCall && <TestToMyself owner={owner} draft={draft} />}
        </aside>
        <div className="flex min-w-0 flex-col gap-4 border-t border-hairline pt-4">
          <AudienceSummary
            audience={audience}
            invitation={
              draft.to === "groups"
                ? "Choose at least one group to send to."
                : "Choose at least one person to send to."
            }
            draft={draft}
            preview={preview}
          />
          {estimate !== null && <EstimateNotes estimate={estimate} onLookAgain={preview.askAgain} />}
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
              isCall={isCall}
              busy={send.isPending}
              isUncounted={preview.error !== null}
              isAbout={counted?.is_estimate ?? false}
              isForLater={draft.at !== null}
              isOverBudget={isOverBudget}
            />
            <DiscardButton draft={draft} discard={discard} restore={restore} />
          </div>
          <p className="text-sm text-muted">What you write is kept on this device until you send it.</p>
        </div>
      </form>
      {asking && recipients !== undefined && (
        <SendDialog
          recipients={recipients}
          isCall={isCall}
          price={preview.isCurrent ? (estimate?.price ?? null) : null}
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
