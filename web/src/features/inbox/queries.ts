import { useMemo } from "react";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
} from "@tanstack/react-query";
import { unwrap, type Api } from "@/api/client";
import { ApiProblem } from "@/api/problem";
import type { InboxFilter, Thread, ThreadPage } from "@/api/types";
import { useApi } from "@/features/session/context";
import { useLookFurther } from "@/lib/look-further";
import { betweenCounts, betweenLongLooks, betweenLooks } from "./look-again";

const pageSize = 50;
const listKey = ["inbox", "list"] as const;
const countsKey = ["inbox", "counts"] as const;
export const threadKey = (id: string) => ["inbox", "thread", id] as const;
export const entriesKey = (id: string) => ["inbox", "entries", id] as const;

/** A list that was read further than this is read anew less often. */
const mostReadAgain = 2;

type Pages = InfiniteData<ThreadPage, string | null>;

/** How many conversations have not been read; every page shows it. */
export function useUnread() {
  const api = useApi();
  return useQuery({
    queryKey: countsKey,
    queryFn: () => unwrap(api.GET("/api/inbox/counts")),
    refetchInterval: betweenCounts,
  });
}

/** The conversations that a filter lets through, those with the latest words first. */
export function useThreads(filter: InboxFilter) {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: [...listKey, filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/inbox", {
          params: { query: { filter, limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      (state.data?.pages.length ?? 0) <= mostReadAgain ? betweenLooks : betweenLongLooks,
  });
  const further = useLookFurther(query);
  const { data } = query;
  const threads = useMemo(() => (data?.pages ?? []).flatMap((page) => page.items), [data]);
  return { ...query, ...further, threads };
}

export function useThread(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useQuery({
    queryKey: threadKey(id),
    queryFn: () => readThread(api, id),
    // What a list already knows is shown until the answer comes.
    placeholderData: () => fromLists(client, id),
    refetchInterval: betweenLooks,
  });
}

function readThread(api: Api, id: string): Promise<Thread> {
  return unwrap(api.GET("/api/inbox/{id}", { params: { path: { id } } }));
}

function fromLists(client: QueryClient, id: string): Thread | undefined {
  return client
    .getQueriesData<Pages>({ queryKey: listKey })
    .flatMap(([, list]) => list?.pages ?? [])
    .flatMap((page) => page.items)
    .find((thread) => thread.id === id);
}

/** Who may be given a conversation, by name. */
export function useUsers(wanted: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ["users"],
    queryFn: async () => (await unwrap(api.GET("/api/users"))).items,
    enabled: wanted,
    staleTime: 60_000,
  });
}

/** Says that what is shown has been read; it is shown so at once. */
export function useMarkRead() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, last_text_at }: Thread) =>
      unwrap(api.POST("/api/inbox/{id}/read", { params: { path: { id } }, body: { last_text_at } })),
    onMutate: (thread) => {
      showThread(client, { ...thread, unread: false });
    },
    onSuccess: (thread) => {
      rememberThread(client, thread);
    },
    onError: (_, { id }) => client.invalidateQueries({ queryKey: threadKey(id) }),
  });
}

/** Nothing was changed, because what was shown is not how it is any more. */
export class Overtaken extends Error {
  readonly now: Thread;

  constructor(now: Thread) {
    super("The conversation has changed since it was shown");
    this.name = "Overtaken";
    this.now = now;
  }
}

/**
 * Does something with the version that is shown. Every text makes a new version: where the newer one differs in
 * nothing that matters here, it is tried once more; else it throws `Overtaken`.
 */
async function withVersion(
  api: Api,
  shown: Thread,
  isSame: (now: Thread) => boolean,
  act: (header: { "If-Match": string }) => Promise<Thread>,
): Promise<Thread> {
  const header = ({ version }: Thread): { "If-Match": string } => ({ "If-Match": `"${version}"` });
  try {
    return await act(header(shown));
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 412) throw error;
    const now = await readThread(api, shown.id);
    if (!isSame(now)) throw new Overtaken(now);
    return act(header(now));
  }
}

/** Gives a conversation to somebody, or to nobody. */
export function useAssign() {
  const api = useApi();
  return useChange(({ thread, userId }: { thread: Thread; userId: string | null }) =>
    withVersion(
      api,
      thread,
      (now) => now.assignee?.user_id === thread.assignee?.user_id,
      (header) =>
        unwrap(
          api.POST("/api/inbox/{id}/assign", {
            params: { path: { id: thread.id }, header },
            body: { user_id: userId },
          }),
        ),
    ),
  );
}

/** Puts a conversation away, unless they have written again since it was shown. */
export function useResolve() {
  const api = useApi();
  return useChange(({ thread }: { thread: Thread }) =>
    withVersion(
      api,
      thread,
      (now) => now.last_text_at === thread.last_text_at,
      (header) =>
        unwrap(api.POST("/api/inbox/{id}/resolve", { params: { path: { id: thread.id }, header } })),
    ),
  );
}

export function useReopen() {
  const api = useApi();
  return useChange(({ thread }: { thread: Thread }) =>
    withVersion(
      api,
      thread,
      () => true,
      (header) => unwrap(api.POST("/api/inbox/{id}/reopen", { params: { path: { id: thread.id }, header } })),
    ),
  );
}

/** Opts the number out, or back in; the answer to a text that was taken for an opt-out, too. */
export function useThreadOptOut() {
  const api = useApi();
  return useChange(
    ({ thread, ...body }: { thread: Thread; opted_out: boolean; reason: string }) =>
      unwrap(api.POST("/api/inbox/{id}/opt-out", { params: { path: { id: thread.id } }, body })),
    (client) => {
      void client.invalidateQueries({ queryKey: ["contacts"] });
      void client.invalidateQueries({ queryKey: ["contact-history"] });
      void client.invalidateQueries({ queryKey: ["audience-preview"] });
    },
  );
}

/** Something that is done with a conversation and answers it. */
function useChange<Asked extends { thread: Thread }>(
  change: (asked: Asked) => Promise<Thread>,
  after?: (client: QueryClient) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (thread) => {
      rememberThread(client, thread);
      after?.(client);
    },
    onError: (error, { thread }) => {
      if (error instanceof Overtaken) rememberThread(client, error.now);
      else void client.invalidateQueries({ queryKey: threadKey(thread.id) });
    },
  });
}

/** Shows a conversation at once as it was answered, and lets what follows from it be read anew. */
export function rememberThread(client: QueryClient, thread: Thread): void {
  showThread(client, thread);
  void client.invalidateQueries({ queryKey: listKey });
  void client.invalidateQueries({ queryKey: countsKey });
  void client.invalidateQueries({ queryKey: ["inbox", "news", thread.id] });
}

function showThread(client: QueryClient, thread: Thread): void {
  client.setQueryData(threadKey(thread.id), thread);
  client.setQueriesData<Pages>({ queryKey: listKey }, (list) =>
    list === undefined
      ? list
      : {
          ...list,
          pages: list.pages.map((page) => ({
            ...page,
            items: page.items.map((other) => (other.id === thread.id ? thread : other)),
          })),
        },
  );
}
