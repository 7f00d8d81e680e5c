import { useId, useRef, useState, type ReactNode } from "react";
import { ApiProblem } from "@/api/problem";
import type { PhoneAssistant, Voice } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ConflictNote } from "@/components/ui/conflict-note";
import { TextArea, TextField } from "@/components/ui/field";
import { ErrorNote } from "@/components/ui/notes";
import { Section } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import { useConfig } from "@/features/session/context";
import {
  facts,
  inputOf,
  longestFact,
  merge,
  problemsOf,
  valuesOf,
  type AssistantValues,
  type Problems,
} from "./form-values";
import { LanguageFields, type PartOfAssistantProps } from "./language-fields";
import { useChangePhoneAssistant, useReadPhoneAssistant } from "./queries";
import { factWords } from "./words";

/** What was typed, and what held when the typing began: a newer state must not slip under it unseen. */
interface Typed {
  values: AssistantValues;
  base: PhoneAssistant;
}

interface PhoneAssistantFormProps {
  assistant: PhoneAssistant;
  voices: readonly Voice[];
}

/** What the assistant is told, for those who may change it. The next turn of every call goes by it. */
export function PhoneAssistantForm({ assistant, voices }: PhoneAssistantFormProps): ReactNode {
  const { default_region } = useConfig();
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState<Typed | null>(null);
  const [found, setFound] = useState<Problems>({});
  /** What both changed, when someone else saved in the meantime. */
  const [contested, setContested] = useState<readonly string[] | null>(null);
  const change = useChangePhoneAssistant();
  const readAgain = useReadPhoneAssistant();
  const base = typed?.base ?? assistant;
  const values = typed?.values ?? valuesOf(assistant, default_region);
  const refused = change.error instanceof ApiProblem ? change.error.fields : {};
  const problems = { ...refused, ...found };

  const letGo = (): void => {
    setTyped(null);
    setFound({});
    setContested(null);
    change.reset();
  };

  const set = (part: Partial<AssistantValues>): void => {
    setTyped({ values: { ...values, ...part }, base });
    setFound({});
  };

  const takeTheirs = async (): Promise<void> => {
    const theirs = await readAgain();
    const merged = merge(valuesOf(base, default_region), values, valuesOf(theirs, default_region));
    setTyped({ values: merged.values, base: theirs });
    setContested(merged.contested);
    change.reset();
  };

  const save = (): void => {
    const wrong = problemsOf(values);
    setFound(wrong);
    const [first] = Object.keys(wrong);
    if (first !== undefined) {
      const control = form.current?.elements.namedItem(first);
      if (control instanceof HTMLElement) control.focus();
      return;
    }
    change.mutate(
      { version: base.version, input: inputOf(values) },
      {
        onSuccess: () => {
          letGo();
          showToast({ text: "Saved. The next caller hears it." });
        },
        onError: (error) => {
          // If the newer state can't be read either, the first error stays, and saving can be tried again.
          if (error instanceof ApiProblem && error.status === 412) takeTheirs().catch(() => undefined);
        },
      },
    );
  };

  const part = { values, problems, set };
  return (
    <form
      ref={form}
      noValidate
      aria-label="Phone assistant"
      className="flex flex-col gap-8"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {contested !== null && <ConflictNote what="the phone assistant" contested={contested} />}
      <AnsweringField {...part} />
      <Section title="What it may tell anybody">
        <div className="flex flex-col gap-6 pt-5">
          <FactFields {...part} />
        </div>
      </Section>
      <Section title="People">
        <div className="flex flex-col gap-6 pt-5">
          <PeopleFields {...part} />
        </div>
      </Section>
      <Section title="Languages and voices">
        <div className="flex flex-col gap-6 pt-5">
          <LanguageFields {...part} voices={voices} />
        </div>
      </Section>
      <Section title="Limits">
        <div className="grid gap-6 pt-5 sm:grid-cols-3">
          <LimitFields {...part} />
        </div>
      </Section>
      {change.error !== null && (
        <ErrorNote
          error={change.error}
          kept="Nothing was saved; what you typed is still here."
          shown={Object.keys(refused)}
        />
      )}
      <div className="flex flex-wrap gap-3 border-t border-hairline pt-5">
        <Button
          type="submit"
          kind="primary"
          busy={change.isPending}
          disabled={typed === null}
          className="max-sm:flex-1"
        >
          Save
        </Button>
        {typed !== null && (
          <Button onClick={letGo} disabled={change.isPending} className="max-sm:flex-1">
            Put it back
          </Button>
        )}
      </div>
    </form>
  );
}

function AnsweringField({ values, set }: PartOfAssistantProps): ReactNode {
  const helpId = useId();
  return (
    <div>
      <label className="flex min-h-11 items-center gap-3 font-semibold">
        <input
          type="checkbox"
          name="is_answering"
          aria-describedby={helpId}
          checked={values.is_answering}
          className="size-5 shrink-0 accent-accent"
          onChange={(event) => {
            set({ is_answering: event.target.checked });
          }}
        />
        It answers questions
      </label>
      <p id={helpId} className="ps-8 text-sm text-muted">
        Without this, callers still leave messages and prayers, are put through, and get help in danger.
      </p>
    </div>
  );
}

function FactFields({ values, problems, set }: PartOfAssistantProps): ReactNode {
  return facts.map((name) => (
    <TextArea
      key={name}
      label={factWords[name].label}
      name={`facts.${name}`}
      dir="auto"
      rows={3}
      maxLength={longestFact}
      value={values.facts[name]}
      placeholder={factWords[name].example}
      help={factWords[name].help}
      error={problems[`facts.${name}`]}
      onChange={(event) => {
        set({ facts: { ...values.facts, [name]: event.target.value } });
      }}
    />
  ));
}

function PeopleFields({ values, problems, set }: PartOfAssistantProps): ReactNode {
  return (
    <>
      <TextField
        label="Who is rung for a caller"
        name="transfer_phone"
        type="tel"
        autoComplete="off"
        optional
        className="figures max-w-72"
        value={values.transfer_phone}
        error={problems["transfer_phone"]}
        help="They hear who it is and press 1 to take the call. Without a number, or when nobody comes, a message is taken."
        onChange={(event) => {
          set({ transfer_phone: event.target.value });
        }}
      />
      <TextField
        label="Who is told when somebody may be in danger"
        name="on_call_phone"
        type="tel"
        autoComplete="off"
        optional
        className="figures max-w-72"
        value={values.on_call_phone}
        error={problems["on_call_phone"]}
        help="They get a text at once, at any hour. The caller is told to call 911 or 988 either way."
        onChange={(event) => {
          set({ on_call_phone: event.target.value });
        }}
      />
    </>
  );
}

const limitWords = {
  turns: { label: "Turns in a call", help: "5 to 60." },
  minutes: { label: "Minutes of a call", help: "2 to 14." },
  calls_a_day: { label: "Calls a day", help: "Beyond that, messages are taken." },
} as const;

function LimitFields({ values, problems, set }: PartOfAssistantProps): ReactNode {
  return (["turns", "minutes", "calls_a_day"] as const).map((name) => (
    <TextField
      key={name}
      label={limitWords[name].label}
      name={`limits.${name}`}
      type="number"
      inputMode="numeric"
      autoComplete="off"
      className="figures"
      value={values[name]}
      help={limitWords[name].help}
      error={problems[`limits.${name}`]}
      onChange={(event) => {
        set({ [name]: event.target.value });
      }}
    />
  ));
}
