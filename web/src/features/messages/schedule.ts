/** The latest time that the API takes, as a date field writes it: a year from now. */
export function latestTime(): string {
  const date = new Date();
  date.setFullYear(date.getFullYear() + 1);
  // A date field speaks of the local clock, and without a zone.
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What is wrong with a time of the local clock, as "2026-11-29T09:00"; undefined for a good one, and for now. */
export function timeProblem(at: string | null, now: number = Date.now()): string | undefined {
  if (at === null) return undefined;
  const time = Date.parse(at);
  if (Number.isNaN(time)) return "Choose a day and a time, or send it now.";
  return time <= now ? "This time is over. Choose a later one, or send it now." : undefined;
}

/** The same moment for the API; null for now, and for what is no time yet. */
export function scheduledAt(at: string | null): string | null {
  const time = at === null ? NaN : Date.parse(at);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
