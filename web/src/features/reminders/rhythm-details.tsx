import { useId, type ReactNode } from "react";
import { SelectField, TextField } from "@/components/ui/field";
import { Note } from "@/components/ui/notes";
import { zoneChoices, zoneName } from "@/lib/time-zones";
import { firstWeekday } from "@/lib/plain-date";
import { ownZone, todayIn } from "@/lib/zoned-time";
import { hasInterval, monthPlaces, type Rhythm } from "./form-values";
import type { PartOfReminderProps } from "./reminder-form";
import { capital, feastNames, ordinal, weekdays } from "./rule";

/** What belongs to the chosen rhythm, and then the time. */
export function RhythmDetails(props: PartOfReminderProps): ReactNode {
  return (
    <div className="flex flex-col gap-5">
      <DaysOf {...props} />
      <Interval {...props} />
      <Time {...props} />
    </div>
  );
}

function DaysOf(props: PartOfReminderProps): ReactNode {
  switch (props.values.rhythm) {
    case "weekly":
      return <Weekdays {...props} />;
    case "monthly_date":
      return <MonthDay {...props} />;
    case "monthly_weekday":
      return <MonthWeekday {...props} />;
    case "feast":
      return <FeastDay {...props} />;
    case "once":
    case "yearly":
      return <DateOf {...props} />;
    case "birthday":
      return (
        <Note>
          Each person gets it on their birthday, at this time of their own clock. Whoever was born on February
          29 gets it on February 28 in the other years.
        </Note>
      );
    case "daily":
      return null;
  }
}

/** In the order in which weeks begin where the reader is. */
function Weekdays({ values, problems, set }: PartOfReminderProps): ReactNode {
  const errorId = useId();
  const error = problems["schedule_day"];
  // The list begins with Monday, which is day 1.
  const ordered = weekdays.map((_, place) => weekdays[(firstWeekday() + 6 + place) % 7] ?? "monday");
  return (
    <fieldset className="min-w-0" aria-describedby={error === undefined ? undefined : errorId}>
      <legend className="pb-1.5 font-semibold">On</legend>
      <div className="grid max-w-lg grid-cols-7 gap-1.5">
        {ordered.map((day) => {
          const isChosen = values.weekdays.includes(day);
          return (
            <label
              key={day}
              className={`flex min-h-11 items-center justify-center rounded-md border text-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${
                isChosen
                  ? "border-accent bg-accent-soft font-semibold text-accent-strong"
                  : "border-edge bg-raised hover:border-ink"
              }`}
            >
              <input
                type="checkbox"
                name="schedule_day"
                aria-label={capital(day)}
                checked={isChosen}
                className="sr-only"
                onChange={() => {
                  set({
                    weekdays: isChosen
                      ? values.weekdays.filter((other) => other !== day)
                      : [...values.weekdays, day],
                  });
                }}
              />
              <span aria-hidden>{capital(day).slice(0, 3)}</span>
            </label>
          );
        })}
      </div>
      <p id={errorId} role="alert" className={`text-sm text-bad-ink ${error === undefined ? "" : "pt-1.5"}`}>
        {error}
      </p>
    </fieldset>
  );
}

function MonthDay({ values, problems, set }: PartOfReminderProps): ReactNode {
  const isRare = Number(values.month_day) > 28;
  return (
    <SelectField
      label="Day of the month"
      name="schedule_day"
      className="max-w-64"
      value={values.month_day}
      error={problems["schedule_day"]}
      help={isRare ? "In a shorter month it comes on the month’s last day." : undefined}
      onChange={(event) => {
        set({ month_day: event.target.value });
      }}
    >
      <option value="last">The last day</option>
      {Array.from({ length: 31 }, (_, index) => (
        <option key={index} value={String(index + 1)}>
          The {ordinal(index + 1)}
        </option>
      ))}
    </SelectField>
  );
}

function MonthWeekday({ values, problems, set }: PartOfReminderProps): ReactNode {
  return (
    <div className="grid max-w-lg grid-cols-2 gap-3">
      <SelectField
        label="Which one"
        name="schedule_day"
        value={values.month_place}
        error={problems["schedule_day"]}
        onChange={(event) => {
          set({ month_place: event.target.value });
        }}
      >
        {monthPlaces.map((place) => (
          <option key={place} value={place}>
            The {place}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Day of the week"
        value={values.month_weekday}
        onChange={(event) => {
          set({ month_weekday: event.target.value });
        }}
      >
        {weekdays.map((day) => (
          <option key={day} value={day}>
            {capital(day)}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

function FeastDay({ values, problems, set }: PartOfReminderProps): ReactNode {
  return (
    <div className="grid max-w-lg grid-cols-[5rem_minmax(0,1fr)] gap-3">
      {values.feast_side !== "on" && (
        <TextField
          label="Days"
          name="feast_offset"
          inputMode="numeric"
          maxLength={3}
          autoComplete="off"
          className="figures"
          value={values.feast_days}
          error={problems["feast_offset"]}
          onChange={(event) => {
            set({ feast_days: event.target.value.replaceAll(/\D/g, "") });
          }}
        />
      )}
      <div className={values.feast_side === "on" ? "col-span-2" : ""}>
        <SelectField
          label="Before or after"
          value={values.feast_side}
          onChange={(event) => {
            const side = sides.find(([name]) => name === event.target.value);
            if (side !== undefined) set({ feast_side: side[0] });
          }}
        >
          {sides.map(([side, words]) => (
            <option key={side} value={side}>
              {words}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="col-span-2">
        <SelectField
          label="Feast"
          name="feast"
          value={values.feast}
          error={problems["feast"]}
          onChange={(event) => {
            const feast = feasts.find((name) => name === event.target.value);
            if (feast !== undefined) set({ feast });
          }}
        >
          {feasts.map((feast) => (
            <option key={feast} value={feast}>
              {capital(feastNames[feast])}
            </option>
          ))}
        </SelectField>
      </div>
    </div>
  );
}

const feasts = Object.keys(feastNames) as (keyof typeof feastNames)[];
const sides = [
  ["before", "before"],
  ["on", "on the day itself"],
  ["after", "after"],
] as const;

function DateOf({ values, problems, set }: PartOfReminderProps): ReactNode {
  return (
    <TextField
      label={values.rhythm === "once" ? "Day" : "First on"}
      name="schedule_date"
      type="date"
      className="max-w-64"
      min={values.rhythm === "once" ? todayIn(values.time_zone) : undefined}
      value={values.date}
      error={problems["schedule_date"]}
      onChange={(event) => {
        set({ date: event.target.value });
      }}
    />
  );
}

const units: Partial<Record<Rhythm, string>> = {
  daily: "day",
  weekly: "week",
  monthly_date: "month",
  monthly_weekday: "month",
  yearly: "year",
};

/** As far as the choices go; another number that somebody set through the API is among them. */
const longestInterval = 12;

function Interval({ values, problems, set }: PartOfReminderProps): ReactNode {
  const unit = units[values.rhythm];
  if (unit === undefined || !hasInterval(values.rhythm)) return null;
  const counts = Array.from({ length: longestInterval }, (_, index) => index + 1);
  if (!counts.includes(values.interval)) counts.push(values.interval);
  return (
    <SelectField
      label="Repeats"
      name="interval"
      className="max-w-64"
      value={values.interval}
      error={problems["interval"]}
      onChange={(event) => {
        set({ interval: Number(event.target.value) });
      }}
    >
      {counts.map((count) => (
        <option key={count} value={count}>
          {count === 1 ? `Every ${unit}` : `Every ${count === 2 ? "second" : ordinal(count)} ${unit}`}
        </option>
      ))}
    </SelectField>
  );
}

function Time({ values, problems, set }: PartOfReminderProps): ReactNode {
  const { near, far } = zoneChoices(values.time_zone);
  const isOwn = values.rhythm === "birthday";
  return (
    <div className="grid gap-4 sm:grid-cols-[9.5rem_minmax(0,1fr)]">
      <TextField
        label="At"
        name="schedule_time"
        type="time"
        value={values.time}
        error={problems["schedule_time"]}
        onChange={(event) => {
          set({ time: event.target.value });
        }}
      />
      {!isOwn && (
        <SelectField
          label="Time zone"
          name="time_zone"
          value={values.time_zone}
          error={problems["time_zone"]}
          help={
            values.time_zone === ownZone()
              ? undefined
              : "This is not the time of your own clock. The reminder goes by the clock of this zone."
          }
          onChange={(event) => {
            set({ time_zone: event.target.value });
          }}
        >
          <optgroup label="In the United States">
            {near.map((zone) => (
              <option key={zone} value={zone}>
                {zoneName(zone)}
              </option>
            ))}
          </optgroup>
          <optgroup label="Elsewhere">
            {far.map((zone) => (
              <option key={zone} value={zone}>
                {zone.replaceAll("_", " ")}
              </option>
            ))}
          </optgroup>
        </SelectField>
      )}
    </div>
  );
}
