import { useMemo } from "react";
import { useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Group, GroupChange, GroupInput } from "@/api/types";
import { changeInLists, forgetLists } from "@/features/contacts/queries";
import { useApi } from "@/features/session/context";
import { usePutOff } from "@/lib/later";

const listKey = ["groups", "list"] as const;
const groupKey = (id: string): readonly [string, string] => ["groups", id];

/** The most people that can be put into a group, or taken out of it, at once. */
export const mostMoved = 100;

/** All groups, by name: a church has tens, not thousands. Without those whose deletion can still be undone. */
export function useGroups(wanted = true): {
  groups: readonly Group[];
  isComplete: boolean;
  error: Error | null;
  retry: () => void;
} {
  const api = useApi();
  const { data, isSuccess, error, refetch } = useQuery({
    queryKey: listKey,
    queryFn: () => unwrap(api.GET("/api/groups")),
    enabled: wanted,
    staleTime: 30_000,
  });
  const pending = usePutOff();
  const groups = useMemo(() => (data?.items ?? []).filter(({ id }) => !pending.has(id)), [data, pending]);
  return { groups, isComplete: isSuccess, error, retry: () => void refetch() };
}

export function useGroup(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: groupKey(id),
    queryFn: () => unwrap(api.GET("/api/groups/{id}", { params: { path: { id } } })),
  });
}

/** How many people a group has now; of a very large one at least how many. */
export function useGroupSize(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["group-size", id],
    queryFn: () => unwrap(api.GET("/api/groups/{id}/size", { params: { path: { id } } })),
    staleTime: 30_000,
  });
}

export function useAddGroup() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: GroupInput) => unwrap(api.POST("/api/groups", { body: input })),
    onSuccess: (group) => {
      rememberGroup(client, group);
    },
  });
}

export function useChangeGroup({ id, version }: Group) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: GroupChange) =>
      unwrap(
        api.PATCH("/api/groups/{id}", {
          params: { path: { id }, header: { "If-Match": `"${version}"` } },
          body: change,
        }),
      ),
    onSuccess: (group) => {
      rememberGroup(client, group);
      void forgetLists(client);
    },
  });
}

function rememberGroup(client: QueryClient, group: Group): void {
  client.setQueryData(groupKey(group.id), group);
  void forgetGroups(client);
}

export async function forgetGroups(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: listKey });
}

interface Move {
  group: Group;
  /** At most `mostMoved` people together. */
  add?: readonly string[];
  remove?: readonly string[];
}

/** Puts people into a group and takes others out; every list shows it at once. */
export function useMovePeople() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ group, add = [], remove = [] }: Move) =>
      unwrap(
        api.POST("/api/groups/{id}/members", {
          params: { path: { id: group.id } },
          body: { add: [...add], remove: [...remove] },
        }),
      ),
    onSuccess: (_, { group, add = [], remove = [] }) => {
      changeInLists(client, (contact, question) => {
        const leaves = remove.includes(contact.id);
        if (leaves && question.group === group.id) return null;
        if (!leaves && !add.includes(contact.id)) return contact;
        const others = contact.group_ids.filter((id) => id !== group.id);
        return { ...contact, group_ids: leaves ? others : [...others, group.id] };
      });
      for (const id of [...add, ...remove]) void client.invalidateQueries({ queryKey: ["contacts", id] });
      void forgetLists(client);
    },
  });
}
