//! Countries as ISO 3166-1 codes (<https://www.iso.org/iso-3166-country-codes.html>): `US`, `GB`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A country's code of two capital letters. Whether a country has the code is not checked: prices may be kept for
/// a country that did not exist when this was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// The text is not a country code; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Enter a country code of two capital letters, such as US.")]
pub struct InvalidCountry;

impl Country {
    /// The United States.
    pub const UNITED_STATES: Self = Self(*b"US");
    /// Canada.
    pub const CANADA: Self = Self(*b"CA");
    /// Puerto Rico, whose carriers ask for more than those of the mainland.
    pub const PUERTO_RICO: Self = Self(*b"PR");

    /// Reads a code.
    ///
    /// # Errors
    /// When the text is anything but two capital letters.
    pub fn parse(text: &str) -> Result<Self, InvalidCountry> {
        match text.as_bytes() {
            [first @ b'A'..=b'Z', second @ b'A'..=b'Z'] => Ok(Self([*first, *second])),
            _ => Err(InvalidCountry),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.0.map(char::from);
        write!(formatter, "{first}{second}")
    }
}

impl TryFrom<String> for Country {
    type Error = InvalidCountry;

    fn try_from(text: String) -> Result<Self, InvalidCountry> {
        Self::parse(&text)
    }
}

impl From<Country> for String {
    fn from(country: Country) -> String {
        country.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_two_capital_letters() {
        assert_eq!(Country::parse("US"), Ok(Country::UNITED_STATES));
        assert_eq!(Country::CANADA.to_string(), "CA");
        for text in ["", "U", "us", "USA", "U1", "Ü", "001"] {
            assert_eq!(Country::parse(text), Err(InvalidCountry), "{text}");
        }
    }

    #[test]
    fn a_country_is_text_in_json() {
        let json = serde_json::to_string(&Country::PUERTO_RICO).expect("JSON");
        assert_eq!(json, "\"PR\"");
        assert!(serde_json::from_str::<Country>("\"pr\"").is_err());
    }
}
