import { expect, test } from "vitest";
import type { Call } from "@/api/types";
import { aboutWords, lengthWords, waitingWords } from "./words";

test("the first line says what is waiting", () => {
  expect(waitingWords(0, false)).toBe("Nothing that callers left is waiting.");
  expect(waitingWords(1, false)).toBe("One caller is waiting for an answer.");
  expect(waitingWords(50, true)).toBe("More than 50 things that callers left are waiting.");
});

test("a call says how long it was, and what it was about as far as is known", () => {
  const call = { status: "completed", duration: 95, conversation_summary: null, summary_note: null } as Call;
  expect(lengthWords(call)).toBe("1 min 35 s");
  expect(lengthWords({ ...call, duration: 12 })).toBe("12 s");
  expect(lengthWords({ ...call, status: "in_progress" })).toBe("still on the phone");
  expect(aboutWords(call)).toBe("The summary is being written.");
  expect(aboutWords({ ...call, conversation_summary: "A prayer." })).toBe("A prayer.");
});
