import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { Contact, ContactInput, HistoryChange, HistoryItem } from "@/api/types";
import { call, contact, group, viewer } from "../../../test/records";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";

function world(person: Contact, history: HistoryItem[] = [], household: Contact[] = []): void {
  server.use(
    http.get("/api/contacts", ({ response }) => response(200).json({ items: [person], next_cursor: null })),
    http.get("/api/contacts/{id}", ({ response }) => response(200).json(person)),
    http.get("/api/contacts/{id}/household", ({ response }) =>
      response(200).json({ items: household, next_cursor: null }),
    ),
    http.get("/api/contacts/{id}/history", ({ response }) =>
      response(200).json({ items: history, next_cursor: null }),
    ),
  );
}

function change(some: Partial<HistoryChange>, at = "2026-11-01T12:00:00Z"): HistoryItem {
  return {
    id: `chg_${at}`,
    at,
    kind: "change",
    message: null,
    change: {
      action: "changed",
      actor: "ruth@grace.example",
      source: "by_hand",
      import_id: null,
      reason: null,
      changes: [],
      ...some,
    },
  };
}

describe("a contact's page", () => {
  it("says who shares the phone, and that the family gets one text", async () => {
    world(
      contact(),
      [],
      [contact({ id: "con_2", name: "Ben Tzoc" }), contact({ id: "con_3", name: "Eva Tzoc" })],
    );
    openPage("/contacts/con_1");
    const line = await screen.findByText(/Shares a phone with/);
    expect(line).toHaveTextContent("Shares a phone with Ben Tzoc and Eva Tzoc; the family gets one text.");
  });

  it("lists the latest calls with the person, and what each was about", async () => {
    world(contact());
    let asked: string | null = null;
    server.use(
      http.get("/api/calls", ({ request, response }) => {
        asked = new URL(request.url).searchParams.get("contact_id");
        return response(200).json({ items: [call()], next_cursor: null });
      }),
    );
    openPage("/contacts/con_1");
    const calls = await screen.findByRole("list", { name: "Calls" });
    expect(within(calls).getByRole("link", { name: "Called us" })).toHaveAttribute("href", "/calls/cal_1");
    expect(within(calls).getByText("Asked for a prayer.")).toBeVisible();
    expect(asked).toBe("con_1");
  });

  it("tells what changed, from what to what, and who did it", async () => {
    server.use(
      http.get("/api/groups", ({ response }) => response(200).json({ items: [group()], next_cursor: null })),
    );
    world(contact(), [
      change({
        source: "import",
        import_id: "imp_1",
        changes: [
          { field: "city", before: "Katy", after: "Richmond" },
          { field: "birthday", before: null, after: "--03-01" },
          { field: "group_ids", before: null, after: "grp_1" },
        ],
      }),
    ]);
    openPage("/contacts/con_1");
    const history = within(await screen.findByRole("list", { name: "History" }));
    expect(await history.findByText("ruth@grace.example")).toBeVisible();
    expect(history.getByText("Katy")).toBeVisible();
    expect(history.getByText("Richmond")).toBeVisible();
    expect(history.getAllByText("nothing")).toHaveLength(2);
    expect(history.getByText("March 1")).toBeVisible();
    expect(await history.findByText("Choir")).toBeVisible();
    expect(history.getByRole("link", { name: "an import" })).toHaveAttribute(
      "href",
      "/contacts/import/imp_1",
    );
  });

  it("tells what was sent and, in plain words, why it did not arrive", async () => {
    world(contact(), [
      {
        id: "msg_1",
        at: "2026-11-01T12:00:00Z",
        kind: "message",
        message: {
          id: "msg_1",
          broadcast_id: "brc_1",
          message_type: "sms",
          status: "skipped",
          skip_reason: "opted_out",
          error_message: null,
          content: "Dinner is at 6.",
        },
        change: null,
      },
    ]);
    openPage("/contacts/con_1");
    const history = within(await screen.findByRole("list", { name: "History" }));
    expect(await history.findByRole("link", { name: "Dinner is at 6." })).toHaveAttribute(
      "href",
      "/messages/brc_1",
    );
    expect(history.getByText("Left out")).toBeVisible();
    expect(history.getByText("Asked not to be texted.")).toBeVisible();
  });

  it("reads earlier pages when asked, and goes on over those that hold nothing", async () => {
    world(contact());
    server.use(
      http.get("/api/contacts/{id}/history", ({ query, response }) => {
        const cursor = Number(query.get("cursor") ?? 0);
        if (cursor === 0) {
          return response(200).json({ items: [change({ action: "opted_in" })], next_cursor: "1" });
        }
        return cursor < 3
          ? response(200).json({ items: [], next_cursor: String(cursor + 1) })
          : response(200).json({
              items: [change({ action: "created" }, "2026-10-01T12:00:00Z")],
              next_cursor: null,
            });
      }),
    );
    const { user } = openPage("/contacts/con_1");
    await user.click(await screen.findByRole("button", { name: "Show earlier" }));
    expect(await screen.findByText("Added")).toBeVisible();
    expect(screen.queryByRole("button", { name: /Show earlier|Looking/ })).not.toBeInTheDocument();
  });
});

describe("opting out", () => {
  it("says since when, by whom and why", async () => {
    world(contact({ opted_out_at: "2026-11-01T12:00:00Z" }), [
      change({ action: "opted_out", reason: "Told me after the service" }),
    ]);
    openPage("/contacts/con_1");
    const news = within(
      (await screen.findByText("Asked not to be texted", { selector: "p" })).parentElement ?? document.body,
    );
    expect(await news.findByText("ruth@grace.example")).toBeVisible();
    expect(news.getByText(/“Told me after the service”/)).toBeVisible();
    expect(screen.getByText("Gets none: asked not to be texted")).toBeVisible();
  });

  it("asks for a reason, and shows the answer at once", async () => {
    const asked: unknown[] = [];
    const person = contact();
    world(person, [], [contact({ id: "con_2", name: "Ben Tzoc" })]);
    server.use(
      http.post("/api/contacts/{id}/opt-out", async ({ request, response }) => {
        asked.push(await request.json());
        Object.assign(person, { opted_out_at: "2026-11-01T12:00:00Z" });
        return response(200).json(person);
      }),
    );
    const { user } = openPage("/contacts/con_1");
    await user.click(await screen.findByRole("button", { name: "Stop texts" }));
    const dialog = within(screen.getByRole("dialog", { name: "Stop all texts to (281) 555-0196?" }));
    expect(dialog.getByText("Ben Tzoc")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Stop texts" }));
    expect(dialog.getByText(/Write a few words/)).toBeVisible();
    expect(asked).toHaveLength(0);
    await user.type(dialog.getByLabelText("Why?"), "Told me after the service");
    await user.click(dialog.getByRole("button", { name: "Stop texts" }));
    expect(await screen.findByText("Gets none: asked not to be texted")).toBeVisible();
    expect(asked).toEqual([{ opted_out: true, channel: "sms", reason: "Told me after the service" }]);
    expect(screen.getByRole("button", { name: "Text them again" })).toBeVisible();
  });

  it("is another thing for calls, which only those get who agreed to them", async () => {
    const asked: unknown[] = [];
    const person = contact({ call_consent: true });
    world(person);
    server.use(
      http.post("/api/contacts/{id}/opt-out", async ({ request, response }) => {
        asked.push(await request.json());
        Object.assign(person, { calls_opted_out_at: "2026-11-01T12:00:00Z" });
        return response(200).json(person);
      }),
    );
    const { user } = openPage("/contacts/con_1");
    expect(await screen.findByText("May be called")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Stop calls" }));
    const dialog = within(
      screen.getByRole("dialog", { name: "Stop all automatic calls to (281) 555-0196?" }),
    );
    await user.type(dialog.getByLabelText("Why?"), "Told me after the service");
    await user.click(dialog.getByRole("button", { name: "Stop calls" }));
    expect(await screen.findByText("Gets none: asked not to be called")).toBeVisible();
    expect(asked).toEqual([{ opted_out: true, channel: "voice", reason: "Told me after the service" }]);
    expect(screen.getByText("Gets them")).toBeVisible();
  });

  it("is not offered to someone who may only look", async () => {
    world(contact());
    openPage("/contacts/con_1", viewer);
    expect(await screen.findByText("Gets them")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Stop texts" })).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /Download/ })).not.toBeInTheDocument();
  });
});

describe("a number that can't be texted", () => {
  const unreachable: Contact["unreachable"] = {
    code: "21614",
    reason: "landline",
    reason_text: "The number is a landline, or can't take texts.",
    since: "2026-11-20T15:30:00Z",
  };

  it("is said with the reason, and tried again when staff say so", async () => {
    const person = contact({ unreachable });
    world(person);
    let cleared = 0;
    server.use(
      http.delete("/api/contacts/{id}/unreachable", ({ response }) => {
        cleared += 1;
        Object.assign(person, { unreachable: null });
        return response(204).empty();
      }),
    );
    const { user } = openPage("/contacts/con_1");
    expect(await screen.findByText("This number can’t be texted")).toBeVisible();
    expect(screen.getByText(/The number is a landline, or can't take texts\./)).toBeVisible();
    expect(screen.getByText("Gets none: the number can’t be texted")).toBeVisible();
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Gets them")).toBeVisible();
    expect(screen.queryByText("This number can’t be texted")).not.toBeInTheDocument();
    expect(cleared).toBe(1);
  });

  it("is only said to someone who may only look", async () => {
    world(contact({ unreachable }));
    openPage("/contacts/con_1", viewer);
    expect(await screen.findByText("This number can’t be texted")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Try again" })).not.toBeInTheDocument();
  });
});

describe("the form", () => {
  it("takes a birthday without a year, groups, a time zone and notes", async () => {
    const sent: ContactInput[] = [];
    world(contact());
    server.use(
      http.get("/api/groups", ({ response }) => response(200).json({ items: [group()], next_cursor: null })),
      http.post("/api/contacts", async ({ request, response }) => {
        sent.push(await request.json());
        return response(201).json(contact());
      }),
    );
    const { user, path } = openPage("/contacts/new");
    await user.type(await screen.findByLabelText("Name"), "Ana Tzoc");
    await user.type(screen.getByLabelText("Mobile number"), "2815550196");
    await user.click(screen.getByText("More about this person"));
    await user.type(screen.getByLabelText("E-mail"), "ana@example.org");
    await user.selectOptions(screen.getByLabelText("Month"), "March");
    await user.click(await screen.findByRole("checkbox", { name: "Choir" }));
    await user.selectOptions(screen.getByLabelText("Time zone"), "America/Denver");
    await user.type(screen.getByLabelText("Notes"), "Call in the evening");
    await user.click(screen.getByRole("button", { name: "Add contact" }));
    expect(screen.getByText(/Choose the month and type the day/)).toBeVisible();
    expect(sent).toHaveLength(0);
    await user.type(screen.getByLabelText("Day"), "1");
    await user.click(screen.getByRole("button", { name: "Add contact" }));
    await waitFor(() => {
      expect(path()).toBe("/contacts/con_1");
    });
    expect(sent[0]).toMatchObject({
      email: "ana@example.org",
      birthday: "--03-01",
      group_ids: ["grp_1"],
      time_zone: "America/Denver",
      notes: "Call in the evening",
    });
  });

  it("says which time zone the ZIP means while none is chosen", async () => {
    world(contact({ email: "ana@example.org" }));
    openPage("/contacts/con_1/edit");
    expect(await screen.findByLabelText("Time zone")).toHaveDisplayValue(
      "As their ZIP says: Central Time, Chicago",
    );
  });
});

it("offers all that is known of a person as a file, before they are deleted", async () => {
  world(contact());
  const saved: string[] = [];
  vi.stubGlobal(
    "URL",
    Object.assign(URL, { createObjectURL: () => "blob:1", revokeObjectURL: () => undefined }),
  );
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function click(this: HTMLAnchorElement) {
    saved.push(`${this.href} as ${this.download}`);
  });
  server.use(
    http.get("/api/contacts/{id}/export", ({ response }) =>
      response(200).json({ contact: contact(), history: [], is_complete: true }),
    ),
  );
  const { user } = openPage("/contacts/con_1");
  await user.click(await screen.findByRole("button", { name: "Download what we know first" }));
  await waitFor(() => {
    expect(saved).toEqual(["blob:1 as Ana Tzoc.json"]);
  });
});
