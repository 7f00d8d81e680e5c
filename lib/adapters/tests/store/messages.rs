//! Messages: the claim, and the changes of status.

use std::collections::HashSet;

use adapters::dynamodb::DynamoStore;
use adapters::testing::TestTable;
use app::ports::{ClaimResult, Creation, MessageStore, MessageUpdate};
use domain::delivery::{Failure, FailureKind};
use domain::message::{CarrierStatus, Transition};
use domain::{Message, MessageId, MessageStatus, SkipReason};
use futures::future::join_all;

use crate::samples::{attempt, broadcast_id, message, noon, seconds_later};

async fn create(store: &DynamoStore, message: &Message) -> Creation {
    let created = store.create_messages(std::slice::from_ref(message)).await;
    created.expect("answered")[0]
}

async fn claim(store: &DynamoStore, id: MessageId, number: u32) -> ClaimResult {
    store
        .claim_message(id, attempt(number), noon(), seconds_later(30))
        .await
        .expect("answered")
}

async fn read(store: &DynamoStore, id: MessageId) -> Message {
    store
        .get_message(id)
        .await
        .expect("read")
        .expect("a message")
}

async fn report(store: &DynamoStore, id: MessageId, status: CarrierStatus) -> bool {
    let update = MessageUpdate {
        twilio_sid: Some("SM1".into()),
        ..MessageUpdate::new(Transition::Report(status), seconds_later(10))
    };
    store
        .transition_message(id, &update)
        .await
        .expect("answered")
}

#[tokio::test]
async fn a_message_is_made_once_and_read_as_it_was_written() {
    let store = TestTable::start().await.store;
    let one = message(broadcast_id(1), 1);
    assert_eq!(create(&store, &one).await, Creation::Created);
    let mut other = one.clone();
    other.contact_id = message(broadcast_id(1), 2).contact_id;
    let exists = Creation::Exists {
        contact_id: one.contact_id,
    };
    assert_eq!(create(&store, &other).await, exists);
    assert_eq!(read(&store, one.id).await, one);
}

#[tokio::test]
async fn among_many_new_messages_those_that_exist_stay_as_they_are() {
    let store = TestTable::start().await.store;
    let old: Vec<Message> = (0..100)
        .step_by(9)
        .map(|number| message(broadcast_id(1), number))
        .collect();
    store.create_messages(&old).await.expect("answered");
    for one in &old {
        assert!(matches!(
            claim(&store, one.id, 1).await,
            ClaimResult::Claimed(_)
        ));
    }
    // Everybody, among them the old ones, for somebody else.
    let all: Vec<Message> = (0..100)
        .map(|number| Message {
            contact_id: message(broadcast_id(1), 200 + number).contact_id,
            ..message(broadcast_id(1), number)
        })
        .collect();
    let creations = store.create_messages(&all).await.expect("answered");
    assert_eq!(creations.len(), all.len());
    for (number, (one, creation)) in all.iter().zip(creations).enumerate() {
        let now = read(&store, one.id).await;
        if number % 9 == 0 {
            let contact_id = old[number / 9].contact_id;
            assert_eq!(creation, Creation::Exists { contact_id }, "{number}");
            let kept = (now.contact_id, now.status, now.attempts);
            assert_eq!(kept, (contact_id, MessageStatus::Sending, 1), "{number}");
        } else {
            assert_eq!(creation, Creation::Created, "{number}");
            assert_eq!(&now, one);
        }
    }
}

#[tokio::test]
async fn messages_whose_creation_was_not_answered_are_recognised_as_our_own() {
    let store = TestTable::start().await.store;
    let all: Vec<Message> = (0..30)
        .map(|number| message(broadcast_id(1), number))
        .collect();
    store.create_messages(&all).await.expect("answered");
    // The SDK asks again with the same statements when it did not get the answer.
    let creations = store.create_messages(&all).await.expect("answered");
    for (one, creation) in all.iter().zip(creations) {
        let contact_id = one.contact_id;
        assert_eq!(creation, Creation::Exists { contact_id });
    }
}

#[tokio::test]
async fn of_fifty_workers_one_wins_the_claim() {
    let store = TestTable::start().await.store;
    let one = message(broadcast_id(1), 1);
    create(&store, &one).await;
    let results = join_all((0..50).map(|number| claim(&store, one.id, number))).await;
    let won = results
        .iter()
        .filter(|result| matches!(result, ClaimResult::Claimed(_)))
        .count();
    let held = results
        .iter()
        .filter(|result| matches!(result, ClaimResult::Held { .. }))
        .count();
    assert_eq!((won, held), (1, 49));
    let read = read(&store, one.id).await;
    assert_eq!((read.status, read.attempts), (MessageStatus::Sending, 1));
}

#[tokio::test]
async fn a_claim_whose_answer_was_lost_is_recognised_as_our_own() {
    let store = TestTable::start().await.store;
    let one = message(broadcast_id(1), 1);
    create(&store, &one).await;
    assert!(matches!(
        claim(&store, one.id, 1).await,
        ClaimResult::Claimed(_)
    ));
    // The SDK asks again with the same attempt when it did not get the answer.
    match claim(&store, one.id, 1).await {
        ClaimResult::Claimed(claimed) => assert_eq!(claimed.attempts, 1),
        other => panic!("{other:?}"),
    }
    let held = ClaimResult::Held {
        attempt: attempt(1),
        lease_until: seconds_later(30),
    };
    assert_eq!(claim(&store, one.id, 2).await, held);
}

#[tokio::test]
async fn what_is_settled_or_missing_is_not_claimed() {
    let store = TestTable::start().await.store;
    let one = message(broadcast_id(1), 1);
    assert_eq!(claim(&store, one.id, 1).await, ClaimResult::Missing);
    create(&store, &one).await;
    assert!(report(&store, one.id, CarrierStatus::Delivered).await);
    assert_eq!(
        claim(&store, one.id, 1).await,
        ClaimResult::Settled(MessageStatus::Delivered)
    );
}

#[tokio::test]
async fn only_the_attempt_that_holds_a_message_records_its_outcome() {
    let store = TestTable::start().await.store;
    let one = message(broadcast_id(1), 1);
    create(&store, &one).await;
    claim(&store, one.id, 1).await;
    let outcome = |number| MessageUpdate {
        attempt: Some(attempt(number)),
        twilio_sid: Some("SM1".into()),
        ..MessageUpdate::new(Transition::Accept, noon())
    };
    assert!(
        !store
            .transition_message(one.id, &outcome(2))
            .await
            .expect("answered")
    );
    assert!(
        store
            .transition_message(one.id, &outcome(1))
            .await
            .expect("answered")
    );
    // Asked again because the answer was lost: it was made, so the answer is yes.
    assert!(
        store
            .transition_message(one.id, &outcome(1))
            .await
            .expect("answered")
    );
    let read = read(&store, one.id).await;
    assert_eq!(
        (read.status, read.twilio_sid.as_deref()),
        (MessageStatus::Accepted, Some("SM1"))
    );
}

#[tokio::test]
async fn a_failure_is_noted_and_forgotten_when_the_next_try_succeeds() {
    let store = TestTable::start().await.store;
    let one = message(broadcast_id(1), 1);
    create(&store, &one).await;
    claim(&store, one.id, 1).await;
    let put_back = MessageUpdate {
        attempt: Some(attempt(1)),
        failure: Some(Failure::new(
            "20429",
            FailureKind::Busy,
            "Too many texts at once.",
        )),
        ..MessageUpdate::new(Transition::PutBack, noon())
    };
    assert!(
        store
            .transition_message(one.id, &put_back)
            .await
            .expect("answered")
    );
    let waiting = read(&store, one.id).await;
    assert_eq!(
        (waiting.status, waiting.error_code.as_deref()),
        (MessageStatus::Queued, Some("20429"))
    );
    claim(&store, one.id, 2).await;
    let accept = MessageUpdate {
        attempt: Some(attempt(2)),
        twilio_sid: Some("SM1".into()),
        ..MessageUpdate::new(Transition::Accept, noon())
    };
    assert!(
        store
            .transition_message(one.id, &accept)
            .await
            .expect("answered")
    );
    let accepted = read(&store, one.id).await;
    assert_eq!(
        (
            accepted.attempts,
            accepted.error_code,
            accepted.error_message
        ),
        (2, None, None)
    );
}

#[tokio::test]
async fn a_report_that_overtakes_the_answer_stands_and_keeps_the_carriers_id() {
    let store = TestTable::start().await.store;
    let one = message(broadcast_id(1), 1);
    create(&store, &one).await;
    claim(&store, one.id, 1).await;
    assert!(report(&store, one.id, CarrierStatus::Delivered).await);
    let accept = MessageUpdate {
        attempt: Some(attempt(1)),
        twilio_sid: Some("SM1".into()),
        ..MessageUpdate::new(Transition::Accept, noon())
    };
    assert!(
        !store
            .transition_message(one.id, &accept)
            .await
            .expect("answered")
    );
    assert!(!report(&store, one.id, CarrierStatus::Sent).await);
    let read = read(&store, one.id).await;
    assert_eq!(
        (read.status, read.twilio_sid.as_deref()),
        (MessageStatus::Delivered, Some("SM1"))
    );
    assert_eq!(
        (read.sent_at, read.delivered_at),
        (Some(seconds_later(10)), Some(seconds_later(10)))
    );
}

#[tokio::test]
async fn a_waiting_message_is_skipped_with_its_reason_and_never_claimed() {
    let store = TestTable::start().await.store;
    let one = message(broadcast_id(1), 1);
    create(&store, &one).await;
    let skip = MessageUpdate {
        skip_reason: Some(SkipReason::Cancelled),
        ..MessageUpdate::new(Transition::Skip, noon())
    };
    assert!(
        store
            .transition_message(one.id, &skip)
            .await
            .expect("answered")
    );
    assert_eq!(
        read(&store, one.id).await.skip_reason,
        Some(SkipReason::Cancelled)
    );
    assert_eq!(
        claim(&store, one.id, 1).await,
        ClaimResult::Settled(MessageStatus::Skipped)
    );
    assert!(!report(&store, one.id, CarrierStatus::Delivered).await);
}

async fn walk(store: &DynamoStore, status: Option<MessageStatus>, limit: usize) -> Vec<Message> {
    let (mut seen, mut after) = (Vec::new(), None);
    for _ in 0..200 {
        let page = store
            .list_messages(broadcast_id(1), status, after, limit)
            .await
            .expect("a page");
        assert!(page.items.len() <= limit);
        seen.extend(page.items);
        match page.next {
            Some(next) => after = Some(next),
            None => return seen,
        }
    }
    panic!("the list does not end");
}

#[tokio::test]
async fn a_broadcasts_messages_are_listed_each_once_whatever_the_page_and_filter() {
    let store = TestTable::start().await.store;
    for number in 0..60 {
        create(&store, &message(broadcast_id(1), number)).await;
        create(&store, &message(broadcast_id(2), number)).await;
    }
    let delivered: HashSet<MessageId> = (0..60)
        .step_by(7)
        .map(|number| message(broadcast_id(1), number).id)
        .collect();
    for id in &delivered {
        assert!(report(&store, *id, CarrierStatus::Delivered).await);
    }
    let all: HashSet<MessageId> = (0..60)
        .map(|number| message(broadcast_id(1), number).id)
        .collect();
    for limit in [1, 2, 7, 8, 50, 60, 500] {
        let listed = walk(&store, None, limit).await;
        assert_eq!(listed.len(), 60, "limit {limit}");
        assert_eq!(
            listed
                .iter()
                .map(|message| message.id)
                .collect::<HashSet<_>>(),
            all
        );
        let listed = walk(&store, Some(MessageStatus::Delivered), limit).await;
        assert_eq!(listed.len(), delivered.len(), "limit {limit}");
        assert_eq!(
            listed
                .iter()
                .map(|message| message.id)
                .collect::<HashSet<_>>(),
            delivered
        );
        assert_eq!(walk(&store, Some(MessageStatus::Failed), limit).await, []);
    }
}

#[tokio::test]
async fn a_messages_item_stays_within_one_write_unit() {
    let table = TestTable::start().await;
    let mut one = message(broadcast_id(1), 1);
    one.twilio_sid = Some(format!("SM{}", "0".repeat(32)));
    one.error_code = Some("unreadable_answer".into());
    one.error_message = Some("x".repeat(160));
    one.sent_at = Some(noon());
    one.delivered_at = Some(noon());
    create(&table.store, &one).await;
    let output = table
        .client
        .scan()
        .table_name(&table.table)
        .send()
        .await
        .expect("read");
    let size: usize = output.items()[0]
        .iter()
        .map(|(name, value)| name.len() + value.as_s().or(value.as_n()).map_or(1, String::len))
        .sum();
    println!("a message's item: {size} bytes without the attempt");
    assert!(size + 120 < 1_024, "{size}");
}

/// A call that reached nobody is made again: only a report about the last attempt leads there, and the next call has an id of
/// its own.
#[tokio::test]
async fn a_call_is_made_again_only_after_a_report_about_its_last_attempt() {
    let store = TestTable::start().await.store;
    let one = message(broadcast_id(1), 1);
    create(&store, &one).await;
    claim(&store, one.id, 1).await;
    let with = |transition, number| MessageUpdate {
        attempt: Some(attempt(number)),
        twilio_sid: Some(format!("CA{number}")),
        ..MessageUpdate::new(transition, noon())
    };
    let change = async |transition, number| {
        let update = match transition {
            Transition::CallAgain => MessageUpdate {
                twilio_sid: None,
                hold_until: Some(seconds_later(300)),
                ..with(transition, number)
            },
            _ => with(transition, number),
        };
        let changed = store.transition_message(one.id, &update).await;
        changed.expect("answered")
    };
    assert!(change(Transition::Accept, 1).await);
    assert!(!change(Transition::CallAgain, 2).await);
    assert!(change(Transition::CallAgain, 1).await);
    let waiting = read(&store, one.id).await;
    assert_eq!(
        (waiting.status, waiting.twilio_sid, waiting.hold_until),
        (MessageStatus::Queued, None, Some(seconds_later(300)))
    );
    claim(&store, one.id, 2).await;
    assert!(!change(Transition::CallAgain, 1).await);
    assert!(!change(Transition::Report(CarrierStatus::Delivered), 1).await);
    assert!(change(Transition::Accept, 2).await);
    assert_eq!(
        read(&store, one.id).await.twilio_sid.as_deref(),
        Some("CA2")
    );
}
