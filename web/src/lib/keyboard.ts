import { useEffect, useRef } from "react";

/** Runs `action` when a key is pressed alone and nobody is typing. Null switches it off. */
export function useKey(key: string, action: (() => void) | null): void {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
        return;
      if (latest.current === null || isTyping(event.target, key) || dialogOpen()) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [key]);
}

function isTyping(target: EventTarget | null, key: string): boolean {
  if (key === "Escape" || !(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function dialogOpen(): boolean {
  return document.querySelector("dialog[open]") !== null;
}
