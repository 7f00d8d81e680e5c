use super::*;
use crate::recurrence::WrittenSchedule;
use crate::time_zone::TimeZoneName;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn rule(time: &str) -> Recurrence {
    let written = WrittenSchedule {
        schedule_type: "weekly".into(),
        schedule_day: Some("sunday".into()),
        schedule_time: time.into(),
        ..WrittenSchedule::default()
    };
    let zone = TimeZoneName::parse("America/Chicago").expect("a zone");
    let rule = written.read(&zone, |_| Date::constant(2026, 3, 1));
    rule.expect("a rule")
}

fn details(time: &str) -> ReminderDetails {
    ReminderDetails {
        name: ReminderName::parse("Sunday service").expect("a name"),
        content: MessageContent::parse("Service at ten").expect("content"),
        language: LanguageTag::english(),
        translations: BTreeMap::new(),
        purpose: Purpose::Information,
        message_type: MessageType::Sms,
        audience: Audience::All,
        recurrence: rule(time),
    }
}

/// Comes each Sunday at nine in the morning in Chicago, first on 1 March 2026 at 15:00 UTC, then on the 8th at 14:00 UTC.
fn reminder() -> Reminder {
    let made = at("2026-02-27T10:00:00Z");
    Reminder {
        id: ReminderId::new(made, 1),
        details: details("09:00"),
        active: true,
        counts_from: made,
        settled: None,
        next: None,
        last: None,
        created_by: "staff".into(),
        created_at: made,
        updated_at: made,
        version: 1,
    }
    .planned(&BTreeSet::new())
}

fn due(date: &str, time: &str) -> DueOccurrence {
    DueOccurrence {
        date: date.parse().expect("a day"),
        at: at(time),
    }
}

fn settled(reminder: &Reminder, due: DueOccurrence) -> Reminder {
    let past = PastOccurrence {
        date: due.date,
        at: due.at,
        decided_at: due.at,
        broadcast_id: None,
    };
    reminder.settle(past, &BTreeSet::new())
}

#[test]
fn it_is_due_from_its_moment_on_and_given_up_after_two_hours() {
    let first = due("2026-03-01", "2026-03-01T15:00:00Z");
    let reminder = reminder();
    assert_eq!(reminder.next, Some(first));
    for (now, expected) in [
        ("2026-03-01T14:59:59Z", Due::Nothing),
        ("2026-03-01T15:00:00Z", Due::Send(first)),
        ("2026-03-01T17:00:00Z", Due::Send(first)),
        ("2026-03-01T17:00:01Z", Due::GiveUp(first)),
        ("2026-04-01T00:00:00Z", Due::GiveUp(first)),
    ] {
        assert_eq!(reminder.due(at(now), &BTreeSet::new()), expected, "{now}");
    }
}

#[test]
fn what_is_settled_is_not_due_again_and_the_next_is_planned() {
    let first = due("2026-03-01", "2026-03-01T15:00:00Z");
    let after = settled(&reminder(), first);
    assert_eq!(after.due(first.at, &BTreeSet::new()), Due::Nothing);
    assert_eq!(after.next, Some(due("2026-03-08", "2026-03-08T14:00:00Z")));
    assert_eq!(after.version, 2);
}

#[test]
fn a_paused_one_is_never_due_and_a_resumed_one_does_not_make_up_for_what_went_by() {
    let none = BTreeSet::new();
    let paused = reminder().changed(
        details("09:00"),
        false,
        at("2026-02-28T00:00:00Z"),
        "staff".into(),
        &none,
    );
    assert_eq!(paused.next, None);
    assert_eq!(paused.due(at("2026-03-01T15:00:00Z"), &none), Due::Nothing);
    let resumed = paused.changed(
        details("09:00"),
        true,
        at("2026-03-01T15:00:01Z"),
        "staff".into(),
        &none,
    );
    assert_eq!(
        resumed.next,
        Some(due("2026-03-08", "2026-03-08T14:00:00Z"))
    );
}

#[test]
fn a_change_of_words_at_the_moment_of_firing_loses_nothing() {
    let now = at("2026-03-01T15:00:00.5Z");
    let changed = reminder().changed(
        details("09:00"),
        true,
        now,
        "other".into(),
        &BTreeSet::new(),
    );
    let first = due("2026-03-01", "2026-03-01T15:00:00Z");
    assert_eq!(changed.due(now, &BTreeSet::new()), Due::Send(first));
    assert_eq!(changed.created_by, "other");
}

#[test]
fn a_change_of_the_rule_at_the_moment_of_firing_loses_nothing_and_brings_nothing_back() {
    let now = at("2026-03-01T15:00:00.5Z");
    let none = BTreeSet::new();
    let changed = |reminder: &Reminder, details: ReminderDetails| {
        let changed = reminder.changed(details, true, now, "staff".into(), &none);
        changed.next
    };
    let mut with_end = details("09:00");
    with_end.recurrence.ends = crate::recurrence::Ends::After(9);
    let first = due("2026-03-01", "2026-03-01T15:00:00Z");
    assert_eq!(changed(&reminder(), with_end.clone()), Some(first));
    // An earlier time is over, a later one is to come.
    let second = due("2026-03-08", "2026-03-08T13:00:00Z");
    assert_eq!(changed(&reminder(), details("08:00")), Some(second));
    let later = due("2026-03-01", "2026-03-01T17:00:00Z");
    assert_eq!(changed(&reminder(), details("11:00")), Some(later));
    // What went out does not go out again on that day.
    let sent = settled(&reminder(), first);
    let next = due("2026-03-08", "2026-03-08T14:00:00Z");
    assert_eq!(changed(&sent, with_end), Some(next));
    let next = due("2026-03-08", "2026-03-08T16:00:00Z");
    assert_eq!(changed(&sent, details("11:00")), Some(next));
}

#[test]
fn a_holiday_that_is_none_after_all_brings_nothing_back() {
    let easter = BTreeSet::from([Date::constant(2026, 3, 1)]);
    let mut reminder = reminder();
    reminder.details.recurrence.skips_holidays = true;
    let second = due("2026-03-08", "2026-03-08T14:00:00Z");
    let early = at("2026-02-28T00:00:00Z");
    let planned = reminder.replanned(early, &easter).expect("a change");
    assert_eq!((planned.next, planned.version), (Some(second), 2));
    assert_eq!(planned.replanned(early, &easter), None);
    let none = BTreeSet::new();
    let over = at("2026-03-01T15:00:01Z");
    let again = planned.replanned(over, &none).expect("a change");
    assert_eq!(again.next, Some(second));
    let again = planned.replanned(early, &none).expect("a change");
    assert_eq!(again.next, Some(due("2026-03-01", "2026-03-01T15:00:00Z")));
}

#[test]
fn its_broadcast_says_what_the_reminder_says_now_under_an_id_that_stays() {
    let reminder = reminder();
    let first = due("2026-03-01", "2026-03-01T15:00:00Z");
    let now = at("2026-03-01T15:00:07Z");
    let broadcast = reminder.broadcast(first, "Grace Church", now);
    assert_eq!(broadcast.content, reminder.details.content);
    assert_eq!((broadcast.created_at, broadcast.birthday), (now, None));
    let later = reminder.broadcast(first, "Grace Church", at("2026-03-01T15:30:00Z"));
    assert_eq!(broadcast.id, later.id);
}

#[test]
fn a_birthday_reminder_is_for_whoever_has_one_on_the_day() {
    let mut reminder = reminder();
    reminder.details.recurrence.pattern = Pattern::Birthday;
    let broadcast = reminder.broadcast(
        due("2026-03-02", "2026-03-02T15:00:00Z"),
        "Grace Church",
        at("2026-03-02T15:00:00Z"),
    );
    let birthday = broadcast.birthday.expect("a day");
    let moment = |zone: &str| birthday.moment_in(&TimeZoneName::parse(zone).expect("a zone"));
    assert_eq!(birthday.date, Date::constant(2026, 3, 2));
    assert_eq!(moment("America/Chicago"), Some(at("2026-03-02T15:00:00Z")));
    assert_eq!(
        moment("America/Los_Angeles"),
        Some(at("2026-03-02T17:00:00Z"))
    );
}

#[test]
fn a_name_is_one_line_and_that_of_a_copy_fits_too() {
    let name = |text: &str| ReminderName::parse(text);
    assert_eq!(
        name(" Sunday\n service ").map(String::from),
        Ok("Sunday service".to_owned())
    );
    assert_eq!(name(" \n"), Err(InvalidReminderName::Empty));
    assert_eq!(name(&"a".repeat(81)), Err(InvalidReminderName::TooLong));
    let copy = name(&"a".repeat(80)).expect("a name").of_copy();
    assert_eq!(copy.as_str().chars().count(), 80);
    assert!(ReminderName::parse(copy.as_str()).is_ok());
}
