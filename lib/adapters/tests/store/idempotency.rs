//! Keys by which a repeated request is recognised.

use adapters::testing::TestTable;
use app::ports::{IdempotencyStore, Reservation};

use crate::samples::{broadcast_id, noon, seconds_later};

#[tokio::test]
async fn an_idempotency_key_is_reserved_once_until_it_expires() {
    let store = TestTable::start().await.store;
    let reserve = |number, now| {
        let store = store.clone();
        async move {
            store
                .reserve_key(
                    "key",
                    broadcast_id(number),
                    "fingerprint",
                    now,
                    seconds_later(100),
                )
                .await
                .expect("answered")
        }
    };
    assert_eq!(reserve(1, noon()).await, Reservation::Reserved);
    let existing = Reservation::Existing {
        broadcast_id: broadcast_id(1),
        fingerprint: "fingerprint".into(),
    };
    assert_eq!(reserve(2, seconds_later(99)).await, existing);
    assert_eq!(reserve(3, seconds_later(100)).await, Reservation::Reserved);
}

#[tokio::test]
async fn a_reserved_key_is_given_to_another_request_only_from_the_one_that_was_read() {
    let store = TestTable::start().await.store;
    store
        .reserve_key("key", broadcast_id(1), "first", noon(), seconds_later(100))
        .await
        .expect("answered");
    let replace = |from, to| {
        let store = store.clone();
        async move {
            store
                .replace_fingerprint("key", from, to)
                .await
                .expect("answered")
        }
    };
    assert!(replace("first", "second").await);
    assert!(!replace("first", "third").await);
    let reservation = store
        .reserve_key("key", broadcast_id(2), "second", noon(), seconds_later(100))
        .await
        .expect("answered");
    let existing = Reservation::Existing {
        broadcast_id: broadcast_id(1),
        fingerprint: "second".into(),
    };
    assert_eq!(reservation, existing);
}
