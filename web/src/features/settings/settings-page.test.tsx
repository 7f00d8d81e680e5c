import { fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Settings, SettingsInput, Spending } from "@/api/types";
import { admin, refusal, settingsOf, spendingOf, staff, viewer } from "../../../test/records";
import { openPage } from "../../../test/render";
import { http, server } from "../../../test/server";

interface Put {
  version: string | null;
  body: SettingsInput;
}

/** Settings that are read and saved; `answers` refuse one save each, and may change them first. */
function church(
  first: Settings,
  { spending = spendingOf(), answers = [] }: { spending?: Spending; answers?: (() => Response)[] } = {},
): { saved: Put[]; change: (some: Partial<Settings>) => void } {
  let now = first;
  const saved: Put[] = [];
  server.use(
    http.get("/api/settings", ({ response }) => response(200).json(now)),
    http.put("/api/settings", async ({ request, response }) => {
      const body = await request.json();
      saved.push({ version: request.headers.get("If-Match"), body });
      const refused = answers.shift()?.();
      if (refused !== undefined) return response.untyped(refused);
      now = { ...now, ...body, version: now.version + 1 };
      return response(200).json(now);
    }),
    http.get("/api/spending", ({ response }) => response(200).json(spending)),
  );
  return {
    saved,
    change: (some) => {
      now = { ...now, ...some };
    },
  };
}

const field = (name: string): Promise<HTMLElement> => screen.findByLabelText(name);
const save = (): HTMLElement => screen.getByRole("button", { name: "Save settings" });

describe("the settings", () => {
  it("are changed by an administrator, all of them together, by the version that was read", async () => {
    const { saved } = church(settingsOf());
    const { user } = openPage("/settings", admin);
    expect(
      await screen.findByRole("heading", {
        name: "Texts go out from 9\u00a0AM to 8\u00a0PM, for up to $50.00 a month.",
      }),
    ).toBeVisible();
    fireEvent.change(await field("From"), { target: { value: "10:30" } });
    await user.clear(await field("Monthly limit, in dollars"));
    await user.clear(await field("Parts a second"));
    await user.type(await field("Parts a second"), "3");
    await user.selectOptions(await field("Add a country"), "Canada");
    await user.clear(await field("United States"));
    await user.type(await field("United States"), "0.02");
    await user.selectOptions(await field("Add a time zone"), "Eastern Time, New York");
    await user.click(screen.getByRole("checkbox", { name: /Twilio answers STOP/ }));
    await user.click(save());
    expect(await screen.findByText("Saved.")).toBeVisible();
    expect(saved).toEqual([
      {
        version: '"4"',
        body: {
          time_zone: "America/Chicago",
          other_time_zones: ["America/New_York"],
          quiet_hours: { opens: "10:30", closes: "20:00" },
          segments_per_second: 3,
          monthly_cap: null,
          countries: ["US", "CA"],
          text_prices: { US: 20_000, CA: 16_400 },
          other_text_price: 500_000,
          carrier_answers_keywords: false,
          calls_at_once: 2,
          call_landlines: false,
        },
      },
    ]);
    expect(
      screen.getByRole("heading", {
        name: "Texts go out from 10:30\u00a0AM to 8\u00a0PM, without a monthly limit.",
      }),
    ).toBeVisible();
    // A second save goes by the new version.
    await user.click(screen.getByRole("checkbox", { name: /Twilio answers STOP/ }));
    await user.click(save());
    await waitFor(() => {
      expect(save()).toBeDisabled();
    });
    expect(saved.map(({ version }) => version)).toEqual(['"4"', '"5"']);
  });

  it("warn kindly before texts go out at any hour", async () => {
    const { saved } = church(settingsOf());
    const { user } = openPage("/settings", admin);
    await user.click(await screen.findByRole("radio", { name: /At any hour/ }));
    expect(screen.getByText(/Texts may wake people at night/)).toBeVisible();
    expect(screen.queryByLabelText("From")).not.toBeInTheDocument();
    await user.click(save());
    expect(await screen.findByRole("heading", { name: /Texts go out at any hour/ })).toBeVisible();
    expect(saved[0]?.body.quiet_hours).toBeNull();
  });

  it("are not sent while something is wrong, which is said beside it", async () => {
    const { saved } = church(settingsOf());
    const { user } = openPage("/settings", admin);
    const limit = await field("Monthly limit, in dollars");
    await user.clear(limit);
    await user.type(limit, "a lot");
    await user.click(save());
    expect(await screen.findByText(/Enter an amount in dollars/)).toBeVisible();
    expect(limit).toHaveFocus();
    expect(limit).toBeInvalid();
    expect(saved).toEqual([]);
  });

  it("keep what was typed when saving fails", async () => {
    church(settingsOf(), { answers: [() => refusal(500)] });
    const { user } = openPage("/settings", admin);
    const limit = await field("Monthly limit, in dollars");
    await user.clear(limit);
    await user.type(limit, "80");
    await user.click(save());
    expect(await screen.findByText(/what you typed is still here/)).toBeVisible();
    expect(limit).toHaveValue("80");
    await user.click(save());
    expect(await screen.findByRole("heading", { name: /for up to \$80\.00 a month/ })).toBeVisible();
  });

  it("show beside a field what the server refused about it", async () => {
    const errors = [{ field: "text_prices.US", message: "Enter a lower price." }];
    church(settingsOf(), { answers: [() => refusal(422, { errors })] });
    const { user } = openPage("/settings", admin);
    await user.type(await field("United States"), "5");
    await user.click(save());
    expect(await screen.findByText("Enter a lower price.")).toBeVisible();
    expect(screen.getByLabelText("United States")).toBeInvalid();
    expect(screen.getByText(/Look at what is marked/)).toBeVisible();
  });

  it("keep what was typed when someone else saved first, and take theirs over", async () => {
    const world = church(settingsOf(), {
      answers: [
        () => {
          world.change({ segments_per_second: 3, monthly_cap: 60_000_000, version: 5 });
          return refusal(412, { detail: "Someone else changed this." });
        },
      ],
    });
    const { user } = openPage("/settings", admin);
    const limit = await field("Monthly limit, in dollars");
    await user.clear(limit);
    await user.type(limit, "80");
    await user.click(save());
    expect(await screen.findByText(/You both changed the monthly limit/)).toBeVisible();
    expect(limit).toHaveValue("80");
    expect(screen.getByLabelText("Parts a second")).toHaveValue(3);
    await user.click(save());
    expect(await screen.findByRole("heading", { name: /for up to \$80\.00 a month/ })).toBeVisible();
    expect(world.saved.at(-1)).toMatchObject({
      version: '"5"',
      body: { monthly_cap: 80_000_000, segments_per_second: 3 },
    });
    expect(screen.queryByText(/You both changed/)).not.toBeInTheDocument();
  });

  it("can be put back as they were", async () => {
    church(settingsOf());
    const { user } = openPage("/settings", admin);
    const limit = await field("Monthly limit, in dollars");
    await user.clear(limit);
    await user.click(screen.getByRole("button", { name: "Put it back" }));
    expect(limit).toHaveValue("50.00");
    expect(save()).toBeDisabled();
  });

  it.each([
    ["staff", staff],
    ["a viewer", viewer],
  ])("are shown to %s with the reason why they can’t be changed", async (_, me) => {
    church(settingsOf({ countries: ["US", "GT"] }));
    openPage("/settings", me);
    expect(await screen.findByText(/Only an administrator of your church can change these/)).toBeVisible();
    expect(screen.getByText("9 AM to 8 PM, on each person’s own clock")).toBeVisible();
    expect(screen.getByText("United States: $0.0145 for each part")).toBeVisible();
    expect(screen.getByText("Guatemala: $0.50 for each part")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Save settings" })).not.toBeInTheDocument();
    expect(screen.queryByRole("textbox")).not.toBeInTheDocument();
  });
});

describe("this month’s money", () => {
  it("is said in a sentence and shown as a bar", async () => {
    church(settingsOf());
    openPage("/settings", admin);
    expect(await screen.findByText("$12.40 of $50.00 is used or set aside in November.")).toBeVisible();
    expect(screen.getByRole("progressbar", { name: "This month’s limit" })).toHaveAttribute(
      "aria-valuenow",
      "25",
    );
    expect(screen.queryByText(/is left for/)).not.toBeInTheDocument();
  });

  it("has no bar where there is no limit", async () => {
    church(settingsOf(), { spending: spendingOf({ cap: null, remaining: null, used_percent: null }) });
    openPage("/settings", viewer);
    expect(
      await screen.findByText("$12.40 is used or set aside in November. There is no limit."),
    ).toBeVisible();
    expect(screen.getByText("$10.15 paid, $2.25 set aside for what is on its way")).toBeVisible();
    expect(screen.queryByRole("progressbar")).not.toBeInTheDocument();
  });

  it.each([
    ["mostly_used", 9_000_000, "Only $9.00 is left for November."],
    ["used", 0, "The limit of November is used up."],
  ] as const)("says that the limit is near when it is %s", async (alarm_level, remaining, words) => {
    church(settingsOf(), { spending: spendingOf({ alarm_level, remaining }) });
    openPage("/settings", viewer);
    expect(await screen.findByText(new RegExp(words.replaceAll(/[.$]/g, "\\$&")))).toBeVisible();
  });

  it("is reached from More, with the settings", async () => {
    church(settingsOf());
    const { user, path } = openPage("/more", staff);
    await user.click(await screen.findByRole("link", { name: "Settings" }));
    expect(path()).toBe("/settings");
  });
});
