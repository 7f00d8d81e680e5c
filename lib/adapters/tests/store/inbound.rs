//! Texts that came in, and what they change: what the ports promise.

use adapters::dynamodb::keys;
use adapters::testing::TestTable;
use app::ports::{Answer, InboundTextStore, KeptText, OptOutStore};
use app::receive_text::{InboundMedia, InboundText, Sender};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::opt_out::OptOut;
use domain::reply_meaning::Certainty;
use domain::{OptOutId, PhoneNumber, ReplyMeaning};
use jiff::Timestamp;

use crate::samples::{contact, noon, seconds_later};

fn phone() -> PhoneNumber {
    contact(1).details.phone
}

fn text(sid: &str) -> InboundText {
    InboundText {
        message_sid: sid.into(),
        from: Sender::Phone(phone()),
        to: "+12025550100".into(),
        body: "Stop, please".into(),
        media: vec![InboundMedia {
            url: "https://api.twilio.com/ME1".into(),
            content_type: "image/jpeg".into(),
        }],
        dropped_media: 0,
        segments: 1,
        answered_keyword: None,
    }
}

async fn keep(table: &TestTable, sid: &str, at: Timestamp) -> KeptText {
    let meaning = ReplyMeaning::OptOut(Certainty::Fuzzy);
    let kept = table.store.keep_text(&text(sid), meaning, at).await;
    kept.expect("kept")
}

/// Decides at some second after noon, with five minutes between answers.
async fn decide(table: &TestTable, sid: &str, words: &str, second: i64) -> Answer {
    let (now, quiet_since) = (seconds_later(second), seconds_later(second - 300));
    table
        .store
        .decide_answer(&phone(), sid, words, now, quiet_since)
        .await
        .expect("decided")
}

/// How many items stand with the number's texts.
async fn items_of(table: &TestTable, pk: String) -> Vec<String> {
    let output = table
        .client
        .query()
        .table_name(&table.table)
        .key_condition_expression("pk = :pk")
        .expression_attribute_values(":pk", AttributeValue::S(pk))
        .send()
        .await
        .expect("read");
    output
        .items()
        .iter()
        .map(|item| item["sk"].as_s().expect("a text").clone())
        .collect()
}

#[tokio::test]
async fn a_text_is_kept_once_with_the_time_at_which_it_first_came() {
    let table = TestTable::start().await;
    let new = KeptText {
        at: noon(),
        answer: None,
    };
    assert_eq!(keep(&table, "SM1", noon()).await, new);
    assert_eq!(keep(&table, "SM1", seconds_later(9)).await, new);
    assert_eq!(
        keep(&table, "SM2", seconds_later(9)).await.at,
        seconds_later(9)
    );
}

#[tokio::test]
async fn an_answer_is_decided_once_and_is_one_in_five_minutes() {
    let table = TestTable::start().await;
    for sid in ["SM1", "SM2", "SM3"] {
        keep(&table, sid, noon()).await;
    }
    let words = Answer::Words("Done.".into());
    assert_eq!(decide(&table, "SM1", "Done.", 0).await, words);
    assert_eq!(decide(&table, "SM1", "Other words.", 0).await, words);
    assert_eq!(decide(&table, "SM2", "Done.", 299).await, Answer::Nothing);
    assert_eq!(decide(&table, "SM2", "Done.", 301).await, Answer::Nothing);
    assert_eq!(decide(&table, "SM3", "Done.", 300).await, words);
    assert_eq!(keep(&table, "SM1", noon()).await.answer, Some(words));
    assert_eq!(
        keep(&table, "SM2", noon()).await.answer,
        Some(Answer::Nothing)
    );
}

#[tokio::test]
async fn all_that_a_number_sent_is_deleted_and_stays_deleted() {
    let table = TestTable::start().await;
    for number in 0..30 {
        keep(&table, &format!("SM{number}"), noon()).await;
    }
    decide(&table, "SM1", "Done.", 0).await;
    let pk = keys::inbound_texts(phone().as_str());
    assert_eq!(items_of(&table, pk.clone()).await.len(), 31);
    while table.store.delete_texts(&phone()).await.expect("deleted") {}
    assert!(items_of(&table, pk.clone()).await.is_empty());
    assert_eq!(decide(&table, "SM1", "Done.", 0).await, Answer::Nothing);
    assert!(items_of(&table, pk).await.is_empty());
}

#[tokio::test]
async fn each_change_of_an_opt_out_stays_beside_what_holds() {
    let table = TestTable::start().await;
    let changes = [
        OptOut::by_text(phone(), Some(Certainty::Fuzzy), noon(), "no more"),
        OptOut::by_text(phone(), None, seconds_later(1), "START"),
        OptOut::by_carrier(phone(), seconds_later(2)),
    ];
    let mut ids = Vec::new();
    for change in &changes {
        let id = OptOutId::new(change.since, 1);
        ids.push(id.to_string());
        table.store.put_opt_out(id, change).await.expect("noted");
        let found = table.store.get_opt_out(&phone()).await.expect("read");
        assert_eq!(found.as_ref(), Some(change));
    }
    ids.insert(0, "opt-out".into());
    let pk = keys::Key::opt_out(&phone()).pk;
    assert_eq!(items_of(&table, pk).await, ids);
}
