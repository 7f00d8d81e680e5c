//! Every minute around the changes of the clocks, in zones that make trouble (I10).

use jiff::civil::date;
use proptest::prelude::*;

use super::minute_by_minute::MinuteByMinute;
use super::*;

/// Zones and years, with what is special about them.
const ZONES: [(&str, std::ops::RangeInclusive<i16>); 16] = [
    ("America/New_York", 2025..=2027),
    ("America/Los_Angeles", 2026..=2027),
    ("America/Chicago", 2026..=2026),
    ("Pacific/Honolulu", 2026..=2026), // it never changes
    ("Europe/London", 2025..=2027),
    ("Europe/Dublin", 2026..=2026), // its winter is the exception
    ("Australia/Lord_Howe", 2025..=2027), // it changes by half an hour
    ("America/Sao_Paulo", 2017..=2019), // it changed at midnight
    ("America/St_Johns", 2010..=2011), // it changed at 0:01, and is off by half an hour
    ("Asia/Kathmandu", 1985..=1986), // it went from 5:30 to 5:45
    ("Africa/Casablanca", 2025..=2026), // it goes back for Ramadan
    ("Pacific/Apia", 2011..=2012),  // it skipped 30 December 2011
    ("Pacific/Kwajalein", 1993..=1993), // it skipped 21 August 1993
    ("Pacific/Chatham", 2026..=2026), // it is off by 45 minutes
    ("America/Caracas", 2016..=2016), // it went from -4:30 to -4
    ("Antarctica/Casey", 2020..=2022), // it changes by three hours
];

/// The changes of a zone's clocks in a year; the middle of June where there is none.
fn changes(zone: &TimeZone, year: i16) -> Vec<Timestamp> {
    let moment = |date: Date| date.to_zoned(TimeZone::UTC).expect("a day").timestamp();
    let end = moment(date(year + 1, 1, 1));
    let found: Vec<_> = zone
        .following(moment(date(year, 1, 1)))
        .map(|change| change.timestamp())
        .take_while(|change| *change < end)
        .collect();
    if found.is_empty() {
        vec![moment(date(year, 6, 15))]
    } else {
        found
    }
}

/// Checks a second of each minute from a day before `change` to a day after it; says how many.
fn check_around(
    change: Timestamp,
    zone: &TimeZone,
    hours: &QuietHours,
    (purpose, second): (Purpose, i64),
) -> usize {
    let day = SignedDuration::from_hours(24);
    let zones = MemberZones::of(zone.clone(), []);
    let wall = MinuteByMinute::read(hours, purpose, zones.all(), change - day, 6);
    let minutes = 2 * 24 * 60;
    for minute in 0..minutes {
        let now = change - day + SignedDuration::from_secs(60 * minute + second);
        let decision = hours.decide(now, &zones, purpose);
        if let SendDecision::SendNow { validity } = decision {
            let validity = validity + CLOCK_MARGIN - Duration::from_secs(1);
            assert!(wall.is_open_for(now, validity), "{now} {validity:?}");
        }
        assert_eq!(
            decision,
            wall.decision(&wall, now),
            "{purpose:?} at {now} in {zone:?}"
        );
    }
    usize::try_from(minutes).expect("small")
}

/// The purposes that keep hours, each with the second of every minute that is asked about: the first or the last.
const PURPOSES: [(Purpose, i64); 2] = [(Purpose::Information, 0), (Purpose::Solicitation, 59)];

#[test]
fn no_minute_around_a_change_of_the_clocks_is_sent_into_quiet_hours() {
    let hours = QuietHours::default();
    let mut count = 0;
    let mut changes_checked = 0;
    for (name, years) in ZONES {
        let zone = zone(name);
        for change in years.flat_map(|year| changes(&zone, year)) {
            for purpose in PURPOSES {
                count += check_around(change, &zone, &hours, purpose);
            }
            changes_checked += 1;
        }
    }
    println!(
        "{count} decisions, one a minute and purpose, around {changes_checked} changes of the clocks in {} zones",
        ZONES.len()
    );
    assert!(changes_checked > 50 && count > 300_000);
}

/// A zone that changes its clocks on a day and at an hour of ours, by up to three hours, in March and in November.
fn invented_zone() -> impl Strategy<Value = TimeZone> {
    (
        -44_i32..=52,
        -12_i32..=12,
        0_u32..=6,
        6 * 60_i32..22 * 60,
        6 * 60_i32..22 * 60,
    )
        .prop_map(|(offset, change, weekday, spring, autumn)| {
            // POSIX counts offsets to the west.
            let west = |quarters: i32| {
                let sign = if quarters > 0 { "-" } else { "" };
                let minutes = quarters.abs() * 15;
                format!("{sign}{}:{:02}", minutes / 60, minutes % 60)
            };
            let at = |minutes: i32| format!("{}:{:02}", minutes / 60, minutes % 60);
            let rule = format!(
                "AAA{}BBB{},M3.2.{weekday}/{},M11.1.{weekday}/{}",
                west(offset),
                west(offset + change),
                at(spring),
                at(autumn)
            );
            TimeZone::posix(&rule).expect("a rule")
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Real zones change at night. These change while the hours are open, begin or end, so that local times of theirs
    /// exist twice or not at all.
    #[test]
    fn no_minute_is_sent_into_quiet_hours_when_clocks_change_by_day(
        zone in invented_zone(), opens in 8_i8..=19, length in 1_i8..=13, purpose in prop::sample::select(&PURPOSES),
    ) {
        let closes = (opens + length).min(21);
        let hours = QuietHours::new(time(opens, 0, 0, 0), time(closes, 0, 0, 0)).expect("hours");
        for change in changes(&zone, 2026) {
            check_around(change, &zone, &hours, purpose);
        }
    }
}
