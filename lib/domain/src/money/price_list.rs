//! What a text costs, by the country that it goes to.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::MicroDollars;
use crate::country::Country;

/// The prices of one segment that we send, the carriers' fees included. No price is less than nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Prices", into = "Prices")]
pub struct PriceList(Prices);

/// A price list as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Prices {
    as_of: Date,
    text_segment: BTreeMap<Country, MicroDollars>,
    other_text_segment: MicroDollars,
}

/// The list can't be used; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Enter prices of $0.00 or more.")]
pub struct InvalidPriceList;

impl PriceList {
    /// Makes a list of the prices on the day `as_of`: of a segment to each of these countries, and to all others.
    ///
    /// # Errors
    /// When a price is less than nothing.
    pub fn new(
        as_of: Date,
        text_segment: BTreeMap<Country, MicroDollars>,
        other_text_segment: MicroDollars,
    ) -> Result<Self, InvalidPriceList> {
        Self::try_from(Prices {
            as_of,
            text_segment,
            other_text_segment,
        })
    }

    /// What is assumed until a church enters its own prices: rather too much than too little, for a cap must hold.
    ///
    /// Twilio asks $0.0083 for a segment (<https://www.twilio.com/en-us/sms/pricing/us>, as of October 2026), and
    /// passes on what the carrier asks: $0.0035 to $0.0062 for registered traffic to the United States
    /// (<https://help.twilio.com/articles/1260803965530>), up to $0.0088 to Puerto Rico, and more to a few carriers
    /// of Canada than to the others. Other countries cost from a few cents to more than 40; the exact price of each
    /// is given by <https://www.twilio.com/docs/messaging/api/pricing>.
    pub fn assumed() -> Self {
        Self(Prices {
            as_of: jiff::civil::date(2026, 11, 1),
            text_segment: BTreeMap::from([
                (Country::UNITED_STATES, MicroDollars::new(14_500)),
                (Country::CANADA, MicroDollars::new(20_000)),
                (Country::PUERTO_RICO, MicroDollars::new(20_000)),
            ]),
            other_text_segment: MicroDollars::from_cents(50),
        })
    }

    /// The day on which these were the prices.
    pub fn as_of(&self) -> Date {
        self.0.as_of
    }

    /// What a segment costs, by country.
    pub fn text_prices(&self) -> &BTreeMap<Country, MicroDollars> {
        &self.0.text_segment
    }

    /// What a segment to any other country costs.
    pub fn other_text_price(&self) -> MicroDollars {
        self.0.other_text_segment
    }

    /// What a text of so many segments costs; a number of no country costs what other countries do.
    pub fn text_price(&self, country: Option<Country>, segments: u32) -> MicroDollars {
        country
            .and_then(|country| self.0.text_segment.get(&country))
            .unwrap_or(&self.0.other_text_segment)
            .times(u64::from(segments))
    }
}

impl TryFrom<Prices> for PriceList {
    type Error = InvalidPriceList;

    fn try_from(prices: Prices) -> Result<Self, InvalidPriceList> {
        let is_below_nothing = |price: &MicroDollars| *price < MicroDollars::ZERO;
        let of_countries = prices.text_segment.values();
        if of_countries
            .chain([&prices.other_text_segment])
            .any(is_below_nothing)
        {
            return Err(InvalidPriceList);
        }
        Ok(Self(prices))
    }
}

impl From<PriceList> for Prices {
    fn from(list: PriceList) -> Prices {
        list.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_costs_what_its_country_asks_for_each_segment() {
        let list = PriceList::assumed();
        for (country, segments, price) in [
            (Some("US"), 1, "$0.0145"),
            (Some("US"), 3, "$0.0435"),
            (Some("US"), 0, "$0.00"),
            (Some("CA"), 1, "$0.02"),
            (Some("KE"), 2, "$1.00"),
            (None, 1, "$0.50"),
        ] {
            let country = country.map(|code| Country::parse(code).expect("a country code"));
            let found = list.text_price(country, segments).to_string();
            assert_eq!(found, price, "{country:?} {segments}");
        }
    }

    #[test]
    fn a_list_is_read_from_json_as_it_was_written() {
        let list = PriceList::assumed();
        let json = serde_json::to_string(&list).expect("JSON");
        assert_eq!(
            json,
            r#"{"as_of":"2026-11-01","text_segment":{"CA":20000,"PR":20000,"US":14500},"other_text_segment":500000}"#
        );
        assert_eq!(
            serde_json::from_str::<PriceList>(&json).expect("a list"),
            list
        );
    }

    #[test]
    fn a_price_below_nothing_is_refused() {
        let below = MicroDollars::new(-1);
        let day = jiff::civil::date(2026, 11, 1);
        let one = BTreeMap::from([(Country::CANADA, below)]);
        let refused = Err(InvalidPriceList);
        assert_eq!(PriceList::new(day, one, MicroDollars::ZERO), refused);
        assert_eq!(PriceList::new(day, BTreeMap::new(), below), refused);
        let json = r#"{"as_of":"2026-11-01","text_segment":{},"other_text_segment":-1}"#;
        assert!(serde_json::from_str::<PriceList>(json).is_err());
    }
}
