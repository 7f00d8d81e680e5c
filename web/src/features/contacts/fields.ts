import type { Group } from "@/api/types";
import { birthdayWords } from "@/lib/birthday";
import { languageName } from "@/lib/languages";
import { formatPhone } from "@/lib/phone";
import { zoneName } from "@/lib/time-zones";

/** What the dashboard calls each field of a contact, within a sentence. */
const words: Readonly<Record<string, string>> = {
  id: "id",
  sl_no: "list number",
  name: "name",
  first_name: "first name",
  last_name: "last name",
  address: "address",
  city: "city",
  state: "state",
  zip: "ZIP",
  state_zip: "state and ZIP",
  phone: "mobile number",
  second_phone: "second number",
  preferred_language: "language",
  active: "active",
  call_consent: "agreed to automatic calls",
  email: "e-mail",
  birthday: "birthday",
  time_zone: "time zone",
  notes: "notes",
  groups: "groups",
  group_ids: "groups",
  opted_out: "asked not to be texted",
};

export function fieldWord(field: string): string {
  return words[field] ?? field.replaceAll("_", " ");
}

/** The same at the beginning of a line. */
export function fieldTitle(field: string): string {
  const word = fieldWord(field);
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A field's value as a person says it. Groups come as ids. */
export function valueWords(
  field: string,
  value: string,
  { region, groups }: { region: string; groups: readonly Group[] },
): string {
  switch (field) {
    case "active":
      return value === "true" ? "yes" : value === "false" ? "no" : value;
    case "birthday":
      return birthdayWords(value);
    case "phone":
      return formatPhone(value, region);
    case "preferred_language":
      return languageName(value);
    case "time_zone":
      return zoneName(value);
    case "group_ids":
      return value
        .split(/[\s,]+/)
        .map((id) => groups.find((group) => group.id === id)?.name ?? "a group that is gone")
        .join(", ");
    default:
      return value;
  }
}
