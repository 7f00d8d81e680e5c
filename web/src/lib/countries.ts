const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

/** Where most churches that use this are, and their neighbours; they are offered first. */
const nearby = ["US", "CA", "MX", "PR"];

/** Codes that have a name and are no country: unions, test regions, and the unknown one. */
const noCountries = new Set(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"]);

const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

/** "US" as "United States". What the browser doesn't know is shown as it is. */
export function countryName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** Choices for a form, nearby ones first, the others by name. */
export function countryChoices(): { value: string; name: string }[] {
  const all = letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !nearby.includes(code) && isCountry(code))
    .map((code) => ({ value: code, name: countryName(code) }))
    .sort((one, other) => one.name.localeCompare(other.name));
  return [...nearby.map((code) => ({ value: code, name: countryName(code) })), ...all];
}

function isCountry(code: string): boolean {
  if (noCountries.has(code) || names.of(code) === undefined) return false;
  // Codes of old, such as UK and SU, have another name today.
  return Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
}
