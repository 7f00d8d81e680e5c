/** Countries of the North American Numbering Plan that write a number as (713) 555-0123. */
const tenDigitRegions = new Set(["US", "CA"]);

/** An E.164 number as people in the church's own country write it; others keep their country code. */
export function formatPhone(e164: string, region: string): string {
  const north = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  if (north === null) return e164;
  const [, area, exchange, line] = north;
  return tenDigitRegions.has(region) ? `(${area}) ${exchange}-${line}` : `+1 ${area} ${exchange} ${line}`;
}
