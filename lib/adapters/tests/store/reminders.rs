//! Reminders: kept as they are, changed by who read them, and settled once.

use std::collections::{BTreeMap, BTreeSet};

use adapters::testing::TestTable;
use app::ports::{BroadcastStore, ReminderStore, Replacement};
use domain::holidays::HolidayName;
use domain::recurrence::WrittenSchedule;
use domain::reminder::{DueOccurrence, PastOccurrence, ReminderDetails, ReminderName};
use domain::{
    Audience, Holidays, LanguageTag, MessageContent, Purpose, Reminder, ReminderId, TimeZoneName,
};
use futures::future::join_all;
use jiff::civil::Date;

use crate::samples::{noon, seconds_later};

fn reminder(number: u32, schedule_type: &str) -> Reminder {
    let text = |text: &str| Some(text.to_owned());
    let is = |kind: &str| schedule_type == kind;
    let written = WrittenSchedule {
        schedule_type: schedule_type.into(),
        schedule_time: "09:00".into(),
        schedule_day: match schedule_type {
            "weekly" => text("sunday,wednesday"),
            "monthly" => text("last friday"),
            _ => None,
        },
        schedule_date: text("2028-02-29").filter(|_| is("once") || is("yearly")),
        interval: is("daily").then_some(3),
        feast: text("orthodox_easter").filter(|_| is("feast")),
        feast_offset: is("feast").then_some(-1),
        ends_after: is("monthly").then_some(12),
        skip_dates: vec!["2026-12-25".into()],
        skip_holidays: true,
        ..WrittenSchedule::default()
    };
    let zone = TimeZoneName::parse("America/Chicago").expect("a zone");
    let recurrence = written.read(&zone, |_| Date::constant(2026, 11, 22));
    let content = MessageContent::parse("Hi {first_name|friend}").expect("content");
    let spanish = LanguageTag::parse("es").expect("a tag");
    Reminder {
        id: ReminderId::new(noon(), number.into()),
        details: ReminderDetails {
            name: ReminderName::parse("Sunday service").expect("a name"),
            translations: BTreeMap::from([(spanish, content.clone())]),
            content,
            language: LanguageTag::english(),
            purpose: Purpose::Information,
            message_type: domain::MessageType::Sms,
            audience: Audience::All,
            recurrence: recurrence.expect("a rule"),
        },
        active: true,
        counts_from: noon() - jiff::SignedDuration::from_nanos(1),
        settled: None,
        next: None,
        last: None,
        created_by: "staff@example.org".into(),
        created_at: noon(),
        updated_at: noon(),
        version: 1,
    }
    .planned(&BTreeSet::new())
}

/// The next occurrence, sent or given up.
fn settled(reminder: &Reminder, is_sent: bool) -> (Reminder, PastOccurrence) {
    let due: DueOccurrence = reminder.next.expect("an occurrence");
    let broadcast = reminder.broadcast(due, "Grace Church", due.at);
    let past = PastOccurrence {
        date: due.date,
        at: due.at,
        decided_at: due.at,
        broadcast_id: is_sent.then_some(broadcast.id),
    };
    (reminder.settle(past, &BTreeSet::new()), past)
}

#[tokio::test]
async fn a_reminder_of_each_kind_is_read_as_it_was_written() {
    let store = TestTable::start().await.store;
    let kinds = [
        "once", "daily", "weekly", "monthly", "yearly", "feast", "birthday",
    ];
    let mut written: Vec<Reminder> = (1..)
        .zip(kinds)
        .map(|(number, kind)| reminder(number, kind))
        .collect();
    let (after, _) = settled(&written[2], true);
    written[2] = after;
    for reminder in &written {
        store.create_reminder(reminder).await.expect("created");
        let read = store.get_reminder(reminder.id).await.expect("read");
        assert_eq!(read.as_ref(), Some(reminder));
    }
    written.reverse();
    assert_eq!(store.list_reminders().await.expect("listed"), written);
    let first = written[0].id;
    assert!(store.delete_reminder(first).await.expect("deleted"));
    assert!(!store.delete_reminder(first).await.expect("gone"));
    assert_eq!(store.get_reminder(first).await.expect("read"), None);
}

#[tokio::test]
async fn only_who_read_the_present_version_replaces_a_reminder() {
    let store = TestTable::start().await.store;
    let first = reminder(1, "weekly");
    let second = Reminder {
        version: 2,
        ..first.clone()
    };
    assert_eq!(
        store.replace_reminder(&second, 1).await.expect("answered"),
        Replacement::Missing
    );
    store.create_reminder(&first).await.expect("created");
    assert_eq!(
        store.replace_reminder(&second, 1).await.expect("answered"),
        Replacement::Done
    );
    let other = Reminder {
        active: false,
        ..second.clone()
    };
    assert_eq!(
        store.replace_reminder(&other, 1).await.expect("answered"),
        Replacement::Stale
    );
    // The answer to a first try may be lost.
    assert_eq!(
        store.replace_reminder(&second, 1).await.expect("answered"),
        Replacement::Done
    );
}

#[tokio::test]
async fn an_occurrence_is_settled_once_with_its_broadcast_or_not_at_all() {
    let store = TestTable::start().await.store;
    let first = reminder(1, "weekly");
    store.create_reminder(&first).await.expect("created");
    let (after, past) = settled(&first, true);
    let due = first.next.expect("an occurrence");
    let broadcast = first.broadcast(due, "Grace Church", due.at);
    // With an older version nothing at all is written.
    let stale = store
        .settle_occurrence(&after, 7, &past, Some(&broadcast))
        .await;
    assert_eq!(stale.expect("answered"), Replacement::Stale);
    assert_eq!(store.get_broadcast(broadcast.id).await.expect("read"), None);
    // Five at once: one broadcast, whoever is told so.
    let tries = (0..5).map(|_| store.settle_occurrence(&after, 1, &past, Some(&broadcast)));
    let settled_by = join_all(tries).await;
    assert!(
        settled_by
            .iter()
            .flatten()
            .any(|answer| *answer == Replacement::Done)
    );
    assert_eq!(
        store.get_reminder(first.id).await.expect("read"),
        Some(after.clone())
    );
    let read = store.get_broadcast(broadcast.id).await.expect("read");
    assert_eq!(read.map(|progress| progress.broadcast), Some(broadcast));
    let page = store
        .list_occurrences(first.id, None, 10)
        .await
        .expect("listed");
    assert_eq!((page.items, page.next), (vec![past], None));
    // A deleted reminder sends nothing any more.
    store.delete_reminder(first.id).await.expect("deleted");
    let (later, past) = settled(&after, false);
    let gone = store
        .settle_occurrence(&later, after.version, &past, None)
        .await;
    assert_ne!(gone.expect("answered"), Replacement::Done);
}

#[tokio::test]
async fn what_was_is_read_newest_first_and_between_two_days() {
    let store = TestTable::start().await.store;
    let mut reminder = reminder(1, "daily");
    store.create_reminder(&reminder).await.expect("created");
    let mut all = Vec::new();
    for _ in 0..5 {
        let (after, past) = settled(&reminder, false);
        let done = store
            .settle_occurrence(&after, reminder.version, &past, None)
            .await;
        assert_eq!(done.expect("answered"), Replacement::Done);
        all.push(past);
        reminder = after;
    }
    let between = store
        .occurrences_between(reminder.id, all[1].date, all[3].date)
        .await;
    assert_eq!(between.expect("read"), all[1..=3]);
    all.reverse();
    let first = store
        .list_occurrences(reminder.id, None, 3)
        .await
        .expect("listed");
    assert_eq!(first.items, all[..3]);
    let rest = store
        .list_occurrences(reminder.id, first.next, 3)
        .await
        .expect("listed");
    assert_eq!((rest.items.as_slice(), rest.next), (&all[3..], None));
}

#[tokio::test]
async fn holidays_are_replaced_by_who_read_them() {
    let store = TestTable::start().await.store;
    assert_eq!(
        store.get_holidays().await.expect("read"),
        Holidays::default()
    );
    let holidays = |version, day| Holidays {
        days: BTreeMap::from([(
            Date::constant(2026, 12, day),
            HolidayName::parse("Christmas").expect("a name"),
        )]),
        version,
    };
    for (new, read_version, expected) in [
        (holidays(1, 25), 0, Replacement::Done),
        (holidays(1, 25), 0, Replacement::Done),
        (holidays(1, 26), 0, Replacement::Stale),
        (holidays(2, 26), 1, Replacement::Done),
        (holidays(2, 27), 1, Replacement::Stale),
    ] {
        let answer = store.replace_holidays(&new, read_version).await;
        assert_eq!(answer.expect("answered"), expected);
    }
    assert_eq!(store.get_holidays().await.expect("read"), holidays(2, 26));
}

#[tokio::test]
async fn a_broadcast_for_birthdays_is_read_as_it_was_written() {
    let store = TestTable::start().await.store;
    let reminder = reminder(1, "birthday");
    let due = reminder.next.expect("an occurrence");
    let broadcast = reminder.broadcast(due, "Grace Church", seconds_later(1));
    assert!(broadcast.birthday.is_some());
    assert!(store.create_broadcast(&broadcast).await.expect("created"));
    let read = store.get_broadcast(broadcast.id).await.expect("read");
    assert_eq!(read.map(|progress| progress.broadcast), Some(broadcast));
}
