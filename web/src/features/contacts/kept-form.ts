import { useState } from "react";
import { readStored, removeStored, writeStored } from "@/lib/storage";
import { emptyValues, type FormValues } from "./form-values";

/**
 * A form whose typing survives leaving the page. `name` is the contact's id, or "new".
 *
 * @returns what is typed (null while nothing was), how to change it, and how to let it go
 */
export function useKeptForm(name: string): {
  kept: KeptForm | null;
  keep: (form: KeptForm) => void;
  drop: () => void;
} {
  const key = `tidings.contact-form.${name}`;
  const [kept, setKept] = useState(() => read(key));
  return {
    kept,
    keep: (form) => {
      writeStored(key, JSON.stringify(form));
      setKept(form);
    },
    drop: () => {
      removeStored(key);
      setKept(null);
    },
  };
}

/** What was typed, and what the contact was when the typing began. */
export interface KeptForm {
  values: FormValues;
  base: { version: number; values: FormValues } | null;
}

function read(key: string): KeptForm | null {
  const text = readStored(key);
  if (text === null) return null;
  try {
    const form = JSON.parse(text) as Partial<KeptForm>;
    if (typeof form.values?.name !== "string") return null;
    // What was kept before the form had all of its fields lacks the newer ones, on both sides alike.
    const base = form.base ?? null;
    return {
      values: { ...emptyValues, ...form.values },
      base: base === null ? null : { ...base, values: { ...emptyValues, ...base.values } },
    };
  } catch {
    return null;
  }
}
