use domain::broadcast::BirthdayOnly;
use domain::recurrence::Pattern;
use jiff::civil::Date;

use super::*;
use crate::fakes::{World, audit};
use crate::fire_reminder::tests::{create, draft, manage};

fn send(world: &Arc<World>) -> SendReminderNow {
    SendReminderNow {
        reminders: world.clone(),
        create: CreateBroadcast {
            contacts: world.clone(),
            groups: world.clone(),
            broadcasts: world.clone(),
            keys: world.clone(),
            queue: world.clone(),
            audit: audit(world),
            church_name: "Grace Church".into(),
            clock: world.clone(),
            randomness: world.clone(),
        },
        clock: world.clone(),
    }
}

#[tokio::test]
async fn it_is_sent_beside_the_schedule_and_once_for_one_key() {
    let world = Arc::new(World::default());
    let id = create(&world).await;
    let key = || {
        Some(IdempotencyKey {
            key: "key".into(),
            fingerprint: id.to_string(),
        })
    };
    let first = send(&world)
        .run(id, "staff".into(), key())
        .await
        .expect("sent");
    let again = send(&world)
        .run(id, "staff".into(), key())
        .await
        .expect("sent");
    assert_eq!(first, again);
    assert_eq!(first.broadcast.content.as_str(), "old");
    assert_eq!(
        (first.broadcast.birthday, world.broadcast_count()),
        (None, 1)
    );
    assert_eq!(world.reminder(id).map(|reminder| reminder.version), Some(1));
    let gone = ReminderId::new(world.now(), 99);
    let gone = send(&world).run(gone, "staff".into(), None).await;
    assert!(matches!(gone, Err(Error::NotFound("reminder"))));
}

#[tokio::test]
async fn one_for_birthdays_goes_to_those_who_have_theirs_today() {
    let world = Arc::new(World::default());
    let mut birthdays = draft("Happy birthday");
    birthdays.details.recurrence.pattern = Pattern::Birthday;
    let time = birthdays.details.recurrence.time;
    let created = manage(&world).create(birthdays, "staff".into()).await;
    let id = created.expect("created").id;
    let sent = send(&world)
        .run(id, "staff".into(), None)
        .await
        .expect("sent");
    let date = Date::constant(1970, 1, 1);
    assert_eq!(sent.broadcast.birthday, Some(BirthdayOnly { date, time }));
}
