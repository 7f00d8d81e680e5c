/**
 * Loads the font of a script when its first letter is seen: most churches never need most of them, and the
 * list of a Chinese font's hundred files alone is larger than this application.
 */
const fonts: { letters: RegExp; load: () => Promise<unknown> }[] = [
  { letters: /\p{Script=Arabic}/u, load: () => import("@fontsource-variable/noto-sans-arabic/wght.css") },
  {
    letters: /\p{Script=Devanagari}/u,
    load: () => import("@fontsource-variable/noto-sans-devanagari/wght.css"),
  },
  {
    letters: /\p{Script=Malayalam}/u,
    load: () => import("@fontsource-variable/noto-sans-malayalam/wght.css"),
  },
  { letters: /\p{Script=Hangul}/u, load: () => import("@fontsource/noto-sans-kr/400.css") },
  { letters: /\p{Script=Han}/u, load: () => import("@fontsource/noto-sans-sc/400.css") },
];

/** Looks through a text, or through all texts of an answer, for scripts whose font is not there yet. */
export function noticeScripts(value: unknown): void {
  if (fonts.length === 0 || value === undefined || value === null) return;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  for (const font of fonts.filter(({ letters }) => letters.test(text))) {
    fonts.splice(fonts.indexOf(font), 1);
    font.load().catch(() => fonts.push(font));
  }
}
