import { useMemo } from "react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import { useApi } from "@/features/session/context";
import { useLookFurther } from "@/lib/look-further";

const pageSize = 50;

/** What was done, newest first. */
export function useAudit() {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: ["audit"],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/audit", {
          params: { query: { limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const further = useLookFurther(query);
  const { data } = query;
  const entries = useMemo(() => (data?.pages ?? []).flatMap((page) => page.items), [data]);
  return { ...query, ...further, entries };
}
