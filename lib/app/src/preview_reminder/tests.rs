use domain::recurrence::WrittenSchedule;
use domain::{ChurchSettings, TimeZoneName};
use jiff::SignedDuration;

use super::*;
use crate::fakes::{World, settings};
use crate::fire_reminder::tests::{DAY, FIRST, create, draft, fire, manage};

fn preview(world: &Arc<World>) -> PreviewReminder {
    PreviewReminder {
        reminders: world.clone(),
        settings: settings(world),
        clock: world.clone(),
    }
}

fn days(shown: &[ShownOccurrence]) -> Vec<i8> {
    shown
        .iter()
        .map(|shown| shown.occurrence.date.day())
        .collect()
}

#[tokio::test]
async fn the_next_ten_are_shown_with_those_left_out_between_them() {
    let world = Arc::new(World::default());
    let mut rule = draft("text").details.recurrence;
    rule.skip_dates.insert(Date::constant(1970, 1, 3));
    let shown = preview(&world)
        .of_rule(&rule, Purpose::Information)
        .await
        .expect("a list");
    assert_eq!(days(&shown), (1..=11).collect::<Vec<i8>>());
    let left_out = shown
        .iter()
        .filter(|shown| shown.occurrence.left_out.is_some());
    assert_eq!(left_out.count(), 1);
    assert!(
        shown
            .iter()
            .all(|shown| shown.goes_out_at == shown.occurrence.at)
    );
}

#[tokio::test]
async fn what_falls_into_quiet_hours_is_shown_with_the_hour_at_which_it_goes_out() {
    let world = Arc::new(World::default());
    let zone = TimeZoneName::parse("America/Chicago").expect("a zone");
    let written = WrittenSchedule {
        schedule_type: "daily".into(),
        schedule_time: "07:00".into(),
        ..WrittenSchedule::default()
    };
    let rule = written
        .read(&zone, |_| Date::constant(1970, 1, 2))
        .expect("a rule");
    let shown = async |purpose| {
        let shown = preview(&world)
            .of_rule(&rule, purpose)
            .await
            .expect("a list");
        let first = shown.into_iter().next().expect("one");
        first.goes_out_at.duration_since(first.occurrence.at)
    };
    assert_eq!(
        shown(Purpose::Information).await,
        SignedDuration::from_hours(2)
    );
    assert_eq!(shown(Purpose::Emergency).await, SignedDuration::ZERO);
    *world.settings.lock().expect("a lock") = Some(ChurchSettings {
        quiet_hours: None,
        ..settings(&world).run().await.expect("settings")
    });
    assert_eq!(shown(Purpose::Information).await, SignedDuration::ZERO);
}

#[tokio::test]
async fn a_reminder_shows_what_is_not_settled_and_nothing_while_it_is_paused() {
    let world = Arc::new(World::default());
    let id = create(&world).await;
    let shown = async || preview(&world).of_reminder(id).await.expect("a list");
    assert_eq!(days(&shown().await)[..2], [1, 2]);
    world.pass(FIRST);
    assert_eq!(days(&shown().await)[..2], [1, 2]);
    fire(&world).run(id).await.expect("fired");
    assert_eq!(days(&shown().await)[..2], [2, 3]);
    world.pass(DAY);
    let reminder = world.reminder(id).expect("a reminder");
    let outlook = preview(&world).outlook().await.expect("an outlook");
    let next = outlook.next(&reminder).expect("one");
    assert_eq!(next.occurrence.date.day(), 2);
    assert_eq!(
        days(&outlook.until(&reminder, Date::constant(1970, 1, 5))),
        [2, 3, 4, 5]
    );
    manage(&world)
        .set_active(id, false, "staff".into())
        .await
        .expect("paused");
    assert_eq!(shown().await, []);
}
