/** A birthday while it is typed: each part as text, "" where nothing is. */
export interface BirthdayParts {
  year: string;
  month: string;
  day: string;
}

/** "January" to "December"; the first has the number 1. */
export const monthNames: readonly string[] = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" }).format(Date.UTC(2024, month, 1)),
);

/** "1980-03-01" or, without a year, "--03-01" in its parts; parts that are missing are "". */
export function partsOf(text: string): BirthdayParts {
  const [, year = "", month = "", day = ""] = /^(\d*|-)-(\d*)-(\d*)$/.exec(text) ?? [];
  return { year: year === "-" ? "" : year, month, day };
}

/** The parts as the API writes them, complete or not; "" when there are none. */
export function birthdayText({ year, month, day }: BirthdayParts): string {
  if (year === "" && month === "" && day === "") return "";
  return `${year === "" ? "-" : year}-${month}-${/^\d$/.test(day) ? `0${day}` : day}`;
}

/** What is wrong with a birthday that can be told without a calendar; undefined for a good one and for none. */
export function birthdayProblem(text: string): string | undefined {
  if (text === "") return undefined;
  const { year, month, day } = partsOf(text);
  if (month === "" || day === "") return "Choose the month and type the day, or leave all three empty.";
  if (Number(day) < 1 || Number(day) > 31) return "Type a day from 1 to 31.";
  if (year !== "" && year.length !== 4) return "Type the year with four figures, or leave it empty.";
  return undefined;
}

/** "March 1", or "March 1, 1980" when the year is known. */
export function birthdayWords(text: string): string {
  const { year, month, day } = partsOf(text);
  const name = monthNames[Number(month) - 1];
  if (name === undefined || day === "") return text;
  return `${name} ${Number(day)}${year === "" ? "" : `, ${year}`}`;
}
