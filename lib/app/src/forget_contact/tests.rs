use domain::conversation::Heard;
use domain::{Audience, MessageStatus, SkipReason};

use super::*;
use crate::answer_call::tests::{answering, ringing};
use crate::continue_call::tests::continuing;
use crate::fakes::{Fault, World, contact, staff};
use crate::plan_broadcast::tests::{broadcast_at, planned_broadcast, run};
use crate::ports::FollowUpStore;
use crate::receive_text::tests::{entries, send, thread};
use crate::reply_to_thread::tests::reply;

fn forget(world: &Arc<World>) -> ForgetContact {
    ForgetContact {
        contacts: world.clone(),
        broadcasts: world.clone(),
        messages: world.clone(),
        threads: world.clone(),
        calls: world.clone(),
        files: world.clone(),
        queue: world.clone(),
        clock: world.clone(),
    }
}

/// Someone who was sent a message, has another waiting, and is deleted.
async fn deleted() -> (Arc<World>, ContactId) {
    let world = Arc::new(World::with_contacts(2));
    planned_broadcast(&world).await;
    let later = broadcast_at(&world, 5).await;
    run(&world, later).await.expect("planned");
    let person = contact(1, 1, true);
    let deletion = Deletion {
        contact_id: person.id,
        at: world.now(),
        actor: staff(),
        phones: vec![person.details.phone.clone()],
        finished_at: None,
    };
    world
        .delete_contact(&person, &deletion)
        .await
        .expect("deleted");
    (world, person.id)
}

#[tokio::test]
async fn nothing_of_a_deleted_person_is_left_but_the_counts() {
    let (world, id) = deleted().await;
    forget(&world)
        .run(id, Timestamp::MAX)
        .await
        .expect("a first look");
    let of_person = |world: &World| {
        let mut messages = world.messages();
        messages.retain(|message| message.contact_id == Some(id));
        messages
    };
    assert_eq!(of_person(&world).len(), 2);
    assert!(
        of_person(&world)
            .iter()
            .all(|message| message.phone.is_none())
    );
    let skipped = of_person(&world)
        .iter()
        .filter(|message| message.skip_reason == Some(SkipReason::Deleted))
        .count();
    assert_eq!(skipped, 2, "what waits is not sent");
    assert_eq!(
        world.statuses()[&MessageStatus::Queued],
        2,
        "the other person's messages wait"
    );
    // More traces may come while a broadcast is being planned, so there is a second look.
    assert!(
        world
            .directory_queue
            .lock()
            .expect("a lock")
            .contains(&(DirectoryTask::ForgetContact(id), Duration::from_secs(600)))
    );
    world.pass(601);
    forget(&world)
        .run(id, Timestamp::MAX)
        .await
        .expect("a second look");
    let deletion = world.get_deletion(id).await.expect("read").expect("a note");
    assert!(deletion.phones.is_empty() && deletion.finished_at.is_some());
}

#[tokio::test]
async fn whatever_fails_a_second_run_completes_it() {
    for fault in [Fault::Before, Fault::After] {
        for effect in 1..=4 {
            let (world, id) = deleted().await;
            world.pass(601);
            world.fail(effect, fault);
            let first = forget(&world).run(id, Timestamp::MAX).await;
            assert!(first.is_err(), "{fault:?} {effect} was not met");
            forget(&world)
                .run(id, Timestamp::MAX)
                .await
                .expect("completed");
            let with_number = world
                .messages()
                .into_iter()
                .filter(|message| message.contact_id == Some(id) && message.phone.is_some());
            assert_eq!(with_number.count(), 0, "{fault:?} {effect}");
        }
    }
}

#[tokio::test]
async fn someone_who_was_not_deleted_after_all_keeps_everything() {
    let world = Arc::new(World::with_contacts(1));
    planned_broadcast(&world).await;
    forget(&world)
        .run(contact(1, 1, true).id, Timestamp::MAX)
        .await
        .expect("nothing to do");
    assert!(world.messages()[0].phone.is_some());
}

#[tokio::test]
async fn the_thread_of_a_deleted_person_goes_unless_somebody_else_has_the_number() {
    for (is_shared, left) in [(false, 0), (true, 2)] {
        let (world, id) = deleted().await;
        world.pass(60);
        send(&world, "SM1", "Hello").await;
        let replied = reply(&world, "Come at six").await.expect("a reply");
        let EntryContent::Reply { broadcast_id, .. } = replied.content else {
            panic!("a reply");
        };
        run(&world, broadcast_id).await.expect("planned");
        let picture = format!("{}picture", folder(thread(&world).id));
        world
            .put_file(&picture, "image/png", Vec::new())
            .await
            .expect("kept");
        if is_shared {
            world.add_contact(contact(3, 1, true));
        }
        forget(&world)
            .run(id, Timestamp::MAX)
            .await
            .expect("forgotten");
        assert_eq!(entries(&world).len(), left);
        let has_picture = world.has_file(&picture).await.expect("read");
        assert_eq!(has_picture, is_shared);
        let broadcast = world.broadcast(broadcast_id).expect("a broadcast");
        assert_eq!(broadcast.content.as_str() == "Come at six", is_shared);
        assert_eq!(broadcast.audience == Audience::nobody(), !is_shared);
        let mut messages = world.messages();
        messages.retain(|message| message.id.broadcast_id() == broadcast_id);
        assert_eq!(messages[0].phone.is_some(), is_shared);
    }
}

#[tokio::test]
async fn what_a_deleted_person_said_on_the_phone_goes_unless_somebody_else_has_the_number() {
    let world = Arc::new(World::with_contacts(1));
    let person = contact(1, 1, true);
    let phone = person.details.phone.clone();
    let ringing = ringing("CA1", Some(&phone));
    let call = answering(&world)
        .run(&ringing)
        .await
        .expect("answered")
        .call;
    for (number, words) in [(1, "I want to leave a message"), (2, "the gate is open")] {
        let heard = Heard::Words {
            words: words.into(),
        };
        let answered = continuing(&world).run(call, number, heard).await;
        answered.expect("answered");
    }
    let deletion = Deletion {
        contact_id: person.id,
        at: world.now(),
        actor: staff(),
        phones: vec![phone.clone()],
        finished_at: None,
    };
    world
        .delete_contact(&person, &deletion)
        .await
        .expect("deleted");
    world.add_contact(contact(2, 1, true));
    let run = async || forget(&world).run(person.id, Timestamp::MAX).await;
    run().await.expect("a first look");
    let kept = world.list_calls_with(&phone, None, 10).await.expect("read");
    assert_eq!(kept.items.len(), 1, "somebody else has the number");
    world.remove_contact(contact(2, 1, true).id);
    run().await.expect("a look");
    let kept = world.get_call(call).await.expect("read").expect("there");
    assert_eq!(
        (kept.caller_phone, kept.caller_name, kept.contact_id),
        (None, None, None)
    );
    let left = world.list_turns(call, None, 10).await.expect("read");
    assert!(left.items.is_empty());
    let follow_ups = world.list_follow_ups_of(call).await.expect("read");
    assert!(follow_ups.is_empty());
}
