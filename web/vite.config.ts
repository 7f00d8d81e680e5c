import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin, ProxyOptions } from "vite";
import { defineConfig } from "vitest/config";

const stackFile =
  process.env["TIDINGS_STACK_FILE"] ?? resolve(import.meta.dirname, "../infra/local/.state/stack.json");

/** Sends what the site does not hold itself to the running stack, so that the page and the API stay one origin. */
function stackProxy(): Record<string, ProxyOptions> {
  if (!existsSync(stackFile)) return {};
  const stack = JSON.parse(readFileSync(stackFile, "utf8")) as { dashboard_url: string };
  const { host, port } = new URL(stack.dashboard_url);
  // Node does not resolve *.localhost as browsers do, so the name goes in the header alone.
  const target: ProxyOptions = { target: `http://127.0.0.1:${port}`, headers: { host } };
  return { "/api": target, "/config.json": target };
}

/** Every browser that runs this app reads woff2: leaving the older copies out halves the published fonts. */
function onlyWoff2(): Plugin {
  return {
    name: "only-woff2",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("@fontsource") || !id.split("?")[0]?.endsWith(".css")) return null;
      return code.replaceAll(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, "");
    },
  };
}

/** Serves the mock's service worker from its package, so that it can never be part of a production build. */
function mockWorker(): Plugin {
  return {
    name: "mock-worker",
    configureServer(server) {
      server.middlewares.use("/mockServiceWorker.js", (_request, response) => {
        response.setHeader("Content-Type", "text/javascript");
        response.end(readFileSync(resolve(import.meta.dirname, "node_modules/msw/lib/mockServiceWorker.js")));
      });
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [react(), tailwindcss(), onlyWoff2(), ...(mode === "mock" ? [mockWorker()] : [])],
  resolve: { alias: { "@": resolve(import.meta.dirname, "src") } },
  server: { host: "127.0.0.1", proxy: mode === "mock" ? {} : stackProxy() },
  build: {
    // The content policy allows no data: addresses, so nothing may be inlined.
    assetsInlineLimit: 0,
    sourcemap: false,
    target: ["chrome111", "safari16.4", "firefox128"],
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["test/setup.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 20_000,
  },
}));
