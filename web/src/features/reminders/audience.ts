import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { unwrap, type Api } from "@/api/client";
import { ApiProblem } from "@/api/problem";
import type { Group, Reminder } from "@/api/types";
import type { Chosen } from "@/features/messages/draft";
import { useApi } from "@/features/session/context";
import { groups as groupCount, nameList, people } from "@/lib/words";
import type { AudienceNames } from "./form-values";

/** How many people are read at the same time. */
const atOnce = 8;

/** The names of those for whom a reminder is; nothing is asked before there is a reminder. */
export function useAudienceNames(reminder: Reminder | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ["audience-names", reminder?.contact_ids, reminder?.group_ids],
    queryFn: () => {
      if (reminder === undefined) throw new Error("asked for the names of no reminder");
      return readAudienceNames(api, reminder);
    },
    enabled: reminder !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

/** Reads the names anew, past what is kept. */
export function useReadAudienceNames(): (reminder: Reminder) => Promise<AudienceNames> {
  const api = useApi();
  return (reminder) => readAudienceNames(api, reminder);
}

async function readAudienceNames(api: Api, { contact_ids, group_ids }: Reminder): Promise<AudienceNames> {
  return {
    groups: group_ids === null ? [] : await readGroupNames(api, group_ids),
    chosen: contact_ids === null ? [] : await readNames(api, contact_ids),
  };
}

/** What is there no more keeps its place: the form says by the API's refusal what to do about it. */
async function readGroupNames(api: Api, ids: readonly string[]): Promise<Chosen[]> {
  const { items } = await unwrap(api.GET("/api/groups"));
  return ids.map((id) => ({ id, name: items.find((group) => group.id === id)?.name ?? "A deleted group" }));
}

async function readNames(api: Api, ids: readonly string[]): Promise<Chosen[]> {
  const names: Chosen[] = [];
  for (let from = 0; from < ids.length; from += atOnce) {
    names.push(...(await Promise.all(ids.slice(from, from + atOnce).map((id) => readName(api, id)))));
  }
  return names;
}

async function readName(api: Api, id: string): Promise<Chosen> {
  try {
    const { name } = await unwrap(api.GET("/api/contacts/{id}", { params: { path: { id } } }));
    return { id, name };
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return { id, name: "Someone who was deleted" };
    throw error;
  }
}

/** "Everyone", "Choir and Food pantry", "12 people". */
export function audienceWords(
  { contact_ids, group_ids, schedule_type }: Reminder,
  groups: readonly Group[],
): string {
  const who = schedule_type === "birthday" ? "Whoever has a birthday" : "Everyone";
  if (contact_ids !== null) return people(contact_ids.length);
  if (group_ids === null) return who;
  const names = groups.filter(({ id }) => group_ids.includes(id)).map(({ name }) => name);
  return names.length < group_ids.length ? groupCount(group_ids.length) : nameList(names, 2, names.length);
}
