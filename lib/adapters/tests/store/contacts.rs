//! The directory.

use adapters::testing::TestTable;
use app::ports::{ContactStore, IdempotencyStore, Replacement, Reservation};

use crate::samples::{broadcast_id, contact, noon, seconds_later};

#[tokio::test]
async fn a_contact_is_read_as_it_was_written() {
    let store = TestTable::start().await.store;
    store.create_contact(&contact(1)).await.expect("created");
    assert_eq!(
        store.get_contact(contact(1).id).await.expect("read"),
        Some(contact(1))
    );
    assert_eq!(store.get_contact(contact(2).id).await.expect("read"), None);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let store = TestTable::start().await.store;
    for number in 1..=25 {
        store
            .create_contact(&contact(number))
            .await
            .expect("created");
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = store.list_contacts(after, 10).await.expect("a page");
        assert!(page.items.len() <= 10);
        seen.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, (1..=25).map(contact).collect::<Vec<_>>());
}

#[tokio::test]
async fn many_contacts_are_read_at_once_and_unknown_ones_left_out() {
    let store = TestTable::start().await.store;
    for number in 1..=120 {
        store
            .create_contact(&contact(number))
            .await
            .expect("created");
    }
    let ids: Vec<_> = (1..=130).rev().map(|number| contact(number).id).collect();
    let found = store.get_contacts(&ids).await.expect("read");
    assert_eq!(found, (1..=120).map(contact).collect::<Vec<_>>());
    assert_eq!(store.get_contacts(&[]).await.expect("read"), []);
}

#[tokio::test]
async fn only_the_version_that_was_read_is_replaced_or_deleted() {
    let store = TestTable::start().await.store;
    store.create_contact(&contact(1)).await.expect("created");
    let mut changed = contact(1);
    changed.version = 2;
    changed.details.city = None;
    assert_eq!(
        store.replace_contact(&changed, 1).await.expect("answered"),
        Replacement::Done
    );
    // Asked again because the answer was lost: it was done.
    assert_eq!(
        store.replace_contact(&changed, 1).await.expect("answered"),
        Replacement::Done
    );
    let mut other = changed.clone();
    other.details.city = Some("Plano".into());
    assert_eq!(
        store.replace_contact(&other, 1).await.expect("answered"),
        Replacement::Stale
    );
    assert_eq!(
        store
            .replace_contact(&contact(2), 1)
            .await
            .expect("answered"),
        Replacement::Missing
    );
    assert_eq!(
        store.get_contact(changed.id).await.expect("read"),
        Some(changed.clone())
    );

    assert_eq!(
        store
            .delete_contact(changed.id, Some(1))
            .await
            .expect("answered"),
        Replacement::Stale
    );
    assert_eq!(
        store
            .delete_contact(changed.id, Some(2))
            .await
            .expect("answered"),
        Replacement::Done
    );
    assert_eq!(
        store
            .delete_contact(changed.id, None)
            .await
            .expect("answered"),
        Replacement::Missing
    );
    assert_eq!(store.get_contact(changed.id).await.expect("read"), None);
}

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
