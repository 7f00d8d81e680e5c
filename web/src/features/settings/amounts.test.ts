import { describe, expect, it } from "vitest";
import { exactPrice, readAmount, typedAmount } from "./amounts";

describe("an amount of money", () => {
  it.each([
    [50_000_000, "50.00"],
    [14_500, "0.0145"],
    [0, "0.00"],
    [1_250_500_000, "1250.50"],
    [1, "0.000001"],
  ])("of %d millionths is typed as %s, and read back as the same", (amount, typed) => {
    expect(typedAmount(amount)).toBe(typed);
    expect(readAmount(typed, 6)).toBe(amount);
  });

  it.each([
    ["$1,250.50", 1_250_500_000],
    [" 50 ", 50_000_000],
    ["50.", 50_000_000],
    // A computer's 1.1 × 1,000,000 is a little more than 1,100,000.
    ["1.1", 1_100_000],
  ])("typed as “%s” is understood", (typed, amount) => {
    expect(readAmount(typed, 2)).toBe(amount);
  });

  it.each(["", "fifty", "-1", "50.005", "1,25", "50,00", "1e3"])("is not read out of “%s”", (typed) => {
    expect(readAmount(typed, 2)).toBeNull();
  });

  it("is shown to its last digit as a price", () => {
    expect(exactPrice(14_500)).toBe("$0.0145");
    expect(exactPrice(500_000)).toBe("$0.50");
  });
});
