import type { TranslatedText, Translation } from "@/api/types";
import { readIn, withoutRegion } from "@/lib/languages";

/** A text in another language than the message's own. */
export interface WrittenTranslation {
  text: string;
  /** The message that it says: when that has changed since, somebody has to look at this. */
  of: string;
  /** What the assistant wrote; null where everything was written by hand. */
  proposal: Proposal | null;
}

/** A text of the assistant's, with what helps to check it. */
export interface Proposal {
  text: string;
  /** The same, put back into the message's language by someone who has not seen the message. */
  back: string | null;
  warnings: readonly string[];
}

/** By BCP 47 tag. */
export type Translations = Readonly<Record<string, WrittenTranslation>>;

/** What the assistant was asked for, and has not all answered. */
export interface Translating {
  /** The translation's id. */
  id: string;
  /** How many languages it was asked for. */
  asked: number;
  /** The languages that are not there yet. */
  waiting: readonly string[];
  /** Why there is none, by the language's tag. */
  failed: Readonly<Record<string, string>>;
}

/** The most languages beside the message's own. */
export const mostTranslations = 20;

/** The translations that say something, as the API takes them. */
export function textsOf(translations: Translations): Record<string, string> {
  const said = Object.entries(translations).filter(([, { text }]) => text.trim() !== "");
  return Object.fromEntries(said.map(([tag, { text }]) => [tag, text]));
}

/** Texts of a template, which somebody has looked at before. */
export function translationsFrom(texts: Readonly<Record<string, string>>, content: string): Translations {
  return Object.fromEntries(
    Object.entries(texts).map(([tag, text]) => [tag, { text, of: content, proposal: null }]),
  );
}

/** How a translation stands. */
export type Standing = "by-hand" | "to-check" | "edited" | "stale";

export function standingOf({ text, of, proposal }: WrittenTranslation, content: string): Standing {
  if (of !== content) return "stale";
  if (proposal === null) return "by-hand";
  return proposal.text === text ? "to-check" : "edited";
}

/** A text that was changed by hand: whoever did it has just read the message. */
export function changedByHand(
  before: WrittenTranslation | undefined,
  text: string,
  content: string,
): WrittenTranslation {
  return { text, of: content, proposal: before?.proposal ?? null };
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

/** Takes what has come of a translation; what was asked for and has not come is still waited for. */
export function take(
  { translations, translating }: { translations: Translations; translating: Translating },
  news: Translation,
): { translations: Translations; translating: Translating | null } {
  const come = news.translations.filter(
    ({ language, status }) => status !== "working" && translating.waiting.includes(language),
  );
  if (come.length === 0) return { translations, translating };
  const tags = come.map(({ language }) => language);
  const waiting = translating.waiting.filter((tag) => !tags.includes(tag));
  const failed = {
    ...translating.failed,
    ...Object.fromEntries(come.filter(isWithout).map(({ language, reason }) => [language, reason ?? ""])),
  };
  const isOver = waiting.length === 0 && Object.keys(failed).length === 0;
  return {
    translations: { ...translations, ...proposalsIn(come, news.content) },
    translating: isOver ? null : { ...translating, waiting, failed },
  };
}

function isWithout({ status, text }: TranslatedText): boolean {
  return status === "failed" || text === null;
}

function proposalsIn(come: readonly TranslatedText[], content: string): Translations {
  return Object.fromEntries(
    come
      .filter((part) => !isWithout(part))
      .map(({ language, text, back_translation, warnings }) => {
        const proposal = { text: text ?? "", back: back_translation, warnings };
        return [language, { text: proposal.text, of: content, proposal }];
      }),
  );
}

/** Nothing will come any more of what is waited for, and why. */
export function giveUp(translating: Translating, reason: string): Translating {
  const failed = Object.fromEntries(translating.waiting.map((tag) => [tag, reason]));
  return { ...translating, waiting: [], failed: { ...translating.failed, ...failed } };
}

/** What was kept in the browser, by this version of the page or by another. */
export function readTranslations(kept: unknown): Translations {
  if (typeof kept !== "object" || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept as Record<string, Partial<WrittenTranslation>>)
      .filter(([, { text }]) => typeof text === "string")
      .map(([tag, { text = "", of = "", proposal = null }]) => [tag, { text, of, proposal }]),
  );
}

export function readTranslating(kept: unknown): Translating | null {
  if (typeof kept !== "object" || kept === null) return null;
  const { id, asked, waiting, failed } = kept as Partial<Translating>;
  if (typeof id !== "string" || typeof asked !== "number" || !Array.isArray(waiting)) return null;
  return { id, asked, waiting: waiting as readonly string[], failed: failed ?? {} };
}
