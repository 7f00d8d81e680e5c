import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { isMonth, monthOf } from "@/lib/plain-date";
import { ownZone, todayIn } from "@/lib/zoned-time";

/** How the reminders are shown. It lives in the address, so that it can be linked and Back works. */
export interface RemindersView {
  shows: "list" | "calendar";
  /** Which month the calendar shows, as "2026-03". */
  month: string;
}

export function viewOf(search: string, thisMonth: string): RemindersView {
  const params = new URLSearchParams(search);
  const month = params.get("month") ?? "";
  return {
    shows: params.get("view") === "calendar" ? "calendar" : "list",
    month: isMonth(month) ? month : thisMonth,
  };
}

/** The part of an address that says how they are shown: "" for the list. */
export function searchOf({ shows, month }: RemindersView, thisMonth: string): string {
  if (shows === "list") return "";
  return month === thisMonth ? "?view=calendar" : `?view=calendar&month=${month}`;
}

export function useRemindersView(): {
  view: RemindersView;
  today: string;
  change: (part: Partial<RemindersView>) => void;
} {
  const text = useSearch();
  const [path, navigate] = useLocation();
  const today = todayIn(ownZone());
  const thisMonth = monthOf(today);
  const view = useMemo(() => viewOf(text, thisMonth), [text, thisMonth]);
  const change = useCallback(
    (part: Partial<RemindersView>) => {
      navigate(path + searchOf({ ...view, ...part }, thisMonth));
    },
    [navigate, path, view, thisMonth],
  );
  return { view, today, change };
}
