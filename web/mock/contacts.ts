import { HttpResponse } from "msw";
import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { Contact } from "../src/api/types";
import { missing, overtaken, page, refused } from "./answers";
import { differences, historyOf, isFound, isIn, record } from "./directory";
import { world } from "./world";

const http = createOpenApiHttp<paths>();

const find = (id: string): Contact | undefined => world.contacts.find((contact) => contact.id === id);

/** Takes a change over, and writes it down. */
function change(contact: Contact, part: Partial<Contact>): void {
  const before = { ...contact };
  Object.assign(contact, part, { version: contact.version + 1, updated_at: new Date().toISOString() });
  contact.effective_time_zone = contact.time_zone ?? (contact.state_zip === null ? null : "America/Chicago");
  const changes = differences(before, contact);
  if (changes.length > 0) record(contact, { changes });
}

export const contactHandlers = [
  http.get("/api/contacts", ({ response, query }) => {
    const search = query.get("search") ?? "";
    const language = query.get("language");
    const group = world.groups.find(({ id }) => id === query.get("group"));
    const active = query.get("active");
    const wants = (contact: Contact): boolean =>
      (search === "" || isFound(contact, search)) &&
      (language === null || contact.preferred_language === language) &&
      (group === undefined || isIn(contact, group)) &&
      (active === null || String(contact.active) === active) &&
      (query.get("opted_out") === null || contact.opted_out_at !== null);
    const bySlNo = query.get("sort") === "sl_no";
    const items = world.contacts
      .filter(wants)
      .sort((one, other) =>
        bySlNo ? (one.sl_no ?? Infinity) - (other.sl_no ?? Infinity) : one.name.localeCompare(other.name),
      );
    return response(200).json(page(items, query));
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
      call_consent: input.call_consent,
      calls_opted_out_at: null,
      email: input.email ?? null,
      birthday: input.birthday ?? null,
      time_zone: input.time_zone ?? null,
      effective_time_zone: input.time_zone ?? null,
      notes: input.notes ?? null,
      group_ids: input.group_ids ?? [],
      opted_out_at: null,
      unreachable: null,
      created_at: now,
      updated_at: now,
      version: 1,
    };
    world.contacts.unshift(contact);
    record(contact, { action: "created" });
    return response(201).json(contact);
  }),
  http.get("/api/contacts/{id}", ({ params, response }) => {
    const contact = find(params.id);
    return contact === undefined ? missing() : response(200).json(contact);
  }),
  http.patch("/api/contacts/{id}", async ({ params, request, response }) => {
    const contact = find(params.id);
    if (contact === undefined) return missing();
    if (request.headers.get("If-Match") !== `"${contact.version}"`) return overtaken();
    change(contact, await request.json());
    return response(200).json(contact);
  }),
  http.delete("/api/contacts/{id}", ({ params, response }) => {
    world.contacts = world.contacts.filter(({ id }) => id !== params.id);
    return response(204).empty();
  }),
  http.get("/api/contacts/{id}/household", ({ params, response }) => {
    const contact = find(params.id);
    if (contact === undefined) return missing();
    const items = world.contacts.filter(({ id, phone }) => phone === contact.phone && id !== contact.id);
    return response(200).json({ items, next_cursor: null });
  }),
  http.get("/api/contacts/{id}/history", ({ params, query, response }) => {
    const contact = find(params.id);
    return contact === undefined ? missing() : response(200).json(page(historyOf(contact), query));
  }),
  http.get("/api/contacts/{id}/export", ({ params, response }) => {
    const contact = find(params.id);
    if (contact === undefined) return missing();
    return response.untyped(HttpResponse.json({ contact, history: historyOf(contact) }));
  }),
  http.post("/api/contacts/{id}/opt-out", async ({ params, request, response }) => {
    const contact = find(params.id);
    if (contact === undefined) return missing();
    const { opted_out, reason } = await request.json();
    for (const other of world.contacts.filter(({ phone }) => phone === contact.phone)) {
      other.opted_out_at = opted_out ? new Date().toISOString() : null;
      record(other, { action: opted_out ? "opted_out" : "opted_in", reason });
    }
    return response(200).json(contact);
  }),
  http.delete("/api/contacts/{id}/unreachable", ({ params, response }) => {
    const contact = find(params.id);
    if (contact === undefined) return missing();
    for (const other of world.contacts.filter(({ phone }) => phone === contact.phone))
      other.unreachable = null;
    return response(204).empty();
  }),
];
