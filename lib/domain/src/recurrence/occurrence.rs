//! Occurrences: the moments that follow from the days of a rule, and what staff should know about each.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Span, Timestamp};

use super::Recurrence;
use super::days::Day;

/// One time that something comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The day of the rule, which names the occurrence: there is at most one a day.
    pub date: Date,
    /// When it comes.
    pub at: Timestamp,
    /// What the clock shows then.
    pub local: DateTime,
    /// How the clock treats the time on this day.
    pub clock: ClockTime,
    /// Whether the clock is set otherwise than at the occurrence before; for the first, otherwise than at the moment from
    /// which on they were asked for.
    pub is_clock_changed: bool,
    /// Whether the month lacks the day that the rule names, so that its last day is taken.
    pub is_clamped: bool,
    /// Why it does not come after all.
    pub left_out: Option<LeftOutDay>,
}

/// How often a clock shows a time on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockTime {
    /// Once.
    Ordinary,
    /// Never: it leaps over it, and the time is moved forward by the length of the leap.
    Missing,
    /// Twice: the first is taken.
    Twice,
}

/// Why a day of a rule is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOutDay {
    /// It is one of the rule's own skip dates.
    SkipDate,
    /// It is a holiday of the church, and the rule leaves these out.
    Holiday,
}

/// The occurrences of a rule after a moment, in order, with those that are left out.
pub struct Upcoming<'a> {
    rule: &'a Recurrence,
    zone: TimeZone,
    days: Box<dyn Iterator<Item = Day> + 'a>,
    after: Timestamp,
    holidays: &'a BTreeSet<Date>,
    offset: Offset,
}

impl Recurrence {
    /// The occurrences later than `after`, in order, with those that are left out and why. Each takes a bounded amount of
    /// work, and there may be none.
    pub fn upcoming<'a>(&'a self, after: Timestamp, holidays: &'a BTreeSet<Date>) -> Upcoming<'a> {
        let zone = self.zone.rules();
        let offset = zone.to_offset(after);
        let today = offset.to_datetime(after).date();
        // A clock that leaps over a whole day brings an occurrence to the day after its own.
        let from = today.checked_sub(Span::new().days(2));
        Upcoming {
            rule: self,
            zone,
            days: Box::new(self.days_from(from.unwrap_or(Date::MIN))),
            after,
            holidays,
            offset,
        }
    }

    /// The first occurrence later than `after` that comes, and whose day is later than `settled`, if that is given.
    ///
    /// As many days are passed over as are left out, at most.
    pub fn next(
        &self,
        after: Timestamp,
        settled: Option<Date>,
        holidays: &BTreeSet<Date>,
    ) -> Option<Occurrence> {
        self.upcoming(after, holidays)
            .filter(|occurrence| settled.is_none_or(|settled| occurrence.date > settled))
            .find(|occurrence| occurrence.left_out.is_none())
    }
}

impl Upcoming<'_> {
    /// The occurrence on a day; `None` when another day of the rule has its moment already.
    fn on(&self, day: Day) -> Option<Occurrence> {
        let wanted = day.date.to_datetime(self.rule.time);
        let ambiguous = self.zone.to_ambiguous_zoned(wanted);
        let clock = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => ClockTime::Ordinary,
            AmbiguousOffset::Gap { .. } => ClockTime::Missing,
            AmbiguousOffset::Fold { .. } => ClockTime::Twice,
        };
        // Of a gap this takes the time after it, by its length; of a fold the first:
        // <https://docs.rs/jiff/latest/jiff/tz/enum.Disambiguation.html#variant.Compatible>.
        let zoned = ambiguous.compatible().ok()?;
        let local = zoned.datetime();
        // The day does not exist, and the time has moved to the next one that does.
        let is_on_another_day = local.date() != day.date && local.time() == self.rule.time;
        if is_on_another_day && self.holds_for(local.date()) {
            return None;
        }
        Some(Occurrence {
            date: day.date,
            at: zoned.timestamp(),
            local,
            clock,
            is_clock_changed: zoned.offset() != self.offset,
            is_clamped: day.is_clamped,
            left_out: self.left_out(day.date),
        })
    }

    fn holds_for(&self, date: Date) -> bool {
        let mut days = self.rule.days_from(date);
        days.next().is_some_and(|day| day.date == date)
    }

    fn left_out(&self, date: Date) -> Option<LeftOutDay> {
        if self.rule.skip_dates.contains(&date) {
            Some(LeftOutDay::SkipDate)
        } else if self.rule.skips_holidays && self.holidays.contains(&date) {
            Some(LeftOutDay::Holiday)
        } else {
            None
        }
    }
}

impl Iterator for Upcoming<'_> {
    type Item = Occurrence;

    fn next(&mut self) -> Option<Occurrence> {
        loop {
            let day = self.days.next()?;
            let Some(occurrence) = self.on(day).filter(|one| one.at > self.after) else {
                continue;
            };
            if occurrence.left_out.is_none() {
                self.offset = self.zone.to_offset(occurrence.at);
            }
            return Some(occurrence);
        }
    }
}
