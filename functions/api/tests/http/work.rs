//! The answer to a message takes the same work, whatever the audience.

use serde_json::json;

use crate::support::{Ask, World};

/// The requests to DynamoDB, by name, and the number of those to SQS, that one message takes.
async fn work_of_sending(contacts: u32) -> (Vec<String>, usize) {
    let world = World::start().await;
    world.add_many(contacts).await;
    // The first request may open what later ones find open.
    world.send_to_all("Warm up").await;
    let queued_before = world.queue.requests().await.len();
    world.dynamodb_requests.take();

    let body = json!({ "content": "Dinner on Friday", "message_type": "sms", "send_to_all": true });
    let ask = Ask::post("/api/messages/send", &body).header("idempotency-key", "key-1");
    ask.of(&world).await.expect(202);
    let dynamodb = world.dynamodb_requests.take();
    let sqs = world.queue.requests().await.len() - queued_before;
    println!(
        "{contacts} contacts: DynamoDB {} {dynamodb:?}, SQS {sqs}",
        dynamodb.len()
    );
    (dynamodb, sqs)
}

#[tokio::test]
async fn the_answer_to_send_takes_the_same_work_for_5_and_for_5000_contacts() {
    let few = work_of_sending(5).await;
    let many = work_of_sending(5_000).await;
    assert_eq!(few, many);
    assert_eq!(few.1, 1, "one queue message");
    assert_eq!(
        few.0,
        ["PutItem", "GetItem", "PutItem"],
        "the key, whether it is known, and the record"
    );
}
