const million = 1_000_000;

/** Micro-dollars as they are typed: 50000000 as "50.00", 14500 as "0.0145". */
export function typedAmount(microDollars: number): string {
  const whole = Math.floor(microDollars / million);
  const rest = String(microDollars % million).padStart(6, "0");
  return `${whole}.${rest.slice(0, 2)}${rest.slice(2).replace(/0+$/, "")}`;
}

/**
 * What was typed, in micro-dollars: "$1,250.50" is 1250500000.
 *
 * @param places the most digits after the point
 * @returns null when it is no amount
 */
export function readAmount(text: string, places: 2 | 6): number | null {
  const parts = /^\$?\s*(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d*))?$/.exec(text.trim());
  if (parts === null) return null;
  const [, whole = "", rest = ""] = parts;
  if (rest.length > places) return null;
  // By digits, since 0.0145 × 1,000,000 is not a whole number to a computer.
  return Number(whole.replaceAll(",", "")) * million + Number(rest.padEnd(6, "0"));
}

const priceFormat = new Intl.NumberFormat("en", {
  style: "currency",
  currency: "USD",
  minimumFractionDigits: 2,
  maximumFractionDigits: 6,
});

/** A price to its last digit: 14500 as "$0.0145". */
export function exactPrice(microDollars: number): string {
  return priceFormat.format(microDollars / million);
}
