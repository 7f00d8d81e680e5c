import { describe, expect, it } from "vitest";
import { broadcast, counts } from "../../../test/records";
import { headline, lookAgainIn, stateOf, waiting } from "./progress";

const minute = 60_000;
const made = Date.parse("2026-11-22T12:00:00Z");
const created_at = new Date(made).toISOString();

describe("looking again", () => {
  it("is quick while a message is on its way, and slow when a report may never come", () => {
    const going = broadcast({ created_at, status: "sending", counts: counts({ sent: 3 }) });
    expect(lookAgainIn(going, made + minute)).toBe(1500);
    expect(lookAgainIn(going, made + 11 * minute)).toBe(15_000);
  });

  it("ends when nothing will change any more", () => {
    expect(lookAgainIn(undefined, made)).toBe(false);
    expect(lookAgainIn(broadcast({ created_at, status: "completed" }), made)).toBe(false);
  });

  it("goes on after a stop until everyone is counted", () => {
    const stopped = { created_at, status: "cancelled" as const, recipients: 3, skipped: 1 };
    expect(lookAgainIn(broadcast({ ...stopped, counts: counts({ delivered: 1, sent: 1 }) }), made)).toBe(
      1500,
    );
    expect(lookAgainIn(broadcast({ ...stopped, counts: counts({ delivered: 2, skipped: 2 }) }), made)).toBe(
      false,
    );
  });
});

describe("a stopped message without a last report", () => {
  const stopped = broadcast({
    created_at,
    status: "cancelled",
    recipients: 3,
    counts: counts({ delivered: 2, sent: 1 }),
  });

  it("is looked at for three days, and then no more", () => {
    expect(lookAgainIn(stopped, made + 71 * 60 * minute)).toBe(15_000);
    expect(lookAgainIn(stopped, made + 73 * 60 * minute)).toBe(false);
  });
});

describe("the first line", () => {
  it.each([
    ["Getting everyone's text ready.", { status: "planning" as const, recipients: null, counts: counts() }],
    ["On its way to 3 people.", { status: "sending" as const, counts: counts({ queued: 3 }) }],
    ["1 of 3 people has it.", { status: "sending" as const, counts: counts({ delivered: 1 }) }],
    ["All 3 people have it.", { counts: counts({ delivered: 3 }) }],
    ["It has arrived.", { recipients: 1, counts: counts({ delivered: 1 }) }],
    ["Both have it.", { recipients: 2, counts: counts({ delivered: 2 }) }],
    ["1 of 3 people did not get this.", { counts: counts({ delivered: 2, undelivered: 1 }) }],
    ["Nobody got this.", { counts: counts({ failed: 3 }) }],
    ["For 1 of 3 people it is not certain.", { counts: counts({ delivered: 2, unknown: 1 }) }],
    [
      "It went to 187 people; there is no report that it arrived.",
      { recipients: 187, counts: counts({ sent: 187 }) },
    ],
    [
      "180 of 187 people have it; for 7 there is no report.",
      { recipients: 187, counts: counts({ delivered: 180, sent: 4, accepted: 3 }) },
    ],
    [
      "1 of 187 people did not get this; for 6 there is no report.",
      { recipients: 187, counts: counts({ delivered: 180, sent: 6, failed: 1 }) },
    ],
    [
      "For 1 of 187 people it is not certain; for 6 there is no report.",
      { recipients: 187, counts: counts({ delivered: 180, sent: 6, unknown: 1 }) },
    ],
    ["There was nobody to send this to.", { recipients: 0, counts: counts({ skipped: 4 }) }],
    ["Stopped before anyone got it.", { status: "cancelled" as const, counts: counts({ skipped: 3 }) }],
  ])("%s", (line, some) => {
    expect(headline(broadcast(some))).toBe(line);
  });
});

it("counts those as waiting who are not counted yet", () => {
  expect(waiting(broadcast({ recipients: 5, counts: counts({ queued: 1, delivered: 2 }) }))).toBe(3);
});

it("never calls a message delivered while someone did not get it", () => {
  expect(stateOf(broadcast({ counts: counts({ delivered: 2, failed: 1 }) })).word).toBe("1 not delivered");
  expect(stateOf(broadcast({ counts: counts({ delivered: 3 }) })).word).toBe("Delivered");
});

it("says in a list for how many there is no report, and claims nothing more about them", () => {
  const state = (some: Parameters<typeof counts>[0]) =>
    stateOf(broadcast({ recipients: 187, counts: counts(some) })).word;
  expect(state({ sent: 187 })).toBe("187 without a report");
  expect(state({ delivered: 180, accepted: 7 })).toBe("7 without a report");
  expect(state({ delivered: 180, sent: 6, failed: 1 })).toBe("1 not delivered");
  expect(stateOf(broadcast({ recipients: 0, counts: counts({ skipped: 4 }) })).word).toBe(
    "Nobody to send to",
  );
});
