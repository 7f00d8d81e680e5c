//! Bad input, through the whole stack: each is refused with a sentence, and nothing changes.

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::{api::Api, stack::Stack};

const SEND: &str = "/api/messages/send";
/// A well-formed id that nobody has.
const NOBODY: &str = "con_00000000000000000000000000";
/// Signed by nobody that anybody knows: a header, no claims, and no signature.
const FORGED: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.e30.AAAA";

struct Case {
    name: &'static str,
    request: RequestBuilder,
    status: u16,
    /// The field that is named as wrong, where one is.
    field: Option<&'static str>,
}

/// A good message with some fields changed; a null takes the field away.
fn message(changes: &Value) -> Value {
    let mut body =
        json!({ "content": "Supper on Friday", "message_type": "sms", "send_to_all": true });
    for (name, value) in changes.as_object().expect("fields") {
        match value {
            Value::Null => drop(body.as_object_mut().expect("fields").remove(name)),
            value => body[name] = value.clone(),
        }
    }
    body
}

fn wrong_messages(api: &Api) -> Vec<Case> {
    let long = "x".repeat(1_601);
    [
        ("an unknown field", json!({ "colour": "red" }), "colour"),
        ("a wrong type", json!({ "content": 5 }), "content"),
        ("empty content", json!({ "content": "" }), "content"),
        (
            "content over 1,600 characters",
            json!({ "content": long }),
            "content",
        ),
        (
            "an unknown message_type",
            json!({ "message_type": "fax" }),
            "message_type",
        ),
        ("no audience", json!({ "send_to_all": null }), "send_to_all"),
        (
            "the audience given twice",
            json!({ "contact_ids": [NOBODY] }),
            "send_to_all",
        ),
        (
            "an unknown contact id",
            json!({ "send_to_all": null, "contact_ids": [NOBODY] }),
            "contact_ids",
        ),
    ]
    .into_iter()
    .map(|(name, changes, field)| Case {
        name,
        request: api.request(Method::POST, SEND).json(&message(&changes)),
        status: 422,
        field: Some(field),
    })
    .collect()
}

fn wrong_requests(api: &Api) -> Vec<Case> {
    let good = message(&json!({}));
    let huge = message(&json!({ "content": "x".repeat(7_000_000) }));
    let case = |name, request, status| Case {
        name,
        request,
        status,
        field: None,
    };
    vec![
        Case {
            name: "a bad phone",
            request: api
                .request(Method::POST, "/api/contacts")
                .json(&json!({ "name": "Ruth", "phone": "555" })),
            status: 422,
            field: Some("phone"),
        },
        case(
            "malformed JSON",
            api.request(Method::POST, SEND)
                .header("content-type", "application/json")
                .body("{\"content\":"),
            400,
        ),
        case(
            "a body of 7 MB",
            api.request(Method::POST, SEND).json(&huge),
            413,
        ),
        case(
            "no token",
            api.anonymous(Method::POST, SEND).json(&good),
            401,
        ),
        case(
            "a wrong token",
            api.anonymous(Method::POST, SEND)
                .bearer_auth(FORGED)
                .json(&good),
            401,
        ),
        case(
            "no token to read",
            api.anonymous(Method::GET, "/api/contacts"),
            401,
        ),
    ]
}

/// Everything that a bad request could have changed.
async fn everything(stack: &Stack) -> (Vec<Value>, Vec<Value>, Vec<Value>) {
    (
        stack
            .phones
            .accepted()
            .await
            .expect("the phone network answers"),
        stack.api.list("/api/broadcasts").await,
        stack.api.list("/api/contacts").await,
    )
}

#[tokio::test]
async fn bad_input_is_refused_with_a_sentence_and_changes_nothing() {
    let stack = Stack::take().await;
    let before = everything(&stack).await;
    let cases = wrong_messages(&stack.api)
        .into_iter()
        .chain(wrong_requests(&stack.api));
    for case in cases {
        let response = case
            .request
            .send()
            .await
            .unwrap_or_else(|error| panic!("{}: no answer: {error}", case.name));
        let status = response.status();
        let kind = response
            .headers()
            .get("content-type")
            .and_then(|value| value.to_str().ok());
        let kind = kind.unwrap_or_default().to_owned();
        let text = response.text().await.expect("a body");
        assert_eq!(
            status,
            StatusCode::from_u16(case.status).expect("a status"),
            "{}: {text}",
            case.name
        );
        assert_eq!(kind, "application/problem+json", "{}: {text}", case.name);
        let problem: Value = serde_json::from_str(&text).expect("JSON");
        assert_is_problem(&problem, case.name, case.status, case.field);
    }
    let after = everything(&stack).await;
    assert_eq!(before.0, after.0, "texts were accepted");
    assert_eq!(before.1, after.1, "broadcasts changed");
    assert_eq!(before.2, after.2, "contacts changed");
}

fn assert_is_problem(problem: &Value, name: &str, status: u16, wrong: Option<&str>) {
    println!("{}: {} {}", name, status, problem["detail"]);
    assert_eq!(problem["status"], status, "{}", name);
    for field in ["type", "title", "request_id"] {
        assert!(
            problem[field].as_str().is_some_and(|text| !text.is_empty()),
            "{}: {field}",
            name
        );
    }
    let detail = problem["detail"].as_str().unwrap_or_default();
    assert!(
        detail.ends_with('.') && detail.contains(' '),
        "{}: no sentence: {detail:?}",
        name
    );
    if let Some(field) = wrong {
        let errors = problem["errors"].as_array().expect("the wrong fields");
        assert!(
            errors.iter().any(|error| error["field"] == field),
            "{}: {errors:?}",
            name
        );
    }
}
