import { defineConfig } from "@playwright/test";
import { browser } from "./browser";

/** Pictures of every page, on a desk and a phone, light and dark: `npm run screenshots`, then look at them. */
export default defineConfig({
  testDir: ".",
  testMatch: "screenshots.ts",
  outputDir: "../test-results",
  workers: 1,
  timeout: 180_000,
  reporter: [["list"]],
  use: { launchOptions: await browser() },
});
