import type { Entry, Thread } from "@/api/types";
import { formatPhone } from "@/lib/phone";
import { are, beginning, nameList } from "@/lib/words";

/** How many conversations have not been read; a number that is not complete means that many or more. */
export interface Unread {
  unread: number;
  is_complete: boolean;
}

/** "Two replies are waiting."; null while none is. */
export function waitingWords({ unread, is_complete }: Unread): string | null {
  if (unread === 0) return null;
  if (!is_complete) return `More than ${unread} replies are waiting.`;
  return `${beginning(unread)} ${unread === 1 ? "reply" : "replies"} ${are(unread)} waiting.`;
}

/** The inbox's first line. */
export function inboxHeadline(unread: Unread | undefined, hasOpen: boolean | undefined): string {
  if (unread === undefined) return "What people have answered.";
  return (
    waitingWords(unread) ??
    (hasOpen === false ? "Nobody is waiting for an answer." : "Everything has been read.")
  );
}

/** "2", or "99+" where nobody has counted to the end. */
export function badgeWords({ unread, is_complete }: Unread): string {
  return is_complete ? String(unread) : `${unread}+`;
}

/** Who writes: the people who have the number, else the number itself. */
export function senderWords({ people, phone, sender }: Thread, region: string): string {
  if (people.length > 0) {
    // Each by itself: a name that is written from right to left must not turn the others around.
    const names = people.map(({ name }) => (people.length === 1 ? name : `\u2068${name}\u2069`));
    return nameList(names, 3, names.length);
  }
  return phone === null ? sender : formatPhone(phone, region);
}

/** Who did something, as the signed-in person would say it. */
export function actorWords(actor: string | null, myName: string | null | undefined): string {
  if (actor === null) return "Someone";
  return actor === myName ? "You" : actor;
}

/** What happened to the conversation, as a line of its own; null for what is no such thing. */
export function eventWords(
  { kind, actor, assignee, opt_out }: Entry,
  myName: string | null | undefined,
): string | null {
  const who = actorWords(actor, myName);
  switch (kind) {
    case "assigned":
      if (assignee === null) return `${who} let it go: nobody has it`;
      if (assignee.name === actor) return `${who} took it`;
      return `${who} gave it to ${assignee.name === myName ? "you" : assignee.name}`;
    case "resolved":
      return `${who} resolved it`;
    case "reopened":
      return `${who} opened it again`;
    case "opt_out":
      return opt_out === null ? null : optOutWords(opt_out, who);
    default:
      return null;
  }
}

function optOutWords({ opted_out, source, reason }: NonNullable<Entry["opt_out"]>, who: string): string {
  const change = opted_out ? "no more texts go to this number" : "texts go to this number again";
  if (source === "text") return `By their text, ${change}`;
  if (source === "carrier") return `By Twilio’s word, ${change}`;
  return `${who} noted that ${change}: “\u2068${reason}\u2069”`;
}

const fileKinds: readonly [beginning: string, name: string][] = [
  ["image/", "Picture"],
  ["audio/", "Sound"],
  ["video/", "Video"],
  ["text/vcard", "Contact card"],
  ["text/x-vcard", "Contact card"],
  ["application/pdf", "PDF"],
];

/** "audio/amr" as "Sound". */
export function fileWords(contentType: string): string {
  return fileKinds.find(([start]) => contentType.startsWith(start))?.[1] ?? "File";
}
