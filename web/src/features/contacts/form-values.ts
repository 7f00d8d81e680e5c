import type { Contact, ContactChange, ContactInput } from "@/api/types";
import { birthdayProblem } from "@/lib/birthday";

/** What a contact's form holds: every field as it is typed. */
export interface FormValues {
  name: string;
  phone: string;
  preferred_language: string;
  sl_no: string;
  address: string;
  city: string;
  state_zip: string;
  email: string;
  /** As the API writes it; parts of it may still be missing. */
  birthday: string;
  /** "" takes it from the ZIP. */
  time_zone: string;
  notes: string;
  /** In the order of their ids, so that two of them can be compared. */
  group_ids: readonly string[];
  active: boolean;
  /** Has agreed to be called by an automatic voice. */
  call_consent: boolean;
}

export type FieldName = keyof FormValues;

export const fieldNames: readonly FieldName[] = [
  "name",
  "phone",
  "preferred_language",
  "sl_no",
  "address",
  "city",
  "state_zip",
  "email",
  "birthday",
  "time_zone",
  "notes",
  "group_ids",
  "active",
  "call_consent",
];

export const emptyValues: FormValues = {
  name: "",
  phone: "",
  preferred_language: "en",
  sl_no: "",
  address: "",
  city: "",
  state_zip: "",
  email: "",
  birthday: "",
  time_zone: "",
  notes: "",
  group_ids: [],
  active: true,
  call_consent: false,
};

export function valuesOf(contact: Contact): FormValues {
  return {
    name: contact.name,
    phone: contact.phone,
    preferred_language: contact.preferred_language,
    sl_no: contact.sl_no === null ? "" : String(contact.sl_no),
    address: contact.address ?? "",
    city: contact.city ?? "",
    state_zip: contact.state_zip ?? "",
    email: contact.email ?? "",
    birthday: contact.birthday ?? "",
    time_zone: contact.time_zone ?? "",
    notes: contact.notes ?? "",
    group_ids: [...contact.group_ids].sort(),
    active: contact.active,
    call_consent: contact.call_consent,
  };
}

/** What can be told here, before anything is sent; the API judges the rest. */
export function problemsOf(values: FormValues): Partial<Record<FieldName, string>> {
  const birthday = birthdayProblem(values.birthday);
  return {
    ...(values.name.trim() === "" && { name: "Type a name." }),
    ...(values.phone.trim() === "" && { phone: "Type the mobile number that texts should go to." }),
    ...(!/^\d*$/.test(values.sl_no.trim()) && { sl_no: "Type a whole number, or leave it empty." }),
    ...(birthday !== undefined && { birthday }),
  };
}

export function inputOf(values: FormValues): ContactInput {
  return {
    name: values.name.trim(),
    phone: values.phone.trim(),
    preferred_language: values.preferred_language,
    sl_no: numberOrNull(values.sl_no),
    address: textOrNull(values.address),
    city: textOrNull(values.city),
    state_zip: textOrNull(values.state_zip),
    email: textOrNull(values.email),
    birthday: textOrNull(values.birthday),
    time_zone: textOrNull(values.time_zone),
    notes: textOrNull(values.notes),
    group_ids: [...values.group_ids],
    active: values.active,
    call_consent: values.call_consent,
  };
}

/** Only what differs from what was read, so that nobody's change to another field is undone. */
export function changeOf(before: FormValues, after: FormValues): ContactChange {
  const all = inputOf(after);
  const changed = fieldNames.filter((name) => !isSame(before[name], after[name]));
  return Object.fromEntries(changed.map((name) => [name, all[name]]));
}

/**
 * Brings together what I typed and what someone else saved since I read it: a field that only they changed
 * takes their value, a field that I changed keeps mine.
 *
 * @returns the merged values, and the fields that both changed, differently
 */
export function merge(
  read: FormValues,
  mine: FormValues,
  theirs: FormValues,
): { values: FormValues; contested: readonly FieldName[] } {
  const taken = fieldNames.filter((name) => isSame(mine[name], read[name]));
  const contested = fieldNames.filter(
    (name) => !taken.includes(name) && !isSame(theirs[name], read[name]) && !isSame(theirs[name], mine[name]),
  );
  const values = { ...mine, ...Object.fromEntries(taken.map((name) => [name, theirs[name]])) };
  return { values, contested };
}

/** Whether a field holds the same on both sides. */
export function isSame<Value>(one: Value, other: Value): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function textOrNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

function numberOrNull(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}
