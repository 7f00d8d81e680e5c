import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { unwrap, unwrapWithResponse } from "@/api/client";
import type { Contact, MessageType } from "@/api/types";
import { useApi } from "@/features/session/context";
import { saveAs } from "@/lib/download";
import { useLookFurther } from "@/lib/look-further";
import { changeInLists, rememberContact } from "./queries";

const historyPage = 20;

/** The others who have the same phone. */
export function useHousehold(contact: Contact) {
  const api = useApi();
  return useQuery({
    // A changed number is another household.
    queryKey: ["household", contact.id, contact.phone],
    queryFn: async () => {
      const answer = await unwrap(
        api.GET("/api/contacts/{id}/household", { params: { path: { id: contact.id } } }),
      );
      return answer.items;
    },
  });
}

/** What was sent to a person and what was changed about them, newest first. */
export function useHistory(id: string) {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: ["contact-history", id],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/api/contacts/{id}/history", {
          params: {
            path: { id },
            query: { limit: historyPage, ...(pageParam !== null && { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchOnWindowFocus: false,
  });
  return { ...query, ...useLookFurther(query) };
}

export function useOptOut(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { opted_out: boolean; channel: MessageType; reason: string }) =>
      unwrap(api.POST("/api/contacts/{id}/opt-out", { params: { path: { id } }, body })),
    onSuccess: (contact) => {
      rememberContact(client, contact);
    },
  });
}

/** Forgets that a person's number could not be texted, so that it is tried again. */
export function useTryAgain(contact: Contact) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(api.DELETE("/api/contacts/{id}/unreachable", { params: { path: { id: contact.id } } })),
    onSuccess: () => {
      rememberContact(client, { ...contact, unreachable: null });
      // Whoever shares the number is texted again too.
      changeInLists(client, (other) =>
        other.phone === contact.phone ? { ...other, unreachable: null } : other,
      );
    },
  });
}

/** Saves all that is known of a person as a file. */
export function useDownloadPerson() {
  const api = useApi();
  return useMutation({
    mutationFn: async ({ id, name }: Contact) => {
      const { data } = await unwrapWithResponse(
        api.GET("/api/contacts/{id}/export", { params: { path: { id } }, parseAs: "blob" }),
      );
      saveAs(data, `${name}.json`);
    },
  });
}
