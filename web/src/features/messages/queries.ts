import { useEffect } from "react";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
  type UseMutationResult,
} from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Broadcast, MessageStatus, SendRequest, TestRequest } from "@/api/types";
import { useApi } from "@/features/session/context";
import { forgetSent } from "./draft";
import { isUnderWay, lookAgainIn } from "./progress";

const pageSize = 50;

/** One broadcast, looked at again and again until nothing about it will change. */
export function useBroadcast(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ["broadcasts", id],
    queryFn: () => unwrap(api.GET("/api/broadcasts/{id}", { params: { path: { id } } })),
    refetchInterval: ({ state }) => lookAgainIn(state.data, Date.now()),
    refetchIntervalInBackground: false,
  });
  // The list of people is read again only when a count has changed.
  const seen = query.data === undefined ? "" : JSON.stringify([query.data.status, query.data.counts]);
  useEffect(() => {
    if (seen !== "") void client.invalidateQueries({ queryKey: ["broadcast-messages", id] });
  }, [client, id, seen]);
  return query;
}

/** Each person's message of a broadcast, a page at a time. */
export function useBroadcastMessages(id: string, status: MessageStatus | null) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["broadcast-messages", id, status],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/api/broadcasts/{id}/messages", {
          params: {
            path: { id },
            query: {
              limit: pageSize,
              ...(status !== null && { status }),
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Broadcasts, newest first; live while one of them is under way. */
export function useBroadcasts(limit: number = pageSize) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["broadcasts", "list", limit],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/api/broadcasts", {
          params: { query: { limit, ...(pageParam !== null && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state }) => {
      const intervals = (state.data?.pages ?? [])
        .flatMap((page) => page.items)
        .map((broadcast) => lookAgainIn(broadcast, Date.now()))
        .filter((interval) => interval !== false);
      return intervals.length === 0 ? false : Math.min(...intervals);
    },
  });
}

export interface Sending {
  request: SendRequest;
  /** The same for every try of one draft, so that a retry never sends twice. */
  idempotencyKey: string;
}

/** Sends a draft of `owner`'s, and lets it go once it is sent, even when its page is no longer open. */
export function useSend(owner: string): UseMutationResult<Broadcast, Error, Sending> {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ request, idempotencyKey }: Sending) =>
      unwrap(
        api.POST("/api/messages/send", {
          params: { header: { "Idempotency-Key": idempotencyKey } },
          body: request,
        }),
      ),
    onSuccess: (broadcast, { idempotencyKey }) => {
      forgetSent(owner, idempotencyKey);
      rememberBroadcast(client, broadcast);
    },
  });
}

/** Sends what is written to one person, to be looked at. */
export function useSendTest(): UseMutationResult<
  Broadcast,
  Error,
  { request: TestRequest; idempotencyKey: string }
> {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ request, idempotencyKey }) =>
      unwrap(
        api.POST("/api/messages/test", {
          params: { header: { "Idempotency-Key": idempotencyKey } },
          body: request,
        }),
      ),
    onSuccess: (broadcast) => {
      rememberBroadcast(client, broadcast);
    },
  });
}

export function useStop(id: string): UseMutationResult<Broadcast, Error, void> {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/broadcasts/{id}/cancel", { params: { path: { id } } })),
    onSuccess: (broadcast) => {
      rememberBroadcast(client, broadcast);
    },
    onError: () => client.invalidateQueries({ queryKey: ["broadcasts", id] }),
  });
}

/** Lets a paused broadcast go on. A refusal shows that it stands elsewhere by now, and it is read anew. */
export function useResume(id: string): UseMutationResult<Broadcast, Error, void> {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/broadcasts/{id}/resume", { params: { path: { id } } })),
    onSuccess: (broadcast) => {
      rememberBroadcast(client, broadcast);
    },
    onError: () => client.invalidateQueries({ queryKey: ["broadcasts", id] }),
  });
}

/** Shows a broadcast at once from the answer, and lets the lists and totals be read anew. */
function rememberBroadcast(client: QueryClient, broadcast: Broadcast): void {
  client.setQueryData(["broadcasts", broadcast.id], broadcast);
  void client.invalidateQueries({ queryKey: ["broadcasts", "list"] });
  void client.invalidateQueries({ queryKey: ["stats"] });
}

/** Whether any of these may still change by itself. */
export function anyUnderWay(broadcasts: readonly Broadcast[]): boolean {
  return broadcasts.some(isUnderWay);
}
