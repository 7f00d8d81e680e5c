import { http as plain, HttpResponse } from "msw";
import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { Entry, InboxFilter, Thread } from "../src/api/types";
import { missing, overtaken, page, refusal } from "./answers";
import { conversations, entry, messageOf, previewOf, type Conversation } from "./conversations";
import { world } from "./world";

const http = createOpenApiHttp<paths>();
const me = { user_id: "mock", name: "mary@grace.example" };

const find = (id: string): Conversation | undefined => conversations.find(({ thread }) => thread.id === id);

/** What is shown of a conversation follows from the directory, as it is now. */
function shown({ thread }: Conversation): Thread {
  const people = world.contacts.filter(({ phone }) => phone === thread.phone).slice(0, 10);
  return { ...thread, people: people.map(({ id, name }) => ({ contact_id: id, name })) };
}

const lets: Record<InboxFilter, (thread: Thread) => boolean> = {
  open: ({ state }) => state === "open",
  unread: ({ unread }) => unread,
  mine: ({ state, assignee }) => state === "open" && assignee?.user_id === me.user_id,
  unassigned: ({ state, assignee }) => state === "open" && assignee === null,
  resolved: ({ state }) => state === "resolved",
};

function change(found: Conversation, part: Partial<Thread>, happened: Entry | null): Thread {
  Object.assign(found.thread, part, { version: found.thread.version + 1 });
  if (happened !== null) found.entries.push(happened);
  return shown(found);
}

/** Replies move on by their age, as texts do. */
function advance(one: Entry): Entry {
  const steps = ["queued", "sending", "accepted", "sent", "delivered"] as const;
  const at = steps.findIndex((step) => step === one.message?.status);
  if (one.kind !== "reply" || one.message === null || at === -1) return one;
  const age = Date.now() - Date.parse(one.at);
  if (age > 60_000) return one;
  return {
    ...one,
    message: { ...one.message, status: steps[Math.min(4, Math.floor(age / 1500))] ?? "queued" },
  };
}

const isOld = (request: Request, { thread }: Conversation): boolean =>
  request.headers.get("If-Match") !== `"${thread.version}"`;

const replies = new Map<string, Entry>();

export const inboxHandlers = [
  http.get("/api/inbox", ({ response, query }) => {
    const filter = query.get("filter") ?? "open";
    const threads = conversations.map(shown).filter(lets[filter]);
    threads.sort((one, other) => other.last_activity_at.localeCompare(one.last_activity_at));
    return response(200).json(page(threads, query));
  }),
  http.get("/api/inbox/counts", ({ response }) =>
    response(200).json({
      unread: conversations.filter(({ thread }) => thread.unread).length,
      is_complete: true,
    }),
  ),
  http.get("/api/inbox/{id}", ({ params, response }) => {
    const found = find(params.id);
    return found === undefined ? missing() : response(200).json(shown(found));
  }),
  http.get("/api/inbox/{id}/entries", ({ params, query, response }) => {
    const found = find(params.id);
    if (found === undefined) return missing();
    return response(200).json(page(found.entries.map(advance).reverse(), query));
  }),
  http.get("/api/inbox/{id}/entries/{entry_id}/media/{index}", ({ params, response }) =>
    response(200).json({
      url: `${window.location.origin}/mock-picture/${params.index}.svg`,
      method: "GET",
      headers: {},
      expires_at: new Date(Date.now() + 900_000).toISOString(),
    }),
  ),
  plain.get("/mock-picture/:name", ({ params }) =>
    HttpResponse.text(drawing(String(params["name"]).startsWith("0") ? 40 : 210), {
      headers: { "Content-Type": "image/svg+xml" },
    }),
  ),
  http.post("/api/inbox/{id}/read", async ({ params, request, response }) => {
    const found = find(params.id);
    if (found === undefined) return missing();
    const { last_text_at } = await request.json();
    if (last_text_at < found.thread.last_text_at) return response(200).json(shown(found));
    return response(200).json(change(found, { unread: false }, null));
  }),
  http.post("/api/inbox/{id}/assign", async ({ params, request, response }) => {
    const found = find(params.id);
    if (found === undefined) return missing();
    if (isOld(request, found)) return overtaken();
    const { user_id } = await request.json();
    const assignee = users.find((user) => user.user_id === user_id) ?? null;
    const given = assignee === null ? null : { user_id: assignee.user_id, name: assignee.name };
    const happened = entry(0, "assigned", { actor: me.name, assignee: given });
    return response(200).json(change(found, { assignee: given }, happened));
  }),
  http.post("/api/inbox/{id}/resolve", ({ params, request, response }) => {
    const found = find(params.id);
    if (found === undefined) return missing();
    if (isOld(request, found)) return overtaken();
    const happened = entry(0, "resolved", { actor: me.name });
    return response(200).json(change(found, { state: "resolved", unread: false }, happened));
  }),
  http.post("/api/inbox/{id}/reopen", ({ params, request, response }) => {
    const found = find(params.id);
    if (found === undefined) return missing();
    if (isOld(request, found)) return overtaken();
    return response(200).json(change(found, { state: "open" }, entry(0, "reopened", { actor: me.name })));
  }),
  http.post("/api/inbox/{id}/notes", async ({ params, request, response }) => {
    const found = find(params.id);
    if (found === undefined) return missing();
    const note = entry(0, "note", { actor: me.name, content: (await request.json()).content });
    found.entries.push(note);
    return response(201).json(note);
  }),
  http.post("/api/inbox/{id}/replies", async ({ params, request, response }) => {
    const found = find(params.id);
    if (found === undefined) return missing();
    if (!found.thread.can_reply)
      return refusal(409, { detail: "This number has opted out. Ring them instead." });
    const key = request.headers.get("Idempotency-Key") ?? "";
    const { content } = await request.json();
    const sent =
      replies.get(key) ??
      entry(0, "reply", { actor: me.name, message: messageOf(content, { status: "queued" }) });
    if (!replies.has(key)) {
      replies.set(key, sent);
      change(found, { unread: false, last_activity_at: sent.at, preview: previewOf(sent) }, sent);
    }
    return response(202).json(sent);
  }),
  http.post("/api/inbox/{id}/opt-out", async ({ params, request, response }) => {
    const found = find(params.id);
    if (found === undefined) return missing();
    const { opted_out, reason } = await request.json();
    const happened = entry(0, "opt_out", { actor: me.name, opt_out: { opted_out, reason, source: "staff" } });
    const part = { opted_out, opt_out_to_check: null, can_reply: !opted_out };
    return response(200).json(change(found, part, happened));
  }),
  http.get("/api/users", ({ response }) => response(200).json({ items: users, next_cursor: null })),
];

const seen = { last_seen_at: "2026-11-25T18:00:00Z" };
const users = [
  { ...me, role: "admin" as const, ...seen },
  { user_id: "user-paul", name: "paul@grace.example", role: "viewer" as const, ...seen },
  { user_id: "user-ruth", name: "ruth@grace.example", role: "staff" as const, ...seen },
  { user_id: "user-tobias", name: "tobias.with.a.long.name@grace.example", role: "staff" as const, ...seen },
];

/** A hill, a sun and a house: enough to see whether a photo is shown well. */
function drawing(hue: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><rect width="400" height="300" fill="hsl(${hue} 60% 80%)"/><circle cx="310" cy="80" r="36" fill="hsl(45 90% 65%)"/><path d="M0 220 Q120 130 240 210 T400 190 V300 H0Z" fill="hsl(${hue + 80} 35% 50%)"/><path d="M90 230v-60l40-32 40 32v60z" fill="hsl(20 40% 45%)"/></svg>`;
}
