import { useSyncExternalStore } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import { ApiProblem, explain } from "@/api/problem";
import type { Contact } from "@/api/types";
import { showToast } from "@/components/ui/toasts";
import { useApi } from "@/features/session/context";
import { forgetLists } from "./queries";

/**
 * Contacts that look deleted already and are not yet: the API cannot bring one back, so undo means that the
 * request has not been made. It is made when the toast goes, and also when the page is left.
 */
let pending: ReadonlyMap<string, () => Promise<void>> = new Map();
const listeners = new Set<() => void>();

function change(next: ReadonlyMap<string, () => Promise<void>>): void {
  pending = next;
  for (const listener of listeners) listener();
}

function without(id: string): ReadonlyMap<string, () => Promise<void>> {
  return new Map([...pending].filter(([other]) => other !== id));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePendingDeletes(): ReadonlyMap<string, unknown> {
  return useSyncExternalStore(subscribe, () => pending);
}

window.addEventListener("pagehide", () => {
  for (const remove of pending.values()) void remove();
});

/** Deletes a contact in a way that can be undone for some seconds. */
export function useDeleteContact(): (contact: Contact) => void {
  const api = useApi();
  const client = useQueryClient();
  return (contact) => {
    const remove = async (): Promise<void> => {
      try {
        await unwrap(
          api.DELETE("/api/contacts/{id}", { params: { path: { id: contact.id } }, keepalive: true }),
        );
        await forgetLists(client);
      } catch (error) {
        // Gone is gone, whoever deleted it.
        if (error instanceof ApiProblem && error.status === 404) await forgetLists(client);
        else
          showToast({
            text: (
              <>
                <bdi>{contact.name}</bdi> was not deleted. {explain(error).happened}
              </>
            ),
          });
      } finally {
        change(without(contact.id));
      }
    };
    change(new Map([...pending, [contact.id, remove]]));
    showToast({
      text: (
        <>
          <bdi>{contact.name}</bdi> deleted.
        </>
      ),
      act: {
        label: "Undo",
        run: () => {
          change(without(contact.id));
        },
      },
      onGone: () => void remove(),
    });
  };
}
