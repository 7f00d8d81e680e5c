// The page of the phone network: draws the phones, follows their changes, writes from phones and sets them.

import { dial, start, takeCalls } from "/call.js";
import { startFaults } from "/faults.js";

const $ = (id) => document.getElementById(id);
const PAGE_SIZE = 240;
const FRESH_MS = 1200;

/** number -> the phone as the server last told it */
const phones = new Map();
/** number -> its list item, for phones that are drawn */
const cards = new Map();
let shown = PAGE_SIZE;
let opened = null;
/** number -> what was typed for it and not sent */
const drafts = new Map();
/** A phone that has neither received nor sent anything. */
const NEW_PHONE = { behaviour: "normal", received: [], sent: [], errors: [], opted_out: false, dialled: [], dialled_count: 0 };

const STATUS = {
  accepted: ["○", "accepted", ""],
  queued: ["○", "queued", ""],
  sent: ["◐", "sent", "warn"],
  delivered: ["●", "delivered", "good"],
  undelivered: ["▲", "not delivered", "bad"],
  failed: ["✕", "failed", "bad"],
  initiated: ["○", "dialling", ""],
  ringing: ["◐", "ringing", "warn"],
  "in-progress": ["◑", "talking", "warn"],
  completed: ["●", "ended", "good"],
  "no-answer": ["▲", "nobody answered", "bad"],
  busy: ["▲", "the line was busy", "bad"],
  canceled: ["○", "taken back", "bad"],
};

/** How far a phone's own text has come. */
const HANDOVER = {
  pending: ["◐", "on its way to Tidings", "warn"],
  answered: ["●", "Tidings has it", "good"],
  refused: ["✕", "Tidings failed", "bad"],
  failed: ["✕", "no answer from Tidings", "bad"],
  no_url: ["○", "nobody is told: no webhook is set", ""],
};

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** +1 202 555 0143 for North America, the number as it is elsewhere. */
function readable(number) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `+1 ${parts[1]} ${parts[2]} ${parts[3]}` : number;
}

function count(number, one, many) {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}

/** The time of today, and the day besides when it was another one. */
function clock(instant) {
  const moment = new Date(instant);
  const time = moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  if (moment.toDateString() === new Date().toDateString()) return time;
  return `${moment.toLocaleDateString([], { day: "numeric", month: "short" })}, ${time}`;
}

function behaviourWords(phone) {
  switch (phone.behaviour) {
    case "fail": return `fails with ${phone.error_code}`;
    case "slow": return `is slow: ${phone.delay_ms / 1000} s`;
    case "never_answer": return "never answers";
    case "busy": return "is busy when called";
    case "machine": return "has a machine answer";
    case "by_hand": return "rings here";
    default: return "";
  }
}

/** All that a phone received and sent, oldest first; of the same moment, what it sent comes first. */
function conversation(phone) {
  const mistakes = (text) => phone.errors.filter((error) => error.sid === text.sid);
  const sent = phone.sent.map((text) => ({ ...text, own: true, mistakes: mistakes(text) }));
  const dialled = phone.dialled.map((call) => ({ ...call, dialled: true, mistakes: mistakes(call) }));
  const received = phone.received.map((text) => (text.kind === "call" ? { ...text, mistakes: mistakes(text) } : text));
  return [...sent, ...dialled, ...received].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function words(text) {
  if (text.kind === "call") return text.dialled ? "☎ A call to the church" : "☎ A call from the church";
  const media = (text.media ?? []).map((medium) => `[${medium.content_type}]`);
  return [text.body, ...media].filter(Boolean).join("\n");
}

function stateOf(text) {
  if (!text.own) return STATUS[text.status] ?? ["?", text.status, ""];
  if (text.webhook === "answered" && text.http_status >= 300) return HANDOVER.refused;
  return HANDOVER[text.webhook] ?? ["?", text.webhook, ""];
}

function textView(text) {
  const item = element("li", text.own || text.dialled ? "text own" : "text");
  const bubble = element("span", "bubble");
  bubble.append(element("span", "", words(text)));
  item.append(bubble);
  const [mark, word, tone] = stateOf(text);
  const state = element("span", "state");
  state.append(element("span", `mark ${tone}`, mark), element("b", tone, word), element("span", "", clock(text.at)));
  item.append(state);
  if (text.origin === "opt_out") item.append(element("span", "earlier", "Twilio answered by itself"));
  if (text.error_code) item.append(element("span", "mistake", `${text.error_code}: ${text.error_message}`));
  (text.mistakes ?? []).forEach(({ code, message }) => {
    item.append(element("span", "mistake", `Something is wrong with the answer of Tidings. ${message} (${code})`));
  });
  return item;
}

function cardView(phone) {
  const button = element("button");
  button.type = "button";
  button.append(element("span", "number", readable(phone.number)));
  const set = [phone.opted_out ? "has said STOP" : "", behaviourWords(phone)].filter(Boolean).join(", ");
  if (set) button.append(element("span", "set", set));
  const thread = element("ol", "thread");
  const last = conversation(phone).slice(-2);
  const earlier = phone.received_count + phone.sent_count + phone.dialled_count - last.length;
  if (earlier > 0) thread.append(element("li", "earlier", `${count(earlier, "text", "texts")} before`));
  last.forEach((text) => thread.append(textView(text)));
  if (last.length === 0) thread.append(element("li", "earlier", "Nothing yet"));
  button.append(thread);
  button.addEventListener("click", () => openDetail(phone.number));
  return button;
}

function fits(phone) {
  const digits = $("search").value.replace(/[^\d+]/g, "");
  if (digits && !phone.number.includes(digits)) return false;
  const statuses = phone.received.map((text) => text.status);
  switch ($("filter").value) {
    case "waiting": return statuses.some((status) => STATUS[status]?.[2] === "" || STATUS[status]?.[2] === "warn");
    case "failed": return phone.errors.length > 0 || statuses.some((status) => STATUS[status]?.[2] === "bad");
    case "set": return phone.behaviour !== "normal";
    case "opted-out": return phone.opted_out;
    default: return true;
  }
}

/** Draws all that fits, in the order of the numbers; what is drawn already is moved, not made again. */
function draw(changed = new Set(phones.keys())) {
  const fitting = [...phones.values()].filter(fits).sort((a, b) => (a.number < b.number ? -1 : 1));
  const visible = fitting.slice(0, shown);
  const wanted = new Set(visible.map((phone) => phone.number));
  for (const [number, card] of cards) {
    if (!wanted.has(number)) {
      card.remove();
      cards.delete(number);
    }
  }
  let place = $("grid").firstElementChild;
  for (const phone of visible) {
    let card = cards.get(phone.number);
    if (!card) {
      card = element("li", "phone");
      cards.set(phone.number, card);
      card.replaceChildren(cardView(phone));
    } else if (changed.has(phone.number)) {
      const focused = card.contains(document.activeElement);
      card.replaceChildren(cardView(phone));
      if (focused) card.firstElementChild.focus();
    }
    if (card === place) place = place.nextElementSibling;
    else $("grid").insertBefore(card, place);
  }
  $("more").hidden = fitting.length <= shown;
  $("empty").hidden = phones.size > 0;
  const wished = wishedNumber();
  $("nothing").hidden = phones.size === 0 || fitting.length > 0 || wished !== null;
  $("write-new").hidden = wished === null;
  $("write-new").textContent = wished === null ? "" : `Text the church from ${readable(wished)}`;
  $("call-new").hidden = wished === null;
  $("call-new").textContent = wished === null ? "" : `Call the church from ${readable(wished)}`;
}

/** The number that was typed whole, when no such phone is here yet. */
function wishedNumber() {
  const digits = $("search").value.replace(/\D/g, "");
  const number = digits.length === 10 && !$("search").value.includes("+") ? `+1${digits}` : `+${digits}`;
  const whole = number.startsWith("+1") ? /^\+1\d{10}$/ : /^\+[2-9]\d{7,14}$/;
  return whole.test(number) && !phones.has(number) ? number : null;
}

/** The first line of the page: how much has arrived. */
function sentence({ accepted, phones: total, by_status: byStatus }) {
  if (accepted === 0) return "Nothing has been sent yet.";
  const called = ["initiated", "ringing", "in-progress", "completed", "no-answer"].some((status) => byStatus[status]);
  const all = called ? count(accepted, "call", "texts and calls") : count(accepted, "text", "texts");
  const arrived = (byStatus.delivered ?? 0) + (byStatus.completed ?? 0);
  const places = count(total, "phone", "phones");
  if (accepted === 1 && arrived === 0) return `One ${called ? "call" : "text"} is on its way, or did not arrive.`;
  if (arrived === accepted) return accepted === 1 ? `One ${called ? "call" : "text"} has arrived.` : `All ${all} have arrived, on ${places}.`;
  return `${arrived.toLocaleString("en-US")} of ${all} ${arrived === 1 ? "has" : "have"} arrived, on ${places}.`;
}

function drawTotals(totals) {
  const { by_status: byStatus, inbound } = totals;
  $("sentence").textContent = sentence(totals);
  const items = Object.keys(STATUS).filter((status) => byStatus[status]).map((status) => {
    const [mark, word, tone] = STATUS[status];
    const item = element("li", "state");
    item.append(element("span", `mark ${tone}`, mark), element("b", tone, byStatus[status].toLocaleString("en-US")), element("span", "", word));
    return item;
  });
  if (inbound > 0) {
    const item = element("li", "state");
    item.append(element("span", "mark", "↩"), element("b", "", inbound.toLocaleString("en-US")), element("span", "", "from phones"));
    items.push(item);
  }
  $("totals").replaceChildren(...items);
}

async function ask(method, path, body) {
  const response = await fetch(path, { method, body: body && JSON.stringify(body) });
  if (response.status === 204) return null;
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `The phone network answered ${response.status}.`);
  return answer;
}

function showError(place, error) {
  place.hidden = !error;
  place.textContent = error ? error.message : "";
}

async function openDetail(number) {
  opened = number;
  const phone = phones.get(number) ?? NEW_PHONE;
  $("detail-number").textContent = readable(number);
  $("behaviour").value = phone.behaviour;
  const form = $("behaviour-form");
  if (phone.error_code) form.elements.error_code.value = phone.error_code;
  if (phone.delay_ms) form.elements.seconds.value = phone.delay_ms / 1000;
  showError($("behaviour-error"), null);
  showError($("write-error"), null);
  $("behaviour-box").open = false;
  $("write-body").value = drafts.get(number) ?? "";
  if (phone.greeting_ms !== undefined) form.elements.greeting.value = phone.greeting_ms / 1000;
  drawBehaviourFields();
  $("detail-texts").replaceChildren();
  await drawDetail();
  if (!$("detail").open) $("detail").showModal();
  showNewest();
  $("write-body").focus();
}

function showNewest() {
  $("detail-scroll").scrollTop = $("detail-scroll").scrollHeight;
}

async function drawDetail() {
  const number = opened;
  if (!number) return;
  const known = phones.get(number) ?? NEW_PHONE;
  const phone = phones.has(number) ? await ask("GET", `/phones/${encodeURIComponent(number)}`).catch(() => known) : known;
  if (opened !== number) return;
  const { scrollHeight, scrollTop, clientHeight } = $("detail-scroll");
  const texts = conversation(phone);
  $("behaviour-now").textContent = behaviourWords(phone) || "normally";
  $("opted-out").hidden = !phone.opted_out;
  $("detail-nothing").hidden = texts.length > 0;
  $("detail-texts").replaceChildren(...texts.map(textView));
  if (scrollHeight - scrollTop - clientHeight < 40) showNewest();
}

/** Sends a text from the phone that is open; gives back whether it was taken. */
async function write(body) {
  try {
    await ask("POST", `/phones/${encodeURIComponent(opened)}/texts`, { body });
    showError($("write-error"), null);
    showNewest();
    return true;
  } catch (error) {
    showError($("write-error"), error);
    return false;
  }
}

async function writeTyped(event) {
  event.preventDefault();
  const typed = $("write-body").value;
  const send = event.target.querySelector("[type=submit]");
  if (!typed.trim() || send.disabled) return;
  send.disabled = true;
  // What could not be sent stays, and so does what was typed meanwhile.
  if (await write(typed) && $("write-body").value === typed) $("write-body").value = "";
  send.disabled = false;
}

function drawBehaviourFields() {
  $("behaviour-code").hidden = $("behaviour").value !== "fail";
  $("behaviour-delay").hidden = $("behaviour").value !== "slow";
  $("behaviour-greeting").hidden = $("behaviour").value !== "machine";
}

async function setBehaviour(event) {
  event.preventDefault();
  const fields = event.target.elements;
  const behaviour = { behaviour: fields.behaviour.value };
  if (behaviour.behaviour === "fail") behaviour.error_code = Number(fields.error_code.value);
  if (behaviour.behaviour === "slow") behaviour.delay_ms = Math.round(Number(fields.seconds.value) * 1000);
  if (behaviour.behaviour === "machine") behaviour.greeting_ms = Math.round(Number(fields.greeting.value) * 1000);
  try {
    await ask("PUT", `/phones/${encodeURIComponent(opened)}`, behaviour);
    showError($("behaviour-error"), null);
  } catch (error) {
    showError($("behaviour-error"), error);
  }
}

/** Reads everything anew: what is held here may be of before a restart or a reset. */
async function readAll() {
  const [all, health] = await Promise.all([ask("GET", "/phones?last=20"), ask("GET", "/health")]);
  phones.clear();
  all.items.forEach((phone) => phones.set(phone.number, phone));
  draw();
  drawTotals(health.totals);
  $("church").textContent = `· texts come from ${readable(health.church_phone)}`;
}

async function takeChanges(changed, totals) {
  const numbers = new Set(changed.map((phone) => phone.number));
  changed.forEach((phone) => phones.set(phone.number, phone));
  draw(numbers);
  drawTotals(totals);
  numbers.forEach((number) => {
    const card = cards.get(number);
    card?.classList.add("fresh");
    setTimeout(() => card?.classList.remove("fresh"), FRESH_MS);
  });
  if (numbers.has(opened)) await drawDetail();
}

/** Follows the changes. A stream begins with an event without phones, and so does a reset. */
function follow() {
  const events = new EventSource("/events");
  events.addEventListener("phones", async (event) => {
    const { phones: changed, totals } = JSON.parse(event.data);
    $("lost").hidden = true;
    if (changed.length === 0) await readAll();
    else await takeChanges(changed, totals);
  });
  events.addEventListener("calls", (event) => takeCalls(JSON.parse(event.data).calls, phones));
  events.addEventListener("error", () => {
    $("lost").hidden = false;
  });
}

$("behaviour").addEventListener("change", drawBehaviourFields);
$("behaviour-form").addEventListener("submit", setBehaviour);
$("write-form").addEventListener("submit", writeTyped);
$("write-body").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("write-form").requestSubmit();
});
document.querySelectorAll("[data-word]").forEach((button) => button.addEventListener("click", () => write(button.dataset.word)));
$("write-new").addEventListener("click", () => openDetail(wishedNumber()));
$("call-new").addEventListener("click", () => dial(wishedNumber())
  .then(() => showError($("call-new-error"), null), (error) => showError($("call-new-error"), error)));
$("detail-call").addEventListener("click", () => {
  const number = opened;
  dial(number).then(() => $("detail").close(), (error) => showError($("write-error"), error));
});
$("detail-close").addEventListener("click", () => $("detail").close());
$("detail").addEventListener("close", () => {
  drafts.set(opened, $("write-body").value);
  opened = null;
});
$("search").addEventListener("input", () => draw(new Set()));
$("filter").addEventListener("change", () => draw(new Set()));
$("more").addEventListener("click", () => {
  shown += PAGE_SIZE;
  draw(new Set());
});

start({ ask, element, readable, count, clock, showError });
startFaults({ ask, element, readable, showError });
follow();
