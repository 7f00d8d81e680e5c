import { useId, useRef, useState, type ReactNode } from "react";
import { ApiProblem } from "@/api/problem";
import type { Settings } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ConflictNote } from "@/components/ui/conflict-note";
import { TextField } from "@/components/ui/field";
import { ErrorNote } from "@/components/ui/notes";
import { Section } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import { fastest, inputOf, merge, mostCalls, problemsOf, valuesOf, type Problems } from "./form-values";
import type { SettingsValues } from "./form-values";
import { HoursFields, type PartOfSettingsProps } from "./hours-fields";
import { CountryFields, LimitField } from "./money-fields";
import { useChangeSettings, useReadSettings } from "./queries";

/** What was typed, and the settings when the typing began: a newer answer must not slip under it unseen. */
interface Typed {
  values: SettingsValues;
  base: Settings;
}

/** The settings for those who may change them. */
export function SettingsForm({ settings }: { settings: Settings }): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState<Typed | null>(null);
  const [found, setFound] = useState<Problems>({});
  /** What both changed, when someone else saved in the meantime. */
  const [contested, setContested] = useState<readonly string[] | null>(null);
  const change = useChangeSettings();
  const readAgain = useReadSettings();
  const base = typed?.base ?? settings;
  const values = typed?.values ?? valuesOf(settings);
  const refused = change.error instanceof ApiProblem ? change.error.fields : {};
  const problems = { ...refused, ...found };

  const letGo = (): void => {
    setTyped(null);
    setFound({});
    setContested(null);
    change.reset();
  };

  const set = (part: Partial<SettingsValues>): void => {
    setTyped({ values: { ...values, ...part }, base });
  };

  const takeTheirs = async (): Promise<void> => {
    const theirs = await readAgain();
    const merged = merge(valuesOf(base), values, valuesOf(theirs));
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
      { version: base.version, input: inputOf(values, base) },
      {
        onSuccess: () => {
          letGo();
          showToast({ text: "Saved." });
        },
        onError: (error) => {
          // If the newer settings can't be read either, the first error stays, and saving can be tried again.
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
      aria-label="Settings"
      className="flex flex-col gap-8"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {contested !== null && <ConflictNote what="the settings" contested={contested} />}
      <Group title="Hours">
        <HoursFields {...part} />
      </Group>
      <Group title="Money">
        <LimitField {...part} />
        <CountryFields {...part} settings={base} />
      </Group>
      <Group title="Your number">
        <NumberFields {...part} />
      </Group>
      <Group title="Calls that go out">
        <CallFields {...part} />
      </Group>
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
          Save settings
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

function Group({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <Section title={title}>
      <div className="flex flex-col gap-6 pt-5">{children}</div>
    </Section>
  );
}

/** What depends on the church's number and its account at Twilio. */
function NumberFields({ values, problems, set }: PartOfSettingsProps): ReactNode {
  const answersId = useId();
  return (
    <>
      <TextField
        label="Parts a second"
        name="segments_per_second"
        type="number"
        inputMode="numeric"
        min={1}
        max={fastest}
        step={1}
        autoComplete="off"
        className="figures max-w-32"
        value={values.segments_per_second}
        help="How fast Twilio sends for you: 1 for an ordinary number, 3 for a toll-free one, more for a number that is registered for it."
        error={problems["segments_per_second"]}
        onChange={(event) => {
          set({ segments_per_second: event.target.value });
        }}
      />
      <div>
        <label className="flex min-h-11 items-center gap-3 font-semibold">
          <input
            type="checkbox"
            name="carrier_answers_keywords"
            aria-describedby={answersId}
            checked={values.carrier_answers_keywords}
            className="size-5 shrink-0 accent-accent"
            onChange={(event) => {
              set({ carrier_answers_keywords: event.target.checked });
            }}
          />
          Twilio answers STOP, START and HELP itself
        </label>
        <p id={answersId} className="ps-8 text-sm text-muted">
          It does, unless your account was told otherwise. Then we don’t answer them as well, so that nobody
          gets two texts. Whoever writes STOP gets no more texts either way.
        </p>
      </div>
    </>
  );
}

/** How calls go out. */
function CallFields({ values, problems, set }: PartOfSettingsProps): ReactNode {
  const landlinesId = useId();
  return (
    <>
      <TextField
        label="Calls at once"
        name="calls_at_once"
        type="number"
        inputMode="numeric"
        min={1}
        max={mostCalls}
        step={1}
        autoComplete="off"
        className="figures max-w-32"
        value={values.calls_at_once}
        help="Twilio allows 2 until your church has a business profile there. The others wait their turn."
        error={problems["calls_at_once"]}
        onChange={(event) => {
          set({ calls_at_once: event.target.value });
        }}
      />
      <div>
        <label className="flex min-h-11 items-center gap-3 font-semibold">
          <input
            type="checkbox"
            name="call_landlines"
            aria-describedby={landlinesId}
            checked={values.call_landlines}
            className="size-5 shrink-0 accent-accent"
            onChange={(event) => {
              set({ call_landlines: event.target.checked });
            }}
          />
          Call landlines that a text can’t reach
        </label>
        <p id={landlinesId} className="ps-8 text-sm text-muted">
          A quarter of an hour after a text went out, a voice reads it to those whose number is a landline, in
          their language. Only to who has agreed to automatic calls.
        </p>
      </div>
    </>
  );
}
