import type { ReactNode } from "react";
import { SelectField, TextField } from "@/components/ui/field";
import { zoneName } from "@/lib/time-zones";
import type { Draft } from "./draft";
import { purposeNames, purposes } from "./purposes";
import { latestTime } from "./schedule";

interface SendingFieldsProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** What is wrong with the chosen time. */
  timeError: string | undefined;
}

/** When it goes out, and what it is for; most messages leave both as they are. */
export function SendingFields({ draft, change, timeError }: SendingFieldsProps): ReactNode {
  const zone = zoneName(new Intl.DateTimeFormat().resolvedOptions().timeZone);
  return (
    <div className="grid gap-x-5 gap-y-6 sm:grid-cols-2">
      <div className="flex flex-col gap-4">
        <SelectField
          label="When"
          name="when"
          value={draft.at === null ? "now" : "later"}
          onChange={(event) => {
            change({ at: event.target.value === "now" ? null : "" });
          }}
        >
          <option value="now">Now</option>
          <option value="later">At a time</option>
        </SelectField>
        {draft.at !== null && (
          <TextField
            label="Day and time"
            name="at"
            type="datetime-local"
            max={latestTime()}
            value={draft.at}
            help={`By your clock: ${zone}.`}
            error={timeError}
            onChange={(event) => {
              change({ at: event.target.value });
            }}
          />
        )}
      </div>
      <SelectField
        label="What is it for"
        name="purpose"
        value={draft.purpose}
        help={purposes[draft.purpose].help}
        onChange={(event) => {
          const chosen = purposeNames.find((name) => name === event.target.value);
          if (chosen !== undefined) change({ purpose: chosen });
        }}
      >
        {purposeNames.map((name) => (
          <option key={name} value={name}>
            {purposes[name].name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
