//! Clocks: gaps, folds, zones without changes, and zones that changed their rules.

use super::*;

const CASES: &[Case] = &[
    (
        "a gap moves the time forward by an hour",
        "America/New_York",
        "daily at 02:30 from 2026-03-07",
        &[
            "2026-03-07T02:30-05:00",
            "2026-03-08T03:30-04:00 gap clock",
            "2026-03-09T02:30-04:00",
        ],
    ),
    (
        "the first minute of a gap",
        "America/New_York",
        "daily at 02:00 from 2026-03-08",
        &["2026-03-08T03:00-04:00 gap clock"],
    ),
    (
        "the minute before a gap",
        "America/New_York",
        "daily at 01:59 from 2026-03-08",
        &["2026-03-08T01:59-05:00"],
    ),
    (
        "the minute after a gap",
        "America/New_York",
        "daily at 03:00 from 2026-03-08",
        &["2026-03-08T03:00-04:00 clock"],
    ),
    (
        "of a fold the first is taken",
        "America/New_York",
        "daily at 01:30 from 2026-10-31",
        &[
            "2026-10-31T01:30-04:00",
            "2026-11-01T01:30-04:00 fold",
            "2026-11-02T01:30-05:00 clock",
        ],
    ),
    (
        "the minute before a fold",
        "America/New_York",
        "daily at 00:59 from 2026-11-01",
        &["2026-11-01T00:59-04:00"],
    ),
    (
        "the minute after a fold",
        "America/New_York",
        "daily at 02:00 from 2026-11-01",
        &["2026-11-01T02:00-05:00 clock"],
    ),
    (
        "nine in the morning stays nine in spring",
        "America/Chicago",
        "weekly sunday at 09:00 from 2026-03-01",
        &[
            "2026-03-01T09:00-06:00",
            "2026-03-08T09:00-05:00 clock",
            "2026-03-15T09:00-05:00",
        ],
    ),
    (
        "nine in the morning stays nine in autumn",
        "America/Chicago",
        "weekly sunday at 09:00 from 2026-10-25",
        &[
            "2026-10-25T09:00-05:00",
            "2026-11-01T09:00-06:00 clock",
            "2026-11-08T09:00-06:00",
        ],
    ),
    (
        "a gap in London",
        "Europe/London",
        "daily at 01:30 from 2026-03-28",
        &[
            "2026-03-28T01:30+00:00",
            "2026-03-29T02:30+01:00 gap clock",
            "2026-03-30T01:30+01:00",
        ],
    ),
    (
        "a fold in London",
        "Europe/London",
        "daily at 01:30 from 2026-10-24",
        &[
            "2026-10-24T01:30+01:00",
            "2026-10-25T01:30+01:00 fold",
            "2026-10-26T01:30+00:00 clock",
        ],
    ),
    (
        "a gap in Berlin",
        "Europe/Berlin",
        "daily at 02:30 from 2026-03-29",
        &["2026-03-29T03:30+02:00 gap clock"],
    ),
    (
        "a fold in Berlin",
        "Europe/Berlin",
        "daily at 02:30 from 2026-10-25",
        &["2026-10-25T02:30+02:00 fold"],
    ),
    (
        "a gap of half an hour",
        "Australia/Lord_Howe",
        "daily at 02:15 from 2026-10-03",
        &[
            "2026-10-03T02:15+10:30",
            "2026-10-04T02:45+11:00 gap clock",
            "2026-10-05T02:15+11:00",
        ],
    ),
    (
        "a fold of half an hour",
        "Australia/Lord_Howe",
        "daily at 01:45 from 2026-04-04",
        &[
            "2026-04-04T01:45+11:00",
            "2026-04-05T01:45+11:00 fold",
            "2026-04-06T01:45+10:30 clock",
        ],
    ),
    (
        "no changes in Arizona in spring",
        "America/Phoenix",
        "daily at 02:30 from 2026-03-08",
        &["2026-03-08T02:30-07:00"],
    ),
    (
        "no changes in Arizona in autumn",
        "America/Phoenix",
        "daily at 01:30 from 2026-11-01",
        &["2026-11-01T01:30-07:00"],
    ),
    (
        "no changes in India",
        "Asia/Kolkata",
        "daily at 02:30 from 2026-03-29",
        &["2026-03-29T02:30+05:30"],
    ),
    (
        "a gap at midnight",
        "Africa/Cairo",
        "daily at 00:30 from 2026-04-23",
        &[
            "2026-04-23T00:30+02:00",
            "2026-04-24T01:30+03:00 gap clock",
            "2026-04-25T00:30+03:00",
        ],
    ),
    (
        "a fold before midnight",
        "Africa/Cairo",
        "daily at 23:30 from 2026-10-28",
        &[
            "2026-10-28T23:30+03:00",
            "2026-10-29T23:30+03:00 fold",
            "2026-10-30T23:30+02:00 clock",
        ],
    ),
    (
        "Egypt had no summer time in 2022",
        "Africa/Cairo",
        "daily at 00:30 from 2022-04-29",
        &["2022-04-29T00:30+02:00"],
    ),
    (
        "Morocco goes back for Ramadan",
        "Africa/Casablanca",
        "daily at 02:30 from 2025-02-22",
        &[
            "2025-02-22T02:30+01:00",
            "2025-02-23T02:30+01:00 fold",
            "2025-02-24T02:30+00:00 clock",
        ],
    ),
    (
        "Morocco goes forward after Ramadan",
        "Africa/Casablanca",
        "daily at 02:30 from 2025-04-05",
        &[
            "2025-04-05T02:30+00:00",
            "2025-04-06T03:30+01:00 gap clock",
            "2025-04-07T02:30+01:00",
        ],
    ),
    (
        "Brazil's last summer time began at midnight",
        "America/Sao_Paulo",
        "daily at 00:15 from 2018-11-03",
        &[
            "2018-11-03T00:15-03:00",
            "2018-11-04T01:15-02:00 gap clock",
            "2018-11-05T00:15-02:00",
        ],
    ),
    (
        "Brazil has no summer time since 2019",
        "America/Sao_Paulo",
        "daily at 00:15 from 2019-11-02",
        &[
            "2019-11-02T00:15-03:00",
            "2019-11-03T00:15-03:00",
            "2019-11-04T00:15-03:00",
        ],
    ),
    (
        "Turkey stayed on summer time in 2016",
        "Europe/Istanbul",
        "weekly sunday at 09:00 from 2016-10-23",
        &[
            "2016-10-23T09:00+03:00",
            "2016-10-30T09:00+03:00",
            "2016-11-06T09:00+03:00",
        ],
    ),
    (
        "Russia gave up changing in 2011, and went back in 2014",
        "Europe/Moscow",
        "every 3 yearly at 09:00 from 2010-12-01",
        &[
            "2010-12-01T09:00+03:00",
            "2013-12-01T09:00+04:00 clock",
            "2016-12-01T09:00+03:00 clock",
        ],
    ),
    (
        "North Korea leapt over midnight by half an hour",
        "Asia/Pyongyang",
        "daily at 23:45 from 2018-05-03",
        &[
            "2018-05-03T23:45+08:30",
            "2018-05-05T00:15+09:00 gap clock",
            "2018-05-05T23:45+09:00",
        ],
    ),
    (
        "Venezuela moved by half an hour",
        "America/Caracas",
        "daily at 02:45 from 2016-04-30",
        &[
            "2016-04-30T02:45-04:30",
            "2016-05-01T03:15-04:00 gap clock",
            "2016-05-02T02:45-04:00",
        ],
    ),
    (
        "Samoa had no 30 December 2011, which is one with the 31st",
        "Pacific/Apia",
        "daily at 09:00 from 2011-12-28",
        &[
            "2011-12-28T09:00-10:00",
            "2011-12-29T09:00-10:00",
            "2011-12-31T09:00+14:00 clock",
            "2012-01-01T09:00+14:00",
        ],
    ),
    (
        "a Friday that Samoa did not have moves to Saturday",
        "Pacific/Apia",
        "weekly friday at 09:00 from 2011-12-23",
        &[
            "2011-12-23T09:00-10:00",
            "2011-12-31T09:00+14:00 gap clock",
            "2012-01-06T09:00+14:00",
        ],
    ),
    (
        "a rule for both days comes once",
        "Pacific/Apia",
        "weekly friday,saturday at 09:00 from 2011-12-30",
        &[
            "2011-12-31T09:00+14:00 clock",
            "2012-01-06T09:00+14:00",
            "2012-01-07T09:00+14:00",
        ],
    ),
    (
        "what was to come once on the missing day comes on the next",
        "Pacific/Apia",
        "once at 09:00 from 2011-12-30",
        &["2011-12-31T09:00+14:00 gap clock"],
    ),
];

#[test]
fn each_rule_keeps_the_time_on_the_clock() {
    assert_eq!(CASES.len(), 33);
    let zones: BTreeSet<&str> = CASES.iter().map(|(_, zone, _, _)| *zone).collect();
    assert!(zones.len() >= 6, "{zones:?}");
    check(CASES);
}
