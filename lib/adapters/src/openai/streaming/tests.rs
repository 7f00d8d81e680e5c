//! What each stream comes to, and when: nobody is kept waiting on the phone.

use app::ports::{AnswerForm, Turn};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::ResponseTemplate;

use super::*;
use crate::openai::client::tests::{answering, model, requests};

const PATIENCE: Duration = Duration::from_millis(1_500);

fn request(patience: Duration) -> ModelRequest {
    ModelRequest {
        instructions: "Answer.".into(),
        turns: vec![Turn::Asked("When is the service?".into())],
        form: AnswerForm::Words,
        maximum_tokens: 99,
        patience,
    }
}

fn event(value: &Value) -> String {
    format!("data: {value}\n\n")
}

fn words(text: &str) -> String {
    event(&json!({ "choices": [{ "index": 0, "delta": { "content": text } }], "usage": null }))
}

fn ended(reason: &str) -> String {
    event(&json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": reason }] }))
}

fn usage() -> String {
    event(&json!({ "choices": [], "usage": { "prompt_tokens": 12, "completion_tokens": 3 } }))
}

const END: &str = "data: [DONE]\n\n";

/// What came of it: the words or the code, whether they are whole, and what it took.
fn outcome(result: Result<PartialAnswer, ModelFailure>) -> (String, bool, SpentTokens) {
    match result {
        Ok(answer) => (answer.text, answer.is_whole, answer.spent),
        Err(failure) => (failure.code.to_owned(), false, failure.spent),
    }
}

const USED: SpentTokens = SpentTokens::Exactly(TokenUsage {
    input: 12,
    output: 3,
});

#[tokio::test]
async fn what_each_stream_comes_to() {
    let role = event(&json!({ "choices": [{ "delta": { "role": "assistant", "content": "" } }] }));
    let good = [
        &role,
        &words("At "),
        &words("ten."),
        &ended("stop"),
        &usage(),
        END,
    ]
    .concat();
    let unknown = SpentTokens::Unknown;
    let refusal = event(&json!({ "choices": [{ "delta": { "refusal": "No." } }] }));
    let cases = [
        ("whole", good.clone(), ("At ten.", true, USED)),
        (
            "with carriage returns",
            good.replace('\n', "\r\n"),
            ("At ten.", true, USED),
        ),
        (
            "with comments",
            format!(": hello\n\nevent: x\n{good}"),
            ("At ten.", true, USED),
        ),
        (
            "without usage",
            [&words("At ten."), &ended("stop"), END].concat(),
            ("At ten.", true, unknown),
        ),
        (
            "without an end",
            [words("At ten."), ended("stop")].concat(),
            ("At ten.", true, unknown),
        ),
        (
            "cut by the limit",
            [&words("At"), &ended("length"), &usage(), END].concat(),
            ("At", false, USED),
        ),
        ("broken off", words("At"), ("At", false, unknown)),
        (
            "garbage after words",
            format!("{}data: {{\n\n", words("At")),
            ("At", false, unknown),
        ),
        (
            "garbage",
            "<html>Bad gateway</html>".into(),
            ("unreadable", false, unknown),
        ),
        (
            "garbage in an event",
            "data: {\"choices\": 7}\n\n".into(),
            ("unreadable", false, unknown),
        ),
        ("nothing", String::new(), ("unreadable", false, unknown)),
        (
            "no words",
            [&ended("stop"), &usage(), END].concat(),
            ("empty", false, USED),
        ),
        (
            "blank words",
            [&words(" \n"), &ended("stop"), END].concat(),
            ("empty", false, unknown),
        ),
        (
            "a refusal",
            [&refusal, &ended("stop"), END].concat(),
            ("declined", false, unknown),
        ),
        (
            "a filter",
            [&words("At"), &ended("content_filter"), END].concat(),
            ("declined", false, unknown),
        ),
        (
            "100 KB of words",
            words(&"word ".repeat(20)).repeat(1_000),
            ("too_large", false, unknown),
        ),
        (
            "100 KB in one line",
            format!("data: {}", "x".repeat(100 * 1024)),
            ("too_large", false, unknown),
        ),
        (
            "100 KB in one event",
            words(&"x".repeat(100 * 1024)),
            ("too_large", false, unknown),
        ),
    ];
    for (name, body, (text, is_whole, spent)) in cases {
        let answer = ResponseTemplate::new(200).set_body_raw(body, "text/event-stream");
        let server = answering(vec![answer]).await;
        let result = model(server.uri()).await.converse(&request(PATIENCE)).await;
        assert_eq!(
            outcome(result),
            (text.to_owned(), is_whole, spent),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_stream_is_asked_for_as_openai_documents_it() {
    let body = [&words("Hi"), &ended("stop"), END].concat();
    let answer = ResponseTemplate::new(200).set_body_raw(body, "text/event-stream");
    let server = answering(vec![answer]).await;
    let answered = model(server.uri()).await.converse(&request(PATIENCE)).await;
    answered.expect("an answer");
    let sent: Value = requests(&server).await[0].body_json().expect("JSON");
    let expected = json!({
        "model": "small",
        "messages": [
            { "role": "system", "content": "Answer." },
            { "role": "user", "content": "When is the service?" },
        ],
        "max_completion_tokens": 99,
        "stream": true,
        "stream_options": { "include_usage": true },
    });
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn what_is_no_stream_is_told_by_its_status() {
    let good = [&words("Hi"), &ended("stop"), END].concat();
    let good = ResponseTemplate::new(200).set_body_raw(good, "text/event-stream");
    let out_of_money = json!({ "error": { "code": "insufficient_quota" } });
    let large = vec![b' '; 100 * 1024];
    for (first, sent, expected) in [
        (ResponseTemplate::new(429), 2, "Hi"),
        (
            ResponseTemplate::new(429).set_body_json(out_of_money),
            1,
            "out_of_money",
        ),
        (
            ResponseTemplate::new(429).insert_header("retry-after", "60"),
            1,
            "overloaded",
        ),
        (ResponseTemplate::new(500), 1, "out_of_order"),
        (
            ResponseTemplate::new(500).set_body_bytes(large),
            1,
            "out_of_order",
        ),
        (ResponseTemplate::new(400), 1, "not_taken"),
        (ResponseTemplate::new(401), 1, "wrong_key"),
    ] {
        let server = answering(vec![first, good.clone()]).await;
        let result = model(server.uri()).await.converse(&request(PATIENCE)).await;
        assert_eq!(outcome(result).0, expected);
        assert_eq!(requests(&server).await.len(), sent, "{expected}");
    }
}

/// A server that sends the head and these parts of a body, with a pause before each, and then holds the connection open.
async fn dripping(pause: Duration, parts: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.expect("a connection");
        let mut request = [0; 8 * 1024];
        let _ = connection.read(&mut request).await;
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n".to_owned();
        for part in [head].into_iter().chain(parts) {
            tokio::time::sleep(pause).await;
            let _ = connection.write_all(part.as_bytes()).await;
        }
        std::future::pending::<()>().await;
    });
    format!("http://{address}")
}

#[tokio::test]
async fn what_came_in_time_is_spoken_and_nobody_waits_longer() {
    let (quick, slow) = (Duration::ZERO, Duration::from_secs(60));
    let patience = Duration::from_millis(600);
    let unknown = SpentTokens::Unknown;
    let said = [words("At ten. "), words("And then")];
    let all = [words("At ten."), ended("stop")];
    for (name, pause, parts, expected, at_most) in [
        (
            "a stall after words",
            quick,
            said.to_vec(),
            ("At ten. And then", false),
            900,
        ),
        (
            "a stall before words",
            quick,
            Vec::new(),
            ("timeout", false),
            900,
        ),
        ("no head", slow, Vec::new(), ("timeout", false), 900),
        (
            "an end that does not come",
            quick,
            all.to_vec(),
            ("At ten.", true),
            550,
        ),
        (
            "comments for ever",
            Duration::from_millis(20),
            vec![": wait\n".to_owned(); 500],
            ("timeout", false),
            900,
        ),
    ] {
        let url = dripping(pause, parts).await;
        let model = model(url).await;
        let started = Instant::now();
        let result = outcome(model.converse(&request(patience)).await);
        assert_eq!(
            result,
            (expected.0.to_owned(), expected.1, unknown),
            "{name}"
        );
        let lasted = started.elapsed().as_millis();
        assert!(lasted < at_most, "{name} took {lasted} ms");
    }
}

#[tokio::test]
async fn letters_that_are_split_between_two_parts_are_put_together() {
    let body = [&words("Служба в десять."), &ended("stop"), END]
        .concat()
        .into_bytes();
    for at in 0..body.len() {
        let mut listener = Listener::default();
        for part in [&body[..at], &body[at..]] {
            listener.take(part).expect("taken");
        }
        let answer = listener.finish(None).expect("an answer");
        assert_eq!(
            (answer.text.as_str(), answer.is_whole),
            ("Служба в десять.", true)
        );
    }
}
