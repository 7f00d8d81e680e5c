import type { Settings, SettingsInput } from "@/api/types";
import { readAmount, typedAmount } from "./amounts";

/** What the form holds: numbers and money as they are typed. */
export interface SettingsValues {
  any_hour: boolean;
  opens: string;
  closes: string;
  time_zone: string;
  other_time_zones: string[];
  segments_per_second: string;
  /** Dollars; "" is no limit. */
  monthly_cap: string;
  countries: string[];
  /** Dollars by country, also of countries that are not texted; "" is the price of all others. */
  text_prices: Record<string, string>;
  carrier_answers_keywords: boolean;
  calls_at_once: string;
  call_landlines: boolean;
}

/** What can be wrong in the form, by the API's names of the fields. */
export type Problems = Record<string, string>;

/** By US law; the API refuses what is outside (`QuietHours::EARLIEST` and `LATEST`). */
export const earliest = "08:00";
export const latest = "21:00";

const usualHours = { opens: "09:00", closes: "20:00" };

/** The fastest sender there is (`SenderPace::FASTEST`). */
export const fastest = 225;

/** The most calls at once (`OutgoingCalls::MOST_AT_ONCE`). */
export const mostCalls = 50;

export function valuesOf(settings: Settings): SettingsValues {
  return {
    any_hour: settings.quiet_hours === null,
    ...(settings.quiet_hours ?? usualHours),
    time_zone: settings.time_zone,
    other_time_zones: settings.other_time_zones,
    segments_per_second: String(settings.segments_per_second),
    monthly_cap: settings.monthly_cap === null ? "" : typedAmount(settings.monthly_cap),
    countries: settings.countries,
    text_prices: Object.fromEntries(
      Object.entries(settings.text_prices).map(([country, price]) => [country, typedAmount(price)]),
    ),
    carrier_answers_keywords: settings.carrier_answers_keywords,
    calls_at_once: String(settings.calls_at_once),
    call_landlines: settings.call_landlines,
  };
}

/** What is wrong with what was typed; empty when it can be saved. */
export function problemsOf(values: SettingsValues): Problems {
  const problems: Problems = {};
  const hours = values.any_hour ? null : hoursProblem(values);
  if (hours !== null) problems[hours.field] = hours.message;
  const pace = Number(values.segments_per_second);
  if (!/^\d+$/.test(values.segments_per_second.trim()) || pace < 1 || pace > fastest) {
    problems["segments_per_second"] = `Enter a whole number from 1 to ${fastest}.`;
  }
  const calls = Number(values.calls_at_once);
  if (!/^\d+$/.test(values.calls_at_once.trim()) || calls < 1 || calls > mostCalls) {
    problems["calls_at_once"] = `Enter a whole number from 1 to ${mostCalls}.`;
  }
  if (values.monthly_cap.trim() !== "" && readAmount(values.monthly_cap, 2) === null) {
    problems["monthly_cap"] = "Enter an amount in dollars such as 50.00, or nothing for no limit.";
  }
  if (values.countries.length === 0) {
    problems["countries"] = "Choose at least one country: nobody could be texted.";
  }
  for (const country of values.countries) {
    const price = values.text_prices[country] ?? "";
    if (price.trim() !== "" && readAmount(price, 6) === null) {
      problems[`text_prices.${country}`] = "Enter a price in dollars such as 0.0145.";
    }
  }
  return problems;
}

function hoursProblem({ opens, closes }: SettingsValues): { field: string; message: string } | null {
  if (opens === "") return { field: "quiet_hours.opens", message: "Enter a time such as 9:00 AM." };
  if (closes === "") return { field: "quiet_hours.closes", message: "Enter a time such as 8:00 PM." };
  if (opens < earliest) {
    return {
      field: "quiet_hours.opens",
      message: "Texts may not go out before 8:00 AM. Enter a later time.",
    };
  }
  if (closes > latest) {
    return {
      field: "quiet_hours.closes",
      message: "Texts may not go out after 9:00 PM. Enter an earlier time.",
    };
  }
  if (minutesOf(closes) - minutesOf(opens) < 60) {
    return { field: "quiet_hours.closes", message: "Leave at least one hour between the two." };
  }
  return null;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** What is sent, of values without problems; what the form does not show stays as `base` has it. */
export function inputOf(values: SettingsValues, base: Settings): SettingsInput {
  const prices = Object.entries(values.text_prices)
    .map(([country, typed]) => [country, readAmount(typed, 6)] as const)
    .filter((pair): pair is readonly [string, number] => pair[1] !== null);
  return {
    time_zone: values.time_zone,
    other_time_zones: values.other_time_zones,
    quiet_hours: values.any_hour ? null : { opens: values.opens, closes: values.closes },
    segments_per_second: Number(values.segments_per_second),
    monthly_cap: values.monthly_cap.trim() === "" ? null : readAmount(values.monthly_cap, 2),
    countries: values.countries,
    text_prices: Object.fromEntries(prices),
    other_text_price: base.other_text_price,
    carrier_answers_keywords: values.carrier_answers_keywords,
    calls_at_once: Number(values.calls_at_once),
    call_landlines: values.call_landlines,
  };
}

const fieldWords: Record<keyof SettingsValues, string> = {
  any_hour: "the hours",
  opens: "the hours",
  closes: "the hours",
  time_zone: "the time zone",
  other_time_zones: "the other time zones",
  segments_per_second: "the pace",
  monthly_cap: "the monthly limit",
  countries: "the countries",
  text_prices: "the prices",
  carrier_answers_keywords: "who answers STOP and HELP",
  calls_at_once: "how many calls go out at once",
  call_landlines: "whether landlines are called",
};

/** What both changed since `base` is `mine`, and is named; everything else is whoever's changed it. */
export function merge(
  base: SettingsValues,
  mine: SettingsValues,
  theirs: SettingsValues,
): { values: SettingsValues; contested: string[] } {
  const fields = Object.keys(fieldWords) as (keyof SettingsValues)[];
  const isMine = (field: keyof SettingsValues): boolean => !isSame(mine[field], base[field]);
  const contested = fields.filter(
    (field) => isMine(field) && !isSame(theirs[field], base[field]) && !isSame(mine[field], theirs[field]),
  );
  const values = Object.fromEntries(fields.map((field) => [field, (isMine(field) ? mine : theirs)[field]]));
  return {
    values: values as unknown as SettingsValues,
    contested: [...new Set(contested.map((field) => fieldWords[field]))],
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
