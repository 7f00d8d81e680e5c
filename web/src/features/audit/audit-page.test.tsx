import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AuditEntry } from "@/api/types";
import { admin, staff } from "../../../test/records";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";

function done(some: Partial<AuditEntry>): AuditEntry {
  return {
    id: `aud_${some.action ?? ""}`,
    at: "2026-11-26T03:12:00Z",
    by: "ruth@grace.example",
    action: "settings_changed",
    action_text: "Changed the settings",
    subject_id: null,
    outcome: "done",
    ...some,
  };
}

it("tells an administrator who did what, and where to see it", async () => {
  server.use(
    http.get("/api/audit", ({ response }) =>
      response(200).json({
        items: [
          done({
            action: "emergency_sent",
            action_text: "Sent an emergency message",
            subject_id: "brc_1",
            outcome: "refused",
          }),
          done({ action: "opt_out_noted", action_text: "Noted an opt-out", subject_id: "con_1" }),
          done({ outcome: "unclear" }),
        ],
        next_cursor: null,
      }),
    ),
  );
  openPage("/settings/audit", admin);
  const list = within(await screen.findByRole("list", { name: "What was done" }));
  const [emergency, optOut, settings] = list.getAllByRole("listitem");
  expect(emergency).toHaveTextContent(
    /Sent an emergency message.*ruth@grace\.example.*Turned down: nothing was changed\./,
  );
  expect(within(emergency ?? document.body).getByRole("link")).toHaveAttribute("href", "/messages/brc_1");
  expect(within(optOut ?? document.body).getByRole("link")).toHaveAttribute("href", "/contacts/con_1");
  expect(optOut).not.toHaveTextContent(/Turned down|certain/);
  expect(settings).toHaveTextContent("It is not certain that it happened.");
});

it("is not asked for by anybody else", async () => {
  // Asking would fail this test: nothing answers.
  openPage("/settings/audit", staff);
  expect(await screen.findByRole("heading", { name: "Only administrators see who did what." })).toBeVisible();
});
