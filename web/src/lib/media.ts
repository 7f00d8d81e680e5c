import { useSyncExternalStore } from "react";

/** From this width on there is a sidebar, and detail opens beside the list. Tailwind's `lg`. */
const desk = "(width >= 64rem)";

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(desk);
  query.addEventListener("change", listener);
  return () => {
    query.removeEventListener("change", listener);
  };
}

export function useIsDesk(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(desk).matches);
}
