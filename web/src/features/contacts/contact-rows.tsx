import type { ReactNode } from "react";
import { CircleCheck, CircleMinus, Hand } from "lucide-react";
import { Link } from "wouter";
import type { Contact } from "@/api/types";
import { useConfig } from "@/features/session/context";
import { languageName } from "@/lib/languages";
import { formatPhone } from "@/lib/phone";
import { useView } from "./view";

interface ContactRowsProps {
  contacts: readonly Contact[];
  openId: string | null;
  narrow: boolean;
  /** Who is chosen; null while nobody is being chosen. */
  chosen: ReadonlyMap<string, Contact> | null;
  onToggle: (contact: Contact) => void;
}

/** One list for all widths: columns on a desk, cards under 640 px. */
export function ContactRows({ contacts, openId, narrow, chosen, onToggle }: ContactRowsProps): ReactNode {
  const columns = narrow
    ? "sm:grid-cols-[minmax(0,1.6fr)_9.5rem_minmax(0,1fr)]"
    : "sm:grid-cols-[minmax(0,1.6fr)_9.5rem_minmax(0,1fr)_minmax(0,1fr)_8rem]";
  return (
    <div>
      <div
        aria-hidden
        className={`hidden gap-x-5 border-b border-hairline py-2 text-sm text-muted sm:grid ${columns} ${chosen === null ? "" : "ps-8"}`}
      >
        <span>Name</span>
        <span>Mobile</span>
        <span>Language</span>
        {!narrow && <span>City</span>}
        {!narrow && <span>Status</span>}
      </div>
      <ul aria-label="Contacts">
        {contacts.map((contact) => (
          <li key={contact.id} className="border-b border-hairline">
            {chosen === null ? (
              <LinkRow contact={contact} isOpen={contact.id === openId} narrow={narrow} columns={columns} />
            ) : (
              <ChoiceRow
                contact={contact}
                isChosen={chosen.has(contact.id)}
                onToggle={() => {
                  onToggle(contact);
                }}
                narrow={narrow}
                columns={columns}
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  contact: Contact;
  narrow: boolean;
  columns: string;
}

const grid = "grid min-h-11 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-5 gap-y-0.5 py-2.5 text-sm";

function LinkRow({ contact, isOpen, narrow, columns }: RowProps & { isOpen: boolean }): ReactNode {
  const { beside } = useView();
  return (
    <Link
      href={beside(`/contacts/${contact.id}`)}
      aria-current={isOpen ? "true" : undefined}
      className={`-mx-3 rounded-md px-3 transition-colors duration-100 hover:bg-sunken aria-[current]:bg-accent-soft ${grid} ${columns}`}
    >
      <Cells contact={contact} narrow={narrow} />
    </Link>
  );
}

interface ChoiceRowProps extends RowProps {
  isChosen: boolean;
  onToggle: () => void;
}

function ChoiceRow({ contact, isChosen, onToggle, narrow, columns }: ChoiceRowProps): ReactNode {
  return (
    <label className="-mx-3 flex items-center gap-3 rounded-md px-3 hover:bg-sunken has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <input
        type="checkbox"
        aria-label={contact.name}
        checked={isChosen}
        onChange={onToggle}
        className="size-5 shrink-0 accent-accent"
      />
      <span className={`min-w-0 flex-1 ${grid} ${columns}`}>
        <Cells contact={contact} narrow={narrow} />
      </span>
    </label>
  );
}

function Cells({ contact, narrow }: { contact: Contact; narrow: boolean }): ReactNode {
  const { default_region } = useConfig();
  const isPlain = contact.active && contact.opted_out_at === null;
  return (
    <>
      <span className="truncate text-base font-medium">
        <bdi>{contact.name}</bdi>
      </span>
      <span className="figures text-muted max-sm:row-start-2">
        {formatPhone(contact.phone, default_region)}
      </span>
      <span className="truncate text-muted max-sm:text-end">{languageName(contact.preferred_language)}</span>
      {!narrow && (
        <span className="truncate text-muted max-sm:hidden">
          <bdi>{contact.city}</bdi>
        </span>
      )}
      {/* On a card only the exception is worth a line. */}
      <span className={`${narrow ? "sm:hidden" : "max-sm:text-end"} ${isPlain ? "max-sm:hidden" : ""}`}>
        <Standing contact={contact} />
      </span>
    </>
  );
}

/** Whether messages reach this person, as a word and a shape. */
function Standing({ contact }: { contact: Contact }): ReactNode {
  const { Icon, word, look } =
    contact.opted_out_at !== null
      ? { Icon: Hand, word: "No texts", look: "text-candle-ink" }
      : contact.active
        ? { Icon: CircleCheck, word: "Active", look: "text-good" }
        : { Icon: CircleMinus, word: "Not active", look: "" };
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap text-muted max-sm:justify-end">
      <Icon aria-hidden className={`size-4 shrink-0 ${look}`} /> {word}
    </span>
  );
}
