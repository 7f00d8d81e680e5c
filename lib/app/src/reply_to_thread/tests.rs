use domain::Message;
use domain::opt_out::{OptOut, OptOutReason};
use jiff::Timestamp;

use super::*;
use crate::create_broadcast::tests::create;
use crate::fakes::{Fault, World, contact, staff};
use crate::plan_broadcast::tests::run;
use crate::ports::Clock;
use crate::receive_text::tests::{entries, receive, send, text, thread};
use crate::record_opt_out::tests::record;

fn reply_to(world: &Arc<World>) -> ReplyToThread {
    ReplyToThread {
        threads: world.clone(),
        opt_outs: world.clone(),
        create_broadcast: create(world),
    }
}

fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey {
        key: "a key".into(),
        fingerprint: text.into(),
    }
}

/// Replies to the person with phone 1.
pub(crate) async fn reply(world: &Arc<World>, words: &str) -> Result<ThreadEntry> {
    let id = thread(world).id;
    let replied = reply_to(world).run(id, words, staff(), key(words)).await;
    replied.map(|replied| replied.entry)
}

fn broadcast_of(entry: &ThreadEntry) -> domain::BroadcastId {
    match &entry.content {
        EntryContent::Reply { broadcast_id, .. } => *broadcast_id,
        other => panic!("{other:?}"),
    }
}

/// The message of a reply, after it was planned.
async fn planned(world: &Arc<World>, entry: &ThreadEntry) -> Message {
    run(world, broadcast_of(entry)).await.expect("planned");
    world.messages().pop().expect("a message")
}

#[tokio::test]
async fn a_reply_is_one_message_to_the_number_and_an_entry_of_the_thread() {
    let world = Arc::new(World::with_contacts(1));
    send(&world, "SM1", "When is dinner?").await;
    world.pass(60);
    let entry = reply(&world, "At six {sharp}").await.expect("a reply");
    let message = planned(&world, &entry).await;
    let person = contact(1, 1, true);
    assert_eq!(message.phone, Some(person.details.phone));
    assert_eq!(message.contact_id, Some(person.id));
    let broadcast = world.broadcast(broadcast_of(&entry)).expect("a broadcast");
    assert_eq!(broadcast.text_for(&message), "At six {sharp}");
    assert_eq!(entries(&world).len(), 2);
    let thread = thread(&world);
    assert_eq!(thread.preview.content, "At six {sharp}");
    assert_eq!(thread.last_activity_at(), world.now());
}

#[tokio::test]
async fn an_unknown_number_is_answered_too_and_a_machine_is_not() {
    let world = Arc::new(World::default());
    send(&world, "SM1", "When is dinner?").await;
    let entry = reply(&world, "At six").await.expect("a reply");
    assert_eq!(planned(&world, &entry).await.contact_id, None);
    let machine = domain::InboundText {
        from: domain::Sender::Other("12345".into()),
        ..text("SM2", "Your code is 1")
    };
    receive(&world).run(&machine).await.expect("kept");
    let id = ThreadId::for_sender("12345");
    let refused = reply_to(&world)
        .run(id, "Thanks", staff(), key("other"))
        .await;
    assert!(matches!(refused, Err(Error::Conflict(_))));
}

#[tokio::test]
async fn who_asked_not_to_be_texted_is_not_answered() {
    let world = Arc::new(World::with_contacts(1));
    send(&world, "SM1", "STOP").await;
    let refused = reply(&world, "Sorry!").await.expect_err("a refusal");
    assert!(refused.to_string().contains("START"), "{refused}");
    assert_eq!(world.broadcast_count(), 0);
}

#[tokio::test]
async fn a_text_that_was_only_taken_for_an_opt_out_is_to_be_looked_at_first() {
    let world = Arc::new(World::with_contacts(1));
    send(&world, "SM1", "Please stop texting me about this").await;
    let refused = reply(&world, "Sorry!").await.expect_err("a refusal");
    assert!(refused.to_string().contains("undo"), "{refused}");
    let phone = contact(1, 1, true).details.phone;
    record(&world)
        .by_number(
            &phone,
            false,
            domain::MessageType::Sms,
            "They meant the choir",
            staff(),
        )
        .await
        .expect("undone");
    assert!(reply(&world, "Sorry!").await.is_ok());
}

#[tokio::test]
async fn a_confirmed_opt_out_holds_and_is_not_to_be_looked_at_any_more() {
    let world = Arc::new(World::with_contacts(1));
    send(&world, "SM1", "Please stop texting me about this").await;
    world.pass(60);
    let phone = contact(1, 1, true).details.phone;
    for _ in 0..2 {
        record(&world)
            .by_number(&phone, true, domain::MessageType::Sms, "Yes", staff())
            .await
            .expect("confirmed");
    }
    let noted = world.get_opt_out(&phone).await.expect("read");
    let expected = OptOut::by_staff(
        phone,
        true,
        Timestamp::UNIX_EPOCH,
        staff(),
        OptOutReason::parse("Yes").expect("a reason"),
    );
    assert_eq!(noted, Some(expected));
    assert_eq!(world.opt_out_history.lock().expect("a lock").len(), 2);
}

#[tokio::test]
async fn a_repeated_request_replies_once_whatever_failed_before() {
    for fault in [Fault::Before, Fault::After] {
        for effect in 1..=4 {
            let world = Arc::new(World::with_contacts(1));
            send(&world, "SM1", "When is dinner?").await;
            world.fail(effect, fault);
            assert!(reply(&world, "At six").await.is_err(), "{fault:?} {effect}");
            world.pass(3);
            let first = reply(&world, "At six").await.expect("a reply");
            let second = reply(&world, "At six").await.expect("a reply");
            assert_eq!(first, second, "{fault:?} {effect}");
            assert_eq!(world.broadcast_count(), 1, "{fault:?} {effect}");
            assert_eq!(entries(&world).len(), 2, "{fault:?} {effect}");
        }
    }
}

#[tokio::test]
async fn a_text_that_came_in_while_a_reply_was_written_stays_unread() {
    let world = Arc::new(World::with_contacts(1));
    send(&world, "SM1", "When is dinner?").await;
    reply(&world, "At six").await.expect("a reply");
    assert!(thread(&world).is_unread);
}

#[tokio::test]
async fn who_has_just_written_is_answered_in_the_night_and_else_in_the_morning() {
    // The tests' time begins at noon, and texts go out until eight.
    for (minutes, is_held) in [(30, false), (70, true)] {
        let world = Arc::new(World::with_contacts(1));
        world.pass(11 * 3_600);
        send(&world, "SM1", "Are you awake?").await;
        world.pass(minutes * 60);
        let entry = reply(&world, "Yes").await.expect("a reply");
        let message = planned(&world, &entry).await;
        assert_eq!(message.hold_until.is_some(), is_held, "{minutes}");
    }
}
