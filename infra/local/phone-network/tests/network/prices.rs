//! Segments, prices, and how long a text may wait.

use std::time::{Duration, Instant};

use crate::support::{CHURCH, MEMBER, Network, Receiver};
use axum::http::Method;
use serde_json::{Value, json};

async fn listed(network: &Network, sid: &str) -> Value {
    let list = network.twilio(Method::GET, "Messages.json?To=%2B12025550143");
    let list: Value = list
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    let texts = list["messages"].as_array().expect("a list").clone();
    let text = texts.into_iter().find(|text| text["sid"] == sid);
    text.expect("the text is listed")
}

#[tokio::test]
async fn each_segment_is_charged_once_a_text_is_sent() {
    let network = Network::start();
    for (body, segments, price) in [
        ("a".repeat(160), "1", "-0.00830"),
        ("a".repeat(161), "2", "-0.01660"),
        ("’".repeat(135), "3", "-0.02490"),
    ] {
        let text = network.text(MEMBER, &body, "").await;
        assert_eq!(text["num_segments"], segments);
        assert_eq!(
            (&text["price"], &text["price_unit"]),
            (&Value::Null, &json!("USD"))
        );
        let sid = text["sid"].as_str().expect("a sid");
        let resource = network.await_status(sid, "delivered").await;
        assert_eq!(resource["num_segments"], segments);
        assert_eq!(
            (&resource["price"], &resource["price_unit"]),
            (&json!(price), &json!("USD"))
        );
        assert_eq!(listed(&network, sid).await, resource);
    }
}

#[tokio::test]
async fn the_price_of_a_segment_can_be_chosen_and_a_text_that_was_never_sent_costs_nothing() {
    let network = Network::start_with(&[
        "--min-delay-ms",
        "5",
        "--max-delay-ms",
        "15",
        "--price-per-segment",
        "0.02",
    ]);
    let service = "MG0123456789abcdef0123456789abcdef";
    let form = [
        ("To", MEMBER),
        ("MessagingServiceSid", service),
        ("Body", "Hello"),
    ];
    let response = network.post_message(&form).send().await.expect("an answer");
    let text: Value = response.json().await.expect("a resource");
    assert_eq!(text["num_segments"], "0");
    let sid = text["sid"].as_str().expect("a sid");
    assert_eq!(
        network.await_status(sid, "delivered").await["price"],
        "-0.02000"
    );
    for (error_code, status, price) in [
        (30001, "failed", Value::Null),
        (30003, "undelivered", json!("-0.02000")),
    ] {
        network
            .set_phone(
                MEMBER,
                json!({ "behaviour": "fail", "error_code": error_code }),
            )
            .await;
        let text = network.text(MEMBER, "Hello", "").await;
        let sid = text["sid"].as_str().expect("a sid");
        let resource = network.await_status(sid, status).await;
        assert_eq!(resource["price"], price, "{error_code}");
        assert_eq!(listed(&network, sid).await["price"], price, "{error_code}");
    }
}

#[tokio::test]
async fn a_text_that_is_not_sent_while_it_is_valid_fails_with_30036() {
    let network = Network::start();
    let receiver = Receiver::start().await;
    network
        .set_phone(MEMBER, json!({ "behaviour": "slow", "delay_ms": 700 }))
        .await;
    let post = async |validity: &str| -> String {
        let form = [
            ("To", MEMBER),
            ("From", CHURCH),
            ("Body", "Hello"),
            ("ValidityPeriod", validity),
            ("StatusCallback", &receiver.address),
        ];
        let response = network.post_message(&form).send().await.expect("an answer");
        let text: Value = response.json().await.expect("JSON");
        text["sid"].as_str().expect("a sid").to_owned()
    };
    let begun = Instant::now();
    let sid = post("1").await;
    let resource = network.await_status(&sid, "failed").await;
    assert!(begun.elapsed() >= Duration::from_millis(950));
    assert_eq!(resource["error_code"], 30036);
    assert_eq!(resource["error_message"], "Validity Period Expired");
    assert_eq!(
        (&resource["price"], &resource["date_sent"]),
        (&Value::Null, &Value::Null)
    );
    let callbacks = receiver.await_count(2).await;
    assert_eq!(receiver.statuses(), ["queued", "failed"]);
    assert_eq!(callbacks[1].parameters["ErrorCode"], "30036");

    // Sent at 1.4 s, within its validity, and delivered after it.
    let sid = post("2").await;
    assert_eq!(
        network.await_status(&sid, "delivered").await["price"],
        "-0.00830"
    );
    let refused = network.post_message(&[
        ("To", MEMBER),
        ("From", CHURCH),
        ("Body", "Hello"),
        ("ValidityPeriod", "36001"),
    ]);
    let refused: Value = refused
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(refused["code"], 21624);
}
