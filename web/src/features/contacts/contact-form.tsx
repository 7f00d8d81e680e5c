import { useState, type ComponentProps, type ReactNode } from "react";
import { ChevronRight } from "lucide-react";
import { ApiProblem } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { ErrorNote } from "@/components/ui/notes";
import { languageChoices } from "@/lib/languages";
import { BirthdayField } from "./birthday-field";
import { fieldNames, problemsOf, type FieldName, type FormValues } from "./form-values";
import { GroupsField } from "./groups-field";
import { ZoneField } from "./zone-field";

interface ContactFormProps {
  values: FormValues;
  onChange: (values: FormValues) => void;
  onSave: () => void;
  onCancel: () => void;
  saveLabel: string;
  busy: boolean;
  error: Error | null;
  /** Said over the fields, for example that someone else has saved in the meantime. */
  news?: ReactNode;
  /** Said under one field. */
  asides?: Partial<Record<FieldName, ReactNode>>;
  /** The time zone that the ZIP says, where that is known. */
  zoneOfZip?: string | null;
}

type TextName = Exclude<
  FieldName,
  "active" | "call_consent" | "preferred_language" | "birthday" | "group_ids"
>;

/** Fields that fold away while nothing is in them: a name, a number and a language are enough to begin. */
const moreFields = ["email", "birthday", "time_zone", "group_ids", "notes", "sl_no"] as const;

export function ContactForm({
  values,
  onChange,
  onSave,
  onCancel,
  saveLabel,
  busy,
  error,
  news,
  asides = {},
  zoneOfZip = null,
}: ContactFormProps): ReactNode {
  const [isUnfolded, setUnfolded] = useState(() => moreFields.some((name) => values[name].length > 0));
  const [problems, setProblems] = useState<Partial<Record<FieldName, string>>>({});
  const refused = error instanceof ApiProblem ? error.fields : {};
  const errorOf = (name: FieldName): string | undefined => problems[name] ?? refused[name];
  const set = (part: Partial<FormValues>): void => {
    setProblems((old) => ({
      ...old,
      ...Object.fromEntries(Object.keys(part).map((name) => [name, undefined])),
    }));
    onChange({ ...values, ...part });
  };
  const text = (
    name: TextName,
  ): Pick<ComponentProps<typeof TextField>, "name" | "value" | "error" | "onChange" | "help"> => ({
    name,
    value: values[name],
    error: errorOf(name),
    help: asides[name],
    onChange: (event) => {
      set({ [name]: event.target.value });
    },
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        const found = problemsOf(values);
        setProblems(found);
        if (Object.keys(found).length === 0) onSave();
        else focusFirstProblem(event.currentTarget, found);
      }}
    >
      {news}
      <TextField label="Name" dir="auto" autoComplete="off" maxLength={200} required {...text("name")} />
      <TextField
        label="Mobile number"
        type="tel"
        autoComplete="off"
        required
        {...text("phone")}
        help={asides.phone ?? "As you would dial it. With + and the country code, if it is abroad."}
      />
      <SelectField
        label="Language"
        name="preferred_language"
        value={values.preferred_language}
        error={errorOf("preferred_language")}
        help={asides.preferred_language}
        onChange={(event) => {
          set({ preferred_language: event.target.value });
        }}
      >
        {languageChoices(values.preferred_language).map(({ tag, name }) => (
          <option key={tag} value={tag}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField label="Address" dir="auto" autoComplete="off" optional {...text("address")} />
      <div className="grid grid-cols-2 gap-4">
        <TextField label="City" dir="auto" autoComplete="off" optional {...text("city")} />
        <TextField label="State, ZIP" autoComplete="off" optional {...text("state_zip")} />
      </div>
      <label className="flex min-h-11 items-start gap-3">
        <input
          type="checkbox"
          name="active"
          checked={values.active}
          className="mt-0.5 size-5 shrink-0 accent-accent"
          onChange={(event) => {
            set({ active: event.target.checked });
          }}
        />
        <span>
          <span className="font-semibold">Active</span>
          <span className="block text-sm text-muted">
            Someone who isn't active is kept here, and gets no messages.
          </span>
          {asides.active !== undefined && <span className="block text-sm text-muted">{asides.active}</span>}
        </span>
      </label>
      <label className="flex min-h-11 items-start gap-3">
        <input
          type="checkbox"
          name="call_consent"
          checked={values.call_consent}
          className="mt-0.5 size-5 shrink-0 accent-accent"
          onChange={(event) => {
            set({ call_consent: event.target.checked });
          }}
        />
        <span>
          <span className="font-semibold">Has agreed to automatic calls</span>
          <span className="block text-sm text-muted">
            Only who said so is ever called by a recorded or automatic voice. Texts need no more than the
            number.
          </span>
          {asides.call_consent !== undefined && (
            <span className="block text-sm text-muted">{asides.call_consent}</span>
          )}
        </span>
      </label>
      <details
        className="group border-t border-hairline"
        open={isUnfolded || moreFields.some((name) => errorOf(name) !== undefined)}
        onToggle={(event) => {
          setUnfolded(event.currentTarget.open);
        }}
      >
        <summary className="flex min-h-12 list-none items-center gap-2 rounded font-semibold marker:hidden">
          <ChevronRight
            aria-hidden
            className="size-4.5 shrink-0 text-muted transition-transform duration-150 group-open:rotate-90 rtl:rotate-180"
          />
          <span>
            More about this person
            <span className="block text-sm font-normal text-muted group-open:hidden">
              E-mail, birthday, groups, time zone, notes
            </span>
          </span>
        </summary>
        <div className="flex flex-col gap-5 pt-3">
          <TextField
            label="E-mail"
            type="email"
            autoComplete="off"
            maxLength={254}
            optional
            {...text("email")}
          />
          <BirthdayField
            value={values.birthday}
            error={errorOf("birthday")}
            help={asides.birthday}
            onChange={(birthday) => {
              set({ birthday });
            }}
          />
          <GroupsField
            chosen={values.group_ids}
            error={errorOf("group_ids")}
            help={asides.group_ids}
            onChange={(group_ids) => {
              set({ group_ids });
            }}
          />
          <ZoneField
            value={values.time_zone}
            zoneOfZip={zoneOfZip}
            error={errorOf("time_zone")}
            help={asides.time_zone}
            onChange={(time_zone) => {
              set({ time_zone });
            }}
          />
          <TextArea
            label="Notes"
            name="notes"
            dir="auto"
            rows={4}
            maxLength={2000}
            optional
            value={values.notes}
            error={errorOf("notes")}
            help={asides.notes ?? "For the office alone. Members never see them."}
            onChange={(event) => {
              set({ notes: event.target.value });
            }}
          />
          <TextField
            label="Number in your own list"
            inputMode="numeric"
            autoComplete="off"
            optional
            className="max-w-40"
            {...text("sl_no")}
          />
        </div>
      </details>
      {error !== null && (
        <ErrorNote error={error} kept="Nothing was saved; what you typed is still here." shown={fieldNames} />
      )}
      <div className="flex flex-wrap gap-3 border-t border-hairline pt-5">
        <Button type="submit" kind="primary" busy={busy} className="max-sm:flex-1">
          {saveLabel}
        </Button>
        <Button onClick={onCancel} disabled={busy} className="max-sm:flex-1">
          Cancel
        </Button>
      </div>
    </form>
  );
}

function focusFirstProblem(form: HTMLFormElement, problems: Partial<Record<FieldName, string>>): void {
  const first = Object.keys(problems)[0];
  const control = first === undefined ? null : form.elements.namedItem(first);
  if (control instanceof HTMLElement) control.focus();
}
