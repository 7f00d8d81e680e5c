//! Sending a message, once.

use serde_json::{Value, json};

use crate::support::{Answer, Ask, Token, World};

fn message(content: &str) -> Value {
    json!({ "content": content, "message_type": "sms", "send_to_all": true })
}

async fn send(world: &World, user: &str, key: &str, body: &Value) -> Answer {
    let token = Token::id(user, &["staff"]).sign();
    Ask::post("/api/messages/send", body)
        .token(&token)
        .header("idempotency-key", key)
        .of(world)
        .await
}

async fn broadcasts(world: &World) -> usize {
    let page = Ask::get("/api/broadcasts").of(world).await.expect(200);
    page["items"].as_array().expect("items").len()
}

#[tokio::test]
async fn a_message_is_one_record_and_one_queue_message() {
    let world = World::start().await;
    let answer = Ask::post("/api/messages/send", &message("Dinner on Friday"))
        .of(&world)
        .await;
    let location = answer.header("location").to_owned();
    let broadcast = answer.expect(202);
    let id = broadcast["id"].as_str().expect("an id");
    assert_eq!(location, format!("/api/broadcasts/{id}"));
    let zero: serde_json::Map<_, _> = domain::MessageStatus::ALL
        .into_iter()
        .map(|status| (status.as_str().to_owned(), json!(0)))
        .collect();
    let expected = json!({
        "id": id, "content": "Dinner on Friday", "message_type": "sms", "audience": { "kind": "all" },
        "birthdays_on": null, "landlines_of": null, "status": "planning", "counts": zero, "recipients": null, "skipped": null,
        "created_by": "sam@church.example", "created_at": "2026-03-01T09:30:00Z", "planned_at": null,
        "cancelled_at": null, "scheduled_at": null, "release_at": null, "out_by": null, "purpose": "information",
        "language": "en", "translations": {}, "segments": null, "cost": null, "notice": null, "is_test": false,
    });
    assert_eq!(broadcast, expected);
    assert_eq!(Ask::get(&location).of(&world).await.expect(200), expected);
    let queued = world.queue.bodies().await;
    assert_eq!(queued.len(), 1);
    assert_eq!(queued[0]["broadcast_id"], id);
    let text = queued[0].to_string();
    assert!(
        !text.contains("Dinner"),
        "the queue carries ids alone: {text}"
    );
}

#[tokio::test]
async fn chosen_people_are_kept_once_each() {
    let world = World::start().await;
    let ruth = world.add("Ruth", "212 555 0101").await["id"].clone();
    let ana = world.add("Ana", "212 555 0102").await["id"].clone();
    let body =
        json!({ "content": "Hello", "message_type": "sms", "contact_ids": [ana, ruth, ana] });
    let broadcast = Ask::post("/api/messages/send", &body)
        .of(&world)
        .await
        .expect(202);
    assert_eq!(
        broadcast["audience"],
        json!({ "kind": "contacts", "contact_ids": [ana, ruth] })
    );
}

#[tokio::test]
async fn send_to_all_may_be_false_beside_chosen_people() {
    let world = World::start().await;
    let ruth = world.add("Ruth", "212 555 0101").await["id"].clone();
    let body = json!({ "content": "Hello", "message_type": "sms", "send_to_all": false, "contact_ids": [ruth] });
    let broadcast = Ask::post("/api/messages/send", &body)
        .of(&world)
        .await
        .expect(202);
    assert_eq!(
        broadcast["audience"],
        json!({ "kind": "contacts", "contact_ids": [ruth] })
    );
}

#[tokio::test]
async fn a_repeated_request_sends_nothing_again_and_gets_the_same_answer() {
    let world = World::start().await;
    let first = send(&world, "sam", "key-1", &message("Dinner on Friday"))
        .await
        .expect(202);
    let after_first = world.everything().await;
    let again = send(&world, "sam", "key-1", &message("Dinner on Friday"))
        .await
        .expect(202);
    assert_eq!(again, first);
    assert_eq!(world.everything().await, after_first);
}

#[tokio::test]
async fn people_in_another_order_are_the_same_request() {
    let world = World::start().await;
    let ruth = world.add("Ruth", "212 555 0101").await["id"].clone();
    let ana = world.add("Ana", "212 555 0102").await["id"].clone();
    let to = |ids: Value| json!({ "content": "Hello", "message_type": "sms", "contact_ids": ids });
    let first = send(&world, "sam", "key-1", &to(json!([ruth, ana])))
        .await
        .expect(202);
    let again = send(&world, "sam", "key-1", &to(json!([ana, ruth])))
        .await
        .expect(202);
    assert_eq!(first["id"], again["id"]);
}

#[tokio::test]
async fn a_key_that_was_used_for_another_message_is_refused() {
    let world = World::start().await;
    send(&world, "sam", "key-1", &message("Dinner on Friday"))
        .await
        .expect(202);
    let before = world.everything().await;
    let answer = send(&world, "sam", "key-1", &message("Dinner on Saturday")).await;
    assert!(answer.expect_problem(409).contains("Use a new key"));
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn another_key_another_user_or_no_key_is_another_message() {
    let world = World::start().await;
    let body = message("Dinner on Friday");
    send(&world, "sam", "key-1", &body).await.expect(202);
    send(&world, "sam", "key-2", &body).await.expect(202);
    send(&world, "ruth", "key-1", &body).await.expect(202);
    Ask::post("/api/messages/send", &body)
        .of(&world)
        .await
        .expect(202);
    Ask::post("/api/messages/send", &body)
        .of(&world)
        .await
        .expect(202);
    assert_eq!(broadcasts(&world).await, 5);
}

#[tokio::test]
async fn a_stopped_broadcast_says_so_however_often_it_is_stopped() {
    let world = World::start().await;
    let broadcast = world.send_to_all("Dinner on Friday").await;
    let path = format!(
        "/api/broadcasts/{}/cancel",
        broadcast["id"].as_str().expect("an id")
    );
    for _ in 0..2 {
        let stopped = Ask::new("POST", &path).of(&world).await.expect(202);
        assert_eq!(stopped["status"], "cancelled");
        assert_eq!(stopped["cancelled_at"], "2026-03-01T09:30:00Z");
    }
}

#[tokio::test]
async fn a_completed_broadcast_can_not_be_stopped() {
    let world = World::start().await;
    let broadcast = world.send_to_all("Dinner on Friday").await;
    // Nobody is in the directory, so that a plan leaves nothing to send.
    world.plan(&broadcast).await;
    let before = world.everything().await;
    let path = format!(
        "/api/broadcasts/{}/cancel",
        broadcast["id"].as_str().expect("an id")
    );
    let answer = Ask::new("POST", &path).of(&world).await;
    assert!(answer.expect_problem(409).contains("nothing left to stop"));
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_message_has_its_language_translations_purpose_and_time() {
    let world = World::start().await;
    let mut body = message("Hi {first_name|friend}, dinner on Friday");
    body["language"] = json!("EN-us");
    body["translations"] = json!({ "es": "Hola {first_name}", "zh-hant": "{church} {{}}" });
    body["purpose"] = json!("solicitation");
    body["scheduled_at"] = json!("2026-03-02T12:00:00-06:00");
    let answer = Ask::post("/api/messages/send", &body).of(&world).await;
    let sent = answer.expect(202);
    assert_eq!(sent["content"], "Hi {first_name|friend}, dinner on Friday");
    assert_eq!(sent["language"], "en-US");
    assert_eq!(
        sent["translations"],
        json!({ "es": "Hola {first_name}", "zh-Hant": "{church} {{}}" })
    );
    assert_eq!(sent["purpose"], "solicitation");
    assert_eq!(sent["scheduled_at"], "2026-03-02T18:00:00Z");
    assert_eq!(sent["status"], "scheduled");
    assert_eq!(world.queue.bodies().await.len(), 1);
}

#[tokio::test]
async fn an_emergency_that_is_confirmed_is_sent() {
    let world = World::start().await;
    let mut body = message("Stay at home, the bridge is closed");
    body["purpose"] = json!("emergency");
    body["confirm_emergency"] = json!(true);
    let answer = Ask::post("/api/messages/send", &body).of(&world).await;
    assert_eq!(answer.expect(202)["purpose"], "emergency");
}

#[tokio::test]
async fn a_key_stands_for_everything_that_was_asked_for() {
    let world = World::start().await;
    let body = message("Dinner on Friday");
    send(&world, "sam", "key-1", &body).await.expect(202);
    let before = world.everything().await;
    for (field, value) in [
        ("language", json!("es")),
        ("translations", json!({ "es": "Cena" })),
        ("purpose", json!("solicitation")),
        ("scheduled_at", json!("2026-03-02T12:00:00Z")),
    ] {
        let mut other = body.clone();
        other[field] = value;
        let answer = send(&world, "sam", "key-1", &other).await;
        answer.expect_problem(409);
        assert_eq!(world.everything().await, before, "{field}");
    }
    // What is left out and what is given as it is by default are the same.
    let mut same = body.clone();
    same["language"] = json!("en");
    same["scheduled_at"] = Value::Null;
    send(&world, "sam", "key-1", &same).await.expect(202);
    assert_eq!(world.everything().await, before);
}

#[tokio::test]
async fn a_request_that_is_repeated_after_its_time_gets_the_same_broadcast() {
    let world = World::start().await;
    let mut body = message("Dinner on Friday");
    body["scheduled_at"] = json!("2026-03-01T09:31:00Z");
    let first = send(&world, "sam", "key-1", &body).await.expect(202);
    world.clock.advance(jiff::SignedDuration::from_mins(2));
    let again = send(&world, "sam", "key-1", &body).await.expect(202);
    assert_eq!(again["id"], first["id"]);
    send(&world, "sam", "key-2", &body)
        .await
        .expect_problem(422);
    assert_eq!(broadcasts(&world).await, 1);
}

#[tokio::test]
async fn one_person_is_called_by_a_broadcast_of_one_call() {
    let world = World::start().await;
    let ruth = json!({ "name": "Ruth", "phone": "212 555 0101", "call_consent": true });
    let added = Ask::post("/api/contacts", &ruth).of(&world).await;
    let ruth = added.expect(201)["id"].clone();
    let body = json!({ "contact_id": ruth, "content": "Cena a las seis.", "language": "es" });
    let ask = || Ask::post("/api/calls", &body).header("idempotency-key", "once");
    let broadcast = ask().of(&world).await.expect(202);
    assert_eq!(
        (
            &broadcast["message_type"],
            &broadcast["audience"],
            &broadcast["language"]
        ),
        (
            &json!("voice"),
            &json!({ "kind": "contacts", "contact_ids": [ruth] }),
            &json!("es")
        )
    );
    assert_eq!(ask().of(&world).await.expect(202)["id"], broadcast["id"]);
    let messages = world.plan(&broadcast).await;
    let message = Ask::get(&format!("/api/messages/{}", messages[0]))
        .of(&world)
        .await
        .expect(200);
    assert_eq!(
        (&message["message_type"], &message["skip_reason"]),
        (&json!("voice"), &json!(null))
    );
}
