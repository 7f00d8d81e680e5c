import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { TranslatedText, Translation } from "@/api/types";
import { refusal, staff } from "../../../test/records";
import { openPage } from "../../../test/render";
import { world } from "../../../test/sending";
import { http, server } from "../../../test/server";
import { newDraft, type Draft } from "./draft";

const message = "Hi {first_name|friend}, dinner is at 6.";
const text = "Hola {first_name|amigo}, la cena es a las 6.";

const spanish: TranslatedText = {
  language: "es",
  status: "done",
  text,
  back_translation: "Hello {first_name|friend}, the dinner is at 6.",
  encoding: "gsm7",
  segments: 1,
  warnings: [],
  reason: null,
};

const working: TranslatedText = {
  ...spanish,
  status: "working",
  text: null,
  back_translation: null,
  encoding: null,
  segments: null,
};

const job = (id: string, part: TranslatedText): Translation => ({
  id,
  status: part.status === "working" ? "working" : "done",
  content: message,
  language: "en",
  created_at: "2026-11-26T05:20:00Z",
  expires_at: "2026-12-03T05:20:00Z",
  translations: [part],
});

/** An assistant that has `part` to say the second time it is looked at; returns what it was asked for. */
function assistant(part: TranslatedText, id = "trn_1"): unknown[] {
  const asked: unknown[] = [];
  let looks = 0;
  server.use(
    http.get("/api/assistant", ({ response }) =>
      response(200).json({ is_available: true, model: "gpt-4.1-mini", explanation: null }),
    ),
    http.post("/api/translations", async ({ request, response }) => {
      asked.push(await request.json());
      return response(202).json(job(id, working));
    }),
    http.get("/api/translations/{id}", ({ response }) => {
      looks += 1;
      return response(200).json(job(id, looks === 1 ? working : part));
    }),
  );
  return asked;
}

async function write(some: Partial<Draft> = {}) {
  const draft = { ...newDraft(), content: message, ...some };
  window.localStorage.setItem(`tidings.draft.${staff.user_id}`, JSON.stringify(draft));
  const page = openPage("/messages/new");
  const languages = await screen.findByRole("group", { name: "Other languages" });
  return { ...page, languages: within(languages) };
}

describe("other languages", () => {
  it("are said to get the original, and written by hand where there is no assistant", async () => {
    const sent = world(3);
    const { user, languages } = await write();
    expect(languages.getByText(/1 person reads another language, and gets the English text/)).toBeVisible();
    expect(await languages.findByText("Nobody has set up a language model.")).toBeVisible();
    expect(languages.queryByRole("button", { name: /Translate/ })).not.toBeInTheDocument();

    await user.click(languages.getByRole("button", { name: "Write in other languages" }));
    await user.click(languages.getByRole("button", { name: /Spanish/ }));
    await user.click(languages.getByLabelText("In Spanish"));
    await user.paste("La cena es a las 6.");
    expect(languages.getByText("The message has {first_name}, and this text has not.")).toBeVisible();
    await user.clear(languages.getByLabelText("In Spanish"));
    await user.paste(text);
    expect(languages.getByText("Written by hand")).toBeVisible();
    expect(languages.getByText("Everyone gets it in the language that they read.")).toBeVisible();

    await user.click(await screen.findByRole("button", { name: "Send to 3 people" }));
    await waitFor(() => {
      expect(sent[0]?.body.translations).toEqual({ es: text });
    });
  });

  it("are written by the assistant, shown with what they say, and marked when they are changed", async () => {
    world(3);
    const asked = assistant(spanish);
    const { user, languages } = await write();
    await user.click(await languages.findByRole("button", { name: "Translate into Spanish" }));
    expect(await languages.findByText("The assistant has written 0 of 1 language.")).toBeVisible();
    expect(languages.getByRole("button", { name: "Translate into Spanish" })).toBeDisabled();
    expect(await languages.findByText("By the assistant")).toBeVisible();
    expect(asked).toEqual([{ content: message, language: "en", languages: ["es"] }]);

    await user.click(languages.getByRole("button", { name: /Spanish/ }));
    expect(languages.getByLabelText("In Spanish")).toHaveValue(text);
    expect(languages.getByText("It says")).toBeVisible();
    expect(languages.getByText("Hello {first_name|friend}, the dinner is at 6.")).toBeVisible();

    await user.type(languages.getByLabelText("In Spanish"), " ¡Venga!");
    expect(languages.getByText("Edited by hand")).toBeVisible();
    expect(languages.getByText("Before your change it said")).toBeVisible();
  });

  it("are stale once the message has changed, until someone says that they still fit", async () => {
    world(3);
    const { user, languages } = await write({
      translations: { es: { text, of: message, proposal: null } },
    });
    await user.type(screen.getByLabelText("Message"), " Come!");
    expect(languages.getByText("The message has changed since")).toBeVisible();
    await user.click(languages.getByRole("button", { name: /Spanish/ }));
    await user.click(languages.getByRole("button", { name: "It still fits" }));
    expect(languages.getByText("Written by hand")).toBeVisible();
  });

  it("show what the assistant warns of, and why it has none", async () => {
    world(3);
    assistant({
      ...working,
      status: "failed",
      reason: "It left out {first_name}, twice. Write this one yourself.",
    });
    const { user, languages } = await write();
    await user.click(await languages.findByRole("button", { name: "Translate into Spanish" }));
    await user.click(await languages.findByRole("button", { name: /Spanish.*Not translated/ }));
    expect(languages.getByText("It left out {first_name}, twice. Write this one yourself.")).toBeVisible();

    assistant({ ...spanish, warnings: ["The number 6 is not in this text."] }, "trn_2");
    await user.click(languages.getByRole("button", { name: "Translate with the assistant" }));
    expect(await languages.findByText("By the assistant: look at it")).toBeVisible();
    expect(languages.getByText("The number 6 is not in this text.")).toBeVisible();
  });

  it("go on being waited for after the page was left", async () => {
    world(3);
    assistant(spanish);
    const translating = { id: "trn_1", asked: 1, waiting: ["es"], failed: {} };
    const { languages } = await write({ translating });
    expect(await languages.findByText("By the assistant")).toBeVisible();
  });

  it("are asked for anew when the assistant keeps them no more", async () => {
    world(3);
    assistant(spanish);
    server.use(http.get("/api/translations/{id}", ({ response }) => response.untyped(refusal(404))));
    const translating = { id: "trn_1", asked: 1, waiting: ["es"], failed: {} };
    const { languages } = await write({ translating });
    expect(await languages.findByText("Not translated")).toBeVisible();
    expect(languages.getByRole("button", { name: "Translate into Spanish" })).toBeEnabled();
  });

  it("are told why the assistant can't be asked, in its own words", async () => {
    world(3);
    assistant(spanish);
    const detail = "Nobody has given this church a key. Write the translations yourself.";
    server.use(http.post("/api/translations", ({ response }) => response.untyped(refusal(409, { detail }))));
    const { user, languages } = await write();
    await user.click(await languages.findByRole("button", { name: "Translate into Spanish" }));
    expect(await languages.findByText("Nobody has given this church a key.")).toBeVisible();
  });

  it("can be left out, and brought back", async () => {
    world(3);
    const { user, languages } = await write({
      translations: { es: { text, of: message, proposal: null } },
    });
    await user.click(languages.getByRole("button", { name: /Spanish/ }));
    await user.click(languages.getByRole("button", { name: "Leave Spanish out" }));
    expect(languages.queryByText("Written by hand")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(languages.getByText("Written by hand")).toBeVisible();
  });

  it("do not include the one that the message is said to be written in", async () => {
    world(3);
    const { user, languages } = await write({
      translations: { es: { text, of: message, proposal: null } },
    });
    await user.selectOptions(languages.getByLabelText("The message’s language"), "Spanish");
    expect(languages.queryByRole("button", { name: /Spanish/ })).not.toBeInTheDocument();
    expect(languages.getByText(/2 people read other languages, and get the Spanish text/)).toBeVisible();
  });
});
