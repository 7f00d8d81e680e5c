import type {
  AudiencePreview,
  Broadcast,
  Contact,
  HistoryItem,
  Import,
  Message,
  SkipReason,
  StatusCounts,
} from "../src/api/types";
import { makeGroups, makePeople } from "./people";

const isEmpty = new URLSearchParams(window.location.search).has("empty");

/** The mock's memory: enough of the real thing to see every page alive. Forgotten with the page. */
export const world = {
  contacts: makePeople(isEmpty ? 0 : 200),
  broadcasts: [] as Broadcast[],
  messages: new Map<string, Message[]>(),
  groups: isEmpty ? [] : makeGroups(),
  changes: new Map<string, HistoryItem[]>(),
  imports: [] as Import[],
  sendsByKey: new Map<string, Broadcast>(),
};

export const noCounts: StatusCounts = {
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
};

/** Why someone gets no message, apart from sharing a phone. */
function reasonAgainst({ opted_out_at, active, unreachable }: Contact): SkipReason | null {
  if (opted_out_at !== null) return "opted_out";
  if (!active) return "inactive";
  return unreachable?.reason ?? null;
}

/** Who gets a message, and what is said of it before anything is written. */
export function previewOf(contacts: readonly Contact[]): { reached: Contact[]; answer: AudiencePreview } {
  const reached = new Map<string, Contact>();
  const languages = new Map<string, number>();
  const leftOut = new Map<SkipReason, Contact[]>();
  for (const contact of contacts) {
    const reason = reasonAgainst(contact) ?? (reached.has(contact.phone) ? "same_phone" : null);
    if (reason !== null) leftOut.set(reason, [...(leftOut.get(reason) ?? []), contact]);
    else {
      reached.set(contact.phone, contact);
      languages.set(contact.preferred_language, (languages.get(contact.preferred_language) ?? 0) + 1);
    }
  }
  const answer = {
    recipients: reached.size,
    languages: [...languages].map(([language, recipients]) => ({ language, recipients })),
    left_out: [...leftOut].map(([reason, people]) => ({
      reason,
      reason_text: reason,
      count: people.length,
      people: people.slice(0, 50).map(({ id, name }) => ({ contact_id: id, name })),
    })),
    is_estimate: false,
    estimate: null,
    preview_as: null,
  };
  return { reached: [...reached.values()], answer };
}

interface Plan {
  content: string;
  audience: Broadcast["audience"];
  contacts: readonly Contact[];
  /** Milliseconds since it was made. */
  age: number;
  failing?: number;
  /** What else is known of it. */
  some?: Partial<Broadcast>;
}

/** A broadcast of a given age, with a message for each person. */
export function addBroadcast({ content, audience, contacts, age, failing = 0, some }: Plan): Broadcast {
  const id = `brc_${String(world.broadcasts.length).padStart(4, "0")}`;
  const made = new Date(Date.now() - age).toISOString();
  const phones = new Set<string>();
  const messages = contacts.map((contact, index): Message => {
    const twice = phones.has(contact.phone);
    if (contact.active) phones.add(contact.phone);
    const skip = reasonAgainst(contact) ?? (twice ? "same_phone" : null);
    const fails = skip === null && index < failing;
    return {
      id: `msg_${id}_${index}`,
      broadcast_id: id,
      contact_id: contact.id,
      contact_name: contact.name,
      phone: contact.phone,
      message_type: "sms",
      content,
      status: skip !== null ? "skipped" : fails ? (index % 2 === 0 ? "undelivered" : "failed") : "queued",
      skip_reason: skip,
      scheduled_at: null,
      sent_at: null,
      delivered_at: null,
      twilio_sid: null,
      error_code: fails ? (index % 2 === 0 ? "30006" : "21211") : null,
      error_message: fails ? (index % 2 === 0 ? "This is a landline" : "This is not a phone number") : null,
      created_at: made,
      updated_at: made,
    };
  });
  world.messages.set(id, messages);
  const skipped = messages.filter((message) => message.status === "skipped").length;
  const broadcast: Broadcast = {
    id,
    content,
    message_type: "sms",
    audience,
    status: "sending",
    counts: { ...noCounts },
    recipients: messages.length - skipped,
    skipped,
    created_by: "mary@grace.example",
    created_at: made,
    planned_at: made,
    cancelled_at: null,
    scheduled_at: null,
    release_at: null,
    out_by: null,
    birthdays_on: null,
    landlines_of: null,
    purpose: "information",
    language: "en",
    translations: {},
    segments: messages.length - skipped,
    cost: (messages.length - skipped) * 14_500,
    notice: null,
    is_test: false,
    ...some,
  };
  world.broadcasts.unshift(broadcast);
  return advance(broadcast);
}

/** Moves each message on by its age: a text takes about two seconds a step, one after another. */
export function advance(broadcast: Broadcast): Broadcast {
  const messages = world.messages.get(broadcast.id) ?? [];
  const age = Date.now() - Date.parse(broadcast.created_at);
  const steps = ["queued", "sending", "accepted", "sent", "delivered"] as const;
  if (["planning", "sending", "completed"].includes(broadcast.status) && broadcast.release_at === null) {
    messages.forEach((message, index) => {
      if (!(steps as readonly string[]).includes(message.status)) return;
      const step = Math.max(0, Math.floor((age - index * 60) / 900));
      message.status = steps[Math.min(step, 4)] ?? "delivered";
      message.updated_at = new Date(
        Math.min(Date.now(), Date.parse(broadcast.created_at) + index * 60 + 3600),
      ).toISOString();
    });
  }
  const counts = { ...noCounts };
  for (const message of messages) counts[message.status] += 1;
  broadcast.counts = counts;
  const moving = counts.queued + counts.sending + counts.accepted + counts.sent;
  if (broadcast.status === "sending" && moving === 0) broadcast.status = "completed";
  return broadcast;
}

if (world.contacts.length > 0) {
  const hour = 3_600_000;
  const all = { kind: "all" } as const;
  if (new URLSearchParams(window.location.search).has("paused")) {
    addBroadcast({ content: "Grace Church: no youth night this Friday.", audience: all, contacts: world.contacts.slice(0, 40), age: hour, some: { status: "paused", notice: "Twilio did not take our password. Nothing more goes out until it does. Ask your administrator to mend it, then go on sending." } });
  }
  addBroadcast({ content: "Grace Church: choir practice is at 7 tonight, in the small hall.", audience: all, contacts: world.contacts.slice(0, 12), age: 300 * hour });
  addBroadcast({
    content: "كنيسة النعمة: العشاء يوم الجمعة الساعة السادسة مساءً في القاعة. أحضروا أصدقاءكم!",
    audience: { kind: "contacts", contact_ids: [world.contacts[4]?.id ?? ""] },
    contacts: world.contacts.slice(4, 5),
    age: 50 * hour,
  });
  addBroadcast({ content: "Grace Church: the picnic moves to the hall because of the rain. See you at noon! Bring a dish to share if you can, and a chair for an older neighbour. There is room for everybody, and the children will have the gym to themselves. If you need a ride, call the office before ten.", audience: all, contacts: world.contacts, age: 26 * hour, failing: 3 });
  // Two of them in doubt, in two scripts.
  const inDoubt = [...world.messages.values()].flatMap((messages) => messages.filter(({ status }) => status === "delivered").slice(-1)).slice(0, 2);
  for (const message of inDoubt) Object.assign(message, { status: "needs_review" });
} // prettier-ignore
