import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { PhoneAssistant, PhoneAssistantInput } from "@/api/types";
import { useApi } from "@/features/session/context";

const key = ["phone-assistant"] as const;

/** What the church has decided about its phone. */
export function usePhoneAssistant() {
  const api = useApi();
  return useQuery({ queryKey: key, queryFn: () => unwrap(api.GET("/api/settings/assistant")) });
}

/** All voices that can be chosen, language by language. They come with the release, so they are asked for once. */
export function useVoices() {
  const api = useApi();
  return useQuery({
    queryKey: ["voices"],
    queryFn: () => unwrap(api.GET("/api/settings/assistant/voices")),
    staleTime: Infinity,
  });
}

/** Reads it anew, past what is kept: for the moment when what is kept has proved old. */
export function useReadPhoneAssistant() {
  const api = useApi();
  const client = useQueryClient();
  return async (): Promise<PhoneAssistant> => {
    const assistant = await unwrap(api.GET("/api/settings/assistant"));
    client.setQueryData(key, assistant);
    return assistant;
  };
}

export function useChangePhoneAssistant() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, input }: { version: number; input: PhoneAssistantInput }) =>
      unwrap(
        api.PUT("/api/settings/assistant", {
          params: { header: { "If-Match": `"${String(version)}"` } },
          body: input,
        }),
      ),
    onSuccess: (assistant) => {
      client.setQueryData(key, assistant);
    },
  });
}
