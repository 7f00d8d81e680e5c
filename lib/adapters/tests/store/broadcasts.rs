//! Broadcasts.

use adapters::testing::TestTable;
use app::ports::{BroadcastStore, PlanAdvance};
use domain::broadcast::{BroadcastStage, PlanProgress};

use crate::samples::{broadcast, broadcast_id, contact, noon, seconds_later};

fn progress(number: u32) -> PlanProgress {
    PlanProgress {
        last_contact: Some(contact(number).id),
        recipients: number.into(),
        segments: 2 * u64::from(number),
        ..PlanProgress::default()
    }
}

#[tokio::test]
async fn a_broadcast_is_created_once_and_read_as_it_was_written() {
    let store = TestTable::start().await.store;
    assert!(
        store
            .create_broadcast(&broadcast(1))
            .await
            .expect("answered")
    );
    let mut other = broadcast(1);
    other.created_by = "someone else".into();
    assert!(!store.create_broadcast(&other).await.expect("answered"));
    let read = store
        .get_broadcast(broadcast_id(1))
        .await
        .expect("read")
        .expect("a broadcast");
    assert_eq!(read.broadcast, broadcast(1));
    assert_eq!(read.counts.total(), 0);
    assert_eq!(
        store.get_broadcast(broadcast_id(2)).await.expect("read"),
        None
    );
}

#[tokio::test]
async fn broadcasts_are_listed_newest_first() {
    let store = TestTable::start().await.store;
    for number in 1..=5 {
        store
            .create_broadcast(&broadcast(number))
            .await
            .expect("answered");
    }
    let first = store.list_broadcasts(None, 3).await.expect("a page");
    let ids = |page: &app::Page<domain::BroadcastProgress, _>| -> Vec<_> {
        page.items
            .iter()
            .map(|progress| progress.broadcast.id)
            .collect()
    };
    assert_eq!(ids(&first), [5, 4, 3].map(broadcast_id));
    let second = store.list_broadcasts(first.next, 3).await.expect("a page");
    assert_eq!(ids(&second), [2, 1].map(broadcast_id));
    assert_eq!(second.next, None);
}

#[tokio::test]
async fn a_plan_only_advances_from_where_it_stands() {
    let store = TestTable::start().await.store;
    store
        .create_broadcast(&broadcast(1))
        .await
        .expect("answered");
    let id = broadcast_id(1);
    let start = PlanProgress::default();
    let advance = |from: PlanProgress, to: PlanProgress, at| {
        let store = store.clone();
        async move {
            store
                .advance_plan(id, &from, &to, at)
                .await
                .expect("answered")
        }
    };
    assert_eq!(
        advance(start, progress(1), None).await,
        PlanAdvance::Advanced
    );
    // Asked again because the answer was lost: it was done.
    assert_eq!(
        advance(start, progress(1), None).await,
        PlanAdvance::Advanced
    );
    assert_eq!(
        advance(start, progress(2), None).await,
        PlanAdvance::Overtaken
    );
    assert_eq!(
        advance(progress(1), progress(2), Some(noon())).await,
        PlanAdvance::Advanced
    );
    assert_eq!(
        advance(progress(2), progress(2), Some(noon())).await,
        PlanAdvance::Overtaken
    );
    let read = store
        .get_broadcast(id)
        .await
        .expect("read")
        .expect("a broadcast")
        .broadcast;
    assert_eq!(read.stage, BroadcastStage::Sending);
    assert_eq!(read.plan, progress(2));
    assert_eq!(read.planned_at, Some(noon()));
}

#[tokio::test]
async fn a_cancelled_broadcast_is_not_planned_any_further_and_keeps_its_first_time() {
    let store = TestTable::start().await.store;
    let id = broadcast_id(1);
    assert!(!store.cancel_broadcast(id, noon()).await.expect("answered"));
    store
        .create_broadcast(&broadcast(1))
        .await
        .expect("answered");
    assert!(store.cancel_broadcast(id, noon()).await.expect("answered"));
    assert!(
        !store
            .cancel_broadcast(id, seconds_later(5))
            .await
            .expect("answered")
    );
    let advance = store
        .advance_plan(id, &PlanProgress::default(), &progress(1), None)
        .await;
    assert_eq!(advance.expect("answered"), PlanAdvance::Overtaken);
    let read = store
        .get_broadcast(id)
        .await
        .expect("read")
        .expect("a broadcast")
        .broadcast;
    assert_eq!(read.stage, BroadcastStage::Cancelled);
    assert_eq!(read.cancelled_at, Some(noon()));
}
