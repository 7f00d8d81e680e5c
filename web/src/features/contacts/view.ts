import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import type { ContactQuestion } from "./queries";

export type StatusFilter = "active" | "inactive" | "opted_out";

/** What the list shows. It lives in the address, so that it can be linked and Back works. */
export interface ContactView {
  search: string;
  language: string | null;
  group: string | null;
  status: StatusFilter | null;
  sort: "name" | "sl_no";
}

const statuses: readonly string[] = ["active", "inactive", "opted_out"] satisfies StatusFilter[];

export function viewOf(search: string): ContactView {
  const params = new URLSearchParams(search);
  const status = params.get("status");
  return {
    search: params.get("search") ?? "",
    language: params.get("language"),
    group: params.get("group"),
    status: status !== null && statuses.includes(status) ? (status as StatusFilter) : null,
    sort: params.get("sort") === "sl_no" ? "sl_no" : "name",
  };
}

/** The part of an address that says what the list shows: "" when it shows everyone by name. */
export function searchOf(view: ContactView): string {
  const params = new URLSearchParams();
  if (view.search !== "") params.set("search", view.search);
  if (view.language !== null) params.set("language", view.language);
  if (view.group !== null) params.set("group", view.group);
  if (view.status !== null) params.set("status", view.status);
  if (view.sort !== "name") params.set("sort", view.sort);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

export function questionOf({ search, language, group, status, sort }: ContactView): ContactQuestion {
  return {
    ...(search !== "" && { search }),
    ...(language !== null && { language }),
    ...(group !== null && { group }),
    ...(status === "active" && { active: true }),
    ...(status === "inactive" && { active: false }),
    ...(status === "opted_out" && { opted_out: true }),
    // What is sought comes in the order of the word that was found.
    ...(search === "" && { sort }),
  };
}

/** Whether anything narrows the list. */
export function isNarrowed({ search, language, group, status }: ContactView): boolean {
  return search !== "" || language !== null || group !== null || status !== null;
}

/** What the list shows, how to change it, and addresses that keep it. */
export function useView(): {
  view: ContactView;
  /** `replace` for what changes with every letter: Back should not take letters away one by one. */
  change: (part: Partial<ContactView>, options?: { replace: boolean }) => void;
  /** An address of the directory, with the same list beside it. */
  beside: (path: string) => string;
} {
  const text = useSearch();
  const [path, navigate] = useLocation();
  const view = useMemo(() => viewOf(text), [text]);
  const change = useCallback(
    (part: Partial<ContactView>, options?: { replace: boolean }) => {
      navigate(path + searchOf({ ...view, ...part }), options ?? {});
    },
    [navigate, path, view],
  );
  return { view, change, beside: (other) => other + searchOf(view) };
}
