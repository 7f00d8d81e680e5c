import type { PhoneAssistant, PhoneAssistantInput } from "@/api/types";
import { formatPhone } from "@/lib/phone";

/** The facts that the assistant may tell anybody, in the order of the form. */
export const facts = ["service_times", "address", "staff", "events", "other"] as const;
export type FactName = (typeof facts)[number];

/** As much as the API takes of each (`ChurchFacts::MAXIMUM_CHARACTERS`). */
export const longestFact = 2000;
/** The most languages beside the first (`AssistantSettings::MAXIMUM_OFFERED`). */
export const mostOffered = 4;

/** What the form holds: numbers as they are typed. */
export interface AssistantValues {
  is_answering: boolean;
  facts: Record<FactName, string>;
  first_language: string;
  offered_languages: readonly string[];
  staff_language: string;
  transfer_phone: string;
  on_call_phone: string;
  voices: Record<string, string>;
  turns: string;
  minutes: string;
  calls_a_day: string;
}

/** What can be wrong in the form, by the API's names of the fields. */
export type Problems = Readonly<Record<string, string>>;

const limits = {
  turns: [5, 60],
  minutes: [2, 14],
  calls_a_day: [0, 10_000],
} as const;

export function valuesOf(assistant: PhoneAssistant, region: string): AssistantValues {
  const phone = (number: string | null): string => (number === null ? "" : formatPhone(number, region));
  return {
    is_answering: assistant.is_answering,
    facts: { ...assistant.facts },
    first_language: assistant.first_language,
    offered_languages: assistant.offered_languages,
    staff_language: assistant.staff_language,
    transfer_phone: phone(assistant.transfer_phone),
    on_call_phone: phone(assistant.on_call_phone),
    voices: { ...assistant.voices },
    turns: String(assistant.limits.turns),
    minutes: String(assistant.limits.minutes),
    calls_a_day: String(assistant.limits.calls_a_day),
  };
}

/** What is wrong with what was typed, in the order of the form; empty when it can be saved. */
export function problemsOf(values: AssistantValues): Problems {
  const problems: Record<string, string> = {};
  for (const name of facts) {
    const over = values.facts[name].length - longestFact;
    if (over > 0) problems[`facts.${name}`] = `This is ${String(over)} characters too long. Shorten it.`;
  }
  for (const [name, [least, most]] of Object.entries(limits)) {
    const typed = values[name as keyof typeof limits].trim();
    if (!/^\d+$/.test(typed) || Number(typed) < least || Number(typed) > most) {
      problems[`limits.${name}`] = `Enter a whole number from ${String(least)} to ${String(most)}.`;
    }
  }
  return problems;
}

/** What is sent, of values without problems. */
export function inputOf(values: AssistantValues): PhoneAssistantInput {
  const phone = (typed: string): string | null => (typed.trim() === "" ? null : typed.trim());
  return {
    is_answering: values.is_answering,
    facts: values.facts,
    first_language: values.first_language,
    offered_languages: [...values.offered_languages],
    staff_language: values.staff_language,
    transfer_phone: phone(values.transfer_phone),
    on_call_phone: phone(values.on_call_phone),
    voices: values.voices,
    limits: {
      turns: Number(values.turns),
      minutes: Number(values.minutes),
      calls_a_day: Number(values.calls_a_day),
    },
  };
}

const words: Record<keyof AssistantValues, string> = {
  is_answering: "whether it answers",
  facts: "what it may tell",
  first_language: "the languages",
  offered_languages: "the languages",
  staff_language: "the language of summaries",
  transfer_phone: "who is rung",
  on_call_phone: "who is told",
  voices: "the voices",
  turns: "the limits",
  minutes: "the limits",
  calls_a_day: "the limits",
};

/** What both changed since `base` is `mine`, and is named; everything else is whoever's changed it. */
export function merge(
  base: AssistantValues,
  mine: AssistantValues,
  theirs: AssistantValues,
): { values: AssistantValues; contested: string[] } {
  const fields = Object.keys(words) as (keyof AssistantValues)[];
  const isMine = (field: keyof AssistantValues): boolean => !isSame(mine[field], base[field]);
  const contested = fields.filter(
    (field) => isMine(field) && !isSame(theirs[field], base[field]) && !isSame(mine[field], theirs[field]),
  );
  const values = Object.fromEntries(fields.map((field) => [field, (isMine(field) ? mine : theirs)[field]]));
  return {
    values: values as unknown as AssistantValues,
    contested: [...new Set(contested.map((field) => words[field]))],
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
