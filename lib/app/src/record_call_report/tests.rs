//! What becomes of calls: from the claim to the last report, with each effect failing in turn.

use domain::settings::OutgoingCalls;
use domain::{Audience, Broadcast, BroadcastId, MessageContent, MessageStatus, MessageType};
use jiff::Timestamp;

use super::*;
use crate::fakes::{Fault, World, contact, settings};
use crate::plan_broadcast::tests::run as plan;
use crate::ports::{BroadcastStore, OutboundCall, SettingsStore};
use crate::send_messages::tests::sender;

fn reports(world: &Arc<World>) -> RecordCallReport {
    RecordCallReport {
        messages: world.clone(),
        places: world.clone(),
        queue: world.clone(),
        clock: world.clone(),
    }
}

/// A broadcast of calls to so many people, planned.
async fn calls_to(people: u32, at_once: u8) -> Arc<World> {
    let world = Arc::new(World::default());
    for number in 1..=people {
        let mut person = contact(number, number, true);
        person.details.call_consent = true;
        world.add_contact(person);
    }
    let decided = domain::ChurchSettings {
        calls: OutgoingCalls {
            at_once,
            landlines: false,
        },
        version: 1,
        ..settings(&world).run().await.expect("read")
    };
    world.replace_settings(&decided, 0).await.expect("decided");
    let broadcast = Broadcast {
        message_type: MessageType::Voice,
        ..Broadcast::new(
            BroadcastId::new(world.now(), 1),
            MessageContent::parse("Dinner on Friday at six.").expect("content"),
            Audience::All,
            "staff".into(),
            world.now(),
        )
    };
    world.create_broadcast(&broadcast).await.expect("created");
    plan(&world, broadcast.id).await.expect("planned");
    world
}

/// Gives out what is in the queue once; what fails comes back.
async fn work(world: &Arc<World>) {
    let tasks = std::mem::take(&mut *world.send_queue.lock().expect("a lock"));
    for (id, _) in tasks {
        let result = sender(world).run(&[id], Timestamp::MAX).await.remove(0);
        if result.is_err() {
            let mut queue = world.send_queue.lock().expect("a lock");
            queue.push((id, Duration::ZERO));
        }
    }
}

fn placed(world: &World) -> Vec<OutboundCall> {
    world.placed.lock().expect("a lock").clone()
}

fn report(call: &OutboundCall, progress: CallProgress) -> CallReport {
    CallReport {
        message_id: call.id,
        attempt: call.attempt,
        twilio_sid: "CA1".into(),
        progress,
    }
}

async fn tell(world: &Arc<World>, call: &OutboundCall, progress: CallProgress) {
    let told = reports(world).run(report(call, progress)).await;
    told.expect("recorded");
}

fn status(world: &World) -> MessageStatus {
    world.messages()[0].status
}

#[tokio::test]
async fn no_more_are_called_at_once_than_the_church_may_and_all_are_in_the_end() {
    let world = calls_to(7, 2).await;
    for round in 1..=4 {
        work(&world).await;
        let calls = placed(&world);
        assert_eq!(calls.len(), (2 * round).min(7));
        work(&world).await;
        assert_eq!(placed(&world).len(), calls.len(), "there is no place");
        for call in calls.iter().skip(2 * (round - 1)) {
            tell(&world, call, CallProgress::UnderWay).await;
            tell(&world, call, CallProgress::Completed).await;
        }
    }
    assert_eq!(world.statuses()[&MessageStatus::Delivered], 7);
    assert!(world.places.lock().expect("a lock").is_empty());
}

#[tokio::test]
async fn a_place_that_nobody_gave_back_is_free_after_the_longest_call() {
    let world = calls_to(2, 1).await;
    work(&world).await;
    assert_eq!(placed(&world).len(), 1);
    let lasts = placed(&world)[0].lasts_at_most.as_secs();
    world.pass(i64::try_from(lasts).expect("seconds") + 80);
    work(&world).await;
    assert_eq!(placed(&world).len(), 1);
    world.pass(20);
    work(&world).await;
    assert_eq!(placed(&world).len(), 2);
}

/// I1: only a report that the last call reached nobody leads to another one.
#[tokio::test]
async fn only_a_report_about_the_last_call_leads_to_another_one() {
    let world = calls_to(1, 2).await;
    work(&world).await;
    let first = placed(&world)[0].clone();
    tell(&world, &first, CallProgress::Busy).await;
    assert_eq!(status(&world), MessageStatus::Queued);
    let waits: Vec<Duration> = world
        .send_queue
        .lock()
        .expect("a lock")
        .iter()
        .map(|task| task.1)
        .collect();
    assert_eq!(waits, [AFTER_BUSY]);
    tell(&world, &first, CallProgress::UnderWay).await;
    assert_eq!(status(&world), MessageStatus::Queued, "it comes late");
    work(&world).await;
    let second = placed(&world)[1].clone();
    for progress in [
        CallProgress::Busy,
        CallProgress::NoAnswer,
        CallProgress::UnderWay,
        CallProgress::Completed,
    ] {
        tell(&world, &first, progress).await;
        assert_eq!(status(&world), MessageStatus::Accepted);
    }
    tell(&world, &second, CallProgress::NoAnswer).await;
    work(&world).await;
    assert_eq!(placed(&world).len(), 3);
    let third = placed(&world)[2].clone();
    tell(&world, &third, CallProgress::NoAnswer).await;
    assert_eq!(status(&world), MessageStatus::Undelivered);
    work(&world).await;
    assert_eq!(placed(&world).len(), 3, "three times is enough");
    assert_eq!(world.messages()[0].error_code.as_deref(), Some("no_answer"));
}

/// I1 and I2: whichever effect of a report fails, before or after it happened, the call is made once more, once.
#[tokio::test]
async fn a_report_that_fails_anywhere_and_comes_again_leads_to_one_more_call() {
    for fault in [Fault::Before, Fault::After] {
        for effect in 1.. {
            let world = calls_to(1, 2).await;
            work(&world).await;
            let call = placed(&world)[0].clone();
            world.fail(effect, fault);
            let first = reports(&world).run(report(&call, CallProgress::Busy)).await;
            let was_met = world.recover();
            assert_eq!(first.is_err(), was_met, "{effect} {fault:?}");
            if was_met {
                tell(&world, &call, CallProgress::Busy).await;
            }
            for _ in 0..3 {
                work(&world).await;
            }
            assert_eq!(placed(&world).len(), 2, "{effect} {fault:?}");
            if !was_met {
                break;
            }
        }
    }
}

/// I3
#[tokio::test]
async fn whoever_pressed_nine_is_not_called_any_more() {
    let world = calls_to(2, 2).await;
    let phone = world.messages()[0].phone.clone().expect("a phone");
    let stop = domain::opt_out::OptOut::of_calls_by_key(phone.clone(), world.now());
    crate::record_opt_out::tests::record(&world)
        .note(&stop)
        .await
        .expect("noted");
    for _ in 0..3 {
        work(&world).await;
    }
    let called: Vec<_> = placed(&world).into_iter().map(|call| call.to).collect();
    assert_eq!(called.len(), 1);
    assert_ne!(called[0], phone);
    let reason = domain::SkipReason::CallsOptedOut;
    let skipped = world
        .messages()
        .into_iter()
        .find(|message| message.phone == Some(phone.clone()));
    assert_eq!(skipped.expect("there").skip_reason, Some(reason));
    let marked = world
        .contacts()
        .into_iter()
        .find(|person| person.details.phone == phone);
    let marked = marked.expect("there");
    assert!(marked.calls_opted_out_at.is_some() && marked.opted_out_at.is_none());
}
