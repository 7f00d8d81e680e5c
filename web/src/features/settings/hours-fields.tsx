import type { ReactNode } from "react";
import { Moon, Sun } from "lucide-react";
import { ChoiceCard } from "@/components/ui/choice-card";
import { SelectField, TextField } from "@/components/ui/field";
import { ListField } from "@/components/ui/list-field";
import { Note } from "@/components/ui/notes";
import { zoneChoices, zoneName } from "@/lib/time-zones";
import { earliest, latest, type Problems, type SettingsValues } from "./form-values";

/** As many as the API takes (`MAXIMUM_ZONES`). */
const mostZones = 50;

export interface PartOfSettingsProps {
  values: SettingsValues;
  problems: Problems;
  set: (part: Partial<SettingsValues>) => void;
}

/** When texts go out, and by whose clock. */
export function HoursFields({ values, problems, set }: PartOfSettingsProps): ReactNode {
  return (
    <>
      <fieldset className="min-w-0">
        <legend className="pb-1.5 font-semibold">When texts go out</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          <ChoiceCard
            group="any_hour"
            name="In the daytime"
            help="Others wait for the morning"
            Icon={Sun}
            checked={!values.any_hour}
            onChoose={() => {
              set({ any_hour: false });
            }}
          />
          <ChoiceCard
            group="any_hour"
            name="At any hour"
            help="At night too"
            Icon={Moon}
            checked={values.any_hour}
            onChoose={() => {
              set({ any_hour: true });
            }}
          />
        </div>
      </fieldset>
      {values.any_hour ? (
        <Note tone="candle">
          Texts may wake people at night, and those that ask for money would go out too, which US law forbids
          before 8 AM and after 9 PM. For the rare night when it matters, rather write that one message as an
          emergency.
        </Note>
      ) : (
        <Times values={values} problems={problems} set={set} />
      )}
      <Zones values={values} problems={problems} set={set} />
    </>
  );
}

function Times({ values, problems, set }: PartOfSettingsProps): ReactNode {
  return (
    <div className="grid grid-cols-2 gap-4">
      <TextField
        label="From"
        name="quiet_hours.opens"
        type="time"
        min={earliest}
        max={latest}
        value={values.opens}
        help="On each person’s own clock."
        error={problems["quiet_hours.opens"] ?? problems["quiet_hours"]}
        onChange={(event) => {
          set({ opens: event.target.value });
        }}
      />
      <TextField
        label="Until"
        name="quiet_hours.closes"
        type="time"
        min={earliest}
        max={latest}
        value={values.closes}
        error={problems["quiet_hours.closes"]}
        onChange={(event) => {
          set({ closes: event.target.value });
        }}
      />
    </div>
  );
}

function Zones({ values, problems, set }: PartOfSettingsProps): ReactNode {
  const { near, far } = zoneChoices(values.time_zone);
  const choices = [
    ...near.map((zone) => ({ value: zone, name: zoneName(zone) })),
    ...far.map((zone) => ({ value: zone, name: zone.replaceAll("_", " ") })),
  ];
  return (
    <>
      <SelectField
        label="Your church’s time zone"
        name="time_zone"
        value={values.time_zone}
        error={problems["time_zone"]}
        onChange={(event) => {
          set({ time_zone: event.target.value });
        }}
      >
        {choices.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
      <ListField
        label="Other time zones of your people"
        values={values.other_time_zones}
        words={zoneName}
        choices={choices.filter(({ value }) => value !== values.time_zone)}
        invitation="Add a time zone"
        most={mostZones}
        help="Someone whose time zone is not known is texted when it is daytime in all of these."
        error={problems["other_time_zones"]}
        onChange={(other_time_zones) => {
          set({ other_time_zones });
        }}
      />
    </>
  );
}
