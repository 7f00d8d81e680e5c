import { http as plain, HttpResponse } from "msw";
import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { AudienceChoice, Broadcast } from "../src/api/types";
import { missing, page, refusal } from "./answers";
import { auditHandlers } from "./audit";
import { answersHandlers } from "./automatic-answers";
import { callHandlers } from "./calls";
import { composingHandlers } from "./composing";
import { contactHandlers } from "./contacts";
import { chosen } from "./directory";
import { groupHandlers } from "./groups";
import { importHandlers } from "./imports";
import { inboxHandlers } from "./inbox";
import { phoneAssistantHandlers } from "./phone-assistant";
import { reminderHandlers } from "./reminders";
import { reviewHandlers } from "./reviews";
import { settingsHandlers } from "./settings";
import { templateHandlers } from "./templates";
import { addBroadcast, advance, noCounts, world } from "./world";

const http = createOpenApiHttp<paths>();

/** Typed by openapi.json: a mock that answers what the API can't answer does not compile. */
export const handlers = [
  ...auditHandlers,
  // Before the inbox's own: their address looks like a conversation's.
  ...answersHandlers,
  ...callHandlers,
  ...composingHandlers,
  ...contactHandlers,
  ...groupHandlers,
  ...importHandlers,
  ...inboxHandlers,
  ...phoneAssistantHandlers,
  ...reminderHandlers,
  ...reviewHandlers,
  ...settingsHandlers,
  ...templateHandlers,
  plain.get("/config.json", () =>
    HttpResponse.json({
      church_name: "Grace Church",
      church_phone: "+17135550100",
      default_region: "US",
      region: "us-east-1",
      user_pool_client_id: "mock",
      cognito_endpoint: `${window.location.origin}/mock-sign-in`,
    }),
  ),
  plain.post("/mock-sign-in", async ({ request }) => {
    const { AuthParameters } = (await request.json()) as { AuthParameters?: Record<string, string> };
    if (AuthParameters?.["PASSWORD"] === "wrong") {
      return HttpResponse.json({ __type: "NotAuthorizedException", message: "Incorrect" }, { status: 400 });
    }
    return HttpResponse.json({
      AuthenticationResult: { IdToken: "mock", RefreshToken: "mock", ExpiresIn: 3600 },
    });
  }),
  http.get("/api/me", ({ response }) =>
    response(200).json({
      user_id: "mock",
      email: "mary@grace.example",
      reads_confidential: false,
      roles: [
        window.location.search.includes("viewer")
          ? "viewer"
          : window.location.search.includes("staff")
            ? "staff"
            : "admin",
      ],
    }),
  ),
  http.get("/api/stats", ({ response }) => {
    const sms = { ...noCounts };
    for (const broadcast of world.broadcasts.map(advance)) {
      for (const status of Object.keys(sms) as (keyof typeof sms)[]) sms[status] += broadcast.counts[status];
    }
    const active = world.contacts.filter((contact) => contact.active).length;
    return response(200).json({
      contacts: { total: world.contacts.length, active },
      messages: { sms, voice: noCounts },
    });
  }),
  http.post("/api/messages/send", async ({ request, response }) => {
    const body = await request.json();
    const key = request.headers.get("Idempotency-Key") ?? crypto.randomUUID();
    const broadcast =
      world.sendsByKey.get(key) ??
      addBroadcast({
        content: body.content,
        audience: audienceOf(body),
        contacts: chosen(body),
        age: 0,
        some: {
          purpose: body.purpose ?? "information",
          language: body.language,
          translations: body.translations ?? {},
          ...(body.scheduled_at && { status: "scheduled", scheduled_at: body.scheduled_at }),
        },
      });
    world.sendsByKey.set(key, broadcast);
    return response(202).json({
      ...broadcast,
      status: broadcast.status === "scheduled" ? "scheduled" : "planning",
      recipients: null,
      skipped: null,
      counts: noCounts,
    });
  }),
  http.get("/api/broadcasts", ({ response, query }) => {
    return response(200).json(page(world.broadcasts.map(advance), query));
  }),
  http.get("/api/broadcasts/{id}", ({ params, response }) => {
    const broadcast = world.broadcasts.find(({ id }) => id === params.id);
    return broadcast === undefined ? missing() : response(200).json(advance(broadcast));
  }),
  http.get("/api/broadcasts/{id}/messages", ({ params, query, response }) => {
    const status = query.get("status");
    const all = world.messages.get(params.id) ?? [];
    const wanted = all.filter((message) => status === null || message.status === status);
    return response(200).json(page(wanted, query));
  }),
  http.post("/api/broadcasts/{id}/cancel", ({ params, response }) => {
    const broadcast = world.broadcasts.find(({ id }) => id === params.id);
    if (broadcast === undefined) return missing();
    advance(broadcast).status = "cancelled";
    for (const message of world.messages.get(broadcast.id) ?? []) {
      if (message.status === "queued")
        Object.assign(message, { status: "skipped", skip_reason: "cancelled" });
    }
    return response(202).json(advance(broadcast));
  }),
  http.post("/api/broadcasts/{id}/resume", ({ params, response }) => {
    const broadcast = world.broadcasts.find(({ id }) => id === params.id);
    if (broadcast === undefined) return missing();
    if (broadcast.status !== "paused") return refusal(409, { detail: "This message is not paused." });
    // It goes on from here: the mock's messages move by the broadcast's age.
    Object.assign(broadcast, { status: "sending", notice: null, created_at: new Date().toISOString() });
    return response(200).json(advance(broadcast));
  }),
];

function audienceOf(choice: AudienceChoice): Broadcast["audience"] {
  if ("contact_ids" in choice) return { kind: "contacts", contact_ids: choice.contact_ids };
  if ("group_ids" in choice) return { kind: "groups", group_ids: choice.group_ids };
  return { kind: "all" };
}
