//! What waits for somebody: paused broadcasts, and messages of which nobody knows whether they were sent.

use serde_json::{Value, json};

use crate::support::{Ask, World, assert_refused, case, wrong_field};

#[tokio::test]
async fn a_paused_broadcast_goes_on_once() {
    let world = World::start().await;
    let broadcast = world.send_to_all("Dinner on Friday").await;
    let id = broadcast["id"].as_str().expect("an id");
    let path = format!("/api/broadcasts/{id}/resume");
    let resume = || Ask::new("POST", &path);
    let running = case("running", resume(), 409, "not paused");
    assert_refused(vec![running], &world).await;
    world.pause(&broadcast).await;
    let seen = Ask::get(&format!("/api/broadcasts/{id}")).of(&world).await;
    assert_eq!(
        seen.expect(200)["notice"],
        "The password of Twilio is wrong."
    );
    let resumed = resume().of(&world).await.expect(200);
    assert_eq!(resumed["status"], "planning");
    assert_eq!(resumed["notice"], Value::Null);
    let requests = world.queue.requests().await;
    let last = requests.last().expect("a queue message");
    assert_eq!(last["DelaySeconds"], 15);
    assert!(last["MessageBody"].as_str().expect("a body").contains(id));
    let again = case("again", resume(), 409, "nothing to resume");
    assert_refused(vec![again], &world).await;
}

/// A world with a person whose message is in doubt, and the path of its review.
async fn in_doubt() -> (World, String, String) {
    let world = World::start().await;
    world.add("Okafor, Ruth", "212 555 0123").await;
    let broadcast = world.send_to_all("Hi {first_name}, dinner on Friday").await;
    let message = world.plan(&broadcast).await[0];
    world.lose_track(message).await;
    (
        world,
        message.to_string(),
        format!("/api/reviews/{message}"),
    )
}

async fn reviews(world: &World) -> Vec<Value> {
    let page = Ask::get("/api/reviews").of(world).await.expect(200);
    page["items"].as_array().expect("items").clone()
}

#[tokio::test]
async fn each_decision_settles_the_message_and_takes_it_off_the_list() {
    for (decision, status, queue_messages) in [
        ("arrived", "accepted", 0),
        ("give_up", "failed", 0),
        ("send_again", "queued", 1),
    ] {
        let (world, id, path) = in_doubt().await;
        let waiting = reviews(&world).await;
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0]["id"], id);
        assert_eq!(waiting[0]["content"], "Hi Ruth, dinner on Friday");
        assert_eq!(waiting[0]["contact_name"], "Okafor, Ruth");
        let before = world.queue.requests().await.len();
        let ask = Ask::post(&path, &json!({ "decision": decision }));
        let decided = ask.of(&world).await.expect(200);
        assert_eq!(decided["status"], status);
        assert_eq!(decided["content"], "Hi Ruth, dinner on Friday");
        let code = (decision == "give_up").then_some("given_up");
        assert_eq!(decided["error_code"], json!(code));
        let read = Ask::get(&format!("/api/messages/{id}")).of(&world).await;
        assert_eq!(read.expect(200), decided);
        assert!(reviews(&world).await.is_empty());
        let requests = world.queue.requests().await;
        assert_eq!(requests.len() - before, queue_messages);
        if let Some(request) = requests[before..].first() {
            assert_eq!(request["DelaySeconds"], 15);
            assert!(
                request["QueueUrl"]
                    .as_str()
                    .expect("an address")
                    .ends_with("/send")
            );
            assert!(
                request["MessageBody"]
                    .as_str()
                    .expect("a body")
                    .contains(&id)
            );
        }
        let second = Ask::post(&path, &json!({ "decision": "send_again" }));
        let late = case("too late", second, 409, "does not wait for a decision");
        assert_refused(vec![late], &world).await;
    }
}

#[tokio::test]
async fn a_bad_decision_is_refused() {
    let (world, _, path) = in_doubt().await;
    let decide = |body: Value| Ask::post(&path, &body);
    let unknown = "/api/reviews/msg_01K6Q2V9GZ3M8T5R7W1X4Y6A0B0123456789ABCDEF";
    let good = json!({ "decision": "arrived" });
    assert_refused(
        vec![
            wrong_field("none", decide(json!({})), "decision", "Choose \"arrived\""),
            wrong_field(
                "another",
                decide(json!({ "decision": "delete" })),
                "decision",
                "Choose",
            ),
            wrong_field(
                "no text",
                decide(json!({ "decision": true })),
                "decision",
                "Use text.",
            ),
            case(
                "unknown message",
                Ask::post(unknown, &good),
                404,
                "no such message",
            ),
            case(
                "no id",
                Ask::post("/api/reviews/7", &good),
                404,
                "no such message",
            ),
            case(
                "bad cursor",
                Ask::get("/api/reviews?cursor=!"),
                400,
                "cursor",
            ),
        ],
        &world,
    )
    .await;
}
