use domain::call::{ChangeableField, FollowUpKind};
use serde_json::json;

use super::*;
use crate::alert_on_call::tests::alerting;
use crate::answer_call::tests::{PRICES, answering, ringing};
use crate::continue_call::tests::continuing;
use crate::end_call::EndCall;
use crate::fakes::assistant::model_answer;
use crate::fakes::{Fault, World, contact};
use crate::ports::ModelFailure;

pub(crate) fn finishing(world: &Arc<World>) -> FinishCall {
    FinishCall {
        calls: world.clone(),
        follow_ups: world.clone(),
        model: Some(world.clone()),
        prices: PRICES,
        budget: world.clone(),
        alert: alerting(world),
        queue: world.clone(),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

fn said(words: &str) -> Heard {
    Heard::Words {
        words: words.into(),
    }
}

/// A call of the first person of the directory in which all of this was said.
async fn talked(world: &Arc<World>, all: &[&str]) -> CallId {
    let person = contact(1, 1, true);
    let ringing = ringing("CA1", Some(&person.details.phone));
    let id = answering(world).run(&ringing).await.expect("answered").call;
    for (index, words) in all.iter().enumerate() {
        let number = u16::try_from(index + 1).expect("a number");
        continuing(world)
            .run(id, number, said(words))
            .await
            .expect("answered");
    }
    id
}

async fn end(world: &Arc<World>) {
    let ending = EndCall {
        calls: world.clone(),
        queue: world.clone(),
        clock: world.clone(),
    };
    ending
        .run("CA1", CallStatus::Completed, 75)
        .await
        .expect("noted");
}

fn answers(world: &World, answer: &serde_json::Value) {
    let answer = Ok(model_answer(answer.to_string()));
    world
        .model_answers
        .lock()
        .expect("a lock")
        .push_back(answer);
}

fn summary() -> serde_json::Value {
    json!({
        "summary": "She asked for a prayer and has moved.",
        "requests": [
            { "kind": "prayer", "words": "For her mother." },
            { "kind": "callback", "words": "Call her on Monday." },
        ],
        "changes": [{ "field": "city", "value": "Plano" }],
    })
}

async fn call(world: &World, id: CallId) -> Call {
    world.get_call(id).await.expect("read").expect("a call")
}

fn spent(world: &World, id: CallId) -> Option<MicroDollars> {
    world.reservations.lock().expect("a lock")[&Expense::from(id)].spent
}

#[tokio::test]
async fn a_call_that_has_ended_is_summarised_once_and_its_money_settled() {
    let world = Arc::new(World::with_contacts(1));
    let id = talked(&world, &["please pray for my mother", "she is in hospital"]).await;
    end(&world).await;
    answers(&world, &summary());
    for _ in 0..2 {
        finishing(&world).run(id).await.expect("finished");
    }
    let call = call(&world, id).await;
    assert_eq!(
        (call.status, call.duration),
        (CallStatus::Completed, Some(75))
    );
    let words = "She asked for a prayer and has moved.".to_owned();
    assert_eq!(call.summary, CallSummary::Written { words });
    assert_eq!(call.changes[0].field, ChangeableField::City);
    let follow_ups = world.list_follow_ups_of(id).await.expect("read");
    let kinds: Vec<_> = follow_ups.iter().map(|one| one.kind).collect();
    assert_eq!(
        kinds,
        [FollowUpKind::Prayer, FollowUpKind::Callback],
        "the prayer was kept in its turn"
    );
    assert_eq!(usize::from(call.follow_ups), kinds.len());
    assert_eq!(world.model_requests.lock().expect("a lock").len(), 1);
    let turns = world.list_turns(id, None, 9).await.expect("read").items;
    let model = PRICES.cost(crate::fakes::assistant::TOKENS);
    assert_eq!(spent(&world, id), Some(cost_of(&call, &turns).plus(model)));
}

#[tokio::test]
async fn nothing_of_a_confidential_call_is_given_to_the_model_afterwards() {
    let world = Arc::new(World::with_contacts(1));
    let id = talked(&world, &["this is confidential", "it is about my marriage"]).await;
    end(&world).await;
    finishing(&world).run(id).await.expect("finished");
    let reason = IS_CONFIDENTIAL.to_owned();
    assert_eq!(call(&world, id).await.summary, CallSummary::None { reason });
    assert!(world.model_requests.lock().expect("a lock").is_empty());
}

#[tokio::test]
async fn of_a_call_in_which_nothing_was_said_there_is_no_summary() {
    let world = Arc::new(World::with_contacts(1));
    let id = talked(&world, &[]).await;
    end(&world).await;
    finishing(&world).run(id).await.expect("finished");
    let reason = NOTHING_SAID.to_owned();
    assert_eq!(call(&world, id).await.summary, CallSummary::None { reason });
}

#[tokio::test]
async fn a_call_whose_end_was_never_told_is_closed_when_it_can_not_go_on_any_more() {
    let world = Arc::new(World::with_contacts(1));
    let id = talked(&world, &["hello there you all"]).await;
    finishing(&world).run(id).await.expect("looked at");
    assert_eq!(
        call(&world, id).await.ended_at,
        None,
        "somebody may be on the phone"
    );
    world.pass(15 * 60);
    answers(&world, &summary());
    finishing(&world).run(id).await.expect("finished");
    let call = call(&world, id).await;
    assert_eq!(
        (call.status, call.duration),
        (CallStatus::Completed, Some(0))
    );
    assert!(matches!(call.summary, CallSummary::Written { .. }));
}

#[tokio::test]
async fn when_the_model_fails_staff_are_told_why_there_is_no_summary() {
    let world = Arc::new(World::with_contacts(1));
    let id = talked(&world, &["hello there you all"]).await;
    end(&world).await;
    let failure = ModelFailure {
        code: "timeout",
        is_retryable: true,
        sentence: "The language model took too long.",
        spent: SpentTokens::Unknown,
    };
    world
        .model_answers
        .lock()
        .expect("a lock")
        .push_back(Err(failure));
    finishing(&world).run(id).await.expect("finished");
    let reason = "The language model took too long. Read what was said.".to_owned();
    assert_eq!(call(&world, id).await.summary, CallSummary::None { reason });
}

#[tokio::test]
async fn a_summary_that_a_crash_cut_off_is_not_paid_for_again() {
    let world = Arc::new(World::with_contacts(1));
    let id = talked(&world, &["hello there you all"]).await;
    end(&world).await;
    answers(&world, &summary());
    // The summary is begun, and what the model wrote is not kept.
    world.fail(2, Fault::Before);
    assert!(finishing(&world).run(id).await.is_err());
    assert!(
        finishing(&world).run(id).await.is_err(),
        "another worker may be at it"
    );
    world.pass(4 * 60);
    finishing(&world).run(id).await.expect("finished");
    let reason = CUT_OFF.to_owned();
    assert_eq!(call(&world, id).await.summary, CallSummary::None { reason });
    assert_eq!(world.model_requests.lock().expect("a lock").len(), 1);
    assert!(spent(&world, id).expect("settled") >= PRICES.cost(most_tokens(2)));
}

#[tokio::test]
async fn who_was_in_danger_is_told_of_at_the_end_too() {
    let world = Arc::new(World::with_contacts(1));
    let id = talked(&world, &["I want to kill myself"]).await;
    let settings = AssistantSettings {
        on_call_phone: contact(2, 2, true).details.phone.into(),
        ..AssistantSettings::initial()
    };
    world.with_calls(|calls| calls.settings = Some(settings));
    end(&world).await;
    answers(&world, &summary());
    finishing(&world).run(id).await.expect("finished");
    assert_eq!(world.broadcast_count(), 1);
}

#[tokio::test]
async fn the_end_is_noted_once_and_an_unknown_call_is_passed_over() {
    let world = Arc::new(World::with_contacts(1));
    let id = talked(&world, &[]).await;
    end(&world).await;
    let first = call(&world, id).await;
    world.pass(10);
    end(&world).await;
    assert_eq!(call(&world, id).await, first);
    let ending = EndCall {
        calls: world.clone(),
        queue: world.clone(),
        clock: world.clone(),
    };
    ending
        .run("CA9", CallStatus::Completed, 1)
        .await
        .expect("passed over");
}
