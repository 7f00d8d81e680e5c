import { describe, expect, it } from "vitest";
import type { TranslatedText, Translation } from "@/api/types";
import {
  changedByHand,
  getOriginal,
  giveUp,
  languagesToWrite,
  readTranslating,
  readTranslations,
  standingOf,
  take,
  textsOf,
  translationsFrom,
} from "./translations";

const message = "Dinner is at 6.";
const spanish = { text: "La cena es a las 6.", of: message, proposal: null };

const readers = [
  { language: "en", recipients: 90 },
  { language: "en-GB", recipients: 2 },
  { language: "es-MX", recipients: 30 },
  { language: "es", recipients: 6 },
  { language: "zh-Hant", recipients: 4 },
];

function part(language: string, some: Partial<TranslatedText> = {}): TranslatedText {
  return {
    language,
    status: "working",
    text: null,
    back_translation: null,
    encoding: null,
    segments: null,
    warnings: [],
    reason: null,
    ...some,
  };
}

function news(...translations: TranslatedText[]): Translation {
  return {
    id: "trn_1",
    status: "working",
    content: message,
    language: "en",
    created_at: "2026-11-26T05:20:00Z",
    expires_at: "2026-12-03T05:20:00Z",
    translations,
  };
}

describe("the languages of an audience", () => {
  it("are one for all countries, those of most people first, without the message's own", () => {
    expect(languagesToWrite(readers, "en", {})).toEqual([
      { tag: "es", readers: 36 },
      { tag: "zh-Hant", readers: 4 },
    ]);
    expect(languagesToWrite(readers, "es", {}).map(({ tag }) => tag)).toEqual(["en", "zh-Hant"]);
  });

  it("keep what is written already, also where nobody reads it", () => {
    const written = { "es-MX": spanish, ko: spanish, en: spanish };
    expect(languagesToWrite(readers, "en", written)).toEqual([
      { tag: "es-MX", readers: 30 },
      { tag: "es", readers: 6 },
      { tag: "zh-Hant", readers: 4 },
      { tag: "ko", readers: 0 },
    ]);
  });

  it("get the original where nobody wrote in them", () => {
    expect(getOriginal(readers, "en", ["es"]).map(({ language }) => language)).toEqual(["zh-Hant"]);
    expect(getOriginal(readers, "en", ["es", "zh"])).toEqual([]);
  });
});

describe("a translation", () => {
  it("is stale once the message has changed, until someone changes it or lets it stand", () => {
    expect(standingOf(spanish, message)).toBe("by-hand");
    expect(standingOf(spanish, "Dinner is at 7.")).toBe("stale");
    const mended = changedByHand(spanish, "La cena es a las 7.", "Dinner is at 7.");
    expect(standingOf(mended, "Dinner is at 7.")).toBe("by-hand");
  });

  it("of the assistant's that was changed is marked so, and keeps what it said before", () => {
    const proposal = { text: "La cena es a las 6.", back: "The dinner is at 6.", warnings: [] };
    const proposed = { text: proposal.text, of: message, proposal };
    expect(standingOf(proposed, message)).toBe("to-check");
    const edited = changedByHand(proposed, "¡La cena es a las 6!", message);
    expect(standingOf(edited, message)).toBe("edited");
    expect(edited.proposal).toBe(proposal);
  });

  it("that says nothing is not sent", () => {
    expect(textsOf({ es: spanish, ko: { ...spanish, text: " " } })).toEqual({ es: spanish.text });
  });
});

describe("taking what the assistant wrote", () => {
  const asked = { id: "trn_1", asked: 3, waiting: ["es", "ko", "vi"], failed: {} };

  it("takes each language once, as it comes, and waits for the others", () => {
    const first = take(
      { translations: {}, translating: asked },
      news(
        part("es", { status: "done", text: "Cena a las 6.", back_translation: "Dinner at 6." }),
        part("ko"),
        part("vi", { status: "failed", reason: "Write this one yourself." }),
      ),
    );
    expect(first.translations["es"]).toEqual({
      text: "Cena a las 6.",
      of: message,
      proposal: { text: "Cena a las 6.", back: "Dinner at 6.", warnings: [] },
    });
    expect(first.translating).toEqual({
      id: "trn_1",
      asked: 3,
      waiting: ["ko"],
      failed: { vi: "Write this one yourself." },
    });
    const again = take(
      { translations: { es: spanish }, translating: first.translating ?? asked },
      news(part("es", { status: "done", text: "Cena a las 6." }), part("ko")),
    );
    expect(again.translations["es"]).toBe(spanish);
  });

  it("is over when all are there", () => {
    const only = { ...asked, waiting: ["ko"] };
    const all = take(
      { translations: {}, translating: only },
      news(part("ko", { status: "done", text: "저녁은 6시입니다." })),
    );
    expect(all.translating).toBeNull();
  });

  it("says why nothing comes any more", () => {
    expect(giveUp(asked, "Ask again.")).toEqual({
      ...asked,
      waiting: [],
      failed: { es: "Ask again.", ko: "Ask again.", vi: "Ask again." },
    });
  });
});

it("what an older page kept is read as far as it can be", () => {
  expect(readTranslations({ es: { text: "Cena" }, ko: { of: "x" } })).toEqual({
    es: { text: "Cena", of: "", proposal: null },
  });
  expect(readTranslations(null)).toEqual({});
  expect(readTranslating({ id: "trn_1" })).toBeNull();
  expect(readTranslating({ id: "trn_1", asked: 1, waiting: ["es"] })).toEqual({
    id: "trn_1",
    asked: 1,
    waiting: ["es"],
    failed: {},
  });
});

it("the texts of a template are looked at already", () => {
  expect(standingOf(translationsFrom({ es: "Cena" }, message)["es"] ?? spanish, message)).toBe("by-hand");
});
