import { useCallback } from "react";
import { useLocation, useSearch } from "wouter";
import type { InboxFilter } from "@/api/types";

export const filters: readonly { filter: InboxFilter; name: string }[] = [
  { filter: "open", name: "Open" },
  { filter: "unread", name: "Unread" },
  { filter: "mine", name: "Mine" },
  { filter: "unassigned", name: "Nobody’s" },
  { filter: "resolved", name: "Resolved" },
];

/** What the list shows, by its address: the open conversations, unless it says otherwise. */
export function filterOf(search: string): InboxFilter {
  const asked = new URLSearchParams(search).get("show");
  return filters.find(({ filter }) => filter === asked)?.filter ?? "open";
}

function searchOf(filter: InboxFilter): string {
  return filter === "open" ? "" : `?show=${filter}`;
}

/** Which conversations the list shows, how to change it, and addresses that keep it. */
export function useView(): {
  filter: InboxFilter;
  choose: (filter: InboxFilter) => void;
  /** An address of the inbox, with the same list beside it. */
  beside: (path: string) => string;
} {
  const filter = filterOf(useSearch());
  const [path, navigate] = useLocation();
  const choose = useCallback(
    (next: InboxFilter) => {
      navigate(path + searchOf(next));
    },
    [navigate, path],
  );
  return { filter, choose, beside: (other) => other + searchOf(filter) };
}
