//! The church's holidays: days on which reminders may stay away.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::contact::one_line;

/// The days, and what they are called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holidays {
    /// Each day's name.
    pub days: BTreeMap<Date, HolidayName>,
    /// Grows with each change; 0 where nothing was ever written.
    pub version: u32,
}

impl Holidays {
    /// The most days: those of some years.
    pub const MAXIMUM_DAYS: usize = 200;

    /// The days alone.
    pub fn dates(&self) -> BTreeSet<Date> {
        self.days.keys().copied().collect()
    }
}

/// A holiday's name: 1 to 60 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HolidayName(String);

/// The text can't be a holiday's name; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "Give each holiday a name of 1 to {} characters.",
    HolidayName::MAXIMUM_CHARACTERS
)]
pub struct InvalidHolidayName;

impl HolidayName {
    /// The most characters of a name.
    pub const MAXIMUM_CHARACTERS: usize = 60;

    /// Reads a name; runs of white space become one space.
    ///
    /// # Errors
    /// When nothing is left, or it is too long.
    pub fn parse(text: &str) -> Result<Self, InvalidHolidayName> {
        let name = one_line(text);
        match name.chars().count() {
            1..=Self::MAXIMUM_CHARACTERS => Ok(Self(name)),
            _ => Err(InvalidHolidayName),
        }
    }
}

impl TryFrom<String> for HolidayName {
    type Error = InvalidHolidayName;

    fn try_from(text: String) -> Result<Self, InvalidHolidayName> {
        Self::parse(&text)
    }
}

impl From<HolidayName> for String {
    fn from(name: HolidayName) -> String {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holiday_has_a_name_of_one_line() {
        let name = HolidayName::parse(" Good \n Friday ").map(String::from);
        assert_eq!(name, Ok("Good Friday".to_owned()));
        assert_eq!(HolidayName::parse(" \n "), Err(InvalidHolidayName));
        assert!(HolidayName::parse(&"a".repeat(60)).is_ok());
        assert_eq!(HolidayName::parse(&"a".repeat(61)), Err(InvalidHolidayName));
    }

    #[test]
    fn holidays_are_read_from_json_as_they_were_written() {
        let name = HolidayName::parse("Christmas").expect("a name");
        let holidays = Holidays {
            days: BTreeMap::from([(Date::constant(2026, 12, 25), name)]),
            version: 3,
        };
        let json = serde_json::to_string(&holidays).expect("JSON");
        assert_eq!(serde_json::from_str::<Holidays>(&json).ok(), Some(holidays));
    }
}
