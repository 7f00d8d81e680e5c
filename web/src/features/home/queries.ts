import { useQuery } from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import { useApi } from "@/features/session/context";

/** Totals by status and type, and of contacts; read again every two seconds while something is under way. */
export function useStats(isLive: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ["stats"],
    queryFn: () => unwrap(api.GET("/api/stats")),
    refetchInterval: isLive ? 2000 : 60_000,
  });
}
