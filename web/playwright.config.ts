import { defineConfig } from "@playwright/test";
import { browser } from "./e2e/browser";

/** The whole system in a real browser, against a running one-machine stack (`cargo xtask up`). */
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  // One stack, one congregation: tests that send and count must not run beside each other.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    launchOptions: await browser(),
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
  },
  projects: [
    { name: "desk", use: { viewport: { width: 1280, height: 860 } } },
    { name: "phone", use: { viewport: { width: 390, height: 844 }, hasTouch: true } },
  ],
});
