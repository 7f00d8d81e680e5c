import { describe, expect, it } from "vitest";
import { getOriginal, languagesToWrite, readTranslations, textsOf, translationsFrom } from "./translations";

const message = "Dinner is at 6.";
const spanish = { text: "La cena es a las 6.", of: message };

const readers = [
  { language: "en", recipients: 90 },
  { language: "en-GB", recipients: 2 },
  { language: "es-MX", recipients: 30 },
  { language: "es", recipients: 6 },
  { language: "zh-Hant", recipients: 4 },
];

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

it("a translation that says nothing is not sent", () => {
  expect(textsOf({ es: spanish, ko: { ...spanish, text: " " } })).toEqual({ es: spanish.text });
});

it("what an older page kept is read as far as it can be", () => {
  expect(readTranslations({ es: { text: "Cena" }, ko: { of: "x" } })).toEqual({
    es: { text: "Cena", of: "" },
  });
  expect(readTranslations(null)).toEqual({});
});

it("the texts of a template are looked at already", () => {
  expect(translationsFrom({ es: "Cena" }, message)).toEqual({ es: { text: "Cena", of: message } });
});
