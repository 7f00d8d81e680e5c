import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Settings, SettingsInput } from "@/api/types";
import { useApi } from "@/features/session/context";

const settingsKey = ["settings"] as const;
const spendingKey = ["spending"] as const;

export function useSettings() {
  const api = useApi();
  return useQuery({ queryKey: settingsKey, queryFn: () => unwrap(api.GET("/api/settings")) });
}

/** Reads the settings anew, past what is kept: for the moment when what is kept has proved old. */
export function useReadSettings() {
  const api = useApi();
  const client = useQueryClient();
  return async (): Promise<Settings> => {
    const settings = await unwrap(api.GET("/api/settings"));
    client.setQueryData(settingsKey, settings);
    return settings;
  };
}

export function useChangeSettings() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, input }: { version: number; input: SettingsInput }) =>
      unwrap(api.PUT("/api/settings", { params: { header: { "If-Match": `"${version}"` } }, body: input })),
    onSuccess: (settings) => {
      client.setQueryData(settingsKey, settings);
      void client.invalidateQueries({ queryKey: spendingKey });
      void client.invalidateQueries({ queryKey: ["audience-preview"] });
    },
  });
}

/** The money of this month. */
export function useSpending() {
  const api = useApi();
  return useQuery({ queryKey: spendingKey, queryFn: () => unwrap(api.GET("/api/spending")) });
}
