//! Sending a message, whatever fails, and once.

use super::*;
use crate::fakes::{Fault, World, audit, contact};

pub(crate) fn create(world: &Arc<World>) -> CreateBroadcast {
    CreateBroadcast {
        contacts: world.clone(),
        groups: world.clone(),
        broadcasts: world.clone(),
        keys: world.clone(),
        queue: world.clone(),
        audit: audit(world),
        church_name: "Grace Church".into(),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

fn template(text: &str) -> MessageTemplate {
    MessageTemplate::parse(text).expect("a template")
}

fn request(content: &str) -> NewBroadcast {
    NewBroadcast {
        content: template(content),
        language: LanguageTag::english(),
        translations: BTreeMap::new(),
        purpose: Purpose::Information,
        is_emergency_confirmed: false,
        is_test: false,
        scheduled_at: None,
        message_type: MessageType::Sms,
        audience: Audience::All,
        birthday: None,
        created_by: "staff".into(),
        idempotency: Some(IdempotencyKey {
            key: "key".into(),
            fingerprint: content.into(),
        }),
    }
}

#[tokio::test]
async fn a_broadcast_is_queued_before_it_is_recorded() {
    let world = Arc::new(World::default());
    let created = create(&world)
        .run(request("Dinner"))
        .await
        .expect("created")
        .broadcast;
    assert_eq!(world.broadcast(created.id), Some(created.clone()));
    assert_eq!(
        *world.broadcast_queue.lock().expect("a lock"),
        [(BroadcastTask::new(created.id), QUEUE_HEAD_START)]
    );
}

#[tokio::test]
async fn a_repeated_request_makes_no_second_broadcast() {
    let world = Arc::new(World::default());
    let first = create(&world)
        .run(request("Dinner"))
        .await
        .expect("created");
    let second = create(&world)
        .run(request("Dinner"))
        .await
        .expect("recognised");
    assert_eq!(first, second);
    assert_eq!(world.broadcast_count(), 1);
    assert_eq!(world.broadcast_queue.lock().expect("a lock").len(), 1);
}

#[tokio::test]
async fn a_key_is_not_taken_for_another_message() {
    let world = Arc::new(World::default());
    create(&world)
        .run(request("Dinner"))
        .await
        .expect("created");
    let error = create(&world).run(request("Lunch")).await;
    assert!(matches!(error, Err(Error::Conflict(_))));
    assert_eq!(world.broadcast_count(), 1);
}

#[tokio::test]
async fn whatever_fails_the_same_request_completes_it_and_no_record_is_without_a_queue_message() {
    for fault in [Fault::Before, Fault::After] {
        for effect in 1..=3 {
            let world = Arc::new(World::default());
            world.fail(effect, fault);
            assert!(
                create(&world).run(request("Dinner")).await.is_err(),
                "{fault:?} {effect} was not met"
            );
            let queued = world.broadcast_queue.lock().expect("a lock").len();
            assert!(
                world.broadcast_count() <= queued,
                "{fault:?} {effect}: nobody works on the record"
            );
            let created = create(&world)
                .run(request("Dinner"))
                .await
                .expect("completed")
                .broadcast;
            assert_eq!(world.broadcast_count(), 1, "{fault:?} {effect}");
            let queue = world.broadcast_queue.lock().expect("a lock");
            assert!(queue.iter().all(|(task, _)| task.id == created.id));
        }
    }
}

#[tokio::test]
async fn words_that_were_mended_after_a_failure_are_sent_and_the_first_ones_are_not() {
    for fault in [Fault::Before, Fault::After] {
        // The queue, which leaves no record, and the record itself.
        for effect in [2, 3] {
            let world = Arc::new(World::default());
            world.fail(effect, fault);
            assert!(create(&world).run(request("Diner")).await.is_err());
            let first_came_to_be = world.broadcast_count() == 1;
            let second = create(&world).run(request("Dinner")).await;
            match second {
                Ok(progress) => assert_eq!(progress.broadcast.content.as_str(), "Dinner"),
                Err(error) => assert!(matches!(error, Error::Conflict(_)) && first_came_to_be),
            }
            assert_eq!(world.broadcast_count(), 1, "{fault:?} {effect}");
        }
    }
}

#[tokio::test]
async fn unknown_people_are_refused_and_change_nothing() {
    let world = Arc::new(World::with_contacts(1));
    let unknown = NewBroadcast {
        audience: Audience::Contacts {
            contact_ids: vec![contact(1, 1, true).id, contact(2, 2, true).id],
        },
        ..request("Dinner")
    };
    match create(&world).run(unknown).await {
        Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, "contact_ids"),
        other => panic!("{other:?}"),
    }
    assert_eq!(world.broadcast_count(), 0);
    assert!(world.broadcast_queue.lock().expect("a lock").is_empty());
}

#[tokio::test]
async fn everything_that_was_asked_for_is_in_the_record() {
    let world = Arc::new(World::default());
    let spanish = LanguageTag::parse("es").expect("a tag");
    let at = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1);
    let new = NewBroadcast {
        language: LanguageTag::parse("ta").expect("a tag"),
        translations: BTreeMap::from([(spanish.clone(), template("Hola {first_name}"))]),
        purpose: Purpose::Solicitation,
        scheduled_at: Some(at),
        ..request("Hi {first_name|friend}")
    };
    let made = create(&world).run(new).await.expect("created").broadcast;
    assert_eq!(made.content.as_str(), "Hi {first_name|friend}");
    assert_eq!(made.language.as_str(), "ta");
    assert_eq!(made.translations[&spanish].as_str(), "Hola {first_name}");
    assert_eq!(made.purpose, Purpose::Solicitation);
    assert_eq!(made.scheduled_at, Some(at));
    assert_eq!(made.church_name.as_deref(), Some("Grace Church"));
    assert_eq!(world.broadcast(made.id), Some(made.clone()));
    // The worker waits for the time, so that the queue message goes out like any other.
    let queue = world.broadcast_queue.lock().expect("a lock");
    assert_eq!(*queue, [(BroadcastTask::new(made.id), QUEUE_HEAD_START)]);
}

#[tokio::test]
async fn an_emergency_is_confirmed_or_refused() {
    let world = Arc::new(World::default());
    let emergency = NewBroadcast {
        purpose: Purpose::Emergency,
        ..request("Stay at home, the bridge is closed")
    };
    match create(&world).run(emergency.clone()).await {
        Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, "confirm_emergency"),
        other => panic!("{other:?}"),
    }
    assert_eq!(world.broadcast_count(), 0);
    let confirmed = NewBroadcast {
        is_emergency_confirmed: true,
        ..emergency
    };
    let made = create(&world).run(confirmed).await.expect("created");
    assert_eq!(made.broadcast.purpose, Purpose::Emergency);
}

#[tokio::test]
async fn a_time_is_in_the_next_year() {
    let year = SignedDuration::from_hours(366 * 24);
    let second = SignedDuration::from_secs(1);
    for (ahead, is_taken) in [
        (SignedDuration::from_hours(-1), false),
        (SignedDuration::ZERO, false),
        (second, true),
        (year, true),
        (year + second, false),
    ] {
        let world = Arc::new(World::default());
        let new = NewBroadcast {
            scheduled_at: Some(Timestamp::UNIX_EPOCH + ahead),
            ..request("Dinner")
        };
        match create(&world).run(new).await {
            Ok(_) => assert!(is_taken, "{ahead:?}"),
            Err(Error::Invalid(errors)) => {
                assert_eq!(errors[0].field, "scheduled_at");
                assert!(!is_taken, "{ahead:?}");
            }
            other => panic!("{ahead:?}: {other:?}"),
        }
        assert_eq!(world.broadcast_count(), usize::from(is_taken), "{ahead:?}");
    }
}

#[tokio::test]
async fn a_request_that_is_repeated_after_its_time_gets_the_first_answer() {
    let world = Arc::new(World::default());
    let new = NewBroadcast {
        scheduled_at: Some(Timestamp::UNIX_EPOCH + SignedDuration::from_mins(1)),
        ..request("Dinner")
    };
    let first = create(&world).run(new.clone()).await.expect("created");
    world.pass(120);
    let second = create(&world).run(new.clone()).await.expect("recognised");
    assert_eq!(first, second);
    let other = NewBroadcast {
        scheduled_at: new.scheduled_at,
        ..request("Lunch")
    };
    assert!(matches!(
        create(&world).run(other).await,
        Err(Error::Invalid(_))
    ));
    assert_eq!(world.broadcast_count(), 1);
}

#[test]
fn whatever_differs_makes_another_message() {
    let world = Arc::new(World::default());
    let spanish = LanguageTag::parse("es").expect("a tag");
    let plain = request("Dinner");
    let id = BroadcastId::new(Timestamp::UNIX_EPOCH, 1);
    let record = |new: &NewBroadcast, seconds| {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds);
        create(&world).broadcast(id, new.clone(), now)
    };
    let first = record(&plain, 0);
    assert!(is_same_message(&first, &record(&plain, 5)));
    for other in [
        request("Lunch"),
        NewBroadcast {
            language: spanish.clone(),
            ..plain.clone()
        },
        NewBroadcast {
            translations: BTreeMap::from([(spanish, template("Cena"))]),
            ..plain.clone()
        },
        NewBroadcast {
            purpose: Purpose::Solicitation,
            ..plain.clone()
        },
        NewBroadcast {
            scheduled_at: Some(Timestamp::UNIX_EPOCH),
            ..plain.clone()
        },
        NewBroadcast {
            audience: Audience::Groups {
                group_ids: Vec::new(),
            },
            ..plain.clone()
        },
    ] {
        assert!(!is_same_message(&first, &record(&other, 0)), "{other:?}");
    }
}
