use domain::contact::ContactChange;

use super::*;
use crate::fakes::{World, contact, people, staff};
use crate::manage_contacts::{ManageContacts, ReadVersion};
use crate::plan_broadcast::tests::{broadcast_at, run};

fn history(world: &Arc<World>) -> ContactHistory {
    ContactHistory {
        contacts: world.clone(),
        broadcasts: world.clone(),
        messages: world.clone(),
    }
}

fn manage(world: &Arc<World>) -> ManageContacts {
    ManageContacts {
        contacts: world.clone(),
        groups: world.clone(),
        opt_outs: world.clone(),
        thread_people: people(world),
        queue: world.clone(),
        clock: world.clone(),
        randomness: world.clone(),
        region: "US".parse().expect("a country code"),
    }
}

/// What a history lists, in short: `m` for a message, `c` for a change, each with its second.
async fn listed(world: &Arc<World>, id: ContactId, limit: usize) -> Vec<String> {
    let mut listed = Vec::new();
    let mut after = HistoryPosition::default();
    for _ in 0..200 {
        let page = history(world).list(id, after, limit).await.expect("a page");
        assert!(page.items.len() <= limit);
        listed.extend(page.items.iter().map(|item| {
            let kind = match item {
                HistoryItem::Change(_) => "c",
                HistoryItem::Message { .. } => "m",
            };
            format!("{kind}{}", item.at().as_second())
        }));
        let Some(next) = page.next else {
            return listed;
        };
        after = next.to_string().parse().expect("a position");
    }
    panic!("the history has no end");
}

#[tokio::test]
async fn messages_and_changes_come_in_order_newest_first_whatever_the_size_of_a_page() {
    let world = Arc::new(World::default());
    let form = ContactChange {
        name: Some("Ruth".into()),
        phone: Some("212 555 0101".into()),
        ..ContactChange::default()
    };
    world.pass(1);
    let id = manage(&world)
        .create(form, staff())
        .await
        .expect("created")
        .id;
    for second in 2..=100 {
        world.pass(1);
        if second % 3 == 0 {
            let broadcast = broadcast_at(&world, second).await;
            run(&world, broadcast).await.expect("planned");
        }
        if second % 50 == 0 {
            // The messages to the number before stay in the history.
            let phone = format!("212 555 {:04}", 100 + second);
            let change = ContactChange {
                phone: Some(phone),
                ..ContactChange::default()
            };
            manage(&world)
                .change(id, ReadVersion::Any, change, staff())
                .await
                .expect("changed");
        }
    }
    let mut expected: Vec<String> = (2..=100)
        .filter(|second| second % 3 == 0)
        .map(|second| format!("m{second}"))
        .collect();
    expected.extend(["c1".into(), "c50".into(), "c100".into()]);
    expected.sort_by_key(|text| std::cmp::Reverse(text[1..].parse::<i64>().expect("a number")));
    for limit in [1, 2, 7, 50] {
        assert_eq!(listed(&world, id, limit).await, expected, "{limit}");
    }
}

#[tokio::test]
async fn the_text_of_a_household_is_in_the_history_of_one_and_the_other_was_left_out() {
    let world = Arc::new(World::default());
    for number in [1, 2] {
        world.add_contact(contact(number, 1, true));
    }
    let broadcast = broadcast_at(&world, 5).await;
    run(&world, broadcast).await.expect("planned");
    for number in [1, 2] {
        let page = history(&world)
            .list(contact(number, 1, true).id, HistoryPosition::default(), 10)
            .await
            .expect("a page");
        assert_eq!(page.items.len(), 1);
        let HistoryItem::Message { message, .. } = &page.items[0] else {
            panic!("a change")
        };
        assert_eq!(message.skip_reason.is_some(), number == 2);
    }
}
