import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Answers, AnswersInput } from "@/api/types";
import { admin, refusal, staff } from "../../../test/records";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";

const dinner = {
  keyword: "DINNER",
  answer: "At six.",
  translations: { es: "A las seis." },
  starts_at: null,
  ends_at: null,
};

const hours = {
  answer: "The office is closed.",
  translations: {},
  office_hours: [
    { day: "monday" as const, opens: "09:00", closes: "17:00" },
    { day: "friday" as const, opens: "18:00", closes: "24:00" },
  ],
};

/** Answers that are read and saved; `refusals` turn down one save each, and may change them first. */
function church(
  first: Answers,
  refusals: (() => Response)[] = [],
): { saved: { version: string | null; body: AnswersInput }[]; change: (some: Partial<Answers>) => void } {
  let now = first;
  const saved: { version: string | null; body: AnswersInput }[] = [];
  server.use(
    http.get("/api/inbox/answers", ({ response }) => response(200).json(now)),
    http.put("/api/inbox/answers", async ({ request, response }) => {
      const body = await request.json();
      saved.push({ version: request.headers.get("If-Match"), body });
      const refused = refusals.shift()?.();
      if (refused !== undefined) return response.untyped(refused);
      now = { ...body, version: now.version + 1 };
      return response(200).json(now);
    }),
  );
  return {
    saved,
    change: (some) => {
      now = { ...now, ...some, version: now.version + 1 };
    },
  };
}

const save = (): HTMLElement => screen.getByRole("button", { name: "Save answers" });

/** Nothing is left to save. */
const settled = (): Promise<void> =>
  waitFor(() => {
    expect(save()).toBeDisabled();
  });

describe("automatic answers", () => {
  it("begin with a word, its answer and its translation, saved together by the version that was read", async () => {
    const { saved } = church({ keywords: [], after_hours: null, version: 0 });
    const { user } = openPage("/settings/answers", admin);
    expect(await screen.findByRole("heading", { name: "Every text waits for a person." })).toBeVisible();
    await user.click(await screen.findByRole("button", { name: "Add a word" }));
    await user.type(screen.getByRole("textbox", { name: "Word" }), " Dinner ");
    await user.type(screen.getByRole("textbox", { name: "Answer" }), "At six.");
    await user.selectOptions(screen.getByLabelText("Add a language to Dinner"), "Spanish");
    await user.type(screen.getByRole("textbox", { name: "Answer in Spanish" }), "A las seis.");
    await user.click(screen.getByRole("button", { name: "Answer it only for a while" }));
    fireEvent.change(screen.getByLabelText("Until"), { target: { value: "2026-12-24T23:00" } });
    await user.click(save());
    expect(await screen.findByText("Saved.")).toBeVisible();
    expect(screen.getByRole("heading", { name: "One word is answered by itself." })).toBeVisible();
    expect(saved).toEqual([
      {
        version: '"0"',
        body: {
          keywords: [{ ...dinner, keyword: "Dinner", ends_at: new Date(2026, 11, 24, 23, 0).toISOString() }],
          after_hours: null,
        },
      },
    ]);
  });

  it("say when somebody is there, up to midnight", async () => {
    const { saved } = church({ keywords: [], after_hours: hours, version: 3 });
    const { user } = openPage("/settings/answers", admin);
    expect(await screen.findByLabelText("Friday until")).toHaveValue("00:00");
    await user.click(screen.getByRole("checkbox", { name: "Sunday" }));
    fireEvent.change(screen.getByLabelText("Sunday from"), { target: { value: "08:30" } });
    await user.click(save());
    await settled();
    expect(saved[0]?.body.after_hours?.office_hours).toEqual([
      ...hours.office_hours,
      { day: "sunday", opens: "08:30", closes: "17:00" },
    ]);
  });

  it("are not sent while something is wrong, which is said beside it", async () => {
    const { saved } = church({ keywords: [dinner], after_hours: hours, version: 3 });
    const { user } = openPage("/settings/answers", admin);
    await user.click(await screen.findByRole("button", { name: "Add a word" }));
    const [, second] = screen.getAllByRole("textbox", { name: "Word" });
    await user.type(second ?? document.body, "dinner");
    fireEvent.change(screen.getByLabelText("Monday until"), { target: { value: "08:00" } });
    await user.click(save());
    expect(screen.getByText("This word is there already. Each can have one answer.")).toBeVisible();
    expect(screen.getByText("Write what we answer.")).toBeVisible();
    expect(screen.getByText("Choose a time that comes after the first.")).toBeVisible();
    expect(second).toHaveFocus();
    expect(saved).toEqual([]);
  });

  it("show what the server says about a word beside the word, and keep what was typed", async () => {
    church({ keywords: [dinner], after_hours: null, version: 3 }, [
      () =>
        refusal(422, { errors: [{ field: "keywords[0].keyword", message: "This word opts people out." }] }),
    ]);
    const { user } = openPage("/settings/answers", admin);
    const word = await screen.findByRole("textbox", { name: "Word" });
    await user.clear(word);
    await user.type(word, "STOP");
    await user.click(save());
    expect(await screen.findByText("This word opts people out.")).toBeVisible();
    expect(word).toHaveValue("STOP");
    expect(word).toBeInvalid();
  });

  it("keep both when someone else changed the other part meanwhile", async () => {
    const world = church({ keywords: [dinner], after_hours: hours, version: 3 }, [
      () => {
        world.change({ after_hours: null });
        return refusal(412);
      },
    ]);
    const { user } = openPage("/settings/answers", admin);
    const answer = (await screen.findAllByRole("textbox", { name: "Answer" }))[0] ?? document.body;
    await user.type(answer, " Welcome!");
    await user.click(save());
    expect(await screen.findByText(/Your changes don’t touch theirs/)).toBeVisible();
    expect(screen.getByRole("checkbox", { name: /Answer what comes/ })).not.toBeChecked();
    await user.click(save());
    await settled();
    expect(world.saved.map(({ version }) => version)).toEqual(['"3"', '"4"']);
    expect(world.saved[1]?.body).toEqual({
      keywords: [{ ...dinner, answer: "At six. Welcome!" }],
      after_hours: null,
    });
  });

  it("say what both changed, and keep what was typed", async () => {
    const world = church({ keywords: [dinner], after_hours: null, version: 3 }, [
      () => {
        world.change({ keywords: [{ ...dinner, answer: "At seven." }] });
        return refusal(412);
      },
    ]);
    const { user } = openPage("/settings/answers", admin);
    const answer = await screen.findByRole("textbox", { name: "Answer" });
    await user.type(answer, " Welcome!");
    await user.click(save());
    expect(await screen.findByText(/You both changed the keywords/)).toBeVisible();
    expect(answer).toHaveValue("At six. Welcome!");
  });

  it("are read by those who may not change them", async () => {
    church({ keywords: [{ ...dinner, ends_at: "2026-12-24T23:00:00Z" }], after_hours: hours, version: 3 });
    openPage("/settings/answers", staff);
    const words = within(await screen.findByRole("list", { name: "Keywords" }));
    expect(words.getByText("DINNER")).toBeVisible();
    expect(words.getByText("A las seis.")).toBeVisible();
    expect(words.getByText(/^Until December 2/)).toBeVisible();
    expect(screen.getByText(/^Friday 6\sPM to midnight$/)).toBeVisible();
    await waitFor(() => {
      expect(screen.queryByRole("button", { name: "Save answers" })).not.toBeInTheDocument();
    });
  });
});
