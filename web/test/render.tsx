import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { userEvent, type UserEvent } from "@testing-library/user-event";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";
import { createApi } from "@/api/client";
import type { Me } from "@/api/types";
import { createQueryClient } from "@/app/app";
import { Routes } from "@/app/routes";
import { Toasts } from "@/components/ui/toasts";
import { ToolsContext } from "@/features/session/context";
import { Session } from "@/features/session/session";
import type { Config } from "@/lib/config";
import { counts, staff } from "./records";
import { http, server } from "./server";

export const config: Config = {
  church_name: "Grace Church",
  church_phone: "+17135550100",
  default_region: "US",
  region: "us-east-1",
  user_pool_client_id: "client-1",
  cognito_endpoint: "https://cognito.example/",
};

/** Opens a page of the dashboard as someone who is signed in. */
export function openPage(path: string, me: Me = staff): { user: UserEvent; path: () => string } {
  server.use(
    http.get("/api/me", ({ response }) => response(200).json(me)),
    http.get("/api/stats", ({ response }) =>
      response(200).json({
        contacts: { total: 2, active: 2 },
        messages: { sms: counts(), voice: counts() },
      }),
    ),
  );
  const session = new Session(config);
  session.accept({ idToken: "token-1", refreshToken: "refresh-1", expiresAt: Date.now() + 3_600_000 });
  const location = memoryLocation({ path, record: true });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ToolsContext value={{ config, session, api: createApi(session) }}>
        <Router hook={location.hook}>
          <Routes />
          <Toasts />
        </Router>
      </ToolsContext>
    </QueryClientProvider>,
  );
  return { user: userEvent.setup(), path: () => location.history.at(-1) ?? "" };
}
