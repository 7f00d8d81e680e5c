import type { Answers, AnswersInput } from "@/api/types";
import { newKey } from "@/lib/random";

/** One language's version of an answer. */
export interface TranslationValues {
  language: string;
  text: string;
}

/** A keyword while it is typed. */
export interface KeywordValues {
  /** Names it in the form alone. */
  key: string;
  keyword: string;
  answer: string;
  translations: readonly TranslationValues[];
  /** By the writer's clock, as "2026-11-29T09:00"; "" for always. */
  starts: string;
  ends: string;
}

export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

export type Weekday = (typeof weekdays)[number];

/** When the office is open on one day. */
export interface DayValues {
  isOpen: boolean;
  opens: string;
  closes: string;
}

/** What the form holds. */
export interface AnswersValues {
  keywords: readonly KeywordValues[];
  hasAfterHours: boolean;
  answer: string;
  translations: readonly TranslationValues[];
  days: Readonly<Record<Weekday, DayValues>>;
}

/** What can be wrong in the form, by the API's names of the fields. */
export type Problems = Record<string, string>;

/** As much as the API takes. */
export const mostKeywords = 50;
export const mostTranslations = 20;
export const longestAnswer = 480;
export const longestKeyword = 30;

const usualDay = { opens: "09:00", closes: "17:00" };

/** A time field knows no 24:00: it shows the midnight at a day's end as 00:00. */
const midnight = "00:00";
const dayEnd = "24:00";

export function newKeyword(): KeywordValues {
  return { key: newKey(), keyword: "", answer: "", translations: [], starts: "", ends: "" };
}

export function valuesOf({ keywords, after_hours }: Answers): AnswersValues {
  const hours = after_hours?.office_hours ?? [];
  const day = (name: Weekday): DayValues => {
    const found = hours.find((one) => one.day === name);
    // A church that has no hours yet is offered the usual ones.
    if (found === undefined) {
      const isUsual = after_hours === null && name !== "saturday" && name !== "sunday";
      return { isOpen: isUsual, ...usualDay };
    }
    return { isOpen: true, opens: found.opens, closes: found.closes === dayEnd ? midnight : found.closes };
  };
  return {
    keywords: keywords.map((one, index) => ({
      // By its place, so that the same answers make the same form.
      key: `kept-${index}`,
      keyword: one.keyword,
      answer: one.answer,
      translations: translationsOf(one.translations),
      starts: localTime(one.starts_at),
      ends: localTime(one.ends_at),
    })),
    hasAfterHours: after_hours !== null,
    answer: after_hours?.answer ?? "",
    translations: translationsOf(after_hours?.translations ?? {}),
    days: Object.fromEntries(weekdays.map((name) => [name, day(name)])) as Record<Weekday, DayValues>,
  };
}

function translationsOf(translations: Record<string, string>): TranslationValues[] {
  return Object.entries(translations).map(([language, text]) => ({ language, text }));
}

/** A moment as a date field writes it, by the local clock and without a zone. */
function localTime(iso: string | null): string {
  if (iso === null) return "";
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function momentOf(local: string): string | null {
  const time = Date.parse(local);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** What is wrong with what was typed; empty when it can be saved. The API judges the rest. */
export function problemsOf({ keywords, hasAfterHours, answer, translations, days }: AnswersValues): Problems {
  const problems: Problems = {};
  keywords.forEach((one, index) => {
    const field = `keywords[${index}]`;
    const isTwice = keywords.slice(0, index).some((other) => isSameWord(other.keyword, one.keyword));
    if (one.keyword.trim() === "") problems[`${field}.keyword`] = "Type the word that is answered.";
    else if (isTwice) problems[`${field}.keyword`] = "This word is there already. Each can have one answer.";
    Object.assign(problems, textProblems(field, one.answer, one.translations));
    if (one.starts !== "" && one.ends !== "" && one.ends <= one.starts) {
      problems[`${field}.ends_at`] = "Choose an end that comes after the beginning.";
    }
  });
  if (!hasAfterHours) return problems;
  Object.assign(problems, textProblems("after_hours", answer, translations));
  const open = weekdays.filter((name) => days[name].isOpen);
  if (open.length === 0) {
    problems["after_hours.office_hours"] = "Choose at least one day on which somebody is there.";
  }
  open.forEach((name, index) => {
    const { opens, closes } = days[name];
    if (opens === "" || closes === "" || (closes !== midnight && closes <= opens)) {
      problems[`after_hours.office_hours[${index}].closes`] = "Choose a time that comes after the first.";
    }
  });
  return problems;
}

function textProblems(field: string, answer: string, translations: readonly TranslationValues[]): Problems {
  const problems: Problems = {};
  const problem = textProblem(answer);
  if (problem !== null) problems[`${field}.answer`] = problem;
  for (const { language, text } of translations) {
    const wrong = textProblem(text);
    if (wrong !== null) problems[`${field}.translations.${language}`] = wrong;
  }
  return problems;
}

function textProblem(text: string): string | null {
  if (text.trim() === "") return "Write what we answer.";
  const over = text.trim().length - longestAnswer;
  return over > 0 ? `Shorten it by ${over} characters: an answer has at most ${longestAnswer}.` : null;
}

function isSameWord(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** What is sent, of values without problems. */
export function inputOf({
  keywords,
  hasAfterHours,
  answer,
  translations,
  days,
}: AnswersValues): AnswersInput {
  return {
    keywords: keywords.map((one) => ({
      keyword: one.keyword.trim(),
      answer: one.answer.trim(),
      translations: translationInput(one.translations),
      starts_at: momentOf(one.starts),
      ends_at: momentOf(one.ends),
    })),
    after_hours: hasAfterHours
      ? {
          answer: answer.trim(),
          translations: translationInput(translations),
          office_hours: weekdays
            .filter((day) => days[day].isOpen)
            .map((day) => {
              const { opens, closes } = days[day];
              return { day, opens, closes: closes === midnight ? dayEnd : closes };
            }),
        }
      : null,
  };
}

function translationInput(translations: readonly TranslationValues[]): Record<string, string> {
  return Object.fromEntries(translations.map(({ language, text }) => [language, text.trim()]));
}

/**
 * What both changed since `base` is `mine`, and is named; the keywords, and the hours with their answer, are each
 * whoever's changed them.
 */
export function merge(
  base: Answers,
  mine: AnswersValues,
  theirs: Answers,
): { values: AnswersValues; contested: string[] } {
  const before = inputOf(valuesOf(base));
  const my = inputOf(mine);
  const now = inputOf(valuesOf(theirs));
  const parts = [
    { part: "keywords", name: "the keywords" },
    { part: "after_hours", name: "the answer after hours" },
  ] as const;
  const isMine = (part: keyof AnswersInput): boolean => !isSame(my[part], before[part]);
  const contested = parts.filter(
    ({ part }) => isMine(part) && !isSame(now[part], before[part]) && !isSame(my[part], now[part]),
  );
  const other = valuesOf(theirs);
  const afterHours = isMine("after_hours") ? mine : other;
  const { keywords } = isMine("keywords") ? mine : other;
  return { values: { ...afterHours, keywords }, contested: contested.map(({ name }) => name) };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
