import { useMemo, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { unwrap, type Api } from "@/api/client";
import { ApiProblem } from "@/api/problem";
import type { AudienceChoice, AudiencePreview, PreviewRequest } from "@/api/types";
import { useApi } from "@/features/session/context";
import { useSettled } from "@/lib/settled";
import { audienceOf, lengthOf, longest, type Draft } from "./draft";
import { scheduledAt } from "./schedule";
import { textsOf } from "./translations";

/** For how long the writing has to pause before its price is asked for, in milliseconds. */
const pause = 350;

type Composed = Omit<PreviewRequest, keyof AudienceChoice>;

/** Whom it would reach, and how. */
type Reach = AudienceChoice & Pick<PreviewRequest, "message_type">;

/** An answer, and what it is about. */
interface Counted {
  audience: Reach;
  composed: Composed | null;
  preview: AudiencePreview;
  /** What the API would refuse of the text, by field; the people are counted all the same. */
  refused: Readonly<Record<string, string>>;
}

export interface Preview {
  /** The latest good answer; it stays while a newer one is on its way. */
  counted: AudiencePreview | undefined;
  /** Whether it is about the people that are chosen now. */
  isOfThisAudience: boolean;
  /** Whether it is about what is written now, too. */
  isCurrent: boolean;
  refused: Readonly<Record<string, string>>;
  error: Error | null;
  isFetching: boolean;
  askAgain: () => void;
}

/**
 * Who would get the draft, what it would cost, and when it would be out.
 *
 * @param previewAs whose own text is wanted too
 */
export function usePreview(draft: Draft, previewAs: string | null): Preview {
  const api = useApi();
  const audience = useMemo(() => reachOf(draft), [draft]);
  const written = useMemo(() => composedOf(draft), [draft]);
  const composed = useSettled(written, pause);
  const query = useQuery({
    queryKey: ["audience-preview", audience, composed, previewAs],
    queryFn: ({ signal }) => {
      if (audience === null) throw new Error("asked for the preview of no audience");
      return ask(api, audience, composed && { ...composed, preview_as: previewAs }, signal);
    },
    enabled: audience !== null,
    staleTime: 10_000,
  });
  const [last, setLast] = useState<Counted>();
  if (query.data !== undefined && query.data !== last) setLast(query.data);
  const isOfThisAudience = last !== undefined && isSame(last.audience, audience) && query.error === null;
  return {
    counted: last?.preview,
    isOfThisAudience,
    isCurrent: isOfThisAudience && query.data !== undefined && isSame(composed, written),
    refused: (query.data === undefined ? undefined : last?.refused) ?? {},
    error: audience === null ? null : query.error,
    isFetching: query.isFetching,
    askAgain: () => void query.refetch(),
  };
}

function reachOf(draft: Draft): Reach | null {
  const audience = audienceOf(draft);
  return audience && { ...audience, message_type: draft.message_type };
}

/** What is written, as far as it can be counted; null while there is nothing yet, or too much. */
function composedOf({ content, language, translations, purpose, at }: Draft): Composed | null {
  if (content.trim() === "" || lengthOf(content) > longest) return null;
  return {
    content,
    language,
    translations: textsOf(translations),
    purpose,
    scheduled_at: scheduledAt(at),
  };
}

async function ask(
  api: Api,
  audience: Reach,
  composed: Composed | null,
  signal: AbortSignal,
): Promise<Counted> {
  const read = (body: PreviewRequest): Promise<AudiencePreview> =>
    unwrap(api.POST("/api/messages/preview", { body, signal }));
  try {
    return { audience, composed, preview: await read({ ...audience, ...composed }), refused: {} };
  } catch (error) {
    if (composed === null || !isAboutText(error)) throw error;
    // A field that is still being typed keeps nobody from seeing who gets it.
    return { audience, composed, preview: await read(audience), refused: error.fields };
  }
}

function isAboutText(error: unknown): error is ApiProblem {
  return (
    error instanceof ApiProblem &&
    error.errors.length > 0 &&
    error.errors.every(({ field }) => /^(?:content|translations)\b/.test(field))
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
