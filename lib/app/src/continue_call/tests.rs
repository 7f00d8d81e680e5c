use domain::{PhoneNumber, TimeZoneName};
use futures::join;

use super::*;
use crate::answer_call::tests::{PRICES, answering, record_opt_out, ringing};
use crate::fakes::calls::spoken_answer;
use crate::fakes::{Fault, World, contact};
use crate::ports::{FollowUpStore, ModelFailure, PartialAnswer, SpentTokens, Turn as ModelTurn};

const ENGLISH: ShippedLanguage = ShippedLanguage::English;

pub(crate) fn continuing(world: &Arc<World>) -> ContinueCall {
    ContinueCall {
        calls: world.clone(),
        model: Some(world.clone()),
        prices: PRICES,
        record_opt_out: record_opt_out(world),
        queue: world.clone(),
        church: "Grace Church".into(),
        time_zone: TimeZoneName::parse("America/New_York").expect("a zone"),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

fn phone(text: &str) -> PhoneNumber {
    PhoneNumber::from_e164(text).expect("a number")
}

fn said(words: &str) -> Heard {
    Heard::Words {
        words: words.into(),
    }
}

fn pressed(keys: &str) -> Heard {
    Heard::Keys { keys: keys.into() }
}

fn words() -> &'static VoiceWords {
    VoiceWords::of(ENGLISH)
}

/// A call of the first person of the directory.
async fn begun(world: &Arc<World>) -> CallId {
    let person = contact(1, 1, true);
    let answered = answering(world)
        .run(&ringing("CA1", Some(&person.details.phone)))
        .await;
    answered.expect("answered").call
}

/// Has all of this heard, turn by turn; answers what was said last.
async fn converse(world: &Arc<World>, id: CallId, all: &[Heard]) -> AnsweredCall {
    let mut last = None;
    for (index, heard) in all.iter().enumerate() {
        let number = u16::try_from(index + 1).expect("a number");
        last = Some(
            continuing(world)
                .run(id, number, heard.clone())
                .await
                .expect("answered"),
        );
    }
    last.expect("a turn")
}

fn spoken(answered: &AnsweredCall) -> String {
    let said = answered.reply.say.iter();
    said.map(|said| said.words.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

fn answers(world: &World, answers: &[&str]) {
    let answers = answers.iter().map(|answer| Ok(spoken_answer(answer)));
    world.with_calls(|calls| calls.answers = answers.collect());
}

fn settings(world: &World, change: impl FnOnce(&mut AssistantSettings)) {
    let mut settings = AssistantSettings::initial();
    change(&mut settings);
    world.with_calls(|calls| calls.settings = Some(settings));
}

async fn call(world: &World, id: CallId) -> Call {
    world.get_call(id).await.expect("read").expect("a call")
}

#[tokio::test]
async fn a_question_is_answered_and_both_sides_are_kept() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    answers(&world, &["Services are on Sunday at nine."]);
    let answered = converse(&world, id, &[said("when is the service")]).await;
    assert_eq!(spoken(&answered), "Services are on Sunday at nine.");
    assert_eq!(answered.reply.next, NextStep::Listen { language: ENGLISH });
    let turn = world.with_calls(|calls| calls.turns[&(id, 1)].clone());
    assert_eq!(turn.heard, Some(said("when is the service")));
    let cost = turn.answer.expect("an answer").cost;
    assert_eq!(cost, PRICES.cost(crate::fakes::assistant::TOKENS));
}

#[tokio::test]
async fn the_model_is_told_what_the_church_tells_everybody_and_of_the_caller_alone() {
    let world = Arc::new(World::with_contacts(3));
    settings(&world, |settings| {
        settings.facts.service_times = "Sundays at 9 and 11".into()
    });
    let id = begun(&world).await;
    converse(
        &world,
        id,
        &[said("hello there friend"), said("what time is church")],
    )
    .await;
    let request = world
        .with_calls(|calls| calls.requests.pop())
        .expect("a request");
    for told in [
        "Grace Church",
        "Sundays at 9 and 11",
        "Person",
        "\"en\"",
        "Wednesday, 31 December 1969",
    ] {
        assert!(
            request.instructions.contains(told),
            "{told}: {}",
            request.instructions
        );
    }
    for other in world.contacts() {
        assert!(!request.instructions.contains(other.details.phone.as_str()));
    }
    let asked: Vec<bool> = request
        .turns
        .iter()
        .map(|turn| matches!(turn, ModelTurn::Asked(_)))
        .collect();
    assert_eq!(
        asked,
        [false, true, false, true],
        "the greeting, and two turns"
    );
    let most = most_tokens(&AssistantSettings::initial());
    assert!(
        request.most_tokens().input <= most.input && request.most_tokens().output == most.output
    );
}

#[tokio::test]
async fn facts_that_are_changed_in_the_middle_of_a_call_hold_for_the_next_turn() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    converse(&world, id, &[said("what is on today")]).await;
    settings(&world, |settings| {
        settings.facts.events = "A dinner on Friday".into()
    });
    continuing(&world)
        .run(id, 2, said("what is on this week"))
        .await
        .expect("answered");
    let request = world
        .with_calls(|calls| calls.requests.pop())
        .expect("a request");
    assert!(request.instructions.contains("A dinner on Friday"));
}

#[tokio::test]
async fn a_turn_that_comes_again_is_answered_as_it_was_and_the_model_is_not_asked_again() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    answers(&world, &["First.", "Second."]);
    let one = continuing(&world)
        .run(id, 1, said("what is new"))
        .await
        .expect("answered");
    let again = continuing(&world)
        .run(id, 1, said("what is new"))
        .await
        .expect("answered");
    assert_eq!(one, again);
    assert_eq!(world.with_calls(|calls| calls.requests.len()), 1);
}

#[tokio::test]
async fn of_two_at_once_the_first_answer_that_is_kept_is_spoken_by_both() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    answers(&world, &["First.", "Second."]);
    let continuing = continuing(&world);
    let (one, other) = join!(
        continuing.run(id, 1, said("what is new")),
        continuing.run(id, 1, said("what is new"))
    );
    assert_eq!(one.expect("answered"), other.expect("answered"));
}

#[tokio::test]
async fn whatever_fails_in_a_turn_the_same_turn_can_come_again_and_leaves_one_follow_up() {
    for effect in 1..=2 {
        for fault in [Fault::Before, Fault::After] {
            let world = Arc::new(World::with_contacts(1));
            let id = begun(&world).await;
            converse(&world, id, &[said("I would like to leave a message")]).await;
            world.fail(effect, fault);
            let _ = continuing(&world)
                .run(id, 2, said("the gate is open"))
                .await;
            continuing(&world)
                .run(id, 2, said("the gate is open"))
                .await
                .expect("answered");
            let follow_ups = world.list_follow_ups_of(id).await.expect("read");
            assert_eq!(follow_ups.len(), 1, "{effect} {fault:?}");
        }
    }
}

#[tokio::test]
async fn the_words_of_a_caller_are_kept_also_when_the_answer_is_not() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    world.fail(2, Fault::Before);
    assert!(
        continuing(&world)
            .run(id, 1, said("when do you open"))
            .await
            .is_err()
    );
    let turn = world.with_calls(|calls| calls.turns[&(id, 1)].clone());
    assert_eq!(
        (turn.heard, turn.answer),
        (Some(said("when do you open")), None)
    );
}

#[tokio::test]
async fn when_the_model_fails_or_says_what_must_not_be_said_there_is_a_way_on() {
    let failure = |spent| {
        Err(ModelFailure {
            code: "timeout",
            is_retryable: true,
            sentence: "It took too long.",
            spent,
        })
    };
    let cut = |text: &str| {
        Ok(PartialAnswer {
            text: text.into(),
            is_whole: false,
            spent: SpentTokens::Unknown,
        })
    };
    for (answer, expected) in [
        (failure(SpentTokens::Unknown), words().trouble()),
        (failure(SpentTokens::Nothing), words().trouble()),
        (Ok(spoken_answer("")), words().trouble()),
        (Ok(spoken_answer("Call 214 555 0199.")), words().trouble()),
        (Ok(spoken_answer("<Say></Say>")), words().trouble()),
        (cut("We are open. And then we"), "We are open."),
        (cut("And then we"), words().trouble()),
    ] {
        let world = Arc::new(World::with_contacts(1));
        let id = begun(&world).await;
        world.with_calls(|calls| calls.answers = vec![answer]);
        let answered = converse(&world, id, &[said("when do you open")]).await;
        assert_eq!(spoken(&answered), expected);
        assert_eq!(answered.reply.next, NextStep::Listen { language: ENGLISH });
    }
}

#[tokio::test]
async fn danger_gets_the_fixed_answer_and_the_person_on_call_is_told_at_once() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    let answered = converse(&world, id, &[said("I want to kill myself")]).await;
    assert_eq!(spoken(&answered), words().self_harm());
    assert!(
        world.with_calls(|calls| calls.requests.is_empty()),
        "the model is not asked"
    );
    let queued = world.with_calls(|calls| calls.queue.clone());
    assert!(queued.contains(&(CallTask::Alert(id), Duration::ZERO)));
    let call = call(&world, id).await;
    assert_eq!(
        (call.care_need, call.follow_ups),
        (Some(CareNeed::SelfHarm), 1)
    );
    let follow_up = world.list_follow_ups_of(id).await.expect("read").remove(0);
    assert_eq!(
        (follow_up.kind, follow_up.words.as_str()),
        (FollowUpKind::Care, "I want to kill myself")
    );
}

#[tokio::test]
async fn danger_is_answered_also_when_nobody_can_be_told_and_when_only_the_model_sees_it() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    world.fail(1, Fault::Before);
    let answered = continuing(&world)
        .run(id, 1, said("he is going to kill me"))
        .await
        .expect("answered");
    assert_eq!(spoken(&answered), words().danger());
    assert_eq!(call(&world, id).await.care_need, Some(CareNeed::Danger));

    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    answers(
        &world,
        &["If you want to kill yourself or are thinking about suicide, please reach out."],
    );
    let answered = converse(&world, id, &[said("it is all so dark and heavy")]).await;
    assert_eq!(spoken(&answered), words().self_harm());
}

#[tokio::test]
async fn a_message_and_a_prayer_are_kept_word_for_word() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    let answered = converse(
        &world,
        id,
        &[
            said("could you pray for my mother"),
            said("she has her operation on Friday"),
            said("I would like to leave a message"),
            said("the gate is open"),
        ],
    )
    .await;
    assert_eq!(spoken(&answered), words().message_taken());
    let follow_ups = world.list_follow_ups_of(id).await.expect("read");
    let kept: Vec<_> = follow_ups
        .iter()
        .map(|one| (one.kind, one.words.as_str()))
        .collect();
    let prayer = "could you pray for my mother she has her operation on Friday";
    assert_eq!(
        kept,
        [
            (FollowUpKind::Prayer, prayer),
            (FollowUpKind::Message, "the gate is open")
        ]
    );
    assert!(
        world.with_calls(|calls| calls.requests.is_empty()),
        "the model is not asked"
    );
}

#[tokio::test]
async fn a_person_is_rung_and_where_nobody_comes_a_message_is_taken() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    let answered = converse(&world, id, &[pressed("0")]).await;
    assert_eq!(
        spoken(&answered),
        words().no_person_set(),
        "there is no number to ring"
    );

    let staff = phone("+12125550155");
    settings(&world, |settings| {
        settings.transfer_phone = Some(staff.clone())
    });
    let answered = continuing(&world)
        .run(id, 2, pressed("0"))
        .await
        .expect("answered");
    assert_eq!(answered.reply.next, NextStep::Connect { phone: staff });
    let nobody = Heard::Connected {
        was_answered: false,
    };
    let answered = continuing(&world)
        .run(id, 3, nobody)
        .await
        .expect("answered");
    assert_eq!(spoken(&answered), words().nobody_there());
    continuing(&world)
        .run(id, 4, said("call me at home"))
        .await
        .expect("answered");
    let kinds: Vec<_> = world
        .list_follow_ups_of(id)
        .await
        .expect("read")
        .iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(kinds, [FollowUpKind::Callback]);
}

#[tokio::test]
async fn who_was_put_through_hears_goodbye_when_that_is_over() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    let answered = converse(&world, id, &[Heard::Connected { was_answered: true }]).await;
    assert_eq!(
        (spoken(&answered).as_str(), answered.reply.next),
        (words().goodbye(), NextStep::HangUp)
    );
}

#[tokio::test]
async fn silence_is_asked_about_twice_and_then_the_call_ends() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    let mut heard = Vec::new();
    let mut asked = Vec::new();
    for _ in 0..3 {
        heard.push(Heard::Silence);
        let answered = converse(&world, id, &heard).await;
        asked.push((spoken(&answered), answered.reply.next == NextStep::HangUp));
    }
    let expected = [
        (words().still_there().to_owned(), false),
        (words().cannot_hear().to_owned(), false),
        (words().goodbye_after_silence().to_owned(), true),
    ];
    assert_eq!(asked, expected);
}

#[tokio::test]
async fn a_word_in_between_lets_silence_begin_anew() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    let heard = [
        Heard::Silence,
        Heard::Silence,
        said("what time is it there"),
        Heard::Silence,
    ];
    let answered = converse(&world, id, &heard).await;
    assert_eq!(spoken(&answered), words().still_there());
}

#[tokio::test]
async fn another_language_is_spoken_when_it_is_asked_for_or_sure_and_not_for_a_word() {
    let spanish = ShippedLanguage::Spanish;
    for (heard, language) in [
        (pressed("2"), spanish),
        (said("español por favor"), spanish),
        (
            said("a qué hora es la misa el domingo por la mañana"),
            spanish,
        ),
        (said("hola"), ENGLISH),
        (pressed("1"), ENGLISH),
    ] {
        let world = Arc::new(World::with_contacts(1));
        let id = begun(&world).await;
        answers(&world, &["Vale."]);
        let answered = converse(&world, id, std::slice::from_ref(&heard)).await;
        assert_eq!(
            answered.reply.next,
            NextStep::Listen { language },
            "{heard:?}"
        );
        assert_eq!(call(&world, id).await.language, language, "{heard:?}");
    }
}

#[tokio::test]
async fn what_is_to_stay_between_the_caller_and_the_pastor_is_marked_so() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    let heard = [
        said("please keep this confidential"),
        said("I want to leave a message"),
        said("it is about my son"),
    ];
    let answered = converse(&world, id, &heard).await;
    assert_eq!(spoken(&answered), words().message_taken());
    assert!(call(&world, id).await.is_confidential);
    assert!(world.list_follow_ups_of(id).await.expect("read")[0].is_confidential);
}

#[tokio::test]
async fn who_asks_for_no_more_texts_gets_none_and_a_person_looks_at_it() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    let answered = converse(&world, id, &[said("please stop texting me")]).await;
    assert_eq!(spoken(&answered), words().texts_stopped());
    let noted = record_opt_out(&world)
        .opt_outs
        .get_opt_out(&contact(1, 1, true).details.phone)
        .await;
    let noted = noted.expect("read").expect("an opt-out");
    assert!(noted.opted_out && noted.is_to_be_checked());
    assert_eq!(noted.wording.as_deref(), Some("please stop texting me"));
}

#[tokio::test]
async fn the_last_answer_is_repeated_when_asked_for() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    answers(&world, &["On Sunday at nine."]);
    let answered = converse(
        &world,
        id,
        &[
            said("when is the service"),
            said("could you say that again"),
        ],
    )
    .await;
    assert_eq!(spoken(&answered), "On Sunday at nine.");
}

#[tokio::test]
async fn a_call_that_has_lasted_as_long_as_it_may_ends_kindly_and_keeps_what_was_said_last() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    converse(&world, id, &[said("I would like to leave a message")]).await;
    world.pass(60 * 60);
    let answered = continuing(&world)
        .run(id, 2, said("the gate is open"))
        .await
        .expect("answered");
    assert_eq!(answered.reply.next, NextStep::HangUp);
    assert!(spoken(&answered).ends_with(words().out_of_time()));
    assert_eq!(world.list_follow_ups_of(id).await.expect("read").len(), 1);

    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    let limit = AssistantSettings::initial().limits.turns;
    let answered = continuing(&world)
        .run(id, limit, said("one more thing"))
        .await
        .expect("answered");
    assert_eq!(
        (spoken(&answered).as_str(), answered.reply.next),
        (words().out_of_time(), NextStep::HangUp)
    );
    assert!(world.with_calls(|calls| calls.requests.is_empty()));
}

#[tokio::test]
async fn without_a_model_questions_are_turned_into_messages() {
    let world = Arc::new(World::with_contacts(1));
    let id = begun(&world).await;
    let continuing = ContinueCall {
        model: None,
        ..continuing(&world)
    };
    let answered = continuing
        .run(id, 1, said("when is the service"))
        .await
        .expect("answered");
    assert_eq!(spoken(&answered), words().no_assistant());
}

#[tokio::test]
async fn the_turn_of_an_unknown_call_changes_nothing() {
    let world = Arc::new(World::default());
    let result = continuing(&world)
        .run(CallId::new(world.now(), 9), 1, said("hello"))
        .await;
    assert!(matches!(result, Err(Error::NotFound("call"))));
    assert!(world.with_calls(|calls| calls.turns.is_empty()));
}
