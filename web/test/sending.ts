import type { SendRequest } from "@/api/types";
import { fillFields } from "@/features/messages/merge-fields";
import { broadcast, estimateOf } from "./records";
import { http, server } from "./server";

/** A request to send, as the API got it. */
export interface Sent {
  key: string | null;
  body: SendRequest;
}

/** An audience of `recipients`, and a record of what was sent; `answers` come one after another. */
export function world(recipients: number, ...answers: (() => Response)[]): Sent[] {
  const sent: Sent[] = [];
  server.use(
    http.post("/api/messages/preview", async ({ request, response }) => {
      const { content } = await request.json();
      const ruth = { first_name: "Ruth", name: "Ruth Okafor", city: "Richmond", church: "Grace Church" };
      return response(200).json({
        recipients,
        left_out: [
          {
            reason: "same_phone",
            reason_text: "Shares a phone with someone who gets this message",
            count: 2,
            people: [{ contact_id: "con_8", name: "Ben Tzoc" }],
          },
        ],
        languages: [
          { language: "en", recipients: recipients - 1 },
          { language: "es", recipients: 1 },
        ],
        is_estimate: false,
        estimate: content === undefined ? null : estimateOf(recipients, fillFields(content, ruth)),
        preview_as: null,
      });
    }),
    http.post("/api/messages/send", async ({ request, response }) => {
      sent.push({ key: request.headers.get("Idempotency-Key"), body: await request.json() });
      const answer = answers.shift()?.() ?? null;
      return answer === null ? response(202).json(broadcast({ recipients })) : response.untyped(answer);
    }),
    http.get("/api/broadcasts/{id}", ({ response }) => response(200).json(broadcast({ recipients }))),
    http.get("/api/broadcasts/{id}/messages", ({ response }) =>
      response(200).json({ items: [], next_cursor: null }),
    ),
  );
  return sent;
}
