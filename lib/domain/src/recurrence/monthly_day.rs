//! A day of the month: `15`, `last`, `first sunday` or `last friday`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::weekdays::{day_of, name_of};

/// A day that every month has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum MonthlyDay {
    /// Its number, 1 to 31; in a shorter month the last day.
    Number(i8),
    /// The last day.
    Last,
    /// A day of one of its weeks.
    Weekday(WeekOfMonth, Weekday),
}

/// Which of the four or five Sundays of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeekOfMonth {
    /// The first.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
    /// The last: the fourth or the fifth.
    Last,
}

/// The text names no day of the month; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "Choose a day of the month: a number from 1 to 31, \"last\", or one such as \"first sunday\" or \"last friday\"."
)]
pub struct InvalidMonthlyDay;

impl WeekOfMonth {
    /// Every one, with its name.
    const NAMES: [(Self, &str); 5] = [
        (Self::First, "first"),
        (Self::Second, "second"),
        (Self::Third, "third"),
        (Self::Fourth, "fourth"),
        (Self::Last, "last"),
    ];

    /// As it is counted from the beginning of the month, or from its end.
    fn nth(self) -> i8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
            Self::Fourth => 4,
            Self::Last => -1,
        }
    }
}

impl MonthlyDay {
    /// The day in the month of `date`, and whether the month lacks the number.
    pub(super) fn in_month_of(self, date: Date) -> Option<(Date, bool)> {
        let last = date.days_in_month();
        let day = match self {
            Self::Number(number) => number.min(last),
            Self::Last => last,
            Self::Weekday(week, day) => {
                return Some((date.nth_weekday_of_month(week.nth(), day).ok()?, false));
            }
        };
        let is_clamped = matches!(self, Self::Number(number) if number > last);
        Some((Date::new(date.year(), date.month(), day).ok()?, is_clamped))
    }
}

impl FromStr for MonthlyDay {
    type Err = InvalidMonthlyDay;

    fn from_str(text: &str) -> Result<Self, InvalidMonthlyDay> {
        if text == "last" {
            return Ok(Self::Last);
        }
        if let Some((week, day)) = text.split_once(' ') {
            let week = WeekOfMonth::NAMES.iter().find(|(_, name)| *name == week);
            let (week, _) = week.ok_or(InvalidMonthlyDay)?;
            let day = day_of(day).ok_or(InvalidMonthlyDay)?;
            return Ok(Self::Weekday(*week, day));
        }
        let number: i8 = text.parse().map_err(|_| InvalidMonthlyDay)?;
        let is_canonical = (1..=31).contains(&number) && number.to_string() == text;
        is_canonical
            .then_some(Self::Number(number))
            .ok_or(InvalidMonthlyDay)
    }
}

impl fmt::Display for MonthlyDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Last => formatter.write_str("last"),
            Self::Weekday(week, day) => {
                let name = WeekOfMonth::NAMES.iter().find(|(known, _)| known == week);
                let name = name.map(|(_, name)| *name).unwrap_or_default();
                write!(formatter, "{name} {}", name_of(*day))
            }
        }
    }
}

impl TryFrom<String> for MonthlyDay {
    type Error = InvalidMonthlyDay;

    fn try_from(text: String) -> Result<Self, InvalidMonthlyDay> {
        text.parse()
    }
}

impl From<MonthlyDay> for String {
    fn from(day: MonthlyDay) -> String {
        day.to_string()
    }
}
