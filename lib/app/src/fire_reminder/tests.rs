//! Firing: once, whatever fails and whoever interferes.

use std::collections::BTreeSet;

use domain::recurrence::{Ends, Interval, Pattern, Recurrence};
use domain::reminder::{ReminderDetails, ReminderName};
use domain::{Audience, LanguageTag, MessageContent, MessageType, Purpose, TimeZoneName};
use futures::future::join_all;
use jiff::civil::{Date, Time};
use tokio::task::yield_now;

use super::*;
use crate::fakes::{Fault, World};
use crate::manage_contacts::ReadVersion;
use crate::manage_reminders::{ManageReminders, ReminderDraft};

/// Until the reminder of these tests is due for the first time.
pub(crate) const FIRST: i64 = 3_600;
/// And from then to the next.
pub(crate) const DAY: i64 = 86_400;

pub(crate) fn alarms(world: &Arc<World>) -> SetAlarms {
    SetAlarms {
        reminders: world.clone(),
        scheduler: world.clone(),
    }
}

pub(crate) fn fire(world: &Arc<World>) -> FireReminder {
    FireReminder {
        reminders: world.clone(),
        queue: world.clone(),
        alarms: alarms(world),
        church_name: "Grace Church".into(),
        clock: world.clone(),
    }
}

pub(crate) fn manage(world: &Arc<World>) -> ManageReminders {
    ManageReminders {
        reminders: world.clone(),
        contacts: world.clone(),
        groups: world.clone(),
        alarms: alarms(world),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

/// A message for each day at one, in a zone where the tests' time begins at noon.
pub(crate) fn draft(content: &str) -> ReminderDraft {
    let recurrence = Recurrence {
        pattern: Pattern::Daily {
            interval: Interval::ONE,
        },
        time: Time::constant(13, 0, 0, 0),
        zone: TimeZoneName::parse("Etc/GMT-12").expect("a zone"),
        starts_on: Date::constant(1970, 1, 1),
        ends: Ends::Never,
        skip_dates: BTreeSet::new(),
        skips_holidays: false,
    };
    ReminderDraft {
        details: ReminderDetails {
            name: ReminderName::parse("Daily").expect("a name"),
            content: MessageContent::parse(content).expect("content"),
            language: LanguageTag::english(),
            translations: [].into(),
            purpose: Purpose::Information,
            message_type: MessageType::Sms,
            audience: Audience::All,
            recurrence,
        },
        active: None,
    }
}

pub(crate) async fn create(world: &Arc<World>) -> ReminderId {
    let created = manage(world).create(draft("old"), "staff".into()).await;
    created.expect("created").id
}

fn texts(world: &World, id: ReminderId) -> Vec<String> {
    let occurrences = world.occurrences.lock().expect("a lock");
    let past = occurrences.values().filter_map(|past| past.broadcast_id);
    let texts: Vec<String> = past
        .map(|broadcast| {
            let broadcast = world.broadcast(broadcast).expect("a broadcast");
            broadcast.content.as_str().to_owned()
        })
        .collect();
    assert_eq!(texts.len(), world.broadcast_count(), "of {id}");
    texts
}

/// Every broadcast has a queue message.
fn assert_that_all_are_worked_on(world: &World) {
    let queue = world.broadcast_queue.lock().expect("a lock");
    let occurrences = world.occurrences.lock().expect("a lock");
    for broadcast in occurrences.values().filter_map(|past| past.broadcast_id) {
        assert!(queue.iter().any(|(task, _)| task.id == broadcast));
    }
}

#[tokio::test]
async fn an_occurrence_that_is_fired_up_to_five_times_at_once_makes_one_broadcast() {
    for times in 1..=5 {
        let world = Arc::new(World::default());
        let id = create(&world).await;
        world.pass(FIRST);
        let fire = fire(&world);
        let fired = join_all((0..times).map(|_| fire.run(id))).await;
        let sent: u32 = fired
            .into_iter()
            .map(|fired| fired.expect("fired").sent)
            .sum();
        assert_eq!((sent, texts(&world, id).len()), (1, 1), "{times} times");
        assert_that_all_are_worked_on(&world);
        let next = world.now() + jiff::SignedDuration::from_secs(DAY);
        assert_eq!(world.alarm(id), Some(next));
    }
}

#[tokio::test]
async fn whatever_fails_the_next_run_completes_it_and_nothing_is_sent_twice() {
    for fault in [Fault::Before, Fault::After] {
        for effect in 1..=3 {
            let world = Arc::new(World::default());
            let id = create(&world).await;
            world.pass(FIRST);
            world.fail(effect, fault);
            assert!(fire(&world).run(id).await.is_err(), "{fault:?} {effect}");
            assert_that_all_are_worked_on(&world);
            fire(&world).run(id).await.expect("completed");
            assert_eq!(texts(&world, id), ["old"], "{fault:?} {effect}");
            assert_that_all_are_worked_on(&world);
            assert_eq!(
                world.alarm(id),
                world
                    .reminder(id)
                    .and_then(|one| one.next)
                    .map(|next| next.at)
            );
        }
    }
}

#[tokio::test]
async fn what_is_not_due_is_not_sent() {
    let world = Arc::new(World::default());
    let id = create(&world).await;
    world.pass(FIRST - 1);
    assert_eq!(
        fire(&world).run(id).await.expect("nothing"),
        Fired::default()
    );
    assert_eq!(world.broadcast_count(), 0);
    world.pass(1);
    manage(&world)
        .set_active(id, false, "staff".into())
        .await
        .expect("paused");
    assert_eq!(
        fire(&world).run(id).await.expect("nothing"),
        Fired::default()
    );
    assert_eq!((world.broadcast_count(), world.alarm(id)), (0, None));
    let gone = ReminderId::new(world.now(), 99);
    assert_eq!(
        fire(&world).run(gone).await.expect("nothing"),
        Fired::default()
    );
}

#[tokio::test]
async fn after_an_outage_of_a_quarter_of_an_hour_it_is_caught_up_once() {
    let world = Arc::new(World::default());
    let id = create(&world).await;
    world.pass(FIRST + 15 * 60);
    let fired = [fire(&world).run(id).await, fire(&world).run(id).await];
    let sent: Vec<u32> = fired.map(|fired| fired.expect("fired").sent).into();
    assert_eq!((sent, texts(&world, id).len()), (vec![1, 0], 1));
    let last = world
        .reminder(id)
        .and_then(|reminder| reminder.last)
        .expect("an occurrence");
    assert!(last.is_late());
}

#[tokio::test]
async fn after_days_what_is_too_late_is_recorded_as_missed_and_the_last_is_sent() {
    let world = Arc::new(World::default());
    let id = create(&world).await;
    world.pass(FIRST + 3 * DAY + 60);
    let fired = fire(&world).run(id).await.expect("fired");
    assert_eq!(fired, Fired { sent: 1, missed: 3 });
    assert_eq!(world.occurrences.lock().expect("a lock").len(), 4);
    // More than a run takes is left for the next.
    world.pass(60 * DAY);
    assert!(fire(&world).run(id).await.is_err());
    assert_eq!(
        fire(&world).run(id).await.expect("fired"),
        Fired {
            sent: 1,
            missed: 19
        }
    );
}

/// Runs the firing and something that staff do at once, with each of some head starts for either.
async fn at_once<T>(
    staff: impl AsyncFn(Arc<World>, ReminderId) -> T,
    check: impl Fn(&World, ReminderId, T),
) {
    let mut was_sent = false;
    for (fire_waits, staff_waits) in (0..12).flat_map(|one| [(one, 0), (0, one)]) {
        let world = Arc::new(World::default());
        let id = create(&world).await;
        world.pass(FIRST);
        let firing = async {
            for _ in 0..fire_waits {
                yield_now().await;
            }
            fire(&world).run(id).await.expect("fired").sent
        };
        let acting = async {
            for _ in 0..staff_waits {
                yield_now().await;
            }
            staff(world.clone(), id).await
        };
        let (sent, answer) = futures::join!(firing, acting);
        check(&world, id, answer);
        was_sent |= sent == 1;
        let next = world
            .reminder(id)
            .and_then(|one| one.next)
            .map(|next| next.at);
        assert_eq!(
            world.alarm(id),
            next.filter(|_| world.reminder(id).is_some())
        );
    }
    assert!(was_sent, "the firing never came before");
}

#[tokio::test]
async fn who_changes_the_text_at_the_moment_of_firing_is_told_or_the_new_text_is_sent() {
    let change = async |world: Arc<World>, id| {
        let new = draft("new");
        let read = ReadVersion::Exactly(1);
        manage(&world).change(id, read, new, "staff".into()).await
    };
    at_once(change, |world, id, answer| {
        let texts = texts(world, id);
        match answer {
            Ok(_) => assert_eq!(texts, ["new"]),
            Err(Error::Stale) => assert_eq!(texts, ["old"]),
            Err(error) => panic!("{error}"),
        }
    })
    .await;
}

#[tokio::test]
async fn who_pauses_at_the_moment_of_firing_sees_that_it_went_out_or_it_does_not() {
    let pause = async |world: Arc<World>, id| {
        let paused = manage(&world).set_active(id, false, "staff".into()).await;
        paused.expect("paused")
    };
    at_once(pause, |world, id, paused| {
        assert_eq!(texts(world, id).len(), usize::from(paused.last.is_some()));
    })
    .await;
}

#[tokio::test]
async fn who_deletes_at_the_moment_of_firing_deletes_it_before_or_after() {
    let delete = async |world: Arc<World>, id| {
        manage(&world).delete(id).await.expect("deleted");
        world.broadcast_count()
    };
    at_once(delete, |world, _, sent_before| {
        assert_eq!(world.broadcast_count(), sent_before);
    })
    .await;
}
