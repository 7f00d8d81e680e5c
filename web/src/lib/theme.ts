import { readStored, removeStored, writeStored } from "./storage";

export type Theme = "system" | "light" | "dark";

const key = "tidings.theme";

export function storedTheme(): Theme {
  const stored = readStored(key);
  return stored === "light" || stored === "dark" ? stored : "system";
}

/** Keeps the choice and shows it at once; public/theme.js does the showing, as it also does before first paint. */
export function chooseTheme(theme: Theme): void {
  if (theme === "system") removeStored(key);
  else writeStored(key, theme);
  window.dispatchEvent(new Event("tidings:theme"));
}
