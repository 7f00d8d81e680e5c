import { useState, type ReactNode } from "react";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { CalendarEntry, Reminder } from "@/api/types";
import { Button, IconButton } from "@/components/ui/button";
import { ErrorNote, Skeleton } from "@/components/ui/notes";
import { useIsDesk } from "@/lib/media";
import {
  addMonths,
  dayWords,
  firstWeekday,
  monthOf,
  monthWords,
  shortWeekday,
  weekdayName,
  weeksOf,
} from "@/lib/plain-date";
import { ownZone } from "@/lib/zoned-time";
import { AgendaEntry, MonthEntry } from "./calendar-entry";
import { useCalendar } from "./queries";

interface CalendarProps {
  month: string;
  today: string;
  reminders: readonly Reminder[];
  onMonth: (month: string) => void;
}

/** What goes out in a month and what has: a sheet of weeks on a desk, day by day on a phone. */
export function Calendar({ month, today, reminders, onMonth }: CalendarProps): ReactNode {
  const isDesk = useIsDesk();
  const weeks = weeksOf(month, firstWeekday());
  const { entries, error, refetch } = useCalendar(weeks[0]?.[0] ?? "", weeks.at(-1)?.[6] ?? "");
  const zones = new Map(reminders.map(({ id, time_zone }) => [id, time_zone]));
  const part = {
    month,
    today,
    weeks,
    entries,
    zoneOf: ({ reminder_id }: CalendarEntry) => zones.get(reminder_id) ?? ownZone(),
  };
  return (
    <section aria-label={monthWords(month)} aria-busy={entries === undefined && error === null}>
      <div className="flex items-center gap-1 border-t border-hairline py-2">
        <h2 aria-live="polite" className="flex-1 text-lg font-semibold">
          {monthWords(month)}
        </h2>
        {month !== monthOf(today) && (
          <Button
            kind="quiet"
            onClick={() => {
              onMonth(monthOf(today));
            }}
          >
            Today
          </Button>
        )}
        <IconButton
          label="The month before"
          onClick={() => {
            onMonth(addMonths(month, -1));
          }}
        >
          <ChevronLeft aria-hidden className="size-5 rtl:rotate-180" />
        </IconButton>
        <IconButton
          label="The month after"
          onClick={() => {
            onMonth(addMonths(month, 1));
          }}
        >
          <ChevronRight aria-hidden className="size-5 rtl:rotate-180" />
        </IconButton>
      </div>
      {error !== null && (
        <ErrorNote error={error} act={<Button onClick={() => void refetch()}>Try again</Button>} />
      )}
      {isDesk ? <Sheet {...part} /> : <Agenda key={month} {...part} />}
    </section>
  );
}

interface MonthProps {
  month: string;
  today: string;
  weeks: readonly string[][];
  /** Undefined until they are known. */
  entries: readonly CalendarEntry[] | undefined;
  zoneOf: (entry: CalendarEntry) => string;
}

function Sheet({ month, today, weeks, entries, zoneOf }: MonthProps): ReactNode {
  return (
    <table className="w-full table-fixed border-collapse border border-hairline">
      <thead>
        <tr>
          {weeks[0]?.map((day) => (
            <th
              key={day}
              scope="col"
              abbr={weekdayName(day)}
              className="border-b border-hairline px-2 py-1.5 text-start text-sm font-normal text-muted"
            >
              {shortWeekday(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <Day
                key={day}
                day={day}
                isToday={day === today}
                isOutside={monthOf(day) !== month}
                entries={entries?.filter(({ date }) => date === day)}
                zoneOf={zoneOf}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface DayProps {
  day: string;
  isToday: boolean;
  /** It belongs to a neighbouring month. */
  isOutside: boolean;
  entries: readonly CalendarEntry[] | undefined;
  zoneOf: MonthProps["zoneOf"];
}

function Day({ day, isToday, isOutside, entries, zoneOf }: DayProps): ReactNode {
  return (
    <td
      className={`h-28 border border-hairline p-1 align-top ${isOutside ? "bg-panel" : "bg-raised"}`}
      aria-current={isToday ? "date" : undefined}
    >
      <span
        className={`figures flex size-7 items-center justify-center rounded-full text-sm ${
          isToday ? "bg-accent font-semibold text-on-accent" : isOutside ? "text-muted" : ""
        }`}
      >
        {Number(day.slice(8))}
      </span>
      {entries !== undefined && entries.length > 0 && (
        <ul className="flex flex-col gap-0.5 pt-0.5">
          {entries.map((entry) => (
            <li key={entry.reminder_id}>
              <MonthEntry entry={entry} zone={zoneOf(entry)} />
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}

function Agenda({ month, today, weeks, entries, zoneOf }: MonthProps): ReactNode {
  const [showsEarlier, setShowsEarlier] = useState(false);
  if (entries === undefined) return <Skeleton className="mt-3 h-16 w-full" />;
  const days = weeks
    .flat()
    .filter((day) => monthOf(day) === month)
    .map((day) => ({ day, items: entries.filter(({ date }) => date === day) }))
    .filter(({ items }) => items.length > 0);
  // In this month what comes is looked for, not what has been.
  const isCut = month === monthOf(today) && !showsEarlier && days.some(({ day }) => day < today);
  const shown = isCut ? days.filter(({ day }) => day >= today) : days;
  return (
    <>
      {isCut && (
        <Button
          kind="quiet"
          className="-ms-3 px-3!"
          onClick={() => {
            setShowsEarlier(true);
          }}
        >
          Show earlier in this month
        </Button>
      )}
      {shown.length === 0 && (
        <p className="py-4 text-muted">
          {isCut ? "Nothing more goes out in this month." : "Nothing goes out in this month."}
        </p>
      )}
      <ul aria-label="Days">
        {shown.map(({ day, items }) => (
          <li key={day} aria-current={day === today ? "date" : undefined} className="pt-3">
            <h3 className={`text-sm font-semibold ${day === today ? "text-accent" : ""}`}>
              {day === today ? "Today, " : ""}
              {dayWords(day, today)}
            </h3>
            <ul>
              {items.map((entry) => (
                <li key={entry.reminder_id} className="border-b border-hairline">
                  <AgendaEntry entry={entry} zone={zoneOf(entry)} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}
