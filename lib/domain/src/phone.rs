//! Phone numbers, always in E.164 (ITU-T, <https://www.itu.int/rec/T-REC-E.164/>): `+12125550123`.
//!
//! Which numbers exist is known from the tables of Google's libphonenumber
//! (<https://github.com/google/libphonenumber>), in its Rust port; `tests/phone_numbers` compares the two.

use std::fmt;

use rlibphonenumber::{
    PHONE_NUMBER_UTIL, PhoneNumber as Number, PhoneNumberFormat, PhoneNumberType, Region,
};
use serde::{Deserialize, Serialize};

use crate::country::Country;

mod written;

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
    /// An extension follows the number: a text would reach whoever reads the switchboard's texts.
    #[error("Enter a number without an extension; an extension can't be texted or called.")]
    Extension,
    /// There are two numbers or more.
    #[error("Enter one phone number; these are several.")]
    Several,
    /// `1.55512E+10`: the last digits are lost.
    #[error(
        "The spreadsheet has rounded this number. Format its column as text, and enter the number again."
    )]
    Rounded,
    /// It is no number of its country: too short, too long, or an area code that does not exist.
    #[error(
        "This number does not exist. Check each digit, and include the area code, or + and the country code."
    )]
    NotANumber,
}

/// The country whose numbers may be written without a country code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefaultRegion(Region);

impl DefaultRegion {
    /// The country's ISO 3166-1 code, such as `US`.
    pub fn code(&self) -> String {
        self.0.to_string()
    }
}

impl std::str::FromStr for DefaultRegion {
    type Err = String;

    /// Reads an ISO 3166-1 code of two capital letters, such as `US`, of a country that has numbers.
    fn from_str(text: &str) -> Result<Self, String> {
        COUNTRIES
            .split(' ')
            .find(|code| *code == text)
            .and_then(|code| Region::from_code(code).ok())
            .map(Self)
            .ok_or_else(|| {
                format!("{text:?} is not a country code of two capital letters, such as US")
            })
    }
}

/// The countries that have numbers. The tables know them too, but take some 20 ms to unpack, which a
/// function that reads its configuration and no number should not wait for.
const COUNTRIES: &str = "\
    AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ \
    BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO \
    DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU \
    GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW \
    KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT \
    MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT \
    PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA \
    TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK \
    YE YT ZA ZM ZW";

impl PhoneNumber {
    /// Reads a number as people write it; `region` is assumed where there is no `+`.
    ///
    /// This agrees with libphonenumber but for a few differences, each of which
    /// `tests/phone_numbers/differences.csv` shows with its reason.
    ///
    /// # Errors
    /// When the text is not a number that its country could have given out.
    pub fn parse(text: &str, region: DefaultRegion) -> Result<Self, InvalidPhoneNumber> {
        let written = written::number(text)?;
        let number = match valid(&written, region) {
            Some(number) => without_plus(&written, &number, region).unwrap_or(number),
            // 00 before the country code is understood where people come from many countries.
            None => written
                .strip_prefix("00")
                .and_then(|digits| valid(&format!("+{digits}"), region))
                .ok_or(InvalidPhoneNumber::NotANumber)?,
        };
        Self::from_e164(&PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::E164))
            .ok_or(InvalidPhoneNumber::NotANumber)
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

    /// The country that the number belongs to; `None` for numbers of no country, such as `+800`.
    ///
    /// Several countries share a country code: which of them has a number is known for the numbers that exist, and
    /// others count as the largest of these countries'. The first call unpacks the tables, see [`COUNTRIES`]; each
    /// further one takes microseconds.
    pub fn country(&self) -> Option<Country> {
        let number = PHONE_NUMBER_UTIL.parse(&self.0, None).ok()?;
        let region = PHONE_NUMBER_UTIL
            .get_region_for_number(&number)
            .or_else(|| PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code))?;
        Country::parse(&region.to_string()).ok()
    }
}

/// The number that digits after at most one plus sign are, if its country could have given it out.
fn valid(digits: &str, region: DefaultRegion) -> Option<Number> {
    let number = PHONE_NUMBER_UTIL.parse(digits, Some(region.0)).ok()?;
    PHONE_NUMBER_UTIL.is_valid_number(&number).then_some(number)
}

/// The mobile number that lost its plus sign to a spreadsheet, where numbers have no fixed length:
/// `4915123456789` could be a German landline of Leer, but it is somebody's mobile.
fn without_plus(digits: &str, landline: &Number, region: DefaultRegion) -> Option<Number> {
    let is_mobile =
        |number: &Number| PHONE_NUMBER_UTIL.get_number_type(number) == PhoneNumberType::Mobile;
    if digits.starts_with('+')
        || !digits.starts_with(&landline.country_code.to_string())
        || is_mobile(landline)
    {
        return None;
    }
    valid(&format!("+{digits}"), region).filter(is_mobile)
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
            ("1.55512E+10", InvalidPhoneNumber::Rounded),
            ("(212) 555-0123 ext. 4", InvalidPhoneNumber::Extension),
            ("212-555-0123 / 212-555-0124", InvalidPhoneNumber::Several),
            ("555-0123", InvalidPhoneNumber::NotANumber),
            ("212 555 012", InvalidPhoneNumber::NotANumber),
            ("000 000 0000", InvalidPhoneNumber::NotANumber),
            ("+", InvalidPhoneNumber::NotDigits),
            ("12345678901234567890", InvalidPhoneNumber::NotANumber),
        ] {
            assert_eq!(PhoneNumber::parse(text, us()), Err(error), "{text}");
        }
    }

    #[test]
    fn two_zeros_stand_for_the_plus_sign_where_that_gives_a_number() {
        let phone = PhoneNumber::parse("0044 20 7946 0958", us());
        assert_eq!(phone.as_ref().map(PhoneNumber::as_str), Ok("+442079460958"));
    }

    #[test]
    fn a_mobile_that_lost_its_plus_sign_is_still_a_mobile() {
        let germany: DefaultRegion = "DE".parse().expect("a country code");
        for (text, expected) in [
            ("4915123456789", "+4915123456789"),
            ("0491 512345", "+49491512345"),
            ("4941 123456", "+494941123456"),
        ] {
            let phone = PhoneNumber::parse(text, germany);
            assert_eq!(phone.as_ref().map(PhoneNumber::as_str), Ok(expected));
        }
    }

    #[test]
    fn a_region_is_a_country_that_has_numbers() {
        for code in ["US", "BR", "GB"] {
            let region: DefaultRegion = code.parse().expect("a country code");
            assert_eq!(region.code(), code);
        }
        for text in ["", "us", "UK", "ZZ", "USA", "001", "1", "US GB"] {
            assert!(text.parse::<DefaultRegion>().is_err(), "{text}");
        }
        let mut codes: Vec<_> = PHONE_NUMBER_UTIL
            .get_supported_regions()
            .map(|region| region.to_string())
            .collect();
        codes.sort_unstable();
        assert_eq!(codes.join(" "), COUNTRIES);
    }

    #[test]
    fn a_number_is_not_shown_by_debug_output() {
        let phone = PhoneNumber::from_e164("+12125550123").expect("a number in E.164");
        assert_eq!(format!("{phone:?}"), "PhoneNumber(..)");
    }

    #[test]
    fn a_number_belongs_to_a_country() {
        for (number, country) in [
            ("+12125550123", Some("US")),
            ("+14165550123", Some("CA")),
            ("+17875550123", Some("PR")),
            ("+18765550123", Some("JM")),
            ("+442079460958", Some("GB")),
            ("+79161234567", Some("RU")),
            ("+77012345678", Some("KZ")),
            ("+5511961234567", Some("BR")),
            // An area code that was not given out yet is taken for the United States'.
            ("+12115550123", Some("US")),
            ("+80012345678", None),
            ("+9991234567", None),
        ] {
            let phone = PhoneNumber::from_e164(number).expect("a number in E.164");
            let found = phone.country().map(|country| country.to_string());
            assert_eq!(found.as_deref(), country, "{number}");
        }
    }

    #[test]
    fn the_countries_of_a_whole_directory_are_found_at_once() {
        let random = |seed| 2_000_000 + fastrand::Rng::with_seed(seed).u32(0..8_000_000);
        let area_codes = [212, 416, 787, 214, 972, 469];
        let phones: Vec<_> = (0..100_000_u32)
            .map(|index| {
                let area_code = area_codes[index as usize % area_codes.len()];
                let text = format!("+1{area_code}{}", random(u64::from(index)));
                PhoneNumber::from_e164(&text).expect("a number in E.164")
            })
            .collect();
        let is_unpacked = phones[0].country().is_some();
        let begin = std::time::Instant::now();
        let canadian = phones
            .iter()
            .filter(|phone| phone.country() == Some(Country::CANADA))
            .count();
        println!("the countries of 100,000 numbers in {:?}", begin.elapsed());
        assert!(
            is_unpacked && (16_000..17_000).contains(&canadian),
            "{canadian}"
        );
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
