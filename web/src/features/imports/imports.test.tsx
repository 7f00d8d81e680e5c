import { screen, waitFor, within } from "@testing-library/react";
import { http as plain, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { Import } from "@/api/types";
import { importOf, importRow, refusal, viewer } from "../../../test/records";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";
import { fileProblem } from "./file-choice";
import { appliedSentence, previewSentence } from "./words";

const store = "https://files.example/imports/imp_1";

/** An import that moves on with each look at it, from the first of these stages to the last. */
function world(...stages: Partial<Import>[]): { done: string[] } {
  const done: string[] = [];
  let seen = 0;
  const now = (): Import => importOf(stages[Math.min(seen, stages.length - 1)] ?? {});
  server.use(
    http.get("/api/imports/{id}", ({ response }) => {
      const answer = now();
      seen += 1;
      return response(200).json(answer);
    }),
    http.post("/api/imports/{id}/preview", async ({ request, response }) => {
      done.push(`preview ${JSON.stringify(await request.json())}`);
      return response(202).json(importOf({ stage: "reading", rows_total: null, rows_done: 0, version: 3 }));
    }),
    http.post("/api/imports/{id}/apply", ({ request, response }) => {
      done.push(`apply ${request.headers.get("If-Match") ?? ""}`);
      return response(202).json(importOf({ stage: "applying", rows_done: 0, version: 4 }));
    }),
    http.delete("/api/imports/{id}", ({ response }) => {
      done.push("discard");
      return response(204).empty();
    }),
  );
  return { done };
}

beforeEach(() => {
  server.use(
    http.get("/api/imports", ({ response }) => response(200).json({ items: [], next_cursor: null })),
    http.get("/api/imports/{id}/rows", ({ query, response }) => {
      const rows = [
        importRow({ row: 2, name: "Ana Tzoc" }),
        importRow({
          row: 3,
          outcome: "update",
          name: "Ben Hill",
          contact_id: "con_2",
          changes: [{ field: "city", before: "Katy", after: "Richmond" }],
        }),
        importRow({
          row: 4,
          outcome: "refused",
          name: "Cal Moss",
          phone: "1.55512E+10",
          errors: [{ field: "phone", message: "The spreadsheet has ruined this number." }],
        }),
      ];
      const outcome = query.get("outcome");
      const items = rows.filter((row) => outcome === null || row.outcome === outcome);
      return response(200).json({ items, next_cursor: null });
    }),
  );
});

const csv = new File(["Name,Mobile\nAna Tzoc,2815550196\n"], "members.csv", { type: "text/csv" });

describe("a file", () => {
  it("goes straight to the store, without our token, and is then read", async () => {
    const { done } = world({ stage: "previewed", version: 4 });
    const put: { token: string | null; type: string | null; body: string }[] = [];
    server.use(
      http.post("/api/imports", async ({ request, response }) => {
        done.push(`begin ${JSON.stringify(await request.json())}`);
        return response(201).json({
          ...importOf({ stage: "awaiting_upload", columns: [], rows_total: null, version: 1 }),
          upload: {
            url: store,
            method: "PUT",
            headers: { "content-type": "text/csv" },
            expires_at: "2026-11-01T12:15:00Z",
          },
        });
      }),
      plain.put(store, async ({ request }) => {
        const { headers } = request;
        put.push({
          token: headers.get("Authorization"),
          type: headers.get("Content-Type"),
          body: await request.text(),
        });
        done.push("put");
        return new HttpResponse(null, { status: 200 });
      }),
    );
    const { user, path } = openPage("/contacts/import");
    await user.upload(await screen.findByLabelText("Spreadsheet"), csv);
    await waitFor(() => {
      expect(path()).toBe("/contacts/import/imp_1");
    });
    expect(
      await screen.findByRole("heading", { name: "4 new people, 1 change, 2 rows can’t be taken." }),
    ).toBeVisible();
    expect(done).toEqual([`begin {"file_name":"members.csv","size":${csv.size}}`, "put", "preview {}"]);
    expect(put).toEqual([{ token: null, type: "text/csv", body: "Name,Mobile\nAna Tzoc,2815550196\n" }]);
  });

  it("that did not get through can be sent again without choosing it anew", async () => {
    world({ stage: "awaiting_upload" });
    let begun = 0;
    server.use(
      http.post("/api/imports", ({ response }) => {
        begun += 1;
        return response(201).json({
          ...importOf({ id: `imp_${begun}`, stage: "awaiting_upload" }),
          upload: { url: store, method: "PUT", headers: {}, expires_at: "2026-11-01T12:15:00Z" },
        });
      }),
      plain.put(store, () => HttpResponse.error()),
    );
    const { user, path } = openPage("/contacts/import");
    await user.upload(await screen.findByLabelText("Spreadsheet"), csv);
    expect(await screen.findByText("We couldn't reach the server.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Send it again" }));
    await waitFor(() => {
      expect(path()).toBe("/contacts/import/imp_2");
    });
  });

  it("that was left behind with a closed page is asked for again", async () => {
    world({ id: "imp_7", stage: "awaiting_upload" });
    openPage("/contacts/import/imp_7");
    expect(await screen.findByText(/The page was closed before/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Choose a file" })).toBeVisible();
  });

  it.each([
    [{ name: "a.csv", size: 0 }, /is empty/],
    [{ name: "a.csv", size: 26 * 1024 * 1024 }, /larger than 25 MB/],
    [{ name: "a.xls", size: 10 }, /save it as Excel \(\.xlsx\) or CSV/],
    [{ name: "a.xlsx", size: 10 }, null],
  ])("%j is judged before it goes anywhere", (file, expected) => {
    if (expected === null) expect(fileProblem(file)).toBeUndefined();
    else expect(fileProblem(file)).toMatch(expected);
  });

  it("that can't be read says why, and the way to another", async () => {
    world({ stage: "refused", problem: "This workbook is protected with a password." });
    openPage("/contacts/import/imp_1");
    expect(await screen.findByRole("heading", { name: "We can’t read this file." })).toBeVisible();
    expect(screen.getByText("This workbook is protected with a password.")).toBeVisible();
    expect(await screen.findByRole("button", { name: "Choose a file" })).toBeVisible();
  });
});

describe("the preview", () => {
  it("says row by row what would happen, from what to what, and why a row can't be taken", async () => {
    world({});
    const { user } = openPage("/contacts/import/imp_1");
    const rows = within(await screen.findByRole("list", { name: "Rows" }));
    expect(rows.getByText("Katy")).toBeVisible();
    expect(rows.getByText("Richmond")).toBeVisible();
    expect(rows.getByText("The spreadsheet has ruined this number.")).toBeVisible();
    expect(screen.getByText(/People who asked not to be texted stay so/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: /Can’t be taken 2/ }));
    await waitFor(() => {
      expect(rows.queryByText("Ana Tzoc")).not.toBeInTheDocument();
    });
    expect(rows.getByText("Cal Moss")).toBeVisible();
    expect(screen.getByText(/Mend them in your spreadsheet/)).toBeVisible();
  });

  it("is imported by a button that says how many, and ends with what was done and what was left alone", async () => {
    const { done } = world(
      {},
      {
        stage: "applied",
        version: 5,
        applied: { created: 4, updated: 0, unchanged: 2, conflicts: 1 },
      },
    );
    const { user } = openPage("/contacts/import/imp_1");
    await user.click(await screen.findByRole("button", { name: "Import 5 people" }));
    expect(await screen.findByRole("heading", { name: "4 people added." })).toBeVisible();
    expect(done).toEqual(['apply "2"']);
    expect(screen.getByText("1 left alone")).toBeVisible();
    expect(screen.getByText(/Someone changed this person after the preview/)).toBeVisible();
  });

  it("can be read again with other columns, but not with the same twice", async () => {
    const { done } = world({});
    const { user } = openPage("/contacts/import/imp_1");
    await user.click(await screen.findByText("2 columns are used"));
    await user.selectOptions(screen.getByLabelText("Town"), "Full name");
    expect(screen.getAllByText(/Another column is this already/)).toHaveLength(2);
    expect(screen.getByRole("button", { name: "Read it again like this" })).toBeDisabled();
    await user.selectOptions(screen.getByLabelText("Town"), "City");
    await user.click(screen.getByRole("button", { name: "Read it again like this" }));
    await waitFor(() => {
      expect(done).toEqual([
        'preview {"columns":[{"column":0,"field":"name"},{"column":1,"field":"phone"},{"column":2,"field":"city"}]}',
      ]);
    });
  });

  it("asks which column is which when the headings don't tell", async () => {
    world({
      stage: "needs_columns",
      columns: [{ index: 0, heading: "", field: null, samples: ["Ana Tzoc", "Ben Hill"] }],
    });
    openPage("/contacts/import/imp_1");
    expect(await screen.findByRole("heading", { name: "Which column is which?" })).toBeVisible();
    expect(screen.getByLabelText("Column 1")).toHaveDisplayValue("Leave out");
    expect(screen.getByText("Ana Tzoc · Ben Hill")).toBeVisible();
    expect(await screen.findByRole("button", { name: "Read the file like this" })).toBeVisible();
  });

  it("is discarded in a way that can be undone", async () => {
    const { done } = world({});
    const { user, path } = openPage("/contacts/import/imp_1");
    await user.click(await screen.findByRole("button", { name: "Discard" }));
    expect(path()).toBe("/contacts/import");
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(done).toEqual([]);
  });

  it("is there for someone who may only look, and can't be imported by them", async () => {
    world({});
    openPage("/contacts/import/imp_1", viewer);
    expect(await screen.findByRole("list", { name: "Rows" })).toBeVisible();
    expect(screen.queryByRole("button", { name: /Import|Discard/ })).not.toBeInTheDocument();
  });

  it("keeps standing when importing is refused, and says why", async () => {
    world({});
    server.use(
      http.post("/api/imports/{id}/apply", ({ response }) =>
        response.untyped(refusal(409, { detail: "Someone has imported this already. Load the page again." })),
      ),
    );
    const { user } = openPage("/contacts/import/imp_1");
    await user.click(await screen.findByRole("button", { name: "Import 5 people" }));
    expect(await screen.findByText("Someone has imported this already.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Import 5 people" })).toBeEnabled();
  });
});

it("goes on where it was when its address is opened while it is being imported", async () => {
  world(
    { stage: "applying", rows_total: 9, rows_done: 4 },
    { stage: "applied", version: 5, applied: { created: 4, updated: 1, unchanged: 2, conflicts: 0 } },
  );
  openPage("/contacts/import/imp_1");
  expect(await screen.findByRole("progressbar", { name: "Importing" })).toHaveAttribute(
    "aria-valuetext",
    "4 of 9 rows",
  );
  expect(await screen.findByRole("heading", { name: "4 people added, 1 changed." })).toBeVisible();
});

it("lists recent imports, and says how each stands", async () => {
  server.use(
    http.get("/api/imports", ({ response }) =>
      response(200).json({
        items: [importOf(), importOf({ id: "imp_2", file_name: "gone.csv", stage: "discarded" })],
        next_cursor: null,
      }),
    ),
  );
  openPage("/contacts/import");
  const list = within(await screen.findByRole("list", { name: "Recent imports" }));
  expect(await list.findByRole("link", { name: /members\.csv.*Waits for you/ })).toHaveAttribute(
    "href",
    "/contacts/import/imp_1",
  );
  expect(list.queryByText("gone.csv")).not.toBeInTheDocument();
});

describe("sentences", () => {
  const none = { new: 0, update: 0, unchanged: 0, shared_phone: 0, refused: 0 };

  it.each([
    [{ ...none, new: 200, shared_phone: 3, update: 12, refused: 4 }, "203 new people, 12 changes, 4 rows can’t be taken."],
    [{ ...none, new: 1, update: 1, refused: 1 }, "1 new person, 1 change, 1 row can’t be taken."],
    [{ ...none, unchanged: 9 }, "Everything in this file is in your directory already."],
    [none, "There is nobody in this file."],
  ])("%j", (counts, sentence) => {
    expect(previewSentence(counts)).toBe(sentence);
  }); // prettier-ignore

  it("say what was done", () => {
    const applied = { created: 0, updated: 0, unchanged: 3, conflicts: 0 };
    expect(appliedSentence(importOf({ applied }))).toBe("Nothing needed to change.");
    expect(appliedSentence(importOf({ applied: { ...applied, conflicts: 1 } }))).toBe("Nothing was changed.");
    expect(appliedSentence(importOf({ applied: { ...applied, updated: 1 } }))).toBe("1 person changed.");
  });
});
