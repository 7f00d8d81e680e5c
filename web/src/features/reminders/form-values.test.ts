import { describe, expect, it } from "vitest";
import { reminder } from "../../../test/records";
import {
  inputOfReminder,
  merge,
  newValues,
  problemsOf,
  scheduleOf,
  scheduleProblems,
  valuesOf,
} from "./form-values";

const nobody = { chosen: [], groups: [] };
const some = newValues("America/Chicago");

describe("what is saved of the form", () => {
  it("is only what belongs to the rhythm, however much else was tried before", () => {
    const tried = {
      ...some,
      date: "2036-12-25",
      weekdays: ["friday", "monday"],
      month_day: "31",
      interval: 3,
      ends: "on" as const,
      ends_on: "2036-12-31",
      ends_after: "7",
    };
    expect(scheduleOf({ ...tried, rhythm: "weekly" })).toMatchObject({
      schedule_type: "weekly",
      schedule_day: "monday,friday",
      schedule_date: null,
      interval: 3,
      feast: null,
      ends_on: "2036-12-31",
      ends_after: null,
    });
    expect(scheduleOf({ ...tried, rhythm: "once" })).toMatchObject({
      schedule_type: "once",
      schedule_day: null,
      schedule_date: "2036-12-25",
      interval: 1,
      ends_on: null,
    });
    expect(scheduleOf({ ...tried, rhythm: "feast" })).toMatchObject({
      schedule_type: "feast",
      feast: "easter",
      feast_offset: -1,
      interval: 1,
    });
  });

  it.each([
    reminder(),
    reminder({ schedule_type: "monthly", schedule_day: "31", interval: 2, ends_after: 12 }),
    reminder({ schedule_type: "monthly", schedule_day: "last friday", ends_on: "2036-12-31" }),
    reminder({ schedule_type: "feast", schedule_day: null, feast: "advent_2", feast_offset: 3 }),
    reminder({ schedule_type: "yearly", schedule_day: null, schedule_date: "2036-02-29", starts_on: null }),
    reminder({ schedule_type: "birthday", schedule_day: null, skip_dates: ["2036-01-01"] }),
    reminder({ send_to_all: false, group_ids: ["grp_1"], translations: { es: "Hola" } }),
  ])("takes back a saved reminder as it was: $schedule_type $schedule_day", (saved) => {
    const input = inputOfReminder(saved, {});
    const same = Object.keys(input).filter((key) => key !== "send_to_all") as (keyof typeof saved)[];
    expect(Object.fromEntries(Object.entries(input).filter(([key]) => key !== "send_to_all"))).toEqual(
      Object.fromEntries(same.map((key) => [key, saved[key]])),
    );
    expect("send_to_all" in input).toBe(saved.send_to_all);
  });
});

describe("what is wrong is said", () => {
  it("of a new form: the name and the text", () => {
    expect(Object.keys(problemsOf(some))).toEqual(["name", "message_content"]);
  });

  it.each([
    [{ rhythm: "weekly" as const, weekdays: [] }, "schedule_day"],
    [{ rhythm: "once" as const, date: "" }, "schedule_date"],
    [{ rhythm: "feast" as const, feast_days: "101" }, "feast_offset"],
    [{ time: "" }, "schedule_time"],
    [{ ends: "after" as const, ends_after: "" }, "ends_after"],
    [{ ends: "on" as const }, "ends_on"],
  ])("%j", (part, field) => {
    expect(Object.keys(scheduleProblems({ ...some, ...part }))).toEqual([field]);
  });

  it("but not of what belongs to another rhythm", () => {
    expect(scheduleProblems({ ...some, feast_days: "", date: "", ends_on: "" })).toEqual({});
  });
});

it("two people's changes are put together, and named where both changed the same", () => {
  const base = valuesOf(reminder(), nobody);
  const { values, contested } = merge(
    base,
    { ...base, time: "10:00", content: "mine" },
    { ...base, content: "theirs", skip_dates: ["2036-03-09"] },
  );
  expect(values).toMatchObject({ time: "10:00", content: "mine", skip_dates: ["2036-03-09"] });
  expect(contested).toEqual(["the message"]);
});
