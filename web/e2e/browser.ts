import chromium from "@sparticuz/chromium";
import type { LaunchOptions } from "@playwright/test";

/** A Chromium that came with npm: nothing is downloaded beside the packages, and it asks nobody for anything. */
export async function browser(): Promise<LaunchOptions> {
  const isRoot = process.getuid?.() === 0;
  return {
    executablePath: await chromium.executablePath(),
    args: [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--font-render-hinting=none",
      // Chromium refuses its sandbox to root.
      ...(isRoot ? ["--no-sandbox"] : []),
    ],
  };
}
