//! Phone numbers, always in E.164 (ITU-T, <https://www.itu.int/rec/T-REC-E.164/>): `+12125550123`.

use std::fmt;

use phonenumber::country;
use serde::{Deserialize, Serialize};

/// A phone number in E.164: a plus sign, then 7 to 15 digits, the first of which is not 0.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// The text is not a phone number that can be called; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPhoneNumber {
    /// Nothing was given.
    #[error("Enter a phone number.")]
    Empty,
    /// There are letters or signs in it that no phone number has.
    #[error("Enter digits only; spaces, dots, hyphens and brackets are fine.")]
    NotDigits,
    /// It is no number of its country: too short, too long, or an area code that does not exist.
    #[error(
        "This number does not exist. Check each digit, and include the area code, or + and the country code."
    )]
    NotANumber,
}

/// The country whose numbers may be written without a country code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefaultRegion(country::Id);

impl DefaultRegion {
    /// The country's ISO 3166-1 code, such as `US`.
    pub fn code(&self) -> &str {
        self.0.as_ref()
    }
}

impl std::str::FromStr for DefaultRegion {
    type Err = String;

    /// Reads an ISO 3166-1 code of two capital letters, such as `US`.
    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| {
            format!("{text:?} is not a country code of two capital letters, such as US")
        })
    }
}

/// Longer texts are no phone numbers; the limit keeps parsing cheap whatever is sent.
const MAXIMUM_LENGTH: usize = 40;

impl PhoneNumber {
    /// Reads a number as people write it; `region` is assumed where there is no `+`.
    ///
    /// # Errors
    /// When the text is not a number that its country could have given out.
    pub fn parse(text: &str, region: DefaultRegion) -> Result<Self, InvalidPhoneNumber> {
        let written = plain_characters(text)?;
        let number = phonenumber::parse(Some(region.0), &written)
            .map_err(|_| InvalidPhoneNumber::NotANumber)?;
        if !phonenumber::is_valid(&number) {
            return Err(InvalidPhoneNumber::NotANumber);
        }
        let text = number.format().mode(phonenumber::Mode::E164).to_string();
        Self::from_e164(&text).ok_or(InvalidPhoneNumber::NotANumber)
    }

    /// Takes a number that is in E.164 already, as our records and Twilio's requests have it.
    /// Only the shape is checked, not whether the country gives out such numbers.
    pub fn from_e164(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+')?;
        let right_length = (7..=15).contains(&digits.len());
        let right_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        (right_length && right_digits && !digits.starts_with('0')).then(|| Self(text.to_owned()))
    }

    /// The number in E.164.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Keeps what a dialler understands and refuses the rest, before a parser sees it: parsers of phone
/// numbers have taken e-mail addresses for numbers, and panicked on odd input.
fn plain_characters(text: &str) -> Result<String, InvalidPhoneNumber> {
    let text = text.trim();
    if text.is_empty() {
        return Err(InvalidPhoneNumber::Empty);
    }
    if text.len() > MAXIMUM_LENGTH {
        return Err(InvalidPhoneNumber::NotANumber);
    }
    let mut plain = String::with_capacity(text.len());
    for (index, character) in text.chars().enumerate() {
        match character {
            '0'..='9' => plain.push(character),
            '+' | '\u{ff0b}' if index == 0 => plain.push('+'),
            ' ' | '.' | '-' | '(' | ')' | '/' | '\u{a0}' | '\u{2010}'..='\u{2013}' => {}
            _ => return Err(InvalidPhoneNumber::NotDigits),
        }
    }
    Ok(plain)
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Debug output ends up in logs, and no log may hold a phone number (I7).
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PhoneNumber(..)")
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::from_e164(&text).ok_or("not a phone number in E.164")
    }
}

impl From<PhoneNumber> for String {
    fn from(phone: PhoneNumber) -> String {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn us() -> DefaultRegion {
        "US".parse().expect("a country code")
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for text in [
            "(212) 555-0123",
            "212.555.0123",
            " 212 555 0123 ",
            "1-212-555-0123",
            "+1 212 555 0123",
            "+12125550123",
        ] {
            let phone = PhoneNumber::parse(text, us());
            assert_eq!(
                phone.as_ref().map(PhoneNumber::as_str),
                Ok("+12125550123"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_plus_sign_names_another_country() {
        let phone = PhoneNumber::parse("+44 20 7946 0958", us()).expect("a London number");
        assert_eq!(phone.as_str(), "+442079460958");
        let brazil: DefaultRegion = "BR".parse().expect("a country code");
        let phone = PhoneNumber::parse("(11) 96123-4567", brazil).expect("a mobile of São Paulo");
        assert_eq!(phone.as_str(), "+5511961234567");
    }

    #[test]
    fn what_is_no_number_is_refused_with_the_remedy() {
        for (text, error) in [
            ("", InvalidPhoneNumber::Empty),
            ("   ", InvalidPhoneNumber::Empty),
            ("someone@example.org", InvalidPhoneNumber::NotDigits),
            ("1.55512E+10", InvalidPhoneNumber::NotDigits),
            ("555-0123", InvalidPhoneNumber::NotANumber),
            ("212 555 012", InvalidPhoneNumber::NotANumber),
            ("000 000 0000", InvalidPhoneNumber::NotANumber),
            ("+", InvalidPhoneNumber::NotANumber),
            (
                "12345678901234567890123456789012345678901",
                InvalidPhoneNumber::NotANumber,
            ),
        ] {
            assert_eq!(PhoneNumber::parse(text, us()), Err(error), "{text}");
        }
    }

    #[test]
    fn a_number_is_not_shown_by_debug_output() {
        let phone = PhoneNumber::from_e164("+12125550123").expect("a number in E.164");
        assert_eq!(format!("{phone:?}"), "PhoneNumber(..)");
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_gives_e164(text in "\\PC{0,50}") {
            if let Ok(phone) = PhoneNumber::parse(&text, us()) {
                prop_assert!(PhoneNumber::from_e164(phone.as_str()).is_some());
            }
        }

        #[test]
        fn digits_with_separators_never_panic(text in "[+0-9 ().-]{0,45}") {
            if let Ok(phone) = PhoneNumber::parse(&text, us()) {
                prop_assert_eq!(PhoneNumber::parse(phone.as_str(), us()), Ok(phone));
            }
        }
    }
}
