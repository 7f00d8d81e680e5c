import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { PhoneAssistant, PhoneAssistantInput, Voice } from "@/api/types";
import { admin, refusal, staff } from "../../../test/records";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";

const told: PhoneAssistant = {
  is_answering: true,
  facts: { service_times: "Sundays at 9.", address: "", staff: "", events: "", other: "" },
  first_language: "en",
  offered_languages: ["es"],
  staff_language: "en",
  transfer_phone: null,
  on_call_phone: "+17135550155",
  voices: {},
  limits: { turns: 30, minutes: 10, calls_a_day: 200 },
  version: 4,
};

const voices: Voice[] = [
  { language: "en", name: "joanna", label: "Joanna, a woman", is_default: true },
  { language: "en", name: "matthew", label: "Matthew, a man", is_default: false },
  { language: "es", name: "lupe", label: "Lupe, a woman", is_default: true },
  { language: "ko", name: "seoyeon", label: "Seoyeon, a woman", is_default: true },
];

/** What the assistant is told is read and saved; `refusals` turn down one save each, and may change it first. */
function church(refusals: ((change: (some: Partial<PhoneAssistant>) => void) => Response)[] = []) {
  let now = told;
  const saved: { version: string | null; body: PhoneAssistantInput }[] = [];
  server.use(
    http.get("/api/settings/assistant", ({ response }) => response(200).json(now)),
    http.get("/api/settings/assistant/voices", ({ response }) =>
      response(200).json({ items: voices, next_cursor: null }),
    ),
    http.put("/api/settings/assistant", async ({ request, response }) => {
      const body = await request.json();
      saved.push({ version: request.headers.get("If-Match"), body });
      const refused = refusals.shift()?.((some) => {
        now = { ...now, ...some, version: now.version + 1 };
      });
      if (refused !== undefined) return response.untyped(refused);
      now = { ...body, version: now.version + 1 };
      return response(200).json(now);
    }),
  );
  return saved;
}

describe("the phone assistant", () => {
  it("is told facts, languages and voices by an administrator, all together", async () => {
    const saved = church();
    const { user } = openPage("/settings/phone", admin);
    const services = await screen.findByLabelText("Services");
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("answers your church’s phone");
    await user.type(services, " Everyone is welcome.");
    await user.click(screen.getByRole("checkbox", { name: "Korean" }));
    await user.selectOptions(screen.getByLabelText("Voice for English"), "Matthew, a man");
    await user.type(screen.getByLabelText("Who is rung for a caller"), "(713) 555-0199");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/The next caller hears it/)).toBeVisible();
    const { version: _version, ...input } = told;
    expect(saved).toEqual([
      {
        version: '"4"',
        body: {
          ...input,
          facts: { ...told.facts, service_times: "Sundays at 9. Everyone is welcome." },
          offered_languages: ["es", "ko"],
          voices: { en: "matthew" },
          transfer_phone: "(713) 555-0199",
          on_call_phone: "(713) 555-0155",
        },
      },
    ]);
  });

  it("keeps what was typed when someone else saved first, and takes theirs over", async () => {
    const saved = church([
      (change) => {
        change({ staff_language: "es" });
        return refusal(412);
      },
    ]);
    const { user } = openPage("/settings/phone", admin);
    await user.type(await screen.findByLabelText("What is coming up"), "Dinner.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/Someone else changed the phone assistant/)).toBeVisible();
    expect(screen.getByLabelText("What is coming up")).toHaveValue("Dinner.");
    await waitFor(() => {
      expect(screen.getByLabelText("Summaries are written in")).toHaveValue("es");
    });
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => {
      expect(saved.map(({ version }) => version)).toEqual(['"4"', '"5"']);
    });
  });

  it("says what is wrong under the field, and saves nothing then", async () => {
    const saved = church();
    const { user } = openPage("/settings/phone", admin);
    const minutes = await screen.findByLabelText("Minutes of a call");
    await user.clear(minutes);
    await user.type(minutes, "99");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Enter a whole number from 2 to 14.")).toBeVisible();
    expect(minutes).toHaveFocus();
    expect(saved).toEqual([]);
  });

  it("is only shown to those who may not change it", async () => {
    church();
    openPage("/settings/phone", staff);
    expect(await screen.findByText("Sundays at 9.")).toBeVisible();
    expect(screen.getByText("English, Spanish")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Save" })).not.toBeInTheDocument();
  });
});
