//! When something comes again: a rule of days, a wall-clock time and a zone, and the occurrences that follow from them.
//!
//! An occurrence is a day. The rule says which days of the calendar it holds for ([`days`]); the zone says at which
//! moment its clock shows the time on such a day ([`occurrence`]); skip dates and holidays leave days out. So each step
//! is a small question of its own, and takes a bounded amount of work whatever the rule.
//!
//! The policy, where calendars and clocks have holes (I9):
//! - a day that a month lacks becomes the last day of the month, 29 February becomes the 28th;
//! - a time that the clock leaps over in spring moves forward by the length of the gap; when a whole day is missing, as
//!   in Samoa in 2011, that brings it to the next day, and if the rule holds for that day too, the two are one;
//! - of a time that comes twice in autumn, the first is taken;
//! - "so many times" counts the days of the rule, those left out included.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::time_zone::TimeZoneName;

mod days;
mod feast;
mod monthly_day;
mod occurrence;
mod weekdays;
mod written;

#[cfg(test)]
mod tests;

pub use feast::Feast;
pub use monthly_day::{InvalidMonthlyDay, MonthlyDay, WeekOfMonth};
pub use occurrence::{ClockTime, LeftOutDay, Occurrence, Upcoming};
pub use weekdays::{InvalidWeekdays, Weekdays};
pub use written::WrittenSchedule;

/// A rule of when something comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    /// Which days.
    #[serde(flatten)]
    pub pattern: Pattern,
    /// What the clock shows, in whole minutes.
    #[serde(with = "minutes")]
    pub time: Time,
    /// Whose clock.
    pub zone: TimeZoneName,
    /// The first day that counts, and the one that "every second week" counts from. For one that comes once, the day.
    pub starts_on: Date,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Ends::is_never")]
    pub ends: Ends,
    /// Days that are left out.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub skip_dates: BTreeSet<Date>,
    /// Whether the church's holidays are left out.
    #[serde(default)]
    pub skips_holidays: bool,
}

/// Which days a rule holds for, from its first day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Pattern {
    /// The first day alone.
    Once,
    /// Every so many days.
    Daily {
        /// How many.
        interval: Interval,
    },
    /// These days of every so many weeks, which begin on Mondays.
    Weekly {
        /// How many.
        interval: Interval,
        /// The days.
        days: Weekdays,
    },
    /// A day of every so many months.
    Monthly {
        /// How many.
        interval: Interval,
        /// The day.
        day: MonthlyDay,
    },
    /// The first day's day of the year, every so many years.
    Yearly {
        /// How many.
        interval: Interval,
    },
    /// So many days after a feast of the church; before it, when negative.
    Feast {
        /// The feast.
        feast: Feast,
        /// At most [`Pattern::FURTHEST_FROM_FEAST`] either way.
        offset: i16,
    },
    /// Every day, for whoever has a birthday on it.
    Birthday,
}

impl Pattern {
    /// The most days between a feast and what goes with it: Pentecost comes 49 days after Easter, Septuagesima 63 before.
    pub const FURTHEST_FROM_FEAST: i16 = 100;
}

/// Every how many days, weeks, months or years: 1 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Interval(u8);

/// The number can't be an interval; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Use a number from 1 to {}.", Interval::MAXIMUM)]
pub struct InvalidInterval;

impl Interval {
    /// Every one.
    pub const ONE: Self = Self(1);
    /// The longest.
    pub const MAXIMUM: u8 = 100;

    /// Takes a number from 1 to [`Interval::MAXIMUM`].
    ///
    /// # Errors
    /// When it is another.
    pub fn new(number: u32) -> Result<Self, InvalidInterval> {
        match u8::try_from(number) {
            Ok(number @ 1..=Self::MAXIMUM) => Ok(Self(number)),
            _ => Err(InvalidInterval),
        }
    }

    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u32> for Interval {
    type Error = InvalidInterval;

    fn try_from(number: u32) -> Result<Self, InvalidInterval> {
        Self::new(number)
    }
}

impl From<Interval> for u32 {
    fn from(interval: Interval) -> u32 {
        interval.0.into()
    }
}

/// When a rule ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// Never.
    #[default]
    Never,
    /// With this day, which still counts.
    On(Date),
    /// When it has come so often, from its first day on: 1 to [`Ends::MOST_OCCURRENCES`].
    After(u16),
}

impl Ends {
    /// The most occurrences that can be counted; each is looked at to find the last.
    pub const MOST_OCCURRENCES: u16 = 1_000;

    fn is_never(&self) -> bool {
        *self == Self::Never
    }
}

impl Recurrence {
    /// The most skip dates of one rule.
    pub const MAXIMUM_SKIP_DATES: usize = 100;
}

/// Times of the day as they are written: `09:00`.
mod minutes {
    use jiff::civil::Time;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::written::{read_time, written_time};

    pub(super) fn serialize<S: Serializer>(time: &Time, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&written_time(*time))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Time, D::Error> {
        let text = String::deserialize(deserializer)?;
        read_time(&text).ok_or_else(|| D::Error::custom("not a time of the day"))
    }
}
