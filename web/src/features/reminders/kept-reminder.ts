import { useCallback, useRef, useState } from "react";
import { readTranslating, readTranslations } from "@/features/messages/translations";
import { readStored, removeStored, writeStored } from "@/lib/storage";
import { newValues, type ReminderValues } from "./form-values";

/** What was typed, and what the reminder was when the typing began. */
export interface KeptReminder {
  values: ReminderValues;
  /** Null for a new one. */
  base: { version: number; values: ReminderValues } | null;
}

/** Makes what is typed out of what it is by then: an answer may come long after it was asked for. */
export type ChangeReminder = (change: (latest: ReminderValues) => ReminderValues) => void;

/**
 * A form whose typing survives leaving the page.
 *
 * @param owner who types: another person at the same browser has another one
 * @param name the reminder's id, or "new"
 * @param begun what typing begins on
 * @returns what is typed (`begun` while nothing was), how to change it, and how to let it go
 */
export function useKeptReminder(
  owner: string,
  name: string,
  begun: KeptReminder,
): {
  form: KeptReminder;
  isTyped: boolean;
  change: ChangeReminder;
  keep: (form: KeptReminder) => void;
  drop: () => void;
} {
  const key = `tidings.reminder-form.${owner}.${name}`;
  const [kept, setKept] = useState(() => read(key));
  const latest = useRef(kept ?? begun);
  const keep = useCallback(
    (form: KeptReminder) => {
      latest.current = form;
      writeStored(key, JSON.stringify(form));
      setKept(form);
    },
    [key],
  );
  const change = useCallback<ChangeReminder>(
    (make) => {
      keep({ ...latest.current, values: make(latest.current.values) });
    },
    [keep],
  );
  return {
    form: kept ?? begun,
    isTyped: kept !== null,
    change,
    keep,
    drop: () => {
      removeStored(key);
      latest.current = begun;
      setKept(null);
    },
  };
}

function read(key: string): KeptReminder | null {
  const text = readStored(key);
  if (text === null) return null;
  try {
    const form = JSON.parse(text) as Partial<KeptReminder>;
    if (typeof form.values?.name !== "string") return null;
    // What was kept before the form had all of its fields lacks the newer ones, on both sides alike.
    const whole = (values: ReminderValues): ReminderValues => ({
      ...newValues(values.time_zone),
      ...values,
      translations: readTranslations(values.translations),
      translating: readTranslating(values.translating),
    });
    const base = form.base ?? null;
    return { values: whole(form.values), base: base && { ...base, values: whole(base.values) } };
  } catch {
    return null;
  }
}
