import { createContext, use, useSyncExternalStore } from "react";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { unwrap, type Api } from "@/api/client";
import type { Me } from "@/api/types";
import type { Config } from "@/lib/config";
import type { Session } from "./session";

export interface Tools {
  config: Config;
  session: Session;
  api: Api;
}

export const ToolsContext = createContext<Tools | null>(null);

function useTools(): Tools {
  const tools = use(ToolsContext);
  if (tools === null) throw new Error("No ToolsContext above this component");
  return tools;
}

export function useConfig(): Config {
  return useTools().config;
}

export function useApi(): Api {
  return useTools().api;
}

export function useSession(): Session {
  return useTools().session;
}

export function useSignedIn(): boolean {
  const { session } = useTools();
  return useSyncExternalStore(session.subscribe, session.signedIn);
}

/** The reading of who is signed in, for pages that say so when it fails. */
export function useMeQuery(): UseQueryResult<Me> {
  const api = useApi();
  return useQuery({
    queryKey: ["me"],
    queryFn: () => unwrap(api.GET("/api/me")),
    staleTime: Infinity,
  });
}

/** The signed-in person, with roles. */
export function useMe(): Me | undefined {
  return useMeQuery().data;
}

/** Whether the signed-in person may change things: true for staff and admin, false for viewers and until known. */
export function useMayChange(): boolean {
  const roles = useMe()?.roles ?? [];
  return roles.includes("staff") || roles.includes("admin");
}

/** Whether the signed-in person may change the settings; false until known. */
export function useIsAdmin(): boolean {
  return useMe()?.roles.includes("admin") ?? false;
}
