import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Contact, ContactChange } from "@/api/types";
import { contact, refusal, viewer } from "../../../test/records";
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

it("finds a name without its marks, and a number by its digits", async () => {
  list(
    contact({ id: "con_1", name: "María García", phone: "+17135550123" }),
    contact({ id: "con_2", name: "Ben Hill", phone: "+12815550177" }),
  );
  const { user } = openPage("/contacts");
  const search = await screen.findByRole("searchbox");
  await user.type(search, "garcia");
  await waitFor(() => {
    expect(screen.queryByText("Ben Hill")).not.toBeInTheDocument();
  });
  expect(screen.getByText("María García")).toBeVisible();
  await user.clear(search);
  await user.type(search, "555-0177");
  expect(await screen.findByText("Ben Hill")).toBeVisible();
  expect(screen.queryByText("María García")).not.toBeInTheDocument();
});
