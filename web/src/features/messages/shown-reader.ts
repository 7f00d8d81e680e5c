import type { SkipReason } from "@/api/types";
import type { ChosenPerson } from "@/features/contacts/people-picker";
import { countSegments } from "@/lib/segments";
import type { Draft } from "./draft";
import { fillFields } from "./merge-fields";
import type { Preview } from "./preview";
import { useSampleReader } from "./sample-reader";

/** The text on the phone that is shown, and whose phone it is. */
export interface ShownReader {
  /** Null while nobody is known who gets it. */
  name: string | null;
  language: string;
  text: string;
  segments: number;
  /** What one part costs, in micro-dollars; null while it is not known. */
  unitPrice: number | null;
  /** Why this person would not get it; null for those who do. */
  skipReason: SkipReason | null;
  /** The person was chosen, and the answer is on its way. */
  isLooking: boolean;
}

/** What is known of one reader, and of the text for that reader. */
interface Known {
  name: string;
  language: string;
  text: string;
  unitPrice: number | null;
  skipReason: SkipReason | null;
}

/**
 * Whose phone is shown: the person who was chosen, or one who gets it in the language. While an answer is on its way,
 * the writing is followed here, with the same person's name in it.
 */
export function useShownReader(
  draft: Draft,
  preview: Preview,
  chosen: ChosenPerson | null,
  language: string | null,
): ShownReader {
  const { values } = useSampleReader();
  const known = chosen === null ? sampleOf(preview, language) : personOf(preview, chosen);
  const read = known?.language ?? draft.language;
  const name = known?.name ?? chosen?.name ?? null;
  const [first] = name?.split(" ") ?? [];
  const template = draft.translations[read]?.text ?? draft.content;
  const text =
    preview.isCurrent && known !== null
      ? known.text
      : fillFields(template, { ...values, ...(name !== null && { name, first_name: first ?? name }) });
  return {
    name,
    language: read,
    text,
    segments: countSegments(text).segments,
    unitPrice: known?.unitPrice ?? null,
    skipReason: known?.skipReason ?? null,
    isLooking: chosen !== null && known === null && preview.error === null,
  };
}

function sampleOf({ counted }: Preview, language: string | null): Known | null {
  const texts = counted?.estimate?.texts ?? [];
  const shown = texts.find((text) => text.language === language) ?? texts[0];
  if (shown === undefined) return null;
  return {
    name: shown.sample.name,
    language: shown.language,
    text: shown.sample.text,
    unitPrice: shown.price / shown.segments,
    skipReason: null,
  };
}

function personOf({ counted }: Preview, { id }: ChosenPerson): Known | null {
  const person = counted?.preview_as ?? null;
  if (person?.contact_id !== id) return null;
  return {
    name: person.name,
    language: person.language,
    text: person.text,
    unitPrice: person.price / person.segments,
    skipReason: person.skip_reason,
  };
}
