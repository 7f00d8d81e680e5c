import type { Template, TemplateInput } from "@/api/types";

/** What the form holds: all of a template that can be changed. */
export type TemplateValues = Required<TemplateInput>;

export const longestName = 80;

export const emptyTemplate: TemplateValues = {
  name: "",
  content: "",
  language: "en",
  translations: {},
  purpose: "information",
};

export function valuesOf({ name, content, language, translations, purpose }: Template): TemplateValues {
  return { name, content, language, translations, purpose };
}

/** What is sent: without the languages in which nothing was written. */
export function inputOf(values: TemplateValues): TemplateInput {
  const said = Object.entries(values.translations).filter(([, text]) => text.trim() !== "");
  return { ...values, name: values.name.trim(), translations: Object.fromEntries(said) };
}

const fieldWords: Record<keyof TemplateValues, string> = {
  name: "the name",
  content: "the text",
  language: "its language",
  translations: "the other languages",
  purpose: "what it is for",
};

/** What both changed since `base` is `mine`, and is named; everything else is whoever's changed it. */
export function merge(
  base: TemplateValues,
  mine: TemplateValues,
  theirs: TemplateValues,
): { values: TemplateValues; contested: string[] } {
  const fields = Object.keys(fieldWords) as (keyof TemplateValues)[];
  const isMine = (field: keyof TemplateValues): boolean => !isSame(mine[field], base[field]);
  const contested = fields.filter(
    (field) => isMine(field) && !isSame(theirs[field], base[field]) && !isSame(mine[field], theirs[field]),
  );
  const values = Object.fromEntries(fields.map((field) => [field, (isMine(field) ? mine : theirs)[field]]));
  return {
    values: values as unknown as TemplateValues,
    contested: contested.map((field) => fieldWords[field]),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
