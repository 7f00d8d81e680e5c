//! The recurrence engine against an independent one: the crate `rrule`, which follows RFC 5545, counts days with `chrono`
//! and takes time zones from `chrono-tz`. 120,000 random rules in 24 zones, seeded.
//!
//! Where the two may differ, and nowhere else:
//! - RFC 5545 leaves out days that a month lacks; we take the month's last day. The rule for `rrule` says so by
//!   `BYMONTHDAY=28,29,30,31;BYSETPOS=-1`.
//! - `rrule` finds a time in a gap or fold of the clock by counting from midnight, which comes to what we do; where
//!   midnight itself is in the gap or fold, or after it, it leaves the day out or counts from another midnight. We don't.
//! - The two time zone databases are of different years. What lies after the older one is compared by its local time.

use std::collections::BTreeSet;

use chrono::Month;
use domain::recurrence::{
    ClockTime, Ends, Feast, Interval, MonthlyDay, Occurrence, Pattern, Recurrence,
};
use domain::time_zone::TimeZoneName;
use jiff::civil::{Date, Time};
use jiff::{Span, Timestamp};
use rrule::{Frequency, NWeekday, RRule, RRuleSet, Tz};

const RULES: u32 = 120_000;
/// How many occurrences of each rule are compared.
const COMPARED: usize = 12;
/// The year of the older time zone database.
const COMMON_RULES_END: &str = "2025-01-01T00:00:00Z";

/// Each kind of clock: with and without changes, by half an hour, at midnight, in the other half of the year, with
/// changes of the zone itself.
const ZONES: [(&str, chrono_tz::Tz); 24] = [
    ("UTC", chrono_tz::UTC),
    ("America/New_York", chrono_tz::America::New_York),
    ("America/Chicago", chrono_tz::America::Chicago),
    ("America/Denver", chrono_tz::America::Denver),
    ("America/Phoenix", chrono_tz::America::Phoenix),
    ("America/Los_Angeles", chrono_tz::America::Los_Angeles),
    ("Pacific/Honolulu", chrono_tz::Pacific::Honolulu),
    ("America/Sao_Paulo", chrono_tz::America::Sao_Paulo),
    ("America/Caracas", chrono_tz::America::Caracas),
    ("America/Port-au-Prince", chrono_tz::America::PortauPrince),
    ("Europe/London", chrono_tz::Europe::London),
    ("Europe/Berlin", chrono_tz::Europe::Berlin),
    ("Europe/Moscow", chrono_tz::Europe::Moscow),
    ("Africa/Cairo", chrono_tz::Africa::Cairo),
    ("Africa/Lagos", chrono_tz::Africa::Lagos),
    ("Asia/Jerusalem", chrono_tz::Asia::Jerusalem),
    ("Asia/Kolkata", chrono_tz::Asia::Kolkata),
    ("Asia/Seoul", chrono_tz::Asia::Seoul),
    ("Asia/Manila", chrono_tz::Asia::Manila),
    ("Asia/Pyongyang", chrono_tz::Asia::Pyongyang),
    ("Australia/Lord_Howe", chrono_tz::Australia::Lord_Howe),
    ("Australia/Sydney", chrono_tz::Australia::Sydney),
    ("Pacific/Auckland", chrono_tz::Pacific::Auckland),
    ("Pacific/Chatham", chrono_tz::Pacific::Chatham),
];

/// What was compared, to see that the test looks at what it should.
#[derive(Debug, Default)]
struct Tally {
    occurrences: u64,
    in_gaps: u64,
    in_folds: u64,
    clamped: u64,
    left_out_by_reference: u64,
    by_local_time: u64,
}

#[test]
fn any_rule_comes_when_an_independent_implementation_says() {
    let mut random = fastrand::Rng::with_seed(0x5eed_0005);
    let mut tally = Tally::default();
    for number in 0..RULES {
        let (name, zone) = ZONES[random.usize(..ZONES.len())];
        let rule = random_rule(&mut random, name);
        let ours = our_occurrences(&rule);
        let theirs = their_occurrences(&rule, zone);
        compare(number, &rule, &ours, &theirs, &mut tally);
    }
    println!("{RULES} rules: {tally:?}");
    assert!(tally.occurrences > 900_000, "{tally:?}");
    assert!(tally.in_gaps > 150 && tally.in_folds > 150, "{tally:?}");
    assert!(tally.clamped > 10_000, "{tally:?}");
    // Far fewer than are compared in gaps and folds.
    assert!(tally.left_out_by_reference < 50, "{tally:?}");
}

fn random_rule(random: &mut fastrand::Rng, zone: &str) -> Recurrence {
    let interval = Interval::new(random.u32(1..=8)).expect("an interval");
    let pattern = match random.u8(..8) {
        0 => Pattern::Daily { interval },
        1 | 2 => Pattern::Weekly {
            interval,
            days: random_weekdays(random).parse().expect("days"),
        },
        3 | 4 => Pattern::Monthly {
            interval,
            day: random_monthly_day(random),
        },
        5 => Pattern::Yearly { interval },
        6 => Pattern::Feast {
            feast: Feast::Easter,
            // The reference stays within the year of the feast.
            offset: random.i16(-80..=100),
        },
        _ => Pattern::Once,
    };
    let is_leap_day = random.u8(..10) == 0;
    let starts_on = if is_leap_day {
        Date::new(2000 + 4 * random.i16(0..8), 2, 29).expect("a leap day")
    } else {
        let day = Span::new().days(random.i32(0..365 * 32));
        Date::constant(2000, 1, 1).checked_add(day).expect("a day")
    };
    let ends = match random.u8(..6) {
        _ if pattern == Pattern::Once => Ends::Never,
        0 => Ends::After(random.u16(1..=15)),
        1 => Ends::On(starts_on + Span::new().days(random.i32(0..2_000))),
        _ => Ends::Never,
    };
    let skipped = random.usize(..4);
    let skip_dates: BTreeSet<Date> = (0..skipped)
        .map(|_| starts_on + Span::new().days(random.i32(0..60)))
        .collect();
    // The hours in which clocks change, most of the time.
    let hour = if random.bool() {
        random.i8(0..4)
    } else {
        random.i8(0..24)
    };
    Recurrence {
        pattern,
        time: Time::constant(hour, random.i8(0..60), 0, 0),
        zone: TimeZoneName::parse(zone).expect("a zone"),
        starts_on,
        ends,
        skip_dates,
        skips_holidays: false,
    }
}

const WEEKDAYS: [(&str, rrule::Weekday); 7] = [
    ("monday", rrule::Weekday::Mon),
    ("tuesday", rrule::Weekday::Tue),
    ("wednesday", rrule::Weekday::Wed),
    ("thursday", rrule::Weekday::Thu),
    ("friday", rrule::Weekday::Fri),
    ("saturday", rrule::Weekday::Sat),
    ("sunday", rrule::Weekday::Sun),
];

fn random_weekdays(random: &mut fastrand::Rng) -> String {
    let bits = random.u8(1..128);
    let chosen = WEEKDAYS.iter().enumerate();
    let names: Vec<&str> = chosen
        .filter(|(index, _)| bits & (1 << index) != 0)
        .map(|(_, (name, _))| *name)
        .collect();
    names.join(",")
}

const WEEKS: [(&str, i16); 5] = [
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("last", -1),
];

fn random_monthly_day(random: &mut fastrand::Rng) -> MonthlyDay {
    let text = match random.u8(..4) {
        0 => "last".to_owned(),
        1 => random.u8(28..=31).to_string(),
        2 => random.u8(1..=31).to_string(),
        _ => {
            let (week, _) = WEEKS[random.usize(..5)];
            let (day, _) = WEEKDAYS[random.usize(..7)];
            format!("{week} {day}")
        }
    };
    text.parse().expect("a day of the month")
}

fn our_occurrences(rule: &Recurrence) -> Vec<Occurrence> {
    rule.upcoming(Timestamp::UNIX_EPOCH, &BTreeSet::new())
        .filter(|occurrence| occurrence.left_out.is_none())
        .take(COMPARED)
        .collect()
}

fn their_occurrences(rule: &Recurrence, zone: chrono_tz::Tz) -> Vec<i64> {
    let local = |date: Date, time: Time| {
        let day = chrono::NaiveDate::from_ymd_opt(
            date.year().into(),
            date.month().unsigned_abs().into(),
            date.day().unsigned_abs().into(),
        );
        let hours = (time.hour(), time.minute(), time.second());
        let (hour, minute, second) = hours;
        day.and_then(|day| {
            day.and_hms_opt(
                hour.unsigned_abs().into(),
                minute.unsigned_abs().into(),
                second.unsigned_abs().into(),
            )
        })
        .expect("a local time")
    };
    let tz = Tz::Tz(zone);
    // Where midnight is missing or doubled, the first moment of the day.
    let start = (0..4)
        .find_map(|hour| {
            let time = Time::constant(hour, 0, 0, 0);
            local(rule.starts_on, time)
                .and_local_timezone(tz)
                .earliest()
        })
        .expect("a beginning of the day");
    let mut theirs = RRule::new(frequency(&rule.pattern))
        .by_hour(vec![rule.time.hour().unsigned_abs()])
        .by_minute(vec![rule.time.minute().unsigned_abs()])
        .by_second(vec![0])
        .week_start(rrule::Weekday::Mon);
    theirs = match &rule.pattern {
        Pattern::Once => theirs.count(1),
        Pattern::Birthday => theirs,
        Pattern::Daily { interval } => theirs.interval(interval.get().into()),
        Pattern::Weekly { interval, days } => {
            let named = WEEKDAYS.into_iter().filter(|(name, _)| {
                let day = name.parse::<domain::recurrence::Weekdays>().expect("a day");
                day.iter().all(|day| days.contains(day))
            });
            theirs
                .interval(interval.get().into())
                .by_weekday(named.map(|(_, day)| NWeekday::Every(day)).collect())
        }
        Pattern::Monthly { interval, day } => {
            let theirs = theirs.interval(interval.get().into());
            let text = day.to_string();
            if let Some((week, day)) = text.split_once(' ') {
                let (_, nth) = WEEKS
                    .into_iter()
                    .find(|(name, _)| *name == week)
                    .expect("a week");
                let (_, day) = WEEKDAYS
                    .into_iter()
                    .find(|(name, _)| *name == day)
                    .expect("a day");
                theirs.by_weekday(vec![NWeekday::Nth(nth, day)])
            } else if text == "last" {
                theirs.by_month_day(vec![-1])
            } else {
                let number: i8 = text.parse().expect("a number");
                clamped(theirs, number)
            }
        }
        Pattern::Yearly { interval } => {
            let month = rule.starts_on.month().unsigned_abs();
            let theirs = theirs
                .interval(interval.get().into())
                .by_month(&[Month::try_from(month).expect("a month")]);
            clamped(theirs, rule.starts_on.day())
        }
        Pattern::Feast { offset, .. } => theirs.by_easter(*offset),
    };
    theirs = match rule.ends {
        Ends::Never => theirs,
        Ends::After(count) => theirs.count(count.into()),
        Ends::On(date) => {
            let end = local(date, Time::constant(23, 59, 59, 0));
            let end = end
                .and_local_timezone(tz)
                .latest()
                .expect("an end of the day");
            theirs.until(end.with_timezone(&Tz::UTC))
        }
    };
    let mut set: RRuleSet = theirs.build(start).expect("a rule");
    for date in &rule.skip_dates {
        // As the reference itself finds a time on a day.
        let midnight = local(*date, Time::midnight()).and_local_timezone(tz);
        let since_midnight = chrono::TimeDelta::minutes(
            i64::from(rule.time.hour()) * 60 + i64::from(rule.time.minute()),
        );
        let exact = local(*date, rule.time).and_local_timezone(tz).single();
        let counted = midnight.single().map(|midnight| midnight + since_midnight);
        if let Some(skipped) = exact.or(counted) {
            set = set.exdate(skipped);
        }
    }
    let result = set.all(u16::try_from(COMPARED).expect("few"));
    result.dates.iter().map(|date| date.timestamp()).collect()
}

fn frequency(pattern: &Pattern) -> Frequency {
    match pattern {
        Pattern::Once | Pattern::Daily { .. } | Pattern::Birthday => Frequency::Daily,
        Pattern::Weekly { .. } => Frequency::Weekly,
        Pattern::Monthly { .. } => Frequency::Monthly,
        Pattern::Yearly { .. } | Pattern::Feast { .. } => Frequency::Yearly,
    }
}

/// The day of the month, or its last one: the last that there is of those from the 28th to it.
fn clamped(rule: RRule<rrule::Unvalidated>, day: i8) -> RRule<rrule::Unvalidated> {
    if day <= 28 {
        rule.by_month_day(vec![day])
    } else {
        rule.by_month_day((28..=day).collect()).by_set_pos(vec![-1])
    }
}

fn compare(number: u32, rule: &Recurrence, ours: &[Occurrence], theirs: &[i64], tally: &mut Tally) {
    let common_end: Timestamp = COMMON_RULES_END.parse().expect("a time");
    let described = || format!("rule {number}: {rule:?}\nours: {ours:#?}\ntheirs: {theirs:?}");
    let mut theirs_left = theirs.iter().copied().peekable();
    let mut left_out = 0;
    for occurrence in ours {
        let Some(their) = theirs_left.peek().copied() else {
            // One that they left out before let them count one less, or they left out this.
            assert!(
                left_out > 0 || is_left_out_by_reference(occurrence),
                "{}",
                described()
            );
            break;
        };
        if occurrence.at.as_second() == their {
            theirs_left.next();
        } else if occurrence.at > common_end && (occurrence.at.as_second() - their).abs() <= 3_600 {
            // The newer database knows better; the wall-clock time must be kept all the same.
            tally.by_local_time += 1;
            theirs_left.next();
            let kept = occurrence.local == occurrence.date.to_datetime(rule.time);
            assert!(
                kept || occurrence.clock == ClockTime::Missing,
                "{}",
                described()
            );
            continue;
        } else {
            assert!(is_left_out_by_reference(occurrence), "{}", described());
            left_out += 1;
            tally.left_out_by_reference += 1;
            continue;
        }
        tally.occurrences += 1;
        tally.in_gaps += u64::from(occurrence.clock == ClockTime::Missing);
        tally.in_folds += u64::from(occurrence.clock == ClockTime::Twice);
        tally.clamped += u64::from(occurrence.is_clamped);
    }
    let rest = theirs_left.count();
    assert!(rest <= left_out, "{}", described());
}

/// Whether the clock changes at the midnight from which the reference counts.
fn is_left_out_by_reference(occurrence: &Occurrence) -> bool {
    occurrence.clock != ClockTime::Ordinary
}
