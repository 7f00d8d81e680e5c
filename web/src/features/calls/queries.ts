import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Call, CallDetails, FollowUp } from "@/api/types";
import { useApi } from "@/features/session/context";

const pageSize = 50;

/** Milliseconds between two looks: calls come in while nobody touches the page. */
const betweenLooks = 15_000;

/** The church's calls, newest first. */
export function useCalls() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["calls"],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/calls", {
          params: { query: { limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: betweenLooks,
  });
}

/** The newest calls with the number of a contact, at most so many. */
export function useLatestCallsWith(contactId: string, limit: number) {
  const api = useApi();
  return useQuery({
    queryKey: ["calls", "with", contactId, limit],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/calls", { params: { query: { contact_id: contactId, limit } }, signal })),
  });
}

/** What callers left and nobody has done yet, newest first. */
export function useOpenFollowUps() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["follow-ups"],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/follow-ups", {
          params: { query: { limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: betweenLooks,
  });
}

/** One call with all that was said. It is looked at again while somebody is on the phone, or its summary is written. */
export function useCall(id: string): UseQueryResult<CallDetails> {
  const api = useApi();
  return useQuery({
    queryKey: ["calls", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/calls/{id}", { params: { path: { id } }, signal })),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isMoving(data) ? 3_000 : false),
  });
}

function isMoving({ call }: CallDetails): boolean {
  const isWritten = call.conversation_summary !== null || call.summary_note !== null;
  return call.status === "in_progress" || !isWritten;
}

/** Makes a change that a caller asked for, or leaves it. */
export function useDecide(call: Call) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { field: string; accepted: boolean }) =>
      unwrap(
        api.POST("/api/calls/{id}/changes", {
          params: { path: { id: call.id }, header: { "If-Match": `"${String(call.version)}"` } },
          body,
        }),
      ),
    onSuccess: (details) => {
      client.setQueryData(["calls", call.id], details);
      void client.invalidateQueries({ queryKey: ["contacts"] });
    },
    // Whatever was in the way is seen by looking again.
    onError: () => {
      void client.invalidateQueries({ queryKey: ["calls"] });
    },
  });
}

/** Ticks something off, or takes that back. */
export function useFinish() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ followUp, done }: { followUp: FollowUp; done: boolean }) =>
      unwrap(
        api.PATCH("/api/follow-ups/{id}", {
          params: { path: { id: followUp.id }, header: { "If-Match": `"${String(followUp.version)}"` } },
          body: { done },
        }),
      ),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["follow-ups"] });
      void client.invalidateQueries({ queryKey: ["calls"] });
    },
  });
}
