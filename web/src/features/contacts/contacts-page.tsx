import { useDeferredValue, useRef, useState, type ReactNode } from "react";
import { CircleCheck, CircleMinus, Search, UserPlus } from "lucide-react";
import { Link, useLocation } from "wouter";
import type { Contact } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { More } from "@/components/ui/more";
import { EmptyNote, ErrorNote, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { useStats } from "@/features/home/queries";
import { useConfig, useMayChange } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { useKey } from "@/lib/keyboard";
import { useIsDesk } from "@/lib/media";
import { languageName } from "@/lib/languages";
import { formatPhone } from "@/lib/phone";
import { number, people } from "@/lib/words";
import { ContactPanel, EditContactPanel, NewContactPanel } from "./contact-panels";
import { matches, useAllContacts, useContacts } from "./queries";

export type Open =
  { kind: "none" } | { kind: "new" } | { kind: "contact"; id: string } | { kind: "edit"; id: string };

/** The list, and at its side (on a phone: in its place) what is open. */
export function ContactsPage({ open }: { open: Open }): ReactNode {
  const isDesk = useIsDesk();
  const isOpen = open.kind !== "none";
  const openId = open.kind === "contact" || open.kind === "edit" ? open.id : null;
  return (
    <div className={isOpen ? "lg:grid lg:grid-cols-[minmax(0,1fr)_25rem]" : ""}>
      {(isDesk || !isOpen) && <ContactList openId={openId} narrow={isOpen} />}
      {isOpen && (
        <aside
          aria-label="Contact"
          className="border-hairline px-4 pt-3 sm:px-8 lg:sticky lg:top-0 lg:h-dvh lg:overflow-y-auto lg:border-s lg:bg-raised lg:pt-8"
        >
          {open.kind === "new" && <NewContactPanel />}
          {open.kind === "contact" && <ContactPanel key={open.id} id={open.id} />}
          {open.kind === "edit" && <EditContactPanel key={open.id} id={open.id} />}
        </aside>
      )}
    </div>
  );
}

function ContactList({ openId, narrow }: { openId: string | null; narrow: boolean }): ReactNode {
  const [typed, setTyped] = useState("");
  const sought = useDeferredValue(typed.trim());
  const { contacts, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } =
    useContacts();
  const { isComplete } = useAllContacts(sought !== "");
  const mayChange = useMayChange();
  const [, navigate] = useLocation();
  useKey(
    "n",
    mayChange
      ? () => {
          navigate("/contacts/new");
        }
      : null,
  );
  const found = sought === "" ? contacts : contacts.filter((contact) => matches(contact, sought));
  const isEmpty = !isPending && error === null && contacts.length === 0 && !hasNextPage;
  return (
    <Page
      keepsPlace
      title="Contacts"
      headline={<Headline isEmpty={isEmpty} />}
      act={
        mayChange && (
          <ButtonLink href="/contacts/new" kind={isEmpty ? "primary" : "secondary"} className="max-sm:w-full">
            <UserPlus aria-hidden className="size-4" /> Add a contact
          </ButtonLink>
        )
      }
    >
      {error === null && <MeProblem />}
      {isEmpty ? (
        <EmptyNote title="Your contacts live here">
          Add the people your church keeps in touch with: a name, a mobile number and the language they like
          to read. For example: <em>Ana Lucrecia Tzoc, (281) 555-0196, Spanish</em>.
        </EmptyNote>
      ) : (
        <>
          <SearchField value={typed} onChange={setTyped} />
          {error !== null && (
            <div className="pt-4">
              <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
            </div>
          )}
          {isPending ? (
            <SkeletonRows rows={8} label="Reading your contacts" />
          ) : (
            <Rows contacts={found} openId={openId} narrow={narrow} />
          )}
          <p role="status" className="py-3 text-sm text-muted">
            {sought !== "" && listNews(found.length, isComplete, sought)}
          </p>
          {sought === "" && hasNextPage && (
            <More busy={isFetchingNextPage} onMore={() => void fetchNextPage()} />
          )}
        </>
      )}
    </Page>
  );
}

function Headline({ isEmpty }: { isEmpty: boolean }): ReactNode {
  const { data: stats } = useStats(false);
  if (isEmpty) return "Who should hear from you?";
  if (stats === undefined) return "Your contacts.";
  const { total, active } = stats.contacts;
  if (total === active) return `${people(total)}, all active.`;
  return `${people(total)}, ${number(active)} of them active.`;
}

function listNews(found: number, isComplete: boolean, sought: string): string {
  if (!isComplete) return "Looking…";
  return found === 0 ? `Nobody found for “${sought}”.` : `${people(found)} found.`;
}

function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  useKey("/", () => input.current?.focus());
  return (
    <label className="flex items-center gap-2 rounded-md border border-edge bg-raised ps-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <Search aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="sr-only">Find by name, place or phone</span>
      <input
        ref={input}
        type="search"
        value={value}
        dir="auto"
        autoComplete="off"
        aria-keyshortcuts="/"
        placeholder="Find by name, place or phone"
        className="h-11 min-w-0 flex-1 bg-transparent pe-3 text-base outline-none placeholder:text-muted"
        onChange={(event) => {
          onChange(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.preventDefault();
            onChange("");
            event.currentTarget.blur();
          }
        }}
      />
      <kbd
        aria-hidden
        className="me-3 hidden rounded border border-hairline px-1.5 font-sans text-xs text-muted lg:block"
      >
        /
      </kbd>
    </label>
  );
}

interface RowsProps {
  contacts: readonly Contact[];
  openId: string | null;
  narrow: boolean;
}

/** One list for all widths: columns on a desk, cards under 640 px. */
function Rows({ contacts, openId, narrow }: RowsProps): ReactNode {
  const columns = narrow
    ? "sm:grid-cols-[minmax(0,1.6fr)_9.5rem_minmax(0,1fr)]"
    : "sm:grid-cols-[minmax(0,1.6fr)_9.5rem_minmax(0,1fr)_minmax(0,1fr)_6.5rem]";
  return (
    <div className="pt-2">
      <div
        aria-hidden
        className={`hidden gap-x-5 border-b border-hairline py-2 text-sm text-muted sm:grid ${columns}`}
      >
        <span>Name</span>
        <span>Mobile</span>
        <span>Language</span>
        {!narrow && <span>City</span>}
        {!narrow && <span>Status</span>}
      </div>
      <ul aria-label="Contacts">
        {contacts.map((contact) => (
          <Row
            key={contact.id}
            contact={contact}
            isOpen={contact.id === openId}
            narrow={narrow}
            columns={columns}
          />
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  contact: Contact;
  isOpen: boolean;
  narrow: boolean;
  columns: string;
}

function Row({ contact, isOpen, narrow, columns }: RowProps): ReactNode {
  const { default_region } = useConfig();
  return (
    <li className="border-b border-hairline">
      <Link
        href={`/contacts/${contact.id}`}
        aria-current={isOpen ? "true" : undefined}
        className={`-mx-3 grid min-h-11 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-5 gap-y-0.5 rounded-md px-3 py-2.5 text-sm transition-colors duration-100 hover:bg-sunken aria-[current]:bg-accent-soft ${columns}`}
      >
        <span className="truncate text-base font-medium">
          <bdi>{contact.name}</bdi>
        </span>
        <span className="figures text-muted max-sm:row-start-2">
          {formatPhone(contact.phone, default_region)}
        </span>
        <span className="truncate text-muted max-sm:text-end">
          {languageName(contact.preferred_language)}
        </span>
        {!narrow && (
          <span className="truncate text-muted max-sm:hidden">
            <bdi>{contact.city}</bdi>
          </span>
        )}
        <span className={narrow ? "sm:hidden" : "max-sm:text-end"}>
          {/* On a card only the exception is worth a line. */}
          <span className={contact.active ? "max-sm:hidden" : ""}>
            <Activity active={contact.active} />
          </span>
        </span>
      </Link>
    </li>
  );
}

function Activity({ active }: { active: boolean }): ReactNode {
  return active ? (
    <span className="flex items-center gap-1.5 text-muted max-sm:justify-end">
      <CircleCheck aria-hidden className="size-4 text-good" /> Active
    </span>
  ) : (
    <span className="flex items-center gap-1.5 text-muted max-sm:justify-end">
      <CircleMinus aria-hidden className="size-4" /> Not active
    </span>
  );
}
