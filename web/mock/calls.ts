import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { Call, CallDetails, FollowUp } from "../src/api/types";
import { missing, page } from "./answers";

const http = createOpenApiHttp<paths>();

const at = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

function call(id: string, minutes: number, more: Partial<Call>): Call {
  return {
    id,
    contact_id: null,
    caller_phone: "+17135550142",
    caller_name: null,
    direction: "inbound",
    status: "completed",
    duration: 95,
    twilio_call_sid: `CA${id}`,
    conversation_summary: null,
    summary_note: null,
    language_detected: "en",
    confidential: false,
    withheld: false,
    care_need: null,
    follow_ups: 0,
    proposed_changes: [],
    created_at: at(minutes),
    ended_at: at(minutes - 2),
    version: 1,
    ...more,
  };
}

function followUp(id: string, of: Call, kind: string, words: string): FollowUp {
  return {
    id,
    call_id: of.id,
    kind,
    words,
    withheld: of.withheld,
    caller_name: of.caller_name,
    caller_phone: of.caller_phone,
    contact_id: of.contact_id,
    done_by: null,
    done_at: null,
    created_at: of.created_at,
    version: 1,
  };
}

const ana = call("cal_1", 40, {
  caller_name: "Ana López",
  language_detected: "es",
  conversation_summary:
    "Ana asked for a prayer for her mother, who has an operation on Friday. She has moved to Plano.",
  proposed_changes: [
    { field: "city", value: "Plano", decision: "proposed", decided_by: null, decided_at: null },
  ],
  follow_ups: 1,
});
const quiet = call("cal_2", 180, {
  caller_phone: "+17135550177",
  confidential: true,
  withheld: true,
  summary_note: "The caller asked that only the pastor should know what was said.",
  follow_ups: 1,
});
const calls = [ana, quiet];
const followUps = [
  followUp("fol_1", ana, "prayer", "Por mi mamá, la operan el viernes."),
  followUp("fol_2", quiet, "message", ""),
];

const details: Record<string, CallDetails> = {
  cal_1: {
    call: ana,
    follow_ups: followUps.slice(0, 1),
    turns: [
      turn(
        0,
        "assistant",
        "Hola, Ana, soy el asistente automático de Grace Church. ¿En qué le puedo ayudar?",
      ),
      turn(1, "caller", "¿Pueden orar por mi mamá?"),
      turn(2, "assistant", "Con mucho gusto. ¿Por qué quiere que oremos?"),
    ],
  },
  cal_2: { call: quiet, turns: [], follow_ups: [] },
};

function turn(index: number, role: string, content: string): CallDetails["turns"][number] {
  const id = `cal_1-${String(index)}`;
  return { id, call_log_id: "cal_1", role, content, keys: null, language: "es", timestamp: at(40) };
}

export const callHandlers = [
  http.get("/api/calls", ({ response, query }) => response(200).json(page(calls, query))),
  http.get("/api/calls/{id}", ({ params, response }) => {
    const found = details[params.id];
    return found === undefined ? missing() : response(200).json(found);
  }),
  http.post("/api/calls/{id}/changes", async ({ params, request, response }) => {
    const found = details[params.id];
    if (found === undefined) return missing();
    const { field, accepted } = await request.json();
    const change = found.call.proposed_changes.find((one) => one.field === field);
    if (change === undefined) return missing();
    change.decision = accepted ? "accepted" : "refused";
    change.decided_by = "mary@grace.example";
    change.decided_at = at(0);
    found.call.version += 1;
    return response(200).json(found);
  }),
  http.get("/api/follow-ups", ({ response, query }) => {
    const isDone = query.get("state") === "done";
    return response(200).json(
      page(
        followUps.filter(({ done_by }) => (done_by !== null) === isDone),
        query,
      ),
    );
  }),
  http.patch("/api/follow-ups/{id}", async ({ params, request, response }) => {
    const found = followUps.find(({ id }) => id === params.id);
    if (found === undefined) return missing();
    const { done } = await request.json();
    found.done_by = done ? "mary@grace.example" : null;
    found.done_at = done ? at(0) : null;
    found.version += 1;
    return response(200).json(found);
  }),
];
