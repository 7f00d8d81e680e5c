import { HttpResponse } from "msw";
import type {
  AudiencePreview,
  Broadcast,
  Call,
  Contact,
  Estimate,
  Group,
  Import,
  ImportRow,
  Me,
  Message,
  Occurrence,
  PastOccurrence,
  Reminder,
  Settings,
  Spending,
  StatusCounts,
  Template,
} from "@/api/types";
import { makeProblem } from "../mock/problems";

export function counts(some: Partial<StatusCounts> = {}): StatusCounts {
  return {
    queued: 0,
    sending: 0,
    unknown: 0,
    accepted: 0,
    sent: 0,
    delivered: 0,
    undelivered: 0,
    failed: 0,
    needs_review: 0,
    skipped: 0,
    ...some,
  };
}

export function broadcast(some: Partial<Broadcast> = {}): Broadcast {
  return {
    id: "brc_1",
    content: "Dinner is at 6 on Friday.",
    message_type: "sms",
    audience: { kind: "all" },
    status: "completed",
    counts: counts({ delivered: 3 }),
    recipients: 3,
    skipped: 0,
    created_by: "mary@grace.example",
    created_at: new Date().toISOString(),
    planned_at: new Date().toISOString(),
    cancelled_at: null,
    scheduled_at: null,
    release_at: null,
    birthdays_on: null,
    landlines_of: null,
    out_by: null,
    purpose: "information",
    language: "en",
    translations: {},
    segments: 3,
    cost: 43_500,
    notice: null,
    is_test: false,
    ...some,
  };
}

export function contact(some: Partial<Contact> = {}): Contact {
  return {
    id: "con_1",
    sl_no: 7,
    name: "Ana Tzoc",
    address: "8 Sparrow Gate Dr",
    city: "Sugar Land",
    state_zip: "TX 77498",
    phone: "+12815550196",
    preferred_language: "es",
    active: true,
    call_consent: false,
    calls_opted_out_at: null,
    email: null,
    birthday: null,
    time_zone: null,
    effective_time_zone: "America/Chicago",
    notes: null,
    group_ids: [],
    opted_out_at: null,
    unreachable: null,
    created_at: "2026-11-01T12:00:00Z",
    updated_at: "2026-11-01T12:00:00Z",
    version: 1,
    ...some,
  };
}

export function call(some: Partial<Call> = {}): Call {
  return {
    id: "cal_1",
    version: 3,
    twilio_call_sid: "CA1",
    direction: "inbound",
    status: "completed",
    contact_id: "con_1",
    caller_name: "Ana Tzoc",
    caller_phone: "+12025550101",
    language_detected: "es",
    created_at: "2026-11-20T15:00:00Z",
    ended_at: "2026-11-20T15:01:35Z",
    duration: 95,
    conversation_summary: "Asked for a prayer.",
    summary_note: null,
    care_need: null,
    confidential: false,
    withheld: false,
    follow_ups: 1,
    proposed_changes: [],
    ...some,
  };
}

export function message(some: Partial<Message> = {}): Message {
  return {
    id: "msg_1",
    broadcast_id: "brc_1",
    contact_id: "con_1",
    contact_name: "Ana Tzoc",
    phone: "+12815550196",
    message_type: "sms",
    content: "Dinner is at 6 on Friday.",
    status: "delivered",
    skip_reason: null,
    scheduled_at: null,
    sent_at: null,
    delivered_at: null,
    twilio_sid: null,
    error_code: null,
    error_message: null,
    created_at: "2026-11-01T12:00:00Z",
    updated_at: "2026-11-01T12:00:00Z",
    ...some,
  };
}

export function group(some: Partial<Group> = {}): Group {
  return {
    id: "grp_1",
    name: "Choir",
    kind: "static",
    rule: null,
    created_at: "2026-11-01T12:00:00Z",
    updated_at: "2026-11-01T12:00:00Z",
    version: 1,
    ...some,
  };
}

export function importOf(some: Partial<Import> = {}): Import {
  return {
    id: "imp_1",
    file_name: "members.csv",
    size: 1200,
    upload: null,
    created_at: "2026-11-01T12:00:00Z",
    created_by: "mary@grace.example",
    stage: "previewed",
    problem: null,
    columns: [
      { index: 0, heading: "Name", field: "name", samples: ["Ana Tzoc"] },
      { index: 1, heading: "Mobile", field: "phone", samples: ["(281) 555-0196"] },
      { index: 2, heading: "Town", field: null, samples: ["Katy"] },
    ],
    rows_total: 9,
    rows_done: 9,
    counts: { new: 3, update: 1, unchanged: 2, shared_phone: 1, refused: 2 },
    applied: { created: 0, updated: 0, unchanged: 0, conflicts: 0 },
    version: 2,
    ...some,
  };
}

export function importRow(some: Partial<ImportRow> = {}): ImportRow {
  return {
    row: 2,
    outcome: "new",
    name: "Ana Tzoc",
    phone: "+12815550196",
    contact_id: null,
    changes: [],
    errors: [],
    note: null,
    result: null,
    ...some,
  };
}

export function occurrence(some: Partial<Occurrence> = {}): Occurrence {
  return {
    date: "2036-03-09",
    local_time: "09:00",
    at: "2036-03-09T14:00:00Z",
    goes_out_at: "2036-03-09T14:00:00Z",
    skipped: null,
    marks: [],
    ...some,
  };
}

export function pastOccurrence(some: Partial<PastOccurrence> = {}): PastOccurrence {
  return {
    date: "2026-11-22",
    at: "2026-11-22T15:00:00Z",
    outcome: "sent",
    decided_at: "2026-11-22T15:00:02Z",
    is_late: false,
    broadcast_id: "brc_1",
    broadcast: broadcast(),
    ...some,
  };
}

/** Every Sunday at nine in Chicago. */
export function reminder(some: Partial<Reminder> = {}): Reminder {
  return {
    id: "rem_1",
    name: "Sunday service",
    message_content: "Grace Church: the service is at ten.",
    message_type: "sms",
    language: "en",
    translations: {},
    purpose: "information",
    send_to_all: true,
    contact_ids: null,
    group_ids: null,
    active: true,
    schedule_type: "weekly",
    schedule_time: "09:00",
    schedule_date: null,
    schedule_day: "sunday",
    interval: 1,
    feast: null,
    feast_offset: 0,
    starts_on: "2026-11-01",
    ends_on: null,
    ends_after: null,
    skip_dates: [],
    skip_holidays: false,
    time_zone: "America/Chicago",
    status: "active",
    next_occurrence: occurrence(),
    last_occurrence: null,
    created_by: "mary@grace.example",
    created_at: "2026-11-01T12:00:00Z",
    updated_at: "2026-11-01T12:00:00Z",
    version: 1,
    ...some,
  };
}

export function settingsOf(some: Partial<Settings> = {}): Settings {
  return {
    time_zone: "America/Chicago",
    other_time_zones: [],
    quiet_hours: { opens: "09:00", closes: "20:00" },
    segments_per_second: 1,
    monthly_cap: 50_000_000,
    countries: ["US"],
    text_prices: { US: 14_500, CA: 16_400 },
    other_text_price: 500_000,
    prices_as_of: "2026-11-01",
    carrier_answers_keywords: true,
    calls_at_once: 2,
    call_landlines: false,
    version: 4,
    ...some,
  };
}

export function spendingOf(some: Partial<Spending> = {}): Spending {
  return {
    month: "2026-11",
    cap: 50_000_000,
    reserved: 2_250_000,
    spent: 10_150_000,
    remaining: 37_600_000,
    used_percent: 24,
    alarm_level: "none",
    ...some,
  };
}

/** What is said of an audience before anything is written. */
export function previewOf(some: Partial<AudiencePreview> = {}): AudiencePreview {
  return {
    recipients: 1,
    left_out: [],
    languages: [],
    is_estimate: false,
    estimate: null,
    preview_as: null,
    ...some,
  };
}

/** What a message costs that all read in English, in one part each. */
export function estimateOf(recipients: number, text: string, some: Partial<Estimate> = {}): Estimate {
  const price = recipients * 14_500;
  return {
    texts: [
      {
        language: "en",
        recipients,
        sample: { contact_id: "con_7", name: "Ruth Okafor", text },
        encoding: "gsm7",
        segments_min: 1,
        segments_max: 1,
        segments: recipients,
        price,
      },
    ],
    segments: recipients,
    price,
    budget: { month: "2026-11", cap: 50_000_000, remaining: 37_600_000, fits: true },
    starts_at: "2026-11-26T18:00:00Z",
    out_by: "2026-11-26T18:03:10Z",
    waits_for_morning: 0,
    waits_for_room: 0,
    ...some,
  };
}

export function templateOf(some: Partial<Template> = {}): Template {
  return {
    id: "tpl_1",
    name: "Potluck",
    content: "The potluck is on Sunday.",
    language: "en",
    translations: { es: "La comida compartida es el domingo." },
    purpose: "information",
    created_by: "mary@grace.example",
    created_at: "2026-11-01T12:00:00Z",
    updated_at: "2026-11-01T12:00:00Z",
    version: 1,
    ...some,
  };
}

export const admin: Me = {
  user_id: "user-0",
  email: "ruth@grace.example",
  reads_confidential: false,
  roles: ["admin"],
};
export const staff: Me = {
  user_id: "user-1",
  email: "mary@grace.example",
  reads_confidential: false,
  roles: ["staff"],
};
export const viewer: Me = {
  user_id: "user-2",
  email: "paul@grace.example",
  reads_confidential: false,
  roles: ["viewer"],
};

/** The answer of an API that refuses, in the words that it really uses. */
export function refusal(status: number, said: Parameters<typeof makeProblem>[1] = {}): HttpResponse<string> {
  return HttpResponse.text(JSON.stringify(makeProblem(status, said)), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });
}
