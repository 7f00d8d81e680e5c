import { useState } from "react";
import type { ChosenPerson } from "@/features/contacts/people-picker";
import { readStored, removeStored, writeStored } from "@/lib/storage";

const key = (owner: string): string => `tidings.myself.${owner}`;

/**
 * Which contact the signed-in person is. Only this browser knows: nothing ties the two together elsewhere.
 *
 * @param owner the signed-in person's id
 */
export function useMyself(owner: string): {
  myself: ChosenPerson | null;
  remember: (person: ChosenPerson | null) => void;
} {
  const [myself, setMyself] = useState(() => read(owner));
  return {
    myself,
    remember: (person) => {
      if (person === null) removeStored(key(owner));
      else writeStored(key(owner), JSON.stringify(person));
      setMyself(person);
    },
  };
}

function read(owner: string): ChosenPerson | null {
  try {
    const kept = JSON.parse(readStored(key(owner)) ?? "null") as Partial<ChosenPerson> | null;
    if (typeof kept?.id !== "string" || typeof kept.name !== "string") return null;
    return { id: kept.id, name: kept.name };
  } catch {
    return null;
  }
}
