import "@fontsource-variable/source-sans-3/wght.css";
import "@fontsource-variable/source-serif-4/wght.css";
import "./app/theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";

async function start(): Promise<void> {
  // Only in `npm run dev:mock`: the condition is a constant in a build, which leaves the mock out of it.
  if (import.meta.env.MODE === "mock") {
    const { startMock } = await import("../mock/browser");
    await startMock();
  }
  const root = document.getElementById("root");
  if (root === null) throw new Error("index.html has no #root");
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

void start();
