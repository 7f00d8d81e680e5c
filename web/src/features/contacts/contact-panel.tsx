import type { ReactNode } from "react";
import { Download, Pencil, Trash2 } from "lucide-react";
import { Link, useLocation } from "wouter";
import type { Contact } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { ErrorNote, Skeleton } from "@/components/ui/notes";
import { useTitle } from "@/components/ui/page";
import { useGroups } from "@/features/groups/queries";
import { useConfig, useMayChange } from "@/features/session/context";
import { birthdayWords } from "@/lib/birthday";
import { languageName } from "@/lib/languages";
import { formatPhone } from "@/lib/phone";
import { moment, when } from "@/lib/time";
import { zoneName } from "@/lib/time-zones";
import { ContactCalls } from "./contact-calls";
import { ContactHistory } from "./contact-history";
import { useDeleteContact } from "./delete-contact";
import { Household } from "./household";
import { OptedOutNote, OptOutButton } from "./opt-out";
import { Panel } from "./panel";
import { useDownloadPerson } from "./person-queries";
import { useContact } from "./queries";
import { UnreachableNote } from "./unreachable";
import { useView } from "./view";

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
  const mayChange = useMayChange();
  return (
    <>
      <OptedOutNote contact={contact} />
      <UnreachableNote contact={contact} />
      <Facts contact={contact} />
      <Household contact={contact} />
      {mayChange && (
        <div className="flex flex-wrap gap-3 pt-6">
          <EditLink id={contact.id} />
          <OptOutButton contact={contact} channel="sms" />
          {(contact.call_consent || contact.calls_opted_out_at !== null) && (
            <OptOutButton contact={contact} channel="voice" />
          )}
        </div>
      )}
      <ContactCalls id={contact.id} />
      <ContactHistory id={contact.id} />
      {mayChange && <Leaving contact={contact} />}
    </>
  );
}

function EditLink({ id }: { id: string }): ReactNode {
  const { beside } = useView();
  return (
    <ButtonLink href={beside(`/contacts/${id}/edit`)} className="max-sm:flex-1">
      <Pencil aria-hidden className="size-4" /> Edit
    </ButtonLink>
  );
}

function Facts({ contact }: { contact: Contact }): ReactNode {
  const { default_region } = useConfig();
  const place = [contact.city, contact.state_zip].filter((part) => part !== null && part !== "");
  return (
    <dl className="border-t border-hairline">
      <Fact name="Mobile">
        <a
          href={`tel:${contact.phone}`}
          className="figures inline-flex min-h-6 items-center text-accent underline-offset-4 hover:underline"
        >
          {formatPhone(contact.phone, default_region)}
        </a>
      </Fact>
      <Fact name="Language">{languageName(contact.preferred_language)}</Fact>
      <Fact name="Texts">{textsWords(contact)}</Fact>
      <Fact name="Calls">{callsWords(contact)}</Fact>
      <Fact name="Address">
        <span dir="auto" className="whitespace-pre-line">
          {[contact.address, place.join(", ")].filter(Boolean).join("\n") || <Nothing />}
        </span>
      </Fact>
      {contact.email !== null && (
        <Fact name="E-mail">
          <a href={`mailto:${contact.email}`} className="text-accent underline-offset-4 hover:underline">
            {contact.email}
          </a>
        </Fact>
      )}
      {contact.birthday !== null && <Fact name="Birthday">{birthdayWords(contact.birthday)}</Fact>}
      <Fact name="Groups">
        <GroupNames ids={contact.group_ids} />
      </Fact>
      {contact.effective_time_zone !== null && (
        <Fact name="Time zone">
          {zoneName(contact.effective_time_zone)}
          {contact.time_zone === null && <span className="text-muted">, from the ZIP</span>}
        </Fact>
      )}
      {contact.notes !== null && (
        <Fact name="Notes">
          <span dir="auto" className="whitespace-pre-line">
            {contact.notes}
          </span>
        </Fact>
      )}
      {contact.sl_no !== null && <Fact name="List number">{contact.sl_no}</Fact>}
      <Fact name="Last changed">
        <time title={moment(contact.updated_at)}>{when(contact.updated_at)}</time>
      </Fact>
    </dl>
  );
}

function textsWords({ active, opted_out_at, unreachable }: Contact): string {
  if (opted_out_at !== null) return "Gets none: asked not to be texted";
  if (unreachable !== null) return "Gets none: the number can’t be texted";
  return active ? "Gets them" : "Gets none: not active";
}

function callsWords({ active, call_consent, opted_out_at, calls_opted_out_at }: Contact): string {
  if (opted_out_at !== null) return "Gets none: asked not to be texted, and so is not called";
  if (calls_opted_out_at !== null) return "Gets none: asked not to be called";
  if (!call_consent) return "Gets none: has not agreed to automatic calls";
  return active ? "May be called" : "Gets none: not active";
}

function GroupNames({ ids }: { ids: readonly string[] }): ReactNode {
  const { groups } = useGroups(ids.length > 0);
  const found = groups.filter(({ id }) => ids.includes(id));
  if (ids.length === 0) return <span className="text-muted">None</span>;
  return (
    <ul className="flex flex-wrap gap-x-3">
      {found.map(({ id, name }) => (
        <li key={id}>
          <Link
            href={`/contacts/groups/${id}`}
            className="inline-flex min-h-6 items-center text-accent underline-offset-4 hover:underline"
          >
            <bdi>{name}</bdi>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Leaving({ contact }: { contact: Contact }): ReactNode {
  const remove = useDeleteContact();
  const download = useDownloadPerson();
  const [, navigate] = useLocation();
  const { beside } = useView();
  return (
    <div className="flex flex-col items-start gap-3 pt-10">
      <p className="text-sm text-muted">
        Deleting takes this person’s data out everywhere. What was sent stays in the counts, without a name.
      </p>
      <div className="flex w-full flex-wrap gap-3">
        <Button
          kind="danger"
          className="max-sm:flex-1"
          onClick={() => {
            remove(contact);
            navigate(beside("/contacts"));
          }}
        >
          <Trash2 aria-hidden className="size-4" /> Delete
        </Button>
        <Button
          kind="quiet"
          busy={download.isPending}
          className="px-3! max-sm:w-full"
          onClick={() => {
            download.mutate(contact);
          }}
        >
          {!download.isPending && <Download aria-hidden className="size-4 shrink-0" />}
          Download what we know first
        </Button>
      </div>
      {download.error !== null && <ErrorNote error={download.error} />}
    </div>
  );
}

function Nothing(): ReactNode {
  return <span className="text-muted">Not known</span>;
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-3 border-b border-hairline py-2.5">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
