//! The movable feasts: Easter as the Western and the Orthodox churches find it, and the Sundays of Advent.

use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// A feast that falls on another day each year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feast {
    /// Easter Sunday by the Gregorian calendar.
    Easter,
    /// Easter Sunday as Orthodox churches keep it, by the Julian calendar.
    OrthodoxEaster,
    /// The first Sunday of Advent: the fourth before Christmas Day.
    #[serde(rename = "advent_1")]
    Advent1,
    /// The second.
    #[serde(rename = "advent_2")]
    Advent2,
    /// The third.
    #[serde(rename = "advent_3")]
    Advent3,
    /// The fourth: the last before Christmas Day.
    #[serde(rename = "advent_4")]
    Advent4,
}

/// The text names no feast; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Choose \"easter\", \"orthodox_easter\", or one of \"advent_1\" to \"advent_4\".")]
pub struct InvalidFeast;

impl Feast {
    /// Every feast, in the order of display.
    pub const ALL: [Self; 6] = [
        Self::Easter,
        Self::OrthodoxEaster,
        Self::Advent1,
        Self::Advent2,
        Self::Advent3,
        Self::Advent4,
    ];

    /// The name in the API and the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Easter => "easter",
            Self::OrthodoxEaster => "orthodox_easter",
            Self::Advent1 => "advent_1",
            Self::Advent2 => "advent_2",
            Self::Advent3 => "advent_3",
            Self::Advent4 => "advent_4",
        }
    }

    /// Its day in a year, by the Gregorian calendar; `None` beyond the years that dates have.
    pub fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Easter => western_easter(year),
            Self::OrthodoxEaster => orthodox_easter(year),
            Self::Advent1 => sunday_of_advent(year, 1),
            Self::Advent2 => sunday_of_advent(year, 2),
            Self::Advent3 => sunday_of_advent(year, 3),
            Self::Advent4 => sunday_of_advent(year, 4),
        }
    }
}

impl FromStr for Feast {
    type Err = InvalidFeast;

    /// Reads the name that [`Feast::as_str`] gives.
    fn from_str(text: &str) -> Result<Self, InvalidFeast> {
        Self::ALL
            .into_iter()
            .find(|feast| feast.as_str() == text)
            .ok_or(InvalidFeast)
    }
}

/// The anonymous Gregorian computus as J. Meeus gives it: Astronomical Algorithms, second edition, chapter 8.
fn western_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    date(year, month, day)
}

/// The Julian computus from the same chapter, and the days between the two calendars.
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 4, y % 7, y % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let month = (d + e + 114) / 31;
    let day = (d + e + 114) % 31 + 1;
    // The Gregorian calendar leaves out three leap days in four centuries. Easter comes after February.
    let between = y / 100 - y / 400 - 2;
    date(year, month, day)?.checked_add(days(between)).ok()
}

fn sunday_of_advent(year: i16, number: i32) -> Option<Date> {
    let last = Date::new(year, 12, 25)
        .ok()?
        .nth_weekday(-1, Weekday::Sunday)
        .ok()?;
    last.checked_sub(days(7 * (4 - number))).ok()
}

fn date(year: i16, month: i32, day: i32) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn days(count: i32) -> jiff::Span {
    jiff::Span::new().days(count)
}
