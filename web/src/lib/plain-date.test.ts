import { describe, expect, it } from "vitest";
import {
  addDays,
  addMonths,
  dayWords,
  daysBetween,
  firstWeekday,
  isDate,
  isMonth,
  weeksOf,
} from "./plain-date";
import { placeAside, todayIn, upcomingIn, wallClock } from "./zoned-time";

describe("days without a clock", () => {
  it("are counted over both clock changes, month ends and leap days", () => {
    expect(addDays("2026-03-07", 2)).toBe("2026-03-09");
    expect(addDays("2026-11-01", 1)).toBe("2026-11-02");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(daysBetween("2026-10-31", "2026-11-02")).toBe(2);
    expect(addMonths("2026-01", -1)).toBe("2025-12");
  });

  it("are told from what is none", () => {
    expect(isDate("2026-02-29")).toBe(false);
    expect(isDate("2028-02-29")).toBe(true);
    expect(isDate("")).toBe(false);
    expect(isMonth("2026-13")).toBe(false);
  });

  it("fill the weeks of a month, which begin where the reader's weeks begin", () => {
    const american = weeksOf("2026-11", 0);
    expect(american).toHaveLength(5);
    expect(american[0]?.[0]).toBe("2026-11-01");
    const german = weeksOf("2026-11", 1);
    expect(german[0]?.[0]).toBe("2026-10-26");
    expect(german.at(-1)?.[6]).toBe("2026-12-06");
  });

  it("begin their week as the language says, and on Sunday where nobody can tell", () => {
    expect(firstWeekday("en-US")).toBe(0);
    expect(firstWeekday("de-DE")).toBe(1);
    expect(firstWeekday("no language")).toBe(0);
  });

  it("have a year in words only when it is another one", () => {
    expect(dayWords("2026-03-08", "2026-11-26")).toBe("Sunday, March 8");
    expect(dayWords("2027-03-14", "2026-11-26")).toBe("Sunday, March 14, 2027");
  });
});

describe("times by the clock of a zone", () => {
  const now = Date.parse("2026-11-26T03:00:00Z");

  it("are the day and time that a clock there shows", () => {
    expect(wallClock("2026-11-26T03:00:00Z", "America/Chicago")).toEqual({
      date: "2026-11-25",
      time: "21:00",
    });
    expect(wallClock("2026-11-26T18:30:00Z", "Asia/Kolkata")).toEqual({ date: "2026-11-27", time: "00:00" });
    expect(todayIn("Pacific/Auckland", now)).toBe("2026-11-26");
  });

  it("are said as a person there would say them", () => {
    expect(upcomingIn("2026-11-26T05:30:00Z", "America/Chicago", now)).toBe("today at 11:30 PM");
    expect(upcomingIn("2026-11-26T15:00:00Z", "America/Chicago", now)).toBe("tomorrow at 9:00 AM");
    expect(upcomingIn("2026-11-29T15:00:00Z", "America/Chicago", now)).toBe("on Sunday at 9:00 AM");
    expect(upcomingIn("2027-03-27T14:00:00Z", "America/Chicago", now)).toBe("on March 27, 2027 at 9:00 AM");
  });

  it("name the place where the reader's own clock shows another time", () => {
    const at = "2026-11-29T15:00:00Z";
    expect(placeAside(at, "America/Chicago", "America/Chicago")).toBe("");
    expect(placeAside(at, "America/Mexico_City", "America/Chicago")).toBe("");
    expect(placeAside(at, "Asia/Kolkata", "America/Chicago")).toBe(" in Kolkata");
  });
});
