import { useState, type ReactNode } from "react";
import { ChevronRight, Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { Values } from "@/components/ui/list-field";
import { dateWords, dayWords, isDate } from "@/lib/plain-date";
import { number } from "@/lib/words";
import { todayIn } from "@/lib/zoned-time";
import type { ReminderValues } from "./form-values";
import { HolidaysDialog } from "./holidays-dialog";
import { useHolidays } from "./queries";
import type { PartOfReminderProps } from "./reminder-form";

/** As many as the API takes. */
const mostSkipped = 100;

const limits = ["starts_on", "ends_on", "ends_after", "skip_dates", "skip_holidays"];

/** When it begins and ends, and on which days it stays away. Most reminders leave this as it is. */
export function LimitFields(props: PartOfReminderProps): ReactNode {
  const { values, problems } = props;
  const [isOpen, setOpen] = useState(false);
  if (values.rhythm === "once") return null;
  const isWrong = limits.some((field) => problems[field] !== undefined);
  return (
    <details
      className="group rounded-md border border-hairline"
      open={isOpen || isWrong}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary className="flex min-h-12 list-none items-center gap-2 rounded-md px-3 py-2 marker:hidden hover:bg-sunken">
        <ChevronRight
          aria-hidden
          className="size-5 shrink-0 text-muted transition-transform duration-150 group-open:rotate-90 rtl:rotate-180"
        />
        <span className="min-w-0">
          <span className="block">Beginning, end and days to leave out</span>
          <span className="block text-sm text-muted">{limitWords(values)}</span>
        </span>
      </summary>
      <div className="flex flex-col gap-5 px-4 pt-3 pb-4">
        <Beginning {...props} />
        <Ending {...props} />
        <SkippedDays {...props} />
        <SkippedHolidays {...props} />
      </div>
    </details>
  );
}

/** "From March 1 until June 30, without 2 days and without holidays." */
function limitWords(values: ReminderValues): string {
  const today = todayIn(values.time_zone);
  const first = values.rhythm === "yearly" ? values.date : values.starts_on;
  const begins = isDate(first) ? `From ${dateWords(first, today)}` : "From today";
  const ends =
    values.ends === "on" && isDate(values.ends_on)
      ? ` until ${dateWords(values.ends_on, today)}`
      : values.ends === "after" && values.ends_after !== ""
        ? `, ${values.ends_after} times`
        : ", without an end";
  const days = values.skip_dates.length;
  const without = [
    ...(days === 0 ? [] : [`${number(days)} ${days === 1 ? "day" : "days"}`]),
    ...(values.skip_holidays ? ["the holidays"] : []),
  ];
  return `${begins}${ends}${without.length === 0 ? "" : `, but not on ${without.join(" and ")}`}.`;
}

function Beginning({ values, problems, set }: PartOfReminderProps): ReactNode {
  if (values.rhythm === "yearly") return null;
  return (
    <TextField
      label="Begins on"
      name="starts_on"
      type="date"
      optional
      className="max-w-64"
      value={values.starts_on}
      error={problems["starts_on"]}
      help={values.interval > 1 ? "Every so many are counted from here." : undefined}
      onChange={(event) => {
        set({ starts_on: event.target.value });
      }}
    />
  );
}

function Ending({ values, problems, set }: PartOfReminderProps): ReactNode {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <SelectField
        label="Ends"
        name="ends"
        value={values.ends}
        onChange={(event) => {
          const ends = (["never", "on", "after"] as const).find((name) => name === event.target.value);
          if (ends !== undefined) set({ ends });
        }}
      >
        <option value="never">Never</option>
        <option value="on">On a day</option>
        <option value="after">After a number of times</option>
      </SelectField>
      {values.ends === "on" && (
        <TextField
          label="Last day"
          name="ends_on"
          type="date"
          value={values.ends_on}
          error={problems["ends_on"]}
          onChange={(event) => {
            set({ ends_on: event.target.value });
          }}
        />
      )}
      {values.ends === "after" && (
        <TextField
          label="Times"
          name="ends_after"
          inputMode="numeric"
          maxLength={4}
          autoComplete="off"
          className="figures"
          value={values.ends_after}
          help="Those that are left out count too."
          error={problems["ends_after"]}
          onChange={(event) => {
            set({ ends_after: event.target.value.replaceAll(/\D/g, "") });
          }}
        />
      )}
    </div>
  );
}

function SkippedDays({ values, problems, set }: PartOfReminderProps): ReactNode {
  const [day, setDay] = useState("");
  const today = todayIn(values.time_zone);
  const add = (): void => {
    if (!isDate(day)) return;
    set({ skip_dates: [...new Set([...values.skip_dates, day])].sort() });
    setDay("");
  };
  return (
    <div>
      <Values
        label="Days that are left out"
        values={values.skip_dates}
        words={(date) => dayWords(date, today)}
        onChange={(skip_dates) => {
          set({ skip_dates });
        }}
      />
      {values.skip_dates.length < mostSkipped && (
        <div className="flex items-end gap-3">
          <div className="min-w-0 flex-1 sm:max-w-64">
            <TextField
              label="Leave a day out"
              name="skip_dates"
              type="date"
              value={day}
              error={problems["skip_dates"]}
              onChange={(event) => {
                setDay(event.target.value);
              }}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return;
                event.preventDefault();
                add();
              }}
            />
          </div>
          <Button onClick={add} disabled={!isDate(day)}>
            <Plus aria-hidden className="size-4" /> Leave out
          </Button>
        </div>
      )}
    </div>
  );
}

function SkippedHolidays({ values, set }: PartOfReminderProps): ReactNode {
  const { data: holidays } = useHolidays();
  const [isEditing, setEditing] = useState(false);
  const count = holidays?.items.length;
  return (
    <div>
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          name="skip_holidays"
          checked={values.skip_holidays}
          className="size-5 shrink-0 accent-accent"
          onChange={(event) => {
            set({ skip_holidays: event.target.checked });
          }}
        />
        Leave out your church’s holidays
      </label>
      {count !== undefined && (
        <p className="ps-8 text-sm text-muted">
          {count === 0
            ? "There are none in the list yet."
            : count === 1
              ? "One day is in the list."
              : `${number(count)} days are in the list.`}{" "}
          <button
            type="button"
            className="min-h-6 font-medium text-accent underline-offset-4 hover:underline"
            onClick={() => {
              setEditing(true);
            }}
          >
            {count === 0 ? "Make the list" : "Look at the list"}
          </button>
        </p>
      )}
      {isEditing && holidays !== undefined && (
        <HolidaysDialog
          holidays={holidays}
          onClose={() => {
            setEditing(false);
          }}
        />
      )}
    </div>
  );
}
