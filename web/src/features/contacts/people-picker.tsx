import type { ReactNode } from "react";
import type { Contact } from "@/api/types";
import { Button } from "@/components/ui/button";
import { useConfig } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";
import { PeopleSearch } from "./people-search";
import type { ContactQuestion } from "./queries";

export interface ChosenPerson {
  id: string;
  name: string;
}

interface PeoplePickerProps {
  chosen: readonly ChosenPerson[];
  /** The most people that can be chosen. */
  most: number;
  /** Among whom, besides what is typed. */
  among?: ContactQuestion;
  /** Who need not be chosen any more, and is shown so. */
  isInAlready?: (contact: Contact) => boolean;
  onChange: (chosen: readonly ChosenPerson[]) => void;
  /** Null while there is nothing to be done with, or when something else ends the choosing. */
  onDone: (() => void) | null;
}

/** Finds people, and ticks them. */
export function PeoplePicker({
  chosen,
  most,
  among = {},
  isInAlready = () => false,
  onChange,
  onDone,
}: PeoplePickerProps): ReactNode {
  const { default_region } = useConfig();
  const ids = new Set(chosen.map((person) => person.id));
  const toggle = (person: ChosenPerson): void => {
    onChange(ids.has(person.id) ? chosen.filter(({ id }) => id !== person.id) : [...chosen, person]);
  };
  return (
    <PeopleSearch
      among={among}
      act={onDone !== null && <Button onClick={onDone}>Done</Button>}
      row={(contact) => (
        <label className="flex min-h-11 items-center gap-3 px-3 py-1.5 hover:bg-sunken has-focus-visible:bg-accent-soft">
          <input
            type="checkbox"
            checked={ids.has(contact.id) || isInAlready(contact)}
            disabled={isInAlready(contact) || (!ids.has(contact.id) && chosen.length >= most)}
            className="size-5 shrink-0 accent-accent"
            onChange={() => {
              toggle({ id: contact.id, name: contact.name });
            }}
          />
          <span className="min-w-0 flex-1 truncate">
            <bdi>{contact.name}</bdi>
          </span>
          <span className="figures text-sm text-muted">
            {isInAlready(contact) ? "In it already" : formatPhone(contact.phone, default_region)}
          </span>
        </label>
      )}
    />
  );
}
