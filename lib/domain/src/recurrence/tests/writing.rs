//! Rules as staff write them, field by field.

use super::*;

fn daily() -> WrittenSchedule {
    WrittenSchedule {
        schedule_type: "daily".into(),
        schedule_time: "09:00".into(),
        ..WrittenSchedule::default()
    }
}

fn refused(written: &WrittenSchedule) -> Vec<String> {
    let zone = TimeZoneName::parse("America/Chicago").expect("a zone");
    let read = written.read(&zone, |_| Date::constant(2026, 1, 1));
    let errors = read.expect_err("a wrong field");
    errors.into_iter().map(|error| error.field).collect()
}

#[test]
fn what_is_not_written_is_the_churchs_zone_and_today() {
    let zone = TimeZoneName::parse("America/Chicago").expect("a zone");
    let rule = daily()
        .read(&zone, |zone| {
            assert_eq!(zone.as_str(), "America/Chicago");
            Date::constant(2026, 1, 1)
        })
        .expect("a rule");
    assert_eq!(
        (rule.zone, rule.starts_on),
        (zone, Date::constant(2026, 1, 1))
    );
}

#[test]
fn each_wrong_field_is_named() {
    let text = |text: &str| Some(text.to_owned());
    let cases: [(WrittenSchedule, &[&str]); 27] = [
        (
            WrittenSchedule {
                schedule_type: "hourly".into(),
                ..daily()
            },
            &["schedule_type"],
        ),
        (
            WrittenSchedule {
                schedule_time: "9".into(),
                ..daily()
            },
            &["schedule_time"],
        ),
        (
            WrittenSchedule {
                schedule_time: "9:00".into(),
                ..daily()
            },
            &["schedule_time"],
        ),
        (
            WrittenSchedule {
                schedule_time: "24:00".into(),
                ..daily()
            },
            &["schedule_time"],
        ),
        (
            WrittenSchedule {
                schedule_time: "09:00:00".into(),
                ..daily()
            },
            &["schedule_time"],
        ),
        (
            WrittenSchedule {
                schedule_day: text("sunday"),
                ..daily()
            },
            &["schedule_day"],
        ),
        (
            WrittenSchedule {
                schedule_date: text("2026-12-24"),
                ..daily()
            },
            &["schedule_date"],
        ),
        (
            WrittenSchedule {
                interval: Some(0),
                ..daily()
            },
            &["interval"],
        ),
        (
            WrittenSchedule {
                interval: Some(101),
                ..daily()
            },
            &["interval"],
        ),
        (
            WrittenSchedule {
                feast: text("easter"),
                ..daily()
            },
            &["feast"],
        ),
        (
            WrittenSchedule {
                feast_offset: Some(1),
                ..daily()
            },
            &["feast_offset"],
        ),
        (
            WrittenSchedule {
                starts_on: text("2026-02-30"),
                ..daily()
            },
            &["starts_on"],
        ),
        (
            WrittenSchedule {
                starts_on: text("26-02-01"),
                ..daily()
            },
            &["starts_on"],
        ),
        (
            WrittenSchedule {
                starts_on: text("2026-2-1"),
                ..daily()
            },
            &["starts_on"],
        ),
        (
            WrittenSchedule {
                starts_on: text("1999-01-01"),
                ..daily()
            },
            &["starts_on"],
        ),
        (
            WrittenSchedule {
                ends_on: text("2025-12-31"),
                ..daily()
            },
            &["ends_on"],
        ),
        (
            WrittenSchedule {
                ends_after: Some(0),
                ..daily()
            },
            &["ends_after"],
        ),
        (
            WrittenSchedule {
                ends_after: Some(1_001),
                ..daily()
            },
            &["ends_after"],
        ),
        (
            WrittenSchedule {
                ends_on: text("2026-12-31"),
                ends_after: Some(2),
                ..daily()
            },
            &["ends_after"],
        ),
        (
            WrittenSchedule {
                skip_dates: vec!["soon".into()],
                ..daily()
            },
            &["skip_dates"],
        ),
        (
            WrittenSchedule {
                skip_dates: vec!["2026-01-01".into(); 101],
                ..daily()
            },
            &["skip_dates"],
        ),
        (
            WrittenSchedule {
                time_zone: text("Central"),
                ..daily()
            },
            &["time_zone"],
        ),
        (
            WrittenSchedule {
                schedule_type: "weekly".into(),
                ..daily()
            },
            &["schedule_day"],
        ),
        (
            WrittenSchedule {
                schedule_type: "monthly".into(),
                schedule_day: text("0"),
                ..daily()
            },
            &["schedule_day"],
        ),
        (
            WrittenSchedule {
                schedule_type: "once".into(),
                ends_after: Some(1),
                ..daily()
            },
            &["schedule_date", "ends_after"],
        ),
        (
            WrittenSchedule {
                schedule_type: "yearly".into(),
                starts_on: text("2026-01-01"),
                ..daily()
            },
            &["schedule_date", "starts_on"],
        ),
        (
            WrittenSchedule {
                schedule_type: "feast".into(),
                feast_offset: Some(101),
                interval: Some(2),
                ..daily()
            },
            &["feast", "feast_offset", "interval"],
        ),
    ];
    for (written, fields) in cases {
        assert_eq!(refused(&written), fields, "{written:?}");
    }
}

#[test]
fn days_of_the_week_and_of_the_month_have_one_spelling() {
    for text in [
        "sunday",
        "monday,wednesday",
        "monday,tuesday,wednesday,thursday,friday,saturday,sunday",
    ] {
        assert_eq!(
            text.parse::<Weekdays>().map(String::from),
            Ok(text.to_owned())
        );
    }
    assert_eq!(
        "sunday, monday".parse::<Weekdays>().map(String::from),
        Ok("monday,sunday".to_owned())
    );
    for text in ["", "Sunday", "sun", "monday,monday", "monday,"] {
        assert_eq!(text.parse::<Weekdays>(), Err(InvalidWeekdays), "{text}");
    }
    for text in [
        "1",
        "31",
        "last",
        "first monday",
        "fourth sunday",
        "last friday",
    ] {
        assert_eq!(
            text.parse::<MonthlyDay>().map(String::from),
            Ok(text.to_owned())
        );
    }
    for text in [
        "",
        "0",
        "32",
        "01",
        "+1",
        "-1",
        "fifth sunday",
        "first",
        "first sun",
        "last  friday",
    ] {
        assert_eq!(text.parse::<MonthlyDay>(), Err(InvalidMonthlyDay), "{text}");
    }
}

#[test]
fn a_rule_is_kept_in_json_as_it_was() {
    for line in [
        "once at 09:00 from 2026-12-24",
        "every 3 daily at 00:00 from 2026-01-01 until 2026-12-31",
        "weekly monday,friday at 23:59 from 2026-01-01 times 7 skip 2026-01-02",
        "monthly last friday at 09:00 from 2026-01-01",
        "every 2 yearly at 09:00 from 2028-02-29",
        "feast advent_1 -1 at 09:00 from 2026-01-01",
        "birthday at 10:00 from 2026-01-01",
    ] {
        let rule = rule("Asia/Kolkata", line);
        let json = serde_json::to_string(&rule).expect("JSON");
        assert_eq!(
            serde_json::from_str::<Recurrence>(&json).ok(),
            Some(rule),
            "{json}"
        );
    }
}

proptest! {
    #[test]
    fn a_rule_is_read_from_what_is_shown_of_it(rule in any_rule()) {
        let written = WrittenSchedule::from(&rule);
        let elsewhere = TimeZoneName::parse("UTC").expect("a zone");
        let read = written.read(&elsewhere, |_| Date::constant(2026, 1, 1));
        prop_assert_eq!(read, Ok(rule));
    }

    #[test]
    fn no_text_makes_the_reading_panic(text in "\\PC{0,20}", number in any::<u32>(), offset in any::<i64>()) {
        let zone = TimeZoneName::parse("UTC").expect("a zone");
        for kind in ["once", "weekly", "monthly", "yearly", "feast", "birthday", &text] {
            let written = WrittenSchedule {
                schedule_type: kind.to_owned(),
                schedule_time: text.clone(),
                schedule_date: Some(text.clone()),
                schedule_day: Some(text.clone()),
                interval: Some(number),
                feast: Some(text.clone()),
                feast_offset: Some(offset),
                starts_on: Some(text.clone()),
                ends_on: Some(text.clone()),
                ends_after: Some(number),
                skip_dates: vec![text.clone()],
                skip_holidays: false,
                time_zone: Some(text.clone()),
            };
            prop_assert!(written.read(&zone, |_| Date::constant(2026, 1, 1)).is_err());
        }
    }
}
