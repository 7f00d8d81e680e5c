import { useMemo, useRef, useState, type ReactNode } from "react";
import { ApiProblem } from "@/api/problem";
import type { ReminderInput } from "@/api/types";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { ErrorNote } from "@/components/ui/notes";
import { Section } from "@/components/ui/page";
import type { ChosenPerson } from "@/features/contacts/people-picker";
import { AudienceField } from "@/features/messages/audience-field";
import { AudienceSummary } from "@/features/messages/audience-summary";
import { audienceOf, type ChangeDraft } from "@/features/messages/draft";
import { KindField } from "@/features/messages/kind-field";
import { MessageField } from "@/features/messages/message-field";
import { PhonePreview } from "@/features/messages/phone-preview";
import { usePreview } from "@/features/messages/preview";
import { purposes } from "@/features/messages/purposes";
import { TranslationsField } from "@/features/messages/translations-field";
import { noticeScripts } from "@/lib/scripts";
import { draftOf, inputOf, partOfDraft, problemsOf, type Problems, type ReminderValues } from "./form-values";
import type { ChangeReminder } from "./kept-reminder";
import { LimitFields } from "./limit-fields";
import { RhythmDetails } from "./rhythm-details";
import { RhythmField, ruleOf } from "./rhythm-field";
import { ruleWords } from "./rule";
import { firstTime, TimesPreview, useTimes } from "./times-preview";

export interface PartOfReminderProps {
  values: ReminderValues;
  problems: Problems;
  set: (part: Partial<ReminderValues>) => void;
}

interface ReminderFormProps {
  values: ReminderValues;
  change: ChangeReminder;
  saveLabel: string;
  busy: boolean;
  /** Why the last try to save failed. */
  error: Error | null;
  /** What happened meanwhile, above the form. */
  news?: ReactNode;
  onSave: (input: ReminderInput) => void;
  /** What was refused about the people has been mended. */
  onMended: () => void;
  onCancel: () => void;
}

/** What a reminder is called, when it comes, to whom, and what it says. */
export function ReminderForm(props: ReminderFormProps): ReactNode {
  const { values, change, saveLabel, busy, error, news, onSave, onMended, onCancel } = props;
  const form = useRef<HTMLFormElement>(null);
  const [found, setFound] = useState<Problems>({});
  const [reader, setReader] = useState<ChosenPerson | null>(null);
  const audience = audienceOf(values);
  const times = useTimes(values);
  const at = firstTime(times.data?.items);
  const draft = useMemo(() => draftOf(values, at), [values, at]);
  const preview = usePreview(draft, reader?.id ?? null);
  const refused = { ...preview.refused, ...(error instanceof ApiProblem ? error.fields : {}) };
  const problems = { ...refused, ...found };

  const set = (part: Partial<ReminderValues>): void => {
    setFound({});
    change((latest) => ({ ...latest, ...part }));
  };

  const changeDraft: ChangeDraft = (part) => {
    setFound({});
    change((latest) => ({
      ...latest,
      ...partOfDraft(typeof part === "function" ? part(draftOf(latest, null)) : part),
    }));
  };

  const save = (): void => {
    const wrong = problemsOf(values);
    setFound(wrong);
    const [first] = Object.keys(wrong);
    if (audience === null || first !== undefined) {
      focusOn(form.current, first ?? "");
      return;
    }
    onSave(inputOf(values, audience));
  };

  const part = { values, problems, set };
  return (
    <form
      ref={form}
      noValidate
      aria-label="Reminder"
      className="flex flex-col gap-9"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {news}
      <div className="max-w-xl">
        <TextField
          label="Name"
          name="name"
          dir="auto"
          autoComplete="off"
          maxLength={80}
          placeholder="Sunday service"
          help="For you and the others in the office. Nobody else sees it."
          value={values.name}
          error={problems["name"]}
          onChange={(event) => {
            set({ name: event.target.value });
          }}
        />
      </div>
      <Section title="When it goes out">
        <Beside aside={<TimesPreview values={values} set={set} preview={times} />}>
          <RhythmField {...part} />
          <RhythmDetails {...part} />
          <LimitFields {...part} />
          {problems["schedule_type"] !== undefined && (
            <p role="alert" className="text-bad-ink">
              {problems["schedule_type"]}
            </p>
          )}
        </Beside>
      </Section>
      <Section title="What it says, and to whom">
        <Beside
          aside={
            <aside aria-label="How the text will look" className="lg:sticky lg:top-10">
              <PhonePreview draft={draft} preview={preview} chosen={reader} onChoose={setReader} />
            </aside>
          }
        >
          <AudienceField draft={values} change={set} refusal={preview.error ?? error} onMended={onMended} />
          <AudienceError problems={found} />
          <KindField
            kind={values.message_type}
            onChoose={(message_type) => {
              set({ message_type });
            }}
          />
          <MessageField
            content={values.content}
            language={values.language}
            isCall={values.message_type === "voice"}
            error={problems["message_content"] ?? problems["content"]}
            onChange={(content) => {
              noticeScripts(content);
              set({ content });
            }}
          />
          <TranslationsField
            draft={draft}
            change={changeDraft}
            preferred={preview.counted?.languages ?? []}
            refused={problems}
          />
          <PurposeField {...part} />
        </Beside>
      </Section>
      <div className="flex flex-col gap-4 border-t border-hairline pt-4">
        <p aria-live="polite" className="text-lg">
          <strong className="font-semibold">{ruleWords(ruleOf(values))}</strong>
        </p>
        {values.rhythm === "birthday" ? (
          <p className="text-muted">
            To whoever has a birthday{values.to === "everyone" ? "" : " among those whom you chose"}.
          </p>
        ) : (
          <AudienceSummary
            audience={audience}
            invitation={values.to === "groups" ? "Choose at least one group." : "Choose at least one person."}
            draft={draft}
            preview={preview}
          />
        )}
        {error !== null && (
          <ErrorNote
            error={error}
            kept="Nothing was saved; what you typed is still here."
            shown={Object.keys(refused)}
          />
        )}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" kind="primary" busy={busy} className="min-w-44 max-sm:w-full">
            {saveLabel}
          </Button>
          <Button onClick={onCancel} disabled={busy} className="max-sm:w-full">
            Cancel
          </Button>
        </div>
        <p className="text-sm text-muted">What you write is kept on this device until you save it.</p>
      </div>
    </form>
  );
}

/** Fields, and at their side what comes of them; below them on a phone. */
function Beside({ aside, children }: { aside: ReactNode; children: ReactNode }): ReactNode {
  return (
    <div className="grid gap-x-12 gap-y-7 pt-5 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
      <div className="flex min-w-0 flex-col gap-7">{children}</div>
      {aside}
    </div>
  );
}

function AudienceError({ problems }: { problems: Problems }): ReactNode {
  const error = problems["group_ids"] ?? problems["contact_ids"];
  if (error === undefined) return null;
  return (
    <p role="alert" className="-mt-4 text-sm text-bad-ink">
      {error}
    </p>
  );
}

function PurposeField({ values, problems, set }: PartOfReminderProps): ReactNode {
  return (
    <SelectField
      label="What is it for"
      name="purpose"
      className="max-w-80"
      value={values.purpose}
      error={problems["purpose"]}
      help={purposes[values.purpose].help}
      onChange={(event) => {
        set({ purpose: event.target.value === "solicitation" ? "solicitation" : "information" });
      }}
    >
      <option value="information">{purposes.information.name}</option>
      <option value="solicitation">{purposes.solicitation.name}</option>
    </SelectField>
  );
}

const controls: Readonly<Record<string, string>> = { message_content: "content" };

/** Brings the first thing that is wrong to whoever has to mend it. */
function focusOn(form: HTMLFormElement | null, field: string): void {
  const control = form?.elements.namedItem(controls[field] ?? field);
  const first = control instanceof RadioNodeList ? control[0] : control;
  if (first instanceof HTMLElement) first.focus();
}
