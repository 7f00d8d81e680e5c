import { useCallback, useEffect, useRef, useState } from "react";
import type { AudienceChoice, MessageType, Purpose, SendRequest } from "@/api/types";
import { newKey } from "@/lib/random";
import { readStored, removeStored, writeStored } from "@/lib/storage";
import { scheduledAt } from "./schedule";
import {
  readTranslating,
  readTranslations,
  textsOf,
  type Translating,
  type Translations,
} from "./translations";

/** What is being written. It keeps itself in the browser until it has been sent. */
export interface Draft {
  /** Also the Idempotency-Key of its sending: it stays the same however often sending is tried. */
  id: string;
  /** Text or call. */
  message_type: MessageType;
  content: string;
  /** The language that it is written in, a BCP 47 tag. */
  language: string;
  /** The same in other languages, by tag. */
  translations: Translations;
  /** What the assistant was asked to translate, until all of it has come. */
  translating: Translating | null;
  to: "everyone" | "groups" | "chosen";
  /** People chosen one by one. */
  chosen: readonly Chosen[];
  groups: readonly Chosen[];
  /** When it is to go out, by the writer's clock, as "2026-11-29T09:00"; empty while none is chosen, null for now. */
  at: string | null;
  purpose: Purpose;
}

/** Told the id of each draft that was sent. */
const onSent = new Set<(id: string) => void>();

/**
 * Lets go of a draft that has been sent, wherever its writer has gone meanwhile. Another draft that was begun
 * since stays.
 */
export function forgetSent(owner: string, id: string): void {
  if (loadDraft(owner).id === id) removeStored(key(owner));
  for (const tell of onSent) tell(id);
}

/** A person or a group, with the name that it had when it was chosen. */
export interface Chosen {
  id: string;
  name: string;
}

/** The longest text that the API takes, in characters. */
export const longest = 1600;

/** A text's length as the API and the carrier count it: in UTF-16 units. */
export function lengthOf(text: string): number {
  return text.length;
}

/** The most people that can be chosen one by one. */
export const mostChosen = 500;

/** The most groups of one message. */
export const mostGroups = 20;

const key = (owner: string): string => `tidings.draft.${owner}`;

export function newDraft(): Draft {
  return {
    id: newKey(),
    message_type: "sms",
    content: "",
    language: "en",
    translations: {},
    translating: null,
    to: "everyone",
    chosen: [],
    groups: [],
    at: null,
    purpose: "information",
  };
}

/** The kept draft of one person, or a new one. What can't be read is not worth an error. */
export function loadDraft(owner: string): Draft {
  const text = readStored(key(owner));
  if (text === null) return newDraft();
  try {
    const kept = JSON.parse(text) as Partial<Draft>;
    if (typeof kept.id !== "string" || typeof kept.content !== "string") return newDraft();
    return {
      id: kept.id,
      message_type: kept.message_type === "voice" ? "voice" : "sms",
      content: kept.content,
      language: typeof kept.language === "string" ? kept.language : "en",
      translations: readTranslations(kept.translations),
      translating: readTranslating(kept.translating),
      to: kept.to === "chosen" || kept.to === "groups" ? kept.to : "everyone",
      chosen: Array.isArray(kept.chosen) ? kept.chosen : [],
      groups: Array.isArray(kept.groups) ? kept.groups : [],
      at: typeof kept.at === "string" ? kept.at : null,
      purpose: kept.purpose === "solicitation" || kept.purpose === "emergency" ? kept.purpose : "information",
    };
  } catch {
    return newDraft();
  }
}

export function isEmpty(draft: Draft): boolean {
  return (
    draft.content.trim() === "" &&
    Object.keys(textsOf(draft.translations)).length === 0 &&
    draft.chosen.length === 0 &&
    draft.groups.length === 0
  );
}

/** Changes a draft: to what is given, or to what is made of it as it is by then. */
export type ChangeDraft = (part: Partial<Draft> | ((latest: Draft) => Partial<Draft>)) => void;

/** A draft that is written to the browser at every change. */
export function useDraft(owner: string): {
  draft: Draft;
  change: ChangeDraft;
  discard: () => void;
  restore: (draft: Draft) => void;
} {
  const [draft, setDraft] = useState(() => loadDraft(owner));
  const latest = useRef(draft);
  const restore = useCallback(
    (next: Draft) => {
      latest.current = next;
      if (isEmpty(next)) removeStored(key(owner));
      else writeStored(key(owner), JSON.stringify(next));
      setDraft(next);
    },
    [owner],
  );
  const change = useCallback<ChangeDraft>(
    (part) => {
      const given = typeof part === "function" ? part(latest.current) : part;
      restore({ ...latest.current, ...given });
    },
    [restore],
  );
  const discard = useCallback(() => {
    restore(newDraft());
  }, [restore]);
  useEffect(() => {
    const forget = (id: string): void => {
      if (latest.current.id === id) discard();
    };
    onSent.add(forget);
    return () => {
      onSent.delete(forget);
    };
  }, [discard]);
  return { draft, change, discard, restore };
}

/** For whom something is written. */
export type ChosenAudience = Pick<Draft, "to" | "chosen" | "groups">;

/** The part of a send request that says for whom it is; null while nobody has been chosen. */
export function audienceOf(draft: ChosenAudience): AudienceChoice | null {
  if (draft.to === "everyone") return { send_to_all: true };
  if (draft.to === "groups") {
    return draft.groups.length === 0 ? null : { group_ids: draft.groups.map((group) => group.id) };
  }
  if (draft.chosen.length === 0) return null;
  return { contact_ids: draft.chosen.map((person) => person.id) };
}

/** What is sent. An emergency counts as confirmed, because it is sent only after its dialog. */
export function requestOf(draft: Draft, audience: AudienceChoice): SendRequest {
  const { content, message_type, language, translations, purpose, at } = draft;
  return {
    content,
    message_type,
    language,
    translations: textsOf(translations),
    purpose,
    confirm_emergency: purpose === "emergency",
    scheduled_at: scheduledAt(at),
    ...audience,
  };
}
