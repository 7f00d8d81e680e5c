//! The slow definition that the others are checked against: what the clock on the wall shows, minute by minute.

use std::time::Duration;

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::super::*;

/// Whether texts may go out, for each minute of some days.
pub(super) struct MinuteByMinute {
    /// When the first minute begins.
    start: Timestamp,
    open: Vec<bool>,
    /// For each minute, the first one from it on that is not open.
    next_closed: Vec<usize>,
}

/// At one second, counted from the first minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    OpenUntil(usize),
    ClosedUntil(usize),
}

impl MinuteByMinute {
    /// Reads the walls in all `zones` for so many days from `start` on, which begins a minute.
    pub(super) fn read(
        hours: &QuietHours,
        purpose: Purpose,
        zones: &[TimeZone],
        start: Timestamp,
        days: i64,
    ) -> Self {
        let minutes = (0..days * 24 * 60).map(|minute| start + SignedDuration::from_mins(minute));
        let open: Vec<bool> = minutes
            .map(|moment| {
                let shows = |zone: &TimeZone| on_the_wall(hours, purpose, zone, moment);
                zones.iter().all(shows)
            })
            .collect();
        let mut next_closed = vec![open.len(); open.len()];
        for minute in (0..open.len()).rev() {
            next_closed[minute] = if open[minute] {
                next_closed.get(minute + 1).copied().unwrap_or(open.len())
            } else {
                minute
            };
        }
        Self {
            start,
            open,
            next_closed,
        }
    }

    /// Whether all minutes are open that are touched from `now` on for so long.
    pub(super) fn is_open_for(&self, now: Timestamp, time: Duration) -> bool {
        let first = self.second(now);
        let last = first + usize::try_from(time.as_secs()).expect("small");
        self.open[first / 60..=last / 60].iter().all(|open| *open)
    }

    /// What is to be decided at `now`; `church` is read from the same moment on.
    pub(super) fn decision(&self, church: &Self, now: Timestamp) -> SendDecision {
        let found = |second| self.found(second).or_else(|| church.found(second));
        let second = self.second(now);
        let until = match found(second).expect("days enough") {
            Found::ClosedUntil(opening) => opening,
            Found::OpenUntil(closing) => {
                let validity = (closing - second).saturating_sub(60).min(36_000);
                if validity >= 300 {
                    return SendDecision::SendNow {
                        validity: Duration::from_secs(validity.try_into().expect("small")),
                    };
                }
                match found(closing).expect("days enough") {
                    Found::ClosedUntil(opening) => opening,
                    Found::OpenUntil(_) => closing,
                }
            }
        };
        let until = SignedDuration::from_secs(until.try_into().expect("small"));
        SendDecision::Hold {
            until: self.start + until,
        }
    }

    fn second(&self, now: Timestamp) -> usize {
        usize::try_from(self.start.duration_until(now).as_secs()).expect("after the start")
    }

    /// `None` when there are not six open minutes on end that begin within four days.
    fn found(&self, second: usize) -> Option<Found> {
        let is_long_enough = |from: &usize| self.next_closed[from / 60] * 60 >= from + 360;
        let minutes = (second / 60 + 1..).map(|minute| minute * 60);
        let opening = std::iter::once(second)
            .chain(minutes)
            .take_while(|from| *from < second + 4 * 86_400)
            .find(is_long_enough)?;
        Some(if self.open[second / 60] {
            Found::OpenUntil(self.next_closed[second / 60] * 60)
        } else {
            Found::ClosedUntil(opening)
        })
    }
}

/// Whether the clock in a zone shows a time at which texts may go out.
fn on_the_wall(hours: &QuietHours, purpose: Purpose, zone: &TimeZone, moment: Timestamp) -> bool {
    let local = moment.to_zoned(zone.clone());
    let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
    let of = |time: jiff::civil::Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    let too_early_on_sunday =
        purpose == Purpose::Solicitation && local.weekday() == Weekday::Sunday && minute < 12 * 60;
    minute >= of(hours.opens()) && minute < of(hours.closes()) && !too_early_on_sunday
}
