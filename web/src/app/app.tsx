import { useState, type ReactNode } from "react";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { createApi } from "@/api/client";
import { ApiProblem, SignedOut } from "@/api/problem";
import { Button } from "@/components/ui/button";
import { Toasts } from "@/components/ui/toasts";
import { ToolsContext, useSignedIn, type Tools } from "@/features/session/context";
import { Session } from "@/features/session/session";
import { SignInPage } from "@/features/session/sign-in-page";
import { loadConfig, type Config } from "@/lib/config";
import { Routes } from "./routes";
import { Shell } from "./shell";

export function App(): ReactNode {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <Boot />
    </QueryClientProvider>
  );
}

function Boot(): ReactNode {
  const {
    data: config,
    error,
    refetch,
  } = useQuery({ queryKey: ["config"], queryFn: loadConfig, staleTime: Infinity });
  if (config !== undefined) return <Ready config={config} />;
  if (error === null) return null;
  return (
    <main className="mx-auto max-w-[32rem] px-5 py-24" role="alert">
      <h1 className="headline pb-3">Tidings can’t start just now.</h1>
      <p className="pb-6 text-muted">
        Its settings could not be read. Check your connection and try again; if it goes on, tell your
        administrator: “{error.message}”.
      </p>
      <Button kind="primary" onClick={() => void refetch()}>
        Try again
      </Button>
    </main>
  );
}

function Ready({ config }: { config: Config }): ReactNode {
  const [tools] = useState<Tools>(() => {
    const session = new Session(config);
    return { config, session, api: createApi(session) };
  });
  return (
    <ToolsContext value={tools}>
      <Dashboard />
      <Toasts />
    </ToolsContext>
  );
}

/** A new sign-in starts with an empty cache: the next person must not see what the last one read. */
export function Dashboard(): ReactNode {
  const isSignedIn = useSignedIn();
  if (!isSignedIn) return <SignInPage />;
  return <SignedIn />;
}

function SignedIn(): ReactNode {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <Shell>
        <Routes />
      </Shell>
    </QueryClientProvider>
  );
}

/** Reads are tried again once when the network or the server failed, never when the API said no. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5000,
        retry: (failures, error) =>
          failures < 1 &&
          !(error instanceof SignedOut) &&
          !(error instanceof ApiProblem && error.status < 500),
        retryDelay: 600,
      },
      // Said at once: paused mutations would look as if they had worked.
      mutations: { networkMode: "always" },
    },
  });
}
