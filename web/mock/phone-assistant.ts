import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { PhoneAssistant, Voice } from "../src/api/types";

const http = createOpenApiHttp<paths>();

let assistant: PhoneAssistant = {
  is_answering: true,
  facts: {
    service_times: "Sundays at 9 in English and at 11 in Spanish.",
    address: "1200 Elm Street, Sugar Land. The side door has a ramp.",
    staff: "",
    events: "Harvest dinner on Friday at 6 in the hall.",
    other: "",
  },
  first_language: "en",
  offered_languages: ["es"],
  staff_language: "en",
  transfer_phone: "+17135550155",
  on_call_phone: null,
  voices: {},
  limits: { turns: 30, minutes: 10, calls_a_day: 200 },
  version: 1,
};

const voices: Voice[] = [
  { language: "en", name: "Polly.Joanna-Neural", label: "Joanna, a woman", is_default: true },
  { language: "en", name: "Polly.Matthew-Neural", label: "Matthew, a man", is_default: false },
  { language: "es", name: "Polly.Lupe-Neural", label: "Lupe, a woman", is_default: true },
  { language: "es", name: "Polly.Pedro-Neural", label: "Pedro, a man", is_default: false },
  { language: "ko", name: "Polly.Seoyeon-Neural", label: "Seoyeon, a woman", is_default: true },
  { language: "vi", name: "Google.vi-VN-Wavenet-A", label: "Google, a woman", is_default: true },
  { language: "ml", name: "Google.ml-IN-Wavenet-C", label: "Google, a woman", is_default: true },
  { language: "ar", name: "Google.ar-XA-Wavenet-A", label: "Google, a woman", is_default: true },
];

export const phoneAssistantHandlers = [
  http.get("/api/settings/assistant", ({ response }) => response(200).json(assistant)),
  http.get("/api/settings/assistant/voices", ({ response }) =>
    response(200).json({ items: voices, next_cursor: null }),
  ),
  http.put("/api/settings/assistant", async ({ request, response }) => {
    const input = await request.json();
    assistant = { ...input, version: assistant.version + 1 };
    return response(200).json(assistant);
  }),
];
