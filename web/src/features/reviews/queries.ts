import { useMemo } from "react";
import {
  useInfiniteQuery,
  useMutation,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
} from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import { ApiProblem } from "@/api/problem";
import type { Decision, Message, MessagePage } from "@/api/types";
import { useApi, useMayChange, useMe } from "@/features/session/context";
import { useLookFurther } from "@/lib/look-further";

const pageSize = 50;
const listKey = ["reviews"] as const;

/** Milliseconds between two looks: a text comes to be in doubt while nobody touches the page. */
const betweenLooks = 60_000;

type Pages = InfiniteData<MessagePage, string | null>;

/** The messages that wait for somebody's decision, those of the oldest broadcast first. */
export function useReviews() {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: listKey,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/reviews", {
          params: { query: { limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: betweenLooks,
  });
  const further = useLookFurther(query);
  const { data } = query;
  const messages = useMemo(() => (data?.pages ?? []).flatMap((page) => page.items), [data]);
  return { ...query, ...further, messages };
}

/** Whether the decision is the signed-in person's; true until known, since most who look are staff. */
export function useMayDecide(): boolean {
  const isKnown = useMe() !== undefined;
  return useMayChange() || !isKnown;
}

/** Whether a refusal says that a message does not wait for a decision any more. */
export function isDecidedAlready(error: Error | null): boolean {
  return error instanceof ApiProblem && (error.status === 409 || error.status === 404);
}

/** Decides about one message. It leaves the list when somebody has decided, whoever it was. */
export function useDecide(message: Message) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (decision: Decision) =>
      unwrap(api.POST("/api/reviews/{id}", { params: { path: { id: message.id } }, body: { decision } })),
    onSettled: (_, error) => {
      if (error === null || isDecidedAlready(error)) leaveList(client, message);
    },
  });
}

function leaveList(client: QueryClient, message: Message): void {
  client.setQueryData<Pages>(listKey, (list) =>
    list === undefined
      ? list
      : {
          ...list,
          pages: list.pages.map((page) => ({
            ...page,
            items: page.items.filter(({ id }) => id !== message.id),
          })),
        },
  );
  void client.invalidateQueries({ queryKey: ["stats"] });
  void client.invalidateQueries({ queryKey: ["broadcasts"] });
  void client.invalidateQueries({ queryKey: ["broadcast-messages", message.broadcast_id] });
  void client.invalidateQueries({ queryKey: ["contact-history"] });
}
