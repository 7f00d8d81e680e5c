/** Zones of the United States, where most churches that use this are; they are offered first. */
const nearby = [
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Phoenix",
  "America/Los_Angeles",
  "America/Anchorage",
  "Pacific/Honolulu",
  "America/Puerto_Rico",
];

/** "America/Chicago" as "Central Time, Chicago". What the browser doesn't know is shown as it is. */
export function zoneName(zone: string): string {
  const place = zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
  try {
    const name = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longGeneric" })
      .formatToParts(0)
      .find(({ type }) => type === "timeZoneName")?.value;
    return name === undefined || name.startsWith("GMT") || name.includes(place) ? place : `${name}, ${place}`;
  } catch {
    return zone;
  }
}

/** Choices for a form, nearby ones first; the one in use is always among them. */
export function zoneChoices(current: string): { near: string[]; far: string[] } {
  const known = Intl.supportedValuesOf("timeZone");
  const far = known.filter((zone) => !nearby.includes(zone));
  const isKnown = current === "" || nearby.includes(current) || far.includes(current);
  return { near: isKnown ? nearby : [...nearby, current], far };
}
