import type { Entry, EntryMessage, EntryText, Thread } from "@/api/types";
import { http, server } from "./server";

export function thread(some: Partial<Thread> = {}): Thread {
  return {
    id: "thr_1",
    sender: "+12815550196",
    phone: "+12815550196",
    people: [{ contact_id: "con_1", name: "Ana Tzoc" }],
    state: "open",
    unread: false,
    assignee: null,
    opted_out: false,
    opt_out_to_check: null,
    can_reply: true,
    preview: { direction: "in", content: "Yes! Four of us.", media: 0 },
    last_text_at: "2026-11-25T18:03:11.120Z",
    last_activity_at: "2026-11-25T18:03:11.120Z",
    created_at: "2026-11-20T09:00:00Z",
    version: 7,
    ...some,
  };
}

let entries = 0;

export function entry(kind: Entry["kind"], some: Partial<Entry> = {}): Entry {
  entries += 1;
  return {
    id: `ent_${entries}`,
    at: "2026-11-25T18:03:11.120Z",
    kind,
    actor: null,
    text: null,
    message: null,
    content: null,
    assignee: null,
    opt_out: null,
    ...some,
  };
}

export function textEntry(content: string, text: Partial<EntryText> = {}, some: Partial<Entry> = {}): Entry {
  return entry("text", {
    text: {
      content,
      media: [],
      dropped_media: 0,
      segments: 1,
      meaning: "other",
      answered_by_carrier: false,
      automatic_answer: null,
      ...text,
    },
    ...some,
  });
}

export function replyEntry(
  content: string,
  message: Partial<EntryMessage> = {},
  some: Partial<Entry> = {},
): Entry {
  return entry("reply", {
    actor: "ruth@grace.example",
    message: {
      id: "msg_9",
      broadcast_id: "brc_9",
      content,
      status: "delivered",
      skip_reason: null,
      error_message: null,
      scheduled_at: null,
      sent_at: null,
      delivered_at: null,
      ...message,
    },
    ...some,
  });
}

/** What the pages asked for beside reading: the address's end, the version or key that came with it, and the body. */
export interface Asked {
  act: string;
  with: string | null;
  body: unknown;
}

interface Conversation {
  thread: Thread;
  /** Oldest first. */
  entries?: Entry[];
  /** Answers one act each, in place of doing it. */
  answers?: (() => Response)[];
}

/** One conversation that is read, and changed by what is asked of it. */
export function conversation({ thread: first, entries: known = [], answers = [] }: Conversation): {
  asked: Asked[];
  /** Lets something happen behind the page's back. */
  change: (some: Partial<Thread>, happened?: Entry) => void;
} {
  let now = first;
  const all = [...known];
  const asked: Asked[] = [];
  const note = async (act: string, header: string, request: Request): Promise<unknown> => {
    const text = await request.text();
    const body: unknown = text === "" ? null : JSON.parse(text);
    asked.push({ act, with: request.headers.get(header), body });
    return body;
  };
  const change = (some: Partial<Thread>, happened?: Entry): void => {
    now = { ...now, ...some, version: now.version + 1 };
    if (happened !== undefined) all.push(happened);
  };
  server.use(
    http.get("/api/inbox", ({ response }) => response(200).json({ items: [now], next_cursor: null })),
    http.get("/api/inbox/{id}", ({ response }) => response(200).json(now)),
    http.get("/api/inbox/{id}/entries", ({ response }) =>
      response(200).json({ items: [...all].reverse(), next_cursor: null }),
    ),
    http.get("/api/users", ({ response }) => response(200).json({ items: users, next_cursor: null })),
    http.post("/api/inbox/{id}/read", async ({ request, response }) => {
      await note("read", "If-Match", request.clone());
      change({ unread: false });
      return response(200).json(now);
    }),
    http.post("/api/inbox/{id}/assign", async ({ request, response }) => {
      const { user_id } = (await note("assign", "If-Match", request.clone())) as { user_id: string | null };
      const refused = answers.shift()?.();
      if (refused !== undefined) return response.untyped(refused);
      const user = users.find((one) => one.user_id === user_id);
      change({ assignee: user === undefined ? null : { user_id: user.user_id, name: user.name } });
      return response(200).json(now);
    }),
    http.post("/api/inbox/{id}/resolve", async ({ request, response }) => {
      await note("resolve", "If-Match", request.clone());
      const refused = answers.shift()?.();
      if (refused !== undefined) return response.untyped(refused);
      change({ state: "resolved" });
      return response(200).json(now);
    }),
    http.post("/api/inbox/{id}/reopen", async ({ request, response }) => {
      await note("reopen", "If-Match", request.clone());
      change({ state: "open" });
      return response(200).json(now);
    }),
    http.post("/api/inbox/{id}/notes", async ({ request, response }) => {
      const { content } = (await note("notes", "If-Match", request.clone())) as { content: string };
      const written = entry("note", { content, actor: "mary@grace.example" });
      change({}, written);
      return response(201).json(written);
    }),
    http.post("/api/inbox/{id}/replies", async ({ request, response }) => {
      const body = await note("replies", "Idempotency-Key", request.clone());
      const refused = answers.shift()?.();
      if (refused !== undefined) return response.untyped(refused);
      const { content } = body as { content: string };
      const sent = replyEntry(content, { status: "queued" }, { at: new Date().toISOString() });
      change({}, sent);
      return response(202).json(sent);
    }),
    http.post("/api/inbox/{id}/opt-out", async ({ request, response }) => {
      const { opted_out } = (await note("opt-out", "If-Match", request.clone())) as { opted_out: boolean };
      change({ opted_out, opt_out_to_check: null, can_reply: !opted_out });
      return response(200).json(now);
    }),
  );
  return { asked, change };
}

const seen = { last_seen_at: "2026-11-25T18:00:00Z" };

export const users = [
  { user_id: "user-1", name: "mary@grace.example", role: "staff" as const, ...seen },
  { user_id: "user-2", name: "paul@grace.example", role: "viewer" as const, ...seen },
  { user_id: "user-3", name: "ruth@grace.example", role: "staff" as const, ...seen },
];
