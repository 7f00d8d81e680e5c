const figures = new Intl.NumberFormat("en");

/** 1234 as "1,234". */
export function number(count: number): string {
  return figures.format(count);
}

const small = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

/** A number that begins a sentence: "Two", "Ten", "11". */
export function beginning(count: number): string {
  return small[count] ?? number(count);
}

/** "1 person", "187 people". */
export function people(count: number): string {
  return `${number(count)} ${count === 1 ? "person" : "people"}`;
}

/** "1 call", "12 calls". */
export function calls(count: number): string {
  return `${number(count)} ${count === 1 ? "call" : "calls"}`;
}

/** "1 text", "12 texts". */
export function texts(count: number): string {
  return `${number(count)} ${count === 1 ? "text" : "texts"}`;
}

const dollars = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });

/** Micro-dollars as "$2.70". A begun cent counts whole, so that nothing costs more than was said. */
export function money(microDollars: number): string {
  return dollars.format(Math.ceil(microDollars / 10_000) / 100);
}

/** "1 part", "2 parts": the segments of a text. */
export function parts(count: number): string {
  return `${number(count)} ${count === 1 ? "part" : "parts"}`;
}

/** "1 group", "2 groups". */
export function groups(count: number): string {
  return `${number(count)} ${count === 1 ? "group" : "groups"}`;
}

/** "1 row", "215 rows". */
export function rows(count: number): string {
  return `${number(count)} ${count === 1 ? "row" : "rows"}`;
}

/** "1 language", "9 languages". */
export function languages(count: number): string {
  return `${number(count)} ${count === 1 ? "language" : "languages"}`;
}

/** The verb that goes with a count: is(1) is "is". */
export function are(count: number): string {
  return count === 1 ? "is" : "are";
}

/** "Ana", "Ana and Ben", "Ana, Ben and 3 others". */
export function nameList(names: readonly string[], shown: number, total: number): string {
  const first = names.slice(0, shown);
  const rest = total - first.length;
  if (rest > 0) return `${first.join(", ")} and ${number(rest)} more`;
  if (first.length < 2) return first.join("");
  return `${first.slice(0, -1).join(", ")} and ${first.at(-1) ?? ""}`;
}
