use std::sync::Arc;

use domain::{AssistantSettings, PhoneNumber};

use super::*;
use crate::answer_call::tests::{answering, ringing};
use crate::create_broadcast::tests::create;
use crate::fakes::{Fault, World};

pub(crate) fn alerting(world: &Arc<World>) -> AlertOnCall {
    AlertOnCall {
        calls: world.clone(),
        assistant: world.clone(),
        create_broadcast: create(world),
    }
}

fn on_call() -> PhoneNumber {
    PhoneNumber::from_e164("+12125550155").expect("a number")
}

async fn begun(world: &Arc<World>) -> CallId {
    let from = PhoneNumber::from_e164("+12125550199").expect("a number");
    let settings = AssistantSettings {
        on_call_phone: Some(on_call()),
        ..AssistantSettings::initial()
    };
    world.with_calls(|calls| calls.settings = Some(settings));
    let answered = answering(world).run(&ringing("CA1", Some(&from))).await;
    answered.expect("answered").call
}

#[tokio::test]
async fn the_person_on_call_gets_one_text_with_the_number_and_without_what_was_said() {
    let world = Arc::new(World::default());
    let id = begun(&world).await;
    for _ in 0..2 {
        alerting(&world).run(id).await.expect("told");
    }
    assert_eq!(world.broadcast_count(), 1);
    let task = world.broadcast_queue.lock().expect("a lock")[0].0;
    let broadcast = world.broadcast(task.id).expect("a broadcast");
    assert_eq!(broadcast.purpose, Purpose::Emergency);
    let Audience::Reply { phone, .. } = &broadcast.audience else {
        panic!("{:?}", broadcast.audience);
    };
    assert_eq!(*phone, on_call());
    let text = broadcast.wording().text_for(&LanguageTag::english(), None);
    assert!(text.contains("+12125550199"), "{text}");
}

#[tokio::test]
async fn whatever_fails_the_same_task_tells_in_the_end_and_once() {
    for effect in 1..=3 {
        for fault in [Fault::Before, Fault::After] {
            let world = Arc::new(World::default());
            let id = begun(&world).await;
            world.fail(effect, fault);
            let _ = alerting(&world).run(id).await;
            world.recover();
            alerting(&world).run(id).await.expect("told");
            assert_eq!(world.broadcast_count(), 1, "{effect} {fault:?}");
        }
    }
}

#[tokio::test]
async fn with_nobody_on_call_nothing_is_sent() {
    let world = Arc::new(World::default());
    let id = begun(&world).await;
    world.with_calls(|calls| calls.settings = None);
    alerting(&world).run(id).await.expect("an alarm instead");
    assert_eq!(world.broadcast_count(), 0);
}
