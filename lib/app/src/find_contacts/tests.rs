use domain::contact::ContactChange;

use super::*;
use crate::fakes::{World, contact};

fn find(world: &Arc<World>) -> FindContacts {
    FindContacts {
        contacts: world.clone(),
        groups: world.clone(),
    }
}

fn named(number: u32, name: &str) -> Contact {
    let person = contact(number, number, true);
    let change = ContactChange {
        name: Some(name.into()),
        ..ContactChange::default()
    };
    let details = person
        .details
        .with(change, "US".parse().expect("a country"))
        .expect("a name");
    Contact { details, ..person }
}

async fn names(world: &Arc<World>, search: ContactSearch, limit: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut after = None;
    loop {
        let page = find(world)
            .list(search.clone(), after, limit)
            .await
            .expect("a page");
        assert!(page.items.len() <= limit);
        names.extend(page.items.into_iter().map(|person| person.details.name));
        after = page.next;
        if after.is_none() {
            return names;
        }
    }
}

#[tokio::test]
async fn pages_of_any_size_list_everyone_once_in_order() {
    let world = Arc::new(World::default());
    for (number, name) in (1..).zip(["Dan", "ann", "Éva", "Bob", "cid"]) {
        world.add_contact(named(number, name));
    }
    for limit in 1..=6 {
        let listed = names(&world, ContactSearch::default(), limit).await;
        assert_eq!(listed, ["ann", "Bob", "cid", "Dan", "Éva"], "{limit}");
    }
}

#[tokio::test]
async fn someone_who_is_found_by_two_words_is_listed_once() {
    let world = Arc::new(World::default());
    world.add_contact(named(1, "Ann Anderson"));
    world.add_contact(named(2, "Andrew Ant"));
    let search = ContactSearch {
        search: Some("an".into()),
        ..ContactSearch::default()
    };
    for limit in 1..=4 {
        let listed = names(&world, search.clone(), limit).await;
        assert_eq!(listed, ["Ann Anderson", "Andrew Ant"], "{limit}");
    }
}

#[tokio::test]
async fn a_household_is_those_who_share_the_phone() {
    let world = Arc::new(World::default());
    for (number, phone) in [(1, 1), (2, 1), (3, 2), (4, 1)] {
        world.add_contact(contact(number, phone, true));
    }
    let others = find(&world)
        .household(contact(2, 1, true).id, 50)
        .await
        .expect("people");
    let ids: Vec<ContactId> = others.iter().map(|person| person.id).collect();
    assert_eq!(ids, [contact(1, 1, true).id, contact(4, 1, true).id]);
}

#[tokio::test]
async fn a_group_that_is_not_there_is_said_to_be_so() {
    let world = Arc::new(World::default());
    let group = Some(GroupId::new(jiff::Timestamp::UNIX_EPOCH, 1));
    let search = ContactSearch {
        group,
        ..ContactSearch::default()
    };
    let error = find(&world).list(search, None, 10).await;
    assert!(matches!(error, Err(Error::NotFound("group"))));
}
