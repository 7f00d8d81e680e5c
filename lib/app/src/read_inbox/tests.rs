use domain::user::Role;
use domain::{InboundText, Sender};

use super::*;
use crate::fakes::{World, contact, people, staff};
use crate::manage_contacts::ReadVersion;
use crate::manage_threads::tests::manage;
use crate::note_user::NoteUser;
use crate::ports::Clock;
use crate::receive_text::tests::{receive, text};

fn inbox(world: &Arc<World>) -> ReadInbox {
    ReadInbox {
        threads: world.clone(),
        contacts: world.clone(),
        opt_outs: world.clone(),
        people: people(world),
    }
}

/// The person with this phone writes; a second passes.
async fn write(world: &Arc<World>, phone: u32, body: &str) -> ThreadId {
    let sender = contact(phone, phone, true).details.phone;
    let id = ThreadId::for_sender(sender.as_str());
    let text = InboundText {
        from: Sender::Phone(sender),
        ..text(&format!("SM{phone}{body}"), body)
    };
    receive(world).run(&text).await.expect("received");
    world.pass(1);
    id
}

/// The last digits of the numbers of a whole list, read in pages of two.
async fn listed(world: &Arc<World>, filter: &InboxFilter) -> Vec<String> {
    let (mut listed, mut before) = (Vec::new(), None);
    loop {
        let page = inbox(world).list(filter, before, 2).await.expect("a page");
        assert!(page.items.len() <= 2);
        let senders = page.items.iter().map(|view| view.thread.sender.as_str());
        listed.extend(senders.map(|sender| sender[11..].to_owned()));
        before = page.next;
        if before.is_none() {
            return listed;
        }
    }
}

#[tokio::test]
async fn each_list_has_its_threads_newest_first_whatever_the_size_of_a_page() {
    let world = Arc::new(World::with_contacts(5));
    let mut ids = Vec::new();
    for phone in 1..=5 {
        ids.push(write(&world, phone, "Hello").await);
    }
    write(&world, 2, "One more thing").await;
    NoteUser {
        users: world.clone(),
        clock: world.clone(),
    }
    .run(staff(), Role::Staff)
    .await
    .expect("noted");
    let manage = manage(&world);
    let any = ReadVersion::Any;
    manage
        .resolve(ids[0], any, staff())
        .await
        .expect("resolved");
    manage.mark_read(ids[4], world.now()).await.expect("read");
    for id in [ids[3], ids[2]] {
        let assigned = manage.assign(id, any, Some("account"), staff()).await;
        assigned.expect("assigned");
    }
    for (filter, expected) in [
        (InboxFilter::Open, vec!["2", "5", "4", "3"]),
        (InboxFilter::Unread, vec!["2", "4", "3"]),
        (InboxFilter::AssignedTo("account".into()), vec!["4", "3"]),
        (InboxFilter::AssignedTo("other".into()), vec![]),
        (InboxFilter::Unassigned, vec!["2", "5"]),
        (InboxFilter::Resolved, vec!["1"]),
    ] {
        assert_eq!(listed(&world, &filter).await, expected, "{filter:?}");
    }
    assert_eq!(
        inbox(&world).count_unread().await.expect("counted"),
        (3, true)
    );
}

#[tokio::test]
async fn more_than_a_hundred_unread_threads_are_not_counted() {
    let world = Arc::new(World::default());
    for phone in 1..=101 {
        write(&world, phone, "Hello").await;
    }
    let count = inbox(&world).count_unread().await.expect("counted");
    assert_eq!(count, (99, false));
}

#[tokio::test]
async fn a_household_is_shown_whole_and_an_opt_out_with_it() {
    let world = Arc::new(World::with_contacts(2));
    world.add_contact(contact(3, 1, true));
    let id = write(&world, 1, "Please stop texting me about this").await;
    let page = inbox(&world).list(&InboxFilter::Open, None, 10).await;
    let listed = page.expect("a page").items.remove(0);
    let opened = inbox(&world).get(id).await.expect("a thread");
    for view in [listed, opened] {
        let names: Vec<&str> = view
            .people
            .iter()
            .map(|person| person.details.name.as_str())
            .collect();
        assert_eq!(names, ["Person 1", "Person 3"]);
        assert!(view.is_opted_out());
        assert!(view.opt_out.expect("an opt-out").is_to_be_checked());
    }
}

#[tokio::test]
async fn an_unknown_number_that_becomes_a_person_is_shown_with_the_name() {
    let world = Arc::new(World::default());
    let id = write(&world, 1, "Hello").await;
    assert!(
        inbox(&world)
            .get(id)
            .await
            .expect("a thread")
            .people
            .is_empty()
    );
    let person = contact(1, 1, true);
    world.add_contact(person.clone());
    // As when a contact is made by hand.
    let noted = people(&world).refresh(&person.details.phone).await;
    noted.expect("noted");
    let page = inbox(&world).list(&InboxFilter::Open, None, 10).await;
    assert_eq!(page.expect("a page").items[0].people, [person]);
    assert!(
        people(&world)
            .refresh(&contact(9, 9, true).details.phone)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn who_has_another_number_by_now_is_not_shown() {
    let world = Arc::new(World::with_contacts(1));
    let id = write(&world, 1, "Hello").await;
    world.add_contact(contact(1, 7, true));
    let page = inbox(&world).list(&InboxFilter::Open, None, 10).await;
    assert!(page.expect("a page").items[0].people.is_empty());
    assert!(
        inbox(&world)
            .get(id)
            .await
            .expect("a thread")
            .people
            .is_empty()
    );
}
