import { useState, type ReactNode } from "react";
import { Search } from "lucide-react";
import type { Contact } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/notes";
import { useTypedSearch } from "@/lib/typed-search";
import { number } from "@/lib/words";
import { useContacts, type ContactQuestion } from "./queries";

interface PeopleSearchProps {
  /** Among whom, besides what is typed. */
  among?: ContactQuestion;
  /** One person in the list. */
  row: (contact: Contact) => ReactNode;
  /** What can be done when the choosing is over. */
  act?: ReactNode;
}

/** Finds people by name, place or phone. Nobody scrolls through a directory: they type a name. */
export function PeopleSearch({ among = {}, row, act }: PeopleSearchProps): ReactNode {
  const [sought, seek] = useState("");
  const [typed, type] = useTypedSearch(sought, seek);
  const list = useContacts({ ...among, ...(sought === "" ? { sort: "name" } : { search: sought }) });
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
          onKeyDown={(event) => {
            // Enter looks for people; it must not send the message that they are chosen for.
            if (event.key === "Enter") event.preventDefault();
          }}
        />
      </label>
      <ul
        aria-label="People"
        className={`max-h-72 overflow-y-auto transition-opacity duration-150 ${list.isPlaceholderData ? "opacity-50" : ""}`}
      >
        {list.contacts.map((contact) => (
          <li key={contact.id} className="border-b border-hairline last:border-0">
            {row(contact)}
          </li>
        ))}
      </ul>
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-3 border-t border-hairline px-3 py-1.5 text-sm text-muted">
        <p role="status">{searchNews(list, sought)}</p>
        {list.hasPaused && <Button onClick={() => void list.fetchNextPage()}>Look further</Button>}
        {act}
      </div>
      {list.error !== null && (
        <ErrorNote error={list.error} act={<Button onClick={() => void list.refetch()}>Try again</Button>} />
      )}
    </div>
  );
}

function searchNews(list: ReturnType<typeof useContacts>, sought: string): string {
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
