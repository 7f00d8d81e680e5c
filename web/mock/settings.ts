import { createOpenApiHttp } from "openapi-msw";
import type { paths } from "../src/api/schema";
import type { Settings } from "../src/api/types";
import { overtaken, refused } from "./answers";

const http = createOpenApiHttp<paths>();

const spent = 10_150_000;
const reserved = 2_250_000;

let settings: Settings = {
  time_zone: "America/Chicago",
  other_time_zones: ["America/New_York"],
  quiet_hours: { opens: "09:00", closes: "20:00" },
  segments_per_second: 1,
  monthly_cap: 50_000_000,
  countries: ["US", "CA"],
  text_prices: { US: 14_500, CA: 16_400 },
  other_text_price: 500_000,
  prices_as_of: "2026-11-01",
  carrier_answers_keywords: true,
  calls_at_once: 2,
  call_landlines: false,
  version: 1,
};

export const currentSettings = (): Settings => settings;

export const settingsHandlers = [
  http.get("/api/settings", ({ response }) => response(200).json(settings)),
  http.put("/api/settings", async ({ request, response }) => {
    const input = await request.json();
    if (request.headers.get("If-Match") !== `"${settings.version}"`) return overtaken();
    if (input.countries.length === 0) return refused("countries", "Choose at least one country.");
    settings = { ...settings, ...input, version: settings.version + 1 };
    return response(200).json(settings);
  }),
  http.get("/api/spending", ({ response }) => {
    const { monthly_cap: cap } = settings;
    const percent = cap === null ? null : Math.floor(((spent + reserved) * 100) / Math.max(cap, 1));
    const level = percent === null || percent < 50 ? "none" : percent < 80 ? "half" : "mostly_used";
    return response(200).json({
      month: new Date().toISOString().slice(0, 7),
      cap,
      spent,
      reserved,
      remaining: cap === null ? null : Math.max(0, cap - spent - reserved),
      used_percent: percent,
      alarm_level: percent !== null && percent >= 100 ? "used" : level,
    });
  }),
];
