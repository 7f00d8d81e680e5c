import type { ReactNode } from "react";
import type { Settings } from "@/api/types";
import { TextField } from "@/components/ui/field";
import { ListField } from "@/components/ui/list-field";
import { countryChoices, countryName } from "@/lib/countries";
import { exactPrice } from "./amounts";
import type { PartOfSettingsProps } from "./hours-fields";

/** More countries than any church has people in. */
const mostCountries = 50;

const choices = countryChoices();

/** What a month may cost. */
export function LimitField({ values, problems, set }: PartOfSettingsProps): ReactNode {
  return (
    <TextField
      label="Monthly limit, in dollars"
      name="monthly_cap"
      inputMode="decimal"
      autoComplete="off"
      placeholder="No limit"
      className="figures max-w-48"
      value={values.monthly_cap}
      help="Leave it empty for no limit."
      error={problems["monthly_cap"]}
      onChange={(event) => {
        set({ monthly_cap: event.target.value });
      }}
    />
  );
}

/** Where texts go, and what a part of a text costs there. */
export function CountryFields({
  values,
  problems,
  set,
  settings,
}: PartOfSettingsProps & { settings: Settings }): ReactNode {
  const other = exactPrice(settings.other_text_price);
  const refused = problems["text_prices"] ?? problems["other_text_price"];
  return (
    <>
      <ListField
        label="Countries that you text"
        values={values.countries}
        words={countryName}
        choices={choices}
        invitation="Add a country"
        most={mostCountries}
        help="People with a number of any other country are left out, and you are told so before you send."
        error={problems["countries"]}
        onChange={(countries) => {
          set({ countries });
        }}
      />
      {values.countries.length > 0 && (
        <fieldset className="flex min-w-0 flex-col gap-4">
          <legend className="pb-1.5 font-semibold">Price of each part of a text, in dollars</legend>
          <p className="text-sm text-muted">
            A long text goes out in several parts. Look the prices up at Twilio; these are of{" "}
            {dayOf(settings.prices_as_of)}. Without one, a part counts as {other}.
          </p>
          <div className="grid gap-4 sm:grid-cols-2">
            {values.countries.map((country) => (
              <TextField
                key={country}
                label={countryName(country)}
                name={`text_prices.${country}`}
                inputMode="decimal"
                autoComplete="off"
                placeholder={other}
                className="figures"
                value={values.text_prices[country] ?? ""}
                error={problems[`text_prices.${country}`]}
                onChange={(event) => {
                  set({ text_prices: { ...values.text_prices, [country]: event.target.value } });
                }}
              />
            ))}
          </div>
          {refused !== undefined && (
            <p role="alert" className="text-sm text-bad-ink">
              {refused}
            </p>
          )}
        </fieldset>
      )}
    </>
  );
}

const dayFormat = new Intl.DateTimeFormat("en", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

function dayOf(date: string): string {
  return dayFormat.format(new Date(`${date}T00:00:00Z`));
}
