import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { Answers } from "../src/api/types";
import { overtaken, refused } from "./answers";

const http = createOpenApiHttp<paths>();
const isEmpty = new URLSearchParams(window.location.search).has("empty");

let answers: Answers = isEmpty
  ? { keywords: [], after_hours: null, version: 0 }
  : {
      keywords: [
        {
          keyword: "DINNER",
          answer: "Dinner is at six, in the hall. Bring a friend!",
          translations: {
            es: "La cena es a las seis, en el salón. ¡Traiga a un amigo!",
            ar: "العشاء الساعة السادسة في القاعة.",
          },
          starts_at: null,
          ends_at: "2026-12-24T23:00:00Z",
        },
        {
          keyword: "TIMES",
          answer: "Sundays at 9 and 11.",
          translations: {},
          starts_at: null,
          ends_at: null,
        },
      ],
      after_hours: {
        answer: "Thank you! The office is closed; we read this tomorrow.",
        translations: {},
        office_hours: [
          { day: "monday", opens: "09:00", closes: "17:00" },
          { day: "wednesday", opens: "09:00", closes: "17:00" },
          { day: "friday", opens: "09:00", closes: "12:30" },
        ],
      },
      version: 3,
    };

const reserved = ["stop", "start", "help"];

export const answersHandlers = [
  http.get("/api/inbox/answers", ({ response }) => response(200).json(answers)),
  http.put("/api/inbox/answers", async ({ request, response }) => {
    if (request.headers.get("If-Match") !== `"${answers.version}"`) return overtaken();
    const input = await request.json();
    const index = input.keywords.findIndex(({ keyword }) => reserved.includes(keyword.toLowerCase()));
    if (index !== -1) {
      return refused(`keywords[${index}].keyword`, "This word has an answer of its own. Choose another one.");
    }
    answers = { ...input, version: answers.version + 1 };
    return response(200).json(answers);
  }),
];
