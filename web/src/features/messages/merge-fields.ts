/** A field that each reader's own data fills, with what is written into the text for it. */
export interface MergeField {
  label: string;
  insert: string;
}

/** The fields that are offered while writing. */
export const offeredFields: readonly MergeField[] = [
  { label: "First name", insert: "{first_name|friend}" },
  { label: "City", insert: "{city|your city}" },
];

/** What is read as a field, or as a brace that is meant itself. */
const braces = /\{\{|\}\}|\{([^{}]*)\}|[{}]/gu;

export type MergeValues = Readonly<Record<"first_name" | "name" | "city" | "church", string>>;

/**
 * The text as one reader gets it, by the rules of `lib/domain/src/merge_fields.rs`. Where braces can't be read they
 * stand for themselves.
 */
export function fillFields(text: string, values: MergeValues): string {
  const unreadable = new Set<string>();
  const filled = text.replace(braces, (match, inside: string | undefined) => {
    if (match === "{{") return "{";
    if (match === "}}") return "}";
    const name = nameOf(inside);
    if (isField(name, values)) return values[name];
    unreadable.add(match);
    return match;
  });
  return unreadable.size === 0 ? filled : text;
}

/** Whether something in the text differs from reader to reader. */
export function hasFields(text: string): boolean {
  return fillFields(text, nobody) !== fillFields(text, someone);
}

const nobody: MergeValues = { first_name: "", name: "", city: "", church: "" };
const someone: MergeValues = { first_name: "A", name: "A", city: "A", church: "A" };

function nameOf(inside: string | undefined): string {
  return inside?.split("|")[0]?.trim().toLowerCase() ?? "";
}

function isField(name: string, values: MergeValues): name is keyof MergeValues {
  return Object.hasOwn(values, name);
}

/** The names of the fields in a text, each once. */
export function fieldsIn(text: string): readonly (keyof MergeValues)[] {
  const found = new Set<keyof MergeValues>();
  for (const [match, inside] of text.matchAll(braces)) {
    const name = match === "{{" || match === "}}" ? "" : nameOf(inside);
    if (isField(name, nobody)) found.add(name);
  }
  return [...found];
}

/** How the fields of a translation differ from the message's; null when they are the same. */
export function fieldsProblem(original: string, translation: string): string | null {
  const wanted = fieldsIn(original);
  const given = fieldsIn(translation);
  const missing = wanted.filter((name) => !given.includes(name));
  const added = given.filter((name) => !wanted.includes(name));
  const braced = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(" and ");
  if (missing.length > 0) return `The message has ${braced(missing)}, and this text has not.`;
  return added.length > 0 ? `This text has ${braced(added)}, and the message has not.` : null;
}
