//! I7: one line a request, with ids and without anyone's data.

use std::io;
use std::sync::{Arc, Mutex};

use app::error::Result;
use app::ports::{Statistics, StatisticsStore};
use async_trait::async_trait;
use axum::body::Body;
use domain::BroadcastId;
use domain::statistics::{ContactPresence, MessageChange};
use http::Request;
use serde_json::{Value, json};
use tower::ServiceExt;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{Answer, Ask, Token, World};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    fn text(&self) -> String {
        let bytes = self.0.lock().expect("no test panicked while logging");
        String::from_utf8(bytes.clone()).expect("text")
    }

    /// The lines that say how a request was answered.
    fn answers(&self) -> Vec<Value> {
        let text = self.text();
        let lines = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON"));
        lines
            .filter(|line| line.get("http.route").is_some())
            .collect()
    }
}

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .expect("no test panicked while logging")
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Collects everything that this thread logs, in the format that the functions log in.
fn collect() -> (Lines, tracing::subscriber::DefaultGuard) {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_max_level(tracing::Level::TRACE)
        .with_writer(lines.clone())
        .finish();
    (lines, tracing::subscriber::set_default(subscriber))
}

#[tokio::test]
async fn a_request_is_one_line_with_ids_and_without_anyones_data() {
    let world = World::start().await;
    let (lines, _guard) = collect();
    let contact = world.add("Zebulon Quartermain", "212 555 0177").await;
    let id = contact["id"].as_str().expect("an id");
    world.send_to_all("Rhubarb pie on Friday").await;
    Ask::get(&format!("/api/contacts/{id}"))
        .of(&world)
        .await
        .expect(200);
    Ask::get("/api/contacts/Zebulon-Quartermain")
        .of(&world)
        .await
        .expect_problem(404);
    Ask::get("/api/Zebulon")
        .of(&world)
        .await
        .expect_problem(404);
    Ask::get("/api/contacts?Quartermain=2125550177")
        .of(&world)
        .await
        .expect_problem(422);
    let body = json!({ "name": "Zebulon Quartermain", "phone": "Rhubarb", "colour": "2125550177" });
    Ask::post("/api/contacts", &body)
        .of(&world)
        .await
        .expect_problem(422);
    let token = Token::id("sam", &[]).sign();
    Ask::get("/api/me")
        .token(&token)
        .of(&world)
        .await
        .expect_problem(403);

    let text = lines.text();
    let ours: Vec<_> = text
        .lines()
        .filter(|line| line.contains("\"target\":\"api"))
        .collect();
    assert_eq!(ours.len(), 8, "one line a request");
    for secret in [
        "Zebulon",
        "Quartermain",
        "5550177",
        "Rhubarb",
        "church.example",
        &token,
    ] {
        assert!(!ours.concat().contains(secret), "{secret} is in the log");
    }
    let read = &lines.answers()[2];
    assert_eq!(read["http.method"], "GET");
    assert_eq!(read["http.route"], "/api/contacts/{id}");
    assert_eq!(read["http.status"], 200);
    assert_eq!(read["user.id"], "sam");
    assert_eq!(read["subject.id"], id);
    assert_eq!(read["duration_ms"], 0);
    assert!(read["request.id"].as_str().is_some_and(|id| !id.is_empty()));
    let sent = &lines.answers()[1];
    assert!(
        sent["subject.id"]
            .as_str()
            .is_some_and(|id| id.starts_with("brc_")),
        "{sent}"
    );
    assert_eq!(lines.answers()[4]["http.route"], "none");
}

#[tokio::test]
async fn a_refused_token_is_logged_with_the_reason() {
    let world = World::start().await;
    let (lines, _guard) = collect();
    let token = Token::id("sam", &["staff"]).with("aud", "another").sign();
    Ask::get("/api/me")
        .token(&token)
        .of(&world)
        .await
        .expect_problem(401);
    assert_eq!(lines.answers()[0]["reason"], "another client");
}

#[tokio::test]
async fn a_failure_is_logged_and_its_cause_is_not_told() {
    let world = World::start().await;
    let (lines, _guard) = collect();
    let delete = world
        .table
        .client
        .delete_table()
        .table_name(&world.table.table);
    delete.send().await.expect("the table is gone");
    let answer = Ask::get("/api/contacts").of(&world).await;
    let sentence = answer.expect_problem(500);
    assert!(sentence.contains("Try again in a minute"), "{sentence}");
    assert!(
        !answer.body.to_string().contains("DynamoDB"),
        "{}",
        answer.body
    );
    let line = &lines.answers()[0];
    assert_eq!(line["level"], "ERROR");
    assert_eq!(line["request.id"], answer.body["request_id"]);
    assert!(
        line["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("DynamoDB")),
        "{line}"
    );
}

/// A store with a mistake in it.
struct Broken;

#[async_trait]
impl StatisticsStore for Broken {
    async fn count_message_changes(&self, _: BroadcastId, _: &[MessageChange]) -> Result<()> {
        Ok(())
    }

    async fn count_contact_changes(&self, _: &[ContactPresence]) -> Result<()> {
        Ok(())
    }

    async fn get_statistics(&self) -> Result<Statistics> {
        panic!("Zebulon Quartermain was not expected here");
    }
}

#[tokio::test]
async fn a_panic_is_a_failure_and_what_it_says_is_neither_told_nor_logged() {
    let world = World::start_with(|ports| ports.statistics = Arc::new(Broken)).await;
    let (lines, _guard) = collect();
    let answer = Ask::get("/api/stats").of(&world).await;
    answer.expect_problem(500);
    assert!(
        !answer.body.to_string().contains("Zebulon"),
        "{}",
        answer.body
    );
    let line = &lines.answers()[0];
    assert_eq!(
        (&line["level"], &line["http.route"]),
        (&json!("ERROR"), &json!("/api/stats"))
    );
    assert!(!lines.text().contains("Zebulon"), "{line}");
    Ask::get("/api/me").of(&world).await.expect(200);
}

#[tokio::test]
async fn the_id_of_a_request_is_the_gateways() {
    let world = World::start().await;
    let event = json!({
        "version": "2.0", "routeKey": "ANY /api/{proxy+}", "rawPath": "/api/me", "rawQueryString": "",
        "headers": { "accept": "application/json", "host": "example.org" },
        "requestContext": {
            "accountId": "123456789012", "apiId": "api", "domainName": "example.org", "domainPrefix": "example",
            "http": { "method": "GET", "path": "/api/me", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "test" },
            "requestId": "JKJaXmPLvHcESHA=", "routeKey": "ANY /api/{proxy+}", "stage": "$default",
            "time": "01/Mar/2026:09:30:00 +0000", "timeEpoch": 1_772_357_400_000_i64,
        },
        "isBase64Encoded": false,
    });
    let request =
        lambda_http::request::from_str(&event.to_string()).expect("an event of API Gateway");
    let response = world
        .router
        .clone()
        .oneshot(request)
        .await
        .unwrap_or_else(|never| match never {});
    let answer = Answer::read(response).await;
    answer.expect_problem(401);
    assert_eq!(answer.body["request_id"], "JKJaXmPLvHcESHA=");

    let request = Request::get("/api/me").header(
        "x-amzn-trace-id",
        "Self=1;Root=1-67891233-abcdef012345678912345678",
    );
    let request = request.body(Body::empty()).expect("a request");
    let response = world
        .router
        .clone()
        .oneshot(request)
        .await
        .unwrap_or_else(|never| match never {});
    let answer = Answer::read(response).await;
    assert_eq!(
        answer.body["request_id"],
        "1-67891233-abcdef012345678912345678"
    );
}

#[tokio::test]
async fn answers_are_kept_by_no_cache() {
    let world = World::start().await;
    for path in ["/api/me", "/api/nothing"] {
        assert_eq!(
            Ask::get(path).of(&world).await.header("cache-control"),
            "no-store",
            "{path}"
        );
    }
}
