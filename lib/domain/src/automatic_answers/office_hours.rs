//! When somebody is in the office.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};

use crate::time_zone::TimeZoneName;

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeDay {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl OfficeDay {
    /// The days of a week.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }

    fn of(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Monday => Self::Monday,
            Weekday::Tuesday => Self::Tuesday,
            Weekday::Wednesday => Self::Wednesday,
            Weekday::Thursday => Self::Thursday,
            Weekday::Friday => Self::Friday,
            Weekday::Saturday => Self::Saturday,
            Weekday::Sunday => Self::Sunday,
        }
    }
}

/// The hours of each day, by the clock on the church's wall; a day that is missing is closed. At least one is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeHours(BTreeMap<OfficeDay, DayHours>);

/// The hours of a day, in minutes since midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct DayHours {
    opens: u16,
    closes: u16,
}

/// The hours can't be those of an office; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOfficeHours {
    /// It is no time of the day, or has seconds.
    #[error("Enter the time as hours and minutes, such as 09:00.")]
    NotATime,
    /// The end does not come after the beginning.
    #[error("Enter a time after the one at which the day begins.")]
    TooShort,
    /// The day is there already.
    #[error("This day is there twice. Remove one of the two.")]
    Twice,
}

const MINUTES_A_DAY: u16 = 24 * 60;

impl OfficeHours {
    /// An office that is never open, to which days are added.
    pub fn closed() -> Self {
        Self(BTreeMap::new())
    }

    /// Opens the office on a day from `opens` until just before `closes`, such as `09:00` and `17:00`; a day may end at
    /// `24:00`.
    ///
    /// # Errors
    /// When a text is not a time, the end does not come after the beginning, or the day is there already.
    pub fn open_on(
        &mut self,
        day: OfficeDay,
        opens: &str,
        closes: &str,
    ) -> Result<(), InvalidOfficeHours> {
        let hours = DayHours {
            opens: minutes(opens).ok_or(InvalidOfficeHours::NotATime)?,
            closes: minutes(closes).ok_or(InvalidOfficeHours::NotATime)?,
        };
        if hours.closes <= hours.opens {
            return Err(InvalidOfficeHours::TooShort);
        }
        match self.0.insert(day, hours) {
            None => Ok(()),
            Some(_) => Err(InvalidOfficeHours::Twice),
        }
    }

    /// Whether it is never open.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether somebody is there.
    pub fn is_open(&self, at: Timestamp, zone: &TimeZoneName) -> bool {
        let local = at.to_zoned(zone.rules()).datetime();
        let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
        self.0
            .get(&OfficeDay::of(local.weekday()))
            .is_some_and(|hours| {
                i32::from(hours.opens) <= minute && minute < i32::from(hours.closes)
            })
    }

    /// The days on which it is open, with the times as they are written.
    pub fn days(&self) -> impl Iterator<Item = (OfficeDay, String, String)> {
        self.0
            .iter()
            .map(|(day, hours)| (*day, written(hours.opens), written(hours.closes)))
    }
}

/// Minutes since midnight of a time such as `09:00`.
fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let number = |text: &str| {
        let is_written_out = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_written_out.then(|| text.parse::<u16>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= MINUTES_A_DAY).then_some(total)
}

fn written(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
