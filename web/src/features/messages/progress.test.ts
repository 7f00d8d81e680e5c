import { describe, expect, it } from "vitest";
import { broadcast, counts } from "../../../test/records";
import { canStop, costWords, headline, lookAgainIn, noticeParts, stateOf, waiting } from "./progress";

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

describe("one that waits", () => {
  const inDays = (days: number, hour: number): string => {
    const date = new Date();
    date.setDate(date.getDate() + days);
    date.setHours(hour, 0, 0, 0);
    return date.toISOString();
  };
  const plain = (text: string): string => text.replaceAll("\u202f", " ");
  const scheduled = broadcast({
    created_at,
    status: "scheduled",
    scheduled_at: inDays(1, 9),
    recipients: null,
    segments: null,
    cost: null,
    counts: counts(),
  });
  const held = broadcast({
    created_at,
    status: "sending",
    release_at: inDays(1, 8),
    counts: counts({ queued: 3 }),
  });

  it("for the time that was chosen says when it goes out, and can be stopped", () => {
    expect(plain(headline(scheduled))).toBe("Goes out tomorrow at 9:00 AM.");
    expect(stateOf(scheduled).word).toBe("Scheduled");
    expect(canStop(scheduled)).toBe(true);
  });

  it("for the morning says so, and not that it is on its way", () => {
    expect(plain(headline(held))).toBe("Waits for the morning: goes out tomorrow at 8:00 AM.");
    expect(stateOf(held).word).toBe("Waits for the morning");
    expect(plain(headline({ ...held, counts: counts({ delivered: 1, queued: 2 }) }))).toBe(
      "1 of 3 people has it; the rest goes out tomorrow at 8:00 AM.",
    );
    expect(headline({ ...held, counts: counts({ sent: 1, queued: 2 }) })).toBe("On its way to 3 people.");
  });

  it("for another time does not speak of the morning", () => {
    const later = { ...held, release_at: inDays(1, 14) };
    expect(plain(headline(later))).toBe("Goes out tomorrow at 2:00 PM.");
    expect(stateOf(later).word).toBe("Waits for its time");
  });

  it("is looked at more often when its time comes, and as any other after it", () => {
    const at = Date.parse(held.release_at ?? "");
    expect(lookAgainIn(held, at - minute)).toBe(15_000);
    expect(lookAgainIn(held, at - 5000)).toBe(1500);
    expect(lookAgainIn(scheduled, Date.parse(scheduled.scheduled_at ?? "") - minute)).toBe(15_000);
    const going = { ...scheduled, status: "sending" as const, counts: counts({ sent: 3 }) };
    expect(lookAgainIn(going, Date.parse(scheduled.scheduled_at ?? "") + minute)).toBe(1500);
  });
});

describe("one that is stuck", () => {
  const paused = broadcast({
    status: "paused",
    notice: "Twilio did not take our password. Nothing was sent. Check it in Settings.",
    counts: counts({ queued: 3 }),
  });

  it("says why in its first line, and the rest below", () => {
    expect(headline(paused)).toBe("Twilio did not take our password.");
    expect(noticeParts(paused).rest).toBe("Nothing was sent. Check it in Settings.");
    const refused = broadcast({
      status: "refused",
      notice: "This message would cost about $2.70, and only $1.20 is left. Nobody got it.",
    });
    expect(headline(refused)).toBe("This message would cost about $2.70, and only $1.20 is left.");
    expect(noticeParts(refused).rest).toBe("Nobody got it.");
  });

  it("says so without a reason too", () => {
    expect(headline(broadcast({ status: "paused" }))).toBe("Sending is paused.");
    expect(headline(broadcast({ status: "refused" }))).toBe("This could not be sent. Nobody got it.");
    expect(noticeParts(broadcast({ notice: "No money left" }))).toEqual({
      first: "No money left",
      rest: null,
    });
  });

  it("can be stopped while it is paused, but not once it was refused", () => {
    expect(canStop(paused)).toBe(true);
    expect(canStop({ ...paused, counts: counts({ delivered: 3 }) })).toBe(false);
    expect(canStop({ ...paused, status: "refused", recipients: null })).toBe(false);
  });

  it("is looked at slowly while someone else may let it go on", () => {
    expect(lookAgainIn(paused, made)).toBe(15_000);
    expect(lookAgainIn({ ...paused, status: "refused" }, made)).toBe(false);
  });
});

describe("what it costs", () => {
  const going = broadcast({ recipients: 186, segments: 186, cost: 2_697_000 });

  it("is said once it is known", () => {
    expect(costWords(going)).toBe("186 texts, about $2.70");
    expect(costWords({ ...going, segments: 372, cost: 5_394_000 })).toBe(
      "186 texts in 372 parts, about $5.40",
    );
    expect(costWords({ ...going, segments: null, cost: null })).toBeNull();
    expect(costWords({ ...going, status: "refused" })).toBeNull();
  });

  it("comes with the time of the last text while that is ahead", () => {
    const out_by = new Date(2026, 10, 22, 18, 40).toISOString();
    const before = Date.parse(out_by) - minute;
    expect(costWords({ ...going, status: "sending", out_by }, before)?.replaceAll("\u202f", " ")).toBe(
      "186 texts, about $2.70, all out by 6:40 PM",
    );
    expect(costWords({ ...going, status: "sending", out_by }, before + 2 * minute)).not.toContain("out by");
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
