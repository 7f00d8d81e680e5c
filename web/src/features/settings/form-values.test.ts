import { describe, expect, it } from "vitest";
import { settingsOf } from "../../../test/records";
import { inputOf, merge, problemsOf, valuesOf, type SettingsValues } from "./form-values";

const values = (some: Partial<SettingsValues> = {}): SettingsValues => ({
  ...valuesOf(settingsOf()),
  ...some,
});

describe("the settings’ form", () => {
  it("sends back what it was given, with what it does not show", () => {
    const { version, prices_as_of, ...input } = settingsOf();
    expect([version, prices_as_of]).toEqual([4, "2026-11-01"]);
    expect(inputOf(values(), settingsOf())).toEqual(input);
  });

  it("says no limit and any hour with null, and no price by leaving it out", () => {
    const typed = values({ any_hour: true, monthly_cap: " ", text_prices: { US: "", CA: "0.02" } });
    expect(inputOf(typed, settingsOf())).toMatchObject({
      quiet_hours: null,
      monthly_cap: null,
      text_prices: { CA: 20_000 },
    });
    expect(inputOf(typed, settingsOf()).text_prices).not.toHaveProperty("US");
  });

  it.each<[string, Partial<SettingsValues>]>([
    ["quiet_hours.opens", { opens: "07:59" }],
    ["quiet_hours.opens", { opens: "" }],
    ["quiet_hours.closes", { closes: "21:01" }],
    ["quiet_hours.closes", { closes: "" }],
    ["quiet_hours.closes", { opens: "12:00", closes: "12:59" }],
    ["segments_per_second", { segments_per_second: "0" }],
    ["segments_per_second", { segments_per_second: "226" }],
    ["segments_per_second", { segments_per_second: "1.5" }],
    ["segments_per_second", { segments_per_second: "" }],
    ["monthly_cap", { monthly_cap: "a lot" }],
    ["countries", { countries: [] }],
    ["text_prices.US", { text_prices: { US: "cheap" } }],
  ])("finds what is wrong with %s: %j", (field, some) => {
    expect(Object.keys(problemsOf(values(some)))).toEqual([field]);
  });

  it.each<Partial<SettingsValues>>([
    {},
    { opens: "08:00", closes: "21:00" },
    { opens: "12:00", closes: "13:00" },
    { any_hour: true, opens: "", closes: "" },
    { segments_per_second: "225", monthly_cap: "" },
  ])("finds nothing wrong with %j", (some) => {
    expect(problemsOf(values(some))).toEqual({});
  });

  it("takes over what someone else changed, and names what both did", () => {
    const mine = values({ monthly_cap: "80.00", opens: "10:00" });
    const theirs = values({ monthly_cap: "60.00", segments_per_second: "3" });
    const merged = merge(values(), mine, theirs);
    expect(merged.values).toEqual(values({ monthly_cap: "80.00", opens: "10:00", segments_per_second: "3" }));
    expect(merged.contested).toEqual(["the monthly limit"]);
  });

  it("contests nothing that both changed alike", () => {
    const both = values({ monthly_cap: "80.00" });
    expect(merge(values(), both, both)).toEqual({ values: both, contested: [] });
  });
});
