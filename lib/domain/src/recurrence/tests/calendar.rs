//! Days: months of all lengths, leap years, weeks, feasts.

use super::*;

const CASES: &[Case] = &[
    (
        "the 31st becomes the last day of a shorter month",
        "America/New_York",
        "monthly 31 at 09:00 from 2026-01-31",
        &[
            "2026-01-31T09:00-05:00",
            "2026-02-28T09:00-05:00 clamped",
            "2026-03-31T09:00-04:00 clock",
            "2026-04-30T09:00-04:00 clamped",
            "2026-05-31T09:00-04:00",
        ],
    ),
    (
        "the 31st in a leap year",
        "America/New_York",
        "monthly 31 at 09:00 from 2028-02-01",
        &[
            "2028-02-29T09:00-05:00 clamped",
            "2028-03-31T09:00-04:00 clock",
        ],
    ),
    (
        "the 30th becomes the 28th or 29th of February",
        "Asia/Kolkata",
        "monthly 30 at 09:00 from 2027-02-01",
        &["2027-02-28T09:00+05:30 clamped", "2027-03-30T09:00+05:30"],
    ),
    (
        "the 29th in a leap year",
        "Asia/Kolkata",
        "monthly 29 at 09:00 from 2028-02-01",
        &["2028-02-29T09:00+05:30", "2028-03-29T09:00+05:30"],
    ),
    (
        "the last day of each month",
        "America/New_York",
        "monthly last at 09:00 from 2026-01-01",
        &[
            "2026-01-31T09:00-05:00",
            "2026-02-28T09:00-05:00",
            "2026-03-31T09:00-04:00 clock",
        ],
    ),
    (
        "the first Sunday, which once is the day of the change",
        "America/New_York",
        "monthly first sunday at 09:00 from 2026-10-01",
        &[
            "2026-10-04T09:00-04:00",
            "2026-11-01T09:00-05:00 clock",
            "2026-12-06T09:00-05:00",
        ],
    ),
    (
        "the last Friday of four or five",
        "America/New_York",
        "monthly last friday at 19:00 from 2026-10-01",
        &[
            "2026-10-30T19:00-04:00",
            "2026-11-27T19:00-05:00 clock",
            "2026-12-25T19:00-05:00",
        ],
    ),
    (
        "a month whose day is over is left for the next",
        "America/Phoenix",
        "monthly 5 at 09:00 from 2026-01-06",
        &["2026-02-05T09:00-07:00", "2026-03-05T09:00-07:00"],
    ),
    (
        "every third month counts from the first day's",
        "America/Phoenix",
        "every 3 monthly 31 at 09:00 from 2025-11-30",
        &[
            "2025-11-30T09:00-07:00 clamped",
            "2026-02-28T09:00-07:00 clamped",
            "2026-05-31T09:00-07:00",
        ],
    ),
    (
        "29 February is kept on the 28th",
        "America/New_York",
        "yearly at 09:00 from 2028-02-29",
        &[
            "2028-02-29T09:00-05:00",
            "2029-02-28T09:00-05:00 clamped",
            "2030-02-28T09:00-05:00 clamped",
            "2031-02-28T09:00-05:00 clamped",
            "2032-02-29T09:00-05:00",
        ],
    ),
    (
        "29 February every fourth year is never moved",
        "America/New_York",
        "every 4 yearly at 09:00 from 2028-02-29",
        &[
            "2028-02-29T09:00-05:00",
            "2032-02-29T09:00-05:00",
            "2036-02-29T09:00-05:00",
        ],
    ),
    (
        "2100 is no leap year",
        "UTC",
        "every 4 yearly at 09:00 from 2096-02-29",
        &[
            "2096-02-29T09:00+00:00",
            "2100-02-28T09:00+00:00 clamped",
            "2104-02-29T09:00+00:00",
        ],
    ),
    (
        "every second week counts from the Monday of the first",
        "America/New_York",
        "every 2 weekly monday,thursday at 09:00 from 2026-03-04",
        &[
            "2026-03-05T09:00-05:00",
            "2026-03-16T09:00-04:00 clock",
            "2026-03-19T09:00-04:00",
            "2026-03-30T09:00-04:00",
        ],
    ),
    (
        "a week ends with its Sunday",
        "America/Phoenix",
        "every 2 weekly sunday,monday at 09:00 from 2026-03-01",
        &[
            "2026-03-01T09:00-07:00",
            "2026-03-09T09:00-07:00",
            "2026-03-15T09:00-07:00",
            "2026-03-23T09:00-07:00",
        ],
    ),
    (
        "every tenth day goes on over months",
        "Asia/Kolkata",
        "every 10 daily at 09:00 from 2026-02-20",
        &[
            "2026-02-20T09:00+05:30",
            "2026-03-02T09:00+05:30",
            "2026-03-12T09:00+05:30",
        ],
    ),
    (
        "the day before Easter",
        "America/New_York",
        "feast easter -1 at 09:00 from 2026-01-01",
        &[
            "2026-04-04T09:00-04:00 clock",
            "2027-03-27T09:00-04:00",
            "2028-04-15T09:00-04:00",
        ],
    ),
    (
        "Orthodox Easter",
        "Europe/Berlin",
        "feast orthodox_easter 0 at 09:00 from 2026-01-01",
        &[
            "2026-04-12T09:00+02:00 clock",
            "2027-05-02T09:00+02:00",
            "2028-04-16T09:00+02:00",
        ],
    ),
    (
        "Pentecost",
        "Europe/London",
        "feast easter 49 at 09:00 from 2026-01-01",
        &["2026-05-24T09:00+01:00 clock"],
    ),
    (
        "what comes before Easter may come in the year before",
        "UTC",
        "feast easter -100 at 09:00 from 2026-12-01",
        &["2026-12-18T09:00+00:00", "2028-01-07T09:00+00:00"],
    ),
    (
        "the first Sunday of Advent",
        "Europe/Berlin",
        "feast advent_1 0 at 09:00 from 2026-11-01",
        &[
            "2026-11-29T09:00+01:00",
            "2027-11-28T09:00+01:00",
            "2028-12-03T09:00+01:00",
        ],
    ),
    (
        "the fourth Sunday of Advent may be Christmas Eve",
        "Europe/Berlin",
        "feast advent_4 0 at 09:00 from 2026-11-01",
        &[
            "2026-12-20T09:00+01:00",
            "2027-12-19T09:00+01:00",
            "2028-12-24T09:00+01:00",
        ],
    ),
    (
        "what is counted from Advent may come in the year after",
        "UTC",
        "feast advent_1 42 at 09:00 from 2027-01-01",
        &[
            "2027-01-10T09:00+00:00",
            "2028-01-09T09:00+00:00",
            "2029-01-14T09:00+00:00",
        ],
    ),
    (
        "a day that is left out is shown",
        "America/Phoenix",
        "daily at 09:00 from 2026-03-01 skip 2026-03-02",
        &[
            "2026-03-01T09:00-07:00",
            "2026-03-02T09:00-07:00 skipped",
            "2026-03-03T09:00-07:00",
        ],
    ),
    (
        "birthdays are looked for every day",
        "America/Phoenix",
        "birthday at 09:00 from 2028-02-28",
        &[
            "2028-02-28T09:00-07:00",
            "2028-02-29T09:00-07:00",
            "2028-03-01T09:00-07:00",
        ],
    ),
];

#[test]
fn each_rule_comes_on_the_days_that_it_says() {
    assert_eq!(CASES.len(), 24);
    check(CASES);
}

/// Made by another algorithm: see `easter.py` beside the table.
#[test]
fn easter_comes_when_the_table_says_for_200_years() {
    let table = include_str!("easter.csv");
    let mut years = 0;
    for line in table.lines().skip(1) {
        let mut cells = line.split(',');
        let mut cell = || cells.next().expect("three cells");
        let year: i16 = cell().parse().expect("a year");
        let found = |feast: Feast| feast.in_year(year).map(|date| date.to_string());
        assert_eq!(found(Feast::Easter).as_deref(), Some(cell()), "{year}");
        assert_eq!(
            found(Feast::OrthodoxEaster).as_deref(),
            Some(cell()),
            "{year}"
        );
        years += 1;
    }
    assert_eq!(years, 200);
}

#[test]
fn advent_begins_on_the_sunday_nearest_to_saint_andrews_day_and_ends_before_christmas() {
    for year in 1900..2100 {
        let day = |feast: Feast| feast.in_year(year).expect("a day");
        let first = day(Feast::Advent1);
        assert!(first >= Date::constant(year, 11, 27) && first <= Date::constant(year, 12, 3));
        let sundays = [
            Feast::Advent1,
            Feast::Advent2,
            Feast::Advent3,
            Feast::Advent4,
        ]
        .map(day);
        assert!(
            sundays
                .iter()
                .all(|day| day.weekday() == jiff::civil::Weekday::Sunday)
        );
        assert!(
            sundays
                .windows(2)
                .all(|pair| (pair[1] - pair[0]).get_days() == 7)
        );
        assert!(
            sundays[3] >= Date::constant(year, 12, 18)
                && sundays[3] <= Date::constant(year, 12, 24)
        );
    }
}
