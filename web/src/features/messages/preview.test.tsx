import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { PersonPreview, PreviewRequest } from "@/api/types";
import { contact, estimateOf, previewOf, refusal } from "../../../test/records";
import { openPage } from "../../../test/render";
import { world } from "../../../test/sending";
import { http, server } from "../../../test/server";

type Answer = (body: PreviewRequest) => ReturnType<typeof previewOf> | Response;

/** The questions that were asked, answered by `answer`. */
function asking(answer: Answer): PreviewRequest[] {
  const asked: PreviewRequest[] = [];
  server.use(
    http.post("/api/messages/preview", async ({ request, response }) => {
      const body = await request.json();
      asked.push(body);
      const said = answer(body);
      return said instanceof Response ? response.untyped(said) : response(200).json(said);
    }),
  );
  return asked;
}

const priced = (body: PreviewRequest, recipients = 187): ReturnType<typeof previewOf> =>
  previewOf({
    recipients,
    languages: [{ language: "en", recipients }],
    estimate: body.content === undefined ? null : estimateOf(recipients, body.content),
  });

describe("before sending", () => {
  it("what it costs and when it is out is asked for once the writing pauses", async () => {
    world(187);
    const asked = asking((body) => priced(body));
    const { user } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    expect(await screen.findByText(/in English, \$2\.72, all by/)).toBeVisible();
    const texts = asked.map(({ content }) => content);
    expect(texts.length).toBeLessThan(6);
    expect(texts.at(-1)).toBe("Dinner is at 6.");
    await user.click(screen.getByText(/in English, /));
    const row = within(screen.getByRole("list", { name: "By language" })).getByRole("listitem");
    expect(row).toHaveTextContent(/English.*187 people.*1 part each.*Plain characters/);
    expect(screen.getByText("$37.60 of November’s $50.00 is left; after this, $34.89.")).toBeVisible();
  });

  it("the last good answer stays while a new one comes, and when none does", async () => {
    world(187);
    let isDown = false;
    asking((body) => (isDown ? refusal(403, { detail: "No. Ask someone." }) : priced(body)));
    const { user } = openPage("/messages/new");
    const field = await screen.findByLabelText("Message");
    await user.type(field, "Dinner is at 6.");
    await screen.findByText(/in English, \$2\.72/);
    isDown = true;
    await user.type(field, " Come!");
    expect(screen.getByText(/in English, \$2\.72/)).toBeVisible();
    expect(await screen.findByRole("button", { name: "Count again" })).toBeVisible();
    expect(screen.getByText(/in English, \$2\.72/)).toBeVisible();
    isDown = false;
    await user.click(screen.getByRole("button", { name: "Count again" }));
    expect(await screen.findByRole("button", { name: "Send to 187 people" })).toBeEnabled();
  });

  it("a field that can't be read is told under the text, and the people are counted all the same", async () => {
    world(3);
    asking((body) =>
      body.content === undefined
        ? priced(body, 3)
        : refusal(422, { errors: [{ field: "content", message: "Close the brace at position 4." }] }),
    );
    const { user } = openPage("/messages/new");
    await user.click(await screen.findByLabelText("Message"));
    await user.paste("Hi {first");
    expect(await screen.findByText("Close the brace at position 4.")).toBeVisible();
    expect(screen.getByText("3 people", { selector: "strong" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Send to 3 people" })).toBeEnabled();
  });

  it("what can't be paid for is said with the arithmetic and the remedy, and can't be sent", async () => {
    world(187);
    const budget = { month: "2026-11", cap: 50_000_000, remaining: 1_200_000, fits: false };
    asking((body) => {
      const answer = priced(body);
      return { ...answer, estimate: answer.estimate && { ...answer.estimate, budget } };
    });
    const { user } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    const news = await screen.findByText(/nobody would get it/);
    expect(news.parentElement).toHaveTextContent(
      "It costs $2.72, and $1.20 of November’s $50.00 is left. Shorten it, send it to fewer people, or ask an administrator",
    );
    expect(screen.getByRole("button", { name: "Send to 187 people" })).toBeDisabled();
  });

  it("what was worked out from some of very many people is called about", async () => {
    world(187);
    asking((body) => ({ ...priced(body, 40_000), is_estimate: true }));
    const { user } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    expect(await screen.findByRole("button", { name: "Send to about 40,000 people" })).toBeVisible();
  });
});

describe("the phone", () => {
  const ana: PersonPreview = {
    contact_id: "con_1",
    name: "Ana Tzoc",
    language: "es",
    text: "Ana, la cena es a las 6.",
    encoding: "gsm7",
    segments: 1,
    price: 14_500,
    skip_reason: "opted_out",
    skip_reason_text: "Asked not to be texted",
  };

  it("is of one who gets it, with parts and price", async () => {
    world(187);
    const { user } = openPage("/messages/new");
    await user.click(await screen.findByLabelText("Message"));
    await user.paste("Hi {first_name|friend}, dinner is at 6.");
    const phone = within(screen.getByRole("complementary", { name: "How the text will look" }));
    expect(phone.getByText("Hi Ruth, dinner is at 6.")).toBeVisible();
    expect(await phone.findByText("Ruth Okafor")).toBeVisible();
    expect(phone.getByText("1 part · $0.0145")).toBeVisible();
  });

  it("can be another person's, and tells that this person would not get it", async () => {
    world(187);
    const asked = asking((body) => ({
      ...priced(body),
      preview_as: body.preview_as === "con_1" ? ana : null,
    }));
    server.use(
      http.get("/api/contacts", ({ response }) =>
        response(200).json({ items: [contact({ id: "con_1", name: "Ana Tzoc" })], next_cursor: null }),
      ),
    );
    const { user } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    await user.click(await screen.findByRole("button", { name: "As someone else" }));
    await user.click(await screen.findByRole("button", { name: /Ana Tzoc/ }));
    expect(await screen.findByText("Ana, la cena es a las 6.")).toBeVisible();
    expect(screen.getByText(/in Spanish/)).toBeVisible();
    expect(screen.getByText(/would not get it\. Asked not to be texted\./)).toBeVisible();
    await waitFor(() => {
      expect(asked.at(-1)?.preview_as).toBe("con_1");
    });
  });

  it("can be shown in each language that it goes out in", async () => {
    world(187);
    asking((body) => {
      const answer = priced(body);
      const [english] = answer.estimate?.texts ?? [];
      if (answer.estimate === null || english === undefined) return answer;
      const sample = { contact_id: "con_1", name: "Ana Tzoc", text: "La cena es a las 6." };
      const spanish = { ...english, language: "es", recipients: 36, sample };
      return { ...answer, estimate: { ...answer.estimate, texts: [english, spanish] } };
    });
    const { user } = openPage("/messages/new");
    await user.type(await screen.findByLabelText("Message"), "Dinner is at 6.");
    expect(await screen.findByText(/in 2 languages, \$2\.72/)).toBeVisible();
    await user.selectOptions(await screen.findByLabelText("Show it in"), "Spanish");
    expect(screen.getByText("La cena es a las 6.")).toBeVisible();
    expect(screen.getByText("Ana Tzoc")).toBeVisible();
  });
});
