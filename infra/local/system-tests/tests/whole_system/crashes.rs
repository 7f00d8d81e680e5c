//! What a crash in the middle of a broadcast leaves: every message delivered, and no phone texted twice (I1, I2).

use std::time::Duration;

use serde_json::json;

use crate::{
    broadcasts::{Broadcast, tally},
    processes,
    stack::Stack,
};

/// A killed worker's messages come back when their queue shows them again, and are then in doubt. Two minutes later
/// Twilio's log is looked at; what is not in it is looked for once more five minutes later, and then sent again.
const SETTLING: Duration = Duration::from_secs(720);
/// The queue shows a message again after so many seconds: later than the lease of the worker that had it, and sooner than
/// a church's queue, for which this test can't wait.
const VISIBILITY: u32 = 40;
/// A send-worker's own timeout, as the template has it.
const TIMEOUT: u32 = 20;
/// In the middle: some are accepted, and most are not.
const MIDDLE: usize = 25;

/// One test and not three: all three broadcasts wait for the same two minutes at the same time.
#[tokio::test]
async fn killing_workers_the_phone_network_and_the_stack_texts_nobody_twice() {
    let mut stack = Stack::take().await;
    let congregation = stack.congregation().await;
    let before_hurry = processes::hurry(
        &stack.description,
        "send-worker",
        "SendQueue",
        (TIMEOUT, VISIBILITY),
    )
    .await;

    linger(&stack).await;
    let workers = stack
        .broadcast("Grace Church: a worker is killed while this is sent.")
        .await;
    stack.await_accepted(&workers, MIDDLE).await;
    let killed = processes::kill_workers(&stack.description, "send-worker").await;
    assert!(killed > 0, "the emulator runs no send-worker");
    // Whether these are at work just now is left to chance.
    for function in ["broadcast-worker", "sms-webhook", "statistics-worker"] {
        processes::kill_workers(&stack.description, function).await;
    }
    stack.phones.clear_faults().await;

    linger(&stack).await;
    let network = stack
        .broadcast("Grace Church: the phones are killed while this is sent.")
        .await;
    stack.await_accepted(&network, MIDDLE).await;
    processes::kill(stack.description.pids.phone_network).await;
    processes::await_new_phone_network(&stack.description).await;
    stack.refresh().await;

    linger(&stack).await;
    let restart = stack
        .broadcast("Grace Church: everything is stopped while this is sent.")
        .await;
    stack.await_accepted(&restart, MIDDLE).await;
    processes::stop_and_start_stack(&stack.description).await;
    stack.refresh().await;

    for broadcast in [&workers, &network, &restart] {
        assert_nobody_was_texted_twice(&stack, broadcast, congregation.active_phones.len()).await;
    }
    processes::hurry(&stack.description, "send-worker", "SendQueue", before_hurry).await;
    let broadcasts = [&workers, &network, &restart];
    stack
        .assert_logs_hold_nothing_personal(&congregation, &broadcasts)
        .await;
}

/// Lets many requests to Twilio linger, so that the crash meets some of them under way: of those that get no answer,
/// Twilio has accepted the text, and the worker does not know.
async fn linger(stack: &Stack) {
    let kinds = [
        json!({ "kind": "no_answer", "probability": 0.1, "seed": 7, "match": { "method": "POST" } }),
        json!({ "kind": "slow", "delay_ms": 300, "probability": 0.3, "seed": 7, "match": { "method": "POST" } }),
    ];
    for order in &kinds {
        stack.phones.order_fault(order).await;
    }
}

async fn assert_nobody_was_texted_twice(stack: &Stack, broadcast: &Broadcast, phones: usize) {
    let messages = stack.await_rest(broadcast, SETTLING).await;
    let texts = stack
        .phones
        .texts(&broadcast.content)
        .await
        .expect("the phone network answers");
    println!(
        "{}: {:?}, {} phones were texted",
        broadcast.content,
        tally(&messages),
        texts.len()
    );
    let twice = texts.values().filter(|times| **times > 1).count();
    assert_eq!(
        twice, 0,
        "{twice} phones were texted twice: {}",
        broadcast.content
    );

    let sent = messages
        .iter()
        .filter(|message| message["status"] != "skipped");
    assert_eq!(
        sent.clone().count(),
        phones,
        "no message is lost: {}",
        broadcast.content
    );
    for message in sent {
        let phone = message["phone"].as_str().expect("a phone");
        assert_eq!(message["status"], "delivered", "{}", message["id"]);
        assert_eq!(texts.get(phone), Some(&1), "{}", message["id"]);
    }
    stack.await_counts(broadcast, &messages).await;
}
