import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "@playwright/test";
import type { components } from "../src/api/schema";

/** What `cargo xtask up` writes about the stack that it started. */
export interface Stack {
  dashboard_url: string;
  api_url: string;
  phone_network_url: string;
  staff_email: string;
  staff_password: string;
  user_pool_client_id: string;
  aws_endpoint_url: string;
}

const file =
  process.env["TIDINGS_STACK_FILE"] ?? resolve(import.meta.dirname, "../../infra/local/.state/stack.json");

export function readStack(): Stack {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Stack;
  } catch (error) {
    throw new Error(`No running stack in ${file}. Start one with: cargo xtask up --detach`, { cause: error });
  }
}

/** A text or call that the phone network took, under Twilio's names. */
export interface Creation {
  sid: string;
  kind: "message" | "call";
  status: string;
  accepted_at: string;
  To: string;
  Body?: string;
}

/** Everything that the phone network took so far, oldest first: the ground truth. */
export async function accepted(stack: Stack): Promise<Creation[]> {
  const response = await fetch(new URL("/accepted", stack.phone_network_url));
  if (!response.ok) throw new Error(`GET /accepted answered ${response.status}`);
  return (await response.json()) as Creation[];
}

/** Texts the church from a phone, as its owner would. */
export async function textChurch(stack: Stack, phone: string, body: string): Promise<void> {
  const number = `+1${phone.replaceAll(/\D/g, "")}`;
  const response = await fetch(
    new URL(`/phones/${encodeURIComponent(number)}/texts`, stack.phone_network_url),
    {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ body }),
    },
  );
  if (!response.ok) throw new Error(`POST /phones/{number}/texts answered ${response.status}`);
}

/** What was heard on the phone. */
export interface HeardWords {
  language: string;
  text: string;
}

interface PhoneCall {
  sid: string;
  dialogue: (Partial<HeardWords> & { kind: string })[];
}

async function phones(stack: Stack, path: string, body?: unknown): Promise<PhoneCall> {
  const response = await fetch(new URL(path, stack.phone_network_url), {
    ...(body !== undefined && {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as PhoneCall;
}

const heardIn = ({ dialogue }: PhoneCall): HeardWords[] =>
  dialogue.flatMap(({ kind, language, text }) =>
    kind === "heard" && language !== undefined && text !== undefined ? [{ language, text }] : [],
  );

/** Dials the church, and waits until it listens. */
export async function dial(stack: Stack, phone: string): Promise<{ sid: string; heard: HeardWords[] }> {
  const number = encodeURIComponent(`+1${phone.replaceAll(/\D/g, "")}`);
  const { sid } = await phones(stack, `/phones/${number}/calls`, {});
  return { sid, heard: heardIn(await phones(stack, `/calls/${sid}?until=listening`)) };
}

/** Says something on the phone, and waits for the answer; what was heard last. */
export async function say(stack: Stack, sid: string, words: string): Promise<HeardWords | undefined> {
  const { dialogue } = await phones(stack, `/calls/${sid}`);
  await phones(stack, `/calls/${sid}/say`, { words });
  const after = dialogue.length + 1;
  return heardIn(await phones(stack, `/calls/${sid}?until=listening&after=${String(after)}`)).at(-1);
}

/** The call that a phone gets: waits until it listens for a key. What was heard first to last. */
export async function answerCall(stack: Stack, phone: string): Promise<{ sid: string; heard: HeardWords[] }> {
  const number = `+1${phone.replaceAll(/\D/g, "")}`;
  let sid: string | undefined;
  await expect
    .poll(
      async () => {
        const calls = (await accepted(stack)).filter(({ kind, To }) => kind === "call" && To === number);
        sid = calls.at(-1)?.sid;
        return sid;
      },
      { timeout: 60_000, message: `a call to ${number}` },
    )
    .toBeDefined();
  const found = sid ?? "";
  return {
    sid: found,
    heard: heardIn(await phones(stack, `/calls/${found}?until=listening&timeout_ms=30000`)),
  };
}

/** Presses a key; what was heard after it. */
export async function press(stack: Stack, sid: string, digits: string): Promise<HeardWords[]> {
  const { dialogue } = await phones(stack, `/calls/${sid}`);
  await phones(stack, `/calls/${sid}/press`, { digits });
  const after = dialogue.length + 1;
  const call = await phones(stack, `/calls/${sid}?until=listening&after=${String(after)}`);
  return heardIn({ ...call, dialogue: call.dialogue.slice(dialogue.length) });
}

/** Hangs up. */
export async function hangUp(stack: Stack, sid: string): Promise<void> {
  await phones(stack, `/calls/${sid}/hang_up`, {});
}

/** Distinct phones of active contacts, read through the API as any program would. */
export async function activePhones(stack: Stack): Promise<Set<string>> {
  const token = await idToken(stack);
  const phones = new Set<string>();
  let cursor: string | null = null;
  do {
    const address = new URL("/api/contacts?limit=200", stack.api_url);
    address.pathname = `${new URL(stack.api_url).pathname.replace(/\/$/, "")}/api/contacts`;
    if (cursor !== null) address.searchParams.set("cursor", cursor);
    const response = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`GET /api/contacts answered ${response.status}`);
    const page = (await response.json()) as components["schemas"]["ContactPage"];
    const reached = page.items.filter(({ active, opted_out_at }) => active && opted_out_at === null);
    for (const contact of reached) phones.add(contact.phone);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return phones;
}

/** Signs in at the user pool, for looking things up through the API itself. */
async function idToken(stack: Stack): Promise<string> {
  const response = await fetch(stack.aws_endpoint_url, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth",
    },
    body: JSON.stringify({
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: stack.user_pool_client_id,
      AuthParameters: { USERNAME: stack.staff_email, PASSWORD: stack.staff_password },
    }),
  });
  const answer = (await response.json()) as { AuthenticationResult?: { IdToken: string } };
  if (answer.AuthenticationResult === undefined) throw new Error(`Signing in answered ${response.status}`);
  return answer.AuthenticationResult.IdToken;
}
