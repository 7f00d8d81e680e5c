import { useQueryClient } from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Contact } from "@/api/types";
import { actLater } from "@/components/ui/undo";
import { useApi } from "@/features/session/context";
import { changeInLists, forgetLists } from "./queries";

/** Deletes a contact in a way that can be undone for some seconds. */
export function useDeleteContact(): (contact: Contact) => void {
  const api = useApi();
  const client = useQueryClient();
  return ({ id, name }) => {
    actLater({
      id,
      text: (
        <>
          <bdi>{name}</bdi> deleted.
        </>
      ),
      failure: (
        <>
          <bdi>{name}</bdi> was not deleted.
        </>
      ),
      act: async () => {
        await unwrap(api.DELETE("/api/contacts/{id}", { params: { path: { id } }, keepalive: true }));
      },
      after: async () => {
        changeInLists(client, (contact) => (contact.id === id ? null : contact));
        await forgetLists(client);
      },
    });
  };
}
