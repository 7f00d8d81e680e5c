import { describe, expect, it } from "vitest";
import type { TextEstimate } from "@/api/types";
import { estimateOf } from "../../../test/records";
import { budgetWords, outBy, overBudget, partsEach, partsWarning, waitingWords } from "./estimate";

const budget = { month: "2026-11", cap: 50_000_000, remaining: 2_100_000, fits: true };

function textOf(some: Partial<TextEstimate>): TextEstimate {
  return {
    language: "en",
    recipients: 2,
    sample: { contact_id: "con_1", name: "Ana Tzoc", text: "" },
    encoding: "gsm7",
    segments_min: 1,
    segments_max: 1,
    segments: 2,
    price: 29_000,
    ...some,
  };
}

describe("the month's money", () => {
  it("is told with the arithmetic", () => {
    expect(budgetWords(estimateOf(100, "", { budget }))).toBe(
      "$2.10 of November’s $50.00 is left; after this, $0.65.",
    );
    expect(budgetWords(estimateOf(1, "", { budget: { ...budget, cap: null, remaining: null } }))).toBe(
      "There is no limit for November.",
    );
  });

  it("is said to be too little only where it is", () => {
    const tight = { ...budget, fits: false };
    expect(overBudget(estimateOf(200, "", { budget: tight }))).toBe(
      "It costs $2.90, and $2.10 of November’s $50.00 is left.",
    );
    expect(overBudget(estimateOf(100, "", { budget }))).toBeNull();
  });
});

describe("what a text takes", () => {
  it("differs with the readers' names", () => {
    expect(partsEach(textOf({}))).toBe("1 part each");
    expect(partsEach(textOf({ segments_max: 2 }))).toBe("1 to 2 parts each");
  });

  it("is warned about where it could be less, with the cause", () => {
    const quotes = `We’ll meet. ${"a".repeat(100)}`;
    expect(partsWarning(textOf({}), "Dinner is at 6.")).toBeNull();
    expect(partsWarning(textOf({ encoding: "unicode", segments_min: 2, segments_max: 2 }), quotes)).toMatch(
      /Curly quotes.*2 parts; plain ones save 1 part/,
    );
    expect(partsWarning(textOf({ encoding: "unicode" }), "Hi {first_name}")).toMatch(/^Some names have/);
    expect(partsWarning(textOf({ segments_max: 2 }), "Hi {first_name}")).toMatch(/^Names differ in length/);
    expect(
      partsWarning(textOf({ encoding: "unicode", segments_min: 2, segments_max: 2 }), "¡Mañana, salón!"),
    ).toMatch(/^With characters like “ó”/);
    expect(partsWarning(textOf({ segments_min: 3, segments_max: 3 }), "a".repeat(400))).toBe(
      "It goes out in 3 parts, and each is paid for.",
    );
  });
});

describe("when it is out", () => {
  it("is said, unless nobody gets it", () => {
    expect(outBy(estimateOf(1, ""))).toMatch(/^all by /);
    expect(outBy(estimateOf(0, "", { out_by: null }))).toBeNull();
  });

  it("comes with what waits, and what to do", () => {
    expect(waitingWords(estimateOf(9, ""))).toEqual([]);
    const [night, room] = waitingWords(estimateOf(9, "", { waits_for_morning: 1, waits_for_room: 4 }));
    expect(night).toMatch(/^1 person has it in the morning/);
    expect(room).toMatch(/4 people wait here until there is room\. The last one is out .*fewer people/);
  });
});
