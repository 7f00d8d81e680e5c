/** How the characters of a text travel: in the 7-bit alphabet, or, if any of them is not in it, in UTF-16. */
export type Encoding = "gsm7" | "unicode";

export interface SegmentCount {
  encoding: Encoding;
  /** How many segments are paid for; an empty text has none. */
  segments: number;
  /** How many more units fit before another segment begins. */
  remaining: number;
}

/** Units of a text of one segment, and of each segment of a longer one. */
const room: Record<Encoding, { single: number; joined: number }> = {
  gsm7: { single: 160, joined: 153 },
  unicode: { single: 70, joined: 67 },
};

/** 3GPP TS 23.038, section 6.2.1: the default alphabet, and the extension whose characters take two septets. */
const alphabet = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
    "¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const extension = new Set("^{}\\[~]|€\f");

/**
 * Counts the segments of a text as `lib/domain/src/segments.rs` does. A character of two units goes whole into the
 * next segment when only one unit is left in this one.
 */
export function countSegments(text: string): SegmentCount {
  const characters = Array.from(text);
  const encoding = characters.every(isGsm7) ? "gsm7" : "unicode";
  const widths = characters.map(encoding === "gsm7" ? septets : (character) => character.length);
  const units = widths.reduce((sum, width) => sum + width, 0);
  const { single, joined } = room[encoding];
  if (units <= single) return { encoding, segments: units > 0 ? 1 : 0, remaining: single - units };
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > joined) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return { encoding, segments, remaining: joined - used };
}

/** The first character for which the whole text has to travel in UTF-16; null where there is none. */
export function firstSpecial(text: string): string | null {
  return Array.from(text).find((character) => !isGsm7(character)) ?? null;
}

function isGsm7(character: string): boolean {
  return alphabet.has(character) || extension.has(character);
}

function septets(character: string): number {
  return extension.has(character) ? 2 : 1;
}

/** What phones and word processors put in, by the plain characters that look like it. */
const lookAlikes: readonly [plain: string, others: string][] = [
  ["'", "‘’‛ʼ´`′"],
  ['"', "“”„‟«»″"],
  ["-", "‐\u2011‒–—―−•‣◦●∙"],
  ["...", "…"],
  [" ", "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"],
  ["", "\u00ad\u200b\u2060\ufeff"],
  ["x", "×"],
  ["/", "÷⁄∕"],
  ["1/4", "¼"],
  ["1/2", "½"],
  ["3/4", "¾"],
  ["fi", "ﬁ"],
  ["fl", "ﬂ"],
  ["ff", "ﬀ"],
  ["<", "‹"],
  [">", "›"],
];

const plainOf = new Map(
  lookAlikes.flatMap(([plain, others]) => Array.from(others, (other) => [other, plain] as const)),
);

/**
 * The text in plain characters, where that saves segments; null where there is nothing to offer. All or nothing: a
 * text that holds anything else outside the 7-bit alphabet stays in UTF-16 whatever is swapped.
 */
export function savingByLookAlikes(text: string): { text: string; saved: number } | null {
  const before = countSegments(text);
  if (before.encoding === "gsm7") return null;
  const plain = Array.from(text.normalize("NFC"), (character) => plainOf.get(character) ?? character).join(
    "",
  );
  const after = countSegments(plain);
  const saved = before.segments - after.segments;
  return after.encoding === "gsm7" && saved > 0 ? { text: plain, saved } : null;
}
