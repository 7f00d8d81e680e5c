// The faults at the page: what can go wrong on order.

const $ = (id) => document.getElementById(id);
let helpers = null;

const FAULTS = {
  refuse: ["The connection breaks", "Tidings asks, and the connection is cut without an answer. Nothing was accepted."],
  outage: ["Nobody listens", "Twilio can't be reached at all for a while."],
  429: ["Too many requests", "Twilio answers 429. Nothing was accepted, and it is safe to try again."],
  "500_before": ["An error, not accepted", "Twilio answers 500 and has not accepted the text."],
  "500_after": ["An error, but accepted", "Twilio answers 500, and sends the text all the same."],
  no_answer: ["No answer, but accepted", "Twilio accepts the text and never says so."],
  no_answer_before: ["No answer, not accepted", "Twilio never answers, and has not accepted the text."],
  cut_body: ["A broken answer", "Twilio accepts the text, and its answer breaks off in the middle."],
  slow: ["A slow answer", "Twilio takes its time."],
  callback_lost: ["A lost status", "A change of status is never told."],
  callback_repeated: ["A repeated status", "A change of status is told twice."],
  webhook_repeated: ["A call's question, asked twice", "Tidings is asked twice what a caller hears next, and the first answer gets lost."],
  callback_reordered: ["Statuses in the wrong order", "A later status overtakes an earlier one."],
};

function faultWords(fault) {
  const struck = fault.struck === 1 ? "struck once" : `struck ${fault.struck} times`;
  if (fault.kind === "outage") return `for ${fault.delay_ms / 1000} s`;
  const left = fault.probability === undefined ? `${fault.remaining} left` : `${Math.round(fault.probability * 100)} % of cases`;
  return [struck, left, fault.match.to ? `only ${helpers.readable(fault.match.to)}` : ""].filter(Boolean).join(" · ");
}

async function drawFaults() {
  const faults = await helpers.ask("GET", "/faults").catch(() => []);
  const items = faults.map((fault) => {
    const item = helpers.element("li", fault.active ? "" : "spent");
    const words = helpers.element("span", "", FAULTS[fault.kind]?.[0] ?? fault.kind);
    words.append(helpers.element("small", "", faultWords(fault)));
    const remove = helpers.element("button", "plain", "Remove");
    remove.type = "button";
    remove.setAttribute("aria-label", `Remove: ${FAULTS[fault.kind]?.[0] ?? fault.kind}`);
    remove.addEventListener("click", async () => {
      await helpers.ask("DELETE", `/faults/${fault.id}`).catch(() => null);
      await drawFaults();
    });
    item.append(words, remove);
    return item;
  });
  $("faults").replaceChildren(...items);
  $("clear-faults").hidden = items.length === 0;
}

function drawFaultFields() {
  const kind = $("fault-kind").value;
  $("fault-help").textContent = FAULTS[kind][1];
  $("fault-delay").hidden = !["slow", "outage"].includes(kind);
  $("fault-when").hidden = kind === "outage";
  $("fault-to").hidden = kind === "outage";
}

async function addFault(event) {
  event.preventDefault();
  const fields = event.target.elements;
  const order = { kind: fields.kind.value };
  if (["slow", "outage"].includes(order.kind)) order.delay_ms = Math.round(Number(fields.seconds.value) * 1000);
  if (order.kind !== "outage") {
    if (fields.how.value === "count") order.count = Number(fields.count.value);
    else Object.assign(order, { probability: Number(fields.percent.value) / 100, seed: Math.floor(Math.random() * 2 ** 32) });
    const to = fields.to.value.replace(/[^\d+]/g, "");
    if (to) order.match = { to };
  }
  try {
    await helpers.ask("POST", "/faults", order);
    helpers.showError($("fault-error"), null);
  } catch (error) {
    helpers.showError($("fault-error"), error);
  }
  await drawFaults();
}

function startFaults(given) {
  helpers = given;
  $("fault-kind").append(...Object.entries(FAULTS).map(([kind, [name]]) => {
    const option = helpers.element("option", "", name);
    option.value = kind;
    return option;
  }));
  $("fault-kind").value = "500_after";
  $("fault-kind").addEventListener("change", drawFaultFields);
  $("fault-form").addEventListener("submit", addFault);
  $("clear-faults").addEventListener("click", async () => {
    await helpers.ask("DELETE", "/faults").catch(() => null);
    await drawFaults();
  });
  drawFaultFields();
  drawFaults();
  setInterval(drawFaults, 2000);
}

export { startFaults };
