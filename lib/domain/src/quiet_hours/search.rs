//! Finds the moments at which hours begin and end.
//!
//! A zone is open at a moment when its clock shows a time within the hours then; nothing else is asked. Between two
//! changes of the clock it runs evenly, so the next moment at which the answer can change is either the next change of
//! the clock, or the next time on it that matters. Going from one such moment to the next needs no rule for local times
//! that do not exist or exist twice, and holds for days that are skipped.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::QuietHours;
use super::window::SHORTEST_WINDOW;
use crate::purpose::Purpose;

/// How far ahead the search goes. What a zone is open for is the same every day but Sunday, and the Sundays of two zones
/// together take two days at most: hours that do not come within four days do not come.
const HORIZON: SignedDuration = SignedDuration::from_hours(4 * 24);

/// How far a search that begins at `moment` goes.
pub(super) fn horizon_of(moment: Timestamp) -> Timestamp {
    moment.checked_add(HORIZON).unwrap_or(Timestamp::MAX)
}

/// Whether the hours are open at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HoursAt {
    /// They are, until this first moment at which they are not.
    OpenUntil(Timestamp),
    /// They are not, until this first moment at which they are, for long enough to send something.
    ClosedUntil(Timestamp),
}

/// The hours in which all of some zones are open.
pub(super) struct CommonHours<'a> {
    zones: Vec<LocalHours<'a>>,
}

impl<'a> CommonHours<'a> {
    pub(super) fn of(hours: &'a QuietHours, purpose: Purpose, zones: &'a [TimeZone]) -> Self {
        let local = |zone| LocalHours {
            hours,
            purpose,
            zone,
        };
        Self {
            zones: zones.iter().map(local).collect(),
        }
    }

    /// How it is at `now`; `None` when nothing can be sent from then until the horizon.
    pub(super) fn at(&self, now: Timestamp) -> Option<HoursAt> {
        let opens_at = self.window_from(now)?;
        Some(if self.is_open(now) {
            HoursAt::OpenUntil(self.closing_from(now))
        } else {
            HoursAt::ClosedUntil(opens_at)
        })
    }

    /// The first moment from `moment` on after which all are open for long enough to send something.
    fn window_from(&self, moment: Timestamp) -> Option<Timestamp> {
        let limit = horizon_of(moment);
        let mut from = moment;
        loop {
            let opens_at = self.opening_from(from, limit)?;
            let closes_at = self.closing_from(opens_at);
            if opens_at.duration_until(closes_at).unsigned_abs() >= SHORTEST_WINDOW {
                return Some(opens_at);
            }
            from = closes_at;
        }
    }

    fn is_open(&self, moment: Timestamp) -> bool {
        self.zones.iter().all(|zone| zone.is_open(moment))
    }

    /// The first moment from `moment` on, and before `limit`, at which all are open.
    fn opening_from(&self, mut moment: Timestamp, limit: Timestamp) -> Option<Timestamp> {
        loop {
            // None is open before its own opening, so all can't be before the last of them.
            let mut latest = moment;
            for zone in &self.zones {
                latest = latest.max(zone.opening_from(moment, limit)?);
            }
            if latest == moment {
                return Some(moment);
            }
            moment = latest;
        }
    }

    /// The first moment from `moment` on at which one is closed.
    fn closing_from(&self, moment: Timestamp) -> Timestamp {
        let limit = horizon_of(moment);
        let closings = self
            .zones
            .iter()
            .map(|zone| zone.closing_from(moment, limit));
        closings.min().unwrap_or(limit)
    }
}

/// The hours of one zone.
struct LocalHours<'a> {
    hours: &'a QuietHours,
    purpose: Purpose,
    zone: &'a TimeZone,
}

impl LocalHours<'_> {
    fn is_open(&self, moment: Timestamp) -> bool {
        let local = self.zone.to_offset(moment).to_datetime(moment);
        let opens = self.hours.opens_on(local.date(), self.purpose);
        opens <= local.time() && local.time() < self.hours.closes
    }

    /// The first moment from `moment` on, and before `limit`, at which the zone is open.
    fn opening_from(&self, mut moment: Timestamp, limit: Timestamp) -> Option<Timestamp> {
        while moment < limit {
            if self.is_open(moment) {
                return Some(moment);
            }
            moment = self.next_change(moment);
        }
        None
    }

    /// The first moment from `moment` on at which the zone is closed; `limit` when it is not before.
    fn closing_from(&self, mut moment: Timestamp, limit: Timestamp) -> Timestamp {
        while moment < limit && self.is_open(moment) {
            moment = self.next_change(moment);
        }
        moment.min(limit)
    }

    /// The first moment after `moment` at which [`LocalHours::is_open`] may answer otherwise.
    fn next_change(&self, moment: Timestamp) -> Timestamp {
        let offset = self.zone.to_offset(moment);
        let local = offset.to_datetime(moment);
        let date = local.date();
        let today = [self.hours.opens_on(date, self.purpose), self.hours.closes];
        let by_time = today
            .into_iter()
            .map(|time| date.to_datetime(time))
            .chain(
                date.tomorrow()
                    .map(|date| date.to_datetime(Time::midnight())),
            )
            .filter(|time| *time > local)
            .filter_map(|time| offset.to_timestamp(time).ok())
            .min();
        let by_zone = self.zone.following(moment).next();
        by_time
            .into_iter()
            .chain(by_zone.map(|change| change.timestamp()))
            .min()
            .unwrap_or(Timestamp::MAX)
    }
}
