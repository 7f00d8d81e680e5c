import { http as plain, HttpResponse } from "msw";
import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { Export, Import, ImportCounts, ImportRow } from "../src/api/types";
import { missing, page, refused } from "./answers";
import { world } from "./world";

const http = createOpenApiHttp<paths>();

/** How long reading and applying take here, in milliseconds. */
const takes = 2500;

/** When each import that is at work began with it. */
const began = new Map<string, number>();
const exported = new Map<string, number>();

const columns: Import["columns"] = [
  { index: 0, heading: "SL No", field: "sl_no", samples: ["1", "2", "3"] },
  { index: 1, heading: "Full Name", field: "name", samples: ["Ana Lucrecia Tzoc", "Olivia Brandt", "Nguyễn Thị Hoa"] },
  { index: 2, heading: "Mobile", field: "phone", samples: ["(281) 555-0196", "713.555.0101", "+1 832 555 0147"] },
  { index: 3, heading: "State/Zip", field: "state_zip", samples: ["TX 77478", "Tx77479"] },
  { index: 4, heading: "City", field: "city", samples: ["Sugar Land", "Houston", "Katy"] },
  { index: 5, heading: "Language", field: "preferred_language", samples: ["Spanish", "English"] },
  { index: 6, heading: "Pledge 2026", field: null, samples: ["120", "60"] },
]; // prettier-ignore

/** Rows of every kind, around the people who are there. */
function makeRows(): ImportRow[] {
  const known = world.contacts.slice(0, 60);
  return Array.from({ length: 120 }, (_, index): ImportRow => {
    const contact = known[index % Math.max(1, known.length)];
    const plain: ImportRow = {
      row: index + 2,
      outcome: "new",
      name: `Neighbour ${index + 1}`,
      phone: `+1832555${String(index + 100).padStart(4, "0")}`,
      contact_id: null,
      changes: [],
      errors: [],
      note: null,
      result: null,
    };
    if (index % 29 === 7) {
      const message =
        index % 2 === 0
          ? "This number was ruined by the spreadsheet, which wrote it as 1.55512E+10. Make the column text, and type it again."
          : "There is no number here. Type the mobile number, or leave this person out.";
      return { ...plain, phone: index % 2 === 0 ? "1.55512E+10" : null, outcome: "refused", errors: [{ field: "phone", message }] };
    }
    if (index % 13 === 4) {
      return { ...plain, outcome: "shared_phone", note: "Has the same number as row 4: a household, which gets one text." };
    }
    if (contact !== undefined && index % 5 === 1) {
      return {
        ...plain,
        outcome: "update",
        name: contact.name,
        phone: contact.phone,
        contact_id: contact.id,
        changes: [
          { field: "city", before: contact.city, after: "Richmond" },
          { field: "birthday", before: null, after: "1961-04-12" },
        ],
      };
    }
    if (contact !== undefined && index % 4 === 0) {
      return { ...plain, outcome: "unchanged", name: contact.name, phone: contact.phone, contact_id: contact.id };
    }
    return plain;
  });
} // prettier-ignore

const rows = new Map<string, ImportRow[]>();

function countsOf(list: readonly ImportRow[]): ImportCounts {
  const counts: ImportCounts = { new: 0, update: 0, unchanged: 0, shared_phone: 0, refused: 0 };
  for (const { outcome } of list) counts[outcome] += 1;
  return counts;
}

/** Moves an import on by the time that has passed. */
function advance(one: Import): Import {
  const age = Date.now() - (began.get(one.id) ?? 0);
  const list = rows.get(one.id) ?? [];
  if (one.stage === "reading") {
    one.rows_total = list.length;
    one.rows_done = Math.min(list.length, Math.round((age / takes) * list.length));
    if (age > takes) {
      const isOdd = one.file_name.includes("odd");
      one.stage = one.file_name.includes("bad") ? "refused" : isOdd ? "needs_columns" : "previewed";
      one.problem =
        one.stage === "refused"
          ? "This workbook is protected with a password. Take the password off, save it, and import it again."
          : null;
      one.columns = isOdd ? columns.map((column) => ({ ...column, heading: "", field: null })) : columns;
      one.counts = countsOf(list);
      one.version += 1;
    }
  }
  if (one.stage === "applying") {
    one.rows_done = Math.min(list.length, Math.round((age / takes) * list.length));
    if (age > takes) {
      const { new: fresh, shared_phone, update, unchanged } = one.counts;
      one.stage = "applied";
      one.applied = { created: fresh + shared_phone, updated: update - 1, unchanged, conflicts: 1 };
      const conflict = list.find(({ outcome }) => outcome === "update");
      if (conflict !== undefined) conflict.result = "conflict";
      one.version += 1;
    }
  }
  return one;
}

function addImport(file_name: string, stage: Import["stage"], age: number): Import {
  const one: Import = {
    id: `imp_${String(world.imports.length).padStart(4, "0")}`,
    file_name,
    size: 1200,
    upload: null,
    created_at: new Date(Date.now() - age).toISOString(),
    created_by: "mary@grace.example",
    stage,
    problem: null,
    columns: [],
    rows_total: null,
    rows_done: 0,
    counts: { new: 0, update: 0, unchanged: 0, shared_phone: 0, refused: 0 },
    applied: { created: 0, updated: 0, unchanged: 0, conflicts: 0 },
    version: 1,
  };
  rows.set(one.id, makeRows());
  world.imports.unshift(one);
  return one;
}

if (world.contacts.length > 0) {
  const day = 86_400_000;
  advance(addImport("easter list.csv", "applying", 30 * day));
  advance(addImport("members 2025 bad.xlsx", "reading", 3 * day));
  advance(addImport("odd list.csv", "reading", 2 * day));
  advance(addImport("members.xlsx", "reading", day));
}

const find = (id: string): Import | undefined => world.imports.find((one) => one.id === id);

export const importHandlers = [
  http.get("/api/imports", ({ query, response }) =>
    response(200).json(page(world.imports.map(advance), query)),
  ),
  http.post("/api/imports", async ({ request, response }) => {
    const { file_name, size } = await request.json();
    if (size > 25 * 1024 * 1024) return refused("size", "Choose a file of at most 25 MB.");
    const one = addImport(file_name, "awaiting_upload", 0);
    const upload = {
      url: `${window.location.origin}/mock-store/${one.id}`,
      method: "PUT" as const,
      headers: { "content-type": "application/octet-stream" },
      expires_at: new Date(Date.now() + 900_000).toISOString(),
    };
    return response(201).json({ ...one, upload });
  }),
  plain.put("/mock-store/:id", () => new HttpResponse(null, { status: 200 })),
  http.get("/api/imports/{id}", ({ params, response }) => {
    const one = find(params.id);
    return one === undefined ? missing() : response(200).json({ ...advance(one) });
  }),
  http.post("/api/imports/{id}/preview", ({ params, response }) => {
    const one = find(params.id);
    if (one === undefined) return missing();
    began.set(one.id, Date.now());
    // A second reading knows its columns.
    one.file_name = one.stage === "needs_columns" ? one.file_name.replace("odd", "mapped") : one.file_name;
    Object.assign(one, { stage: "reading", version: one.version + 1 });
    return response(202).json({ ...advance(one) });
  }),
  http.get("/api/imports/{id}/rows", ({ params, query, response }) => {
    const outcome = query.get("outcome");
    const list = (rows.get(params.id) ?? []).filter(
      (row) => outcome === null || row.outcome === outcome || row.result === outcome,
    );
    return response(200).json(page(list, query));
  }),
  http.post("/api/imports/{id}/apply", ({ params, response }) => {
    const one = find(params.id);
    if (one === undefined) return missing();
    began.set(one.id, Date.now());
    Object.assign(one, { stage: "applying", rows_done: 0, version: one.version + 1 });
    return response(202).json({ ...one });
  }),
  http.delete("/api/imports/{id}", ({ params, response }) => {
    world.imports = world.imports.filter(({ id }) => id !== params.id);
    return response(204).empty();
  }),
  http.post("/api/exports", ({ response }) => {
    const id = `exp_${crypto.randomUUID()}`;
    exported.set(id, Date.now());
    return response(202).json(exportOf(id));
  }),
  http.get("/api/exports/{id}", ({ params, response }) =>
    exported.has(params.id) ? response(200).json(exportOf(params.id)) : missing(),
  ),
  plain.get("/mock-store/:id", () =>
    HttpResponse.text("Name,Mobile\n", {
      headers: { "Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="contacts.csv"' },
    }),
  ),
];

function exportOf(id: string): Export {
  const at = exported.get(id) ?? Date.now();
  const isReady = Date.now() - at > takes;
  return {
    id,
    stage: isReady ? "ready" : "writing",
    rows: isReady ? world.contacts.length : null,
    url: isReady ? `${window.location.origin}/mock-store/${id}` : null,
    created_at: new Date(at).toISOString(),
  };
}
