import { useId, type ReactNode } from "react";
import { CircleAlert } from "lucide-react";
import { control } from "@/components/ui/field";
import { birthdayText, monthNames, partsOf } from "@/lib/birthday";

interface BirthdayFieldProps {
  value: string;
  onChange: (value: string) => void;
  help: ReactNode;
  error: string | undefined;
}

/** Month, day and, where it is known, the year: many people tell the one and not the other. */
export function BirthdayField({ value, onChange, help, error }: BirthdayFieldProps): ReactNode {
  const id = useId();
  const parts = partsOf(value);
  const set = (part: Partial<typeof parts>): void => {
    onChange(birthdayText({ ...parts, ...part }));
  };
  const described = [help === undefined ? "" : `${id}-help`, error === undefined ? "" : `${id}-error`]
    .filter((name) => name !== "")
    .join(" ");
  const wiring = {
    "aria-invalid": error === undefined ? undefined : true,
    "aria-describedby": described === "" ? undefined : described,
  } as const;
  return (
    <fieldset className="min-w-0">
      <legend className="flex w-full items-baseline justify-between gap-2 pb-1.5">
        <span className="font-semibold">Birthday</span>
        <span className="text-xs text-muted">optional, also without a year</span>
      </legend>
      <div className="grid grid-cols-[minmax(0,1fr)_4.5rem_5.5rem] gap-2">
        <select
          name="birthday"
          aria-label="Month"
          value={parts.month}
          className={`${control} h-11`}
          onChange={(event) => {
            set({ month: event.target.value });
          }}
          {...wiring}
        >
          <option value="">Month</option>
          {monthNames.map((name, month) => (
            <option key={name} value={String(month + 1).padStart(2, "0")}>
              {name}
            </option>
          ))}
        </select>
        <input
          aria-label="Day"
          placeholder="Day"
          inputMode="numeric"
          maxLength={2}
          autoComplete="off"
          value={parts.day.replace(/^0(?=\d)/, "")}
          className={`${control} h-11`}
          onChange={(event) => {
            set({ day: event.target.value.replaceAll(/\D/g, "") });
          }}
          {...wiring}
        />
        <input
          aria-label="Year, if known"
          placeholder="Year"
          inputMode="numeric"
          maxLength={4}
          autoComplete="off"
          value={parts.year}
          className={`${control} h-11`}
          onChange={(event) => {
            set({ year: event.target.value.replaceAll(/\D/g, "") });
          }}
          {...wiring}
        />
      </div>
      {help !== undefined && (
        <p id={`${id}-help`} className="pt-1.5 text-sm text-muted">
          {help}
        </p>
      )}
      <p id={`${id}-error`} role="alert" className="text-sm text-bad-ink">
        {error !== undefined && (
          <span className="flex gap-1.5 pt-1.5">
            <CircleAlert aria-hidden className="mt-0.75 size-4 shrink-0" />
            {error}
          </span>
        )}
      </p>
    </fieldset>
  );
}
