import { useEffect } from "react";
import { useMutation, useQuery, type UseMutationResult } from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import { ApiProblem } from "@/api/problem";
import type { Translation } from "@/api/types";
import { useApi } from "@/features/session/context";
import type { ChangeDraft, Draft } from "./draft";
import { giveUp, take } from "./translations";

/** Milliseconds between two looks at a translation that is being made. */
const lookAgain = 1500;

/** What the language model does here: whether it can translate, and if not, why. */
export function useAssistant() {
  const api = useApi();
  return useQuery({
    queryKey: ["assistant"],
    queryFn: () => unwrap(api.GET("/api/assistant")),
    staleTime: 300_000,
  });
}

/** Asks the assistant for a draft in each of some languages; every asking is paid for. */
export function useAskForTranslation(
  draft: Draft,
  change: ChangeDraft,
): UseMutationResult<Translation, Error, readonly string[]> {
  const api = useApi();
  return useMutation({
    mutationFn: (languages: readonly string[]) =>
      unwrap(
        api.POST("/api/translations", {
          body: { content: draft.content, language: draft.language, languages: [...languages] },
        }),
      ),
    onSuccess: ({ id, translations }) => {
      const waiting = translations.map(({ language }) => language);
      change({ translating: { id, asked: waiting.length, waiting, failed: {} } });
    },
  });
}

/** Takes into the draft what the assistant has written for it, as it comes; also after the page was left. */
export function useTakeTranslations(draft: Draft, change: ChangeDraft): Error | null {
  const api = useApi();
  const { translating, translations } = draft;
  const id = translating?.id ?? "";
  const isWaiting = translating !== null && translating.waiting.length > 0;
  const { data: news, error } = useQuery({
    queryKey: ["translations", id],
    queryFn: () => unwrap(api.GET("/api/translations/{id}", { params: { path: { id } } })),
    enabled: isWaiting,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.status === "done" ? false : lookAgain),
  });
  const isGone = error instanceof ApiProblem && error.status === 404;
  useEffect(() => {
    if (translating === null || !isWaiting) return;
    if (isGone) {
      change({ translating: giveUp(translating, "It is not kept any more. Ask for it again.") });
    } else if (news !== undefined) {
      const taken = take({ translations, translating }, news);
      if (taken.translating !== translating) change(taken);
    }
  }, [change, isGone, isWaiting, news, translating, translations]);
  return isWaiting && !isGone ? error : null;
}
