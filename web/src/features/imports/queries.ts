import { useEffect } from "react";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Import, ImportField } from "@/api/types";
import { forgetLists } from "@/features/contacts/queries";
import { useApi } from "@/features/session/context";
import { useLookFurther } from "@/lib/look-further";
import { noteUpload, put } from "./uploads";

/** How soon an import that is being worked on is looked at again, in milliseconds. */
const lookAgain = 1000;
const rowsPage = 50;

const listKey = ["imports", "list"] as const;
const importKey = (id: string): readonly [string, string] => ["imports", id];

export type RowFilter = "new" | "update" | "unchanged" | "shared_phone" | "refused" | "conflict";

export function isAtWork({ stage }: Import): boolean {
  return stage === "reading" || stage === "applying";
}

/** One import, looked at again and again while a worker reads or applies it. */
export function useImport(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: importKey(id),
    queryFn: () => unwrap(api.GET("/api/imports/{id}", { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data !== undefined && isAtWork(state.data) ? lookAgain : false),
  });
  const stage = query.data?.stage;
  useEffect(() => {
    if (stage === "applied") void forgetLists(client);
  }, [client, stage]);
  return query;
}

/** Imports, newest first. */
export function useImports() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: listKey,
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/api/imports", {
          params: { query: { limit: 20, ...(pageParam !== null && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** The rows of an import as it stands, a page at a time. */
export function useImportRows({ id, version }: Import, outcome: RowFilter | null) {
  const api = useApi();
  const query = useInfiniteQuery({
    // Another reading of the file has other rows.
    queryKey: ["import-rows", id, version, outcome],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/api/imports/{id}/rows", {
          params: {
            path: { id },
            query: {
              limit: rowsPage,
              ...(outcome !== null && { outcome }),
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
  return { ...query, ...useLookFurther(query) };
}

/**
 * Begins an import. It is there as soon as the mutation ends; the file goes up, and is read, after that: on the
 * import's own page, or wherever else the person goes.
 */
export function useImportFile() {
  const api = useApi();
  const client = useQueryClient();
  const send = async (started: Import, file: File): Promise<void> => {
    const { id, upload } = started;
    try {
      if (upload === null) throw new Error("The new import has no address for its file");
      await put(upload, file, (sent) => {
        noteUpload(id, { file, sent, error: null });
      });
      const reading = await unwrap(
        api.POST("/api/imports/{id}/preview", { params: { path: { id } }, body: {} }),
      );
      rememberImport(client, reading);
      noteUpload(id, null);
    } catch (error) {
      noteUpload(id, { file, sent: 0, error });
    }
  };
  return useMutation({
    mutationFn: (file: File) =>
      unwrap(api.POST("/api/imports", { body: { file_name: file.name, size: file.size } })),
    onSuccess: (started, file) => {
      noteUpload(started.id, { file, sent: 0, error: null });
      rememberImport(client, started);
      void send(started, file);
    },
  });
}

export interface ColumnChoice {
  column: number;
  field: ImportField | null;
}

export function useReadAgain(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (columns: ColumnChoice[]) =>
      unwrap(api.POST("/api/imports/{id}/preview", { params: { path: { id } }, body: { columns } })),
    onSuccess: (reading) => {
      rememberImport(client, reading);
    },
  });
}

/** Applies what was looked at, and no later reading of the file. */
export function useApply({ id, version }: Import) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST("/api/imports/{id}/apply", {
          params: { path: { id }, header: { "If-Match": `"${version}"` } },
        }),
      ),
    onSuccess: (applying) => {
      rememberImport(client, applying);
    },
    // Someone else may have done it meanwhile.
    onError: () => client.invalidateQueries({ queryKey: importKey(id) }),
  });
}

function rememberImport(client: QueryClient, one: Import): void {
  client.setQueryData(importKey(one.id), one);
  void forgetImports(client);
}

export async function forgetImports(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: listKey });
}
