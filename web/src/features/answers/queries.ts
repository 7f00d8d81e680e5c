import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { unwrap } from "@/api/client";
import type { Answers, AnswersInput } from "@/api/types";
import { useApi } from "@/features/session/context";

const answersKey = ["answers"] as const;

export function useAnswers() {
  const api = useApi();
  return useQuery({ queryKey: answersKey, queryFn: () => unwrap(api.GET("/api/inbox/answers")) });
}

/** Reads the answers anew, past what is kept: for the moment when what is kept has proved old. */
export function useReadAnswers() {
  const api = useApi();
  const client = useQueryClient();
  return async (): Promise<Answers> => {
    const answers = await unwrap(api.GET("/api/inbox/answers"));
    client.setQueryData(answersKey, answers);
    return answers;
  };
}

export function useChangeAnswers() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ version, input }: { version: number; input: AnswersInput }) =>
      unwrap(
        api.PUT("/api/inbox/answers", { params: { header: { "If-Match": `"${version}"` } }, body: input }),
      ),
    onSuccess: (answers) => {
      client.setQueryData(answersKey, answers);
    },
  });
}
