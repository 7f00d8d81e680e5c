import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { AudiencePreview, Contact, PreviewRequest, Translation } from "../src/api/types";
import { countSegments } from "../src/lib/segments";
import { readIn } from "../src/lib/languages";
import { fillFields } from "../src/features/messages/merge-fields";
import { missing, refused } from "./answers";
import { chosen } from "./directory";
import { addBroadcast, previewOf, world } from "./world";

const http = createOpenApiHttp<paths>();

const pricePerPart = 14_500;

/** The month's money, by `?broke` nearly nothing. */
const remaining = new URLSearchParams(window.location.search).has("broke") ? 1_200_000 : 37_600_000;

type Written = Pick<PreviewRequest, "language" | "translations"> & { content: string };

/** What one person would get. */
function textFor({ content, language = "en", translations = {} }: Written, contact: Contact) {
  const read = readIn(contact.preferred_language, [language, ...Object.keys(translations)]) ?? language;
  const first = contact.name.split(" ")[0] ?? "";
  const values = {
    name: contact.name,
    first_name: first,
    city: contact.city ?? "your city",
    church: "Grace Church",
  };
  const text = fillFields(translations[read] ?? content, values);
  const { encoding, segments } = countSegments(text);
  return { contact_id: contact.id, name: contact.name, language: read, text, encoding, segments };
}

function estimateOf(written: Written, contacts: readonly Contact[]): AudiencePreview["estimate"] {
  const all = contacts.map((contact) => textFor(written, contact));
  const texts = [...new Set(all.map(({ language }) => language))].map((language) => {
    const those = all.filter((text) => text.language === language);
    const counts = those.map(({ segments }) => segments);
    const segments = counts.reduce((sum, count) => sum + count, 0);
    const longest = those.find((text) => text.segments === Math.max(...counts));
    return {
      language,
      recipients: those.length,
      sample: {
        contact_id: longest?.contact_id ?? "",
        name: longest?.name ?? "",
        text: longest?.text ?? "",
      },
      encoding: those.some(({ encoding }) => encoding === "unicode")
        ? ("unicode" as const)
        : ("gsm7" as const),
      segments_min: Math.min(...counts),
      segments_max: Math.max(...counts),
      segments,
      price: segments * pricePerPart,
    };
  });
  const segments = texts.reduce((sum, text) => sum + text.segments, 0);
  const price = segments * pricePerPart;
  const now = Date.now();
  return {
    texts: texts.sort((one, other) => other.recipients - one.recipients),
    segments,
    price,
    budget: {
      month: new Date().toISOString().slice(0, 7),
      cap: 50_000_000,
      remaining,
      fits: price <= remaining,
    },
    starts_at: new Date(now).toISOString(),
    out_by: new Date(now + segments * 1000).toISOString(),
    waits_for_morning: new URLSearchParams(window.location.search).has("night") ? contacts.length : 0,
    waits_for_room: new URLSearchParams(window.location.search).has("full") ? 60 : 0,
  };
}

function previewAs(written: Written, id: string): AudiencePreview["preview_as"] {
  const contact = world.contacts.find((other) => other.id === id);
  if (contact === undefined) return null;
  const text = textFor(written, contact);
  const skip = contact.opted_out_at !== null ? "opted_out" : contact.active ? null : "inactive";
  return {
    ...text,
    price: text.segments * pricePerPart,
    skip_reason: skip,
    skip_reason_text: skip === null ? null : skip,
  };
}

const backTranslations: Readonly<Record<string, [text: string, back: string]>> = {
  es: ["Grace Church: la cena es este viernes a las 6, en el salón. ¡Traiga a un amigo!", "Grace Church: dinner is this Friday at 6, in the hall. Bring a friend!"],
  ko: ["그레이스 교회: 이번 금요일 6시에 친교실에서 저녁 식사가 있습니다. 친구와 함께 오세요!", "Grace Church: there is a dinner in the fellowship room at 6 this Friday. Come with a friend!"],
  ar: ["كنيسة النعمة: العشاء يوم الجمعة الساعة السادسة في القاعة. أحضروا صديقًا!", "Church of Grace: dinner is on Friday at six o'clock in the hall. Bring a friend!"],
}; // prettier-ignore

const asked = new Map<string, { made: number; translation: Translation }>();

/** A language comes every two seconds. */
function advanced(id: string): Translation | undefined {
  const job = asked.get(id);
  if (job === undefined) return undefined;
  const come = Math.floor((Date.now() - job.made) / 2000);
  const translations = job.translation.translations.map(
    (part, index): Translation["translations"][number] => {
      if (index >= come) return part;
      if (part.language === "ml") {
        return {
          ...part,
          status: "failed",
          reason: "The translation left out a field, twice. Write this one yourself.",
        };
      }
      const [text, back] = backTranslations[part.language] ?? [
        job.translation.content,
        job.translation.content,
      ];
      const { encoding, segments } = countSegments(text);
      const warnings =
        part.language === "ar"
          ? ["The number 6 of the original is not in this text. Check times and dates."]
          : [];
      return { ...part, status: "done", text, back_translation: back, encoding, segments, warnings };
    },
  );
  const isDone = translations.every(({ status }) => status !== "working");
  return { ...job.translation, translations, status: isDone ? "done" : "working" };
}

export const composingHandlers = [
  http.post("/api/messages/preview", async ({ request, response }) => {
    const body = await request.json();
    const contacts = chosen(body);
    const preview = previewOf(contacts);
    const { content } = body;
    if (content === undefined) return response(200).json(preview.answer);
    if (/\{[^}]*$/.test(content)) {
      return refused("content", "Close the brace, as in {first_name}; for a brace itself, write {{.");
    }
    const written = { ...body, content };
    return response(200).json({
      ...preview.answer,
      estimate: estimateOf(written, preview.reached),
      preview_as: body.preview_as ? previewAs(written, body.preview_as) : null,
    });
  }),
  http.post("/api/messages/test", async ({ request, response }) => {
    const body = await request.json();
    const contact = world.contacts.find(({ id }) => id === body.contact_id);
    if (contact === undefined)
      return refused("contact_id", "There is no such contact. Choose yourself again.");
    const language = body.test_language ?? body.language ?? "en";
    const content = body.translations?.[language] ?? body.content;
    const broadcast = addBroadcast({
      content,
      audience: { kind: "contacts", contact_ids: [contact.id] },
      contacts: [contact],
      age: 0,
      some: { is_test: true, language },
    });
    return response(202).json(broadcast);
  }),
  http.get("/api/assistant", ({ response }) =>
    response(200).json(
      new URLSearchParams(window.location.search).has("alone")
        ? {
            is_available: false,
            model: null,
            explanation:
              "Nobody has given this church's Tidings a key for a language model, so it can't translate. Write the translations yourself, or ask whoever set Tidings up.",
          }
        : { is_available: true, model: "gpt-4.1-mini", explanation: null },
    ),
  ),
  http.post("/api/translations", async ({ request, response }) => {
    const { content, language, languages } = await request.json();
    if (languages.length === 0) return refused("languages", "Choose at least one language.");
    const id = `trn_${asked.size}`;
    const translation: Translation = {
      id,
      status: "working",
      content,
      language,
      created_at: new Date().toISOString(),
      expires_at: new Date(Date.now() + 7 * 86_400_000).toISOString(),
      translations: languages.map((tag) => ({
        language: tag,
        status: "working",
        text: null,
        back_translation: null,
        encoding: null,
        segments: null,
        warnings: [],
        reason: null,
      })),
    };
    asked.set(id, { made: Date.now(), translation });
    return response(202).json(translation);
  }),
  http.get("/api/translations/{id}", ({ params, response }) => {
    const translation = advanced(params.id);
    return translation === undefined ? missing() : response(200).json(translation);
  }),
];
