//! Counts that follow the stream: each change exactly once.

use adapters::dynamodb::DynamoStore;
use adapters::testing::TestTable;
use app::ports::{BroadcastStore, StatisticsStore};
use domain::statistics::{ContactPresence, MessageChange, StreamPosition};
use domain::{BroadcastId, MessageStatus, MessageType};
use futures::future::join_all;

use crate::samples::{broadcast, broadcast_id};

fn position(number: u64) -> StreamPosition {
    StreamPosition::parse(&number.to_string()).expect("a number")
}

/// The life of one message, in a shard of its own.
fn life(of: BroadcastId, shard: u8, start: u64) -> Vec<MessageChange> {
    let statuses = [
        MessageStatus::Queued,
        MessageStatus::Sending,
        MessageStatus::Accepted,
        MessageStatus::Sent,
        MessageStatus::Delivered,
    ];
    statuses
        .iter()
        .enumerate()
        .map(|(index, to)| MessageChange {
            broadcast_id: of,
            shard,
            position: position(start + index as u64),
            message_type: MessageType::Sms,
            from: index.checked_sub(1).map(|before| statuses[before]),
            to: *to,
        })
        .collect()
}

async fn delivered(store: &DynamoStore, id: BroadcastId) -> (u64, u64) {
    let counts = store
        .get_broadcast(id)
        .await
        .expect("read")
        .expect("a broadcast")
        .counts;
    (counts.get(MessageStatus::Delivered), counts.total())
}

async fn delivered_in_all(store: &DynamoStore) -> (u64, u64) {
    let statistics = store.get_statistics().await.expect("read");
    let (message_type, counts) = &statistics.messages[0];
    assert_eq!(*message_type, MessageType::Sms);
    (counts.get(MessageStatus::Delivered), counts.total())
}

#[tokio::test]
async fn batches_that_come_again_whole_or_in_part_are_counted_once() {
    let store = TestTable::start().await.store;
    let id = broadcast_id(1);
    store
        .create_broadcast(&broadcast(1))
        .await
        .expect("answered");
    let changes: Vec<MessageChange> = (0..4).flat_map(|shard| life(id, shard, 95)).collect();
    // As when a function is stopped and its batch comes again with more behind it.
    for end in [3, 3, 8, 20, 20, 5] {
        store
            .count_message_changes(id, &changes[..end])
            .await
            .expect("counted");
    }
    assert_eq!(delivered(&store, id).await, (4, 4));
    assert_eq!(delivered_in_all(&store).await, (4, 4));
}

#[tokio::test]
async fn shards_counted_at_the_same_time_add_up() {
    let store = TestTable::start().await.store;
    for number in 1..=3 {
        store
            .create_broadcast(&broadcast(number))
            .await
            .expect("answered");
    }
    let batches: Vec<(BroadcastId, Vec<MessageChange>)> = (0..24_u32)
        .map(|index| {
            let id = broadcast_id(1 + index % 3);
            (id, life(id, (index / 3) as u8, 1))
        })
        .collect();
    let tries = join_all(
        batches
            .iter()
            .map(|(id, changes)| store.count_message_changes(*id, changes)),
    )
    .await;
    // Those that found the totals busy come again from Lambda.
    let busy = tries.iter().filter(|result| result.is_err()).count();
    for (id, changes) in &batches {
        store
            .count_message_changes(*id, changes)
            .await
            .expect("counted");
    }
    println!("{busy} of {} batches had to come again", batches.len());
    for number in 1..=3 {
        assert_eq!(delivered(&store, broadcast_id(number)).await, (8, 8));
    }
    assert_eq!(delivered_in_all(&store).await, (24, 24));
}

#[tokio::test]
async fn messages_of_a_broadcast_that_is_gone_hold_up_nobody() {
    let store = TestTable::start().await.store;
    store
        .count_message_changes(broadcast_id(9), &life(broadcast_id(9), 0, 1))
        .await
        .expect("passed over");
    assert_eq!(delivered_in_all(&store).await, (0, 0));
}

#[tokio::test]
async fn contacts_are_counted_once_as_they_come_and_go() {
    let store = TestTable::start().await.store;
    let change = |at, from, to| ContactPresence {
        position: position(at),
        from,
        to,
    };
    let changes = [
        change(1, None, Some(true)),
        change(2, None, Some(true)),
        change(3, None, Some(false)),
        change(4, Some(true), Some(false)),
        change(5, Some(false), None),
    ];
    for end in [2, 2, 5, 4] {
        store
            .count_contact_changes(&changes[..end])
            .await
            .expect("counted");
    }
    let statistics = store.get_statistics().await.expect("read");
    assert_eq!(
        (statistics.contacts_total, statistics.contacts_active),
        (2, 1)
    );
}
