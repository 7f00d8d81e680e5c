import { useEffect, useMemo } from "react";
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Contact, ContactChange, ContactInput } from "@/api/types";
import { useApi } from "@/features/session/context";
import { usePendingDeletes } from "./pending-deletes";

const pageSize = 100;
const listKey = ["contacts", "list"] as const;
const contactKey = (id: string): readonly [string, string] => ["contacts", id];

/** Contacts, a page at a time, without those whose deletion can still be undone. */
export function useContacts() {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: listKey,
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/api/contacts", {
          params: { query: { limit: pageSize, ...(pageParam !== null && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const pending = usePendingDeletes();
  const { data } = query;
  const contacts = useMemo(
    () => (data?.pages ?? []).flatMap((page) => page.items).filter((contact) => !pending.has(contact.id)),
    [data, pending],
  );
  return { ...query, contacts };
}

/** All contacts, read page after page: the API has no search, so a name is sought here. */
export function useAllContacts(wanted: boolean): {
  contacts: readonly Contact[];
  isComplete: boolean;
  error: Error | null;
  retry: () => void;
} {
  const { contacts, hasNextPage, isFetching, isError, isSuccess, error, fetchNextPage, refetch } =
    useContacts();
  useEffect(() => {
    if (wanted && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [wanted, hasNextPage, isFetching, isError, fetchNextPage]);
  return {
    contacts,
    isComplete: isSuccess && !hasNextPage,
    error,
    retry: () => void refetch(),
  };
}

/** Whether a contact is the one sought: by any part of the name or place, or by digits of the phone. */
export function matches(contact: Contact, sought: string): boolean {
  const words = fold(sought).split(/\s+/).filter(Boolean);
  const text = fold([contact.name, contact.city ?? "", contact.address ?? "", contact.sl_no ?? ""].join(" "));
  const digits = sought.replaceAll(/\D/g, "");
  if (digits.length >= 3 && /^[\d\s()+./-]+$/.test(sought.trim())) return contact.phone.includes(digits);
  return words.every((word) => text.includes(word));
}

/** Lower case, without marks: "maria" finds "María". */
function fold(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase();
}

export function useContact(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useQuery({
    queryKey: contactKey(id),
    queryFn: () => unwrap(api.GET("/api/contacts/{id}", { params: { path: { id } } })),
    // What the list already knows is shown until the answer comes.
    placeholderData: () => fromList(client, id),
  });
}

interface ContactPages {
  pages: { items: Contact[]; next_cursor: string | null }[];
  pageParams: unknown[];
}

function fromList(client: QueryClient, id: string): Contact | undefined {
  const list = client.getQueryData<ContactPages>(listKey);
  return list?.pages.flatMap((page) => page.items).find((contact) => contact.id === id);
}

export function useAddContact() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: ContactInput) => unwrap(api.POST("/api/contacts", { body: input })),
    onSuccess: (contact) => {
      client.setQueryData(contactKey(contact.id), contact);
      return forgetLists(client);
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
      client.setQueryData(contactKey(contact.id), contact);
      client.setQueryData<ContactPages>(listKey, (list) =>
        list === undefined
          ? list
          : {
              ...list,
              pages: list.pages.map((page) => ({
                ...page,
                items: page.items.map((other) => (other.id === contact.id ? contact : other)),
              })),
            },
      );
      // Not waited for, and not left out: setting data marks a list as fresh that may have been waiting to be read.
      void forgetLists(client);
    },
  });
}

/** Lets everything that depends on who is in the list be read anew. */
export async function forgetLists(client: QueryClient): Promise<void> {
  void client.invalidateQueries({ queryKey: ["stats"] });
  void client.invalidateQueries({ queryKey: ["audience-preview"] });
  await client.invalidateQueries({ queryKey: listKey });
}
