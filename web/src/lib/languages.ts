const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/** BCP 47 tags offered in forms: the languages that churches in the United States ask for most. */
const offered = [
  "en", "es", "zh-Hans", "zh-Hant", "vi", "ko", "tl", "ar", "fa", "ur", "hi", "ml", "ta", "te", "gu", "pa",
  "bn", "ne", "my", "km", "lo", "hmn", "th", "id", "ja", "ru", "uk", "pl", "ro", "pt", "fr", "ht", "de", "it",
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

/** Choices for a form, by name; the tag in use is always among them. */
export function languageChoices(current: string): { tag: string; name: string }[] {
  const tags = current === "" || offered.includes(current) ? offered : [...offered, current];
  return tags
    .map((tag) => ({ tag, name: languageName(tag) }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
