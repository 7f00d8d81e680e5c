import type { AudienceChoice, Contact, Group, GroupRule, HistoryChange, HistoryItem } from "../src/api/types";
import { world } from "./world";

/** Lower case, without marks: "maria" finds "María". */
function fold(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase();
}

/** By the beginning of any word of name or city, or by the end of the phone. */
export function isFound(contact: Contact, search: string): boolean {
  const digits = search.replaceAll(/\D/g, "");
  if (digits.length >= 3 && /^[\d\s()+./-]+$/.test(search.trim())) return contact.phone.endsWith(digits);
  const words = fold(`${contact.name} ${contact.city ?? ""}`).split(/[\s-]+/);
  return fold(search)
    .split(/\s+/)
    .filter(Boolean)
    .every((sought) => words.some((word) => word.startsWith(sought)));
}

function fits(contact: Contact, rule: GroupRule): boolean {
  const any = <Value>(values: readonly Value[], fit: (value: Value) => boolean): boolean =>
    values.length === 0 || values.some(fit);
  return (
    any(rule.languages, (language) => contact.preferred_language.startsWith(language)) &&
    any(rule.cities, (city) => fold(contact.city ?? "") === fold(city)) &&
    any(
      rule.zip_prefixes,
      (prefix) => (contact.state_zip ?? "").split(" ").at(-1)?.startsWith(prefix) === true,
    ) &&
    any(rule.birthday_months, (month) => Number(contact.birthday?.slice(-5, -3)) === month)
  );
}

export function isIn(contact: Contact, group: Group): boolean {
  return group.rule ? fits(contact, group.rule) : contact.group_ids.includes(group.id);
}

/** Whom a message is for. */
export function chosen(audience: AudienceChoice): Contact[] {
  if ("contact_ids" in audience) return world.contacts.filter(({ id }) => audience.contact_ids.includes(id));
  if (!("group_ids" in audience)) return world.contacts;
  const groups = world.groups.filter(({ id }) => audience.group_ids.includes(id));
  return world.contacts.filter((contact) => groups.some((group) => isIn(contact, group)));
}

let changes = 0;

/** Writes down what was done to a contact. */
export function record(contact: Contact, change: Partial<HistoryChange>): void {
  changes += 1;
  const history = world.changes.get(contact.id) ?? [];
  history.unshift({
    id: `chg_${String(changes).padStart(5, "0")}`,
    at: new Date().toISOString(),
    kind: "change",
    message: null,
    change: {
      action: "changed",
      actor: "mary@grace.example",
      source: "by_hand",
      import_id: null,
      reason: null,
      changes: [],
      ...change,
    },
  });
  world.changes.set(contact.id, history);
}

/** All that happened with a contact, newest first. */
export function historyOf(contact: Contact): HistoryItem[] {
  const messages = world.broadcasts.flatMap((broadcast) =>
    (world.messages.get(broadcast.id) ?? [])
      .filter((message) => message.contact_id === contact.id)
      .map((message): HistoryItem => ({
        id: message.id,
        at: message.created_at,
        kind: "message",
        message: {
          id: message.id,
          broadcast_id: broadcast.id,
          message_type: "sms",
          status: message.status,
          skip_reason: message.skip_reason,
          error_message: message.error_message,
          content: message.content,
        },
        change: null,
      })),
  );
  return [...(world.changes.get(contact.id) ?? []), ...messages].sort((one, other) =>
    other.at.localeCompare(one.at),
  );
}

const shownFields = [
  "sl_no",
  "name",
  "address",
  "city",
  "state_zip",
  "phone",
  "preferred_language",
  "active",
  "email",
  "birthday",
  "time_zone",
  "notes",
  "group_ids",
] as const;

/** What differs between two states of a contact, in words as the API gives them. */
export function differences(
  before: Contact,
  after: Contact,
): { field: string; before: string | null; after: string | null }[] {
  const shown = (value: Contact[(typeof shownFields)[number]]): string | null => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return null;
    if (typeof value === "boolean") return value ? "yes" : "no";
    return Array.isArray(value) ? value.join(" ") : String(value);
  };
  return shownFields
    .map((field) => ({ field, before: shown(before[field]), after: shown(after[field]) }))
    .filter((change) => change.before !== change.after);
}
