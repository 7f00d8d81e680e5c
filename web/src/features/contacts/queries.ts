import { useMemo } from "react";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type Query,
  type QueryClient,
} from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Contact, ContactChange, ContactInput, ContactPage } from "@/api/types";
import { useApi } from "@/features/session/context";
import { usePutOff } from "@/lib/later";
import { useLookFurther } from "@/lib/look-further";

/** Which people, in which order. */
export interface ContactQuestion {
  search?: string;
  language?: string;
  group?: string;
  active?: boolean;
  opted_out?: boolean;
  sort?: "name" | "sl_no";
}

const pageSize = 50;
const listKey = ["contacts", "list"] as const;
const contactKey = (id: string): readonly [string, string] => ["contacts", id];

/** A list that was read further than this is mended where it is, not read anew as a whole. */
const mostReadAgain = 2;

type Pages = InfiniteData<ContactPage, string | null>;

function isShort({ state }: Query<ContactPage, Error, Pages, never>): boolean {
  return (state.data?.pages.length ?? 0) <= mostReadAgain;
}

/** The people of a question, a page at a time, without those whose deletion can still be undone. */
export function useContacts(question: ContactQuestion, wanted = true) {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: [...listKey, question],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET("/api/contacts", {
          params: {
            query: { ...question, limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled: wanted,
    refetchOnMount: (kept) => isShort(kept as never),
    refetchOnWindowFocus: (kept) => isShort(kept as never),
    refetchOnReconnect: (kept) => isShort(kept as never),
  });
  const further = useLookFurther(query);
  const { data } = query;
  const pending = usePutOff();
  const contacts = useMemo(
    () => (data?.pages ?? []).flatMap((page) => page.items).filter((contact) => !pending.has(contact.id)),
    [data, pending],
  );
  return { ...query, ...further, contacts };
}

export function useContact(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useQuery({
    queryKey: contactKey(id),
    queryFn: () => unwrap(api.GET("/api/contacts/{id}", { params: { path: { id } } })),
    // What a list already knows is shown until the answer comes.
    placeholderData: () => fromLists(client, id),
  });
}

function fromLists(client: QueryClient, id: string): Contact | undefined {
  return client
    .getQueriesData<Pages>({ queryKey: listKey })
    .flatMap(([, list]) => list?.pages ?? [])
    .flatMap((page) => page.items)
    .find((contact) => contact.id === id);
}

export function useAddContact() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: ContactInput) => unwrap(api.POST("/api/contacts", { body: input })),
    onSuccess: (contact) => {
      rememberContact(client, contact);
    },
  });
}

/** Reads a contact anew, past what is kept: for the moment when what is kept has proved old. */
export function useReadContact() {
  const api = useApi();
  const client = useQueryClient();
  return async (id: string): Promise<Contact> => {
    const contact = await unwrap(api.GET("/api/contacts/{id}", { params: { path: { id } } }));
    client.setQueryData(contactKey(id), contact);
    return contact;
  };
}

export function useChangeContact() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, change }: { id: string; version: number; change: ContactChange }) =>
      unwrap(
        api.PATCH("/api/contacts/{id}", {
          params: { path: { id }, header: { "If-Match": `"${version}"` } },
          body: change,
        }),
      ),
    onSuccess: (contact) => {
      rememberContact(client, contact);
    },
  });
}

/** Shows a contact at once as it was answered, and lets what follows from it be read anew. */
export function rememberContact(client: QueryClient, contact: Contact): void {
  client.setQueryData(contactKey(contact.id), contact);
  changeInLists(client, (other) => (other.id === contact.id ? contact : other));
  void client.invalidateQueries({ queryKey: ["contact-history", contact.id] });
  void client.invalidateQueries({ queryKey: ["household"] });
  // Whoever has a number is named in its conversation.
  void client.invalidateQueries({ queryKey: ["inbox", "list"] });
  void client.invalidateQueries({ queryKey: ["inbox", "thread"] });
  // Not waited for, and not left out: setting data marks a list as fresh that may have been waiting to be read.
  void forgetLists(client);
}

/** Changes people wherever a list shows them; null takes a person out. */
export function changeInLists(
  client: QueryClient,
  change: (contact: Contact, question: ContactQuestion) => Contact | null,
): void {
  for (const [key] of client.getQueriesData<Pages>({ queryKey: listKey })) {
    const question = key[listKey.length] as ContactQuestion;
    client.setQueryData<Pages>(key, (list) =>
      list === undefined
        ? list
        : {
            ...list,
            pages: list.pages.map((page) => ({
              ...page,
              items: page.items
                .map((contact) => change(contact, question))
                .filter((contact) => contact !== null),
            })),
          },
    );
  }
}

/**
 * Lets everything that depends on who is in the directory be read anew. A list that was read far is not: a
 * thousand people would be read for the change of one.
 */
export async function forgetLists(client: QueryClient): Promise<void> {
  void client.invalidateQueries({ queryKey: ["stats"] });
  void client.invalidateQueries({ queryKey: ["audience-preview"] });
  void client.invalidateQueries({ queryKey: ["group-size"] });
  client.removeQueries({ queryKey: listKey, type: "inactive" });
  await client.invalidateQueries({ queryKey: listKey, predicate: (query) => isShort(query as never) });
}
