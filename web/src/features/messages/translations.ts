import { readIn, withoutRegion } from "@/lib/languages";

/** A text in another language than the message's own. */
export interface WrittenTranslation {
  text: string;
  /** The message that it says: when that has changed since, somebody has to look at this. */
  of: string;
}

/** By BCP 47 tag. */
export type Translations = Readonly<Record<string, WrittenTranslation>>;

/** The most languages beside the message's own. */
export const mostTranslations = 20;

/** The translations that say something, as the API takes them. */
export function textsOf(translations: Translations): Record<string, string> {
  const said = Object.entries(translations).filter(([, { text }]) => text.trim() !== "");
  return Object.fromEntries(said.map(([tag, { text }]) => [tag, text]));
}

/** Texts of a template, which somebody has looked at before. */
export function translationsFrom(texts: Readonly<Record<string, string>>, content: string): Translations {
  return Object.fromEntries(Object.entries(texts).map(([tag, text]) => [tag, { text, of: content }]));
}

/** One language of the readers, and how many of them read it. */
export interface ReadLanguage {
  tag: string;
  readers: number;
}

/** Languages of the readers other than the message's own, those of most people first; and what is written already. */
export function languagesToWrite(
  preferred: readonly { language: string; recipients: number }[],
  original: string,
  translations: Translations,
): ReadLanguage[] {
  const written = Object.keys(translations).filter((tag) => tag !== original);
  const readers = new Map(written.map((tag) => [tag, 0]));
  for (const { language, recipients } of preferred) {
    const gets = readIn(language, [original, ...written]) ?? withoutRegion(language);
    if (gets !== original) readers.set(gets, (readers.get(gets) ?? 0) + recipients);
  }
  return [...readers]
    .map(([tag, count]) => ({ tag, readers: count }))
    .sort((one, other) => other.readers - one.readers);
}

/** The readers of `original` or of a language that nobody wrote in: they get the original. */
export function getOriginal(
  preferred: readonly { language: string; recipients: number }[],
  original: string,
  written: readonly string[],
): { language: string; recipients: number }[] {
  return preferred.filter(
    ({ language }) => readIn(language, [original]) === null && readIn(language, written) === null,
  );
}

/** What was kept in the browser, by this version of the page or by another. */
export function readTranslations(kept: unknown): Translations {
  if (typeof kept !== "object" || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept as Record<string, Partial<WrittenTranslation>>)
      .filter(([, { text }]) => typeof text === "string")
      .map(([tag, { text = "", of = "" }]) => [tag, { text, of }]),
  );
}
