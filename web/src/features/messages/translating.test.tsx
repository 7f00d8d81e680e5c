import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { staff } from "../../../test/records";
import { openPage } from "../../../test/render";
import { world } from "../../../test/sending";
import { newDraft, type Draft } from "./draft";

const message = "Hi {first_name|friend}, dinner is at 6.";
const text = "Hola {first_name|amigo}, la cena es a las 6.";

async function write(some: Partial<Draft> = {}) {
  const draft = { ...newDraft(), content: message, ...some };
  window.localStorage.setItem(`tidings.draft.${staff.user_id}`, JSON.stringify(draft));
  const page = openPage("/messages/new");
  const languages = await screen.findByRole("group", { name: "Other languages" });
  return { ...page, languages: within(languages) };
}

describe("other languages", () => {
  it("are said to get the original, and can be written by hand", async () => {
    const sent = world(3);
    const { user, languages } = await write();
    expect(languages.getByText(/1 person reads another language, and gets the English text/)).toBeVisible();
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

  it("are stale once the message has changed, until someone says that they still fit", async () => {
    world(3);
    const { user, languages } = await write({
      translations: { es: { text, of: message } },
    });
    await user.type(screen.getByLabelText("Message"), " Come!");
    expect(languages.getByText("The message has changed since")).toBeVisible();
    await user.click(languages.getByRole("button", { name: /Spanish/ }));
    await user.click(languages.getByRole("button", { name: "It still fits" }));
    expect(languages.getByText("Written by hand")).toBeVisible();
  });

  it("can be left out, and brought back", async () => {
    world(3);
    const { user, languages } = await write({
      translations: { es: { text, of: message } },
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
      translations: { es: { text, of: message } },
    });
    await user.selectOptions(languages.getByLabelText("The message’s language"), "Spanish");
    expect(languages.queryByRole("button", { name: /Spanish/ })).not.toBeInTheDocument();
    expect(languages.getByText(/2 people read other languages, and get the Spanish text/)).toBeVisible();
  });
});
