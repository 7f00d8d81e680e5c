import { describe, expect, it } from "vitest";
import { countSegments, savingByLookAlikes } from "./segments";

function count(text: string): (string | number)[] {
  const { encoding, segments, remaining } = countSegments(text);
  return [encoding, segments, remaining];
}

describe("segments", () => {
  // The same cases as in lib/domain/src/segments.rs.
  it.each([
    ["", ["gsm7", 0, 160]],
    ["a".repeat(160), ["gsm7", 1, 0]],
    ["a".repeat(161), ["gsm7", 2, 145]],
    ["a".repeat(306), ["gsm7", 2, 0]],
    ["a".repeat(307), ["gsm7", 3, 152]],
    ["ж".repeat(70), ["unicode", 1, 0]],
    ["ж".repeat(71), ["unicode", 2, 63]],
    ["ж".repeat(134), ["unicode", 2, 0]],
    ["ж".repeat(135), ["unicode", 3, 66]],
  ])("begin where the carrier cuts a text: %#", (text, expected) => {
    expect(count(text)).toEqual(expected);
  });

  it("do not split a character of two units", () => {
    expect(count(`${"a".repeat(152)}€${"a".repeat(152)}`)).toEqual(["gsm7", 3, 152]);
    expect(count(`${"a".repeat(66)}🙏${"a".repeat(66)}`)).toEqual(["unicode", 3, 66]);
  });

  it("hold two septets for a character of the extension", () => {
    expect(count("[€]")).toEqual(["gsm7", 1, 154]);
    expect(count("€".repeat(81))).toEqual(["gsm7", 2, 143]);
  });

  it("grow for the whole text by one curly quote", () => {
    expect(count("a".repeat(150))[1]).toBe(1);
    expect(count(`${"a".repeat(149)}’`)[1]).toBe(3);
  });
});

describe("look-alikes", () => {
  it("are offered where plain characters save segments", () => {
    const long = "a".repeat(100);
    expect(savingByLookAlikes(`“We’ll meet” – 6\u00a0pm… ${long}`)).toEqual({
      text: `"We'll meet" - 6 pm... ${long}`,
      saved: 1,
    });
    // An e and its accent are the one letter that the alphabet has.
    expect(savingByLookAlikes(`cafe\u0301 ${long}`)?.text).toBe(`café ${long}`);
  });

  it("are left alone where nothing is saved", () => {
    expect(savingByLookAlikes("We’ll meet")).toBeNull();
    expect(savingByLookAlikes("a".repeat(400))).toBeNull();
    expect(savingByLookAlikes(`We’ll meet 🙏 ${"a".repeat(100)}`)).toBeNull();
  });
});
