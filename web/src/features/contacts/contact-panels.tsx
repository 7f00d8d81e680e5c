import { useState, type ReactNode } from "react";
import { Pencil, Trash2, X } from "lucide-react";
import { Link, useLocation } from "wouter";
import { ApiProblem } from "@/api/problem";
import type { Contact } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { ErrorNote, Note, Skeleton } from "@/components/ui/notes";
import { BackLink, useTitle } from "@/components/ui/page";
import { showToast } from "@/components/ui/toasts";
import { useConfig, useMayChange } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { useKey } from "@/lib/keyboard";
import { useIsDesk } from "@/lib/media";
import { languageName } from "@/lib/languages";
import { formatPhone } from "@/lib/phone";
import { moment, when } from "@/lib/time";
import { ContactForm } from "./contact-form";
import {
  changeOf,
  emptyValues,
  inputOf,
  merge,
  valuesOf,
  type FieldName,
  type FormValues,
} from "./form-values";
import { useKeptForm } from "./kept-form";
import { useDeleteContact } from "./pending-deletes";
import { useAddContact, useChangeContact, useContact, useReadContact } from "./queries";

/** The frame of what opens at the side on a desk, and as a page on a phone. */
function Panel({ title, children }: { title: ReactNode; children: ReactNode }): ReactNode {
  const [, navigate] = useLocation();
  // Beside the list it is a part of the page; in the list's place it is the page.
  const Heading = useIsDesk() ? "h2" : "h1";
  useKey("Escape", () => {
    navigate("/contacts");
  });
  return (
    <section className="appear pb-8">
      <div className="lg:hidden">
        <BackLink href="/contacts" name="All contacts" />
      </div>
      <div className="flex items-start justify-between gap-3 pb-5 max-lg:pt-1">
        <Heading tabIndex={-1} ref={takeFocus} className="headline min-w-0 text-[1.625rem]! outline-none">
          {title}
        </Heading>
        <Link
          href="/contacts"
          aria-label="Close"
          title="Close (Esc)"
          className="hidden size-11 shrink-0 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink lg:flex"
        >
          <X aria-hidden className="size-5" />
        </Link>
      </div>
      {children}
    </section>
  );
}

/** The panel is what was asked for, so it is what is read out. */
function takeFocus(heading: HTMLHeadingElement | null): void {
  if (heading?.tagName === "H1") window.scrollTo(0, 0);
  heading?.focus({ preventScroll: true });
}

export function NewContactPanel(): ReactNode {
  useTitle("Add a contact");
  const { kept, keep, drop } = useKeptForm("new");
  const add = useAddContact();
  const [, navigate] = useLocation();
  const values = kept?.values ?? emptyValues;
  return (
    <Panel title="Who is it?">
      <ContactForm
        values={values}
        onChange={(next) => {
          keep({ values: next, base: null });
        }}
        saveLabel="Add contact"
        busy={add.isPending}
        error={add.error}
        onCancel={() => {
          drop();
          navigate("/contacts");
        }}
        onSave={() => {
          add.mutate(inputOf(values), {
            onSuccess: (contact) => {
              drop();
              showToast({
                text: (
                  <>
                    <bdi>{contact.name}</bdi> added.
                  </>
                ),
              });
              navigate(`/contacts/${contact.id}`);
            },
          });
        }}
      />
    </Panel>
  );
}

export function ContactPanel({ id }: { id: string }): ReactNode {
  const { data: contact, error, refetch } = useContact(id);
  useTitle(contact?.name ?? "Contact");
  if (contact === undefined && error !== null) {
    return (
      <Panel title="We can't show this contact.">
        <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
      </Panel>
    );
  }
  return (
    <Panel title={contact === undefined ? <Skeleton className="h-8 w-52" /> : <bdi>{contact.name}</bdi>}>
      {contact !== undefined && <Details contact={contact} />}
    </Panel>
  );
}

function Details({ contact }: { contact: Contact }): ReactNode {
  const { default_region } = useConfig();
  const mayChange = useMayChange();
  const remove = useDeleteContact();
  const [, navigate] = useLocation();
  const place = [contact.city, contact.state_zip].filter((part) => part !== null && part !== "");
  return (
    <>
      <dl className="border-t border-hairline">
        <Detail name="Mobile">
          <a href={`tel:${contact.phone}`} className="figures text-accent underline-offset-4 hover:underline">
            {formatPhone(contact.phone, default_region)}
          </a>
        </Detail>
        <Detail name="Language">{languageName(contact.preferred_language)}</Detail>
        <Detail name="Address">
          <span dir="auto" className="whitespace-pre-line">
            {[contact.address, place.join(", ")].filter(Boolean).join("\n") || <Nothing />}
          </span>
        </Detail>
        <Detail name="Messages">{contact.active ? "Gets them" : "Gets none: not active"}</Detail>
        <Detail name="List number">{contact.sl_no ?? <Nothing />}</Detail>
        <Detail name="Last changed">
          <time title={moment(contact.updated_at)}>{when(contact.updated_at)}</time>
        </Detail>
      </dl>
      {mayChange && (
        <div className="flex flex-wrap gap-3 pt-6">
          <ButtonLink href={`/contacts/${contact.id}/edit`} className="max-sm:flex-1">
            <Pencil aria-hidden className="size-4" /> Edit
          </ButtonLink>
          <Button
            kind="danger"
            className="max-sm:flex-1"
            onClick={() => {
              remove(contact);
              navigate("/contacts");
            }}
          >
            <Trash2 aria-hidden className="size-4" /> Delete
          </Button>
        </div>
      )}
    </>
  );
}

function Nothing(): ReactNode {
  return <span className="text-muted">Not known</span>;
}

function Detail({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-3 border-b border-hairline py-2.5">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

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

const fieldWords: Record<FieldName, string> = {
  name: "name",
  phone: "mobile number",
  preferred_language: "language",
  sl_no: "list number",
  address: "address",
  city: "city",
  state_zip: "state and ZIP",
  active: "active",
};

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

  const leave = (): void => {
    drop();
    navigate(`/contacts/${contact.id}`);
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
      saveLabel="Save"
      busy={change.isPending}
      error={change.error}
      onSave={save}
      onCancel={leave}
      news={conflict !== null && <ConflictNote conflict={conflict} />}
      asides={Object.fromEntries(
        (conflict?.contested ?? [])
          .filter((name) => conflict !== null && values[name] !== conflict.theirs[name])
          .map((name) => [
            name,
            <Theirs
              key={name}
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
            : `What you typed is kept. You both changed: ${conflict.contested.map((name) => fieldWords[name]).join(", ")}. Choose which is right, then save again.`}
        </p>
      </Note>
    </div>
  );
}

function Theirs({ value, onUse }: { value: string | boolean; onUse: () => void }): ReactNode {
  const shown =
    typeof value === "boolean" ? (value ? "active" : "not active") : value === "" ? "nothing" : value;
  return (
    <span className="text-candle-ink">
      They saved: <bdi className="font-semibold">{shown}</bdi>.{" "}
      <button type="button" className="min-h-6 font-semibold underline underline-offset-4" onClick={onUse}>
        Use theirs
      </button>
    </span>
  );
}
