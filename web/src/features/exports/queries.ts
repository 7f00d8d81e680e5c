import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import { useApi } from "@/features/session/context";

/** How soon a file that is being written is looked at again, in milliseconds. */
const lookAgain = 1000;

export function useStartExport() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/exports", { body: {} })),
    onSuccess: (started) => {
      client.setQueryData(["exports", started.id], started);
    },
  });
}

/** An export, looked at until it is ready; its address is good for some minutes after each look. */
export function useExport(id: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ["exports", id],
    queryFn: () => unwrap(api.GET("/api/exports/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.stage === "writing" ? lookAgain : false),
  });
}
