//! Bad input: each gets a problem document with the right status and a sentence that says what to do, and
//! changes nothing.

use serde_json::{Value, json};

use crate::support::{Ask, World, assert_refused, unknown_contact, wrong_field};

const SEND: &str = "/api/messages/send";

/// A good message with one field changed, or added.
fn send_with(field: &str, value: Value) -> Ask {
    let mut body =
        json!({ "content": "Dinner on Friday", "message_type": "sms", "send_to_all": true });
    body[field] = value;
    Ask::post(SEND, &body)
}

fn send_to(audience: Value) -> Ask {
    let mut body = json!({ "content": "Dinner on Friday", "message_type": "sms" });
    for (field, value) in audience.as_object().expect("fields") {
        body[field] = value.clone();
    }
    Ask::post(SEND, &body)
}

fn add_with(field: &str, value: Value) -> Ask {
    let mut body = json!({ "name": "Ruth", "phone": "212 555 0124" });
    body[field] = value;
    Ask::post("/api/contacts", &body)
}

#[tokio::test]
async fn a_bad_message_is_refused_and_nothing_is_sent() {
    let world = World::start().await;
    world.add("Samuel", "212 555 0123").await;
    let good = send_with("content", json!("Hello"));
    let many: Vec<_> = (0..501).map(|_| unknown_contact().to_string()).collect();
    assert_refused(
        vec![
            wrong_field(
                "unknown field",
                send_with("colour", json!("red")),
                "colour",
                "There is no field \"colour\" here. Remove it.",
            ),
            wrong_field(
                "wrong type",
                send_with("content", json!(5)),
                "content",
                "Use text.",
            ),
            wrong_field(
                "a null",
                send_with("content", Value::Null),
                "content",
                "Use text.",
            ),
            wrong_field(
                "wrong type of choice",
                send_with("send_to_all", json!("yes")),
                "send_to_all",
                "Use true or false.",
            ),
            wrong_field(
                "empty content",
                send_with("content", json!("")),
                "content",
                "Write the message",
            ),
            wrong_field(
                "blank content",
                send_with("content", json!(" \n ")),
                "content",
                "Write the message",
            ),
            wrong_field(
                "long content",
                send_with("content", json!("x".repeat(1601))),
                "content",
                "1,600",
            ),
            wrong_field(
                "a control character",
                send_with("content", json!("bell \u{7}")),
                "content",
                "position 6",
            ),
            wrong_field(
                "unknown message_type",
                send_with("message_type", json!("fax")),
                "message_type",
                "Use \"sms\" or \"voice\".",
            ),
            wrong_field(
                "no audience",
                send_to(json!({})),
                "send_to_all",
                "Say whom it is for",
            ),
            wrong_field(
                "nobody",
                send_to(json!({ "send_to_all": false })),
                "send_to_all",
                "Say whom it is for",
            ),
            wrong_field(
                "an empty list",
                send_to(json!({ "contact_ids": [] })),
                "contact_ids",
                "Choose at least one",
            ),
            wrong_field(
                "audience given twice",
                send_with("contact_ids", json!([unknown_contact()])),
                "send_to_all",
                "Choose one",
            ),
            wrong_field(
                "unknown contact",
                send_to(json!({ "contact_ids": [unknown_contact()] })),
                "contact_ids",
                "There is no contact con_",
            ),
            wrong_field(
                "no id",
                send_to(json!({ "contact_ids": ["Ruth"] })),
                "contact_ids",
                "not a contact's id",
            ),
            wrong_field(
                "a list of numbers",
                send_to(json!({ "contact_ids": [1] })),
                "contact_ids",
                "Use a list of texts.",
            ),
            wrong_field(
                "too many people",
                send_to(json!({ "contact_ids": many })),
                "contact_ids",
                "at most 500 people: there are 501",
            ),
            wrong_field(
                "long key",
                good.header("idempotency-key", &"k".repeat(256)),
                "Idempotency-Key",
                "1 to 255",
            ),
        ],
        &world,
    )
    .await;
}

#[tokio::test]
async fn a_bad_contact_is_refused_and_nothing_is_kept() {
    let world = World::start().await;
    let contact = world.add("Samuel", "212 555 0123").await;
    let path = format!("/api/contacts/{}", contact["id"].as_str().expect("an id"));
    let change = |body: Value| Ask::patch(&path, "*", &body);
    assert_refused(
        vec![
            wrong_field(
                "bad phone",
                add_with("phone", json!("555")),
                "phone",
                "This number does not exist.",
            ),
            wrong_field(
                "phone as a number",
                add_with("phone", json!(2_125_550_124_u64)),
                "phone",
                "Use text.",
            ),
            wrong_field(
                "empty name",
                add_with("name", json!(" ")),
                "name",
                "Enter a name.",
            ),
            wrong_field(
                "bad language",
                add_with("preferred_language", json!("klingonese")),
                "preferred_language",
                "Enter a language code",
            ),
            wrong_field(
                "a negative number",
                add_with("sl_no", json!(-1)),
                "sl_no",
                "Use a whole number, 0 or more.",
            ),
            wrong_field(
                "a fraction",
                add_with("sl_no", json!(1.5)),
                "sl_no",
                "Use a whole number, 0 or more.",
            ),
            wrong_field(
                "active as text",
                add_with("active", json!("yes")),
                "active",
                "Use true or false.",
            ),
            wrong_field(
                "active as null",
                add_with("active", Value::Null),
                "active",
                "Use true or false.",
            ),
            wrong_field(
                "a field of ours",
                add_with("version", json!(7)),
                "version",
                "There is no field \"version\" here.",
            ),
            wrong_field(
                "a cleared name",
                change(json!({ "name": null })),
                "name",
                "Use text.",
            ),
            wrong_field(
                "a cleared phone",
                change(json!({ "phone": null })),
                "phone",
                "Use text.",
            ),
            wrong_field(
                "a bad change",
                change(json!({ "phone": "555" })),
                "phone",
                "This number does not exist.",
            ),
            wrong_field(
                "an unknown field",
                change(json!({ "colour": "red" })),
                "colour",
                "Remove it.",
            ),
        ],
        &world,
    )
    .await;
}

#[tokio::test]
async fn all_mistakes_are_reported_at_once() {
    let world = World::start().await;
    let body = json!({ "content": "", "message_type": "fax", "colour": "red" });
    let answer = Ask::post(SEND, &body).of(&world).await;
    let fields: Vec<_> = answer
        .expect_wrong_fields()
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(fields, ["content", "message_type", "send_to_all", "colour"]);

    let answer = Ask::post("/api/contacts", &json!({})).of(&world).await;
    let fields: Vec<_> = answer
        .expect_wrong_fields()
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(fields, ["name", "phone"]);
}
