//! What is not sent at once: by night, before its time, beyond the carrier's room, over the month's money.

use domain::pace::SenderPace;
use domain::{ChurchSettings, Country, MicroDollars, Purpose, TimeZoneName};

use super::*;

/// Noon at the church, and in the tests' first moment.
fn church() -> ChurchSettings {
    let zone = TimeZoneName::parse("Etc/GMT-12").expect("a time zone");
    ChurchSettings::in_zone(zone, Country::UNITED_STATES)
}

fn decide(world: &World, settings: ChurchSettings) {
    *world.settings.lock().expect("a lock") = Some(settings);
}

async fn with(world: &Arc<World>, change: impl FnOnce(&mut Broadcast)) -> BroadcastId {
    let id = BroadcastId::new(world.now(), 1);
    let content = MessageContent::parse("Dinner on Friday").expect("content");
    let mut broadcast = Broadcast::new(id, content, Audience::All, "staff".into(), world.now());
    change(&mut broadcast);
    world.create_broadcast(&broadcast).await.expect("created");
    id
}

/// Gives out the broadcast's tasks as the queue does, until none is left or so much time has passed.
async fn work_for(world: &Arc<World>, id: BroadcastId, hours: i64) {
    let end = world.now() + SignedDuration::from_hours(hours);
    let mut task = BroadcastTask::new(id);
    loop {
        plan(world)
            .run(task, false, Timestamp::MAX)
            .await
            .expect("worked on");
        let next = world.broadcast_queue.lock().expect("a lock").pop();
        let Some((next, delay)) = next else { return };
        if world.now() >= end {
            return;
        }
        assert!(delay <= LONGEST_DELAY);
        world.pass(i64::try_from(delay.as_secs()).expect("a delay").max(1));
        task = next;
    }
}

fn queued(world: &World) -> usize {
    world.send_queue.lock().expect("a lock").len()
}

#[tokio::test]
async fn by_night_nothing_is_queued_and_in_the_morning_everything_is() {
    let world = Arc::new(World::with_contacts(5));
    // Nine in the evening.
    world.pass(9 * 3_600);
    let id = with(&world, |_| ()).await;
    work_for(&world, id, 0).await;
    assert_eq!(queued(&world), 0);
    let broadcast = world.broadcast(id).expect("a broadcast");
    let morning = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(21);
    assert_eq!(broadcast.release_at, Some(morning));
    assert!(
        world
            .messages()
            .iter()
            .all(|message| message.hold_until == Some(morning))
    );
    work_for(&world, id, 24).await;
    assert_eq!(queued(&world), 5);
    assert!(world.now() >= morning);
    assert_eq!(world.broadcast(id).expect("a broadcast").release_at, None);
}

#[tokio::test]
async fn an_emergency_goes_out_by_night() {
    let world = Arc::new(World::with_contacts(5));
    world.pass(9 * 3_600);
    let id = with(&world, |broadcast| broadcast.purpose = Purpose::Emergency).await;
    work_for(&world, id, 0).await;
    assert_eq!(queued(&world), 5);
}

#[tokio::test]
async fn a_scheduled_broadcast_is_planned_at_its_time_for_those_who_are_there_then() {
    let world = Arc::new(World::with_contacts(2));
    let at = world.now() + SignedDuration::from_hours(3);
    let id = with(&world, |broadcast| broadcast.scheduled_at = Some(at)).await;
    work_for(&world, id, 2).await;
    assert_eq!((queued(&world), world.messages().len()), (0, 0));
    world.add_contact(contact(3, 3, true));
    work_for(&world, id, 2).await;
    assert_eq!(queued(&world), 3);
    assert!(world.now() >= at && world.now() < at + SignedDuration::from_mins(1));
}

#[tokio::test]
async fn what_the_carrier_cannot_send_before_night_waits_for_the_morning() {
    let world = Arc::new(World::with_contacts(30));
    let pace = SenderPace::new(1, std::time::Duration::from_secs(600)).expect("a pace");
    decide(&world, ChurchSettings { pace, ..church() });
    // Ten past seven: eight is near.
    world.pass(7 * 3_600 + 3_000 + 1_480 - 10);
    let id = with(&world, |_| ()).await;
    work_for(&world, id, 0).await;
    let first = queued(&world);
    assert!(first < 30, "all {first} were queued");
    work_for(&world, id, 24).await;
    assert_eq!(queued(&world), 30);
}

/// I11: a broadcast is sent as a whole, or refused as a whole.
#[tokio::test]
async fn what_does_not_fit_into_the_months_money_is_refused_as_a_whole() {
    let each = church().prices.text_price(Some(Country::UNITED_STATES), 1);
    for (cap, expected) in [
        (each.times(5), 5),
        (each.times(5).minus(MicroDollars::new(1)), 0),
    ] {
        let world = Arc::new(World::with_contacts(5));
        decide(
            &world,
            ChurchSettings {
                monthly_cap: Some(cap),
                ..church()
            },
        );
        let id = with(&world, |_| ()).await;
        work_for(&world, id, 1).await;
        assert_eq!(queued(&world), expected);
        let broadcast = world.broadcast(id).expect("a broadcast");
        let is_refused = broadcast.stage == BroadcastStage::Refused;
        assert_eq!(is_refused, expected == 0);
        assert_eq!(broadcast.notice.is_some(), is_refused);
        assert_eq!(
            world.reservations.lock().expect("a lock").len(),
            1 - usize::from(is_refused)
        );
    }
}

#[tokio::test]
async fn each_reader_gets_his_own_language_and_name_and_the_cost_is_summed() {
    let world = Arc::new(World::with_contacts(1));
    let spanish = contact(2, 2, true);
    let change = ContactChange {
        preferred_language: Some("es-MX".into()),
        ..ContactChange::default()
    };
    let details = spanish
        .details
        .with(change, "US".parse().expect("a country"))
        .expect("a good change");
    world.add_contact(Contact { details, ..spanish });
    let id = with(&world, |broadcast| {
        broadcast.content = MessageContent::parse("Hi {first_name}").expect("content");
        let spanish = MessageContent::parse("Hola {name}").expect("content");
        broadcast
            .translations
            .insert(LanguageTag::parse("es").expect("a tag"), spanish);
    })
    .await;
    work_for(&world, id, 0).await;
    let broadcast = world.broadcast(id).expect("a broadcast");
    let mut texts: Vec<String> = world
        .messages()
        .iter()
        .map(|message| broadcast.text_for(message))
        .collect();
    texts.sort_unstable();
    assert_eq!(texts, ["Hi Person", "Hola Person 2"]);
    assert_eq!(broadcast.plan.segments, 2);
    let each = church().prices.text_price(Some(Country::UNITED_STATES), 1);
    assert_eq!(broadcast.plan.cost, each.times(2));
}

#[tokio::test]
async fn a_number_of_another_country_is_left_out() {
    let world = Arc::new(World::with_contacts(1));
    let abroad = contact(2, 2, true);
    let change = ContactChange {
        phone: Some("+442079460123".into()),
        ..ContactChange::default()
    };
    let details = abroad
        .details
        .with(change, "US".parse().expect("a country"))
        .expect("a good change");
    world.add_contact(Contact { details, ..abroad });
    let id = with(&world, |_| ()).await;
    work_for(&world, id, 0).await;
    assert_eq!(queued(&world), 1);
    let reasons: Vec<_> = world
        .messages()
        .iter()
        .filter_map(|message| message.skip_reason)
        .collect();
    assert_eq!(reasons, [SkipReason::CountryNotAllowed]);
}

#[tokio::test]
async fn a_birthday_greeting_goes_to_who_has_it_and_waits_for_the_hour_of_their_own_day() {
    use domain::broadcast::BirthdayOnly;
    use domain::contact::ContactChange;
    use jiff::civil::{Date, Time};

    let world = Arc::new(World::default());
    // Noon at the church; an hour earlier to the west of it, an hour later to the east.
    for (number, birthday, zone) in [
        (1, "1950-01-01", "Etc/GMT-12"),
        (2, "--01-01", "Etc/GMT-11"),
        (3, "--01-01", "Etc/GMT-13"),
        (4, "--01-02", "Etc/GMT-12"),
    ] {
        let mut person = contact(number, number, true);
        let change = ContactChange {
            birthday: Some(Some(birthday.into())),
            time_zone: Some(Some(zone.into())),
            ..ContactChange::default()
        };
        let region = "US".parse().expect("a country");
        person.details = person.details.with(change, region).expect("good details");
        world.add_contact(person);
    }
    world.add_contact(contact(5, 5, true));
    let id = with(&world, |broadcast| {
        broadcast.birthday = Some(BirthdayOnly {
            date: Date::constant(1970, 1, 1),
            time: Time::constant(12, 0, 0, 0),
        });
    })
    .await;
    work_for(&world, id, 0).await;
    let an_hour_later = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1);
    let held: Vec<_> = world.messages().iter().map(|one| one.hold_until).collect();
    assert_eq!((held.len(), queued(&world)), (3, 2));
    assert_eq!(held.iter().flatten().collect::<Vec<_>>(), [&an_hour_later]);
    work_for(&world, id, 2).await;
    let queue = world.send_queue.lock().expect("a lock");
    let all: std::collections::BTreeSet<_> = queue.iter().map(|(id, _)| *id).collect();
    assert_eq!(all.len(), 3);
}
