const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/**
 * BCP 47 tags offered in forms: the languages that churches in the United States ask for most. Where a language has
 * several tags, the one that `infra/xtask/src/stack/language.rs` writes, so that one language is not two groups.
 */
const offered = [
  "en", "es", "zh", "zh-Hant", "vi", "ko", "fil", "ar", "fa", "ur", "hi", "ml", "ta", "te", "gu", "pa",
  "bn", "ne", "my", "km", "lo", "hmn", "th", "id", "ja", "ru", "uk", "pl", "ro", "pt", "pt-BR", "fr", "ht", "de", "it",
  "am", "ti", "sw", "so", "yo", "ig", "rw", "quc", "nv",
]; // prettier-ignore

/** "es" as "Spanish". An unknown tag is shown as it is. */
export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Choices for a form, by name, each name once; the tag in use is always among them. */
export function languageChoices(current: string): { tag: string; name: string }[] {
  // "tl" is Filipino as "fil" is: whoever has it sees one Filipino, and keeps it.
  const others = offered.filter((tag) => current === "" || languageName(tag) !== languageName(current));
  return (current === "" ? others : [...others, current])
    .map((tag) => ({ tag, name: languageName(tag) }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/**
 * Which of some languages a reader of `wanted` gets: the same, or else ever shorter tags without their last part, as
 * `LanguageTag::with_fallbacks` has it; null when there is none.
 */
export function readIn(wanted: string, written: readonly string[]): string | null {
  for (let tag = wanted; tag !== ""; tag = shorter(tag)) {
    if (written.includes(tag)) return tag;
  }
  return null;
}

/** Without the last part; a single letter means nothing without what follows it. */
function shorter(tag: string): string {
  return tag.replace(/(?:-[^-])?-[^-]*$|^[^-]*$/, "");
}

/** A language for all of its countries: "es-MX" as "es", but "zh-Hant" as it is. */
export function withoutRegion(tag: string): string {
  return tag.replace(/-(?:[a-z]{2}|\d{3})(?=-|$).*/i, "");
}
