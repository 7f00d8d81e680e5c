//! Keeping reminders: what is refused, and what each action comes to.

use domain::holidays::HolidayName;
use domain::recurrence::Ends;
use domain::{Audience, ContactId, GroupId};

use super::*;
use crate::fakes::World;
use crate::fire_reminder::tests::{DAY, FIRST, create, draft, fire, manage};

fn staff() -> String {
    "staff".into()
}

fn field_of(result: Result<Reminder>) -> String {
    match result {
        Err(Error::Invalid(errors)) => errors[0].field.clone(),
        other => panic!("not refused for a field: {other:?}"),
    }
}

fn day(day: i8) -> Date {
    Date::constant(1970, 1, day)
}

#[tokio::test]
async fn a_reminder_is_made_with_its_alarm() {
    let world = Arc::new(World::default());
    let id = create(&world).await;
    let reminder = world.reminder(id).expect("a reminder");
    let next = reminder.next.expect("an occurrence");
    assert_eq!((next.date, world.alarm(id)), (day(1), Some(next.at)));
    assert_eq!((reminder.version, reminder.active), (1, true));
}

#[tokio::test]
async fn what_can_not_be_sent_is_refused_when_it_is_made() {
    let world = Arc::new(World::default());
    let refused = async |change: fn(&mut ReminderDraft)| {
        let mut draft = draft("text");
        change(&mut draft);
        field_of(manage(&world).create(draft, staff()).await)
    };
    let emergency = refused(|draft| draft.details.purpose = Purpose::Emergency).await;
    assert_eq!(emergency, "purpose");
    let contacts = refused(|draft| {
        let contact_ids = vec![ContactId::new(Timestamp::UNIX_EPOCH, 9)];
        draft.details.audience = Audience::Contacts { contact_ids };
    });
    assert_eq!(contacts.await, "contact_ids");
    let groups = refused(|draft| {
        let group_ids = vec![GroupId::new(Timestamp::UNIX_EPOCH, 9)];
        draft.details.audience = Audience::Groups { group_ids };
    });
    assert_eq!(groups.await, "group_ids");
    let never =
        refused(|draft| draft.details.recurrence.ends = Ends::On(Date::constant(1969, 1, 1)));
    assert_eq!(never.await, "schedule_type");
    let past = refused(|draft| {
        draft.details.recurrence.pattern = Pattern::Once;
        draft.details.recurrence.starts_on = Date::constant(1969, 12, 31);
    });
    assert_eq!(past.await, "schedule_date");
    assert!(world.alarms.lock().expect("a lock").is_empty());
}

#[tokio::test]
async fn only_the_version_that_was_read_is_replaced() {
    let world = Arc::new(World::default());
    let id = create(&world).await;
    let change = async |read| manage(&world).change(id, read, draft("new"), staff()).await;
    let changed = change(ReadVersion::Exactly(1)).await.expect("changed");
    assert_eq!(
        (changed.version, changed.details.content.as_str()),
        (2, "new")
    );
    assert!(matches!(
        change(ReadVersion::Exactly(1)).await,
        Err(Error::Stale)
    ));
    assert!(change(ReadVersion::Any).await.is_ok());
    let gone = ReminderId::new(Timestamp::UNIX_EPOCH, 99);
    let manage = manage(&world);
    let change = manage.change(gone, ReadVersion::Any, draft("new"), staff());
    assert!(matches!(change.await, Err(Error::NotFound("reminder"))));
}

#[tokio::test]
async fn pausing_and_resuming_twice_is_doing_it_once() {
    let world = Arc::new(World::default());
    let id = create(&world).await;
    let set = async |active| {
        let reminder = manage(&world).set_active(id, active, staff()).await;
        reminder.expect("a reminder").version
    };
    assert_eq!([set(false).await, set(false).await], [2, 2]);
    assert_eq!(world.alarm(id), None);
    assert_eq!([set(true).await, set(true).await], [3, 3]);
    assert!(world.alarm(id).is_some());
}

#[tokio::test]
async fn the_next_one_is_skipped_once_and_no_other() {
    let world = Arc::new(World::default());
    let id = create(&world).await;
    let skip = async |date| manage(&world).skip(id, date, staff()).await;
    assert!(matches!(skip(day(2)).await, Err(Error::Conflict(_))));
    for _ in 0..2 {
        let skipped = skip(day(1)).await.expect("skipped");
        assert_eq!(skipped.next.map(|next| next.date), Some(day(2)));
    }
    world.pass(FIRST);
    assert_eq!(fire(&world).run(id).await.expect("nothing").sent, 0);
    // What is due at this moment can't be skipped any more.
    world.pass(DAY);
    assert!(matches!(skip(day(2)).await, Err(Error::Conflict(_))));
    assert_eq!(fire(&world).run(id).await.expect("fired").sent, 1);
}

#[tokio::test]
async fn a_full_list_of_skipped_days_loses_the_oldest() {
    let world = Arc::new(World::default());
    let mut full = draft("text");
    let old = (0..100_i64).map(|days| Date::constant(1969, 1, 1) + jiff::Span::new().days(days));
    full.details.recurrence.skip_dates = old.collect();
    let id = manage(&world)
        .create(full, staff())
        .await
        .expect("created")
        .id;
    let skipped = manage(&world)
        .skip(id, day(1), staff())
        .await
        .expect("skipped");
    let dates = skipped.details.recurrence.skip_dates;
    assert_eq!((dates.len(), dates.contains(&day(1))), (100, true));
}

#[tokio::test]
async fn a_copy_is_paused_and_says_so() {
    let world = Arc::new(World::default());
    let id = create(&world).await;
    let copy = manage(&world)
        .duplicate(id, "other".into())
        .await
        .expect("copied");
    assert_eq!(copy.details.name.as_str(), "Copy of Daily");
    assert_eq!(
        (copy.active, copy.next, world.alarm(copy.id)),
        (false, None, None)
    );
    assert_ne!(copy.id, id);
}

#[tokio::test]
async fn there_are_no_more_reminders_than_can_be_gone_through() {
    let world = Arc::new(World::default());
    for _ in 0..MAXIMUM_REMINDERS {
        create(&world).await;
    }
    let result = manage(&world).create(draft("one more"), staff()).await;
    assert!(matches!(result, Err(Error::Conflict(_))));
}

#[tokio::test]
async fn holidays_move_the_reminders_that_keep_them_and_no_others() {
    let world = Arc::new(World::default());
    let ordinary = create(&world).await;
    let mut careful = draft("careful");
    careful.details.recurrence.skips_holidays = true;
    let careful = manage(&world)
        .create(careful, staff())
        .await
        .expect("created")
        .id;
    let name = HolidayName::parse("New Year").expect("a name");
    let holidays = |days: &[Date]| Holidays {
        days: days.iter().map(|day| (*day, name.clone())).collect(),
        version: 0,
    };
    let set = async |days: &[Date], read| {
        let result = manage(&world).change_holidays(holidays(days), read).await;
        result.map(|holidays| holidays.version)
    };
    let next = |id| {
        world
            .reminder(id)
            .and_then(|reminder| reminder.next)
            .map(|next| next.date)
    };
    assert_eq!(
        set(&[day(1)], ReadVersion::Exactly(0)).await.expect("set"),
        1
    );
    assert_eq!(
        (next(ordinary), next(careful)),
        (Some(day(1)), Some(day(2)))
    );
    assert!(matches!(
        set(&[], ReadVersion::Exactly(0)).await,
        Err(Error::Stale)
    ));
    assert_eq!(set(&[], ReadVersion::Any).await.expect("set"), 2);
    assert_eq!(next(careful), Some(day(1)));
    let reminder = world.reminder(careful).and_then(|one| one.next);
    assert_eq!(world.alarm(careful), reminder.map(|next| next.at));
}
