//! Calls and their turns: what the ports promise, also when a request is sent twice.

use std::fmt::Debug;

use adapters::testing::TestTable;
use app::ports::{
    AssistantSettingsStore, CallCreation, CallStore, FollowUpStore, Replacement, TurnEffects,
};
use domain::call::{
    CallDirection, CallStatus, CallSummary, CallerBackground, ChangeDecision, ChangeableField,
    FollowUp, FollowUpDone, FollowUpKind, ProposedChange,
};
use domain::care::CareNeed;
use domain::conversation::{ConversationState, Heard, Turn, TurnAnswer};
use domain::spoken_reply::{NextStep, Spoken, SpokenReply};
use domain::{
    AssistantSettings, Call, CallId, FollowUpId, MicroDollars, PhoneNumber, ShippedLanguage,
};
use jiff::civil::Date;

use crate::samples::{contact, noon, seconds_later, staff};

pub(crate) fn call_id(number: u32) -> CallId {
    CallId::new(seconds_later(number.into()), number.into())
}

fn phone() -> PhoneNumber {
    PhoneNumber::from_e164("+12125550123").expect("a number in E.164")
}

pub(crate) fn call(number: u32) -> Call {
    Call {
        id: call_id(number),
        twilio_call_sid: format!("CA{number}"),
        direction: CallDirection::Inbound,
        caller_phone: Some(phone()),
        contact_id: Some(contact(1).id),
        caller_name: Some("Ruth Okafor".into()),
        status: CallStatus::InProgress,
        language: ShippedLanguage::English,
        background: CallerBackground {
            first_name: Some("Ruth".into()),
            last_sent: Some("Dinner on Friday".into()),
        },
        is_model_used: true,
        is_confidential: false,
        care_need: None,
        follow_ups: 0,
        duration: None,
        summary: CallSummary::Pending,
        changes: Vec::new(),
        created_at: noon(),
        ended_at: None,
        version: 1,
    }
}

fn answer(words: &str) -> TurnAnswer {
    TurnAnswer {
        reply: SpokenReply {
            say: vec![Spoken::new(ShippedLanguage::Spanish, words)],
            next: NextStep::Listen {
                language: ShippedLanguage::Spanish,
            },
        },
        state: ConversationState::beginning(ShippedLanguage::Spanish),
        at: noon(),
        cost: MicroDollars::new(7),
    }
}

fn greeting() -> Turn {
    Turn {
        number: 0,
        heard: None,
        heard_at: noon(),
        answer: Some(answer("Hola")),
    }
}

fn heard(number: u16, words: &str) -> Turn {
    Turn {
        number,
        heard: Some(Heard::Words {
            words: words.into(),
        }),
        heard_at: seconds_later(number.into()),
        answer: None,
    }
}

pub(crate) fn follow_up(call: u32, number: u32, kind: FollowUpKind) -> FollowUp {
    FollowUp {
        id: FollowUpId::new(seconds_later(number.into()), number.into()),
        call_id: call_id(call),
        kind,
        words: "Pray for my mother".into(),
        is_confidential: false,
        done: None,
        created_at: noon(),
        version: 1,
    }
}

pub(crate) fn done(follow_up: &FollowUp) -> FollowUp {
    FollowUp {
        done: Some(FollowUpDone {
            by: staff(),
            at: noon(),
        }),
        version: follow_up.version + 1,
        ..follow_up.clone()
    }
}

/// What came of something that must not fail.
pub(crate) fn good<T, E: Debug>(result: Result<T, E>) -> T {
    result.expect("the store answers")
}

pub(crate) async fn table_with_calls(numbers: &[u32]) -> TestTable {
    let table = TestTable::start().await;
    for number in numbers {
        let created = table.store.create_call(&call(*number), &greeting()).await;
        assert_eq!(good(created), CallCreation::Created);
    }
    table
}

/// How many items the table has.
async fn items(table: &TestTable) -> usize {
    let all = table.client.scan().table_name(&table.table).send().await;
    good(all).items().len()
}

#[tokio::test]
async fn a_call_is_noted_once_and_found_by_each_of_its_names() {
    let store = table_with_calls(&[1]).await.store;
    // The same request again, whose first answer was lost, and the carrier's second telling under a new id.
    let again = store.create_call(&call(1), &greeting()).await;
    assert_eq!(good(again), CallCreation::Created);
    let mut other = call(2);
    other.twilio_call_sid = "CA1".into();
    let existing = good(store.create_call(&other, &greeting()).await);
    assert_eq!(existing, CallCreation::Existing(call_id(1)));
    assert_eq!(good(store.get_call(call_id(1)).await), Some(call(1)));
    assert_eq!(good(store.get_call(call_id(2)).await), None);
    assert_eq!(good(store.find_call("CA1").await), Some(call_id(1)));
    assert_eq!(good(store.find_call("CA2").await), None);
}

#[tokio::test]
async fn calls_are_listed_newest_first_all_of_them_and_those_with_a_number() {
    let store = table_with_calls(&[1, 2, 3]).await.store;
    let mut withheld = call(4);
    withheld.caller_phone = None;
    good(store.create_call(&withheld, &greeting()).await);
    let first = good(store.list_calls(None, 2).await);
    assert_eq!(first.items, [withheld, call(3)]);
    let rest = good(store.list_calls(first.next, 3).await);
    assert_eq!(rest.items, [call(2), call(1)]);
    let first = good(store.list_calls_with(&phone(), None, 2).await);
    assert_eq!(first.items, [call(3), call(2)]);
    let rest = good(store.list_calls_with(&phone(), first.next, 2).await);
    assert_eq!((rest.items, rest.next), (vec![call(1)], None));
}

#[tokio::test]
async fn a_turn_begins_with_the_call_the_turns_that_there_are_and_the_settings() {
    let store = table_with_calls(&[1, 2]).await.store;
    for number in [1, 2, 10] {
        good(store.keep_heard(call_id(1), &heard(number, "Hi")).await);
    }
    let background = good(
        store
            .get_turn_background(call_id(1), &[2, 0, 10, 11, 2])
            .await,
    );
    let background = background.expect("a call");
    assert_eq!(background.call, call(1));
    let numbers: Vec<u16> = background.turns.iter().map(|turn| turn.number).collect();
    assert_eq!(numbers, [0, 2, 10]);
    assert_eq!(background.turns[0], greeting());
    assert_eq!(background.settings, None);
    let mut settings = AssistantSettings::initial();
    settings.version = 1;
    good(store.replace_assistant_settings(&settings, 0).await);
    let background = good(store.get_turn_background(call_id(1), &[]).await);
    assert_eq!(background.expect("a call").settings, Some(settings));
    assert_eq!(
        good(store.get_turn_background(call_id(3), &[0]).await),
        None
    );
}

#[tokio::test]
async fn what_was_heard_first_and_answered_first_stays() {
    let store = table_with_calls(&[1]).await.store;
    let id = call_id(1);
    good(store.keep_heard(id, &heard(1, "first")).await);
    good(store.keep_heard(id, &heard(1, "second")).await);
    let nothing = TurnEffects::default();
    for words in ["one", "two"] {
        let kept = store
            .keep_answer(id, &heard(1, "third"), &answer(words), &nothing)
            .await;
        assert_eq!(good(kept), answer("one"));
    }
    // What was heard may come after its answer, for the two are not waited for in turn.
    good(
        store
            .keep_answer(id, &heard(2, "late"), &answer("three"), &nothing)
            .await,
    );
    good(store.keep_heard(id, &heard(2, "later")).await);
    let page = good(store.list_turns(id, Some(0), 5).await);
    let expected = [("first", "one", 1), ("late", "three", 2)];
    let expected = expected.map(|(words, said, number)| Turn {
        answer: Some(answer(said)),
        ..heard(number, words)
    });
    assert_eq!(page.items, expected);
    // A call does not change by being answered.
    assert_eq!(good(store.get_call(id).await), Some(call(1)));
}

#[tokio::test]
async fn turns_are_listed_in_order_page_by_page() {
    let store = table_with_calls(&[1, 2]).await.store;
    for number in [9, 10, 100] {
        good(store.keep_heard(call_id(1), &heard(number, "Hi")).await);
    }
    let first = good(store.list_turns(call_id(1), None, 3).await);
    let numbers = |turns: &[Turn]| turns.iter().map(|turn| turn.number).collect::<Vec<_>>();
    assert_eq!(
        (numbers(&first.items), first.next),
        (vec![0, 9, 10], Some(10))
    );
    let rest = good(store.list_turns(call_id(1), first.next, 3).await);
    assert_eq!((numbers(&rest.items), rest.next), (vec![100], None));
}

#[tokio::test]
async fn a_turn_leaves_its_effects_with_its_answer_and_once() {
    let store = table_with_calls(&[1]).await.store;
    let effects = TurnEffects {
        language: Some(ShippedLanguage::Korean),
        is_confidential: true,
        care_need: Some(CareNeed::SelfHarm),
        follow_up: Some(follow_up(1, 1, FollowUpKind::Care)),
    };
    for words in ["one", "two"] {
        let kept = store
            .keep_answer(call_id(1), &heard(1, "Hi"), &answer(words), &effects)
            .await;
        assert_eq!(good(kept), answer("one"));
    }
    // One of them alone leaves the others as they are.
    let effects = TurnEffects {
        language: Some(ShippedLanguage::Russian),
        ..TurnEffects::default()
    };
    good(
        store
            .keep_answer(call_id(1), &heard(2, "Hi"), &answer("three"), &effects)
            .await,
    );
    let mut expected = call(1);
    expected.language = ShippedLanguage::Russian;
    expected.is_confidential = true;
    expected.care_need = Some(CareNeed::SelfHarm);
    expected.follow_ups = 1;
    expected.version = 3;
    assert_eq!(good(store.get_call(call_id(1)).await), Some(expected));
    let follow_ups = good(store.list_follow_ups_of(call_id(1)).await);
    assert_eq!(follow_ups, [follow_up(1, 1, FollowUpKind::Care)]);
    // Without its call nothing of a turn is kept.
    let kept = store
        .keep_answer(call_id(7), &heard(1, "Hi"), &answer("one"), &effects)
        .await;
    kept.expect_err("there is no such call");
    let turns = good(store.list_turns(call_id(7), None, 5).await);
    assert!(turns.items.is_empty());
}

#[tokio::test]
async fn a_call_is_replaced_from_the_version_that_was_read_and_with_its_follow_ups() {
    let store = table_with_calls(&[1]).await.store;
    let mut ended = call(1);
    ended.status = CallStatus::Completed;
    ended.version = 2;
    assert_eq!(
        good(store.replace_call(&ended, 1, &[]).await),
        Replacement::Done
    );
    // The same again, whose first answer was lost.
    assert_eq!(
        good(store.replace_call(&ended, 1, &[]).await),
        Replacement::Done
    );
    let follow_ups = [1, 2].map(|number| follow_up(1, number, FollowUpKind::Prayer));
    let mut summed_up = ended.clone();
    summed_up.duration = Some(60);
    let stale = store.replace_call(&summed_up, 1, &follow_ups).await;
    assert_eq!(good(stale), Replacement::Stale);
    assert!(good(store.list_follow_ups_of(call_id(1)).await).is_empty());
    summed_up.version = 3;
    for _ in 0..2 {
        let done = store.replace_call(&summed_up, 2, &follow_ups).await;
        assert_eq!(good(done), Replacement::Done);
    }
    assert_eq!(good(store.list_follow_ups_of(call_id(1)).await), follow_ups);
    for follow_ups in [&follow_ups[..], &[]] {
        let missing = store.replace_call(&call(9), 1, follow_ups).await;
        assert_eq!(good(missing), Replacement::Missing);
    }
}

#[tokio::test]
async fn the_calls_of_a_day_are_counted_by_day() {
    let store = TestTable::start().await.store;
    let day = Date::constant(2026, 11, 26);
    for expected in 1..=3 {
        assert_eq!(good(store.count_call(day).await), expected);
    }
    assert_eq!(
        good(store.count_call(Date::constant(2026, 11, 27)).await),
        1
    );
}

#[tokio::test]
async fn a_forgotten_call_keeps_when_it_was_and_nothing_of_whose() {
    let table = table_with_calls(&[1, 2]).await;
    let store = &table.store;
    let mut summed_up = call(1);
    summed_up.summary = CallSummary::Written {
        words: "She asked for prayer".into(),
    };
    summed_up.changes = vec![ProposedChange {
        field: ChangeableField::City,
        value: "Austin".into(),
        decision: ChangeDecision::Proposed,
    }];
    summed_up.version = 2;
    let follow_ups: Vec<FollowUp> = (1..=9)
        .map(|number| follow_up(1, number, FollowUpKind::Prayer))
        .collect();
    let before = items(&table).await;
    good(store.replace_call(&summed_up, 1, &follow_ups).await);
    good(
        store
            .replace_follow_up(&follow_ups[0], &done(&follow_ups[0]))
            .await,
    );
    let mut looks = 0;
    while good(store.forget_call(call_id(1), &phone()).await) {
        looks += 1;
        assert!(looks < 9, "it comes to an end");
    }
    // Twice is once.
    assert!(!good(store.forget_call(call_id(1), &phone()).await));
    assert!(!good(store.forget_call(call_id(9), &phone()).await));
    // Its greeting and its place with the number are gone; the other call has lost nothing.
    assert_eq!(items(&table).await, before - 2);
    let forgotten = good(store.get_call(call_id(1)).await).expect("the record stays");
    assert_eq!(forgotten.caller_phone, None);
    assert_eq!(forgotten.caller_name, None);
    assert_eq!(forgotten.contact_id, None);
    assert_eq!(forgotten.background, CallerBackground::default());
    assert!(forgotten.changes.is_empty());
    assert!(matches!(forgotten.summary, CallSummary::None { .. }));
    assert_eq!(forgotten.created_at, noon());
    assert!(forgotten.version > 2);
    let left = good(store.list_calls_with(&phone(), None, 9).await);
    assert_eq!(left.items, [call(2)]);
    assert_eq!(good(store.count_open_follow_ups(9).await), (0, true));
}

/// A write costs by the kilobyte, and a read by four.
#[tokio::test]
async fn a_call_with_a_long_summary_and_every_change_stays_under_four_kilobytes() {
    let table = table_with_calls(&[1]).await;
    let mut large = call(1);
    large.background.last_sent = Some("x".repeat(CallerBackground::MAXIMUM_LAST_SENT));
    large.summary = CallSummary::Written {
        words: "x".repeat(1_000),
    };
    large.changes = ChangeableField::ALL
        .map(|field| ProposedChange {
            field,
            value: "x".repeat(80),
            decision: ChangeDecision::Accepted {
                by: staff(),
                at: noon(),
            },
        })
        .to_vec();
    large.version = 2;
    good(table.store.replace_call(&large, 1, &[]).await);
    let bytes = serde_json::to_vec(&large).expect("JSON").len();
    assert!(bytes < 4_096, "{bytes} bytes");
    assert_eq!(good(table.store.get_call(large.id).await), Some(large));
}
