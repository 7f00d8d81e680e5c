//! Decisions about messages in doubt, whatever fails, and whoever decides at the same time.

use domain::AttemptId;

use super::*;
use crate::fakes::{Fault, World, audit};
use crate::plan_broadcast::tests::planned_broadcast;

fn reviewer(world: &Arc<World>) -> ReviewMessages {
    ReviewMessages {
        reviews: world.clone(),
        messages: world.clone(),
        views: ListMessages {
            broadcasts: world.clone(),
            messages: world.clone(),
            contacts: world.clone(),
        },
        queue: world.clone(),
        audit: audit(world),
        clock: world.clone(),
    }
}

async fn change(world: &World, id: MessageId, transition: Transition) {
    let update = MessageUpdate::new(transition, world.now());
    assert!(world.transition_message(id, &update).await.expect("done"));
}

/// Has a worker claim a message.
async fn claim(world: &World, id: MessageId, attempt: u128) {
    let now = world.now();
    let attempt = AttemptId::new(now, attempt);
    world
        .claim_message(id, attempt, now, now)
        .await
        .expect("claimed");
}

/// Messages that wait for a person.
async fn waiting(count: u32) -> (Arc<World>, Vec<MessageId>) {
    let world = Arc::new(World::with_contacts(count));
    planned_broadcast(&world).await;
    world.send_queue.lock().expect("a lock").clear();
    let ids: Vec<MessageId> = world.messages().iter().map(|one| one.id).collect();
    for id in &ids {
        claim(&world, *id, 1).await;
        change(&world, *id, Transition::LoseTrack).await;
        world.put_review(*id).await.expect("noted");
        change(&world, *id, Transition::Review).await;
    }
    (world, ids)
}

fn status(world: &World, id: MessageId) -> MessageStatus {
    let messages = world.messages();
    let found = messages.iter().find(|message| message.id == id);
    found.expect("a message").status
}

#[tokio::test]
async fn a_decision_is_done_and_the_note_is_taken_away() {
    for (decision, expected, queued) in [
        (ReviewDecision::Arrived, MessageStatus::Accepted, vec![]),
        (ReviewDecision::GiveUp, MessageStatus::Failed, vec![]),
        (
            ReviewDecision::SendAgain,
            MessageStatus::Queued,
            vec![RESEND_HEAD_START],
        ),
    ] {
        let (world, ids) = waiting(1).await;
        let view = reviewer(&world)
            .decide(ids[0], decision, "staff")
            .await
            .expect("done");
        assert_eq!(view.message.status, expected);
        assert_eq!(view.content, "Dinner on Friday");
        assert_eq!(status(&world, ids[0]), expected);
        let is_given_up = decision == ReviewDecision::GiveUp;
        assert_eq!(view.message.error_code.is_some(), is_given_up);
        assert!(world.reviews.lock().expect("a lock").is_empty());
        let queue = world.send_queue.lock().expect("a lock");
        let delays: Vec<Duration> = queue.iter().map(|(_, delay)| *delay).collect();
        assert_eq!(delays, queued, "{decision:?}");
    }
}

#[tokio::test]
async fn whatever_fails_nothing_is_queued_without_a_queue_message_and_the_same_again_completes_it()
{
    for fault in [Fault::Before, Fault::After] {
        // The entry of the audit, the queue message, the change, the note.
        for effect in 1..=4 {
            let (world, ids) = waiting(1).await;
            world.fail(effect, fault);
            let failed = reviewer(&world)
                .decide(ids[0], ReviewDecision::SendAgain, "staff")
                .await;
            assert!(failed.is_err(), "{fault:?} {effect} was not met");
            let is_queued = status(&world, ids[0]) == MessageStatus::Queued;
            let has_task = !world.send_queue.lock().expect("a lock").is_empty();
            assert!(has_task || !is_queued, "{fault:?} {effect}");
            let again = reviewer(&world)
                .decide(ids[0], ReviewDecision::SendAgain, "staff")
                .await;
            assert!(again.is_ok() || is_queued, "{fault:?} {effect}");
            assert_eq!(status(&world, ids[0]), MessageStatus::Queued);
        }
    }
}

#[tokio::test]
async fn who_decides_second_is_told_so() {
    let (world, ids) = waiting(1).await;
    let reviewer = reviewer(&world);
    let first = reviewer
        .decide(ids[0], ReviewDecision::SendAgain, "staff")
        .await;
    first.expect("done");
    let second = reviewer
        .decide(ids[0], ReviewDecision::GiveUp, "staff")
        .await;
    assert!(matches!(second, Err(Error::Conflict(_))));
    assert_eq!(status(&world, ids[0]), MessageStatus::Queued);
}

#[tokio::test]
async fn a_word_about_a_lost_attempt_does_not_settle_a_later_one() {
    let (world, ids) = waiting(1).await;
    let old = world.messages()[0].clone();
    change(&world, ids[0], Transition::Resend).await;
    claim(&world, ids[0], 2).await;
    // As somebody would who read the message before it was sent again.
    let update = reviewer(&world).update(&old, ReviewDecision::Arrived);
    let was_done = world
        .transition_message(ids[0], &update)
        .await
        .expect("answered");
    assert!(!was_done);
    assert_eq!(status(&world, ids[0]), MessageStatus::Sending);
}

#[tokio::test]
async fn the_list_has_what_waits_and_drops_notes_that_are_beyond_doubt() {
    let (world, ids) = waiting(3).await;
    change(&world, ids[0], Transition::Accept).await;
    change(&world, ids[1], Transition::Resend).await;
    claim(&world, ids[1], 2).await;
    change(&world, ids[1], Transition::LoseTrack).await;
    let page = reviewer(&world).list(None, 10).await.expect("a page");
    let listed: Vec<MessageId> = page.items.iter().map(|view| view.message.id).collect();
    assert_eq!(listed, [ids[2]]);
    // The second one may be about to wait for a person again.
    let left: Vec<MessageId> = world
        .reviews
        .lock()
        .expect("a lock")
        .iter()
        .copied()
        .collect();
    assert_eq!(left, ids[1..]);
    let short = reviewer(&world).list(None, 1).await.expect("a page");
    assert!(short.items.is_empty());
    assert_eq!(short.next, Some(ids[1]));
}
