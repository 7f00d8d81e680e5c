//! Members whose zone is not known: the hours that several zones have in common (I10).

use jiff::tz::TimeZoneDatabase;
use proptest::prelude::*;
use proptest::sample::select;

use super::minute_by_minute::MinuteByMinute;
use super::*;

/// Where the members of one church may live.
const NEAR: [&str; 8] = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/St_Johns",
];

/// One of all zones that there are.
fn any_zone() -> impl Strategy<Value = String> {
    let names: Vec<_> = TimeZoneDatabase::bundled()
        .available()
        .map(|name| name.to_string())
        .collect();
    select(names)
}

/// One to five zones: near each other, or anywhere.
fn zones() -> impl Strategy<Value = Vec<String>> {
    let near = proptest::collection::vec(select(NEAR.map(str::to_owned).to_vec()), 1..=5);
    let anywhere = proptest::collection::vec(any_zone(), 1..=3);
    prop_oneof![3 => near, 2 => anywhere]
}

/// A second from 2000 to 2037, where all offsets are whole minutes.
fn now() -> impl Strategy<Value = Timestamp> {
    (946_684_800_i64..2_145_916_800)
        .prop_map(|second| Timestamp::from_second(second).expect("a moment"))
}

fn hours() -> impl Strategy<Value = QuietHours> {
    (480_i16..=1_200, 60_i16..=780).prop_map(|(opens, length)| {
        let time = |minutes: i16| {
            let part = |number: i16| i8::try_from(number).expect("small");
            time(part(minutes / 60), part(minutes % 60), 0, 0)
        };
        QuietHours::new(time(opens), time((opens + length).min(1_260))).expect("hours")
    })
}

fn whose_zone_is_unknown(names: &[String]) -> MemberZones {
    let names: Vec<_> = names.iter().map(|text| name(text)).collect();
    MemberZones::unknown(&names[0], &names[1..])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn common_hours_are_those_that_the_walls_show(
        names in zones(), now in now(), hours in hours(), purpose in select(Purpose::ALL[1..].to_vec()),
    ) {
        let zones = whose_zone_is_unknown(&names);
        let start = Timestamp::from_second(now.as_second() / 60 * 60).expect("a minute");
        let read = |zones| MinuteByMinute::read(&hours, purpose, zones, start, 10);
        let (all, church) = (read(zones.all()), read(zones.church()));
        let decision = hours.decide(now, &zones, purpose);
        prop_assert_eq!(decision, all.decision(&church, now));
        if let SendDecision::SendNow { validity } = decision {
            let validity = validity + Duration::from_secs(59);
            prop_assert!(church.is_open_for(now, validity));
        }
    }

    #[test]
    fn the_order_of_the_zones_does_not_matter_where_they_have_hours_in_common(
        names in proptest::collection::vec(select(NEAR.map(str::to_owned).to_vec()), 2..=5), now in now(),
    ) {
        // With the default hours even Honolulu and St. John's have some.
        let reversed: Vec<_> = names.iter().rev().cloned().collect();
        let window = |names: &[String]| {
            QuietHours::default().window_at(now, &whose_zone_is_unknown(names), Purpose::Information)
        };
        prop_assert_eq!(window(&names), window(&reversed));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_held_text_goes_out_when_it_was_told_to(
        names in zones(), now in now(), hours in hours(), purpose in select(Purpose::ALL.to_vec()),
    ) {
        let zones = whose_zone_is_unknown(&names);
        let mut moment = now;
        let mut holds = 0;
        while let SendDecision::Hold { until } = hours.decide(moment, &zones, purpose) {
            prop_assert!(until > moment, "a hold ends later than it begins");
            moment = until;
            holds += 1;
        }
        // A second hold comes where the zones have hours in common for the last time of a season.
        prop_assert!(holds <= 2, "{holds} holds");
        prop_assert!(now.duration_until(moment) <= SignedDuration::from_hours(8 * 24));
    }

    #[test]
    fn a_window_is_of_now(names in zones(), now in now(), hours in hours()) {
        match hours.window_at(now, &whose_zone_is_unknown(&names), Purpose::Information) {
            SendWindow::Open { closes_at, reopens_at } => prop_assert!(now < closes_at && closes_at <= reopens_at),
            SendWindow::Closed { opens_at } => prop_assert!(now < opens_at),
            SendWindow::AlwaysOpen => prop_assert!(false, "only emergencies are always in time"),
        }
    }
}
