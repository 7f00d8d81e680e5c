import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CircleX,
  Equal,
  Loader,
  PenLine,
  Plus,
  Users,
  type LucideIcon,
} from "lucide-react";
import type { Import, ImportCounts, ImportField, ImportStage } from "@/api/types";
import type { Tone } from "@/features/messages/status";
import { number, people, rows } from "@/lib/words";
import type { RowFilter } from "./queries";

interface Look {
  word: string;
  tone: Tone;
  Icon: LucideIcon;
}

/** A row's outcome. A colour never speaks alone: each has a word, a shape and a sentence. */
export const outcomeLooks: Record<RowFilter, Look & { means: string }> = {
  new: { word: "New", tone: "good", Icon: Plus, means: "They are not in your directory yet." },
  shared_phone: {
    word: "Shared phone",
    tone: "good",
    Icon: Users,
    means: "New people whose number someone else has too. Both are kept, and the family gets one text.",
  },
  update: {
    word: "Changed",
    tone: "moving",
    Icon: PenLine,
    means: "The file knows something newer about them.",
  },
  unchanged: { word: "The same", tone: "quiet", Icon: Equal, means: "Nothing about them changes." },
  refused: {
    word: "Can’t be taken",
    tone: "bad",
    Icon: CircleX,
    means: "These rows are left out. Mend them in your spreadsheet, and import it again.",
  },
  conflict: {
    word: "Left alone",
    tone: "candle",
    Icon: CircleAlert,
    means:
      "Someone changed these people after the preview, so their rows were not applied. Import the file again to see how they stand now.",
  },
};

/** In the order in which they are worth a look. */
export const outcomeOrder = ["new", "shared_phone", "update", "unchanged", "refused"] as const;

/** How an import stands, in lists. */
export const stageLooks: Record<ImportStage, Look> = {
  awaiting_upload: { word: "File not there yet", tone: "quiet", Icon: CircleDashed },
  reading: { word: "Being read", tone: "moving", Icon: Loader },
  needs_columns: { word: "Needs a look", tone: "candle", Icon: CircleAlert },
  previewed: { word: "Waits for you", tone: "candle", Icon: CircleAlert },
  refused: { word: "Can’t be read", tone: "bad", Icon: CircleX },
  applying: { word: "Being imported", tone: "moving", Icon: Loader },
  applied: { word: "Imported", tone: "good", Icon: CircleCheck },
  discarded: { word: "Discarded", tone: "quiet", Icon: CircleMinus },
};

/** What a column can be, in the order of the choice. */
export const importFields: readonly { field: ImportField; name: string }[] = [
  { field: "name", name: "Full name" },
  { field: "first_name", name: "First name" },
  { field: "last_name", name: "Last name" },
  { field: "phone", name: "Mobile number" },
  { field: "second_phone", name: "Second number" },
  { field: "preferred_language", name: "Language" },
  { field: "address", name: "Address" },
  { field: "city", name: "City" },
  { field: "state_zip", name: "State and ZIP" },
  { field: "state", name: "State" },
  { field: "zip", name: "ZIP" },
  { field: "email", name: "E-mail" },
  { field: "birthday", name: "Birthday" },
  { field: "time_zone", name: "Time zone" },
  { field: "groups", name: "Groups" },
  { field: "notes", name: "Notes" },
  { field: "active", name: "Active" },
  { field: "sl_no", name: "List number" },
  { field: "id", name: "Tidings’ own id" },
];

/** How many people an import would add or change. */
export function willImport({ new: fresh, shared_phone, update }: ImportCounts): number {
  return fresh + shared_phone + update;
}

/** "203 new people, 12 changes, 4 rows can't be taken." */
export function previewSentence(counts: ImportCounts): string {
  const fresh = counts.new + counts.shared_phone;
  const parts = [
    ...(fresh > 0 ? [`${number(fresh)} new ${fresh === 1 ? "person" : "people"}`] : []),
    ...(counts.update > 0 ? [`${number(counts.update)} ${counts.update === 1 ? "change" : "changes"}`] : []),
    ...(counts.refused > 0 ? [`${rows(counts.refused)} can’t be taken`] : []),
  ];
  if (parts.length > 0) return `${parts.join(", ")}.`;
  return counts.unchanged > 0
    ? "Everything in this file is in your directory already."
    : "There is nobody in this file.";
}

/** "203 people added, 12 changed." */
export function appliedSentence({ applied }: Import): string {
  const parts = [
    ...(applied.created > 0 ? [`${people(applied.created)} added`] : []),
    ...(applied.updated > 0
      ? [applied.created > 0 ? `${number(applied.updated)} changed` : `${people(applied.updated)} changed`]
      : []),
  ];
  if (parts.length === 0 && applied.conflicts > 0) return "Nothing was changed.";
  return parts.length === 0 ? "Nothing needed to change." : `${parts.join(", ")}.`;
}
