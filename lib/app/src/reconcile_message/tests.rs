//! Settling messages in doubt, by what the carrier's log tells.

use std::sync::atomic::Ordering;

use domain::message::CarrierStatus;
use jiff::Timestamp;

use super::*;
use crate::fakes::{Fault, World};
use crate::plan_broadcast::tests::{broadcast_at, planned_broadcast, run};
use crate::ports::{ClaimResult, LoggedText};

fn reconciler(world: &Arc<World>) -> ReconcileMessage {
    ReconcileMessage {
        messages: world.clone(),
        broadcasts: world.clone(),
        reviews: world.clone(),
        log: world.clone(),
        queue: world.clone(),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

/// A message whose worker lost track of it.
async fn in_doubt(world: &Arc<World>, id: MessageId) {
    let now = world.now();
    let attempt = domain::AttemptId::new(now, world.draw());
    let claim = world
        .claim_message(id, attempt, now, now)
        .await
        .expect("a claim");
    assert!(matches!(claim, ClaimResult::Claimed(_)), "{claim:?}");
    let update = MessageUpdate {
        attempt: Some(attempt),
        ..MessageUpdate::new(Transition::LoseTrack, now)
    };
    assert!(world.transition_message(id, &update).await.expect("done"));
}

async fn one_in_doubt() -> (Arc<World>, MessageId) {
    let world = Arc::new(World::with_contacts(1));
    planned_broadcast(&world).await;
    let id = world.messages()[0].id;
    world.send_queue.lock().expect("a lock").clear();
    in_doubt(&world, id).await;
    (world, id)
}

fn entry(world: &World, sid: &str) -> LoggedText {
    LoggedText {
        sid: sid.into(),
        body: "Dinner on Friday".into(),
        status: CarrierStatus::Sent,
        date_created: world.now(),
        price: None,
        segments: 1,
    }
}

fn status(world: &World, id: MessageId) -> Message {
    let found = world.messages().into_iter().find(|one| one.id == id);
    found.expect("the message")
}

/// Works through the queue of looks, each after its delay, until nothing is left in it.
async fn look_until_settled(world: &Arc<World>, id: MessageId) {
    let first = (ReconciliationTask::new(id), FIRST_LOOK_AFTER);
    world
        .reconciliation_queue
        .lock()
        .expect("a lock")
        .push(first);
    for _ in 0..100 {
        let Some((task, delay)) = world.reconciliation_queue.lock().expect("a lock").pop() else {
            return;
        };
        world.pass(i64::try_from(delay.as_secs()).expect("a delay"));
        if reconciler(world).run(task).await.is_err() {
            let again = (task, Duration::from_secs(120));
            world
                .reconciliation_queue
                .lock()
                .expect("a lock")
                .push(again);
        }
    }
    panic!("the looks do not end");
}

#[tokio::test]
async fn what_the_log_has_is_accepted_with_its_status_and_not_sent_again() {
    let (world, id) = one_in_doubt().await;
    let entry = entry(&world, "SM7");
    world.log.lock().expect("a lock").push(entry);
    look_until_settled(&world, id).await;
    let message = status(&world, id);
    assert_eq!(message.status, MessageStatus::Sent);
    assert_eq!(message.twilio_sid.as_deref(), Some("SM7"));
    assert!(world.send_queue.lock().expect("a lock").is_empty());
}

#[tokio::test]
async fn what_the_log_has_not_after_two_looks_is_sent_again_and_not_after_one() {
    let (world, id) = one_in_doubt().await;
    let task = ReconciliationTask::new(id);
    world.pass(120);
    reconciler(&world).run(task).await.expect("a look");
    assert_eq!(status(&world, id).status, MessageStatus::Unknown);
    let (second, delay) = world.reconciliation_queue.lock().expect("a lock")[0];
    assert_eq!((second.looks, delay), (1, SECOND_LOOK_AFTER));
    world.pass(300);
    reconciler(&world).run(second).await.expect("a look");
    assert_eq!(status(&world, id).status, MessageStatus::Queued);
    assert_eq!(world.send_queue.lock().expect("a lock").len(), 1);
}

/// I1: a second worker may have asked for looks of its own, and those outlive the attempt that they were about.
#[tokio::test]
async fn a_look_that_an_earlier_attempt_left_in_the_queue_is_no_proof_about_a_later_one() {
    let (world, id) = one_in_doubt().await;
    look_until_settled(&world, id).await;
    assert_eq!(status(&world, id).status, MessageStatus::Queued);
    world.send_queue.lock().expect("a lock").clear();
    in_doubt(&world, id).await;
    let mut left_over = ReconciliationTask {
        looks: 1,
        ..ReconciliationTask::new(id)
    };
    for (seconds, looks) in [(8, 0), (112, 1)] {
        world.pass(seconds);
        reconciler(&world).run(left_over).await.expect("a look");
        assert_eq!(status(&world, id).status, MessageStatus::Unknown);
        let (next, _) = world.reconciliation_queue.lock().expect("a lock").remove(0);
        assert_eq!(next.looks, looks, "after {seconds} seconds more");
        left_over = next;
    }
    world.pass(300);
    reconciler(&world).run(left_over).await.expect("a look");
    assert_eq!(status(&world, id).status, MessageStatus::Queued);
}

#[tokio::test]
async fn an_entry_with_other_words_or_from_before_the_attempt_is_no_proof() {
    let (world, id) = one_in_doubt().await;
    world.pass(1_000);
    let other = LoggedText {
        body: "Lunch".into(),
        ..entry(&world, "SM8")
    };
    let earlier = LoggedText {
        date_created: Timestamp::UNIX_EPOCH - SignedDuration::from_hours(1),
        ..entry(&world, "SM9")
    };
    world.log.lock().expect("a lock").extend([other, earlier]);
    look_until_settled(&world, id).await;
    assert_eq!(status(&world, id).status, MessageStatus::Queued);
}

#[tokio::test]
async fn a_log_that_keeps_no_words_proves_nothing() {
    let (world, id) = one_in_doubt().await;
    let entry = LoggedText {
        body: String::new(),
        ..entry(&world, "SM7")
    };
    world.log.lock().expect("a lock").push(entry);
    look_until_settled(&world, id).await;
    assert_eq!(status(&world, id).status, MessageStatus::NeedsReview);
}

#[tokio::test]
async fn an_entry_that_is_another_messages_is_no_proof() {
    let (world, id) = one_in_doubt().await;
    let other = broadcast_at(&world, 5).await;
    run(&world, other).await.expect("planned");
    world.send_queue.lock().expect("a lock").clear();
    let phone = status(&world, id).phone.expect("a phone");
    let owner = MessageId::for_phone(other, &phone);
    let update = MessageUpdate {
        twilio_sid: Some("SM7".into()),
        ..MessageUpdate::new(Transition::Report(CarrierStatus::Delivered), world.now())
    };
    assert!(
        world
            .transition_message(owner, &update)
            .await
            .expect("done")
    );
    let entry = entry(&world, "SM7");
    world.log.lock().expect("a lock").push(entry);
    look_until_settled(&world, id).await;
    assert_eq!(status(&world, id).status, MessageStatus::Queued);
}

#[tokio::test]
async fn of_two_in_doubt_with_the_same_words_one_entry_proves_neither_and_two_prove_both() {
    for entries in [1, 2] {
        let (world, id) = one_in_doubt().await;
        let other = broadcast_at(&world, 0).await;
        let twin = domain::BroadcastId::new(Timestamp::UNIX_EPOCH, 2);
        assert_eq!(other, domain::BroadcastId::new(Timestamp::UNIX_EPOCH, 1));
        let twin_broadcast = domain::Broadcast {
            id: twin,
            ..world.broadcast(other).expect("a broadcast")
        };
        let twin_broadcast = domain::Broadcast {
            stage: domain::broadcast::BroadcastStage::Planning,
            plan: Default::default(),
            planned_at: None,
            ..twin_broadcast
        };
        world.create_broadcast(&twin_broadcast).await.expect("made");
        run(&world, twin).await.expect("planned");
        world.send_queue.lock().expect("a lock").clear();
        let phone = status(&world, id).phone.expect("a phone");
        let twin = MessageId::for_phone(twin, &phone);
        in_doubt(&world, twin).await;
        for number in 0..entries {
            let entry = entry(&world, &format!("SM{number}"));
            world.log.lock().expect("a lock").push(entry);
        }
        look_until_settled(&world, id).await;
        look_until_settled(&world, twin).await;
        let ends = [status(&world, id).status, status(&world, twin).status];
        if entries == 1 {
            assert_eq!(ends, [MessageStatus::NeedsReview; 2]);
        } else {
            assert_eq!(ends, [MessageStatus::Sent; 2]);
            assert_ne!(
                status(&world, id).twilio_sid,
                status(&world, twin).twilio_sid
            );
        }
        assert!(world.send_queue.lock().expect("a lock").is_empty());
    }
}

#[tokio::test]
async fn a_report_that_comes_first_settles_it() {
    let (world, id) = one_in_doubt().await;
    let update = MessageUpdate::new(Transition::Report(CarrierStatus::Delivered), world.now());
    assert!(world.transition_message(id, &update).await.expect("done"));
    look_until_settled(&world, id).await;
    assert_eq!(status(&world, id).status, MessageStatus::Delivered);
    assert!(world.send_queue.lock().expect("a lock").is_empty());
}

#[tokio::test]
async fn while_the_log_cannot_be_read_nothing_is_sent_and_in_the_end_a_person_decides() {
    let (world, id) = one_in_doubt().await;
    world.log_is_down.store(true, Ordering::SeqCst);
    look_until_settled(&world, id).await;
    assert_eq!(status(&world, id).status, MessageStatus::NeedsReview);
    assert!(world.reviews.lock().expect("a lock").contains(&id));
    assert!(world.now() > Timestamp::UNIX_EPOCH + SignedDuration::from_hours(4));
}

#[tokio::test]
async fn old_news_and_what_got_lost_three_times_are_left_to_a_person() {
    let (world, id) = one_in_doubt().await;
    world.pass(7 * 3_600);
    look_until_settled(&world, id).await;
    assert_eq!(status(&world, id).status, MessageStatus::NeedsReview);

    let (world, id) = one_in_doubt().await;
    for _ in 0..2 {
        look_until_settled(&world, id).await;
        assert_eq!(status(&world, id).status, MessageStatus::Queued);
        in_doubt(&world, id).await;
    }
    look_until_settled(&world, id).await;
    assert_eq!(status(&world, id).status, MessageStatus::NeedsReview);
}

/// I1 and I2: whichever effect fails, it ends in the queue with a queue message, or with a person.
#[tokio::test]
async fn whatever_fails_a_message_in_doubt_is_not_lost() {
    for log_is_down in [false, true] {
        for fault in [Fault::Before, Fault::After] {
            for effect in 1..=6 {
                let (world, id) = one_in_doubt().await;
                world.log_is_down.store(log_is_down, Ordering::SeqCst);
                world.fail(effect, fault);
                look_until_settled(&world, id).await;
                let message = status(&world, id);
                let queued = world.send_queue.lock().expect("a lock").len();
                match message.status {
                    MessageStatus::Queued => assert!(queued > 0, "{fault:?} {effect}"),
                    MessageStatus::NeedsReview => {
                        assert!(world.reviews.lock().expect("a lock").contains(&id));
                    }
                    other => panic!("{fault:?} {effect}: {other:?}"),
                }
            }
        }
    }
}
