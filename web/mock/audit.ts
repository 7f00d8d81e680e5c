import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { AuditEntry } from "../src/api/types";
import { page } from "./answers";

const http = createOpenApiHttp<paths>();
const isEmpty = new URLSearchParams(window.location.search).has("empty");

const hour = 3_600_000;

const done: [
  action: AuditEntry["action"],
  text: string,
  subject: string | null,
  outcome: AuditEntry["outcome"],
][] = [
  ["settings_changed", "Changed the settings", null, "done"],
  ["opt_out_noted", "Noted that somebody asked not to be texted", "con_00040", "done"],
  ["emergency_sent", "Sent an emergency message", "brc_0002", "done"],
  ["broadcast_resumed", "Went on sending a paused message", "brc_0001", "unclear"],
  ["message_resent", "Sent a text in doubt again", "msg_brc_0002_3", "done"],
  ["emergency_sent", "Sent an emergency message", "brc_0002", "refused"],
  ["template_changed", "Changed a template", "tpl_1", "done"],
];

const audit: AuditEntry[] = Array.from({ length: isEmpty ? 0 : 70 }, (_, index) => {
  const [action, action_text, subject_id, outcome] = done[index % done.length] ?? [
    "settings_changed",
    "",
    null,
    "done",
  ];
  return {
    id: `aud_${index}`,
    at: new Date(Date.now() - (index * 7 + 1) * hour).toISOString(),
    by: index % 3 === 0 ? "ruth@grace.example" : "mary@grace.example",
    action,
    action_text,
    subject_id,
    outcome,
  };
});

export const auditHandlers = [
  http.get("/api/audit", ({ response, query }) => response(200).json(page(audit, query))),
];
