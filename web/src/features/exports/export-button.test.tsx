import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { Export } from "@/api/types";
import { contact, refusal } from "../../../test/records";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";

function world(...answers: Partial<Export>[]): void {
  const file = (some: Partial<Export>): Export => ({
    id: "exp_1",
    stage: "writing",
    rows: null,
    url: null,
    created_at: "2026-11-01T12:00:00Z",
    ...some,
  });
  let seen = 0;
  server.use(
    http.get("/api/contacts", ({ response }) =>
      response(200).json({ items: [contact()], next_cursor: null }),
    ),
    http.post("/api/exports", ({ response }) => response(202).json(file({}))),
    http.get("/api/exports/{id}", ({ response }) => {
      const answer = answers[Math.min(seen, answers.length - 1)];
      seen += 1;
      return response(200).json(file(answer ?? {}));
    }),
  );
}

it("writes the file, says when it is ready, and fetches it by an address that is fresh", async () => {
  world(
    { stage: "writing", rows: 1200 },
    { stage: "ready", rows: 2000, url: "https://files.example/old" },
    { stage: "ready", rows: 2000, url: "https://files.example/fresh" },
  );
  const fetched: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function click(this: HTMLAnchorElement) {
    fetched.push(this.href);
  });
  const { user } = openPage("/contacts");
  await user.click(await screen.findByRole("button", { name: "Export" }));
  const dialog = within(screen.getByRole("dialog", { name: "Export your contacts" }));
  await user.click(dialog.getByRole("button", { name: "Make the file" }));
  expect(await dialog.findByText("The file is ready.")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Download 2,000 people" }));
  await waitFor(() => {
    expect(fetched).toEqual(["https://files.example/fresh"]);
  });
});

it("says when there are too many people for one file", async () => {
  world({ stage: "failed" });
  const { user } = openPage("/contacts");
  await user.click(await screen.findByRole("button", { name: "Export" }));
  const dialog = within(screen.getByRole("dialog", { name: "Export your contacts" }));
  await user.click(dialog.getByRole("button", { name: "Make the file" }));
  expect(await dialog.findByText(/does not fit into one file/)).toBeVisible();
  expect(dialog.getByRole("button", { name: "Make the file" })).toBeEnabled();
});

it("says why it may not be made", async () => {
  world({});
  server.use(http.post("/api/exports", ({ response }) => response.untyped(refusal(403))));
  const { user } = openPage("/contacts");
  await user.click(await screen.findByRole("button", { name: "Export" }));
  const dialog = within(screen.getByRole("dialog", { name: "Export your contacts" }));
  await user.click(dialog.getByRole("button", { name: "Make the file" }));
  expect(await dialog.findByText("Your account is not allowed to do this.")).toBeVisible();
});
