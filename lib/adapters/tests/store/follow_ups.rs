//! What is to be done about calls, and what the church tells its assistant.

use adapters::testing::TestTable;
use app::ports::{AssistantSettingsStore, CallStore, FollowUpStore, Replacement};
use domain::AssistantSettings;
use domain::call::{FollowUp, FollowUpKind};

use crate::calls::{call, done, follow_up, good, table_with_calls};

#[tokio::test]
async fn follow_ups_stand_in_one_list_and_move_to_the_other() {
    let store = table_with_calls(&[1]).await.store;
    let kinds = [FollowUpKind::Prayer, FollowUpKind::Callback];
    let all: Vec<FollowUp> = (1..=4)
        .map(|number| follow_up(1, number, kinds[number as usize % 2]))
        .collect();
    let mut ended = call(1);
    ended.version = 2;
    good(store.replace_call(&ended, 1, &all).await);
    let first = good(store.list_follow_ups(false, None, None, 3).await);
    let ids = |found: &[FollowUp]| found.iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(&first.items), [all[3].id, all[2].id, all[1].id]);
    let rest = good(store.list_follow_ups(false, None, first.next, 3).await);
    assert_eq!(rest.items, [all[0].clone()]);
    let prayers = store.list_follow_ups(false, Some(FollowUpKind::Prayer), None, 1);
    let prayers = good(prayers.await);
    assert_eq!(ids(&prayers.items), [all[3].id]);
    let prayers = store.list_follow_ups(false, Some(FollowUpKind::Prayer), prayers.next, 5);
    assert_eq!(ids(&good(prayers.await).items), [all[1].id]);
    assert_eq!(good(store.count_open_follow_ups(4).await), (4, true));
    assert_eq!(good(store.count_open_follow_ups(3).await), (3, false));

    let after = done(&all[2]);
    for _ in 0..2 {
        let replaced = store.replace_follow_up(&all[2], &after).await;
        assert_eq!(good(replaced), Replacement::Done);
    }
    let mut other = after.clone();
    other.words = "Another".into();
    let stale = store.replace_follow_up(&all[2], &other).await;
    assert_eq!(good(stale), Replacement::Stale);
    let unknown = follow_up(1, 9, FollowUpKind::Other);
    let missing = store.replace_follow_up(&unknown, &done(&unknown)).await;
    assert_eq!(good(missing), Replacement::Missing);
    let open = good(store.list_follow_ups(false, None, None, 9).await);
    assert_eq!(ids(&open.items), [all[3].id, all[1].id, all[0].id]);
    let listed = good(store.list_follow_ups(true, None, None, 9).await);
    assert_eq!(listed.items, std::slice::from_ref(&after));
    assert_eq!(
        good(store.get_follow_up(after.id).await),
        Some(after.clone())
    );
    assert_eq!(good(store.count_open_follow_ups(9).await), (3, true));
    let undone = FollowUp {
        done: None,
        version: 3,
        ..after.clone()
    };
    good(store.replace_follow_up(&after, &undone).await);
    assert!(
        good(store.list_follow_ups(true, None, None, 9).await)
            .items
            .is_empty()
    );
    assert_eq!(good(store.count_open_follow_ups(9).await), (4, true));
}

#[tokio::test]
async fn what_the_assistant_is_told_is_replaced_from_the_version_that_was_read() {
    let store = TestTable::start().await.store;
    assert_eq!(good(store.get_assistant_settings().await), None);
    let settings = |facts: &str, version| {
        let mut settings = AssistantSettings::initial();
        settings.facts.events = facts.into();
        settings.version = version;
        settings
    };
    let replace = async |facts, version| {
        let settings = settings(facts, version + 1);
        good(store.replace_assistant_settings(&settings, version).await)
    };
    assert_eq!(replace("none", 4).await, Replacement::Missing);
    assert_eq!(replace("Picnic", 0).await, Replacement::Done);
    assert_eq!(replace("Picnic", 0).await, Replacement::Done);
    assert_eq!(replace("Fair", 0).await, Replacement::Stale);
    assert_eq!(replace("Fair", 1).await, Replacement::Done);
    assert_eq!(replace("Choir", 1).await, Replacement::Stale);
    let found = good(store.get_assistant_settings().await);
    assert_eq!(found, Some(settings("Fair", 2)));
}
