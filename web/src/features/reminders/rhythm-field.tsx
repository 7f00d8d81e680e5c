import type { ReactNode } from "react";
import {
  Cake,
  CalendarCheck,
  CalendarClock,
  CalendarDays,
  CalendarFold,
  CalendarRange,
  Church,
  Repeat,
  type LucideIcon,
} from "lucide-react";
import { ChoiceCard } from "@/components/ui/choice-card";
import { isDate } from "@/lib/plain-date";
import type { PartOfReminderProps } from "./reminder-form";
import {
  newValues,
  rhythms,
  scheduleOf,
  scheduleProblems,
  type ReminderValues,
  type Rhythm,
} from "./form-values";
import { daysWords, type Rule } from "./rule";

const icons: Record<Rhythm, LucideIcon> = {
  weekly: CalendarRange,
  monthly_weekday: CalendarDays,
  monthly_date: CalendarFold,
  daily: Repeat,
  yearly: CalendarClock,
  feast: Church,
  birthday: Cake,
  once: CalendarCheck,
};

/** What two of them are called while nothing is chosen that would make a sentence of them. */
const invitations: Partial<Record<Rhythm, string>> = {
  yearly: "Every year on a day",
  once: "Once, on a day",
};

/** How often it comes, as sentences to begin from: the chosen one says what has been made of it. */
export function RhythmField({ values, set }: PartOfReminderProps): ReactNode {
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1.5 font-semibold">How often does it come?</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {rhythms.map((rhythm) => (
          <ChoiceCard
            key={rhythm}
            group="rhythm"
            name={sentence(rhythm, values)}
            Icon={icons[rhythm]}
            checked={values.rhythm === rhythm}
            onChoose={() => {
              set({ rhythm });
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}

function sentence(rhythm: Rhythm, values: ReminderValues): string {
  const shown = values.rhythm === rhythm ? values : { ...newValues(values.time_zone), rhythm };
  const problems = scheduleProblems(shown);
  if (problems["schedule_date"] !== undefined) return invitations[rhythm] ?? "";
  return daysWords(ruleOf(shown));
}

/** The rule that a form describes. */
export function ruleOf(values: ReminderValues): Rule {
  const { schedule_date, schedule_day, feast, feast_offset, ...rest } = scheduleOf(values);
  return {
    ...rest,
    schedule_date: isDate(schedule_date ?? "") ? (schedule_date ?? null) : null,
    schedule_day: schedule_day ?? null,
    feast: feast ?? null,
    feast_offset: feast_offset ?? 0,
  };
}
