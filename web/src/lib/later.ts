import { useSyncExternalStore } from "react";

/**
 * Acts that look done already and are not yet: the API can't take them back, so undo means that the request has
 * not been made. Each is made when the time to undo is over, and also when the page is left.
 */
let pending: ReadonlyMap<string, () => Promise<void>> = new Map();
const listeners = new Set<() => void>();

function change(next: ReadonlyMap<string, () => Promise<void>>): void {
  pending = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Puts an act off. `name` is the id of what it is about; `act` must let go of the name when it has ended. */
export function putOff(name: string, act: () => Promise<void>): void {
  change(new Map([...pending, [name, act]]));
}

/** Lets go of an act that was undone, or that has ended. */
export function letGo(name: string): void {
  change(new Map([...pending].filter(([other]) => other !== name)));
}

/** The names of what is put off. */
export function usePutOff(): ReadonlyMap<string, unknown> {
  return useSyncExternalStore(subscribe, () => pending);
}

window.addEventListener("pagehide", () => {
  for (const act of pending.values()) void act();
});
