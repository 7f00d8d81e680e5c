import type { ReactNode } from "react";
import { SelectField } from "@/components/ui/field";
import { zoneChoices, zoneName } from "@/lib/time-zones";

interface ZoneFieldProps {
  /** An IANA name; "" takes it from the ZIP. */
  value: string;
  zoneOfZip: string | null;
  error: string | undefined;
  help: ReactNode;
  onChange: (value: string) => void;
}

export function ZoneField({ value, zoneOfZip, error, help, onChange }: ZoneFieldProps): ReactNode {
  const { near, far } = zoneChoices(value);
  return (
    <SelectField
      label="Time zone"
      name="time_zone"
      value={value}
      error={error}
      help={help}
      onChange={(event) => {
        onChange(event.target.value);
      }}
    >
      <option value="">
        {zoneOfZip === null ? "As their ZIP says" : `As their ZIP says: ${zoneName(zoneOfZip)}`}
      </option>
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
  );
}
