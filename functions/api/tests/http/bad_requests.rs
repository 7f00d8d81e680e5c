//! Requests that are bad before anyone looks at their fields: their body, token, address or query.

use serde_json::json;

use crate::support::{Ask, Token, World, assert_refused, case, unknown_contact, wrong_field};

const SEND: &str = "/api/messages/send";

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
    let good = || {
        Ask::post(
            SEND,
            &json!({ "content": "Hello", "message_type": "sms", "send_to_all": true }),
        )
    };
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
