import type { Template } from "@/api/types";
import { languageName } from "@/lib/languages";
import { nameList } from "@/lib/words";

/** "In English", "In English, Spanish and 2 more". */
export function languagesOf({ language, translations }: Template): string {
  const names = [language, ...Object.keys(translations)].map(languageName);
  return `In ${nameList(names, 3, names.length)}`;
}
