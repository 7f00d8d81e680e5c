use domain::message::Transition;
use domain::{AttemptId, ChurchSettings, Country, LanguageTag, TimeZoneName};
use jiff::SignedDuration;

use super::*;
use crate::fakes::{Fault, World, contact, settings};
use crate::plan_broadcast::tests::planned_broadcast;
use crate::ports::MessageUpdate;

pub(crate) const PRICES: ModelPrices = ModelPrices {
    input: MicroDollars::new(400_000),
    output: MicroDollars::new(1_600_000),
};

pub(crate) fn record_opt_out(world: &Arc<World>) -> RecordOptOut {
    RecordOptOut {
        opt_outs: world.clone(),
        contacts: world.clone(),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

pub(crate) fn answering(world: &Arc<World>) -> AnswerCall {
    AnswerCall {
        calls: world.clone(),
        assistant: world.clone(),
        people: record_opt_out(world),
        broadcasts: world.clone(),
        messages: world.clone(),
        budget: world.clone(),
        settings: settings(world),
        queue: world.clone(),
        model_prices: Some(PRICES),
        church: "Grace Church".into(),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

pub(crate) fn ringing(sid: &str, from: Option<&PhoneNumber>) -> RingingCall {
    RingingCall {
        twilio_call_sid: sid.into(),
        from: from.cloned(),
        caller_name: None,
    }
}

fn phone(text: &str) -> PhoneNumber {
    PhoneNumber::from_e164(text).expect("a number")
}

fn texts(answered: &AnsweredCall) -> Vec<(&str, &str)> {
    let said = answered.reply.say.iter();
    said.map(|said| (said.language.tag(), said.words.as_str()))
        .collect()
}

fn speaks(world: &World, number: u32, tag: &str) -> PhoneNumber {
    let mut person = contact(number, number, true);
    person.details.preferred_language = LanguageTag::parse(tag).expect("a tag");
    person.details.name = "Ana María López".into();
    let phone = person.details.phone.clone();
    world.add_contact(person);
    phone
}

#[tokio::test]
async fn who_is_known_is_greeted_by_name_in_their_language_from_the_first_word() {
    let world = Arc::new(World::default());
    let phone = speaks(&world, 7, "es-MX");
    let answered = answering(&world)
        .run(&ringing("CA1", Some(&phone)))
        .await
        .expect("answered");
    let (language, words) = texts(&answered)[0];
    assert_eq!(language, "es");
    assert!(
        words.starts_with("Hola, Ana") && words.contains("Grace Church"),
        "{words}"
    );
    let call = world
        .get_call(answered.call)
        .await
        .expect("read")
        .expect("a call");
    assert_eq!(call.caller_name.as_deref(), Some("Ana María López"));
    assert_eq!(texts(&answered).len(), 2, "English is offered too");
}

#[tokio::test]
async fn who_shares_a_phone_is_not_called_by_a_name_that_may_be_another_s() {
    let world = Arc::new(World::with_contacts(1));
    world.add_contact(contact(2, 1, true));
    let person = contact(1, 1, true);
    let answered = answering(&world)
        .run(&ringing("CA1", Some(&person.details.phone)))
        .await;
    let call = world
        .get_call(answered.expect("answered").call)
        .await
        .expect("read")
        .expect("a call");
    assert_eq!(call.background.first_name, None);
    assert_eq!(call.contact_id, Some(person.id));
}

#[tokio::test]
async fn a_stranger_is_offered_other_languages_each_in_its_own() {
    let world = Arc::new(World::default());
    let answered = answering(&world)
        .run(&ringing("CA1", Some(&phone("+12125550199"))))
        .await
        .expect("answered");
    let offered: Vec<_> = texts(&answered)
        .iter()
        .map(|(language, _)| *language)
        .collect();
    assert_eq!(offered, ["en", "es"]);
    assert_eq!(
        answered.reply.next,
        NextStep::Listen {
            language: ShippedLanguage::English
        }
    );
}

#[tokio::test]
async fn a_call_that_is_told_of_again_is_the_same_call_and_keeps_its_greeting() {
    let world = Arc::new(World::default());
    let from = phone("+12125550199");
    let first = answering(&world)
        .run(&ringing("CA1", Some(&from)))
        .await
        .expect("answered");
    world.pass(3);
    let again = answering(&world)
        .run(&ringing("CA1", Some(&from)))
        .await
        .expect("answered");
    assert_eq!(first, again);
    assert_eq!(world.with_calls(|calls| calls.calls.len()), 1);
}

#[tokio::test]
async fn two_at_once_leave_one_call_and_no_money_set_aside_for_the_other() {
    let world = Arc::new(World::default());
    let from = phone("+12125550199");
    let answering = answering(&world);
    let ringing = ringing("CA1", Some(&from));
    let (one, other) = join!(answering.run(&ringing), answering.run(&ringing));
    assert_eq!(one.expect("answered").call, other.expect("answered").call);
    let open = world
        .reservations
        .lock()
        .expect("a lock")
        .values()
        .filter(|one| one.spent.is_none())
        .count();
    assert_eq!(open, 1);
}

#[tokio::test]
async fn whatever_fails_the_same_call_can_be_answered_when_it_is_told_of_again() {
    for effect in 1..=4 {
        for fault in [Fault::Before, Fault::After] {
            let world = Arc::new(World::default());
            let from = phone("+12125550199");
            world.fail(effect, fault);
            let failed = answering(&world).run(&ringing("CA1", Some(&from))).await;
            assert!(failed.is_err(), "{effect} {fault:?}");
            answering(&world)
                .run(&ringing("CA1", Some(&from)))
                .await
                .expect("answered");
            assert_eq!(world.with_calls(|calls| calls.calls.len()), 1);
        }
    }
}

#[tokio::test]
async fn without_money_or_beyond_the_day_s_calls_the_phone_is_answered_without_the_model() {
    let world = Arc::new(World::default());
    let poor = ChurchSettings {
        monthly_cap: Some(MicroDollars::from_cents(1)),
        ..ChurchSettings::in_zone(
            TimeZoneName::parse("Etc/UTC").expect("a zone"),
            Country::UNITED_STATES,
        )
    };
    *world.settings.lock().expect("a lock") = Some(poor);
    let answered = answering(&world)
        .run(&ringing("CA1", None))
        .await
        .expect("answered");
    let call = world
        .get_call(answered.call)
        .await
        .expect("read")
        .expect("a call");
    assert!(!call.is_model_used);
    let words = domain::voice_words::VoiceWords::of(ShippedLanguage::English);
    assert_eq!(texts(&answered).last(), Some(&("en", words.no_assistant())));

    let world = Arc::new(World::default());
    let mut settings = AssistantSettings::initial();
    settings.limits.calls_a_day = 1;
    world.with_calls(|calls| calls.settings = Some(settings));
    let mut used = Vec::new();
    for sid in ["CA1", "CA2"] {
        let answered = answering(&world)
            .run(&ringing(sid, None))
            .await
            .expect("answered");
        used.push(
            world
                .get_call(answered.call)
                .await
                .expect("read")
                .expect("a call")
                .is_model_used,
        );
    }
    assert_eq!(used, [true, false]);
}

#[tokio::test]
async fn the_money_for_a_whole_call_is_set_aside_and_the_end_is_asked_for() {
    let world = Arc::new(World::default());
    let answered = answering(&world)
        .run(&ringing("CA1", None))
        .await
        .expect("answered");
    let reserved = world.reservations.lock().expect("a lock")[&Expense::from(answered.call)].amount;
    let most = most_of_a_call(&AssistantSettings::initial(), Some(PRICES));
    assert_eq!(reserved, most);
    assert!(most > MicroDollars::from_cents(50), "{most}");
    let queue = world.with_calls(|calls| calls.queue.clone());
    assert_eq!(queue, [(CallTask::Finish(answered.call), FINISH_AFTER)]);
}

#[tokio::test]
async fn the_last_text_that_went_to_the_caller_is_known_to_the_assistant() {
    let world = Arc::new(World::with_contacts(1));
    let broadcast = planned_broadcast(&world).await;
    let message = world.messages().remove(0);
    let from = message.phone.clone().expect("a number");
    let known = |sid: &'static str| {
        let (world, from) = (world.clone(), from.clone());
        async move {
            let answered = answering(&world)
                .run(&ringing(sid, Some(&from)))
                .await
                .expect("answered");
            let call = world
                .get_call(answered.call)
                .await
                .expect("read")
                .expect("a call");
            call.background.last_sent
        }
    };
    assert_eq!(known("CA1").await, None, "it only waits to be sent");
    let (now, lease) = (world.now(), world.now() + SignedDuration::from_mins(1));
    let attempt = AttemptId::new(now, 1);
    world
        .claim_message(message.id, attempt, now, lease)
        .await
        .expect("claimed");
    let accepted = MessageUpdate::new(Transition::Accept, now);
    assert!(
        world
            .transition_message(message.id, &accepted)
            .await
            .expect("accepted")
    );
    let text = world
        .broadcast(broadcast)
        .expect("it is there")
        .text_for(&message);
    assert_eq!(known("CA2").await, Some(text));
}
