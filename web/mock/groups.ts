import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { Group } from "../src/api/types";
import { missing, overtaken, refused } from "./answers";
import { isIn } from "./directory";
import { world } from "./world";

const http = createOpenApiHttp<paths>();

const emptyRule = { languages: [], cities: [], zip_prefixes: [], birthday_months: [] };

const find = (id: string): Group | undefined => world.groups.find((group) => group.id === id);

export const groupHandlers = [
  http.get("/api/groups", ({ response }) => {
    const items = [...world.groups].sort((one, other) => one.name.localeCompare(other.name));
    return response(200).json({ items, next_cursor: null });
  }),
  http.post("/api/groups", async ({ request, response }) => {
    const { name, kind, rule } = await request.json();
    if (world.groups.some((group) => group.name === name))
      return refused("name", "There is a group of this name. Choose another name.");
    const now = new Date().toISOString();
    const id = `grp_${crypto.randomUUID().replaceAll("-", "")}`;
    const group: Group = {
      id,
      name,
      kind,
      rule: rule ? { ...emptyRule, ...rule } : null,
      created_at: now,
      updated_at: now,
      version: 1,
    };
    world.groups.push(group);
    return response(201).json(group);
  }),
  http.get("/api/groups/{id}", ({ params, response }) => {
    const group = find(params.id);
    return group === undefined ? missing() : response(200).json(group);
  }),
  http.patch("/api/groups/{id}", async ({ params, request, response }) => {
    const group = find(params.id);
    if (group === undefined) return missing();
    if (request.headers.get("If-Match") !== `"${group.version}"`) return overtaken();
    Object.assign(group, await request.json(), { version: group.version + 1 });
    return response(200).json(group);
  }),
  http.delete("/api/groups/{id}", ({ params, response }) => {
    world.groups = world.groups.filter(({ id }) => id !== params.id);
    return response(204).empty();
  }),
  http.get("/api/groups/{id}/size", ({ params, response }) => {
    const group = find(params.id);
    if (group === undefined) return missing();
    const people = world.contacts.filter((contact) => isIn(contact, group)).length;
    return response(200).json({ people, is_complete: true });
  }),
  http.post("/api/groups/{id}/members", async ({ params, request, response }) => {
    const group = find(params.id);
    if (group === undefined) return missing();
    const { add = [], remove = [] } = await request.json();
    let added = 0;
    let removed = 0;
    for (const contact of world.contacts) {
      const isMember = contact.group_ids.includes(group.id);
      if (add.includes(contact.id) && !isMember) {
        contact.group_ids = [...contact.group_ids, group.id];
        added += 1;
      }
      if (remove.includes(contact.id) && isMember) {
        contact.group_ids = contact.group_ids.filter((id) => id !== group.id);
        removed += 1;
      }
    }
    return response(200).json({ added, removed });
  }),
];
