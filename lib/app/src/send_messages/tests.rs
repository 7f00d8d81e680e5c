//! Sending, with each effect failing in turn, and with every answer of the carrier.

use std::collections::HashSet;

use domain::OptOutId;
use domain::opt_out::{OptOut, OptOutReason};
use domain::{MessageStatus, PhoneNumber};

use super::*;
use crate::fakes::{Fault, World, settings, staff};
use crate::plan_broadcast::tests::{planned_broadcast, run};
use crate::record_opt_out::tests::record;

pub(crate) fn sender(world: &Arc<World>) -> SendMessages {
    SendMessages {
        broadcasts: world.clone(),
        messages: world.clone(),
        opt_outs: world.clone(),
        record_opt_out: record(world),
        sender: world.clone(),
        settings: settings(world),
        carrier: world.clone(),
        calls: PlaceCall {
            places: world.clone(),
            carrier: world.clone(),
            clock: world.clone(),
            randomness: world.clone(),
        },
        queue: world.clone(),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

fn failure(code: &str) -> Failure {
    Failure::new(code, FailureKind::Unknown, "It did not work.")
}

/// Gives out queue messages as SQS does: those that failed come back after the visibility timeout.
async fn work_through_queue(world: &Arc<World>) {
    let sender = sender(world);
    for _ in 0..100 {
        let tasks = std::mem::take(&mut *world.send_queue.lock().expect("a lock"));
        if tasks.is_empty() {
            return;
        }
        for (id, _) in tasks {
            let failed = sender.run(&[id], Timestamp::MAX).await.remove(0).is_err();
            if failed {
                world
                    .send_queue
                    .lock()
                    .expect("a lock")
                    .push((id, std::time::Duration::ZERO));
            }
        }
        world.pass(90);
    }
    panic!("the queue does not empty");
}

fn count(world: &World, status: MessageStatus) -> usize {
    world.statuses().get(&status).copied().unwrap_or(0)
}

#[tokio::test]
async fn every_message_is_accepted_once() {
    let world = Arc::new(World::with_contacts(5));
    planned_broadcast(&world).await;
    work_through_queue(&world).await;
    assert_eq!(count(&world, MessageStatus::Accepted), 5);
    assert_eq!(world.accepted.lock().expect("a lock").len(), 5);
}

#[tokio::test]
async fn a_queue_message_that_comes_twice_sends_nothing_twice() {
    let world = Arc::new(World::with_contacts(5));
    planned_broadcast(&world).await;
    let again = world.send_queue.lock().expect("a lock").clone();
    work_through_queue(&world).await;
    world.send_queue.lock().expect("a lock").extend(again);
    work_through_queue(&world).await;
    assert_eq!(world.accepted.lock().expect("a lock").len(), 5);
}

/// I1 and I2: whichever effect fails, before or after it happened, nobody is texted twice, and every message
/// ends accepted or in doubt.
#[tokio::test]
async fn whatever_fails_nothing_is_sent_twice_and_nothing_is_lost() {
    let mut met = 0;
    for fault in [Fault::Before, Fault::After] {
        for effect in 1..=12 {
            let world = Arc::new(World::with_contacts(3));
            planned_broadcast(&world).await;
            world.fail(effect, fault);
            work_through_queue(&world).await;
            met += usize::from(world.recover());
            let accepted = world.accepted.lock().expect("a lock").clone();
            let distinct: HashSet<_> = accepted.iter().collect();
            assert_eq!(
                accepted.len(),
                distinct.len(),
                "{fault:?} {effect}: someone was texted twice"
            );
            let ended =
                count(&world, MessageStatus::Accepted) + count(&world, MessageStatus::Unknown);
            assert_eq!(ended, 3, "{fault:?} {effect}: {:?}", world.statuses());
            for message in world.messages() {
                let claims_acceptance = message.status == MessageStatus::Accepted;
                assert!(
                    !claims_acceptance || distinct.contains(&message.id),
                    "{fault:?} {effect}"
                );
            }
        }
    }
    assert!(met >= 10, "only {met} faults were met");
}

#[tokio::test]
async fn what_was_not_processed_is_tried_again_later() {
    let world = Arc::new(World::with_contacts(1));
    planned_broadcast(&world).await;
    *world.answers.lock().expect("a lock") = vec![SendOutcome::NotProcessed(failure("20429"))];
    let id = world.messages()[0].id;
    assert!(sender(&world).run(&[id], Timestamp::MAX).await[0].is_ok());
    assert_eq!(count(&world, MessageStatus::Queued), 1);
    let delay = world
        .send_queue
        .lock()
        .expect("a lock")
        .last()
        .expect("queued again")
        .1;
    assert!(delay >= std::time::Duration::from_secs(1));
    work_through_queue(&world).await;
    assert_eq!(count(&world, MessageStatus::Accepted), 1);
}

#[tokio::test]
async fn what_is_never_processed_is_given_up_in_the_end() {
    let world = Arc::new(World::with_contacts(1));
    planned_broadcast(&world).await;
    *world.answers.lock().expect("a lock") =
        vec![SendOutcome::NotProcessed(failure("not_connected")); 50];
    work_through_queue(&world).await;
    let message = &world.messages()[0];
    assert_eq!(
        (message.status, message.attempts),
        (MessageStatus::Failed, MAXIMUM_ATTEMPTS)
    );
    assert_eq!(message.error_code.as_deref(), Some("not_connected"));
}

#[tokio::test]
async fn what_is_unclear_or_refused_is_not_sent_again() {
    for (answer, status) in [
        (
            SendOutcome::Unclear(failure("no_answer")),
            MessageStatus::Unknown,
        ),
        (
            SendOutcome::Refused(failure("21211")),
            MessageStatus::Failed,
        ),
    ] {
        let world = Arc::new(World::with_contacts(1));
        planned_broadcast(&world).await;
        *world.answers.lock().expect("a lock") = vec![answer];
        work_through_queue(&world).await;
        let id = world.messages()[0].id;
        assert!(sender(&world).run(&[id], Timestamp::MAX).await[0].is_ok());
        assert_eq!(count(&world, status), 1);
        assert!(world.accepted.lock().expect("a lock").is_empty());
    }
}

#[tokio::test]
async fn a_message_that_another_worker_holds_is_left_alone_until_its_lease_ends() {
    let world = Arc::new(World::with_contacts(1));
    planned_broadcast(&world).await;
    let id = world.messages()[0].id;
    let now = world.now();
    let other = AttemptId::new(now, 99);
    world
        .claim_message(id, other, now, now + LEASE)
        .await
        .expect("claimed");
    assert!(sender(&world).run(&[id], Timestamp::MAX).await[0].is_err());
    assert_eq!(count(&world, MessageStatus::Sending), 1);
    world.pass(30);
    assert!(sender(&world).run(&[id], Timestamp::MAX).await[0].is_ok());
    assert_eq!(count(&world, MessageStatus::Unknown), 1);
    assert!(world.accepted.lock().expect("a lock").is_empty());
}

#[tokio::test]
async fn nothing_of_a_cancelled_broadcast_is_sent() {
    let world = Arc::new(World::with_contacts(3));
    let id = planned_broadcast(&world).await;
    world
        .cancel_broadcast(id, world.now())
        .await
        .expect("cancelled");
    work_through_queue(&world).await;
    assert_eq!(count(&world, MessageStatus::Skipped), 3);
    assert!(world.accepted.lock().expect("a lock").is_empty());
}

#[tokio::test]
async fn cancelling_skips_what_waits_and_leaves_what_was_sent() {
    let world = Arc::new(World::with_contacts(3));
    let id = planned_broadcast(&world).await;
    let first = world.messages()[0].id;
    assert!(sender(&world).run(&[first], Timestamp::MAX).await[0].is_ok());
    world
        .cancel_broadcast(id, world.now())
        .await
        .expect("cancelled");
    run(&world, id).await.expect("cleared up");
    assert_eq!(count(&world, MessageStatus::Skipped), 2);
    assert_eq!(count(&world, MessageStatus::Accepted), 1);
}

#[tokio::test]
async fn a_message_whose_worker_died_is_in_doubt_although_the_broadcast_was_cancelled() {
    let world = Arc::new(World::with_contacts(1));
    let broadcast = planned_broadcast(&world).await;
    let id = world.messages()[0].id;
    let now = world.now();
    world
        .claim_message(id, AttemptId::new(now, 99), now, now + LEASE)
        .await
        .expect("claimed");
    world
        .cancel_broadcast(broadcast, now)
        .await
        .expect("cancelled");
    work_through_queue(&world).await;
    assert_eq!(count(&world, MessageStatus::Unknown), 1);
}

#[tokio::test]
async fn a_message_is_not_begun_without_time_to_finish_it() {
    let world = Arc::new(World::with_contacts(1));
    planned_broadcast(&world).await;
    let id = world.messages()[0].id;
    let deadline = world.now() + HANDOVER_TIME - SignedDuration::from_secs(1);
    assert!(sender(&world).run(&[id], deadline).await[0].is_err());
    assert_eq!(count(&world, MessageStatus::Queued), 1);
}

async fn stop(world: &World, phone: &PhoneNumber) {
    let opt_out = OptOut::by_staff(
        phone.clone(),
        true,
        world.now(),
        staff(),
        OptOutReason::parse("asked").expect("a reason"),
    );
    let id = OptOutId::new(world.now(), 1);
    world.put_opt_out(id, &opt_out).await.expect("noted");
}

/// I3: an opt-out that was committed after the message was planned still holds it back.
#[tokio::test]
async fn a_stopped_number_is_never_texted() {
    let world = Arc::new(World::with_contacts(3));
    planned_broadcast(&world).await;
    let stopped = world.contacts()[1].details.phone.clone();
    stop(&world, &stopped).await;
    work_through_queue(&world).await;
    assert_eq!(count(&world, MessageStatus::Accepted), 2);
    let skipped = world
        .messages()
        .into_iter()
        .find(|message| message.status == MessageStatus::Skipped);
    assert_eq!(
        skipped.and_then(|message| message.skip_reason),
        Some(SkipReason::OptedOut)
    );
}

#[tokio::test]
async fn someone_who_was_deleted_meanwhile_is_not_texted() {
    let world = Arc::new(World::with_contacts(2));
    planned_broadcast(&world).await;
    let id = world.messages()[0].id;
    world
        .forget_recipient(id, world.now())
        .await
        .expect("forgotten");
    work_through_queue(&world).await;
    assert_eq!(count(&world, MessageStatus::Accepted), 1);
    assert!(!world.accepted.lock().expect("a lock").contains(&id));
}

#[tokio::test]
async fn a_refusal_for_the_number_marks_it_and_the_next_message_leaves_it_out() {
    let world = Arc::new(World::with_contacts(2));
    planned_broadcast(&world).await;
    let id = world.messages()[0].id;
    let refusal = Failure::new("21211", FailureKind::InvalidNumber, "No such number.");
    world
        .answers
        .lock()
        .expect("a lock")
        .push(SendOutcome::Refused(refusal));
    let results = sender(&world).run(&[id], Timestamp::MAX).await;
    assert!(results[0].is_ok());
    let contacts = world.contacts();
    let marked: Vec<_> = contacts
        .iter()
        .filter(|one| one.unreachable.is_some())
        .collect();
    assert_eq!(marked.len(), 1);
    assert_eq!(Some(marked[0].id), world.messages()[0].contact_id);
    let mut roll = domain::audience::AudienceRoll::default();
    assert_eq!(
        roll.admit(marked[0], MessageType::Sms),
        Err(SkipReason::Unreachable)
    );
}

/// What is lost when noting it fails is noted after the next refusal; the message's own record is right in any case.
#[tokio::test]
async fn a_refusal_for_an_opt_out_opts_the_number_out() {
    for fails in [false, true] {
        let world = Arc::new(World::with_contacts(1));
        planned_broadcast(&world).await;
        let id = world.messages()[0].id;
        let refusal = Failure::new("21610", FailureKind::OptedOut, "They asked to stop.");
        world
            .answers
            .lock()
            .expect("a lock")
            .push(SendOutcome::Refused(refusal));
        if fails {
            // After the claim and the record.
            world.fail(3, Fault::Before);
        }
        let results = sender(&world).run(&[id], Timestamp::MAX).await;
        assert!(results[0].is_ok());
        assert_eq!(count(&world, MessageStatus::Failed), 1);
        let is_marked = world.contacts()[0].opted_out_at.is_some();
        assert_eq!(is_marked, !fails);
        let phone = world.contacts()[0].details.phone.clone();
        let noted = world.get_opt_out(&phone).await.expect("read");
        assert_eq!(noted.is_some_and(|noted| noted.opted_out), !fails);
    }
}
