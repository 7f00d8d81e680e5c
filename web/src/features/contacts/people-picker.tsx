import { useState, type ReactNode } from "react";
import { Search } from "lucide-react";
import type { Contact } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/notes";
import { useConfig } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";
import { useTypedSearch } from "@/lib/typed-search";
import { number } from "@/lib/words";
import { useContacts, type ContactQuestion } from "./queries";

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

/** Finds people by name, place or phone, and ticks them. Nobody scrolls through a directory: they type a name. */
export function PeoplePicker({
  chosen,
  most,
  among = {},
  isInAlready = () => false,
  onChange,
  onDone,
}: PeoplePickerProps): ReactNode {
  const [sought, seek] = useState("");
  const [typed, type] = useTypedSearch(sought, seek);
  const list = useContacts({ ...among, ...(sought === "" ? { sort: "name" } : { search: sought }) });
  const { default_region } = useConfig();
  const ids = new Set(chosen.map((person) => person.id));
  const toggle = (person: ChosenPerson): void => {
    onChange(ids.has(person.id) ? chosen.filter(({ id }) => id !== person.id) : [...chosen, person]);
  };
  return (
    <div className="overflow-hidden rounded-md border border-edge bg-raised">
      <label className="flex items-center gap-2 border-b border-hairline ps-3 focus-within:bg-sunken">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="sr-only">Find people by name, place or phone</span>
        <input
          type="search"
          value={typed}
          placeholder="Name, place or phone"
          autoComplete="off"
          maxLength={100}
          dir="auto"
          className="h-11 min-w-0 flex-1 bg-transparent pe-3 text-base outline-none placeholder:text-muted"
          onChange={(event) => {
            type(event.target.value);
          }}
        />
      </label>
      <ul
        aria-label="People"
        className={`max-h-72 overflow-y-auto transition-opacity duration-150 ${list.isPlaceholderData ? "opacity-50" : ""}`}
      >
        {list.contacts.map((contact) => (
          <li key={contact.id} className="border-b border-hairline last:border-0">
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
          </li>
        ))}
      </ul>
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-3 border-t border-hairline px-3 py-1.5 text-sm text-muted">
        <p role="status">{pickerNews(list, sought)}</p>
        {list.hasPaused && <Button onClick={() => void list.fetchNextPage()}>Look further</Button>}
        {onDone !== null && <Button onClick={onDone}>Done</Button>}
      </div>
      {list.error !== null && (
        <ErrorNote error={list.error} act={<Button onClick={() => void list.refetch()}>Try again</Button>} />
      )}
    </div>
  );
}

function pickerNews(list: ReturnType<typeof useContacts>, sought: string): string {
  if (list.isError) return "";
  if (list.isPending) return "Reading your contacts…";
  if (list.isPlaceholderData || list.isLookingFurther) return "Looking…";
  const found = list.contacts.length;
  if (list.hasPaused) return "There is more to look through.";
  if (list.hasNextPage) return `The first ${number(found)}. Type a name to find others.`;
  if (found === 0)
    return sought === "" ? "There is nobody to choose yet." : "Nobody has that name or number.";
  return sought === "" ? "" : `${number(found)} found`;
}
