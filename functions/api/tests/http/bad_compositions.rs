//! Bad words, languages, purposes and times of a message: each is refused with a sentence, and nothing is sent.

use serde_json::{Value, json};

use crate::support::{Ask, World, assert_refused, wrong_field};

/// A good message with one field added or changed.
fn send_with(field: &str, value: Value) -> Ask {
    let mut body =
        json!({ "content": "Dinner on Friday", "message_type": "sms", "send_to_all": true });
    body[field] = value;
    Ask::post("/api/messages/send", &body)
}

#[tokio::test]
async fn a_bad_composition_is_refused_and_nothing_is_sent() {
    let world = World::start().await;
    let many: serde_json::Map<_, _> = ('a'..='u')
        .map(|letter| (format!("a{letter}"), json!("Hello")))
        .collect();
    let one = |name, field, value, named, sentence| {
        wrong_field(name, send_with(field, value), named, sentence)
    };
    assert_refused(
        vec![
            one(
                "an unknown merge field",
                "content",
                json!("Hi {nick}"),
                "content",
                "position 4",
            ),
            one(
                "an open brace",
                "content",
                json!("Hi {name"),
                "content",
                "Close the brace",
            ),
            one(
                "no language",
                "language",
                json!("english"),
                "language",
                "Enter a language code",
            ),
            one(
                "a null language",
                "language",
                Value::Null,
                "language",
                "Use text.",
            ),
            one(
                "a list of texts",
                "translations",
                json!(["Cena"]),
                "translations",
                "Give an object",
            ),
            one(
                "no tag",
                "translations",
                json!({ "en_US": "Hello" }),
                "translations",
                "\"en_US\" is no language",
            ),
            one(
                "its own language",
                "translations",
                json!({ "EN": "Hello" }),
                "translations.EN",
                "Remove this text",
            ),
            one(
                "a language twice",
                "translations",
                json!({ "es": "Cena", "ES": "Cena" }),
                "translations.es",
                "one text for each",
            ),
            one(
                "an empty text",
                "translations",
                json!({ "es": " " }),
                "translations.es",
                "Write the message",
            ),
            one(
                "no text",
                "translations",
                json!({ "es": null }),
                "translations.es",
                "Use text.",
            ),
            one(
                "a bad template",
                "translations",
                json!({ "es": "Hola {{name}}" }),
                "translations.es",
                "with one brace",
            ),
            one(
                "too many",
                "translations",
                Value::Object(many),
                "translations",
                "at most 20 translations: there are 21",
            ),
            one(
                "no purpose",
                "purpose",
                json!("urgent"),
                "purpose",
                "Choose \"emergency\"",
            ),
            one(
                "an emergency",
                "purpose",
                json!("emergency"),
                "confirm_emergency",
                "wakes people",
            ),
            one(
                "half a word",
                "confirm_emergency",
                json!("yes"),
                "confirm_emergency",
                "Use true or false.",
            ),
            one(
                "no time",
                "scheduled_at",
                json!("tomorrow"),
                "scheduled_at",
                "RFC 3339",
            ),
            one(
                "no offset",
                "scheduled_at",
                json!("2026-03-02T12:00:00"),
                "scheduled_at",
                "RFC 3339",
            ),
            one(
                "now",
                "scheduled_at",
                json!("2026-03-01T09:30:00Z"),
                "scheduled_at",
                "has passed",
            ),
            one(
                "next century",
                "scheduled_at",
                json!("2126-03-01T09:30:00Z"),
                "scheduled_at",
                "within a year",
            ),
        ],
        &world,
    )
    .await;
    let mut denied = json!({ "content": "Fire", "message_type": "sms", "send_to_all": true });
    denied["purpose"] = json!("emergency");
    denied["confirm_emergency"] = json!(false);
    let ask = Ask::post("/api/messages/send", &denied);
    let case = wrong_field(
        "a denied emergency",
        ask,
        "confirm_emergency",
        "wakes people",
    );
    assert_refused(vec![case], &world).await;
}
