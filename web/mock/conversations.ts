import type { Entry, EntryMedia, EntryMessage, EntryText, Thread } from "../src/api/types";
import { world } from "./world";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A conversation of the mock: what the list shows, and what was exchanged, oldest first. */
export interface Conversation {
  thread: Thread;
  entries: Entry[];
}

const isEmpty = new URLSearchParams(window.location.search).has("empty");
let made = 0;

export function entry(age: number, kind: Entry["kind"], some: Partial<Entry>): Entry {
  made += 1;
  return {
    id: `ent_${String(made).padStart(5, "0")}`,
    at: new Date(Date.now() - age).toISOString(),
    kind,
    actor: null,
    text: null,
    message: null,
    content: null,
    assignee: null,
    opt_out: null,
    ...some,
  };
}

export function messageOf(content: string, some: Partial<EntryMessage> = {}): EntryMessage {
  made += 1;
  return {
    id: `msg_reply_${made}`,
    broadcast_id: "brc_0002",
    content,
    status: "delivered",
    skip_reason: null,
    error_message: null,
    scheduled_at: null,
    sent_at: null,
    delivered_at: null,
    ...some,
  };
}

const text = (age: number, content: string, some: Partial<EntryText> = {}): Entry =>
  entry(age, "text", {
    text: {
      content,
      media: [],
      dropped_media: 0,
      segments: 1,
      meaning: "other",
      answered_by_carrier: false,
      automatic_answer: null,
      ...some,
    },
  });

const reply = (age: number, content: string, some: Partial<EntryMessage> = {}): Entry =>
  entry(age, "reply", { message: messageOf(content, some), actor: "ruth@grace.example" });

const broadcast = (age: number, content: string): Entry =>
  entry(age, "broadcast", { message: messageOf(content), actor: "mary@grace.example" });

const note = (age: number, content: string): Entry =>
  entry(age, "note", { content, actor: "ruth@grace.example" });

const picture = (index: number): EntryMedia => ({
  index,
  content_type: "image/jpeg",
  is_picture: true,
  is_available: true,
});

const ruth = { user_id: "user-ruth", name: "ruth@grace.example" };
const mary = { user_id: "mock", name: "mary@grace.example" };

/** What the list shows of a conversation follows from what was exchanged. */
function conversation(phone: string | null, entries: Entry[], some: Partial<Thread> = {}): Conversation {
  const people = world.contacts.filter((contact) => contact.phone === phone);
  const last = entries.findLast(({ kind }) => kind === "text" || kind === "reply");
  const lastText = entries.findLast(({ kind }) => kind === "text");
  made += 1;
  return {
    entries,
    thread: {
      id: `thr_${made}`,
      sender: phone ?? "22395",
      phone,
      people: people.slice(0, 10).map(({ id, name }) => ({ contact_id: id, name })),
      state: "open",
      unread: false,
      assignee: null,
      opted_out: false,
      opt_out_to_check: null,
      can_reply: phone !== null,
      preview: previewOf(last),
      last_text_at: lastText?.at ?? "",
      last_activity_at: last?.at ?? "",
      created_at: entries[0]?.at ?? "",
      version: 1,
      ...some,
    },
  };
}

export function previewOf(last: Entry | undefined): Thread["preview"] {
  return {
    direction: last?.kind === "reply" ? "out" : "in",
    content: (last?.text?.content ?? last?.message?.content ?? "").slice(0, 160),
    media: last?.text?.media.length ?? 0,
  };
}

const phoneOf = (place: number): string => `+1713555${String(100 + place).padStart(4, "0")}`;
const picnic = "Grace Church: the picnic moves to the hall because of the rain. See you at noon!";

function lively(): Conversation[] {
  return [
    conversation(
      phoneOf(0),
      [
        broadcast(26 * hour, picnic),
        text(25 * hour, "¿A qué hora abren las puertas? Llevo a mi mamá 👵"),
        reply(24.9 * hour, "A las once y media. ¡Qué alegría verla!"),
        text(24.8 * hour, "¡Gracias! 🙏"),
        note(24.7 * hour, "Her mother needs a chair near the door. Told the ushers."),
        entry(24.6 * hour, "assigned", { assignee: mary, actor: "ruth@grace.example" }),
        text(4 * minute, "Una pregunta más: ¿hay estacionamiento para sillas de ruedas cerca de la entrada?"),
      ],
      { unread: true, assignee: mary },
    ),
    conversation("+13465550147", [text(12 * minute, "Hi, is this the church on Oak Street? We just moved here and would love to visit on Sunday. Do you have something for small children? We have three, and the youngest is shy 😊")], { unread: true }),
    conversation(
      phoneOf(4),
      [
        broadcast(50 * hour, "كنيسة النعمة: العشاء يوم الجمعة الساعة السادسة مساءً في القاعة. أحضروا أصدقاءكم!"),
        text(3 * hour, "سنأتي أربعة أشخاص إن شاء الله. هل نحضر شيئاً معنا؟"),
        reply(2.5 * hour, "أهلاً وسهلاً! طبق حلوى إن أمكن.", { status: "sent" }),
      ],
      { assignee: ruth },
    ),
    conversation(
      phoneOf(2),
      [
        text(5 * hour, "Ảnh bọn trẻ ở buổi tập hát hôm qua ạ", { media: [picture(0), picture(1)] }),
        text(4.9 * hour, "", { media: [{ index: 0, content_type: "audio/amr", is_picture: false, is_available: true }, { index: 1, content_type: "application/zip", is_picture: false, is_available: false }] }),
      ],
    ),
    conversation(
      phoneOf(5),
      [
        broadcast(30 * hour, "Grace Church: choir practice is at 7 tonight, in the small hall."),
        text(6 * hour, "please stop the choir ones, my knees don’t do stairs any more", { meaning: "maybe_opt_out" }),
        entry(6 * hour, "opt_out", { actor: "the person, by text", opt_out: { opted_out: true, reason: "please stop the choir ones, my knees don’t do stairs any more", source: "text" } }),
      ],
      {
        opted_out: true,
        can_reply: false,
        opt_out_to_check: {
          wording: "please stop the choir ones, my knees don’t do stairs any more",
          at: new Date(Date.now() - 6 * hour).toISOString(),
        },
      },
    ),
    conversation(
      phoneOf(3),
      [
        text(20 * hour, "DINNER", {
          automatic_answer: { content: "Dinner is at six, in the hall. Bring a friend!", reason: "keyword", keyword: "DINNER" },
        }),
        text(19 * hour, "네 가족 다섯 명 갈게요. 감사합니다!"),
        reply(18 * hour, "다섯 분 자리 준비해 두겠습니다 🙌", { status: "undelivered", error_message: "This phone is switched off or out of reach" }),
      ],
    ),
    conversation(
      phoneOf(40),
      [
        text(2 * day, "STOP", { meaning: "opt_out", answered_by_carrier: true }),
        entry(2 * day, "opt_out", { actor: "the person, by text", opt_out: { opted_out: true, reason: "STOP", source: "text" } }),
      ],
      { opted_out: true, can_reply: false },
    ),
    conversation(null, [text(3 * day, "Your verification code is 118204. Do not share it.")]),
    conversation(
      phoneOf(1),
      [
        ...Array.from({ length: 64 }, (_, index) =>
          index % 2 === 0
            ? text((20 - index / 8) * day, `Can someone drive me on Sunday ${index / 2 + 1}?`)
            : reply((20 - index / 8) * day - hour, "Harold picks you up at nine."),
        ),
        text(8 * day, "Thank you so much. You are all so kind to an old lady who can’t drive any more. I made a cake for Harold, lemon, the way his mother made it. Please tell him to bring back the plate this time: it is the third one, and I am down to the good china!"),
        entry(7 * day, "resolved", { actor: "mary@grace.example" }),
      ],
      { state: "resolved" },
    ),
  ];
} // prettier-ignore

/** In the order of their last words. */
export const conversations: Conversation[] = isEmpty ? [] : lively();
