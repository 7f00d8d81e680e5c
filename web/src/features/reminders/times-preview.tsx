import type { ReactNode } from "react";
import { CalendarClock } from "lucide-react";
import type { Occurrence } from "@/api/types";
import { Button } from "@/components/ui/button";
import { ErrorNote, Skeleton } from "@/components/ui/notes";
import { ownZone, upcomingIn, wallClock } from "@/lib/zoned-time";
import { scheduleOf, scheduleProblems, type ReminderValues } from "./form-values";
import { usePreview } from "./queries";
import { Times } from "./times";

interface PartOfTimesProps {
  values: ReminderValues;
  set: (part: Partial<ReminderValues>) => void;
}

interface TimesPreviewProps extends PartOfTimesProps {
  preview: ReturnType<typeof useTimes>;
}

function isComplete(values: ReminderValues): boolean {
  return Object.keys(scheduleProblems(values)).length === 0;
}

/** The times of what is being made, as soon as it says enough. */
export function useTimes(values: ReminderValues) {
  return usePreview(isComplete(values) ? scheduleOf(values) : null);
}

/** The API plans a message at most a year ahead; a little less, for the way there. */
const furthest = 364 * 86_400_000;

/** When it goes out first, on the reader's own clock, as "2026-11-29T09:00"; null when that is too far or unknown. */
export function firstTime(times: readonly Occurrence[] | undefined, now: number = Date.now()): string | null {
  const first = times?.find(({ skipped }) => skipped === null);
  if (first === undefined || Date.parse(first.goes_out_at) - now > furthest) return null;
  const { date, time } = wallClock(first.goes_out_at, ownZone());
  return `${date}T${time}`;
}

/** When it would go out: exactly the times that the API works out, and what is unusual about each. */
export function TimesPreview({ values, set, preview }: TimesPreviewProps): ReactNode {
  const isWhole = isComplete(values);
  const times = isWhole ? preview.data?.items : undefined;
  return (
    <aside
      aria-label="When it goes out"
      className="min-w-0 rounded-md border border-hairline bg-raised px-4 pt-3 pb-4 lg:sticky lg:top-8"
    >
      <h2 className="flex items-center gap-2 pb-2 font-semibold">
        <CalendarClock aria-hidden className="size-5 shrink-0 text-accent" />
        <span aria-live="polite">{title(times, values)}</span>
      </h2>
      {preview.error !== null && isWhole ? (
        <ErrorNote
          error={preview.error}
          kept=""
          act={<Button onClick={() => void preview.refetch()}>Work it out again</Button>}
        />
      ) : times === undefined ? (
        <Waiting isWhole={isWhole} />
      ) : times.length === 0 ? (
        <p className="text-muted">Choose other days, or look at when it begins and ends.</p>
      ) : (
        <div className={preview.isPlaceholderData ? "opacity-50" : ""}>
          <Times
            label="Next times"
            isNarrow
            times={times}
            zone={values.time_zone}
            act={(occurrence) => values.rhythm !== "once" && <LeaveOut {...{ occurrence, values, set }} />}
          />
        </div>
      )}
    </aside>
  );
}

function title(times: readonly Occurrence[] | undefined, { time_zone }: ReminderValues): string {
  if (times === undefined) return "The next times";
  const first = times.find(({ skipped }) => skipped === null);
  return first === undefined ? "This never comes." : `First ${upcomingIn(first.goes_out_at, time_zone)}`;
}

function Waiting({ isWhole }: { isWhole: boolean }): ReactNode {
  if (!isWhole) {
    return <p className="text-muted">As soon as the day and the time are chosen, you see them here.</p>;
  }
  return (
    <div role="status" className="flex flex-col gap-4 pt-2">
      <span className="sr-only">Working out the times</span>
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-4/5" />
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-3/5" />
    </div>
  );
}

/** Takes one of the times out, or back in, where it is seen. */
function LeaveOut({ occurrence, values, set }: PartOfTimesProps & { occurrence: Occurrence }): ReactNode {
  const { date, skipped } = occurrence;
  if (skipped === "holiday") return null;
  const isOut = values.skip_dates.includes(date);
  return (
    <button
      type="button"
      className="-my-1.5 min-h-11 shrink-0 text-sm font-medium text-accent underline-offset-4 hover:underline"
      aria-label={isOut ? `Put ${date} back` : `Leave ${date} out`}
      onClick={() => {
        set({
          skip_dates: isOut
            ? values.skip_dates.filter((other) => other !== date)
            : [...values.skip_dates, date].sort(),
        });
      }}
    >
      {isOut ? "Put back" : "Leave out"}
    </button>
  );
}
