import { useMemo } from "react";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Broadcast, Holiday, Reminder, ReminderInput, ScheduleInput } from "@/api/types";
import { lookAgainIn as lookAtBroadcastIn } from "@/features/messages/progress";
import { useApi } from "@/features/session/context";
import { usePutOff } from "@/lib/later";
import { useSettled } from "@/lib/settled";
import { scheduleOf, valuesOf } from "./form-values";
import { byTime, lookAgainIn } from "./progress";

const historySize = 20;

/** Times do not depend on whom they are for. */
const nobody = { chosen: [], groups: [] };

/** For how long a schedule has to stand still before its times are asked for, in milliseconds. */
const pause = 300;

const listKey = ["reminders", "list"] as const;
const reminderKey = (id: string): readonly [string, string, string] => ["reminders", "one", id];
const holidaysKey = ["reminders", "holidays"] as const;

/** All reminders, the next one first, without those whose deletion can be undone. */
export function useReminders() {
  const api = useApi();
  const query = useQuery({
    queryKey: listKey,
    queryFn: () => unwrap(api.GET("/api/reminders")),
    refetchInterval: ({ state }) => lookAgainIn(state.data?.items ?? [], Date.now()),
  });
  const pending = usePutOff();
  const reminders = useMemo(
    () => query.data?.items.filter(({ id }) => !pending.has(id)).sort(byTime),
    [query.data, pending],
  );
  return { ...query, reminders };
}

export function useReminder(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: reminderKey(id),
    queryFn: () => unwrap(api.GET("/api/reminders/{id}", { params: { path: { id } } })),
    refetchInterval: ({ state }) => lookAgainIn(state.data === undefined ? [] : [state.data], Date.now()),
  });
}

/** Reads a reminder anew, past what is kept: for the moment when what is kept has proved old. */
export function useReadReminder() {
  const api = useApi();
  const client = useQueryClient();
  return async (id: string): Promise<Reminder> => {
    const reminder = await unwrap(api.GET("/api/reminders/{id}", { params: { path: { id } } }));
    client.setQueryData(reminderKey(id), reminder);
    return reminder;
  };
}

/**
 * The next ten times of a saved reminder, with those between them that are left out; of one that is paused, those
 * that there would be.
 */
export function useUpcoming(reminder: Reminder) {
  const api = useApi();
  const { id, version, active } = reminder;
  return useQuery({
    // The version grows with every change and every occurrence: both move what is to come.
    queryKey: ["reminders", "upcoming", id, version],
    queryFn: () =>
      unwrap(
        active
          ? api.GET("/api/reminders/{id}/upcoming", { params: { path: { id } } })
          : api.POST("/api/reminders/preview", { body: scheduleOf(valuesOf(reminder, nobody)) }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** The next ten times of a schedule that is being written; null asks nothing. */
export function usePreview(schedule: ScheduleInput | null) {
  const api = useApi();
  const asked = useSettled(schedule === null ? null : JSON.stringify(schedule), pause);
  return useQuery({
    queryKey: ["reminders", "preview", asked],
    queryFn: () => {
      if (asked === null) throw new Error("asked for the times of no schedule");
      return unwrap(api.POST("/api/reminders/preview", { body: JSON.parse(asked) as ScheduleInput }));
    },
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** What became of a reminder's times so far, newest first; live while one of them is on its way. */
export function useOccurrences({ id, version }: Reminder) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["reminders", "occurrences", id, version],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET("/api/reminders/{id}/occurrences", {
          params: {
            path: { id },
            query: { limit: historySize, ...(pageParam !== null && { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      const intervals = (state.data?.pages ?? [])
        .flatMap(({ items }) => items)
        .map(({ broadcast }) => lookAtBroadcastIn(broadcast ?? undefined, Date.now()))
        .filter((interval) => interval !== false);
      return intervals.length === 0 ? false : Math.min(...intervals);
    },
  });
}

/** What happens on the days from `from` to `to`, both of them counted: 62 at most. */
export function useCalendar(from: string, to: string) {
  const api = useApi();
  const pending = usePutOff();
  const query = useQuery({
    queryKey: ["reminders", "calendar", from, to],
    queryFn: () => unwrap(api.GET("/api/reminders/calendar", { params: { query: { from, to } } })),
    refetchInterval: 60_000,
  });
  const entries = useMemo(
    () => query.data?.items.filter(({ reminder_id }) => !pending.has(reminder_id)),
    [query.data, pending],
  );
  return { ...query, entries };
}

export function useHolidays() {
  const api = useApi();
  return useQuery({
    queryKey: holidaysKey,
    queryFn: () => unwrap(api.GET("/api/reminders/holidays")),
    staleTime: 30_000,
  });
}

export function useChangeHolidays() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ items, version }: { items: readonly Holiday[]; version: number }) =>
      unwrap(
        api.PUT("/api/reminders/holidays", {
          params: { header: { "If-Match": `"${version}"` } },
          body: { items: [...items] },
        }),
      ),
    onSuccess: (holidays) => {
      client.setQueryData(holidaysKey, holidays);
      void forgetTimes(client);
    },
    onError: () => client.invalidateQueries({ queryKey: holidaysKey }),
  });
}

export function useAddReminder() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: ReminderInput) => unwrap(api.POST("/api/reminders", { body: input })),
    onSuccess: (reminder) => {
      rememberReminder(client, reminder);
    },
  });
}

export function useChangeReminder() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, input }: { id: string; version: number; input: ReminderInput }) =>
      unwrap(
        api.PUT("/api/reminders/{id}", {
          params: { path: { id }, header: { "If-Match": `"${version}"` } },
          body: input,
        }),
      ),
    onSuccess: (reminder) => {
      rememberReminder(client, reminder);
    },
  });
}

/** Holds a reminder back, or lets it go on. */
export function usePause(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (isPaused: boolean) => {
      const params = { path: { id } };
      return unwrap(
        isPaused
          ? api.POST("/api/reminders/{id}/pause", { params })
          : api.POST("/api/reminders/{id}/resume", { params }),
      );
    },
    onSuccess: (reminder) => {
      rememberReminder(client, reminder);
    },
  });
}

/** Leaves the next time out. A refusal shows that another one is the next by now, and it is read anew. */
export function useSkip(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (date: string) =>
      unwrap(api.POST("/api/reminders/{id}/skip", { params: { path: { id } }, body: { date } })),
    onSuccess: (reminder) => {
      rememberReminder(client, reminder);
    },
    onError: () => client.invalidateQueries({ queryKey: reminderKey(id) }),
  });
}

export function useSendNow(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (idempotencyKey: string): Promise<Broadcast> =>
      unwrap(
        api.POST("/api/reminders/{id}/send-now", {
          params: { path: { id }, header: { "Idempotency-Key": idempotencyKey } },
        }),
      ),
    onSuccess: (broadcast) => {
      client.setQueryData(["broadcasts", broadcast.id], broadcast);
      void client.invalidateQueries({ queryKey: ["broadcasts", "list"] });
      void client.invalidateQueries({ queryKey: ["stats"] });
    },
  });
}

export function useDuplicate(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST("/api/reminders/{id}/duplicate", { params: { path: { id } } })),
    onSuccess: (reminder) => {
      rememberReminder(client, reminder);
    },
  });
}

/** Shows a reminder at once from the answer, and lets the list and the calendar be read anew. */
function rememberReminder(client: QueryClient, reminder: Reminder): void {
  client.setQueryData(reminderKey(reminder.id), reminder);
  void forgetReminders(client);
}

export async function forgetReminders(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: listKey });
  await client.invalidateQueries({ queryKey: ["reminders", "calendar"] });
}

/** Holidays move what is to come of every reminder that leaves them out. */
async function forgetTimes(client: QueryClient): Promise<void> {
  await client.invalidateQueries({
    queryKey: ["reminders"],
    predicate: ({ queryKey }) => queryKey[1] !== holidaysKey[1],
  });
}
