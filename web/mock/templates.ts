import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { Template } from "../src/api/types";
import { missing, overtaken, refused } from "./answers";
import { world } from "./world";

const http = createOpenApiHttp<paths>();

const made = {
  created_by: "mary@grace.example",
  created_at: "2026-10-01T09:30:00Z",
  updated_at: "2026-10-01T09:30:00Z",
  version: 1,
};

let templates: Template[] =
  world.contacts.length === 0
    ? []
    : [
        {
          id: "tpl_potluck",
          name: "Potluck",
          content: "Grace Church: Hi {first_name|friend}, the potluck is this Sunday after the service. Bring a dish to share!",
          language: "en",
          translations: { es: "Grace Church: Hola {first_name|amigo}, la comida compartida es este domingo después del culto. ¡Traiga un plato!" },
          purpose: "information",
          ...made,
        },
        {
          id: "tpl_weather",
          name: "Closed for the weather",
          content: "Grace Church: the roads are bad, so there is no service today. Stay safe!",
          language: "en",
          translations: {
            ko: "그레이스 교회: 도로 사정이 나빠 오늘은 예배가 없습니다. 안전하게 지내세요!",
            ar: "كنيسة النعمة: الطرق سيئة، لذلك لا توجد خدمة اليوم. ابقوا بأمان!",
            vi: "Grace Church: đường xấu nên hôm nay không có lễ. Giữ an toàn nhé!",
          },
          purpose: "emergency",
          ...made,
        },
      ]; // prettier-ignore

const find = (id: string): Template | undefined => templates.find((template) => template.id === id);

export const templateHandlers = [
  http.get("/api/templates", ({ response }) => {
    const items = [...templates].sort((one, other) => one.name.localeCompare(other.name));
    return response(200).json({ items, next_cursor: null });
  }),
  http.post("/api/templates", async ({ request, response }) => {
    const input = await request.json();
    if (templates.some(({ name }) => name === input.name)) {
      return refused("name", "There is a template of this name already.");
    }
    const template: Template = {
      language: "en",
      translations: {},
      purpose: "information",
      ...input,
      ...made,
      id: `tpl_${templates.length}`,
    };
    templates = [...templates, template];
    return response(201).json(template);
  }),
  http.get("/api/templates/{id}", ({ params, response }) => {
    const template = find(params.id);
    return template === undefined ? missing() : response(200).json(template);
  }),
  http.put("/api/templates/{id}", async ({ params, request, response }) => {
    const template = find(params.id);
    if (template === undefined) return missing();
    if (request.headers.get("If-Match") !== `"${template.version}"`) return overtaken();
    Object.assign(template, await request.json(), { version: template.version + 1 });
    return response(200).json(template);
  }),
  http.delete("/api/templates/{id}", ({ params, response }) => {
    templates = templates.filter(({ id }) => id !== params.id);
    return response(204).empty();
  }),
];
