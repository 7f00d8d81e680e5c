//! What a text or a call costs, as `price` shows it.

use std::str::FromStr;

/// Twilio writes a price with five decimals.
const DECIMALS: usize = 5;
const UNITS_IN_A_DOLLAR: u64 = 100_000;
/// Nothing that is sent as a text costs more: a larger price is a slip.
const MOST_UNITS: u64 = 10 * UNITS_IN_A_DOLLAR;

/// The price of one segment, or of one minute: a whole number of hundred-thousandths of a US dollar, so that sums are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    units: u64,
}

impl Price {
    /// The charge for so many segments or minutes, as Twilio writes it: below zero, such as `-0.01660`.
    ///
    /// Source: `price` in <https://www.twilio.com/docs/messaging/api/message-resource> and in
    /// <https://www.twilio.com/docs/voice/api/call-resource>.
    pub(crate) fn times(self, count: usize) -> String {
        let units = self.units.saturating_mul(count as u64);
        format!(
            "-{}.{:05}",
            units / UNITS_IN_A_DOLLAR,
            units % UNITS_IN_A_DOLLAR
        )
    }
}

impl FromStr for Price {
    type Err = String;

    /// Reads dollars such as `0.0083`.
    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || {
            format!(
                "{text} is no price: give US dollars from 0 to 10 with up to {DECIMALS} decimals, such as 0.0083"
            )
        };
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let is_number =
            |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(whole) || !is_number(part) || part.len() > DECIMALS {
            return Err(refused());
        }
        let units = format!("{whole}{part:0<DECIMALS$}")
            .parse()
            .map_err(|_| refused())?;
        if units > MOST_UNITS {
            return Err(refused());
        }
        Ok(Self { units })
    }
}

#[cfg(test)]
mod tests {
    use super::Price;

    #[test]
    fn a_charge_is_the_price_of_each_segment_to_the_last_decimal() {
        for (price, segments, expected) in [
            ("0.0083", 1, "-0.00830"),
            ("0.0083", 2, "-0.01660"),
            ("0.00001", 3, "-0.00003"),
            ("1.5", 3, "-4.50000"),
            ("2", 1, "-2.00000"),
            ("0", 4, "-0.00000"),
        ] {
            let price: Price = price.parse().expect("a price");
            assert_eq!(price.times(segments), expected);
        }
    }

    #[test]
    fn what_is_no_price_is_refused_with_an_example() {
        for text in [
            "", ".", "-0.01", "0.000001", "0,0083", "1e-3", "10.00001", "$1",
        ] {
            let error = text.parse::<Price>().expect_err(text);
            assert!(error.contains("such as 0.0083"), "{error}");
        }
    }
}
