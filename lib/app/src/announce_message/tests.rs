use domain::conversation::Heard;
use domain::money::CallLength;
use domain::{Audience, BroadcastId, LanguageTag, MessageContent};

use super::*;
use crate::continue_call::tests::continuing;
use crate::fakes::{World, contact};
use crate::finish_call::tests::finishing;
use crate::plan_broadcast::tests::run as plan;
use crate::ports::{BroadcastStore, OptOutStore};

fn announcing(world: &Arc<World>) -> AnnounceMessage {
    AnnounceMessage {
        calls: world.clone(),
        messages: world.clone(),
        broadcasts: world.clone(),
        contacts: world.clone(),
        assistant: world.clone(),
        queue: world.clone(),
        church: "Grace Church".into(),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

/// A message in two languages for somebody who speaks Spanish.
async fn message() -> (Arc<World>, MessageId) {
    let world = Arc::new(World::default());
    let mut person = contact(1, 1, true);
    person.details.call_consent = true;
    person.details.preferred_language = LanguageTag::parse("es-MX").expect("a tag");
    world.add_contact(person);
    let spanish = (
        LanguageTag::parse("es").expect("a tag"),
        MessageContent::parse("Hola {first_name}, cena el viernes.").expect("content"),
    );
    let broadcast = Broadcast {
        message_type: MessageType::Voice,
        translations: [spanish].into(),
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
    let id = world.messages()[0].id;
    (world, id)
}

async fn answer(world: &Arc<World>, id: MessageId, answered_by: AnsweredBy) -> AnsweredCall {
    let phone = AnsweredPhone {
        message_id: id,
        twilio_call_sid: "CA1".into(),
        answered_by,
    };
    announcing(world).run(&phone).await.expect("answered")
}

fn said(answered: &AnsweredCall) -> Vec<&str> {
    let spoken = answered.reply.say.iter();
    spoken.map(|spoken| spoken.words.as_str()).collect()
}

fn spanish() -> &'static VoiceWords {
    VoiceWords::of(ShippedLanguage::Spanish)
}

async fn press(world: &Arc<World>, call: CallId, turn: u16, key: &str) -> AnsweredCall {
    let keys = Heard::Keys { keys: key.into() };
    let answered = continuing(world).run(call, turn, keys).await;
    answered.expect("answered")
}

#[tokio::test]
async fn a_person_hears_who_calls_the_message_in_their_language_and_the_keys() {
    let (world, id) = message().await;
    let answered = answer(&world, id, AnsweredBy::Person).await;
    let words = spanish();
    assert_eq!(
        said(&answered),
        [
            &words.outbound_opening("Grace Church"),
            "Hola Person, cena el viernes.",
            words.outbound_keys(),
        ]
    );
    assert_eq!(answered.reply.next, NextStep::AwaitKey);
    let call = world.get_call(answered.call).await.expect("read");
    let call = call.expect("there");
    assert_eq!(
        (call.direction, call.language, call.caller_name.as_deref()),
        (
            CallDirection::Outbound,
            ShippedLanguage::Spanish,
            Some("Person 1")
        )
    );
    assert_eq!(answer(&world, id, AnsweredBy::Person).await, answered);
}

#[tokio::test]
async fn a_machine_hears_it_once_and_no_keys() {
    let (world, id) = message().await;
    let answered = answer(&world, id, AnsweredBy::Machine).await;
    let end = spanish().outbound_voicemail_end("Grace Church");
    assert_eq!(said(&answered).last(), Some(&end.as_str()));
    assert_eq!(answered.reply.next, NextStep::HangUp);
}

#[tokio::test]
async fn one_is_to_hear_it_again_as_often_as_that_is_paid_for() {
    let (world, id) = message().await;
    let first = answer(&world, id, AnsweredBy::Person).await;
    for turn in 1..=CallLength::MOST_REPETITIONS {
        let again = press(&world, first.call, turn, "1").await;
        assert_eq!(again.reply, first.reply, "{turn}");
    }
    let last = press(&world, first.call, CallLength::MOST_REPETITIONS + 1, "1").await;
    assert_eq!(said(&last), [spanish().outbound_goodbye()]);
    assert_eq!(last.reply.next, NextStep::HangUp);
}

#[tokio::test]
async fn nine_ends_our_calls_and_not_our_texts() {
    let (world, id) = message().await;
    let first = answer(&world, id, AnsweredBy::Person).await;
    let last = press(&world, first.call, 1, "9").await;
    assert_eq!(said(&last), [spanish().calls_stopped()]);
    assert_eq!(last.reply.next, NextStep::HangUp);
    let phone = contact(1, 1, true).details.phone;
    let of_calls = world.get_call_opt_out(&phone).await.expect("read");
    assert!(of_calls.expect("noted").opted_out);
    assert_eq!(world.get_opt_out(&phone).await.expect("read"), None);
}

#[tokio::test]
async fn two_is_for_a_person_and_where_nobody_is_set_word_is_taken() {
    let (world, id) = message().await;
    let first = answer(&world, id, AnsweredBy::Person).await;
    let asked = press(&world, first.call, 1, "2").await;
    assert_eq!(said(&asked), [spanish().no_person_set()]);
    let left = Heard::Words {
        words: "Voy a llegar tarde".into(),
    };
    let answered = continuing(&world).run(first.call, 2, left).await;
    assert_eq!(
        said(&answered.expect("answered")),
        [spanish().message_taken()]
    );
    finishing(&world).run(first.call).await.expect("finished");
    let call = world.get_call(first.call).await.expect("read");
    assert_eq!(call.expect("there").follow_ups, 1);
}

#[tokio::test]
async fn silence_after_the_message_ends_the_call_kindly() {
    let (world, id) = message().await;
    let first = answer(&world, id, AnsweredBy::Person).await;
    let last = continuing(&world).run(first.call, 1, Heard::Silence).await;
    let last = last.expect("answered");
    assert_eq!(said(&last), [spanish().outbound_goodbye()]);
    assert_eq!(last.reply.next, NextStep::HangUp);
}
