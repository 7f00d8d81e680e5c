//! One message to everybody: each phone gets it once, and every status becomes `delivered`.

use std::{collections::BTreeMap, time::Duration};

use crate::{broadcasts::tally, stack::Stack};

#[tokio::test]
async fn every_active_phone_gets_the_message_exactly_once() {
    let stack = Stack::take().await;
    let congregation = stack.congregation().await;
    assert!(
        congregation.active_phones.len() > 100,
        "the sample congregation is imported"
    );
    let broadcast = stack
        .broadcast("Grace Church: supper is on Friday at six, in the hall.")
        .await;
    let messages = stack.await_rest(&broadcast, Duration::from_secs(90)).await;

    let texts = stack
        .phones
        .texts(&broadcast.content)
        .await
        .expect("the phone network answers");
    // Counts and not numbers: what a failed test prints is a log too.
    let missed = congregation
        .active_phones
        .iter()
        .filter(|phone| !texts.contains_key(*phone))
        .count();
    let uncalled = texts
        .keys()
        .filter(|phone| !congregation.active_phones.contains(*phone))
        .count();
    let twice = texts.values().filter(|times| **times != 1).count();
    assert_eq!(
        (missed, uncalled, twice),
        (0, 0, 0),
        "missed, not meant, more than once"
    );

    let people = congregation.contacts.len() as u64;
    let phones = congregation.active_phones.len() as u64;
    let expected = BTreeMap::from([
        ("delivered".to_owned(), phones),
        ("skipped".to_owned(), people - phones),
    ]);
    assert_eq!(tally(&messages), expected);
    for message in &messages {
        let reason = message["skip_reason"].as_str();
        if message["status"] == "skipped" {
            assert!(
                matches!(reason, Some("inactive" | "same_phone" | "opted_out")),
                "{reason:?}"
            );
        } else {
            assert_eq!(reason, None);
            assert!(message["twilio_sid"].is_string() && message["delivered_at"].is_string());
        }
    }

    let whole = stack.await_counts(&broadcast, &messages).await;
    assert_eq!(whole["recipients"], phones);
    assert_eq!(whole["skipped"], people - phones);
    assert_eq!(whole["status"], "completed");
    stack
        .assert_logs_hold_nothing_personal(&congregation, &[&broadcast])
        .await;
}

#[tokio::test]
async fn texts_come_from_the_church_and_call_back_with_the_id_of_their_message() {
    let stack = Stack::take().await;
    let broadcast = stack
        .broadcast("Grace Church: the choir meets on Thursday.")
        .await;
    let messages = stack.await_rest(&broadcast, Duration::from_secs(90)).await;
    let ids: BTreeMap<&str, &str> = messages
        .iter()
        .filter_map(|message| Some((message["twilio_sid"].as_str()?, message["id"].as_str()?)))
        .collect();
    let accepted = stack
        .phones
        .accepted()
        .await
        .expect("the phone network answers");
    let texts: Vec<_> = accepted
        .iter()
        .filter(|text| text["Body"] == broadcast.content)
        .collect();
    assert_eq!(texts.len(), ids.len());
    for text in texts {
        assert_eq!(text["From"], stack.description.church_phone);
        let callback = text["StatusCallback"].as_str().expect("a callback");
        let id = ids[text["sid"].as_str().expect("a sid")];
        assert!(callback.contains(id), "the callback does not carry {id}");
    }
}
