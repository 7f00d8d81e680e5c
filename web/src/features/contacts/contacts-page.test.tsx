import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Contact, ContactChange, ContactPage } from "@/api/types";
import { contact, group, refusal, viewer } from "../../../test/records";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";

function list(...contacts: Contact[]): { deleted: string[] } {
  const deleted: string[] = [];
  server.use(
    http.get("/api/contacts", ({ response }) =>
      response(200).json({
        items: contacts.filter(({ id }) => !deleted.includes(id)),
        next_cursor: null,
      }),
    ),
    http.get("/api/contacts/{id}", ({ params, response }) =>
      response(200).json(contacts.find(({ id }) => id === params.id) ?? contact()),
    ),
    http.delete("/api/contacts/{id}", ({ params, response }) => {
      deleted.push(params.id);
      return response(204).empty();
    }),
  );
  return { deleted };
}

describe("editing a contact", () => {
  it("keeps what was typed when someone else saved first, and shows theirs beside it", async () => {
    const mine = contact({ version: 1 });
    const theirs = contact({ version: 2, city: "Katy", phone: "+12815550111" });
    const asked: { match: string | null; change: ContactChange }[] = [];
    let read = 0;
    list(mine);
    server.use(
      http.get("/api/contacts/{id}", ({ response }) => {
        read += 1;
        return response(200).json(read === 1 ? mine : theirs);
      }),
      http.patch("/api/contacts/{id}", async ({ request, response }) => {
        asked.push({ match: request.headers.get("If-Match"), change: await request.json() });
        if (asked.length === 1) return response.untyped(refusal(412));
        return response(200).json({ ...theirs, city: "Richmond", version: 3 });
      }),
    );
    const { user, path } = openPage("/contacts/con_1/edit");
    const city = await screen.findByLabelText("City");
    await user.clear(city);
    await user.type(city, "Richmond");
    await user.click(screen.getByRole("button", { name: "Save" }));

    expect(await screen.findByText(/Someone else changed this contact/)).toBeVisible();
    expect(screen.getByLabelText("City")).toHaveValue("Richmond");
    expect(screen.getByText("Katy")).toBeVisible();
    expect(screen.getByLabelText("Mobile number")).toHaveValue("+12815550111");

    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => {
      expect(path()).toBe("/contacts/con_1");
    });
    expect(asked).toEqual([
      { match: '"1"', change: { city: "Richmond" } },
      { match: '"2"', change: { city: "Richmond" } },
    ]);
  });

  it("shows a refused phone under its field", async () => {
    list();
    server.use(
      http.post("/api/contacts", ({ response }) =>
        response.untyped(
          refusal(422, {
            errors: [
              { field: "phone", message: "This number is too short." },
              { field: "sl_no_2", message: "Leave the second number out." },
            ],
          }),
        ),
      ),
    );
    const { user } = openPage("/contacts/new");
    await user.type(await screen.findByLabelText("Name"), "Ben");
    await user.type(screen.getByLabelText("Mobile number"), "12");
    await user.click(screen.getByRole("button", { name: "Add contact" }));
    expect(await screen.findByText("This number is too short.")).toBeVisible();
    expect(screen.getByLabelText("Mobile number")).toBeInvalid();
    // What has no field here is said below; HTTP's own words are said nowhere.
    expect(screen.getByText(/Leave the second number out\./)).toBeVisible();
    expect(screen.queryByText(/Unprocessable|request/)).not.toBeInTheDocument();
    expect(screen.getByLabelText("Name")).toHaveValue("Ben");
  });
});

describe("deleting a contact", () => {
  it("can be undone, and then nothing was deleted", async () => {
    const { deleted } = list(contact({ id: "con_1", name: "Ana Tzoc" }));
    const { user } = openPage("/contacts/con_1");
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    await waitFor(() => {
      expect(screen.queryByRole("link", { name: /Ana Tzoc/ })).not.toBeInTheDocument();
    });
    await user.click(screen.getByRole("button", { name: "Undo" }));
    const row = within(await screen.findByRole("list", { name: "Contacts" }));
    expect(await row.findByText("Ana Tzoc")).toBeVisible();
    expect(deleted).toEqual([]);
  });

  it("happens when the time to undo is over", async () => {
    const { deleted } = list(contact({ id: "con_2", name: "Ben Hill" }));
    const { user } = openPage("/contacts/con_2");
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    expect(deleted).toEqual([]);
    const toast = screen.getByText("Ben Hill", { selector: "[role=status] bdi" }).parentElement
      ?.parentElement;
    await user.click(within(toast ?? document.body).getByRole("button", { name: "Close" }));
    await waitFor(() => {
      expect(deleted).toEqual(["con_2"]);
    });
  });

  it("is not offered to someone who may only look", async () => {
    list(contact());
    openPage("/contacts/con_1", viewer);
    expect(await screen.findByText("Gets them")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Delete" })).not.toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Edit" })).not.toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Add a contact" })).not.toBeInTheDocument();
  });
});

/** A directory whose answers follow the question, as the API's do; and the questions that were asked. */
function directory(answer: (question: URLSearchParams) => ContactPage): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get("/api/contacts", ({ request, response }) => {
      const question = new URL(request.url).searchParams;
      asked.push(question);
      return response(200).json(answer(question));
    }),
  );
  return asked;
}

const maria = contact({ id: "con_1", name: "María García", phone: "+17135550123" });
const ben = contact({ id: "con_2", name: "Ben Hill", phone: "+12815550177" });

describe("finding people", () => {
  it("asks once the typing pauses, not at each letter, and keeps what was typed in the address", async () => {
    const asked = directory((question) => ({
      items: question.get("search") === "garcia" ? [maria] : [maria, ben],
      next_cursor: null,
    }));
    const { user, path } = openPage("/contacts");
    await screen.findByText("Ben Hill");
    await user.type(screen.getByRole("searchbox"), "garcia");
    await waitFor(() => {
      expect(screen.queryByText("Ben Hill")).not.toBeInTheDocument();
    });
    expect(screen.getByText("María García")).toBeVisible();
    expect(screen.getByText("1 person found.")).toBeVisible();
    expect(path()).toBe("/contacts?search=garcia");
    expect(asked.map((question) => question.get("search"))).toEqual([null, "garcia"]);
    expect(asked.map((question) => question.get("sort"))).toEqual(["name", null]);
  });

  it("opens as the address says, with its search and its filters", async () => {
    server.use(
      http.get("/api/groups", ({ response }) => response(200).json({ items: [group()], next_cursor: null })),
    );
    const asked = directory(() => ({ items: [maria], next_cursor: null }));
    openPage("/contacts?search=mar&language=es&group=grp_1&status=opted_out");
    expect(await screen.findByText("María García")).toBeVisible();
    expect(screen.getByRole("searchbox")).toHaveValue("mar");
    expect(screen.getByLabelText("Language")).toHaveDisplayValue("Spanish");
    await waitFor(() => {
      expect(screen.getByLabelText("Group")).toHaveDisplayValue("Choir");
    });
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({
      search: "mar",
      language: "es",
      group: "grp_1",
      opted_out: "true",
      limit: "50",
    });
  });

  it("keeps the list beside a person who is opened from it", async () => {
    directory(() => ({ items: [ben], next_cursor: null }));
    server.use(http.get("/api/contacts/{id}", ({ response }) => response(200).json(ben)));
    const { user, path } = openPage("/contacts?status=active");
    await user.click(await screen.findByRole("link", { name: /Ben Hill/ }));
    expect(path()).toBe("/contacts/con_2?status=active");
    await user.click(await screen.findByRole("link", { name: "Close" }));
    expect(path()).toBe("/contacts?status=active");
  });

  it("shows the last answer until the next one is there", async () => {
    let answer: (() => void) | null = null;
    server.use(
      http.get("/api/contacts", async ({ query, response }) => {
        if (query.get("search") === null) {
          return response(200).json({ items: [maria], next_cursor: null });
        }
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return response(200).json({ items: [ben], next_cursor: null });
      }),
    );
    const { user } = openPage("/contacts");
    await screen.findByText("María García");
    await user.type(screen.getByRole("searchbox"), "ben");
    await expect.poll(() => answer).not.toBeNull();
    expect(screen.getByText("María García")).toBeVisible();
    expect(screen.getByText("Looking…")).toBeVisible();
    (answer as (() => void) | null)?.();
    expect(await screen.findByText("Ben Hill")).toBeVisible();
  });

  it("goes on by itself over pages that hold nobody", async () => {
    const asked = directory((question) => {
      const cursor = Number(question.get("cursor") ?? 0);
      return cursor < 3
        ? { items: [], next_cursor: String(cursor + 1) }
        : { items: [ben], next_cursor: null };
    });
    openPage("/contacts?language=es");
    expect(await screen.findByText("Ben Hill")).toBeVisible();
    expect(asked).toHaveLength(4);
  });

  it("asks whether to look further when nobody is found for long", async () => {
    const asked = directory((question) => {
      const cursor = Number(question.get("cursor") ?? 0);
      return { items: [], next_cursor: String(cursor + 1) };
    });
    const { user } = openPage("/contacts?language=es");
    const further = await screen.findByRole("button", { name: "Look further" });
    expect(screen.getByText(/Nobody found so far/)).toBeVisible();
    expect(asked).toHaveLength(6);
    await user.click(further);
    await waitFor(() => {
      expect(asked).toHaveLength(12);
    });
  });

  it("says so when nobody is found", async () => {
    directory(() => ({ items: [], next_cursor: null }));
    openPage("/contacts?search=zacchaeus");
    expect(await screen.findByText("Nobody found for “zacchaeus”.")).toBeVisible();
  });
});

describe("choosing several people", () => {
  it("puts those who aren't in it yet into a group, and undo takes the same ones out", async () => {
    const moves: unknown[] = [];
    directory(() => ({ items: [maria, { ...ben, group_ids: ["grp_1"] }], next_cursor: null }));
    server.use(
      http.get("/api/groups", ({ response }) => response(200).json({ items: [group()], next_cursor: null })),
      http.post("/api/groups/{id}/members", async ({ request, response }) => {
        moves.push(await request.json());
        return response(200).json({ added: 1, removed: 0 });
      }),
    );
    const { user } = openPage("/contacts");
    await user.click(await screen.findByRole("button", { name: "Select people" }));
    await user.click(screen.getByRole("checkbox", { name: "María García" }));
    await user.click(screen.getByRole("checkbox", { name: "Ben Hill" }));
    expect(screen.getByText("2 people chosen")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Add to a group" }));
    const dialog = within(screen.getByRole("dialog", { name: "Add 2 people to which group?" }));
    await user.click(await dialog.findByRole("button", { name: "Choir" }));
    const toast = await screen.findByText(/1 person added to/);
    expect(toast).toHaveTextContent("1 person added to Choir.");
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => {
      expect(moves).toEqual([
        { add: ["con_1"], remove: [] },
        { add: [], remove: ["con_1"] },
      ]);
    });
  });

  it("is not offered to someone who may only look", async () => {
    directory(() => ({ items: [maria], next_cursor: null }));
    openPage("/contacts", viewer);
    expect(await screen.findByText("María García")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Select people" })).not.toBeInTheDocument();
  });
});
