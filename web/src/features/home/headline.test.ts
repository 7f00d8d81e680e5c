import { describe, expect, it } from "vitest";
import type { Stats } from "@/api/types";
import { broadcast, counts } from "../../../test/records";
import { homeHeadline } from "./headline";

function stats(needs_review = 0): Stats {
  return {
    contacts: { total: 3, active: 3 },
    messages: { sms: counts({ needs_review }), voice: counts() },
  };
}

const going = broadcast({
  status: "sending",
  recipients: 14,
  counts: counts({ delivered: 2, sent: 5, queued: 7 }),
});

it.each([
  ["Nothing has been sent yet.", [], stats()],
  ["12 texts are on their way.", [going], stats(3)],
  ["1 text is on its way.", [broadcast({ ...going, recipients: 1, counts: counts({ sent: 1 }) })], stats()],
  [
    "A message is getting ready.",
    [broadcast({ status: "planning", recipients: null, counts: counts() })],
    stats(),
  ],
  ["2 texts need a look.", [broadcast()], stats(2)],
  [
    "1 person did not get the last message.",
    [broadcast({ counts: counts({ delivered: 2, failed: 1 }) })],
    stats(),
  ],
  [
    "The last message was stopped.",
    [broadcast({ status: "cancelled", counts: counts({ skipped: 3 }) })],
    stats(),
  ],
  [
    "For 7 of 187 people there is no report about the last message.",
    [broadcast({ recipients: 187, counts: counts({ delivered: 180, sent: 7 }) })],
    stats(),
  ],
  [
    "The last message went to 187 people; there is no report that it arrived.",
    [broadcast({ recipients: 187, counts: counts({ sent: 187 }) })],
    stats(),
  ],
  [
    "The last message was stopped.",
    [
      broadcast({
        status: "cancelled",
        created_at: new Date(Date.now() - 73 * 3_600_000).toISOString(),
        recipients: 3,
        counts: counts({ delivered: 2, sent: 1 }),
      }),
    ],
    stats(),
  ],
  [
    "There was nobody to send the last message to.",
    [broadcast({ recipients: 0, counts: counts({ skipped: 3 }) })],
    stats(),
  ],
  [
    "Sending is paused, and needs you.",
    [going, broadcast({ status: "paused", counts: counts({ queued: 3 }) })],
    stats(),
  ],
  ["The last message could not be sent.", [broadcast({ status: "refused", counts: counts() })], stats()],
  [
    "Everything has been delivered.",
    [broadcast({ status: "scheduled", scheduled_at: "2036-11-23T15:00:00Z" }), broadcast()],
    stats(),
  ],
  ["Everything has been delivered.", [broadcast(), broadcast({ counts: counts({ failed: 3 }) })], stats()],
])("%s", (line, broadcasts, totals) => {
  expect(homeHeadline(broadcasts, totals)).toBe(line);
});

describe("replies that wait", () => {
  const waiting = "Two replies are waiting.";

  it.each([
    ["come before what is done", [broadcast()], stats(), waiting],
    ["come before a church's first message", [], stats(), waiting],
    ["come after what is on its way", [going], stats(), "12 texts are on their way."],
    ["come after what is in doubt", [broadcast()], stats(2), "2 texts need a look."],
  ])("%s", (_, broadcasts, totals, line) => {
    expect(homeHeadline(broadcasts, totals, waiting)).toBe(line);
  });
});
