import { useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import { ApiProblem } from "@/api/problem";
import type { Contact } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote, Note, Skeleton } from "@/components/ui/notes";
import { useTitle } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import { useGroups } from "@/features/groups/queries";
import { useConfig, useMayChange } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { ContactForm } from "./contact-form";
import { fieldWord, valueWords } from "./fields";
import { changeOf, isSame, merge, valuesOf, type FieldName, type FormValues } from "./form-values";
import { useKeptForm } from "./kept-form";
import { Panel } from "./panel";
import { useChangeContact, useContact, useReadContact } from "./queries";
import { useView } from "./view";

export function EditContactPanel({ id }: { id: string }): ReactNode {
  const { data: contact, error, isPlaceholderData, refetch } = useContact(id);
  const mayChange = useMayChange();
  useTitle("Edit contact");
  if (contact === undefined || isPlaceholderData || !mayChange) {
    return (
      <Panel title={error === null ? <Skeleton className="h-8 w-52" /> : "We can't show this contact."}>
        {error === null && <MeProblem />}
        {error !== null && (
          <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
        )}
      </Panel>
    );
  }
  return (
    <Panel
      title={
        <>
          Edit <bdi>{contact.name}</bdi>
        </>
      }
    >
      <EditForm contact={contact} />
    </Panel>
  );
}

interface Conflict {
  theirs: FormValues;
  contested: readonly FieldName[];
}

function EditForm({ contact }: { contact: Contact }): ReactNode {
  const { kept, keep, drop } = useKeptForm(contact.id);
  // What typing began on: a newer answer must not slip under it unseen.
  const [firstRead] = useState({ version: contact.version, values: valuesOf(contact) });
  const base = kept?.base ?? firstRead;
  const values = kept?.values ?? base.values;
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const change = useChangeContact();
  const readAgain = useReadContact();
  const [, navigate] = useLocation();
  const { beside } = useView();

  const leave = (): void => {
    drop();
    navigate(beside(`/contacts/${contact.id}`));
  };

  const takeConflict = async (): Promise<void> => {
    const latest = await readAgain(contact.id);
    const theirs = valuesOf(latest);
    const merged = merge(base.values, values, theirs);
    keep({ values: merged.values, base: { version: latest.version, values: theirs } });
    setConflict({ theirs, contested: merged.contested });
    change.reset();
  };

  const save = (): void => {
    const changes = changeOf(base.values, values);
    if (Object.keys(changes).length === 0) {
      leave();
      return;
    }
    change.mutate(
      { id: contact.id, version: base.version, change: changes },
      {
        onSuccess: () => {
          showToast({ text: "Saved." });
          leave();
        },
        onError: (error) => {
          // If the newer version can't be read either, the first error stays, and saving can be tried again.
          if (error instanceof ApiProblem && error.status === 412) takeConflict().catch(() => undefined);
        },
      },
    );
  };

  return (
    <ContactForm
      values={values}
      onChange={(next) => {
        keep({ values: next, base });
      }}
      zoneOfZip={
        contact.time_zone === null && values.state_zip === base.values.state_zip
          ? contact.effective_time_zone
          : null
      }
      saveLabel="Save"
      busy={change.isPending}
      error={change.error}
      onSave={save}
      onCancel={leave}
      news={conflict !== null && <ConflictNote conflict={conflict} />}
      asides={Object.fromEntries(
        (conflict?.contested ?? [])
          .filter((name) => conflict !== null && !isSame(values[name], conflict.theirs[name]))
          .map((name) => [
            name,
            <Theirs
              key={name}
              field={name}
              value={conflict?.theirs[name] ?? ""}
              onUse={() => {
                if (conflict !== null) keep({ values: { ...values, [name]: conflict.theirs[name] }, base });
              }}
            />,
          ]),
      )}
    />
  );
}

function ConflictNote({ conflict }: { conflict: Conflict }): ReactNode {
  return (
    <div role="alert">
      <Note tone="candle">
        <p className="font-semibold">Someone else changed this contact while you were typing.</p>
        <p>
          {conflict.contested.length === 0
            ? "Your changes don't touch theirs. Look it over, then save again."
            : `What you typed is kept. You both changed: ${conflict.contested.map((name) => fieldWord(name)).join(", ")}. Choose which is right, then save again.`}
        </p>
      </Note>
    </div>
  );
}

interface TheirsProps {
  field: FieldName;
  value: FormValues[FieldName];
  onUse: () => void;
}

function Theirs({ field, value, onUse }: TheirsProps): ReactNode {
  const { default_region } = useConfig();
  const { groups } = useGroups(field === "group_ids");
  const text = Array.isArray(value) ? value.join(", ") : String(value);
  return (
    <span className="text-candle-ink">
      They saved:{" "}
      <bdi className="font-semibold">
        {text === "" ? "nothing" : valueWords(field, text, { region: default_region, groups })}
      </bdi>
      .{" "}
      <button type="button" className="min-h-6 font-semibold underline underline-offset-4" onClick={onUse}>
        Use theirs
      </button>
    </span>
  );
}
