//! Quiet hours: the part of the day in which no text may reach a member, on the member's own clock (I10).
//!
//! A text that is handed to the carrier is not yet sent: it waits in the carrier's queue, for up to ten hours if nobody
//! says otherwise. So each request carries how long the text may wait, and that ends before the member's quiet hours
//! begin; a text that has no time left is held until they are over. [`QuietHours::decide`] is the one place that says
//! which. What it can't rule: a phone that is switched off gets its texts from its own network when it comes back.

use jiff::civil::{Date, Time, Weekday};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::purpose::Purpose;

mod search;
mod window;
mod zones;

#[cfg(test)]
mod tests;

use search::{CommonHours, HoursAt};
pub use window::{CLOCK_MARGIN, MAXIMUM_VALIDITY, MINIMUM_VALIDITY, SendDecision, SendWindow};
pub use zones::MemberZones;

/// The church's setting: texts go out from one time of the day until just before another, on each member's own clock.
///
/// In JSON `{"opens":"09:00","closes":"20:00"}`, in whole minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenHours", into = "WrittenHours")]
pub struct QuietHours {
    opens: Time,
    closes: Time,
}

/// [`QuietHours`] as they are written.
#[derive(Serialize, Deserialize)]
struct WrittenHours {
    opens: String,
    closes: String,
}

/// The hours can't be those of a church; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidQuietHours {
    /// It is no time of the day, or has seconds.
    #[error("Enter both times as hours and minutes, such as 09:00 and 20:00.")]
    NotATime,
    /// US law allows it later only.
    #[error("Texts may not go out before 08:00. Enter 08:00 or later.")]
    OpensTooEarly,
    /// US law allows it earlier only.
    #[error("Texts may not go out after 21:00. Enter 21:00 or earlier.")]
    ClosesTooLate,
    /// The end does not come an hour after the beginning.
    #[error("Leave at least one hour from the first time to the second, such as 09:00 to 20:00.")]
    TooShort,
}

/// How times are written.
const TIME_FORMAT: &str = "%H:%M";

impl QuietHours {
    /// Before this local time nothing may be solicited in the United States: 47 CFR 64.1200(c)(1),
    /// <https://www.ecfr.gov/current/title-47/section-64.1200#p-64.1200(c)(1)>. All texts but emergencies keep to it.
    pub const EARLIEST: Time = Time::constant(8, 0, 0, 0);

    /// After this local time nothing may be solicited, by the same rule.
    pub const LATEST: Time = Time::constant(21, 0, 0, 0);

    /// On Sundays nothing is solicited before this local time. It is the rule of Texas, whose hours for telephone
    /// solicitation include texts since September 2025; members everywhere are given the benefit of it:
    /// Business and Commerce Code, section 301.051, <https://statutes.capitol.texas.gov/Docs/BC/htm/BC.301.htm>.
    pub const SOLICITATION_ON_SUNDAYS: Time = Time::constant(12, 0, 0, 0);

    /// The shortest time that the church may choose from opening to closing.
    pub const SHORTEST: SignedDuration = SignedDuration::from_hours(1);

    /// Texts go out from `opens` until just before `closes`.
    ///
    /// # Errors
    /// When a time has seconds or is outside the legal hours, or there is less than an hour between the two.
    pub fn new(opens: Time, closes: Time) -> Result<Self, InvalidQuietHours> {
        let whole = |time: Time| time.second() == 0 && time.subsec_nanosecond() == 0;
        if !whole(opens) || !whole(closes) {
            Err(InvalidQuietHours::NotATime)
        } else if opens < Self::EARLIEST {
            Err(InvalidQuietHours::OpensTooEarly)
        } else if closes > Self::LATEST {
            Err(InvalidQuietHours::ClosesTooLate)
        } else if opens.duration_until(closes) < Self::SHORTEST {
            Err(InvalidQuietHours::TooShort)
        } else {
            Ok(Self { opens, closes })
        }
    }

    /// Reads times such as `09:00` and `20:00`.
    ///
    /// # Errors
    /// As [`QuietHours::new`], and when a text is not a time.
    pub fn parse(opens: &str, closes: &str) -> Result<Self, InvalidQuietHours> {
        let time = |text: &str| {
            Time::strptime(TIME_FORMAT, text.trim()).map_err(|_| InvalidQuietHours::NotATime)
        };
        Self::new(time(opens)?, time(closes)?)
    }

    /// From when on texts go out.
    pub fn opens(&self) -> Time {
        self.opens
    }

    /// From when on they don't.
    pub fn closes(&self) -> Time {
        self.closes
    }

    /// What the sender does with a member's text at `now`: hand it to the carrier, and for how long the carrier may
    /// keep it; or hold it, and until when. To be asked right before the request, with the time of that moment.
    ///
    /// Whatever it answers, nothing leaves the carrier's queue in the member's quiet hours (I10).
    pub fn decide(&self, now: Timestamp, zones: &MemberZones, purpose: Purpose) -> SendDecision {
        self.window_at(now, zones, purpose).decide(now)
    }

    /// Whether texts may go out at `now`, until when, and when they may again.
    ///
    /// A member whose zone is not known is inside the window when all zones in use are. Where these have no time in
    /// common in the next four days, as Hawaii and Berlin never have, the church's own zone rules alone: it is where
    /// such a member most likely lives, and a text that is held for ever would be lost. The same holds for a time in
    /// common that is too short to send anything in.
    pub fn window_at(&self, now: Timestamp, zones: &MemberZones, purpose: Purpose) -> SendWindow {
        if purpose == Purpose::Emergency {
            return SendWindow::AlwaysOpen;
        }
        match self.hours_at(now, zones, purpose) {
            HoursAt::ClosedUntil(opens_at) => SendWindow::Closed { opens_at },
            HoursAt::OpenUntil(closes_at) => SendWindow::Open {
                closes_at,
                reopens_at: match self.hours_at(closes_at, zones, purpose) {
                    HoursAt::ClosedUntil(opens_at) => opens_at,
                    // Here the zones have no more time in common, and the church's own is open.
                    HoursAt::OpenUntil(_) => closes_at,
                },
            },
        }
    }

    fn hours_at(&self, now: Timestamp, zones: &MemberZones, purpose: Purpose) -> HoursAt {
        CommonHours::of(self, purpose, zones.all())
            .at(now)
            .or_else(|| CommonHours::of(self, purpose, zones.church()).at(now))
            // No zone is closed for so long; to look again then is right at any rate.
            .unwrap_or_else(|| HoursAt::ClosedUntil(search::horizon_of(now)))
    }

    /// From when on texts for this purpose go out on this day.
    fn opens_on(&self, date: Date, purpose: Purpose) -> Time {
        match purpose {
            Purpose::Solicitation if date.weekday() == Weekday::Sunday => {
                self.opens.max(Self::SOLICITATION_ON_SUNDAYS)
            }
            _ => self.opens,
        }
    }
}

/// From nine in the morning to eight in the evening: some states are stricter than the federal hours.
impl Default for QuietHours {
    fn default() -> Self {
        Self {
            opens: Time::constant(9, 0, 0, 0),
            closes: Time::constant(20, 0, 0, 0),
        }
    }
}

impl TryFrom<WrittenHours> for QuietHours {
    type Error = InvalidQuietHours;

    fn try_from(written: WrittenHours) -> Result<Self, InvalidQuietHours> {
        Self::parse(&written.opens, &written.closes)
    }
}

impl From<QuietHours> for WrittenHours {
    fn from(hours: QuietHours) -> Self {
        Self {
            opens: hours.opens.strftime(TIME_FORMAT).to_string(),
            closes: hours.closes.strftime(TIME_FORMAT).to_string(),
        }
    }
}
