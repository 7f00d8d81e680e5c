//! Days of the week: `sunday`, or several as `monday,wednesday`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};

/// Some days of the week, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Weekdays {
    /// One bit a day, the lowest for Monday.
    bits: u8,
}

/// The text names no days of the week; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Choose days of the week, such as \"sunday\" or \"monday,wednesday\".")]
pub struct InvalidWeekdays;

/// The days and their names, in order.
const NAMES: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

/// The name of a day, as it is written here.
pub(super) fn name_of(day: Weekday) -> &'static str {
    NAMES[usize::from(day.to_monday_zero_offset().unsigned_abs())].1
}

/// The day of a name.
pub(super) fn day_of(name: &str) -> Option<Weekday> {
    let found = NAMES.iter().find(|(_, known)| *known == name);
    found.map(|(day, _)| *day)
}

impl Weekdays {
    /// Whether a day is one of them.
    pub fn contains(self, day: Weekday) -> bool {
        self.bits & bit(day) != 0
    }

    /// The days, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        NAMES
            .into_iter()
            .map(|(day, _)| day)
            .filter(move |day| self.contains(*day))
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.to_monday_zero_offset()
}

impl FromStr for Weekdays {
    type Err = InvalidWeekdays;

    /// Reads names in lower case with commas between them, each once.
    fn from_str(text: &str) -> Result<Self, InvalidWeekdays> {
        let mut bits = 0;
        for name in text.split(',') {
            let bit = bit(day_of(name.trim()).ok_or(InvalidWeekdays)?);
            if bits & bit != 0 {
                return Err(InvalidWeekdays);
            }
            bits |= bit;
        }
        Ok(Self { bits })
    }
}

impl fmt::Display for Weekdays {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(name_of).collect();
        formatter.write_str(&names.join(","))
    }
}

impl TryFrom<String> for Weekdays {
    type Error = InvalidWeekdays;

    fn try_from(text: String) -> Result<Self, InvalidWeekdays> {
        text.parse()
    }
}

impl From<Weekdays> for String {
    fn from(days: Weekdays) -> String {
        days.to_string()
    }
}
