import { describe, expect, it } from "vitest";
import { countryChoices, countryName } from "./countries";

describe("countries", () => {
  const choices = countryChoices();
  const codes = choices.map(({ value }) => value);

  it("are offered once each, nearby ones first", () => {
    expect(codes.slice(0, 2)).toEqual(["US", "CA"]);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toEqual(expect.arrayContaining(["GB", "NG", "KR", "GT"]));
  });

  it("leave out codes of old and what is no country", () => {
    for (const code of ["UK", "SU", "DD", "EU", "UN", "XA", "ZZ"]) expect(codes).not.toContain(code);
  });

  it("have names, and a code without one stands for itself", () => {
    expect(countryName("US")).toBe("United States");
    expect(countryName("QQ")).toBe("QQ");
  });
});
