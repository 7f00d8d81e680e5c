import { expect, it } from "vitest";
import { makeProblem } from "../../mock/problems";
import { ApiProblem, explain } from "./problem";

const words = (status: number, ...[said, shown]: [Parameters<typeof makeProblem>[1]?, string[]?]): string => {
  const { happened, todo } = explain(
    new ApiProblem(status, makeProblem(status, said)),
    "All is kept.",
    shown,
  );
  return `${happened} | ${todo}`;
};

it.each([
  [
    "Someone else changed this since you opened it. | Reload it, and make your change again.",
    412,
    "Someone else changed this since you opened it. Reload it, and make your change again.",
  ],
  [
    "This message is finished, so it can't be stopped. | All is kept.",
    409,
    "This message is finished, so it can't be stopped",
  ],
  [
    "Your account has no role yet. | Ask an administrator to give you one.",
    403,
    "Your account has no role yet. Ask an administrator to give you one.",
  ],
  ["The server did not take this. | All is kept.", 400, ""],
])("%s", (line, status, detail) => {
  expect(words(status, { detail })).toBe(line);
});

it("says what was refused about fields that the page doesn't show", () => {
  const errors = [
    { field: "phone", message: "Enter a phone number." },
    { field: "pets", message: "There is no such field" },
  ];
  expect(words(422, { errors }, ["phone"])).toBe(
    "Something here needs a change first. | There is no such field. Look at what is marked. All is kept.",
  );
  expect(words(422, { errors })).toContain("Enter a phone number.");
});

it("never says HTTP's words", () => {
  const statuses = [400, 403, 404, 409, 412, 413, 415, 422, 428, 429, 500, 503];
  expect(statuses.map((status) => words(status)).join(" ")).not.toMatch(
    /Bad Request|Forbidden|Not Found|Conflict|Precondition|Unprocessable|Too Many|Internal Server|Error/,
  );
});
