import type { Group, GroupRule, GroupSize } from "@/api/types";
import { monthNames } from "@/lib/birthday";
import { languageName } from "@/lib/languages";
import { number, people } from "@/lib/words";

export const emptyRule: GroupRule = { languages: [], cities: [], zip_prefixes: [], birthday_months: [] };

/** "People in Dallas or Plano who read Spanish." */
export function ruleSentence(rule: GroupRule): string {
  const places = [
    ...(rule.cities.length > 0 ? [`in ${or(rule.cities)}`] : []),
    ...(rule.zip_prefixes.length > 0 ? [`whose ZIP begins with ${or(rule.zip_prefixes)}`] : []),
  ];
  const traits = [
    ...(rule.languages.length > 0 ? [`read ${or(rule.languages.map(languageName))}`] : []),
    ...(rule.birthday_months.length > 0
      ? [`have their birthday in ${or(rule.birthday_months.map((month) => monthNames[month - 1] ?? ""))}`]
      : []),
  ];
  if (places.length === 0 && traits.length === 0) return "People of your choice";
  const who = traits.length === 0 ? "" : `who ${traits.join(" and ")}`;
  // "whose" and "who" are two clauses, "in" and "who" are one.
  const joint = rule.zip_prefixes.length > 0 && traits.length > 0 ? "and " : "";
  return ["People", places.join(" and "), joint + who].filter((part) => part !== "").join(" ");
}

/** Who is in a group, in words. */
export function groupSentence(group: Group): string {
  return group.rule === null ? "People chosen one by one" : ruleSentence(group.rule);
}

/** "34 people", "at least 40,000 people". */
export function sizeWords({ people: count, is_complete }: GroupSize): string {
  return is_complete ? people(count) : `at least ${number(count)} people`;
}

export function isEmptyRule(rule: GroupRule): boolean {
  return Object.values(rule).every((values: readonly unknown[]) => values.length === 0);
}

function or(values: readonly string[]): string {
  if (values.length < 2) return values.join("");
  return `${values.slice(0, -1).join(", ")} or ${values.at(-1) ?? ""}`;
}
