import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";
import { createApi } from "@/api/client";
import { ToolsContext } from "@/features/session/context";
import { Session } from "@/features/session/session";
import { staff } from "../../test/records";
import { config } from "../../test/render";
import { http, server } from "../../test/server";
import { createQueryClient, Dashboard } from "./app";
import { places } from "./places";

beforeEach(() => {
  server.use(
    http.get("/api/me", ({ response }) => response(200).json(staff)),
    http.get("/api/inbox/counts", ({ response }) => response(200).json({ unread: 2, is_complete: true })),
  );
});

function open(path: string): { sidebar: HTMLElement; bar: HTMLElement } {
  const session = new Session(config);
  session.accept({ idToken: "token-1", refreshToken: "refresh-1", expiresAt: Date.now() + 3_600_000 });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ToolsContext value={{ config, session, api: createApi(session) }}>
        <Router hook={memoryLocation({ path }).hook}>
          <Dashboard />
        </Router>
      </ToolsContext>
    </QueryClientProvider>,
  );
  const [sidebar, bar] = screen.getAllByRole("navigation", { name: "Main" });
  if (sidebar === undefined || bar === undefined) throw new Error("there are two ways to the main places");
  return { sidebar, bar };
}

const named = (place: HTMLElement): string[] =>
  within(place)
    .getAllByRole("link")
    .map(({ textContent }) => textContent);

it("says beside the inbox how many replies wait, in words too", async () => {
  const { sidebar, bar } = open("/more");
  for (const place of [sidebar, bar]) {
    expect(
      await within(place).findByRole("link", { name: /^Inbox ?: Two replies are waiting\.$/ }),
    ).toHaveTextContent("2");
  }
});

it("shows every place in the sidebar, and on a phone those that the bar has no room for under More", () => {
  const { sidebar, bar } = open("/more");
  const under = screen.getByRole("navigation", { name: "More places" });
  expect(named(sidebar)).toEqual(places.map(({ name }) => name));
  expect([...named(bar).filter((name) => name !== "More"), ...named(under)].sort()).toEqual(
    places.map(({ name }) => name).sort(),
  );
  expect(named(bar).length).toBeLessThanOrEqual(5);
});

it("marks the place of the page, which is More for what is found there", () => {
  const { sidebar, bar } = open("/settings/nowhere");
  expect(within(sidebar).getByRole("link", { current: "page" })).toHaveTextContent("Settings");
  expect(within(bar).getByRole("link", { current: "page" })).toHaveTextContent("More");
});
