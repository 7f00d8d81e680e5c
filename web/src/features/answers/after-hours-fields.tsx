import type { ReactNode } from "react";
import { CircleAlert } from "lucide-react";
import { control } from "@/components/ui/field";
import { AnswerFields } from "./answer-fields";
import { weekdays, type AnswersValues, type DayValues, type Problems, type Weekday } from "./form-values";
import { dayName } from "./words";

interface AfterHoursFieldsProps {
  values: AnswersValues;
  problems: Problems;
  set: (part: Partial<AnswersValues>) => void;
}

/** What is answered when nobody is there, and when somebody is. */
export function AfterHoursFields({ values, problems, set }: AfterHoursFieldsProps): ReactNode {
  return (
    <>
      <label className="flex min-h-11 items-center gap-3 font-semibold">
        <input
          type="checkbox"
          name="after_hours"
          checked={values.hasAfterHours}
          className="size-5 shrink-0 accent-accent"
          onChange={(event) => {
            set({ hasAfterHours: event.target.checked });
          }}
        />
        Answer what comes when nobody is there
      </label>
      {values.hasAfterHours && (
        <>
          <AnswerFields
            field="after_hours"
            about="the answer after hours"
            placeholder="Thank you! The office is closed; we read this tomorrow."
            answer={values.answer}
            translations={values.translations}
            problems={problems}
            onChange={set}
          />
          <Days values={values} problems={problems} set={set} />
        </>
      )}
    </>
  );
}

function Days({ values: { days }, problems, set }: AfterHoursFieldsProps): ReactNode {
  const open = weekdays.filter((day) => days[day].isOpen);
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1.5 font-semibold">Somebody is there</legend>
      <ul>
        {weekdays.map((day) => (
          <DayRow
            key={day}
            day={day}
            value={days[day]}
            // The API counts the open days alone.
            problem={problemOf(problems, open.indexOf(day))}
            onChange={(part) => {
              set({ days: { ...days, [day]: { ...days[day], ...part } } });
            }}
          />
        ))}
      </ul>
      <p className="pt-1.5 text-sm text-muted">By your church’s own clock, which is in the settings.</p>
      <Problem text={problems["after_hours.office_hours"]} />
    </fieldset>
  );
}

function problemOf(problems: Problems, index: number): string | undefined {
  if (index === -1) return undefined;
  const field = `after_hours.office_hours[${index}]`;
  return problems[`${field}.closes`] ?? problems[`${field}.opens`] ?? problems[field];
}

interface DayRowProps {
  day: Weekday;
  value: DayValues;
  problem: string | undefined;
  onChange: (part: Partial<DayValues>) => void;
}

function DayRow({ day, value, problem, onChange }: DayRowProps): ReactNode {
  const name = dayName(day);
  const time = (label: string, part: "opens" | "closes"): ReactNode => (
    <input
      type="time"
      aria-label={`${name} ${label}`}
      aria-invalid={problem !== undefined || undefined}
      value={value[part]}
      className={`figures ${control} h-11 min-w-0 flex-1 sm:max-w-36`}
      onChange={(event) => {
        onChange({ [part]: event.target.value });
      }}
    />
  );
  return (
    <li className="border-b border-hairline py-1.5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 sm:flex-nowrap">
        <label className="flex min-h-11 w-36 shrink-0 items-center gap-3 max-sm:w-full">
          <input
            type="checkbox"
            checked={value.isOpen}
            className="size-5 shrink-0 accent-accent"
            onChange={(event) => {
              onChange({ isOpen: event.target.checked });
            }}
          />
          {name}
        </label>
        {value.isOpen ? (
          <span className="flex min-w-0 flex-1 items-center gap-2">
            {time("from", "opens")}
            <span aria-hidden className="text-muted">
              to
            </span>
            {time("until", "closes")}
          </span>
        ) : (
          <span className="text-muted max-sm:hidden">Nobody</span>
        )}
      </div>
      <Problem text={problem} />
    </li>
  );
}

function Problem({ text }: { text: string | undefined }): ReactNode {
  return (
    <p role="alert" className="text-sm text-bad-ink">
      {text !== undefined && (
        <span className="flex gap-1.5 pt-1.5">
          <CircleAlert aria-hidden className="mt-0.75 size-4 shrink-0" />
          {text}
        </span>
      )}
    </p>
  );
}
