//! The places of calls that are under way.

use adapters::testing::TestTable;
use app::ports::{CallPlaceStore, OptOutStore};
use domain::OptOutId;
use domain::opt_out::OptOut;
use futures::future::join_all;

use crate::samples::{attempt, contact, noon, seconds_later};

#[tokio::test]
async fn however_many_try_at_once_no_more_get_a_place_than_there_are() {
    let store = TestTable::start().await.store;
    let tries = (1..=30).map(|number| {
        let store = store.clone();
        async move {
            store
                .take_call_place(attempt(number), 3, noon(), seconds_later(60))
                .await
                .expect("answered")
        }
    });
    let taken = join_all(tries).await;
    let got = taken.iter().filter(|is_taken| **is_taken).count();
    assert!((1..=3).contains(&got), "{got}");
    let counted = store.count_call_places(noon()).await.expect("read");
    assert_eq!(counted, got);
}

#[tokio::test]
async fn a_place_is_free_again_when_it_is_given_back_or_its_time_is_over() {
    let store = TestTable::start().await.store;
    let take = async |number, seconds| {
        let now = seconds_later(seconds);
        let until = seconds_later(seconds + 60);
        let taken = store.take_call_place(attempt(number), 2, now, until).await;
        taken.expect("answered")
    };
    assert!(take(1, 0).await && take(2, 0).await);
    assert!(!take(3, 1).await);
    assert!(take(2, 1).await, "it has one");
    for _ in 0..2 {
        let back = store.give_call_place_back(attempt(1)).await;
        back.expect("given back");
    }
    assert!(take(3, 2).await);
    assert!(!take(4, 50).await);
    // The second one had sixty-one seconds from the first on.
    assert!(take(4, 63).await);
    let nobody = TestTable::start().await.store;
    let back = nobody.give_call_place_back(attempt(1)).await;
    back.expect("there was none");
}

#[tokio::test]
async fn an_opt_out_of_calls_is_kept_beside_the_one_of_texts() {
    let store = TestTable::start().await.store;
    let phone = contact(1).details.phone;
    let of_calls = OptOut::of_calls_by_key(phone.clone(), noon());
    let id = OptOutId::new(noon(), 1);
    store.put_opt_out(id, &of_calls).await.expect("noted");
    assert_eq!(store.get_opt_out(&phone).await.expect("read"), None);
    assert_eq!(
        store.get_call_opt_out(&phone).await.expect("read"),
        Some(of_calls.clone())
    );
    let changes = store.list_opt_outs(&phone, None, 10).await.expect("read");
    assert_eq!(changes.items, [(id, of_calls)]);
}
