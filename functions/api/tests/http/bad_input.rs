//! Bad input: each gets a problem document with the right status and a sentence that says what to do, and
//! changes nothing.

use serde_json::{Value, json};

use crate::support::{Answer, Ask, Token, World, unknown_contact};

const SEND: &str = "/api/messages/send";

/// A bad request, its status, and words of the sentence that is answered.
struct Case {
    name: &'static str,
    ask: Ask,
    status: u16,
    /// The wrong field, for 422.
    field: Option<&'static str>,
    sentence: &'static str,
}

fn case(name: &'static str, ask: Ask, status: u16, sentence: &'static str) -> Case {
    Case {
        name,
        ask,
        status,
        field: None,
        sentence,
    }
}

fn wrong_field(name: &'static str, ask: Ask, field: &'static str, sentence: &'static str) -> Case {
    Case {
        name,
        ask,
        status: 422,
        field: Some(field),
        sentence,
    }
}

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

async fn assert_refused(cases: Vec<Case>, world: &World) {
    let before = world.everything().await;
    for case in cases {
        let answer = case.ask.of(world).await;
        println!("{}: {} {}", case.name, answer.status, answer.body);
        let sentence = sentence(&answer, case.status, case.field, case.name);
        assert!(
            sentence.contains(case.sentence),
            "{}: {sentence}",
            case.name
        );
        assert_eq!(
            world.everything().await,
            before,
            "{}: something was changed",
            case.name
        );
    }
}

/// The sentence that is answered: the field's own, where a single field is wrong.
fn sentence<'a>(answer: &'a Answer, status: u16, field: Option<&str>, name: &str) -> &'a str {
    let detail = answer.expect_problem(status);
    let Some(field) = field else {
        return detail;
    };
    let errors = answer.expect_wrong_fields();
    assert_eq!(errors.len(), 1, "{name}: {errors:?}");
    assert_eq!(errors[0].0, field, "{name}");
    assert!(
        errors[0].1.ends_with('.'),
        "{name}: no sentence: {}",
        errors[0].1
    );
    errors[0].1
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
                "Use \"sms\".",
            ),
            wrong_field(
                "a call",
                send_with("message_type", json!("voice")),
                "message_type",
                "Calls can't be sent yet.",
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
async fn a_body_that_can_not_be_read_is_refused() {
    let world = World::start().await;
    let send = |body: String| Ask::new("POST", SEND).body(body);
    let text = "x".repeat(7_000_000);
    let huge = format!(r#"{{"content":"{text}","message_type":"sms","send_to_all":true}}"#);
    let twice = r#"{"content":"a","content":"b","message_type":"sms","send_to_all":true}"#;
    let plain = send(twice.to_owned()).header("content-type", "text/plain");
    let none = Ask::new("POST", SEND)
        .body("{}")
        .without_header("content-type");
    assert_refused(
        vec![
            case(
                "malformed JSON",
                send(r#"{"content": "#.into()),
                400,
                "not valid JSON: see line 1, column 12",
            ),
            case("no body", send(String::new()), 400, "not valid JSON"),
            case("a list", send("[]".into()), 400, "not an object"),
            case("a text", send("\"hello\"".into()), 400, "not an object"),
            case(
                "broken text",
                Ask::new("POST", SEND).body(&b"{\"content\":\"\xff\"}"[..]),
                400,
                "not valid JSON",
            ),
            case("deep nesting", send("[".repeat(100_000)), 400, "body is"),
            case("7 MB", send(huge), 413, "larger than 1 MB"),
            case("plain text", plain, 415, "Content-Type: application/json"),
            case(
                "no content type",
                none,
                415,
                "Content-Type: application/json",
            ),
            wrong_field(
                "a field twice",
                send(twice.into()),
                "content",
                "Give this field once.",
            ),
        ],
        &world,
    )
    .await;
}

#[tokio::test]
async fn a_request_without_a_good_token_is_refused() {
    let world = World::start().await;
    let good = || send_with("content", json!("Hello"));
    let expired = Token::id("sam", &["staff"]).with("exp", 1_000_000_000);
    assert_refused(
        vec![
            case(
                "no token",
                good().without_header("authorization"),
                401,
                "Sign in first",
            ),
            case(
                "a wrong token",
                good().token("garbage"),
                401,
                "Sign in again.",
            ),
            case(
                "an expired token",
                good().token(&expired.sign()),
                401,
                "Your session has ended. Sign in again.",
            ),
            case(
                "a forged token",
                good().token(&Token::id("sam", &["staff"]).forge()),
                401,
                "Sign in again.",
            ),
            case(
                "the token first, then the body",
                Ask::new("POST", SEND).body("{").token("garbage"),
                401,
                "Sign in again.",
            ),
            case(
                "the role first, then the body",
                Ask::new("POST", SEND)
                    .body("{")
                    .token(&Token::id("vera", &["viewer"]).sign()),
                403,
                "Only staff can do this.",
            ),
        ],
        &world,
    )
    .await;
}

#[tokio::test]
async fn a_wrong_address_or_method_is_answered_as_such() {
    let world = World::start().await;
    let id = unknown_contact();
    let contact =
        |method: &str| Ask::new(method, &format!("/api/contacts/{id}")).header("if-match", "*");
    assert_refused(
        vec![
            case(
                "no such address",
                Ask::get("/api/nothing"),
                404,
                "nothing at this address",
            ),
            case(
                "no such contact",
                contact("GET"),
                404,
                "There is no such contact",
            ),
            case(
                "no such contact to change",
                contact("PATCH").json(&json!({})),
                404,
                "There is no such contact",
            ),
            case(
                "no such contact to delete",
                contact("DELETE"),
                404,
                "There is no such contact",
            ),
            case(
                "what is no id",
                Ask::get("/api/contacts/Ruth"),
                404,
                "There is no such contact",
            ),
            case(
                "broken escapes",
                Ask::get("/api/contacts/%ff"),
                404,
                "There is no such contact",
            ),
            case(
                "another kind of id",
                Ask::get(&format!("/api/broadcasts/{id}")),
                404,
                "There is no such broadcast",
            ),
            case(
                "no such message",
                Ask::get("/api/messages/msg_1"),
                404,
                "There is no such message",
            ),
            case(
                "another method",
                Ask::new("PUT", "/api/contacts"),
                405,
                "does not take this method",
            ),
        ],
        &world,
    )
    .await;
    let answer = Ask::new("PUT", "/api/contacts").of(&world).await;
    let mut allowed: Vec<_> = answer.header("allow").split(',').map(str::trim).collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["GET", "HEAD", "POST"]);
}

#[tokio::test]
async fn a_bad_query_is_refused() {
    let world = World::start().await;
    let list = |query: &str| Ask::get(&format!("/api/contacts?{query}"));
    assert_refused(
        vec![
            case(
                "a broken cursor",
                list("cursor=%21"),
                400,
                "not one of this list",
            ),
            case(
                "a cursor of nothing",
                list("cursor="),
                400,
                "not one of this list",
            ),
            case(
                "a cursor of another list",
                list("cursor=YnJjXzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAx"),
                400,
                "not one of this list",
            ),
            wrong_field("no items", list("limit=0"), "limit", "from 1 to 200"),
            wrong_field(
                "too many items",
                list("limit=201"),
                "limit",
                "from 1 to 200",
            ),
            wrong_field("no number", list("limit=ten"), "limit", "from 1 to 200"),
            wrong_field(
                "twice",
                list("limit=1&limit=2"),
                "limit",
                "Give this parameter once.",
            ),
            wrong_field(
                "unknown parameter",
                list("page=2"),
                "page",
                "There is no parameter \"page\" here.",
            ),
            wrong_field(
                "unknown status",
                Ask::get("/api/messages?status=lost"),
                "status",
                "Use one of queued, sending",
            ),
            wrong_field(
                "no broadcast",
                Ask::get("/api/messages?broadcast_id=7"),
                "broadcast_id",
                "starts with \"brc_\"",
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
