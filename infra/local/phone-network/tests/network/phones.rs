//! Phones, the ground truth and the page.

use crate::support::{CHURCH, MEMBER, Network, Receiver, until};
use axum::http::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn the_ground_truth_holds_each_creation_in_order_under_twilios_names() {
    let network = Network::start();
    let first = network
        .text(MEMBER, "First", "http://127.0.0.1:9/status")
        .await;
    let second = network.text("+12025550177", "Second", "").await;
    let accepted = network.accepted().await;
    assert_eq!(accepted.len(), 2);
    assert_eq!(accepted[0]["sid"], first["sid"]);
    assert_eq!(accepted[0]["kind"], "message");
    assert_eq!(accepted[0]["To"], MEMBER);
    assert_eq!(accepted[0]["From"], CHURCH);
    assert_eq!(accepted[0]["Body"], "First");
    assert_eq!(accepted[0]["StatusCallback"], "http://127.0.0.1:9/status");
    assert!(
        accepted[0]["accepted_at"]
            .as_str()
            .expect("a time")
            .ends_with('Z')
    );
    assert_eq!(accepted[1]["sid"], second["sid"]);
    assert_eq!(network.get("/accepted?after=1").await, json!([accepted[1]]));
}

#[tokio::test]
async fn a_refused_creation_is_not_in_the_ground_truth() {
    let network = Network::start();
    let form = [("To", MEMBER), ("From", CHURCH)];
    let response = network.post_message(&form).send().await.expect("an answer");
    let body: Value = response.json().await.expect("JSON");
    assert_eq!(body["code"], 21602);
    assert_eq!(network.accepted().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_phone_fails_at_the_moment_that_its_code_has_at_twilio() {
    let network = Network::start();
    let receiver = Receiver::start().await;
    network
        .set_phone(MEMBER, json!({ "behaviour": "fail", "error_code": 21610 }))
        .await;
    let form = [("To", MEMBER), ("From", CHURCH), ("Body", "Hello")];
    let response = network.post_message(&form).send().await.expect("an answer");
    assert_eq!(response.status(), 400);
    let body: Value = response.json().await.expect("JSON");
    assert_eq!(
        (body["code"].as_u64(), body["message"].as_str()),
        (
            Some(21610),
            Some("Attempt to send to unsubscribed recipient")
        )
    );
    assert_eq!(network.accepted().await, Vec::<Value>::new());

    network
        .set_phone(MEMBER, json!({ "behaviour": "fail", "error_code": 30003 }))
        .await;
    let text = network.text(MEMBER, "Hello", &receiver.address).await;
    let callbacks = receiver.await_count(3).await;
    assert_eq!(receiver.statuses(), ["queued", "sent", "undelivered"]);
    assert_eq!(callbacks[2].parameters["ErrorCode"], "30003");
    assert!(!callbacks[1].parameters.contains_key("ErrorCode"));
    let resource = network
        .await_status(text["sid"].as_str().expect("a sid"), "undelivered")
        .await;
    assert_eq!(resource["error_code"], 30003);
    assert_eq!(resource["error_message"], "Unreachable destination handset");
}

#[tokio::test]
async fn a_phone_that_never_answers_keeps_a_text_sent_until_it_is_itself_again() {
    let network = Network::start();
    let receiver = Receiver::start().await;
    network
        .set_phone(MEMBER, json!({ "behaviour": "never_answer" }))
        .await;
    let text = network.text(MEMBER, "Hello", &receiver.address).await;
    let sid = text["sid"].as_str().expect("a sid");
    receiver.await_count(2).await;
    network.await_status(sid, "sent").await;
    network
        .set_phone(MEMBER, json!({ "behaviour": "normal" }))
        .await;
    network.await_status(sid, "delivered").await;
    receiver.await_count(3).await;
    assert_eq!(receiver.statuses(), ["queued", "sent", "delivered"]);
}

#[tokio::test]
async fn phones_are_listed_searched_and_set_strictly() {
    let network = Network::start();
    network.text(MEMBER, "One", "").await;
    network.text(MEMBER, "Two", "").await;
    network.text("+447700900123", "Three", "").await;
    let all = network.get("/phones").await;
    assert_eq!(all["total"], 2);
    assert_eq!(all["items"][0]["number"], MEMBER);
    let bodies: Vec<&Value> = all["items"][0]["received"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|text| &text["body"])
        .collect();
    assert_eq!(bodies, ["One", "Two"]);
    let found = network.get("/phones?search=7700&last=1").await;
    assert_eq!(found["total"], 1);
    assert_eq!(found["items"][0]["received"][0]["body"], "Three");
    assert_eq!(
        network.get(&format!("/phones/{MEMBER}")).await["received_count"],
        2
    );

    for (number, behaviour, part) in [
        (MEMBER, json!({ "behaviour": "asleep" }), "unknown variant"),
        (
            MEMBER,
            json!({ "behaviour": "fail" }),
            "missing field `error_code`",
        ),
        (
            MEMBER,
            json!({ "behaviour": "fail", "error_code": 7 }),
            "is not an error code",
        ),
        (
            MEMBER,
            json!({ "behaviour": "normal", "delay_ms": 7 }),
            "unknown field",
        ),
        ("2025550143", json!({ "behaviour": "normal" }), "E.164"),
    ] {
        let response = network.set_phone(number, behaviour).await;
        assert_eq!(response.status(), 400);
        let body: Value = response.json().await.expect("JSON");
        assert!(
            body["error"].as_str().expect("a sentence").contains(part),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_reset_forgets_all_and_ends_what_was_under_way() {
    let network = Network::start_with(&["--min-delay-ms", "50", "--max-delay-ms", "60"]);
    let receiver = Receiver::start().await;
    network
        .set_phone("+12025550177", json!({ "behaviour": "never_answer" }))
        .await;
    network
        .order_fault(json!({ "kind": "429", "count": 9, "match": { "to": "+1" } }))
        .await;
    network.text(MEMBER, "Hello", &receiver.address).await;
    let url = format!("{}/reset", network.address);
    assert_eq!(
        network
            .client
            .post(url)
            .send()
            .await
            .expect("an answer")
            .status(),
        204
    );
    assert_eq!(network.accepted().await, Vec::<Value>::new());
    assert_eq!(network.get("/phones").await["total"], 0);
    assert_eq!(network.get("/faults").await, json!([]));
    let text = network.text(MEMBER, "After", &receiver.address).await;
    receiver.await_count(3).await;
    let sid = text["sid"].as_str().expect("a sid");
    assert!(
        receiver
            .callbacks()
            .iter()
            .all(|callback| callback.parameters["MessageSid"] == sid)
    );
}

#[tokio::test]
async fn the_page_is_whole_in_itself_and_is_told_of_changes() {
    let network = Network::start();
    for (path, kind) in [
        ("/", "text/html"),
        ("/page.css", "text/css"),
        ("/call.css", "text/css"),
        ("/page.js", "text/javascript"),
        ("/call.js", "text/javascript"),
        ("/faults.js", "text/javascript"),
    ] {
        let response = network
            .client
            .get(format!("{}{path}", network.address))
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status(), 200);
        let headers = response.headers();
        assert!(
            headers["content-type"]
                .to_str()
                .expect("text")
                .starts_with(kind),
            "{path}"
        );
        assert!(
            headers["content-security-policy"]
                .to_str()
                .expect("text")
                .starts_with("default-src 'self'")
        );
        let text = response.text().await.expect("text");
        assert!(!text.contains("https://"), "{path} loads from elsewhere");
    }
    let mut events = network
        .client
        .get(format!("{}/events", network.address))
        .send()
        .await
        .expect("an answer");
    let mut seen = String::new();
    network.text(MEMBER, "Hello page", "").await;
    until("an event with the text", async || {
        let chunk = events.chunk().await.expect("a stream").expect("goes on");
        seen.push_str(&String::from_utf8_lossy(&chunk));
        seen.contains("Hello page").then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_page_of_another_origin_can_neither_read_nor_steer() {
    let network = Network::start();
    let reset = format!("{}/reset", network.address);
    let accepted = format!("{}/accepted", network.address);
    for request in [
        network
            .client
            .post(reset)
            .header("Origin", "https://elsewhere.example"),
        network
            .client
            .request(Method::GET, accepted)
            .header("Host", "elsewhere.example"),
    ] {
        assert_eq!(request.send().await.expect("an answer").status(), 403);
    }
}

#[tokio::test]
async fn its_log_holds_no_number_and_no_text() {
    let mut network = Network::start();
    let receiver = Receiver::start().await;
    receiver.answer_with(&[500]);
    network
        .order_fault(json!({ "kind": "429", "match": { "to": "+12025550177" } }))
        .await;
    for to in ["+12025550177", "2025550143", MEMBER] {
        let form = [
            ("To", to),
            ("From", CHURCH),
            ("Body", "A secret supper"),
            ("StatusCallback", &receiver.address),
        ];
        network.post_message(&form).send().await.expect("an answer");
    }
    receiver.await_count(3).await;
    assert!(network.stop(), "SIGTERM ends it well");
    let log = network.log();
    assert!(
        log.contains("callback refused") && log.contains("fault struck"),
        "{log}"
    );
    for word in [
        "2025550143",
        "2025550177",
        "2025550100",
        "secret",
        crate::support::TOKEN,
    ] {
        assert!(!log.contains(word), "the log holds {word}");
    }
    for line in log.lines() {
        serde_json::from_str::<Value>(line).expect("each line is JSON");
    }
}
