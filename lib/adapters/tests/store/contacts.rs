//! The directory: contacts, their places in its lists, and what is noted of them.

use adapters::dynamodb::DynamoStore;
use adapters::testing::TestTable;
use app::ports::{ContactSave, ContactStore, Deletion, Replacement};
use domain::directory::{DirectoryPlan, DirectoryQuery, contact_at, entries};
use domain::{Contact, ContactId};

use crate::samples::{change, contact, new_contact, seconds_later, staff};

async fn add(store: &DynamoStore, contacts: impl IntoIterator<Item = Contact>) {
    let saves: Vec<ContactSave> = contacts.into_iter().map(new_contact).collect();
    let results = store.save_contacts(&saves).await.expect("saved");
    assert_eq!(results, vec![Replacement::Done; saves.len()]);
}

fn save(before: &Contact, after: &Contact, number: u32) -> ContactSave {
    ContactSave {
        before: Some(before.clone()),
        after: after.clone(),
        change: change(after.id, number),
    }
}

fn searching(text: &str) -> DirectoryPlan {
    let query = DirectoryQuery {
        search: Some(text.into()),
        ..DirectoryQuery::default()
    };
    query.plan()
}

async fn found(store: &DynamoStore, plan: &DirectoryPlan) -> Vec<ContactId> {
    let page = store
        .search_directory(plan, None, 100, 100)
        .await
        .expect("a page");
    assert_eq!(page.next, None);
    page.items
        .iter()
        .filter_map(|position| contact_at(position))
        .collect()
}

#[tokio::test]
async fn a_contact_is_read_as_it_was_written() {
    let store = TestTable::start().await.store;
    let mut full = contact(1);
    let region = "US".parse().expect("a country");
    let more = domain::contact::ContactChange {
        email: Some(Some("ruth@example.org".into())),
        birthday: Some(Some("--02-29".into())),
        time_zone: Some(Some("America/Denver".into())),
        notes: Some(Some("Sings.\nDrives.".into())),
        groups: Some([domain::GroupId::new(seconds_later(0), 1)].into()),
        ..Default::default()
    };
    full.details = full.details.with(more, region).expect("a good change");
    full.opted_out_at = Some(seconds_later(5));
    full.former_phones = vec![contact(2).details.phone];
    add(&store, [full.clone()]).await;
    assert_eq!(store.get_contact(full.id).await.expect("read"), Some(full));
    assert_eq!(store.get_contact(contact(2).id).await.expect("read"), None);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let store = TestTable::start().await.store;
    add(&store, (1..=25).map(contact)).await;
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
async fn many_contacts_are_written_and_read_at_once_and_unknown_ones_left_out() {
    let store = TestTable::start().await.store;
    add(&store, (1..=120).map(contact)).await;
    let ids: Vec<_> = (1..=130).rev().map(|number| contact(number).id).collect();
    let found = store.get_contacts(&ids).await.expect("read");
    assert_eq!(found, (1..=120).map(contact).collect::<Vec<_>>());
    assert_eq!(store.get_contacts(&[]).await.expect("read"), []);
}

#[tokio::test]
async fn only_the_version_that_was_read_is_replaced_or_deleted() {
    let store = TestTable::start().await.store;
    add(&store, [contact(1)]).await;
    let mut changed = contact(1);
    changed.version = 2;
    changed.details.city = None;
    let mut other = changed.clone();
    other.details.city = Some("Plano".into());
    for (save, expected) in [
        (save(&contact(1), &changed, 1), Replacement::Done),
        // Asked again because the answer was lost: it was done.
        (save(&contact(1), &changed, 1), Replacement::Done),
        (save(&contact(1), &other, 2), Replacement::Stale),
        (save(&contact(2), &contact(2), 3), Replacement::Missing),
        (new_contact(other), Replacement::Stale),
    ] {
        let results = store.save_contacts(&[save]).await.expect("answered");
        assert_eq!(results, [expected]);
    }
    assert_eq!(
        store.get_contact(changed.id).await.expect("read"),
        Some(changed.clone())
    );

    let deletion = Deletion {
        contact_id: changed.id,
        at: seconds_later(9),
        actor: staff(),
        phones: vec![changed.details.phone.clone()],
        finished_at: None,
    };
    let delete = |contact: Contact, deletion: Deletion| {
        let store = store.clone();
        async move {
            store
                .delete_contact(&contact, &deletion)
                .await
                .expect("answered")
        }
    };
    assert_eq!(
        delete(contact(1), deletion.clone()).await,
        Replacement::Stale
    );
    assert_eq!(
        delete(changed.clone(), deletion.clone()).await,
        Replacement::Done
    );
    // Asked again because the answer was lost: it was done.
    assert_eq!(
        delete(changed.clone(), deletion.clone()).await,
        Replacement::Done
    );
    let another = Deletion {
        at: seconds_later(10),
        ..deletion.clone()
    };
    assert_eq!(delete(changed.clone(), another).await, Replacement::Missing);
    assert_eq!(store.get_contact(changed.id).await.expect("read"), None);
    assert_eq!(
        store.get_deletion(changed.id).await.expect("read"),
        Some(deletion)
    );
}

#[tokio::test]
async fn of_many_that_are_written_together_only_those_are_refused_that_must_be() {
    let store = TestTable::start().await.store;
    let mut taken = contact(7);
    taken.details.city = Some("Plano".into());
    add(&store, [taken.clone(), contact(9)]).await;
    let saves: Vec<ContactSave> = (1..=30)
        .map(|number| new_contact(contact(number)))
        .collect();
    let results = store.save_contacts(&saves).await.expect("answered");
    for (number, result) in (1..=30).zip(results) {
        // The seventh is someone else by now; the ninth is as it was to be.
        let expected = if number == 7 {
            Replacement::Stale
        } else {
            Replacement::Done
        };
        assert_eq!(result, expected, "{number}");
    }
    assert_eq!(
        store.get_contact(taken.id).await.expect("read"),
        Some(taken)
    );
    assert_eq!(found(&store, &searching("person")).await.len(), 30);
}

/// The lists change with the contact, in the same write: no place is left behind, and none is missing.
#[tokio::test]
async fn a_contact_stands_in_the_lists_that_its_record_says_and_in_no_other() {
    let table = TestTable::start().await;
    let store = table.store.clone();
    let places = || async {
        let items = table
            .client
            .scan()
            .table_name(&table.table)
            .send()
            .await
            .expect("all items");
        let text =
            |item: &std::collections::HashMap<_, aws_sdk_dynamodb::types::AttributeValue>,
             name: &str| { item[name].as_s().cloned().expect("a text") };
        let mut places: Vec<String> = items
            .items()
            .iter()
            .filter(|item| text(item, "pk").starts_with("directory#"))
            .map(|item| text(item, "sk"))
            .collect();
        places.sort_unstable();
        places
    };
    let expected = |contact: &Contact| {
        let mut positions: Vec<String> = entries(contact)
            .into_iter()
            .map(|entry| entry.position)
            .collect();
        positions.sort_unstable();
        positions
    };
    let first = contact(1);
    add(&store, [first.clone()]).await;
    assert_eq!(places().await, expected(&first));
    let mut second = first.clone();
    second.version = 2;
    second.details.name = "Ruth Okafor".into();
    second.details.active = false;
    second.details.phone = contact(2).details.phone;
    store
        .save_contacts(&[save(&first, &second, 1)])
        .await
        .expect("saved");
    assert_eq!(places().await, expected(&second));
    assert_eq!(found(&store, &searching("person")).await, []);
    assert_eq!(found(&store, &searching("oka")).await, [second.id]);
    let deletion = Deletion {
        contact_id: second.id,
        at: seconds_later(9),
        actor: staff(),
        phones: Vec::new(),
        finished_at: None,
    };
    store
        .delete_contact(&second, &deletion)
        .await
        .expect("deleted");
    assert_eq!(places().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_list_is_read_page_by_page_and_counted() {
    let store = TestTable::start().await.store;
    add(
        &store,
        (1..=40).map(|number| {
            let mut person = contact(number);
            person.details.active = number % 4 != 0;
            person
        }),
    )
    .await;
    for active in [None, Some(true), Some(false)] {
        let plan = DirectoryQuery {
            active,
            ..DirectoryQuery::default()
        }
        .plan();
        let mut ids: Vec<ContactId> = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = store
                .search_directory(&plan, after.as_deref(), 7, 9)
                .await
                .expect("a page");
            assert!(page.items.len() <= 7);
            ids.extend(
                page.items
                    .iter()
                    .filter_map(|position| contact_at(position)),
            );
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let wanted =
            (1..=40).filter(|number| active.is_none_or(|active| active == (number % 4 != 0)));
        assert_eq!(ids.len(), wanted.count(), "{active:?}");
        let (count, next) = store.count_directory(&plan, None).await.expect("a count");
        assert_eq!((count, next), (ids.len() as u64, None));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(count, ids.len() as u64, "someone is listed twice");
    }
}

#[tokio::test]
async fn the_history_of_a_contact_is_read_newest_first_and_deleted_as_a_whole() {
    let store = TestTable::start().await.store;
    let mut before = contact(1);
    add(&store, [before.clone()]).await;
    for number in 1..=60 {
        let after = Contact {
            version: before.version + 1,
            ..before.clone()
        };
        store
            .save_contacts(&[save(&before, &after, number)])
            .await
            .expect("saved");
        before = after;
    }
    add(&store, [contact(2)]).await;
    let page = store
        .list_changes(before.id, None, 2)
        .await
        .expect("a page");
    assert_eq!(page.items, [change(before.id, 60), change(before.id, 59)]);
    let page = store
        .list_changes(before.id, page.next, 100)
        .await
        .expect("a page");
    assert_eq!((page.items.len(), page.next), (59, None));
    while store.delete_changes(before.id).await.expect("deleted") {}
    let page = store
        .list_changes(before.id, None, 2)
        .await
        .expect("a page");
    assert!(page.items.is_empty());
    let other = store
        .list_changes(contact(2).id, None, 2)
        .await
        .expect("a page");
    assert_eq!(other.items.len(), 1);
}

#[tokio::test]
async fn of_a_deleted_person_only_the_id_is_left_in_the_end() {
    let store = TestTable::start().await.store;
    add(&store, [contact(1)]).await;
    let deletion = Deletion {
        contact_id: contact(1).id,
        at: seconds_later(9),
        actor: staff(),
        phones: vec![contact(1).details.phone],
        finished_at: None,
    };
    store
        .delete_contact(&contact(1), &deletion)
        .await
        .expect("deleted");
    store
        .finish_deletion(contact(1).id, seconds_later(20))
        .await
        .expect("closed");
    let closed = Deletion {
        phones: Vec::new(),
        finished_at: Some(seconds_later(20)),
        ..deletion
    };
    assert_eq!(
        store.get_deletion(contact(1).id).await.expect("read"),
        Some(closed)
    );
}
