//! A rule as staff write it, field by field, and as it is shown to them again. The fields have the names of the API.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;

use jiff::civil::{Date, Time};

use super::{Ends, Feast, Interval, MonthlyDay, Pattern, Recurrence, Weekdays};
use crate::field_error::FieldError;
use crate::time_zone::TimeZoneName;

/// How times of the day are written.
const TIME_FORMAT: &str = "%H:%M";
/// How days are written.
const DATE_FORMAT: &str = "%Y-%m-%d";
/// The years in which rules may begin and end; others are slips of the keyboard.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2199;

/// A rule as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WrittenSchedule {
    /// What kind of rule: `once`, `daily`, `weekly`, `monthly`, `yearly`, `feast` or `birthday`.
    pub schedule_type: String,
    /// The time of the day: `09:00`.
    pub schedule_time: String,
    /// The day of one that comes once, and the first of one that comes every year.
    pub schedule_date: Option<String>,
    /// The days of the week, or the day of the month.
    pub schedule_day: Option<String>,
    /// Every how many days, weeks, months or years.
    pub interval: Option<u32>,
    /// The feast.
    pub feast: Option<String>,
    /// How many days after the feast.
    pub feast_offset: Option<i64>,
    /// The first day that counts.
    pub starts_on: Option<String>,
    /// The last day that counts.
    pub ends_on: Option<String>,
    /// After how many occurrences it ends.
    pub ends_after: Option<u32>,
    /// Days that are left out.
    pub skip_dates: Vec<String>,
    /// Whether the church's holidays are left out.
    pub skip_holidays: bool,
    /// Whose clock.
    pub time_zone: Option<String>,
}

/// Reads a time in hours and minutes.
pub(super) fn read_time(text: &str) -> Option<Time> {
    let time = Time::strptime(TIME_FORMAT, text).ok()?;
    (written_time(time) == text).then_some(time)
}

/// Writes a time in hours and minutes.
pub(super) fn written_time(time: Time) -> String {
    time.strftime(TIME_FORMAT).to_string()
}

fn read_date(text: &str) -> Option<Date> {
    let date = Date::strptime(DATE_FORMAT, text).ok()?;
    (date.to_string() == text && YEARS.contains(&date.year())).then_some(date)
}

impl WrittenSchedule {
    /// Reads the rule. Where no zone is written, it is `zone`; where no first day is, it is `first_day`, which is asked for
    /// with the rule's zone.
    ///
    /// # Errors
    /// One error for each field that is wrong.
    pub fn read(
        &self,
        zone: &TimeZoneName,
        first_day: impl FnOnce(&TimeZoneName) -> Date,
    ) -> Result<Recurrence, Vec<FieldError>> {
        let mut reader = Reader::default();
        let time = read_time(&self.schedule_time);
        let time = reader.needed(
            "schedule_time",
            time,
            "Enter the time of the day, such as 09:00.",
        );
        let zone = match &self.time_zone {
            Some(text) => reader.parsed("time_zone", TimeZoneName::parse(text)),
            None => Some(zone.clone()),
        };
        let pattern = self.read_pattern(&mut reader);
        let schedule_date = reader.date("schedule_date", self.schedule_date.as_deref());
        let starts_on = reader.date("starts_on", self.starts_on.as_deref());
        let has_date = matches!(&pattern, Some(Pattern::Once | Pattern::Yearly { .. }));
        if pattern.is_some() {
            if has_date {
                reader.check(
                    "schedule_date",
                    self.schedule_date.is_some(),
                    "Enter the day, such as 2026-12-24.",
                );
                let is_absent = starts_on.is_none();
                reader.check(
                    "starts_on",
                    is_absent,
                    "Leave this out: it begins with schedule_date.",
                );
            } else {
                let is_absent = self.schedule_date.is_none();
                reader.check(
                    "schedule_date",
                    is_absent,
                    "Leave this out: only \"once\" and \"yearly\" have a date.",
                );
            }
        }
        let ends = self.read_ends(&mut reader, pattern.as_ref());
        let skip_dates = self.read_skip_dates(&mut reader);
        let starts_on = if has_date { schedule_date } else { starts_on };
        let (Some(pattern), Some(time), Some(zone), Some(ends), []) =
            (pattern, time, zone, ends, reader.errors.as_slice())
        else {
            return Err(reader.errors);
        };
        let starts_on = starts_on.unwrap_or_else(|| first_day(&zone));
        if matches!(ends, Ends::On(date) if date < starts_on) {
            let message = "This is before the first day. Choose a later one.";
            return Err(vec![FieldError::new("ends_on", message)]);
        }
        Ok(Recurrence {
            pattern,
            time,
            zone,
            starts_on,
            ends,
            skip_dates,
            skips_holidays: self.skip_holidays,
        })
    }

    fn read_pattern(&self, reader: &mut Reader) -> Option<Pattern> {
        let interval = match self.interval {
            Some(number) => reader.parsed("interval", Interval::new(number)),
            None => Some(Interval::ONE),
        };
        let pattern = match self.schedule_type.as_str() {
            "once" => Some(Pattern::Once),
            "birthday" => Some(Pattern::Birthday),
            "daily" => interval.map(|interval| Pattern::Daily { interval }),
            "yearly" => interval.map(|interval| Pattern::Yearly { interval }),
            "weekly" => self.schedule_day::<Weekdays>(reader).and_then(|days| {
                Some(Pattern::Weekly {
                    interval: interval?,
                    days,
                })
            }),
            "monthly" => self.schedule_day::<MonthlyDay>(reader).and_then(|day| {
                Some(Pattern::Monthly {
                    interval: interval?,
                    day,
                })
            }),
            "feast" => self.read_feast(reader),
            _ => {
                let message = "Use \"once\", \"daily\", \"weekly\", \"monthly\", \"yearly\", \"feast\" or \"birthday\".";
                reader.reject("schedule_type", message);
                return None;
            }
        };
        let kind = self.schedule_type.as_str();
        if !matches!(kind, "weekly" | "monthly") {
            let is_absent = self.schedule_day.is_none();
            let message = "Leave this out: only \"weekly\" and \"monthly\" have days.";
            reader.check("schedule_day", is_absent, message);
        }
        if kind != "feast" {
            let message = "Leave this out: it goes with schedule_type \"feast\".";
            reader.check("feast", self.feast.is_none(), message);
            let is_absent = self.feast_offset.unwrap_or(0) == 0;
            reader.check("feast_offset", is_absent, message);
        }
        if matches!(kind, "once" | "feast" | "birthday") {
            let is_absent = self.interval.unwrap_or(1) == 1;
            let message = "Leave this out: it goes with days, weeks, months and years.";
            reader.check("interval", is_absent, message);
        }
        pattern
    }

    fn schedule_day<T: FromStr<Err: Display>>(&self, reader: &mut Reader) -> Option<T> {
        let text = self.schedule_day.as_deref().unwrap_or_default();
        reader.parsed("schedule_day", text.parse())
    }

    fn read_feast(&self, reader: &mut Reader) -> Option<Pattern> {
        let text = self.feast.as_deref().unwrap_or_default();
        let feast = reader.parsed("feast", text.parse::<Feast>());
        let furthest = Pattern::FURTHEST_FROM_FEAST;
        let offset = i16::try_from(self.feast_offset.unwrap_or(0)).ok();
        let offset = offset.filter(|offset| (-furthest..=furthest).contains(offset));
        let message = format!("Use a number of days from -{furthest} to {furthest}.");
        let offset = reader.needed("feast_offset", offset, &message);
        Some(Pattern::Feast {
            feast: feast?,
            offset: offset?,
        })
    }

    fn read_ends(&self, reader: &mut Reader, pattern: Option<&Pattern>) -> Option<Ends> {
        let maximum = Ends::MOST_OCCURRENCES;
        let date = reader.date("ends_on", self.ends_on.as_deref());
        if pattern == Some(&Pattern::Once) {
            let message = "Leave this out: what comes once has no other end.";
            reader.check("ends_on", self.ends_on.is_none(), message);
            reader.check("ends_after", self.ends_after.is_none(), message);
        }
        match (date, self.ends_after) {
            (Some(_), Some(_)) => {
                reader.reject(
                    "ends_after",
                    "Choose one: a last day, or a number of times.",
                );
                None
            }
            (Some(date), None) => Some(Ends::On(date)),
            (None, None) => Some(Ends::Never),
            (None, Some(count)) => {
                let count = u16::try_from(count).ok();
                let count = count.filter(|count| (1..=maximum).contains(count));
                let message = format!("Use a number from 1 to {maximum}.");
                reader
                    .needed("ends_after", count, &message)
                    .map(Ends::After)
            }
        }
    }

    fn read_skip_dates(&self, reader: &mut Reader) -> BTreeSet<Date> {
        let maximum = Recurrence::MAXIMUM_SKIP_DATES;
        let count = self.skip_dates.len();
        if count > maximum {
            let message = format!("Give at most {maximum} days: there are {count}.");
            reader.reject("skip_dates", message);
            return BTreeSet::new();
        }
        let dates = self.skip_dates.iter();
        dates
            .filter_map(|text| reader.date("skip_dates", Some(text)))
            .collect()
    }
}

impl From<&Recurrence> for WrittenSchedule {
    fn from(rule: &Recurrence) -> Self {
        let start = rule.starts_on.to_string();
        let written = Self {
            schedule_time: written_time(rule.time),
            starts_on: Some(start.clone()),
            skip_dates: rule.skip_dates.iter().map(ToString::to_string).collect(),
            skip_holidays: rule.skips_holidays,
            time_zone: Some(rule.zone.to_string()),
            interval: Some(1),
            ends_on: match rule.ends {
                Ends::On(date) => Some(date.to_string()),
                Ends::Never | Ends::After(_) => None,
            },
            ends_after: match rule.ends {
                Ends::After(count) => Some(count.into()),
                Ends::Never | Ends::On(_) => None,
            },
            ..Self::default()
        };
        let with_date = |written: Self| Self {
            schedule_date: Some(start),
            starts_on: None,
            ..written
        };
        match &rule.pattern {
            Pattern::Once => Self {
                schedule_type: "once".into(),
                ..with_date(written)
            },
            Pattern::Daily { interval } => Self {
                schedule_type: "daily".into(),
                interval: Some((*interval).into()),
                ..written
            },
            Pattern::Weekly { interval, days } => Self {
                schedule_type: "weekly".into(),
                interval: Some((*interval).into()),
                schedule_day: Some(days.to_string()),
                ..written
            },
            Pattern::Monthly { interval, day } => Self {
                schedule_type: "monthly".into(),
                interval: Some((*interval).into()),
                schedule_day: Some(day.to_string()),
                ..written
            },
            Pattern::Yearly { interval } => Self {
                schedule_type: "yearly".into(),
                interval: Some((*interval).into()),
                ..with_date(written)
            },
            Pattern::Feast { feast, offset } => Self {
                schedule_type: "feast".into(),
                feast: Some(feast.as_str().into()),
                feast_offset: Some((*offset).into()),
                ..written
            },
            Pattern::Birthday => Self {
                schedule_type: "birthday".into(),
                ..written
            },
        }
    }
}

/// Collects what is wrong, so that all of it is told at once.
#[derive(Default)]
struct Reader {
    errors: Vec<FieldError>,
}

impl Reader {
    fn reject(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldError::new(field, message));
    }

    fn check(&mut self, field: &str, is_good: bool, message: &str) {
        if !is_good {
            self.reject(field, message);
        }
    }

    fn needed<T>(&mut self, field: &str, value: Option<T>, message: &str) -> Option<T> {
        self.check(field, value.is_some(), message);
        value
    }

    fn parsed<T, E: Display>(&mut self, field: &str, result: Result<T, E>) -> Option<T> {
        result
            .map_err(|error| self.reject(field, error.to_string()))
            .ok()
    }

    fn date(&mut self, field: &str, text: Option<&str>) -> Option<Date> {
        let text = text?;
        let message = format!(
            "Enter days such as 2026-12-24, from {} to {}.",
            YEARS.start(),
            YEARS.end()
        );
        self.needed(field, read_date(text), &message)
    }
}
