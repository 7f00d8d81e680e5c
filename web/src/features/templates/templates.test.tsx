import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Template, TemplateInput } from "@/api/types";
import { refusal, staff, templateOf, viewer } from "../../../test/records";
import { openPage } from "../../../test/render";
import { world } from "../../../test/sending";
import { http, server } from "../../../test/server";

/** The church's templates, and what was asked of them. */
function templates(...kept: Template[]) {
  const asked = {
    added: [] as TemplateInput[],
    changed: [] as { match: string | null; input: TemplateInput }[],
  };
  const deleted: string[] = [];
  server.use(
    http.get("/api/templates", ({ response }) =>
      response(200).json({ items: kept.filter(({ id }) => !deleted.includes(id)), next_cursor: null }),
    ),
    http.get("/api/templates/{id}", ({ params, response }) => {
      const found = kept.find(({ id }) => id === params.id);
      return found === undefined ? response.untyped(refusal(404)) : response(200).json(found);
    }),
    http.post("/api/templates", async ({ request, response }) => {
      const input = await request.json();
      asked.added.push(input);
      if (kept.some(({ name }) => name === input.name)) {
        const message = "There is a template of this name already.";
        return response.untyped(refusal(422, { errors: [{ field: "name", message }] }));
      }
      return response(201).json(templateOf(input));
    }),
    http.put("/api/templates/{id}", async ({ params, request, response }) => {
      const input = await request.json();
      const match = request.headers.get("If-Match");
      asked.changed.push({ match, input });
      const found = kept.find(({ id }) => id === params.id);
      if (found === undefined || match !== `"${found.version}"`) return response.untyped(refusal(412));
      return response(200).json({ ...found, ...input, version: found.version + 1 });
    }),
    http.delete("/api/templates/{id}", ({ params, response }) => {
      deleted.push(params.id);
      return response(204).empty();
    }),
  );
  return { ...asked, deleted };
}

const potluck = templateOf();

describe("templates", () => {
  it("are listed with their languages; an empty list teaches", async () => {
    templates();
    openPage("/messages/templates");
    expect(await screen.findByText("You have no templates yet.")).toBeVisible();
    expect(await screen.findByRole("link", { name: "Make a template" })).toBeVisible();
    document.body.replaceChildren();

    templates(potluck);
    openPage("/messages/templates");
    expect(await screen.findByText("You have one template.")).toBeVisible();
    expect(screen.getByRole("link", { name: /Potluck.*In English and Spanish/ })).toBeVisible();
  });

  it("are made with a text in each language", async () => {
    const { added } = templates();
    const { user, path } = openPage("/messages/templates/new");
    await user.click(await screen.findByRole("button", { name: "Keep the template" }));
    expect(screen.getByText("Give the template a name.")).toBeVisible();
    await user.type(screen.getByLabelText("Name"), "Potluck");
    await user.type(screen.getByLabelText("Message"), "Potluck on Sunday.");
    await user.selectOptions(screen.getByLabelText("Add a language"), "Spanish");
    await user.selectOptions(screen.getByLabelText("Add a language"), "Korean");
    await user.type(screen.getByLabelText("In Spanish"), "Comida el domingo.");
    await user.click(screen.getByRole("button", { name: "Keep the template" }));
    await waitFor(() => {
      expect(path()).toBe("/messages/templates");
    });
    expect(added).toEqual([
      {
        name: "Potluck",
        content: "Potluck on Sunday.",
        language: "en",
        translations: { es: "Comida el domingo." },
        purpose: "information",
      },
    ]);
  });

  it("that someone else changed meanwhile are merged, and what both changed is named", async () => {
    const theirs = {
      ...potluck,
      content: "The potluck is on Saturday.",
      purpose: "solicitation" as const,
      version: 2,
    };
    const { changed } = templates(theirs);
    server.use(
      http.get("/api/templates/{id}", ({ response }) => response(200).json(potluck), { once: true }),
    );
    const { user } = openPage("/messages/templates/tpl_1");
    const field = await screen.findByLabelText("Message");
    await user.clear(field);
    await user.type(field, "The potluck is on Sunday at noon.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/You both changed the text:/)).toBeVisible();
    expect(field).toHaveValue("The potluck is on Sunday at noon.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved.")).toBeVisible();
    expect(changed.map(({ match }) => match)).toEqual(['"1"', '"2"']);
    expect(changed[1]?.input).toMatchObject({
      content: "The potluck is on Sunday at noon.",
      purpose: "solicitation",
    });
  });

  it("are deleted in a way that can be undone", async () => {
    const { deleted } = templates(potluck);
    const { user } = openPage("/messages/templates/tpl_1");
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    expect(await screen.findByText("You have no templates yet.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(await screen.findByText("You have one template.")).toBeVisible();
    expect(deleted).toEqual([]);

    await user.click(screen.getByRole("link", { name: /Potluck/ }));
    await user.click(await screen.findByRole("button", { name: "Delete" }));
    await user.click(screen.getAllByRole("button", { name: "Close" }).at(-1) ?? document.body);
    await expect.poll(() => deleted).toEqual(["tpl_1"]);
  });

  it("can be read, and not changed, by someone who may only look", async () => {
    templates(potluck);
    openPage("/messages/templates/tpl_1", viewer);
    expect(await screen.findByText("La comida compartida es el domingo.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Save" })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Delete" })).not.toBeInTheDocument();
  });
});

describe("a message", () => {
  it("begins with a template, and what was written before comes back by Undo", async () => {
    world(3);
    templates(potluck);
    const { user } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    await user.click(screen.getByRole("button", { name: "Use a template" }));
    const dialog = within(screen.getByRole("dialog", { name: "Begin with a template" }));
    await user.click(await dialog.findByRole("button", { name: /Potluck/ }));
    expect(screen.getByLabelText("Message")).toHaveValue(potluck.content);
    expect(screen.getByText("Written by hand")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(screen.getByLabelText("Message")).toHaveValue("Dinner is at 6.");
    expect(screen.queryByText("Written by hand")).not.toBeInTheDocument();
  });

  it("begins with the template of the address, once", async () => {
    world(3);
    templates(potluck);
    const { user, path } = openPage("/messages/templates/tpl_1");
    await user.click(await screen.findByRole("link", { name: "Write a message with it" }));
    await waitFor(() => {
      expect(screen.getByLabelText("Message")).toHaveValue(potluck.content);
    });
    expect(path()).toBe("/messages/new");
  });

  it("is kept as a template under a name that none has, with its languages", async () => {
    world(3);
    const { added } = templates(potluck);
    const { user, path } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    await user.click(screen.getByRole("button", { name: "Save as template" }));
    const dialog = within(screen.getByRole("dialog", { name: "Keep this to send again" }));
    await user.type(dialog.getByLabelText("Name"), "Potluck{Enter}");
    expect(await dialog.findByText("There is a template of this name already.")).toBeVisible();
    await user.clear(dialog.getByLabelText("Name"));
    await user.type(dialog.getByLabelText("Name"), "Dinner{Enter}");
    expect(await screen.findByText("Kept as a template.")).toBeVisible();
    expect(path()).toBe("/messages/new");
    expect(added.at(-1)).toEqual({
      name: "Dinner",
      content: "Dinner is at 6.",
      language: "en",
      translations: {},
      purpose: "information",
    });
    expect(window.localStorage.getItem(`tidings.draft.${staff.user_id}`)).toContain("Dinner is at 6.");
  });
});
