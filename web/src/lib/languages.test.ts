import { expect, it } from "vitest";
import { readIn, withoutRegion } from "./languages";

it("a reader gets the closest of the languages that there are", () => {
  expect(readIn("es-MX", ["en", "es"])).toBe("es");
  expect(readIn("es-MX", ["es", "es-MX"])).toBe("es-MX");
  expect(readIn("zh-Hant-TW", ["zh", "en"])).toBe("zh");
  expect(readIn("pt-BR-x-church", ["pt-BR"])).toBe("pt-BR");
  expect(readIn("ko", ["en", "es"])).toBeNull();
  expect(readIn("fil", ["fi"])).toBeNull();
});

it("what is written for a language is not for one of its countries alone, but for its script", () => {
  expect(withoutRegion("es-MX")).toBe("es");
  expect(withoutRegion("zh-Hant-TW")).toBe("zh-Hant");
  expect(withoutRegion("zh-Hant")).toBe("zh-Hant");
  expect(withoutRegion("es-419")).toBe("es");
  expect(withoutRegion("fil")).toBe("fil");
});
