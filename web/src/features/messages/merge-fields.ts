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

export type MergeValues = Readonly<Record<"first_name" | "name" | "city" | "church", string>>;

/**
 * The text as one reader gets it, by the rules of `lib/domain/src/merge_fields.rs`. Where braces can't be read they
 * stand for themselves.
 */
export function fillFields(text: string, values: MergeValues): string {
  const unreadable = new Set<string>();
  const filled = text.replace(/\{\{|\}\}|\{([^{}]*)\}|[{}]/gu, (match, inside: string | undefined) => {
    if (match === "{{") return "{";
    if (match === "}}") return "}";
    const name = inside?.split("|")[0]?.trim().toLowerCase() ?? "";
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

function isField(name: string, values: MergeValues): name is keyof MergeValues {
  return Object.hasOwn(values, name);
}
