import { setupServer } from "msw/node";
import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "@/api/schema";

/** Handlers are typed by openapi.json: a test that answers what the API can't does not compile. */
export const http = createOpenApiHttp<paths>({ baseUrl: window.location.origin });

/** What most pages read beside what they are about: nothing there, unless a test says otherwise. */
export const server = setupServer(
  http.get("/api/groups", ({ response }) => response(200).json({ items: [], next_cursor: null })),
  http.get("/api/reminders", ({ response }) => response(200).json({ items: [], next_cursor: null })),
  http.get("/api/assistant", ({ response }) =>
    response(200).json({
      is_available: false,
      model: null,
      explanation: "Nobody has set up a language model.",
    }),
  ),
  http.get("/api/reviews", ({ response }) => response(200).json({ items: [], next_cursor: null })),
  http.get("/api/inbox/counts", ({ response }) => response(200).json({ unread: 0, is_complete: true })),
  http.get("/api/follow-ups", ({ response }) => response(200).json({ items: [], next_cursor: null })),
  http.get("/api/calls", ({ response }) => response(200).json({ items: [], next_cursor: null })),
  http.get("/api/contacts/{id}/household", ({ response }) =>
    response(200).json({ items: [], next_cursor: null }),
  ),
  http.get("/api/contacts/{id}/history", ({ response }) =>
    response(200).json({ items: [], next_cursor: null }),
  ),
);
