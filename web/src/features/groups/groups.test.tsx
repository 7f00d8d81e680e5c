import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Contact, Group, GroupChange, GroupInput } from "@/api/types";
import { contact, group, refusal, viewer } from "../../../test/records";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";
import { ruleSentence } from "./rule";

const noRule = { languages: [], cities: [], zip_prefixes: [], birthday_months: [] };

/** Groups and their members, as an API with these would answer; and what was asked of it. */
function world(
  groups: Group[],
  members: Contact[] = [],
  people = members.length,
): { moves: unknown[]; deleted: string[] } {
  const moves: unknown[] = [];
  const deleted: string[] = [];
  server.use(
    http.get("/api/groups", ({ response }) =>
      response(200).json({ items: groups.filter(({ id }) => !deleted.includes(id)), next_cursor: null }),
    ),
    http.get("/api/groups/{id}", ({ params, response }) => {
      const found = groups.find(({ id }) => id === params.id);
      return found === undefined ? response.untyped(refusal(404)) : response(200).json(found);
    }),
    http.get("/api/groups/{id}/size", ({ response }) =>
      response(200).json({ people, is_complete: people < 40_000 }),
    ),
    http.get("/api/contacts", ({ query, response }) =>
      response(200).json({
        items:
          query.get("group") === null
            ? [contact({ id: "con_9", name: "Olivia Brandt" }), ...members]
            : members,
        next_cursor: null,
      }),
    ),
    http.post("/api/groups/{id}/members", async ({ request, response }) => {
      moves.push(await request.json());
      return response(200).json({ added: 1, removed: 1 });
    }),
    http.delete("/api/groups/{id}", ({ params, response }) => {
      deleted.push(params.id);
      return response(204).empty();
    }),
  );
  return { moves, deleted };
}

describe("a rule is told as a sentence", () => {
  it.each([
    [{ ...noRule, cities: ["Dallas", "Plano"], languages: ["es"] }, "People in Dallas or Plano who read Spanish"],
    [{ ...noRule, languages: ["es", "ko", "vi"] }, "People who read Spanish, Korean or Vietnamese"],
    [{ ...noRule, zip_prefixes: ["770"], birthday_months: [3] }, "People whose ZIP begins with 770 and who have their birthday in March"],
    [{ ...noRule, languages: ["ar"], birthday_months: [1, 12] }, "People who read Arabic and have their birthday in January or December"],
    [noRule, "People of your choice"],
  ])("%j", (rule, sentence) => {
    expect(ruleSentence(rule)).toBe(sentence);
  }); // prettier-ignore
});

describe("the list of groups", () => {
  it("says what each is and how many it has, and of a very large one at least how many", async () => {
    world(
      [group(), group({ id: "grp_2", name: "Vecinos", kind: "rule", rule: { ...noRule, cities: ["Katy"] } })],
      [],
      40_000,
    );
    openPage("/contacts/groups");
    expect(await screen.findByRole("heading", { name: "You have 2 groups." })).toBeVisible();
    expect(screen.getByText("People chosen one by one")).toBeVisible();
    expect(screen.getByText("People in Katy")).toBeVisible();
    await waitFor(() => {
      expect(screen.getAllByText("at least 40,000 people")).toHaveLength(2);
    });
  });

  it("teaches what a group is for while there is none", async () => {
    world([]);
    openPage("/contacts/groups");
    expect(await screen.findByText("A group saves choosing the same people again")).toBeVisible();
    expect(await screen.findByRole("link", { name: "Make a group" })).toBeVisible();
  });
});

describe("making a group", () => {
  it("takes a rule, and shows the sentence that it comes to", async () => {
    const made: GroupInput[] = [];
    world([]);
    server.use(
      http.post("/api/groups", async ({ request, response }) => {
        made.push(await request.json());
        return response(201).json(group());
      }),
    );
    const { user, path } = openPage("/contacts/groups/new");
    await user.type(await screen.findByLabelText("Name"), "Vecinos");
    await user.click(screen.getByLabelText(/Whoever fits/));
    await user.click(screen.getByRole("button", { name: "Make the group" }));
    expect(screen.getByText(/Choose at least one language/)).toBeVisible();
    await user.selectOptions(screen.getByLabelText("Add a language"), "Spanish");
    await user.type(screen.getByRole("textbox", { name: "They live in" }), "Katy{Enter}Richmond{Enter}");
    expect(screen.getByText("People in Katy or Richmond who read Spanish.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Leave Katy out" }));
    await user.click(screen.getByRole("button", { name: "Make the group" }));
    await waitFor(() => {
      expect(path()).toBe("/contacts/groups/grp_1");
    });
    expect(made).toEqual([
      { name: "Vecinos", kind: "rule", rule: { ...noRule, languages: ["es"], cities: ["Richmond"] } },
    ]);
  });

  it("keeps what was typed when the name is taken, and says so under the name", async () => {
    world([]);
    server.use(
      http.post("/api/groups", ({ response }) =>
        response.untyped(
          refusal(422, { errors: [{ field: "name", message: "There is a group of this name." }] }),
        ),
      ),
    );
    const { user } = openPage("/contacts/groups/new");
    await user.type(await screen.findByLabelText("Name"), "Choir");
    await user.click(screen.getByRole("button", { name: "Make the group" }));
    expect(await screen.findByText("There is a group of this name.")).toBeVisible();
    expect(screen.getByLabelText("Name")).toBeInvalid();
    expect(screen.getByLabelText("Name")).toHaveValue("Choir");
  });
});

describe("a group's page", () => {
  it("says how many are in it, and that a message takes who is in it when it goes out", async () => {
    world([group()], [contact()], 34);
    openPage("/contacts/groups/grp_1");
    expect(await screen.findByRole("heading", { name: /34 people are in/ })).toHaveTextContent(
      "34 people are in Choir.",
    );
    expect(screen.getByText(/goes to whoever is in it when the message goes out/)).toBeVisible();
  });

  it("takes a person out at once, and undo puts the same person back", async () => {
    const { moves } = world([group()], [contact({ group_ids: ["grp_1"] })]);
    const { user } = openPage("/contacts/groups/grp_1");
    await user.click(await screen.findByRole("button", { name: "Take Ana Tzoc out" }));
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => {
      expect(moves).toEqual([
        { add: [], remove: ["con_1"] },
        { add: ["con_1"], remove: [] },
      ]);
    });
  });

  it("adds people who are found by name", async () => {
    const { moves } = world([group()], [contact({ group_ids: ["grp_1"] })]);
    const { user } = openPage("/contacts/groups/grp_1");
    await user.click(await screen.findByRole("button", { name: "Add people" }));
    const dialog = within(screen.getByRole("dialog", { name: "Who comes into Choir?" }));
    await user.click(await dialog.findByRole("checkbox", { name: /Olivia Brandt/ }));
    // Undo must not take out who was in it before.
    expect(dialog.getByRole("checkbox", { name: /Ana Tzoc.*In it already/ })).toBeDisabled();
    await user.click(dialog.getByRole("button", { name: "Add 1 person" }));
    expect(await screen.findByText(/1 person added to/)).toBeVisible();
    expect(moves).toEqual([{ add: ["con_9"], remove: [] }]);
  });

  it("is renamed from the version that was read", async () => {
    const changes: { match: string | null; change: GroupChange }[] = [];
    world([group({ version: 4 })]);
    server.use(
      http.patch("/api/groups/{id}", async ({ request, response }) => {
        changes.push({ match: request.headers.get("If-Match"), change: await request.json() });
        return response(200).json(group({ name: "Choir and band", version: 5 }));
      }),
    );
    const { user } = openPage("/contacts/groups/grp_1");
    await user.click(await screen.findByRole("button", { name: "Rename" }));
    await user.type(screen.getByLabelText("Name"), " and band");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("heading", { name: /Choir and band/ })).toBeVisible();
    expect(changes).toEqual([{ match: '"4"', change: { name: "Choir and band" } }]);
  });

  it("is deleted in a way that can be undone, and its people stay", async () => {
    const { deleted } = world([group()], [contact()]);
    const { user, path } = openPage("/contacts/groups/grp_1");
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    expect(path()).toBe("/contacts/groups");
    const toast = screen.getByText(/Its people stay\./).parentElement ?? document.body;
    await user.click(within(toast).getByRole("button", { name: "Undo" }));
    expect(await screen.findByRole("link", { name: /Choir/ })).toBeVisible();
    expect(deleted).toEqual([]);
  });

  it("of a rule can't be added to by hand", async () => {
    world([group({ kind: "rule", rule: { ...noRule, languages: ["es"] } })], [contact()]);
    openPage("/contacts/groups/grp_1");
    expect(await screen.findByText(/People who read Spanish\./)).toBeVisible();
    expect(await screen.findByRole("button", { name: "Change" })).toBeVisible();
    expect(screen.queryByRole("button", { name: "Add people" })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /Take .* out/ })).not.toBeInTheDocument();
  });

  it("can't be changed by someone who may only look", async () => {
    world([group()], [contact()]);
    openPage("/contacts/groups/grp_1", viewer);
    expect(await screen.findByRole("link", { name: /Ana Tzoc/ })).toBeVisible();
    expect(screen.queryByRole("button", { name: /Rename|Delete|Add people|Take/ })).not.toBeInTheDocument();
  });
});
