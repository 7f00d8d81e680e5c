import type { InfiniteData } from "@tanstack/react-query";
import type { Entry, EntryPage } from "@/api/types";

export type EntryPages = InfiniteData<EntryPage, string | null>;

/**
 * Takes the newest page of a conversation into what has been read of it, without reading anew what is older. Where
 * more has come than fits on a page, what is older is let go: there would be a hole between the two.
 */
export function withNewest(read: EntryPages, newest: EntryPage): EntryPages {
  // A page may be empty and not the last one: it says nothing about what is known.
  if (newest.items.length === 0) return read;
  const ids = new Set(newest.items.map(({ id }) => id));
  const known = read.pages.flatMap(({ items }) => items);
  const meets = newest.next_cursor === null || known.some(({ id }) => ids.has(id));
  const [first, ...older] = read.pages;
  if (first === undefined || !meets) return { pages: [newest], pageParams: [null] };
  const rest = (items: readonly Entry[]): Entry[] => items.filter(({ id }) => !ids.has(id));
  // What was answered to us while the page was on its way is newer than the page.
  const end = newest.items[0]?.at ?? "";
  const isNewer = ({ at }: Entry): boolean => at > end;
  const others = rest(first.items);
  return {
    ...read,
    pages: [
      {
        ...first,
        items: [...others.filter(isNewer), ...newest.items, ...others.filter((entry) => !isNewer(entry))],
      },
      ...older.map((page) => ({ ...page, items: rest(page.items) })),
    ],
  };
}

/** Shows an entry at once that the API has just answered. */
export function withEntry(read: EntryPages, entry: Entry): EntryPages {
  const [first, ...older] = read.pages;
  if (first === undefined) return read;
  const others = first.items.filter(({ id }) => id !== entry.id);
  return { ...read, pages: [{ ...first, items: [entry, ...others] }, ...older] };
}
