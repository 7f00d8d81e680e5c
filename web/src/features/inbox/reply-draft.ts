import { useCallback, useEffect, useRef, useState } from "react";
import { newKey } from "@/lib/random";
import { readStored, removeStored, writeStored } from "@/lib/storage";

/** What is being written in one conversation. It keeps itself in the browser until it has been sent. */
export interface ReplyDraft {
  /** Also the Idempotency-Key of its sending: it stays the same however often sending is tried. */
  id: string;
  content: string;
}

/** What a draft is to become: a text to them, or a note for staff. */
export type DraftKind = "reply" | "note";

/** The longest text that the API takes as each, in UTF-16 units. */
export const longest: Record<DraftKind, number> = { reply: 1600, note: 2000 };

/** Told the id of each draft that was sent. */
const onSent = new Set<(id: string) => void>();

/** Where each draft that has been seen is kept, by its id. */
const places = new Map<string, string>();

/** Lets go of a draft that has been sent, wherever its writer has gone meanwhile. What was begun since stays. */
export function forgetDraft(id: string): void {
  const place = places.get(id);
  if (place !== undefined && loadDraft(place).id === id) removeStored(place);
  for (const tell of onSent) tell(id);
}

function newDraft(): ReplyDraft {
  return { id: newKey(), content: "" };
}

function loadDraft(place: string): ReplyDraft {
  const text = readStored(place);
  if (text === null) return newDraft();
  try {
    const kept = JSON.parse(text) as Partial<ReplyDraft>;
    if (typeof kept.id !== "string" || typeof kept.content !== "string") return newDraft();
    return { id: kept.id, content: kept.content };
  } catch {
    return newDraft();
  }
}

/** A draft of one person in one conversation, written to the browser at every change. */
export function useReplyDraft(
  owner: string,
  thread: string,
  kind: DraftKind,
): {
  draft: ReplyDraft;
  write: (content: string) => void;
  /** Makes it another message, with a key of its own. */
  renew: () => void;
  discard: () => void;
} {
  const place = `tidings.${kind}.${owner}.${thread}`;
  const [draft, setDraft] = useState(() => loadDraft(place));
  const latest = useRef(draft);
  const keep = useCallback(
    (next: ReplyDraft) => {
      latest.current = next;
      places.set(next.id, place);
      if (next.content === "") removeStored(place);
      else writeStored(place, JSON.stringify(next));
      setDraft(next);
    },
    [place],
  );
  const write = useCallback(
    (content: string) => {
      keep({ ...latest.current, content });
    },
    [keep],
  );
  const renew = useCallback(() => {
    keep({ ...latest.current, id: newKey() });
  }, [keep]);
  const discard = useCallback(() => {
    keep(newDraft());
  }, [keep]);
  useEffect(() => {
    places.set(latest.current.id, place);
    const forget = (id: string): void => {
      if (latest.current.id === id) discard();
    };
    onSent.add(forget);
    return () => {
      onSent.delete(forget);
    };
  }, [discard, place]);
  return { draft, write, renew, discard };
}
