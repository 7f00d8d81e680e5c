//! After whatever failed, reminders and alarms fit again.

use domain::Holidays;
use domain::holidays::HolidayName;
use jiff::SignedDuration;

use super::*;
use crate::fakes::{Fault, World};
use crate::fire_reminder::tests::{DAY, FIRST, alarms, create, draft, fire, manage};
use crate::manage_contacts::ReadVersion;
use crate::manage_reminders::ReminderDraft;

fn reconcile(world: &Arc<World>) -> ReconcileSchedules {
    ReconcileSchedules {
        reminders: world.clone(),
        scheduler: world.clone(),
        alarms: alarms(world),
        fire: fire(world),
        clock: world.clone(),
    }
}

/// Mends everything, and answers what that was; there is nothing to mend after it.
async fn mend(world: &Arc<World>) -> Reconciled {
    let mended = reconcile(world).run().await.expect("mended");
    let again = reconcile(world).run().await.expect("nothing to mend");
    assert_eq!(again, Reconciled::default());
    let reminders = world.reminders.lock().expect("a lock").clone();
    for (id, reminder) in reminders {
        assert_eq!(world.alarm(id), reminder.next.map(|next| next.at));
    }
    mended
}

/// No alarm rings later than its reminder's next occurrence.
fn assert_that_no_alarm_is_too_late(world: &World) {
    for (id, reminder) in world.reminders.lock().expect("a lock").iter() {
        if let Some(next) = reminder.next {
            assert!(world.alarm(*id).is_some_and(|alarm| alarm <= next.at));
        }
    }
}

fn at_hour(hour: i8) -> ReminderDraft {
    let mut draft = draft("new");
    draft.details.recurrence.time = jiff::civil::Time::constant(hour, 0, 0, 0);
    draft
}

#[tokio::test]
async fn whatever_fails_while_staff_change_something_no_alarm_is_too_late_and_the_next_look_mends_it()
 {
    let staff = || "staff".to_owned();
    let mut met = 0;
    for fault in [Fault::Before, Fault::After] {
        for (effect, action) in
            (1..=4).flat_map(|effect| (0..7).map(move |action| (effect, action)))
        {
            let world = Arc::new(World::default());
            let id = create(&world).await;
            let manage = manage(&world);
            if action == 3 {
                manage.set_active(id, false, staff()).await.expect("paused");
            }
            world.fail(effect, fault);
            let any = ReadVersion::Any;
            let result = match action {
                0 => manage.change(id, any, at_hour(14), staff()).await,
                1 => manage.change(id, any, at_hour(12), staff()).await,
                2 => manage.set_active(id, false, staff()).await,
                3 => manage.set_active(id, true, staff()).await,
                4 => manage.skip(id, Date::constant(1970, 1, 1), staff()).await,
                5 => manage.create(draft("another"), staff()).await,
                _ => {
                    let deleted = manage.delete(id).await;
                    deleted.map(|()| world.reminder(id).unwrap_or_else(|| sample(id)))
                }
            };
            met += u32::from(world.recover());
            assert_that_no_alarm_is_too_late(&world);
            // The alarms of requests that are not over yet are left alone.
            world.pass(OLDEST_REQUEST.as_secs() + 1);
            mend(&world).await;
            if let Ok(reminder) = result {
                let now = world.reminder(reminder.id);
                assert_eq!(
                    now.map(|now| now.next),
                    world.reminder(reminder.id).map(|_| reminder.next)
                );
            }
        }
    }
    assert!(met > 20, "only {met} faults were met");
}

fn sample(id: ReminderId) -> Reminder {
    let draft = draft("old");
    let now = jiff::Timestamp::UNIX_EPOCH;
    Reminder {
        id,
        details: draft.details,
        active: false,
        counts_from: now,
        settled: None,
        next: None,
        last: None,
        created_by: "staff".into(),
        created_at: now,
        updated_at: now,
        version: 1,
    }
}

#[tokio::test]
async fn what_no_alarm_rang_for_is_sent_once_and_said() {
    let world = Arc::new(World::default());
    let id = create(&world).await;
    world.alarms.lock().expect("a lock").clear();
    world.pass(FIRST + 15 * 60);
    let mended = mend(&world).await;
    assert_eq!((mended.sent, mended.missed), (1, 0));
    assert_eq!(world.broadcast_count(), 1);
    let next = jiff::Timestamp::UNIX_EPOCH + SignedDuration::from_secs(FIRST + DAY);
    assert_eq!(world.alarm(id), Some(next));
}

#[tokio::test]
async fn an_alarm_that_somebody_moved_or_took_away_is_set_again() {
    let world = Arc::new(World::default());
    let id = create(&world).await;
    let moved = world.now() + SignedDuration::from_secs(9 * DAY);
    for alarm in [Some((moved, world.now())), None] {
        match alarm {
            Some(alarm) => world.alarms.lock().expect("a lock").insert(id, alarm),
            None => world.alarms.lock().expect("a lock").remove(&id),
        };
        let expected = Reconciled {
            alarms_set: 1,
            ..Reconciled::default()
        };
        assert_eq!(mend(&world).await, expected);
    }
}

#[tokio::test]
async fn an_alarm_without_a_reminder_is_taken_away_once_no_request_can_be_about_to_make_it() {
    let world = Arc::new(World::default());
    let id = ReminderId::new(world.now(), 7);
    world.set_alarm(id, world.now()).await.expect("set");
    world.pass(OLDEST_REQUEST.as_secs());
    assert_eq!(mend(&world).await, Reconciled::default());
    world.pass(1);
    assert_eq!(mend(&world).await.alarms_removed, 1);
    assert_eq!(world.alarm(id), None);
}

#[tokio::test]
async fn what_comes_next_is_written_anew_where_it_has_changed_by_itself() {
    let world = Arc::new(World::default());
    let mut careful = draft("careful");
    careful.details.recurrence.skips_holidays = true;
    let created = manage(&world).create(careful, "staff".into()).await;
    let id = created.expect("created").id;
    // As if the function had died between the holidays and the reminders.
    let name = HolidayName::parse("New Year").expect("a name");
    *world.holidays.lock().expect("a lock") = Holidays {
        days: [(Date::constant(1970, 1, 1), name)].into(),
        version: 1,
    };
    let mended = mend(&world).await;
    assert_eq!((mended.reminders_mended, mended.alarms_set), (1, 1));
    let next = world
        .reminder(id)
        .and_then(|reminder| reminder.next)
        .expect("one");
    assert_eq!(next.date, Date::constant(1970, 1, 2));
}
