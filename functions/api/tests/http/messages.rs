//! Looking at messages and broadcasts.

use domain::contact::ContactDetails;
use serde_json::{Value, json};

use crate::support::{Ask, World};

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id")
}

/// Every item of a list, page by page.
async fn all(world: &World, path: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = Ask::get(&format!("{path}{cursor}"))
            .of(world)
            .await
            .expect(200);
        items.extend(page["items"].as_array().expect("items").iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

#[tokio::test]
async fn a_message_shows_what_it_says_and_whom_it_is_for() {
    let world = World::start().await;
    let ruth = world.add("Ruth", "212 555 0123").await;
    let broadcast = world.send_to_all("Dinner on Friday").await;
    let ids = world.plan(&broadcast).await;
    let message = Ask::get(&format!("/api/messages/{}", ids[0]))
        .of(&world)
        .await
        .expect(200);
    let expected = json!({
        "id": ids[0], "broadcast_id": id(&broadcast), "contact_id": id(&ruth), "contact_name": "Ruth",
        "phone": "+12125550123", "message_type": "sms", "content": "Dinner on Friday", "status": "queued",
        "skip_reason": null, "scheduled_at": null, "sent_at": null, "delivered_at": null, "twilio_sid": null,
        "error_code": null, "error_message": null,
        "created_at": message["created_at"], "updated_at": message["updated_at"],
    });
    assert_eq!(message, expected);

    Ask::new("DELETE", &format!("/api/contacts/{}", id(&ruth)))
        .of(&world)
        .await
        .expect(204);
    let message = Ask::get(&format!("/api/messages/{}", ids[0]))
        .of(&world)
        .await
        .expect(200);
    assert_eq!(message["contact_name"], Value::Null);
}

#[tokio::test]
async fn messages_are_listed_newest_broadcast_first_and_each_once() {
    let world = World::start().await;
    world.add_many(5).await;
    let mut broadcasts = Vec::new();
    for content in ["First", "Second"] {
        let broadcast = world.send_to_all(content).await;
        world.plan(&broadcast).await;
        broadcasts.push(broadcast);
        world.clock.advance(jiff::SignedDuration::from_mins(1));
    }
    let messages = all(&world, "/api/messages?limit=3").await;
    let contents: Vec<_> = messages
        .iter()
        .map(|message| message["content"].as_str().expect("a text"))
        .collect();
    assert_eq!(contents, [["Second"; 5], ["First"; 5]].concat());
    let mut ids: Vec<_> = messages.iter().map(id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 10);

    for path in [
        format!("/api/messages?limit=2&broadcast_id={}", id(&broadcasts[0])),
        format!("/api/broadcasts/{}/messages?limit=2", id(&broadcasts[0])),
    ] {
        let messages = all(&world, &path).await;
        assert_eq!(messages.len(), 5, "{path}");
        assert!(
            messages.iter().all(|message| message["content"] == "First"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn messages_are_listed_by_status() {
    let world = World::start().await;
    world.add("Ruth", "212 555 0123").await;
    world.add("Samuel", "212 555 0123").await;
    let broadcast = world.send_to_all("Dinner on Friday").await;
    world.plan(&broadcast).await;
    for path in [
        "/api/messages?".into(),
        format!("/api/broadcasts/{}/messages?", id(&broadcast)),
    ] {
        let skipped = all(&world, &format!("{path}status=skipped")).await;
        assert_eq!(skipped.len(), 1, "{path}");
        assert_eq!(skipped[0]["skip_reason"], "same_phone");
        assert_eq!(
            all(&world, &format!("{path}status=queued")).await.len(),
            1,
            "{path}"
        );
        assert_eq!(
            all(&world, &format!("{path}status=delivered")).await.len(),
            0,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_cursor_of_another_broadcast_is_refused() {
    let world = World::start().await;
    world.add_many(2).await;
    let first = world.send_to_all("First").await;
    world.plan(&first).await;
    let second = world.send_to_all("Second").await;
    world.plan(&second).await;
    let page = Ask::get(&format!("/api/broadcasts/{}/messages?limit=1", id(&first)))
        .of(&world)
        .await
        .expect(200);
    let cursor = page["next_cursor"].as_str().expect("a next page");
    for path in [
        format!("/api/broadcasts/{}/messages?cursor={cursor}", id(&second)),
        format!("/api/messages?broadcast_id={}&cursor={cursor}", id(&second)),
    ] {
        Ask::get(&path).of(&world).await.expect_problem(400);
    }
}

#[tokio::test]
async fn the_preview_is_what_the_plan_comes_to() {
    let world = World::start().await;
    let add = |name: &str, phone: &str, language: &str, active: bool| {
        let body = json!({ "name": name, "phone": phone, "preferred_language": language, "active": active });
        Ask::post("/api/contacts", &body).of(&world)
    };
    add("Ruth", "212 555 0101", "en", true).await.expect(201);
    add("Samuel", "212 555 0101", "en", true).await.expect(201);
    add("Ana", "212 555 0102", "es", true).await.expect(201);
    add("Luz", "212 555 0103", "es", true).await.expect(201);
    let paul = add("Paul", "212 555 0104", "en", false).await.expect(201);
    let before = world.everything().await;
    let everyone = json!({ "send_to_all": true });
    let preview = Ask::post("/api/messages/preview", &everyone)
        .of(&world)
        .await
        .expect(200);
    assert_eq!(world.everything().await, before);
    assert_eq!(preview["recipients"], 3);
    assert_eq!(
        preview["languages"],
        json!([{ "language": "es", "recipients": 2 }, { "language": "en", "recipients": 1 }])
    );
    let left_out = preview["left_out"].as_array().expect("reasons");
    let counts: Vec<_> = left_out
        .iter()
        .map(|group| (group["reason"].as_str(), group["count"].as_u64()))
        .collect();
    assert_eq!(
        counts,
        [(Some("same_phone"), Some(1)), (Some("inactive"), Some(1))]
    );
    assert_eq!(
        left_out[1]["people"],
        json!([{ "contact_id": id(&paul), "name": "Paul" }])
    );
    assert_eq!(left_out[1]["reason_text"], "Marked as not active");

    let broadcast = world.send_to_all("Dinner on Friday").await;
    assert_eq!(
        (&broadcast["recipients"], &broadcast["skipped"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(world.plan(&broadcast).await.len(), 3);
    let planned = Ask::get(&format!("/api/broadcasts/{}", id(&broadcast)))
        .of(&world)
        .await
        .expect(200);
    assert_eq!(
        (&planned["recipients"], &planned["skipped"]),
        (&json!(3), &json!(2))
    );

    let chosen = json!({ "contact_ids": [id(&paul), id(&paul)] });
    let preview = Ask::post("/api/messages/preview", &chosen)
        .of(&world)
        .await
        .expect(200);
    assert_eq!(preview["recipients"], 0);
    assert_eq!(preview["left_out"][0]["count"], 1);
}

#[tokio::test]
async fn broadcasts_are_listed_newest_first() {
    let world = World::start().await;
    for content in ["First", "Second", "Third"] {
        world.send_to_all(content).await;
        world.clock.advance(jiff::SignedDuration::from_mins(1));
    }
    let broadcasts = all(&world, "/api/broadcasts?limit=2").await;
    let contents: Vec<_> = broadcasts
        .iter()
        .map(|broadcast| broadcast["content"].as_str())
        .collect();
    assert_eq!(contents, [Some("Third"), Some("Second"), Some("First")]);
}

#[tokio::test]
async fn totals_list_every_status_of_both_types() {
    let world = World::start().await;
    let stats = Ask::get("/api/stats").of(&world).await.expect(200);
    let none: serde_json::Map<_, _> = domain::MessageStatus::ALL
        .into_iter()
        .map(|status| (status.as_str().to_owned(), json!(0)))
        .collect();
    let expected = json!({ "contacts": { "total": 0, "active": 0 }, "messages": { "sms": none, "voice": none } });
    assert_eq!(stats, expected);
}

#[test]
fn the_longest_name_is_the_one_that_the_document_allows() {
    let maximum = &crate::openapi::document()["components"]["schemas"]["ContactInput"]["properties"]
        ["name"]["maxLength"];
    assert_eq!(*maximum, json!(ContactDetails::MAXIMUM_CHARACTERS));
}
