//! The setting, and days that can be read at a glance. What is true of every minute is in the files below.

use std::time::Duration;

use jiff::civil::time;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::*;
use crate::time_zone::TimeZoneName;

mod clock_changes;
mod common_hours;
mod minute_by_minute;

fn zone(name: &str) -> TimeZone {
    TimeZoneDatabase::bundled().get(name).expect("a time zone")
}

fn name(name: &str) -> TimeZoneName {
    TimeZoneName::parse(name).expect("a time zone")
}

fn moment(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

/// The default hours' decision for a member in Chicago, at a local time.
fn in_chicago(local: &str, purpose: Purpose) -> SendDecision {
    let local: jiff::civil::DateTime = local.parse().expect("a local time");
    let now = local.to_zoned(zone("America/Chicago")).expect("a moment");
    let zones = MemberZones::known(&name("America/Chicago"));
    QuietHours::default().decide(now.timestamp(), &zones, purpose)
}

fn send_now(seconds: u64) -> SendDecision {
    SendDecision::SendNow {
        validity: Duration::from_secs(seconds),
    }
}

fn hold(until: &str) -> SendDecision {
    SendDecision::Hold {
        until: moment(until),
    }
}

#[test]
fn hours_are_written_in_whole_minutes() {
    let json = r#"{"opens":"09:00","closes":"20:00"}"#;
    let hours: QuietHours = serde_json::from_str(json).expect("hours");
    assert_eq!(hours, QuietHours::default());
    assert_eq!(serde_json::to_string(&hours).expect("JSON"), json);
    let hours = QuietHours::parse(" 08:30", "9:45 ").expect("hours");
    assert_eq!(
        (hours.opens(), hours.closes()),
        (time(8, 30, 0, 0), time(9, 45, 0, 0))
    );
}

#[test]
fn hours_that_the_law_or_sense_forbids_are_refused() {
    for (opens, closes, error) in [
        ("07:59", "20:00", InvalidQuietHours::OpensTooEarly),
        ("00:00", "20:00", InvalidQuietHours::OpensTooEarly),
        ("08:00", "21:01", InvalidQuietHours::ClosesTooLate),
        ("09:00", "09:59", InvalidQuietHours::TooShort),
        ("20:00", "09:00", InvalidQuietHours::TooShort),
        ("09:00", "09:00", InvalidQuietHours::TooShort),
        ("9", "20:00", InvalidQuietHours::NotATime),
        ("09:00", "24:00", InvalidQuietHours::NotATime),
        ("09:00:30", "20:00", InvalidQuietHours::NotATime),
        ("09:00", "", InvalidQuietHours::NotATime),
    ] {
        assert_eq!(
            QuietHours::parse(opens, closes),
            Err(error),
            "{opens} to {closes}"
        );
    }
    for (opens, closes) in [("08:00", "21:00"), ("20:00", "21:00"), ("08:00", "09:00")] {
        assert!(
            QuietHours::parse(opens, closes).is_ok(),
            "{opens} to {closes}"
        );
    }
    let seconds = QuietHours::new(time(9, 0, 1, 0), time(20, 0, 0, 0));
    assert_eq!(seconds, Err(InvalidQuietHours::NotATime));
    let json = r#"{"opens":"07:00","closes":"20:00"}"#;
    let error = serde_json::from_str::<QuietHours>(json).expect_err("too early");
    assert!(error.to_string().contains("Enter 08:00 or later."));
}

#[test]
fn the_carrier_may_keep_a_text_until_just_before_the_hours_end() {
    // Wednesday, 4 March 2026: Chicago is six hours behind.
    for (local, decision) in [
        ("2026-03-04T08:59:59.9", hold("2026-03-04T15:00:00Z")),
        ("2026-03-04T09:00:00", send_now(36_000)),
        ("2026-03-04T09:59:00", send_now(36_000)),
        ("2026-03-04T09:59:01", send_now(35_999)),
        ("2026-03-04T19:00:00", send_now(3_540)),
        ("2026-03-04T19:00:00.000000001", send_now(3_539)),
        ("2026-03-04T19:54:00", send_now(300)),
        (
            "2026-03-04T19:54:00.000000001",
            hold("2026-03-05T15:00:00Z"),
        ),
        ("2026-03-04T20:00:00", hold("2026-03-05T15:00:00Z")),
        ("2026-03-04T23:00:00", hold("2026-03-05T15:00:00Z")),
    ] {
        assert_eq!(in_chicago(local, Purpose::Information), decision, "{local}");
    }
}

#[test]
fn nothing_is_solicited_before_noon_on_a_sunday() {
    // 1 March 2026 is a Sunday.
    for (local, purpose, decision) in [
        (
            "2026-02-28T19:55:00",
            Purpose::Solicitation,
            hold("2026-03-01T18:00:00Z"),
        ),
        (
            "2026-03-01T10:00:00",
            Purpose::Solicitation,
            hold("2026-03-01T18:00:00Z"),
        ),
        (
            "2026-03-01T12:00:00",
            Purpose::Solicitation,
            send_now(28_740),
        ),
        (
            "2026-03-01T10:00:00",
            Purpose::Information,
            send_now(35_940),
        ),
        (
            "2026-03-02T10:00:00",
            Purpose::Solicitation,
            send_now(35_940),
        ),
    ] {
        assert_eq!(in_chicago(local, purpose), decision, "{local}");
    }
    let mornings = QuietHours::parse("09:00", "11:00").expect("hours");
    let saturday_evening = moment("2026-03-01T01:00:00Z");
    let zones = MemberZones::known(&name("America/Chicago"));
    assert_eq!(
        mornings.decide(saturday_evening, &zones, Purpose::Solicitation),
        hold("2026-03-02T15:00:00Z"),
        "such a church has no Sunday for this"
    );
}

#[test]
fn an_emergency_goes_out_at_any_hour() {
    for local in [
        "2026-03-04T03:00:00",
        "2026-03-01T08:00:00",
        "2026-03-04T19:59:59",
    ] {
        assert_eq!(
            in_chicago(local, Purpose::Emergency),
            send_now(36_000),
            "{local}"
        );
    }
}

#[test]
fn a_member_whose_zone_is_unknown_gets_texts_when_all_zones_are_open() {
    let hours = QuietHours::default();
    let others = [name("Pacific/Honolulu"), name("America/New_York")];
    let zones = MemberZones::unknown(&name("America/Chicago"), &others);
    // 9:00 in Honolulu is 19:00Z; 20:00 in New York is 1:00Z.
    let window = |text| hours.window_at(moment(text), &zones, Purpose::Information);
    assert_eq!(
        window("2026-03-04T18:59:59Z"),
        SendWindow::Closed {
            opens_at: moment("2026-03-04T19:00:00Z")
        }
    );
    assert_eq!(
        window("2026-03-04T19:00:00Z"),
        SendWindow::Open {
            closes_at: moment("2026-03-05T01:00:00Z"),
            reopens_at: moment("2026-03-05T19:00:00Z"),
        }
    );
}

#[test]
fn the_churchs_zone_rules_where_the_zones_have_no_time_in_common() {
    let hours = QuietHours::default();
    let others = [name("Pacific/Honolulu")];
    let zones = MemberZones::unknown(&name("Europe/Berlin"), &others);
    assert_eq!(
        hours.window_at(moment("2026-03-04T12:00:00Z"), &zones, Purpose::Information),
        SendWindow::Open {
            closes_at: moment("2026-03-04T19:00:00Z"),
            reopens_at: moment("2026-03-05T08:00:00Z"),
        }
    );
    assert_eq!(
        hours.decide(moment("2026-03-04T19:00:00Z"), &zones, Purpose::Information),
        hold("2026-03-05T08:00:00Z")
    );
}

#[test]
fn a_time_in_common_in_which_nothing_can_be_sent_is_none() {
    // At 9:00 in Honolulu it is 18:00 in the Azores.
    let others = [name("Pacific/Honolulu")];
    let zones = MemberZones::unknown(&name("Atlantic/Azores"), &others);
    let night = moment("2026-03-04T03:00:00Z");
    for (closes, opens_at) in [
        // Five minutes: the Azores rule alone, from 9:00 there.
        ("18:05", "2026-03-04T10:00:00Z"),
        // Six minutes: both rule, from 9:00 in Honolulu.
        ("18:06", "2026-03-04T19:00:00Z"),
    ] {
        let hours = QuietHours::parse("09:00", closes).expect("hours");
        let decision = hours.decide(night, &zones, Purpose::Information);
        assert_eq!(decision, hold(opens_at), "{closes}");
    }
}

#[test]
fn the_end_of_time_is_no_reason_to_panic() {
    let zones = MemberZones::known(&name("America/Chicago"));
    for now in [Timestamp::MIN, Timestamp::MAX] {
        for purpose in Purpose::ALL {
            QuietHours::default().decide(now, &zones, purpose);
        }
    }
}
