import { describe, expect, it } from "vitest";
import { reminder } from "../../../test/records";
import { endWords, ruleWords, type Rule } from "./rule";

const rule = (some: Partial<Rule>): Rule => reminder({ schedule_day: null, ...some });

describe("a rule is told in plain words", () => {
  it.each<[Partial<Rule>, string]>([
    [{ schedule_day: "sunday" }, "Every Sunday at 9:00 AM"],
    [{ schedule_day: "monday,wednesday,friday" }, "Every Monday, Wednesday and Friday at 9:00 AM"],
    [{ schedule_day: "sunday", interval: 2 }, "Every second week on Sunday at 9:00 AM"],
    [{ schedule_type: "daily", interval: 3, schedule_time: "18:30" }, "Every 3rd day at 6:30 PM"],
    [{ schedule_type: "monthly", schedule_day: "first monday" }, "The first Monday of every month at 9:00 AM"],
    [{ schedule_type: "monthly", schedule_day: "last" }, "The last day of every month at 9:00 AM"],
    [{ schedule_type: "monthly", schedule_day: "22", interval: 2 }, "The 22nd of every second month at 9:00 AM"],
    [{ schedule_type: "monthly", schedule_day: "last friday" }, "The last Friday of every month at 9:00 AM"],
    [{ schedule_type: "yearly", schedule_date: "2026-02-28" }, "Every year on February 28 at 9:00 AM"],
    [{ schedule_type: "once", schedule_date: "2026-12-06" }, "Once, on Sunday, December 6, 2026 at 9:00 AM"],
    [{ schedule_type: "feast", feast: "easter", feast_offset: -1 }, "The day before Easter (Holy Saturday) at 9:00 AM"],
    [{ schedule_type: "feast", feast: "easter", feast_offset: 0 }, "On Easter Sunday at 9:00 AM"],
    [{ schedule_type: "feast", feast: "orthodox_easter", feast_offset: -2 }, "2 days before Orthodox Easter (Great Friday) at 9:00 AM"],
    [{ schedule_type: "feast", feast: "easter", feast_offset: 8 }, "8 days after Easter at 9:00 AM"],
    [{ schedule_type: "feast", feast: "advent_1", feast_offset: -1 }, "The day before the first Sunday of Advent at 9:00 AM"],
    [{ schedule_type: "birthday" }, "On each person’s birthday at 9:00 AM"],
  ])("%j", (some, words) => {
    expect(ruleWords(rule(some))).toBe(words);
  }); // prettier-ignore
});

it("says when it ends", () => {
  expect(endWords({ ends_on: "2026-12-31", ends_after: null }, "2026-11-26")).toBe(", until December 31");
  expect(endWords({ ends_on: null, ends_after: 10 }, "2026-11-26")).toBe(", 10 times");
  expect(endWords({ ends_on: null, ends_after: null }, "2026-11-26")).toBe("");
});
