import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { contact } from "../../../test/records";
import { openPage } from "../../../test/render";
import { world } from "../../../test/sending";
import { http, server } from "../../../test/server";

it("Enter looks for people, and never sends the message that they are chosen for", async () => {
  const sent = world(1);
  server.use(
    http.get("/api/contacts", ({ response }) =>
      response(200).json({ items: [contact({ name: "Ana Tzoc" })], next_cursor: null }),
    ),
  );
  const { user, path } = openPage("/messages/new");
  await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
  await user.click(screen.getByLabelText("Chosen people"));
  await user.click(await screen.findByRole("checkbox", { name: /Ana Tzoc/ }));
  await waitFor(() => {
    expect(screen.getByRole("button", { name: "Send to 1 person" })).toBeEnabled();
  });
  await user.type(screen.getByRole("searchbox"), "Ben{Enter}");
  expect(screen.getByRole("searchbox")).toHaveValue("Ben");
  expect(path()).toBe("/messages/new");
  expect(sent).toEqual([]);
});
