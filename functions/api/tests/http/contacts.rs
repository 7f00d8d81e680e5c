//! The directory over HTTP.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Ask, World};

#[tokio::test]
async fn a_person_is_added_and_read_back_with_every_field() {
    let world = World::start().await;
    let body = json!({
        "sl_no": 17, "name": "  Ruth   Okafor ", "address": "12 Elm Street", "city": "Dallas", "state_zip": "TX 75001",
        "phone": "(212) 555-0123", "preferred_language": "pt-br", "active": false, "call_consent": true, "email": "Ruth@example.org",
        "birthday": "--03-01", "notes": "Sings.\r\nDrives.", "time_zone": null, "group_ids": [],
    });
    let answer = Ask::post("/api/contacts", &body).of(&world).await;
    let location = answer.header("location").to_owned();
    assert_eq!(answer.header("etag"), "\"1\"");
    let contact = answer.expect(201);
    let id = contact["id"].as_str().expect("an id");
    assert_eq!(location, format!("/api/contacts/{id}"));
    let expected = json!({
        "id": id, "sl_no": 17, "name": "Ruth Okafor", "address": "12 Elm Street", "city": "Dallas",
        "state_zip": "TX 75001", "phone": "+12125550123", "preferred_language": "pt-BR", "active": false,
        "call_consent": true, "calls_opted_out_at": null,
        "email": contact["email"], "birthday": "--03-01", "notes": "Sings.\nDrives.", "time_zone": null,
        "effective_time_zone": "America/Chicago", "group_ids": [], "opted_out_at": null, "unreachable": null,
        "created_at": "2026-03-01T09:30:00Z", "updated_at": "2026-03-01T09:30:00Z", "version": 1,
    });
    assert_eq!(contact, expected);
    assert!(
        contact["email"]
            .as_str()
            .is_some_and(|email| email.eq_ignore_ascii_case("ruth@example.org"))
    );
    assert_eq!(Ask::get(&location).of(&world).await.expect(200), expected);
}

#[tokio::test]
async fn what_a_form_leaves_out_or_sets_to_null_is_none_or_the_default() {
    let world = World::start().await;
    let body = json!({ "name": "Ruth", "phone": "+442079460958", "sl_no": null, "address": null, "city": "" });
    let contact = Ask::post("/api/contacts", &body)
        .of(&world)
        .await
        .expect(201);
    for field in ["sl_no", "address", "city", "state_zip"] {
        assert_eq!(contact[field], Value::Null, "{field}");
    }
    assert_eq!(contact["preferred_language"], "en");
    assert_eq!(contact["active"], true);
    assert_eq!(contact["phone"], "+442079460958");
}

#[tokio::test]
async fn a_change_keeps_what_it_leaves_out_and_clears_what_is_null() {
    let world = World::start().await;
    let body = json!({ "name": "Ruth", "phone": "212 555 0123", "city": "Dallas", "address": "12 Elm Street", "sl_no": 4 });
    let contact = Ask::post("/api/contacts", &body)
        .of(&world)
        .await
        .expect(201);
    let path = format!("/api/contacts/{}", contact["id"].as_str().expect("an id"));
    world.clock.advance(SignedDuration::from_hours(1));
    let change = json!({ "address": null, "name": "Ruth Okafor", "active": false });
    let changed = Ask::patch(&path, "\"1\"", &change)
        .of(&world)
        .await
        .expect(200);
    let mut expected = contact.clone();
    for (field, value) in [
        ("address", Value::Null),
        ("name", json!("Ruth Okafor")),
        ("active", json!(false)),
        ("version", json!(2)),
        ("updated_at", json!("2026-03-01T10:30:00Z")),
    ] {
        expected[field] = value;
    }
    assert_eq!(changed, expected);
    assert_eq!(Ask::get(&path).of(&world).await.expect(200), expected);
}

#[tokio::test]
async fn pages_hold_everyone_once_in_one_order() {
    let world = World::start().await;
    world.add_many(7).await;
    let mut names = Vec::new();
    let mut pages = 0;
    let mut path = "/api/contacts?limit=3".to_owned();
    loop {
        let page = Ask::get(&path).of(&world).await.expect(200);
        let items = page["items"].as_array().expect("items");
        assert!(items.len() <= 3);
        names.extend(
            items
                .iter()
                .map(|item| item["name"].as_str().expect("a name").to_owned()),
        );
        pages += 1;
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/api/contacts?limit=3&cursor={cursor}"),
            None => break,
        }
    }
    let expected: Vec<_> = (0..7).map(|number| format!("Person {number}")).collect();
    assert_eq!(names, expected);
    assert_eq!(pages, 3);
}

#[tokio::test]
async fn a_page_holds_fifty_people_unless_asked_otherwise_and_two_hundred_at_most() {
    let world = World::start().await;
    world.add_many(210).await;
    for (query, expected) in [("", 50), ("?limit=1", 1), ("?limit=200", 200)] {
        let page = Ask::get(&format!("/api/contacts{query}"))
            .of(&world)
            .await
            .expect(200);
        let ids: BTreeSet<_> = page["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|item| item["id"].as_str())
            .collect();
        assert_eq!(ids.len(), expected, "{query}");
        assert!(page["next_cursor"].is_string(), "{query}");
    }
}
