import { describe, expect, it } from "vitest";
import { birthdayProblem, birthdayText, birthdayWords, partsOf } from "./birthday";
import { languageChoices, languageName } from "./languages";
import { formatPhone } from "./phone";
import { byWhen, monthName, upcoming, when } from "./time";
import { zoneChoices, zoneName } from "./time-zones";
import { money, people, texts } from "./words";

describe("numbers", () => {
  it("reads right for none, one and many", () => {
    expect([0, 1, 2, 1234].map(people)).toEqual(["0 people", "1 person", "2 people", "1,234 people"]);
    expect([0, 1, 2].map(texts)).toEqual(["0 texts", "1 text", "2 texts"]);
  });
});

describe("money", () => {
  it("is told in cents, of which a begun one counts whole", () => {
    expect([2_697_000, 14_500, 1, 0, 1_234_000_000].map(money)).toEqual([
      "$2.70",
      "$0.02",
      "$0.01",
      "$0.00",
      "$1,234.00",
    ]);
  });
});

describe("languages", () => {
  it("are named, and an unknown tag is shown as it is", () => {
    expect(languageName("zh-Hant")).toBe("Traditional Chinese");
    expect(languageName("not a tag")).toBe("not a tag");
  });

  it("are offered under the tags that the importer writes", () => {
    const tags = languageChoices("").map(({ tag }) => tag);
    const written = "en es fr pt pt-BR ko zh zh-Hant vi fil hi ml ar ht ru".split(" ");
    expect(written.filter((tag) => !tags.includes(tag))).toEqual([]);
    expect(tags).not.toContain("tl");
  });

  it.each(["", "es", "tl", "zh-Hans", "gsw"])("are offered once each, with %j in use", (current) => {
    const names = languageChoices(current).map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    if (current !== "") expect(names).toContain(languageName(current));
  });

  it("always offer the one in use", () => {
    expect(languageChoices("gsw").map(({ tag }) => tag)).toContain("gsw");
    expect(languageChoices("tl").map(({ tag }) => tag)).toContain("tl");
  });
});

describe("phones", () => {
  it("are written as the church's country does", () => {
    expect(formatPhone("+17135550123", "US")).toBe("(713) 555-0123");
    expect(formatPhone("+17135550123", "DE")).toBe("+1 713 555 0123");
    expect(formatPhone("+442079460000", "US")).toBe("+442079460000");
  });
});

describe("moments", () => {
  const now = new Date(2026, 10, 22, 15, 0).getTime();
  const at = (...parts: [number, number, number, number, number]): string =>
    when(new Date(...parts).toISOString(), now).replaceAll("\u202f", " ");

  it("are told as a person would", () => {
    expect(when(new Date(now - 20_000).toISOString(), now)).toBe("just now");
    expect(at(2026, 10, 22, 14, 55)).toBe("5 minutes ago");
    expect(at(2026, 10, 22, 9, 5)).toBe("today at 9:05 AM");
    expect(at(2026, 10, 21, 23, 50)).toBe("yesterday at 11:50 PM");
    expect(at(2026, 10, 18, 9, 5)).toBe("Wednesday at 9:05 AM");
    expect(at(2026, 2, 12, 9, 5)).toBe("March 12 at 9:05 AM");
    expect(at(2025, 2, 12, 9, 5)).toBe("March 12, 2025 at 9:05 AM");
  });
});

describe("moments to come", () => {
  const now = new Date(2026, 10, 22, 15, 0).getTime();
  const at = (...parts: [number, number, number, number, number]): string =>
    upcoming(new Date(...parts).toISOString(), now).replaceAll("\u202f", " ");

  it("are told as a person would", () => {
    expect(at(2026, 10, 22, 18, 40)).toBe("today at 6:40 PM");
    expect(at(2026, 10, 23, 0, 5)).toBe("tomorrow at 12:05 AM");
    expect(at(2026, 10, 28, 9, 0)).toBe("on Saturday at 9:00 AM");
    expect(at(2026, 10, 29, 9, 0)).toBe("on November 29 at 9:00 AM");
    expect(at(2027, 2, 12, 9, 5)).toBe("on March 12, 2027 at 9:05 AM");
  });

  it("are told as an end that something is reached by", () => {
    const by = (...parts: [number, number, number, number, number]): string =>
      byWhen(new Date(...parts).toISOString(), now);
    expect(by(2026, 10, 22, 18, 40)).toBe("6:40\u00a0PM");
    expect(by(2026, 10, 23, 9, 14)).toBe("tomorrow at 9:14\u00a0AM");
    expect(by(2026, 10, 28, 9, 0)).toBe("Saturday at 9:00\u00a0AM");
    expect(monthName("2026-11")).toBe("November");
  });

  it("are not called a weekday once they are over", () => {
    expect(at(2026, 10, 21, 9, 0)).toBe("on November 21 at 9:00 AM");
  });
});

describe("birthdays", () => {
  it.each([
    ["1980-03-01", "March 1, 1980"],
    ["--03-01", "March 1"],
  ])("%s is %s, and the same text again", (text, words) => {
    expect(birthdayWords(text)).toBe(words);
    expect(birthdayText(partsOf(text))).toBe(text);
  });

  it("keep a part that is typed while the others are missing", () => {
    expect(partsOf(birthdayText({ year: "", month: "03", day: "" }))).toEqual({
      year: "",
      month: "03",
      day: "",
    });
    expect(partsOf(birthdayText({ year: "19", month: "", day: "" }))).toEqual({
      year: "19",
      month: "",
      day: "",
    });
    expect(birthdayText({ year: "", month: "", day: "" })).toBe("");
  });

  it("are said to be incomplete before anything is sent", () => {
    expect(birthdayProblem("")).toBeUndefined();
    expect(birthdayProblem("--02-29")).toBeUndefined();
    expect(birthdayProblem("--02-")).toMatch(/type the day/);
    expect(birthdayProblem("--02-32")).toMatch(/1 to 31/);
    expect(birthdayProblem("80-02-03")).toMatch(/four figures/);
  });
});

describe("time zones", () => {
  it("are told by their name and a place", () => {
    expect(zoneName("America/Chicago")).toBe("Central Time, Chicago");
    expect(zoneName("America/New_York")).toBe("Eastern Time, New York");
    expect(zoneName("No/Where")).toBe("No/Where");
  });

  it("always offer the one in use", () => {
    const { near, far } = zoneChoices("America/Chicago");
    expect(near).toContain("America/Chicago");
    expect(far).not.toContain("America/Chicago");
    expect(zoneChoices("US/Central").near).toContain("US/Central");
  });
});
