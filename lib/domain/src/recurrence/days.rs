//! The days of a rule: calendar arithmetic alone, without clocks, zones or days left out.

use std::iter;

use jiff::civil::Date;
use jiff::{Span, Unit};

use super::{Ends, Pattern, Recurrence};

/// A day of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: Date,
    /// Whether the month lacks the day that the rule names, so that its last day is taken.
    pub(super) is_clamped: bool,
}

impl Day {
    fn ordinary(date: Date) -> Self {
        Self {
            date,
            is_clamped: false,
        }
    }
}

impl Recurrence {
    /// The days of the rule from `from` on, in order, up to its end or the end of the calendar.
    pub(super) fn days_from(&self, from: Date) -> impl Iterator<Item = Day> + '_ {
        let last = self.last_day();
        self.endless_days_from(from)
            .take_while(move |day| last.is_none_or(|last| day.date <= last))
    }

    /// The last day that may count; `None` where there is none.
    fn last_day(&self) -> Option<Date> {
        match self.ends {
            Ends::Never => None,
            Ends::On(date) => Some(date),
            Ends::After(count) => {
                let mut days = self.endless_days_from(self.starts_on);
                let last = days.nth(usize::from(count).saturating_sub(1));
                last.map(|day| day.date)
            }
        }
    }

    fn endless_days_from(&self, from: Date) -> impl Iterator<Item = Day> + '_ {
        let first = self.first_from(from);
        iter::successors(first, |day| self.first_from(day.date.tomorrow().ok()?))
    }

    /// The first day of the rule on or after `from`, whatever its end.
    fn first_from(&self, from: Date) -> Option<Day> {
        let start = self.starts_on;
        let from = from.max(start);
        match &self.pattern {
            Pattern::Once => (from == start).then(|| Day::ordinary(start)),
            Pattern::Birthday => Some(Day::ordinary(from)),
            Pattern::Daily { interval } => {
                let behind = days_between(start, from)? % i32::from(interval.get());
                let ahead = (i32::from(interval.get()) - behind) % i32::from(interval.get());
                Some(Day::ordinary(plus_days(from, ahead)?))
            }
            Pattern::Weekly { interval, days } => {
                let interval = i32::from(interval.get());
                let weeks = days_between(monday_of(start)?, monday_of(from)?)? / 7;
                let is_week_of_rule = weeks % interval == 0;
                let rest_of_week = (0..7)
                    .map_while(|ahead| plus_days(from, ahead))
                    .take_while(|date| is_week_of_rule && monday_of(*date) == monday_of(from))
                    .find(|date| days.contains(date.weekday()));
                let later = || {
                    let ahead = interval - weeks % interval;
                    let monday = plus_days(monday_of(from)?, 7 * ahead)?;
                    let first = days.iter().next()?;
                    plus_days(monday, first.to_monday_zero_offset().into())
                };
                rest_of_week.or_else(later).map(Day::ordinary)
            }
            Pattern::Monthly { interval, day } => {
                let interval = i32::from(interval.get());
                let months = months_between(start, from);
                let ahead = (interval - months % interval) % interval;
                // The day of this month may be over; that of the next one of the rule is not.
                [ahead, ahead + interval].into_iter().find_map(|ahead| {
                    let month = from.first_of_month().checked_add(Span::new().months(ahead));
                    let (date, is_clamped) = day.in_month_of(month.ok()?)?;
                    (date >= from).then_some(Day { date, is_clamped })
                })
            }
            Pattern::Yearly { interval } => {
                let interval = i32::from(interval.get());
                let years = i32::from(from.year()) - i32::from(start.year());
                let ahead = (interval - years % interval) % interval;
                [ahead, ahead + interval].into_iter().find_map(|ahead| {
                    // Adding years to 29 February gives the 28th where there is no 29th.
                    let date = start.checked_add(Span::new().years(years + ahead)).ok()?;
                    let is_clamped = date.day() != start.day();
                    (date >= from).then_some(Day { date, is_clamped })
                })
            }
            // What is counted from a feast may fall into the year before or after, and none into the next.
            Pattern::Feast { feast, offset } => (-1..=2).find_map(|ahead| {
                let day = feast.in_year(from.year().checked_add(ahead)?)?;
                let date = plus_days(day, (*offset).into())?;
                (date >= from).then(|| Day::ordinary(date))
            }),
        }
    }
}

fn days_between(from: Date, to: Date) -> Option<i32> {
    Some(from.until((Unit::Day, to)).ok()?.get_days())
}

fn months_between(from: Date, to: Date) -> i32 {
    let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    months(to) - months(from)
}

fn monday_of(date: Date) -> Option<Date> {
    plus_days(date, -i32::from(date.weekday().to_monday_zero_offset()))
}

fn plus_days(date: Date, days: i32) -> Option<Date> {
    date.checked_add(Span::new().days(days)).ok()
}
