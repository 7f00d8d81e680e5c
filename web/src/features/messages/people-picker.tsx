import { useDeferredValue, useState, type ReactNode } from "react";
import { Search } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/notes";
import { matches, useAllContacts } from "@/features/contacts/queries";
import { useConfig } from "@/features/session/context";
import { formatPhone } from "@/lib/phone";
import { number } from "@/lib/words";
import { mostChosen, type ChosenPerson } from "./draft";

/** The most rows that are shown at once: nobody scrolls further than that, they type a name. */
const mostShown = 100;

interface PeoplePickerProps {
  chosen: readonly ChosenPerson[];
  onChange: (chosen: readonly ChosenPerson[]) => void;
  /** Null while there is nothing to be done with. */
  onDone: (() => void) | null;
}

export function PeoplePicker({ chosen, onChange, onDone }: PeoplePickerProps): ReactNode {
  const [typed, setTyped] = useState("");
  const sought = useDeferredValue(typed);
  const { contacts, isComplete, error, retry } = useAllContacts(true);
  const { default_region } = useConfig();
  const found = contacts.filter((contact) => contact.active && matches(contact, sought));
  const ids = new Set(chosen.map((person) => person.id));
  const toggle = (person: ChosenPerson): void => {
    onChange(ids.has(person.id) ? chosen.filter(({ id }) => id !== person.id) : [...chosen, person]);
  };
  return (
    <div className="overflow-hidden rounded-md border border-edge bg-raised">
      <label className="flex items-center gap-2 border-b border-hairline ps-3 focus-within:bg-sunken">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="sr-only">Find people by name or phone</span>
        <input
          type="search"
          value={typed}
          placeholder="Name or phone"
          autoComplete="off"
          dir="auto"
          className="h-11 min-w-0 flex-1 bg-transparent pe-3 text-base outline-none placeholder:text-muted"
          onChange={(event) => {
            setTyped(event.target.value);
          }}
        />
      </label>
      <ul aria-label="People" className="max-h-72 overflow-y-auto">
        {found.slice(0, mostShown).map((contact) => (
          <li key={contact.id} className="border-b border-hairline last:border-0">
            <label className="flex min-h-11 items-center gap-3 px-3 py-1.5 hover:bg-sunken has-focus-visible:bg-accent-soft">
              <input
                type="checkbox"
                checked={ids.has(contact.id)}
                disabled={!ids.has(contact.id) && chosen.length >= mostChosen}
                className="size-5 shrink-0 accent-accent"
                onChange={() => {
                  toggle({ id: contact.id, name: contact.name });
                }}
              />
              <span className="min-w-0 flex-1 truncate">
                <bdi>{contact.name}</bdi>
              </span>
              <span className="figures text-sm text-muted">{formatPhone(contact.phone, default_region)}</span>
            </label>
          </li>
        ))}
      </ul>
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-3 border-t border-hairline px-3 py-1.5 text-sm text-muted">
        <p role="status">{pickerNews(found.length, isComplete, sought)}</p>
        {onDone !== null && <Button onClick={onDone}>Done</Button>}
      </div>
      {error !== null && <ErrorNote error={error} act={<Button onClick={retry}>Try again</Button>} />}
    </div>
  );
}

function pickerNews(found: number, isComplete: boolean, sought: string): string {
  if (!isComplete) return "Reading your contacts…";
  if (found === 0)
    return sought === "" ? "There are no active contacts yet." : "Nobody has that name or number.";
  if (found > mostShown) return `The first ${mostShown} of ${number(found)}. Type a name to find others.`;
  return sought === "" ? "" : `${number(found)} found`;
}
