use domain::broadcast::Notice;
use domain::{MessageStatus, SkipReason};

use super::*;
use crate::fakes::{World, contact, staff};
use crate::manage_threads::tests::manage;
use crate::plan_broadcast::tests::{broadcast_at, run};
use crate::ports::Clock;
use crate::receive_text::tests::{entries, send, thread};
use crate::record_opt_out::tests::record;
use crate::reply_to_thread::tests::reply;

fn reader(world: &Arc<World>) -> ReadThread {
    ReadThread {
        threads: world.clone(),
        opt_outs: world.clone(),
        broadcasts: world.clone(),
        messages: world.clone(),
    }
}

fn short(item: &ThreadItem) -> String {
    let kind = match &item.content {
        ItemContent::Entry(EntryContent::Text(text)) => text.body.clone(),
        ItemContent::Entry(EntryContent::Note { .. }) => "note".into(),
        ItemContent::Entry(_) => "event".into(),
        ItemContent::Reply(text) => format!("reply {}", text.content),
        ItemContent::Broadcast(text) => format!("sent {}", text.content),
        ItemContent::OptOut(opt_out) => format!("opted_out={}", opt_out.opted_out),
    };
    format!("{}: {kind}", item.at.as_second())
}

/// Staff note whether the person with phone 1 wants texts.
async fn opt(world: &Arc<World>, out: bool) {
    let phone = contact(1, 1, true).details.phone;
    record(world)
        .by_number(&phone, out, domain::MessageType::Sms, "said so", staff())
        .await
        .expect("noted");
}

/// The whole thread of the person with phone 1, in pages of this size.
async fn whole(world: &Arc<World>, limit: usize) -> Vec<String> {
    let id = thread(world).id;
    let (mut items, mut before) = (Vec::new(), None);
    for _ in 0..200 {
        let page = reader(world).list(id, before, limit).await.expect("a page");
        assert!(page.items.len() <= limit);
        items.extend(page.items.iter().map(short));
        before = page.next;
        if before.is_none() {
            return items;
        }
    }
    panic!("the thread has no end");
}

#[tokio::test]
async fn everything_comes_in_order_of_time_whatever_the_size_of_a_page() {
    let world = Arc::new(World::with_contacts(2));
    let mut expected = Vec::new();
    for round in 0..4 {
        let second = round * 100;
        let dinner = broadcast_at(&world, second + 10).await;
        run(&world, dinner).await.expect("planned");
        expected.push(format!("{}: sent Dinner on Friday", second + 10));
        world.pass(20);
        send(&world, &format!("SM{round}"), "yes!").await;
        expected.push(format!("{}: yes!", second + 20));
        world.pass(10);
        reply(&world, &format!("Good {round}"))
            .await
            .expect("a reply");
        // The tests' key is the same for each reply.
        world.forget_keys();
        expected.push(format!("{}: reply Good {round}", second + 30));
        world.pass(10);
        for out in [true, false] {
            opt(&world, out).await;
            expected.push(format!("{}: opted_out={out}", world.now().as_second()));
            world.pass(10);
        }
        let id = thread(&world).id;
        let note = manage(&world).add_note(id, "Called her.", staff()).await;
        note.expect("a note");
        expected.push(format!("{}: note", second + 60));
        world.pass(40);
    }
    expected.reverse();
    for limit in [1, 2, 3, 7, 100] {
        assert_eq!(whole(&world, limit).await, expected, "{limit}");
    }
}

#[tokio::test]
async fn a_reply_shows_how_it_fares_from_the_first_moment() {
    let world = Arc::new(World::with_contacts(1));
    send(&world, "SM1", "When is dinner?").await;
    let replied = reply(&world, "At six").await.expect("a reply");
    let id = thread(&world).id;
    let fate = || async {
        let mut page = reader(&world).list(id, None, 1).await.expect("a page");
        match page.items.remove(0).content {
            ItemContent::Reply(text) => (text.message.map(|one| one.status), text.refusal),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(fate().await, (None, None));
    let broadcast = replied.id.among_broadcasts();
    let notice = Notice {
        code: "over_cap".into(),
        sentence: "The month's money is used up.".into(),
    };
    let refused = world.refuse_broadcast(broadcast, &notice).await;
    assert!(refused.expect("refused"));
    assert_eq!(fate().await, (None, Some(notice.sentence)));
}

#[tokio::test]
async fn a_reply_whose_entry_was_never_written_is_found_among_the_messages() {
    let world = Arc::new(World::with_contacts(1));
    send(&world, "SM1", "When is dinner?").await;
    world.pass(5);
    let replied = reply(&world, "At six").await.expect("a reply");
    run(&world, replied.id.among_broadcasts())
        .await
        .expect("planned");
    world
        .threads
        .lock()
        .expect("a lock")
        .entries
        .retain(|(_, id), _| *id != replied.id);
    assert_eq!(entries(&world).len(), 1);
    let expected = ["5: reply At six", "0: When is dinner?"];
    assert_eq!(whole(&world, 10).await, expected);
}

#[tokio::test]
async fn what_was_sent_long_before_the_first_text_is_not_looked_for() {
    let world = Arc::new(World::with_contacts(1));
    for second in [10, 20] {
        let id = broadcast_at(&world, second).await;
        run(&world, id).await.expect("planned");
    }
    world.pass(14 * 24 * 3_600 + 15);
    send(&world, "SM1", "yes!").await;
    let listed = whole(&world, 10).await;
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[1], "20: sent Dinner on Friday");
}

#[tokio::test]
async fn many_broadcasts_do_not_hide_an_older_text() {
    let world = Arc::new(World::with_contacts(1));
    send(&world, "SM1", "yes!").await;
    // To nobody the reader could be: they are looked through, and not shown.
    for second in 1..=350 {
        let at = Timestamp::from_second(second).expect("a time");
        let content = domain::MessageContent::parse("Hello").expect("content");
        let broadcast = Broadcast::new(
            BroadcastId::new(at, 1),
            content,
            Audience::nobody(),
            "staff".into(),
            at,
        );
        world.create_broadcast(&broadcast).await.expect("created");
    }
    assert_eq!(whole(&world, 10).await, ["0: yes!"]);
}

#[tokio::test]
async fn somebody_who_was_left_out_sees_why() {
    let world = Arc::new(World::with_contacts(1));
    send(&world, "SM1", "yes!").await;
    opt(&world, true).await;
    let dinner = broadcast_at(&world, 30).await;
    run(&world, dinner).await.expect("planned");
    let page = reader(&world).list(thread(&world).id, None, 1).await;
    let page = page.expect("a page");
    let ItemContent::Broadcast(text) = &page.items[0].content else {
        panic!("a broadcast");
    };
    let message = text.message.as_ref().expect("a message");
    assert_eq!(message.status, MessageStatus::Skipped);
    assert_eq!(message.skip_reason, Some(SkipReason::OptedOut));
}
