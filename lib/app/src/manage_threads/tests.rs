use domain::thread::ThreadState;
use domain::user::User;

use super::*;
use crate::fakes::{Fault, World, staff};
use crate::receive_text::tests::{entries, send, thread};

pub(crate) fn manage(world: &Arc<World>) -> ManageThreads {
    ManageThreads {
        threads: world.clone(),
        users: world.clone(),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

/// A church to which somebody wrote.
async fn world() -> (Arc<World>, ThreadId) {
    let world = Arc::new(World::with_contacts(1));
    send(&world, "SM1", "Hello").await;
    let id = thread(&world).id;
    (world, id)
}

async fn add_user(world: &World, id: &str, role: Role) {
    let user = User {
        account: Actor {
            id: id.into(),
            shown_as: format!("{id}@example.org"),
        },
        role,
        seen_at: world.now(),
    };
    world.put_user(&user).await.expect("noted");
}

#[tokio::test]
async fn a_text_that_came_since_is_not_resolved_with_what_was_read() {
    let (world, id) = world().await;
    let read = ReadVersion::Exactly(thread(&world).version);
    world.pass(1);
    send(&world, "SM2", "One more thing").await;
    let refused = manage(&world).resolve(id, read, staff()).await;
    assert!(matches!(refused, Err(Error::Stale)));
    let thread = thread(&world);
    assert_eq!((thread.state, thread.is_unread), (ThreadState::Open, true));
}

#[tokio::test]
async fn what_staff_do_is_noted_and_doing_it_again_is_nothing() {
    let (world, id) = world().await;
    add_user(&world, "ruth", Role::Staff).await;
    let manage = manage(&world);
    let any = ReadVersion::Any;
    for _ in 0..2 {
        world.pass(1);
        let assigned = manage.assign(id, any, Some("ruth"), staff()).await;
        let assignee = assigned.expect("assigned").assignee;
        assert_eq!(assignee.map(|actor| actor.id).as_deref(), Some("ruth"));
    }
    for _ in 0..2 {
        world.pass(1);
        let resolved = manage.resolve(id, any, staff()).await.expect("resolved");
        assert_eq!(
            (resolved.state, resolved.version),
            (ThreadState::Resolved, 3)
        );
    }
    world.pass(1);
    manage.reopen(id, any, staff()).await.expect("open");
    world.pass(1);
    manage
        .add_note(id, " Called her. ", staff())
        .await
        .expect("a note");
    world.pass(1);
    let last = manage.assign(id, any, None, staff()).await;
    assert_eq!(last.expect("nobody").version, 5);
    let kinds: Vec<&str> = entries(&world)
        .iter()
        .map(|entry| match &entry.content {
            EntryContent::Text(_) => "text",
            EntryContent::Reply { .. } => "reply",
            EntryContent::Note { content, .. } => {
                assert_eq!(content.as_str(), "Called her.");
                "note"
            }
            EntryContent::Assigned { to: Some(_), .. } => "assigned",
            EntryContent::Assigned { to: None, .. } => "nobody",
            EntryContent::Resolved { .. } => "resolved",
            EntryContent::Reopened { .. } => "reopened",
        })
        .collect();
    let expected = ["text", "assigned", "resolved", "reopened", "note", "nobody"];
    assert_eq!(kinds, expected);
}

#[tokio::test]
async fn a_thread_is_given_only_to_who_may_act() {
    let (world, id) = world().await;
    add_user(&world, "guest", Role::Viewer).await;
    for user in ["guest", "nobody"] {
        let refused = manage(&world)
            .assign(id, ReadVersion::Any, Some(user), staff())
            .await;
        match refused {
            Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, "user_id"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn reading_reads_what_was_shown_and_no_more() {
    let (world, id) = world().await;
    let shown = thread(&world).last_text_at;
    world.pass(1);
    send(&world, "SM2", "One more thing").await;
    let read = manage(&world).mark_read(id, shown).await.expect("read");
    assert!(read.is_unread);
    let shown = read.last_text_at;
    world.fail(1, Fault::After);
    assert!(manage(&world).mark_read(id, shown).await.is_err());
    let read = manage(&world).mark_read(id, shown).await.expect("read");
    assert!(!read.is_unread);
    assert_eq!(read.version, 3);
}

#[tokio::test]
async fn a_thread_that_is_not_there_gets_nothing() {
    let world = Arc::new(World::default());
    let id = ThreadId::for_sender("+12125550123");
    let manage = manage(&world);
    let note = manage.add_note(id, "Called her.", staff()).await;
    assert!(matches!(note, Err(Error::NotFound("thread"))));
    let resolved = manage.resolve(id, ReadVersion::Any, staff()).await;
    assert!(matches!(resolved, Err(Error::NotFound("thread"))));
    let empty = manage.add_note(id, " ", staff()).await;
    assert!(matches!(empty, Err(Error::Invalid(_))));
    assert!(entries(&world).is_empty());
}
