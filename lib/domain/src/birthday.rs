//! Birthdays, with or without the year: many people tell a church the day, and not their age.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::phone::DefaultRegion;

mod written;

/// A day of the year that exists, and the year where it is known: `1980-03-01` or `--03-01`.
///
/// The text without a year is that of RFC 6350, section 4.3.1
/// (<https://www.rfc-editor.org/rfc/rfc6350#section-4.3.1>), with ISO 8601's hyphens.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Birthday {
    year: Option<i16>,
    month: i8,
    day: i8,
}

/// The text is not a birthday; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidBirthday {
    /// There is no date in it, or more than a date.
    #[error("Enter a date such as 1980-03-01 or March 1, 1980; the year may be left out.")]
    NotADate,
    /// The calendar has no such day.
    #[error("This day does not exist. Check the month and the day.")]
    NoSuchDay,
    /// Nobody alive was born then.
    #[error("Enter a year from 1900 on, or leave the year out.")]
    YearOutOfRange,
    /// Two digits that fit two centuries, such as 25.
    #[error("Enter all four digits of the year, or leave the year out.")]
    ShortYear,
}

/// A leap year: without a year, 29 February is a birthday like any other.
const LEAP_YEAR: i16 = 2000;

impl Birthday {
    /// The years that are taken; later ones are slips of the keyboard.
    const YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;

    /// Makes a birthday of a month from 1 and a day from 1.
    ///
    /// # Errors
    /// When the calendar has no such day, or the year is before 1900 or after 2099.
    pub fn new(year: Option<i16>, month: i8, day: i8) -> Result<Self, InvalidBirthday> {
        if year.is_some_and(|year| !Self::YEARS.contains(&year)) {
            return Err(InvalidBirthday::YearOutOfRange);
        }
        Date::new(year.unwrap_or(LEAP_YEAR), month, day).map_err(|_| InvalidBirthday::NoSuchDay)?;
        Ok(Self { year, month, day })
    }

    /// Reads `1980-03-01` or `--03-01`, and nothing else.
    ///
    /// # Errors
    /// When the text has another form, or there is no such day.
    pub fn parse(text: &str) -> Result<Self, InvalidBirthday> {
        let (year, month_and_day) = match text.strip_prefix("--") {
            Some(rest) => (None, rest),
            None => {
                let (year, rest) = text.split_once('-').ok_or(InvalidBirthday::NotADate)?;
                (Some(digits(year, 4)?), rest)
            }
        };
        let (month, day) = month_and_day
            .split_once('-')
            .ok_or(InvalidBirthday::NotADate)?;
        Self::new(year, digits(month, 2)?, digits(day, 2)?)
    }

    /// Reads a date as people write it in spreadsheets; see the table in this method's tests.
    ///
    /// Of two numbers with slashes or hyphens the month is first where the region writes so (the
    /// United States, the Philippines), and the day elsewhere; with dots it is always the day. When
    /// that gives no month but the other way does, the other way is taken. Months may have their
    /// English names.
    ///
    /// # Errors
    /// When there is no date in the text, or there is no such day, or the year's century is open.
    pub fn parse_written(text: &str, region: DefaultRegion) -> Result<Self, InvalidBirthday> {
        let text = text.trim();
        Self::parse(text).or_else(|error| match error {
            InvalidBirthday::NotADate => written::read(text, region),
            found => Err(found),
        })
    }

    /// Whether the birthday is kept on this date: 29 February on the 28th in years that have no 29th, so that it stays in
    /// its month.
    pub fn is_kept_on(&self, date: Date) -> bool {
        let day = self.day.min(date.days_in_month());
        (self.month, day) == (date.month(), date.day())
    }

    /// The year, where it is known.
    pub fn year(&self) -> Option<i16> {
        self.year
    }

    /// The month, from 1 for January.
    pub fn month(&self) -> i8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(&self) -> i8 {
        self.day
    }
}

/// Reads a number of exactly so many digits.
fn digits<N: std::str::FromStr>(text: &str, count: usize) -> Result<N, InvalidBirthday> {
    if text.len() != count || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidBirthday::NotADate);
    }
    text.parse().map_err(|_| InvalidBirthday::NotADate)
}

impl fmt::Display for Birthday {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(formatter, "{year:04}-")?,
            None => formatter.write_str("--")?,
        }
        write!(formatter, "{:02}-{:02}", self.month, self.day)
    }
}

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl fmt::Debug for Birthday {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Birthday(..)")
    }
}

impl TryFrom<String> for Birthday {
    type Error = InvalidBirthday;

    fn try_from(text: String) -> Result<Self, InvalidBirthday> {
        Self::parse(&text)
    }
}

impl From<Birthday> for String {
    fn from(birthday: Birthday) -> String {
        birthday.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_birthday_may_lack_the_year() {
        for (text, expected) in [
            ("1980-03-01", (Some(1980), 3, 1)),
            ("--03-01", (None, 3, 1)),
            ("2000-02-29", (Some(2000), 2, 29)),
            ("--02-29", (None, 2, 29)),
        ] {
            let birthday = Birthday::parse(text).expect("a birthday");
            assert_eq!(
                (birthday.year(), birthday.month(), birthday.day()),
                expected
            );
            assert_eq!(birthday.to_string(), text);
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        for (text, error) in [
            ("1981-02-29", InvalidBirthday::NoSuchDay),
            ("--02-30", InvalidBirthday::NoSuchDay),
            ("--04-31", InvalidBirthday::NoSuchDay),
            ("1980-13-01", InvalidBirthday::NoSuchDay),
            ("1980-00-10", InvalidBirthday::NoSuchDay),
            ("1899-12-31", InvalidBirthday::YearOutOfRange),
            ("2100-01-01", InvalidBirthday::YearOutOfRange),
            ("1980-3-1", InvalidBirthday::NotADate),
            ("--3-1", InvalidBirthday::NotADate),
            ("+980-03-01", InvalidBirthday::NotADate),
            ("03-01", InvalidBirthday::NotADate),
            ("", InvalidBirthday::NotADate),
        ] {
            assert_eq!(Birthday::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_birthday_is_kept_once_in_each_year() {
        for (birthday, days) in [
            ("1980-03-01", ["2027-03-01", "2028-03-01"]),
            ("--02-28", ["2027-02-28", "2028-02-28"]),
            ("2000-02-29", ["2027-02-28", "2028-02-29"]),
            ("--12-31", ["2027-12-31", "2028-12-31"]),
        ] {
            let birthday = Birthday::parse(birthday).expect("a birthday");
            let mut date = Date::constant(2027, 1, 1);
            let mut kept = Vec::new();
            while date.year() < 2029 {
                if birthday.is_kept_on(date) {
                    kept.push(date.to_string());
                }
                date = date.tomorrow().expect("a day");
            }
            assert_eq!(kept, days);
        }
    }

    #[test]
    fn a_birthday_is_text_in_json_and_hidden_in_debug_output() {
        let birthday: Birthday = serde_json::from_str("\"--03-01\"").expect("a birthday");
        assert_eq!(
            serde_json::to_string(&birthday).expect("JSON"),
            "\"--03-01\""
        );
        assert_eq!(format!("{birthday:?}"), "Birthday(..)");
        assert!(serde_json::from_str::<Birthday>("\"3/1\"").is_err());
    }

    proptest! {
        #[test]
        fn a_birthday_is_read_from_its_own_text(
            year in proptest::option::of(1900_i16..=2099), month in 1_i8..=12, day in 1_i8..=31,
        ) {
            if let Ok(birthday) = Birthday::new(year, month, day) {
                prop_assert_eq!(Birthday::parse(&birthday.to_string()), Ok(birthday));
            }
        }
    }
}
