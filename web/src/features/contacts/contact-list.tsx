import { useCallback, useState, type ReactNode } from "react";
import { CheckSquare, FileUp, UserPlus, UsersRound } from "lucide-react";
import { useLocation } from "wouter";
import type { Contact } from "@/api/types";
import { Button, ButtonLink } from "@/components/ui/button";
import { More } from "@/components/ui/more";
import { EmptyNote, ErrorNote, SkeletonRows } from "@/components/ui/notes";
import { Page } from "@/components/ui/page";
import { SearchField } from "@/components/ui/search-field";
import { ExportButton } from "@/features/exports/export-button";
import { mostMoved } from "@/features/groups/queries";
import { useStats } from "@/features/home/queries";
import { useMayChange } from "@/features/session/context";
import { MeProblem } from "@/features/session/me-problem";
import { useKey } from "@/lib/keyboard";
import { useTypedSearch } from "@/lib/typed-search";
import { number, people } from "@/lib/words";
import { ContactFilters } from "./contact-filters";
import { ContactRows } from "./contact-rows";
import { useContacts } from "./queries";
import { SelectionBar } from "./selection-bar";
import { isNarrowed, questionOf, useView } from "./view";

type Chosen = ReadonlyMap<string, Contact>;

export function ContactList({ openId, narrow }: { openId: string | null; narrow: boolean }): ReactNode {
  const { view, change, beside } = useView();
  const seek = useCallback(
    (search: string) => {
      change({ search }, { replace: true });
    },
    [change],
  );
  const [typed, type] = useTypedSearch(view.search, seek);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const list = useContacts(questionOf(view));
  const mayChange = useMayChange();
  const [, navigate] = useLocation();
  useKey(
    "n",
    mayChange
      ? () => {
          navigate(beside("/contacts/new"));
        }
      : null,
  );
  const { contacts, error, isPending } = list;
  const narrowed = isNarrowed(view) || typed !== "";
  const isEmpty = !isPending && error === null && contacts.length === 0 && !list.hasNextPage && !narrowed;
  const toggle = (contact: Contact): void => {
    if (chosen === null) return;
    const others = new Map([...chosen].filter(([id]) => id !== contact.id));
    if (others.size === chosen.size && chosen.size < mostMoved) others.set(contact.id, contact);
    setChosen(others);
  };
  return (
    <Page
      keepsPlace
      title="Contacts"
      headline={<Headline isEmpty={isEmpty} />}
      act={mayChange && <Acts isEmpty={isEmpty} />}
    >
      {error === null && <MeProblem />}
      {isEmpty ? (
        <EmptyNote title="Your contacts live here">
          Bring the spreadsheet that your church has always used, or add people one by one: a name, a mobile
          number and the language they like to read. For example:{" "}
          <em>Ana Lucrecia Tzoc, (281) 555-0196, Spanish</em>.
        </EmptyNote>
      ) : (
        <>
          <div className="flex gap-2">
            <div className="min-w-0 flex-1">
              <SearchField
                label="Find by name, place or phone"
                hint="Name, place or phone"
                value={typed}
                onChange={type}
                shortcut="/"
              />
            </div>
            {mayChange && (
              <Button
                aria-label="Select people"
                aria-pressed={chosen !== null}
                className="shrink-0 px-3! aria-pressed:border-accent aria-pressed:bg-accent-soft"
                onClick={() => {
                  setChosen(chosen === null ? new Map() : null);
                }}
              >
                <CheckSquare aria-hidden className="size-4" /> Select
              </Button>
            )}
          </div>
          <ContactFilters view={view} change={change} />
          {error !== null && (
            <ErrorNote error={error} act={<Button onClick={() => void list.refetch()}>Try again</Button>} />
          )}
          {isPending ? (
            <SkeletonRows rows={8} label="Reading your contacts" />
          ) : (
            <div className={`transition-opacity duration-150 ${list.isPlaceholderData ? "opacity-50" : ""}`}>
              <ContactRows
                contacts={contacts}
                openId={openId}
                narrow={narrow}
                chosen={chosen}
                onToggle={toggle}
              />
            </div>
          )}
          <p role="status" className="py-3 text-sm text-muted">
            {!isPending && error === null && news(list, narrowed, view.search)}
          </p>
          {list.hasPaused && (
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Look further
            </Button>
          )}
          {list.hasNextPage && !list.hasPaused && !list.isLookingFurther && (
            <More busy={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />
          )}
        </>
      )}
      {chosen !== null && (
        <SelectionBar
          chosen={[...chosen.values()]}
          onDone={() => {
            setChosen(null);
          }}
          onMoved={() => {
            setChosen(new Map());
          }}
        />
      )}
    </Page>
  );
}

/** Adding is the one act; what concerns the whole directory is there, and quiet. */
function Acts({ isEmpty }: { isEmpty: boolean }): ReactNode {
  const { beside } = useView();
  return (
    <div className="flex w-full flex-col gap-1 sm:w-auto sm:items-end">
      <div className="flex flex-wrap gap-3">
        {isEmpty && (
          <ButtonLink href="/contacts/import" kind="primary" className="max-sm:w-full">
            <FileUp aria-hidden className="size-4" /> Import a spreadsheet
          </ButtonLink>
        )}
        <ButtonLink href={beside("/contacts/new")} className="max-sm:w-full">
          <UserPlus aria-hidden className="size-4" /> Add a contact
        </ButtonLink>
      </div>
      <div className="flex max-sm:justify-between sm:-me-3">
        <ButtonLink href="/contacts/groups" kind="quiet" className="px-3!">
          <UsersRound aria-hidden className="size-4" /> Groups
        </ButtonLink>
        {!isEmpty && (
          <>
            <ButtonLink href="/contacts/import" kind="quiet" className="px-3!">
              <FileUp aria-hidden className="size-4" /> Import
            </ButtonLink>
            <ExportButton />
          </>
        )}
      </div>
    </div>
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

/** What a search or a filter came to. */
function news(list: ReturnType<typeof useContacts>, narrowed: boolean, sought: string): string {
  if (list.isPlaceholderData) return "Looking…";
  if (list.isLookingFurther) return "Looking further…";
  const found = list.contacts.length;
  if (list.hasPaused) {
    return found === 0
      ? "Nobody found so far. There is more to look through."
      : "There is more to look through.";
  }
  if (!narrowed || list.hasNextPage) return "";
  if (found > 0) return `${people(found)} found.`;
  return sought === "" ? "Nobody is like that." : `Nobody found for “${sought}”.`;
}
