import { expect, it } from "vitest";
import { fillFields, hasFields, offeredFields } from "./merge-fields";

const ruth = { first_name: "Ruth", name: "Ruth Okafor", city: "Katy", church: "Grace Church" };

it.each([
  ["Hi {first_name|friend}, see you in {city}!", "Hi Ruth, see you in Katy!"],
  ["{ First_Name } of {church}", "Ruth of Grace Church"],
  ["Bring {{cake}} and joy", "Bring {cake} and joy"],
  ["Hi {nickname}", "Hi {nickname}"],
  ["Hi {first_name} and {", "Hi {first_name} and {"],
  ["Dinner is at 6.", "Dinner is at 6."],
])("%j is read as %j", (text, expected) => {
  expect(fillFields(text, ruth)).toBe(expected);
});

it("every field that is offered is filled", () => {
  for (const { insert } of offeredFields) {
    expect(hasFields(insert)).toBe(true);
    expect(fillFields(insert, ruth)).not.toMatch(/[{}]/);
  }
  expect(hasFields("Bring {{cake}}")).toBe(false);
  expect(hasFields("Dinner is at 6.")).toBe(false);
});
