//! Rules as staff write them, and what comes of them. `tests/recurrence_by_reference.rs` compares 120,000 random ones with
//! an independent implementation.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;

mod calendar;
mod clocks;
mod writing;

/// Reads a rule that is written on one line, such as `every 2 weekly monday,thursday at 09:00 from 2026-03-04 times 3
/// skip 2026-03-16`. One that comes once or every year has its date after `from`.
fn rule(zone: &str, line: &str) -> Recurrence {
    let mut written = WrittenSchedule::default();
    let mut day = Vec::new();
    let mut words = line.split_whitespace();
    while let Some(word) = words.next() {
        let mut value = || words.next().expect("a value").to_owned();
        match word {
            "every" => written.interval = Some(value().parse().expect("a number")),
            "at" => written.schedule_time = value(),
            "from" if matches!(written.schedule_type.as_str(), "once" | "yearly") => {
                written.schedule_date = Some(value());
            }
            "from" => written.starts_on = Some(value()),
            "until" => written.ends_on = Some(value()),
            "times" => written.ends_after = Some(value().parse().expect("a number")),
            "skip" => written.skip_dates.push(value()),
            _ if written.schedule_type.is_empty() => {
                written.schedule_type = word.to_owned();
                if word == "feast" {
                    written.feast = Some(value());
                    written.feast_offset = Some(value().parse().expect("a number"));
                }
            }
            _ => day.push(word),
        }
    }
    written.schedule_day = (!day.is_empty()).then(|| day.join(" "));
    let zone = TimeZoneName::parse(zone).expect("a zone");
    let today = |_: &TimeZoneName| Date::constant(2026, 1, 1);
    written
        .read(&zone, today)
        .unwrap_or_else(|errors| panic!("{line}: {errors:?}"))
}

/// The first occurrences of a rule, asked for a day before it begins: local time, offset and marks.
fn first(rule: &Recurrence, count: usize) -> Vec<String> {
    let zone = rule.zone.rules();
    let eve = rule.starts_on.yesterday().expect("a day before");
    let eve = eve.to_zoned(zone.clone()).expect("a moment").timestamp();
    rule.upcoming(eve, &BTreeSet::new())
        .take(count)
        .map(|occurrence| {
            let zoned = occurrence.at.to_zoned(zone.clone());
            assert_eq!(zoned.datetime(), occurrence.local);
            let marks = [
                ("gap", occurrence.clock == ClockTime::Missing),
                ("fold", occurrence.clock == ClockTime::Twice),
                ("clock", occurrence.is_clock_changed),
                ("clamped", occurrence.is_clamped),
                ("skipped", occurrence.left_out.is_some()),
            ];
            let marks = marks.iter().filter(|(_, is_set)| *is_set);
            let marks: String = marks.map(|(name, _)| format!(" {name}")).collect();
            format!("{}{marks}", zoned.strftime("%Y-%m-%dT%H:%M%:z"))
        })
        .collect()
}

/// A name, a zone, a rule, and its first occurrences.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

fn check(cases: &[Case]) {
    for (name, zone, line, expected) in cases {
        assert_eq!(
            first(&rule(zone, line), expected.len()),
            *expected,
            "{name}"
        );
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

#[test]
fn what_ends_comes_no_more() {
    for (line, count) in [
        ("once at 09:00 from 2026-12-24", 1),
        ("daily at 09:00 from 2026-03-01 times 3", 3),
        ("daily at 09:00 from 2026-03-01 until 2026-03-04", 4),
        (
            "every 2 weekly sunday at 09:00 from 2026-03-02 until 2026-03-09",
            1,
        ),
        ("weekly sunday at 09:00 from 2026-03-02 until 2026-03-07", 0),
        ("daily at 09:00 from 2026-03-01 times 3 skip 2026-03-02", 3),
    ] {
        assert_eq!(
            first(&rule("America/Chicago", line), 99).len(),
            count,
            "{line}"
        );
    }
}

#[test]
fn the_next_is_the_first_that_is_not_over_not_settled_and_not_left_out() {
    let rule = Recurrence {
        skips_holidays: true,
        ..rule(
            "America/Chicago",
            "weekly sunday at 09:00 from 2026-03-01 skip 2026-03-15",
        )
    };
    let holidays = BTreeSet::from([Date::constant(2026, 3, 22)]);
    let next = |after: &str, settled: Option<Date>| {
        let next = rule.next(at(after), settled, &holidays);
        next.map(|next| next.date.to_string())
    };
    assert_eq!(
        next("2026-03-01T14:59:59Z", None),
        Some("2026-03-01".into())
    );
    assert_eq!(
        next("2026-03-01T15:00:00Z", None),
        Some("2026-03-08".into())
    );
    let settled = Some(Date::constant(2026, 3, 1));
    assert_eq!(
        next("2026-02-01T00:00:00Z", settled),
        Some("2026-03-08".into())
    );
    let settled = Some(Date::constant(2026, 3, 8));
    assert_eq!(
        next("2026-02-01T00:00:00Z", settled),
        Some("2026-03-29".into())
    );
}

#[test]
fn holidays_are_left_out_only_by_rules_that_say_so() {
    let ordinary = rule("America/Chicago", "daily at 09:00 from 2026-12-25");
    let holidays = BTreeSet::from([ordinary.starts_on]);
    let left_out = |rule: &Recurrence| {
        let mut upcoming = rule.upcoming(at("2026-12-25T00:00:00Z"), &holidays);
        upcoming.next().map(|first| first.left_out)
    };
    assert_eq!(left_out(&ordinary), Some(None));
    let careful = Recurrence {
        skips_holidays: true,
        ..ordinary
    };
    assert_eq!(left_out(&careful), Some(Some(LeftOutDay::Holiday)));
}

#[test]
fn a_rule_of_which_every_day_is_left_out_comes_to_an_end_without_an_endless_search() {
    let line = "daily at 09:00 from 2026-03-01 times 2 skip 2026-03-01 skip 2026-03-02";
    let rule = rule("America/Chicago", line);
    assert_eq!(
        rule.next(at("2026-01-01T00:00:00Z"), None, &BTreeSet::new()),
        None
    );
}

#[test]
fn the_search_ends_with_the_calendar() {
    let rule = rule(
        "America/Chicago",
        "every 100 yearly at 09:00 from 2199-02-28",
    );
    let holidays = BTreeSet::new();
    let all = rule.upcoming(at("2026-01-01T00:00:00Z"), &holidays);
    assert_eq!(all.count(), 79);
}

fn any_rule() -> impl Strategy<Value = Recurrence> {
    let zones = prop_oneof![
        Just("America/New_York"),
        Just("Europe/London"),
        Just("Africa/Cairo"),
        Just("Australia/Lord_Howe"),
        Just("Pacific/Apia"),
        Just("Asia/Kolkata"),
    ];
    let patterns = prop_oneof![
        Just("daily".to_owned()),
        Just("weekly friday,saturday".to_owned()),
        Just("weekly sunday".to_owned()),
        (1..=31).prop_map(|day| format!("monthly {day}")),
        Just("monthly last".to_owned()),
        Just("monthly third wednesday".to_owned()),
        Just("monthly last friday".to_owned()),
        Just("yearly".to_owned()),
        (-100..=100).prop_map(|offset| format!("feast orthodox_easter {offset}")),
        (-100..=100).prop_map(|offset| format!("feast advent_1 {offset}")),
    ];
    let starts = (2009_i16..2030, 1_i8..=12, 1_i8..=28);
    (zones, patterns, 1..=9, 0..24, 0..60, starts).prop_map(
        |(zone, pattern, every, hour, minute, (year, month, day))| {
            let every = if pattern.starts_with("feast") {
                1
            } else {
                every
            };
            let line = format!(
                "every {every} {pattern} at {hour:02}:{minute:02} from {year}-{month:02}-{day:02}"
            );
            rule(zone, &line)
        },
    )
}

proptest! {
    #[test]
    fn moments_and_days_only_ever_grow(rule in any_rule()) {
        let all: Vec<_> = rule.upcoming(at("2009-01-01T00:00:00Z"), &BTreeSet::new()).take(40).collect();
        for pair in all.windows(2) {
            prop_assert!(pair[0].at < pair[1].at && pair[0].date < pair[1].date, "{pair:?}");
        }
    }

    #[test]
    fn whenever_one_asks_the_same_ones_are_to_come(rule in any_rule(), later in 0_i64..4_000) {
        let start = at("2009-06-01T00:00:00Z");
        let asked = start + SignedDuration::from_hours(later * 11);
        let all: Vec<_> = rule.upcoming(start, &BTreeSet::new()).take(60).map(|one| one.at).collect();
        let rest: Vec<_> = all.iter().copied().filter(|one| *one > asked).collect();
        let again: Vec<_> = rule.upcoming(asked, &BTreeSet::new()).take(rest.len()).map(|one| one.at).collect();
        prop_assert_eq!(rest, again);
    }

    #[test]
    fn the_wall_clock_time_is_kept_but_in_gaps(rule in any_rule()) {
        for one in rule.upcoming(at("2009-01-01T00:00:00Z"), &BTreeSet::new()).take(40) {
            if one.clock != ClockTime::Missing {
                prop_assert_eq!(one.local, one.date.to_datetime(rule.time));
            }
        }
    }
}
