import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { refusal, staff } from "../../../test/records";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";

it.each([
  ["/", "Write a message"],
  ["/messages", "Write a message"],
  ["/contacts", "Add a contact"],
])("is said on %s, where an act is missing without it, and can be tried again", async (path, act) => {
  const none = { items: [], next_cursor: null };
  server.use(
    http.get("/api/broadcasts", ({ response }) => response(200).json(none)),
    http.get("/api/contacts", ({ response }) => response(200).json(none)),
  );
  const { user } = openPage(path);
  let isRefused = true;
  server.use(
    http.get("/api/me", ({ response }) =>
      isRefused
        ? response.untyped(refusal(403, { detail: "Your account has no role yet. Ask an administrator." }))
        : response(200).json(staff),
    ),
  );
  expect(await screen.findByText("Your account has no role yet.")).toBeVisible();
  expect(screen.queryByRole("link", { name: act })).not.toBeInTheDocument();
  isRefused = false;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("link", { name: act })).toBeVisible();
});
