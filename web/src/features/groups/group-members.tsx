import { useState, type ReactNode } from "react";
import { Link } from "wouter";
import type { Contact, Group } from "@/api/types";
import { Button } from "@/components/ui/button";
import { More } from "@/components/ui/more";
import { EmptyNote, ErrorNote, SkeletonRows } from "@/components/ui/notes";
import { Section } from "@/components/ui/page";
import { SearchField } from "@/components/ui/search-field";
import { useContacts } from "@/features/contacts/queries";
import { useConfig, useMayChange } from "@/features/session/context";
import { languageName } from "@/lib/languages";
import { formatPhone } from "@/lib/phone";
import { useTypedSearch } from "@/lib/typed-search";
import { useMoveWithUndo } from "./move-with-undo";

/** Who is in a group at this moment. */
export function GroupMembers({ group }: { group: Group }): ReactNode {
  const [sought, seek] = useState("");
  const [typed, type] = useTypedSearch(sought, seek);
  const list = useContacts({
    group: group.id,
    ...(sought === "" ? { sort: "name" } : { search: sought }),
  });
  const mayChange = useMayChange();
  const move = useMoveWithUndo();
  const { contacts, error, isPending } = list;
  const isEmpty = !isPending && error === null && contacts.length === 0 && !list.hasNextPage;
  if (isEmpty && sought === "" && typed === "") return <NobodyYet group={group} />;
  return (
    <Section title="People">
      <div className="py-3">
        <SearchField label="Find in this group" value={typed} onChange={type} />
      </div>
      {error !== null && (
        <ErrorNote error={error} act={<Button onClick={() => void list.refetch()}>Try again</Button>} />
      )}
      {move.error !== null && <ErrorNote error={move.error} />}
      {isPending && <SkeletonRows rows={5} label="Reading who is in it" />}
      <ul
        aria-label="People"
        className={`transition-opacity duration-150 ${list.isPlaceholderData ? "opacity-50" : ""}`}
      >
        {contacts.map((contact) => (
          <Member
            key={contact.id}
            contact={contact}
            onTakeOut={
              mayChange && group.kind === "static"
                ? () => {
                    move.mutate({ group, remove: [contact.id] });
                  }
                : null
            }
          />
        ))}
      </ul>
      <p role="status" className="py-3 text-sm text-muted">
        {memberNews(list, isEmpty, sought)}
      </p>
      {list.hasPaused && (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Look further
        </Button>
      )}
      {list.hasNextPage && !list.hasPaused && !list.isLookingFurther && (
        <More busy={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />
      )}
    </Section>
  );
}

function memberNews(list: ReturnType<typeof useContacts>, isEmpty: boolean, sought: string): string {
  if (list.isPlaceholderData) return "Looking…";
  if (list.isLookingFurther) return "Looking further…";
  if (list.hasPaused) return "There is more to look through.";
  return isEmpty ? `Nobody in this group is found for “${sought}”.` : "";
}

function NobodyYet({ group }: { group: Group }): ReactNode {
  return group.kind === "static" ? (
    <EmptyNote title="Choose who belongs to it">
      Add people here, or choose several in the list of contacts and put them into this group together.
    </EmptyNote>
  ) : (
    <EmptyNote title="Nobody fits at this moment">
      As soon as someone in your directory fits, they are in this group by themselves. Look at the
      description, or at what the directory knows: a birthday or a ZIP that isn’t written down can’t be found.
    </EmptyNote>
  );
}

interface MemberProps {
  contact: Contact;
  /** Null where nobody can be taken out. */
  onTakeOut: (() => void) | null;
}

function Member({ contact, onTakeOut }: MemberProps): ReactNode {
  const { default_region } = useConfig();
  return (
    <li className="flex items-center gap-3 border-b border-hairline">
      <Link
        href={`/contacts/${contact.id}`}
        className="-ms-3 grid min-h-11 min-w-0 flex-1 grid-cols-[minmax(0,1fr)] items-center gap-x-5 rounded-md px-3 py-2.5 hover:bg-sunken sm:grid-cols-[minmax(0,1.4fr)_9.5rem_minmax(0,1fr)]"
      >
        <span className="truncate font-medium">
          <bdi>{contact.name}</bdi>
        </span>
        <span className="figures text-sm text-muted">{formatPhone(contact.phone, default_region)}</span>
        <span className="truncate text-sm text-muted max-sm:hidden">
          {languageName(contact.preferred_language)}
        </span>
      </Link>
      {onTakeOut !== null && (
        <Button
          kind="quiet"
          aria-label={`Take ${contact.name} out`}
          className="shrink-0 px-3!"
          onClick={onTakeOut}
        >
          Take out
        </Button>
      )}
    </li>
  );
}
