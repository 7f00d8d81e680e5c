import { http as plain, HttpResponse } from "msw";
import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { AudienceChoice, Contact, Problem } from "../src/api/types";
import { makeProblem } from "./problems";
import { addBroadcast, advance, noCounts, previewOf, world } from "./world";

const http = createOpenApiHttp<paths>();

/** Typed by openapi.json: a mock that answers what the API can't answer does not compile. */
export const handlers = [
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
      roles: [window.location.search.includes("viewer") ? "viewer" : "staff"],
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
  http.get("/api/contacts", ({ response, query }) => {
    const { items, next } = page(world.contacts, query.get("cursor"), query.get("limit"));
    return response(200).json({ items, next_cursor: next });
  }),
  http.post("/api/contacts", async ({ request, response }) => {
    const input = await request.json();
    if (!/\d{7}/.test(input.phone.replaceAll(/\D/g, "")))
      return refused("phone", "This is not a phone number.");
    const now = new Date().toISOString();
    const contact: Contact = {
      id: `con_${crypto.randomUUID()}`,
      name: input.name,
      phone: input.phone,
      sl_no: input.sl_no ?? null,
      address: input.address ?? null,
      city: input.city ?? null,
      state_zip: input.state_zip ?? null,
      preferred_language: input.preferred_language,
      active: input.active,
      created_at: now,
      updated_at: now,
      version: 1,
    };
    world.contacts.unshift(contact);
    return response(201).json(contact);
  }),
  http.get("/api/contacts/{id}", ({ params, response }) => {
    const contact = world.contacts.find(({ id }) => id === params.id);
    return contact === undefined ? missing() : response(200).json(contact);
  }),
  http.patch("/api/contacts/{id}", async ({ params, request, response }) => {
    const contact = world.contacts.find(({ id }) => id === params.id);
    if (contact === undefined) return missing();
    if (request.headers.get("If-Match") !== `"${contact.version}"`)
      return refusal(412, {
        detail: "Someone else changed this since you opened it. Reload it, and make your change again.",
      });
    Object.assign(contact, await request.json(), {
      version: contact.version + 1,
      updated_at: new Date().toISOString(),
    });
    return response(200).json(contact);
  }),
  http.delete("/api/contacts/{id}", ({ params, response }) => {
    world.contacts = world.contacts.filter(({ id }) => id !== params.id);
    return response(204).empty();
  }),
  http.post("/api/messages/preview", async ({ request, response }) => {
    return response(200).json(previewOf(chosen(await request.json())));
  }),
  http.post("/api/messages/send", async ({ request, response }) => {
    const body = await request.json();
    const key = request.headers.get("Idempotency-Key") ?? crypto.randomUUID();
    const broadcast =
      world.sendsByKey.get(key) ??
      addBroadcast({
        content: body.content,
        audience:
          "contact_ids" in body ? { kind: "contacts", contact_ids: body.contact_ids } : { kind: "all" },
        contacts: chosen(body),
        age: 0,
      });
    world.sendsByKey.set(key, broadcast);
    return response(202).json({
      ...broadcast,
      status: "planning",
      recipients: null,
      skipped: null,
      counts: noCounts,
    });
  }),
  http.get("/api/broadcasts", ({ response, query }) => {
    const { items, next } = page(world.broadcasts.map(advance), query.get("cursor"), query.get("limit"));
    return response(200).json({ items, next_cursor: next });
  }),
  http.get("/api/broadcasts/{id}", ({ params, response }) => {
    const broadcast = world.broadcasts.find(({ id }) => id === params.id);
    return broadcast === undefined ? missing() : response(200).json(advance(broadcast));
  }),
  http.get("/api/broadcasts/{id}/messages", ({ params, query, response }) => {
    const status = query.get("status");
    const all = world.messages.get(params.id) ?? [];
    const { items, next } = page(
      all.filter((message) => status === null || message.status === status),
      query.get("cursor"),
      query.get("limit"),
    );
    return response(200).json({ items, next_cursor: next });
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
];

function chosen(audience: AudienceChoice): Contact[] {
  if (!("contact_ids" in audience)) return world.contacts;
  return world.contacts.filter(({ id }) => audience.contact_ids.includes(id));
}

function page<Item>(
  items: readonly Item[],
  cursor: string | null,
  limit: string | number | null,
): { items: Item[]; next: string | null } {
  const from = Number(cursor ?? 0);
  const to = from + Number(limit ?? 50);
  return { items: items.slice(from, to), next: to < items.length ? String(to) : null };
}

function refusal(...[status, said]: Parameters<typeof makeProblem>): HttpResponse<Problem> {
  return HttpResponse.json<Problem>(makeProblem(status, said), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });
}

const refused = (field: string, message: string) => refusal(422, { errors: [{ field, message }] });
const missing = () => refusal(404);
