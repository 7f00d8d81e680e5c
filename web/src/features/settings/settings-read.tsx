import type { ReactNode } from "react";
import type { Settings } from "@/api/types";
import { Note } from "@/components/ui/notes";
import { countryName } from "@/lib/countries";
import { zoneName } from "@/lib/time-zones";
import { money, number, parts } from "@/lib/words";
import { exactPrice } from "./amounts";
import { hourWords } from "./words";

/** The settings for those who may not change them. */
export function SettingsRead({ settings }: { settings: Settings }): ReactNode {
  const { quiet_hours, other_time_zones, monthly_cap, countries, text_prices } = settings;
  return (
    <div className="flex flex-col gap-6">
      <Note>
        Only an administrator of your church can change these, since they decide about money and about when
        people are texted. Ask one if something should be different.
      </Note>
      <dl className="border-t border-hairline">
        <Decided name="Hours">
          {quiet_hours === null
            ? "At any hour"
            : `${hourWords(quiet_hours.opens)} to ${hourWords(quiet_hours.closes)}, on each person’s own clock`}
        </Decided>
        <Decided name="Time zone">{zoneName(settings.time_zone)}</Decided>
        {other_time_zones.length > 0 && (
          <Decided name="Other time zones">{other_time_zones.map(zoneName).join("; ")}</Decided>
        )}
        <Decided name="Pace">{parts(settings.segments_per_second)} a second</Decided>
        <Decided name="Monthly limit">{monthly_cap === null ? "None" : money(monthly_cap)}</Decided>
        <Decided name="Countries and prices">
          {countries.map((country) => (
            <span key={country} className="block">
              {countryName(country)}: {exactPrice(text_prices[country] ?? settings.other_text_price)} for each
              part
            </span>
          ))}
        </Decided>
        <Decided name="STOP, START and HELP">
          {settings.carrier_answers_keywords ? "Answered by Twilio" : "Answered by Tidings"}
        </Decided>
        <Decided name="Calls at once">{number(settings.calls_at_once)}</Decided>
        <Decided name="Landlines">
          {settings.call_landlines
            ? "Called when a text can’t reach them, if they have agreed"
            : "Left out of texts"}
        </Decided>
      </dl>
    </div>
  );
}

function Decided({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className="grid gap-x-6 border-b border-hairline py-3 sm:grid-cols-[12rem_minmax(0,1fr)]">
      <dt className="text-muted">{name}</dt>
      <dd className="figures">{children}</dd>
    </div>
  );
}
