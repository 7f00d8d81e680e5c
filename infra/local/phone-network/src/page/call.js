// A call at the page: dials the church or takes its call, shows and speaks what is heard, and answers with words or keys.

const $ = (id) => document.getElementById(id);
/** How fast a browser speaks, so that the church listens when it has ended. */
const SPEECH_MS_PER_CHARACTER = 65;

/** sid -> the call without its dialogue, as the server last told it */
const calls = new Map();
/** The call that is shown, with its dialogue. */
let shown = null;
/** How many entries of it were spoken aloud already. */
let spoken = 0;
/** Calls that ring and that a person has put aside. */
const put_aside = new Set();
let recognition = null;
let helpers = null;

const WAITS = {
  line: "Waiting for the line",
  ringing: "Ringing",
  detecting: "Twilio finds out who answered",
  answer: "Waiting for Tidings",
  speaking: "Tidings speaks",
  listening: "Tidings listens",
  pausing: "A pause",
  dialling: "Tidings calls another phone",
  connected: "Connected with another phone",
  ended: "The call has ended",
};

function isOpen(call) {
  return call && call.waits_for.for !== "ended";
}

/** Whether a phone rings here, because the church calls it. */
function ringsHere(call) {
  return call.direction !== "inbound" && call.waits_for.for === "ringing";
}

function entryView(entry) {
  const { element, clock } = helpers;
  const own = entry.kind === "said" || entry.kind === "keys";
  if (entry.kind === "event") return element("li", "call-event", entry.text);
  if (entry.kind === "error") {
    const item = element("li", "call-error");
    item.append(element("b", "", `✕ ${entry.title} (${entry.code})`), element("span", "", entry.message));
    return item;
  }
  const item = element("li", own ? "text own" : "text");
  const bubble = element("span", "bubble");
  const words = { keys: `Keys: ${entry.digits}`, tones: `Tones: ${entry.digits}` }[entry.kind] ?? entry.text;
  const line = element("span", "", words);
  if (entry.language) line.lang = entry.language;
  bubble.append(line);
  const about = [
    entry.kind === "other" ? "the other phone" : "",
    entry.kind === "heard" ? `${entry.language}, ${entry.voice}` : "",
    entry.interrupted ? "broken off" : "",
    entry.before_the_beep ? "before the beep: nobody hears it" : "",
    typeof entry.confidence === "number" ? `understood ${Math.round(entry.confidence * 100)} %` : "",
    clock(entry.at),
  ];
  item.append(bubble, element("span", "state", about.filter(Boolean).join(" · ")));
  return item;
}

/** What the call waits for, in words. */
function waitWords(call) {
  const wait = call.waits_for;
  if (wait.for === "ended") {
    const why = { busy: "The line was busy", "no-answer": "Nobody answered", failed: "The call failed", canceled: "The call was taken back" };
    const spoke = call.answered_at ? `The call has ended after ${helpers.count(call.duration, "second", "seconds")}` : "The call has ended";
    return `${why[call.status] ?? spoke}.`;
  }
  if (wait.for !== "listening") return `${WAITS[wait.for] ?? wait.for}…`;
  const takes = wait.input.join(" or ");
  const hints = wait.hints.length > 0 ? ` It expects: ${wait.hints.slice(0, 6).join(", ")}.` : "";
  return `Tidings listens for ${takes}${wait.input.includes("speech") ? ` (${wait.language})` : ""}.${hints}`;
}

function languageOf(call) {
  const heard = call.dialogue.filter((entry) => entry.kind === "heard").at(-1);
  return call.waits_for.language ?? heard?.language ?? "en-US";
}

/** The browser's names differ from Twilio's for a few. */
function browserLanguage(tag) {
  const known = { "cmn-CN": "zh-CN", "cmn-TW": "zh-TW", "cmn-Hans-CN": "zh-CN", "cmn-Hant-TW": "zh-TW", "ar-XA": "ar-SA", arb: "ar-SA" };
  return known[tag] ?? tag;
}

function speakNew() {
  const fresh = shown.dialogue.slice(spoken);
  spoken = shown.dialogue.length;
  if (!window.speechSynthesis || !$("call-aloud").checked) return;
  if (fresh.some((entry) => entry.kind === "said" || entry.kind === "keys")) window.speechSynthesis.cancel();
  for (const entry of fresh.filter(({ kind }) => kind === "heard" || kind === "other")) {
    const speech = new SpeechSynthesisUtterance(entry.text);
    speech.lang = browserLanguage(entry.language ?? "en-US");
    window.speechSynthesis.speak(speech);
  }
}

function draw() {
  const call = shown;
  const wait = call.waits_for;
  const rings = ringsHere(call);
  const takes = (what) => wait.for === "connected" || (["listening", "speaking"].includes(wait.for) && (wait.input ?? []).includes(what));
  $("call-title").textContent = call.direction === "inbound"
    ? `${helpers.readable(call.phone)} calls the church`
    : `The church calls ${helpers.readable(call.phone)}`;
  $("call-wait").textContent = waitWords(call);
  $("call").dataset.wait = wait.for;
  const list = $("call-scroll");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  $("call-dialogue").replaceChildren(...call.dialogue.map(entryView));
  if (atEnd) list.scrollTop = list.scrollHeight;
  $("call-ringing").hidden = !rings;
  $("call-talk").hidden = rings || !isOpen(call);
  $("call-again").hidden = isOpen(call);
  $("call-words").disabled = !takes("speech");
  $("call-say").disabled = !takes("speech");
  $("call-microphone").disabled = !takes("speech");
  document.querySelectorAll("#call-keys button").forEach((key) => { key.disabled = !takes("keys"); });
  $("call-silent").disabled = wait.for !== "listening";
  if (takes("speech") && document.activeElement === document.body) $("call-words").focus();
}

let reading = Promise.resolve();

/** Reads the whole call anew; one after the other, so that none overtakes. */
function refresh() {
  reading = reading.then(async () => {
    if (!shown) return;
    const sid = shown.sid;
    const call = await helpers.ask("GET", `/calls/${sid}`).catch(() => null);
    if (!call || shown?.sid !== sid) return;
    shown = call;
    speakNew();
    draw();
  });
  return reading;
}

async function open(call) {
  shown = { dialogue: [], ...call };
  spoken = 0;
  helpers.showError($("call-error"), null);
  $("call-words").value = "";
  if (!$("call").open) $("call").showModal();
  await refresh();
  if (shown && ringsHere(shown)) $("call-answer").focus();
}

async function dial(number) {
  const call = await helpers.ask("POST", `/phones/${encodeURIComponent(number)}/calls`, { speech_ms_per_character: SPEECH_MS_PER_CHARACTER });
  await open(call);
}

/** Does something in the call; gives back whether it could be done. */
async function act(deed, body) {
  try {
    await helpers.ask("POST", `/calls/${shown.sid}/${deed}`, body);
    helpers.showError($("call-error"), null);
    await refresh();
    return true;
  } catch (error) {
    helpers.showError($("call-error"), error);
    return false;
  }
}

async function say(event) {
  event.preventDefault();
  const words = $("call-words").value;
  if (!words.trim()) return;
  // What could not be said stays.
  if (await act("say", { words }) && $("call-words").value === words) $("call-words").value = "";
  $("call-words").focus();
}

/** Lets the browser hear one answer, where it can. */
function hear() {
  const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  if (recognition) {
    recognition.stop();
    return;
  }
  recognition = new Recognition();
  recognition.lang = browserLanguage(languageOf(shown));
  recognition.addEventListener("result", (event) => {
    const [best] = event.results[event.results.length - 1];
    act("say", { words: best.transcript, confidence: Math.min(1, Math.max(0, best.confidence || 0.9)) });
  });
  recognition.addEventListener("error", (event) => helpers.showError($("call-error"), new Error(`The microphone heard nothing (${event.error}). Type the answer instead.`)));
  recognition.addEventListener("end", () => {
    recognition = null;
    $("call-microphone").setAttribute("aria-pressed", "false");
  });
  $("call-microphone").setAttribute("aria-pressed", "true");
  recognition.start();
}

function drawOpen() {
  const { element, readable } = helpers;
  const list = [...calls.values()].filter(isOpen).slice(-12);
  const items = list.map((call) => {
    const item = element("li", ringsHere(call) ? "open-call rings" : "open-call");
    const words = element("span", "", call.direction === "inbound" ? `${readable(call.phone)} talks to the church` : `The church calls ${readable(call.phone)}`);
    words.append(element("small", "", WAITS[call.waits_for.for] ?? call.waits_for.for));
    const button = element("button", ringsHere(call) ? "main" : "plain", ringsHere(call) ? "Look" : "Open");
    button.type = "button";
    button.setAttribute("aria-label", `Open the call of ${readable(call.phone)}`);
    button.addEventListener("click", () => open(call));
    item.append(words, button);
    return item;
  });
  $("open-calls").replaceChildren(...items);
  $("open-calls-box").hidden = items.length === 0;
}

/** Takes what changed; a phone that a person answers shows itself when it rings. */
function takeCalls(changed, phones) {
  for (const call of changed) {
    calls.set(call.sid, call);
    if (!isOpen(call)) calls.delete(call.sid);
    const byHand = phones.get(call.phone)?.behaviour === "by_hand";
    if (ringsHere(call) && byHand && !$("call").open && !put_aside.has(call.sid)) open(call);
  }
  drawOpen();
  if (shown && changed.some((call) => call.sid === shown.sid)) refresh();
}

function start(given) {
  helpers = given;
  const keys = [..."123456789*0#"].map((key) => {
    const button = helpers.element("button", "key", key);
    button.type = "button";
    button.setAttribute("aria-label", { "*": "Key star", "#": "Key hash" }[key] ?? `Key ${key}`);
    button.addEventListener("click", () => act("press", { digits: key }));
    return button;
  });
  $("call-keys").replaceChildren(...keys);
  $("call-microphone").hidden = !(window.SpeechRecognition ?? window.webkitSpeechRecognition);
  $("call-aloud-box").hidden = !window.speechSynthesis;
  $("call-form").addEventListener("submit", say);
  $("call-microphone").addEventListener("click", hear);
  $("call-silent").addEventListener("click", () => act("stay_silent"));
  $("call-hang-up").addEventListener("click", () => act("hang_up"));
  $("call-answer").addEventListener("click", () => act("answer", { speech_ms_per_character: SPEECH_MS_PER_CHARACTER }));
  $("call-decline").addEventListener("click", () => act("decline"));
  $("call-again").addEventListener("click", () => dial(shown.phone).catch((error) => helpers.showError($("call-error"), error)));
  $("call-close").addEventListener("click", () => $("call").close());
  $("call").addEventListener("close", () => {
    if (shown) put_aside.add(shown.sid);
    shown = null;
    window.speechSynthesis?.cancel();
    recognition?.stop();
  });
  $("call-aloud").addEventListener("change", () => {
    if (!$("call-aloud").checked) window.speechSynthesis?.cancel();
  });
  helpers.ask("GET", "/calls?open=true").then(({ items }) => {
    items.reverse().forEach((call) => calls.set(call.sid, call));
    drawOpen();
  }).catch(() => null);
}

export { dial, start, takeCalls };
