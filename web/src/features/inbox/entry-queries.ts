import { useEffect, useMemo } from "react";
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Entry } from "@/api/types";
import { useApi } from "@/features/session/context";
import { useLookFurther } from "@/lib/look-further";
import { lookAgainIn } from "./look-again";
import { withEntry, withNewest, type EntryPages } from "./newest";
import { entriesKey, threadKey } from "./queries";
import { forgetDraft } from "./reply-draft";

const pageSize = 50;

/** A signed address is good for 15 minutes. */
const addressLasts = 600_000;

/** What was exchanged, oldest first as it is read; its end is looked at again and again. */
export function useEntries(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const key = entriesKey(id);
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/inbox/{id}/entries", {
          params: {
            path: { id },
            query: { limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    // Its end is kept fresh below, and what is older does not change.
    staleTime: Infinity,
  });
  const further = useLookFurther(query);
  const { data, dataUpdatedAt } = query;
  const news = useQuery({
    queryKey: ["inbox", "news", id],
    queryFn: () =>
      unwrap(api.GET("/api/inbox/{id}/entries", { params: { path: { id }, query: { limit: pageSize } } })),
    enabled: data !== undefined,
    initialData: data?.pages[0],
    initialDataUpdatedAt: dataUpdatedAt,
    refetchInterval: ({ state }) => lookAgainIn(state.data?.items ?? [], Date.now()),
  });
  const newest = news.data;
  useEffect(() => {
    if (newest === undefined) return;
    client.setQueryData<EntryPages>(entriesKey(id), (read) =>
      read === undefined ? read : withNewest(read, newest),
    );
  }, [client, id, newest]);
  const latest = newest?.items[0]?.id;
  useEffect(() => {
    // Whatever is new here may have changed who has it, and whether it has been read.
    if (latest !== undefined) void client.invalidateQueries({ queryKey: threadKey(id) });
  }, [client, id, latest]);
  const entries = useMemo(() => (data?.pages ?? []).flatMap((page) => page.items).reverse(), [data]);
  return { ...query, ...further, error: query.error ?? news.error, entries };
}

export interface Reply {
  content: string;
  /** The same for every try of one draft, so that a retry never sends twice. */
  idempotencyKey: string;
}

/** Sends a reply, and lets its draft go once it is sent, even when its page is no longer open. */
export function useReply(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ content, idempotencyKey }: Reply) =>
      unwrap(
        api.POST("/api/inbox/{id}/replies", {
          params: { path: { id }, header: { "Idempotency-Key": idempotencyKey } },
          body: { content },
        }),
      ),
    onSuccess: (entry, { idempotencyKey }) => {
      forgetDraft(idempotencyKey);
      rememberEntry(client, id, entry);
    },
    // A refusal may say that they have opted out since.
    onError: () => client.invalidateQueries({ queryKey: threadKey(id) }),
  });
}

/** Writes a note that staff alone see. */
export function useAddNote(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (content: string) =>
      unwrap(api.POST("/api/inbox/{id}/notes", { params: { path: { id } }, body: { content } })),
    onSuccess: (entry) => {
      rememberEntry(client, id, entry);
    },
  });
}

/** Shows at once what was answered, and lets what follows from it be read anew. */
function rememberEntry(client: QueryClient, id: string, entry: Entry): void {
  client.setQueryData<EntryPages>(entriesKey(id), (read) =>
    read === undefined ? read : withEntry(read, entry),
  );
  void client.invalidateQueries({ queryKey: ["inbox", "news", id] });
  void client.invalidateQueries({ queryKey: threadKey(id) });
  void client.invalidateQueries({ queryKey: ["inbox", "list"] });
  void client.invalidateQueries({ queryKey: ["inbox", "counts"] });
}

/** Where a file can be fetched for a while; asked for only when it is wanted, since the first time takes seconds. */
export function useMedia(id: string, entryId: string, index: number, isWanted: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ["inbox", "media", id, entryId, index],
    queryFn: () =>
      unwrap(
        api.GET("/api/inbox/{id}/entries/{entry_id}/media/{index}", {
          params: { path: { id, entry_id: entryId, index } },
        }),
      ),
    enabled: isWanted,
    staleTime: addressLasts,
    refetchOnWindowFocus: false,
  });
}
