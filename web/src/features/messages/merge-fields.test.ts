import { expect, it } from "vitest";
import { fieldsIn, fieldsProblem, fillFields, hasFields, offeredFields } from "./merge-fields";

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

it("a translation has the fields of the message", () => {
  expect(fieldsIn("Hi { First_Name |friend}, {{city}} and {first_name}")).toEqual(["first_name"]);
  const message = "Hi {first_name|friend}, see you in {city}!";
  expect(fieldsProblem(message, "Hola {first_name|amigo}, ¡nos vemos en {city}!")).toBeNull();
  expect(fieldsProblem(message, "Hola amigo, ¡nos vemos!")).toBe(
    "The message has {first_name} and {city}, and this text has not.",
  );
  expect(fieldsProblem("Dinner is at 6.", "Cena a las 6, {name}.")).toBe(
    "This text has {name}, and the message has not.",
  );
});
