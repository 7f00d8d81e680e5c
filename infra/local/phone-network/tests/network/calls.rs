//! Calls, as far as they are played: they ring, are answered and end.

use crate::support::{ACCOUNT, CHURCH, MEMBER, Network, Receiver, expected_signature, until};
use axum::http::Method;
use serde_json::Value;

#[tokio::test]
async fn a_call_rings_is_answered_and_ends_and_says_so_when_asked() {
    let network = Network::start();
    let receiver = Receiver::start().await;
    let callback = format!("{}/call", receiver.address);
    let form = [
        ("To", MEMBER),
        ("From", CHURCH),
        ("Twiml", "<Response><Say>Hello</Say></Response>"),
        ("StatusCallback", &callback),
        ("StatusCallbackEvent", "initiated"),
        ("StatusCallbackEvent", "ringing"),
        ("StatusCallbackEvent", "answered"),
        ("StatusCallbackEvent", "completed"),
    ];
    let response = network
        .twilio(Method::POST, "Calls.json")
        .form(&form)
        .send()
        .await
        .expect("an answer");
    assert_eq!(response.status(), 201);
    let resource: Value = response.json().await.expect("a resource");
    let sid = resource["sid"].as_str().expect("a sid").to_owned();
    assert!(sid.starts_with("CA"));
    assert_eq!(resource["status"], "queued");
    assert_eq!(
        resource["uri"],
        format!("/2010-04-01/Accounts/{ACCOUNT}/Calls/{sid}.json")
    );

    let callbacks = receiver.await_count(4).await;
    assert_eq!(
        receiver.statuses(),
        ["initiated", "ringing", "in-progress", "completed"]
    );
    for (index, call) in callbacks.iter().enumerate() {
        assert_eq!(call.parameters["SequenceNumber"], index.to_string());
        assert_eq!(call.parameters["CallSid"], sid);
        assert_eq!(
            call.signature,
            expected_signature(&callback, &call.parameters)
        );
    }
    assert!(callbacks[3].parameters.contains_key("CallDuration"));
    assert!(!callbacks[2].parameters.contains_key("CallDuration"));

    let path = format!("Calls/{sid}.json");
    let ended = until("the call's end", async || {
        let call: Value = network
            .twilio(Method::GET, &path)
            .send()
            .await
            .ok()?
            .json()
            .await
            .ok()?;
        (call["status"] == "completed").then_some(call)
    })
    .await;
    assert!(ended["start_time"].is_string() && ended["end_time"].is_string());
    let list: Value = network
        .twilio(Method::GET, "Calls.json?Status=completed")
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(list["calls"].as_array().map(Vec::len), Some(1));
    let entry = &network.accepted().await[0];
    assert_eq!(entry["kind"], "call");
    assert_eq!(
        entry["StatusCallbackEvent"],
        "initiated ringing answered completed"
    );
}

#[tokio::test]
async fn a_callback_by_get_carries_its_parameters_in_the_signed_url() {
    let network = Network::start();
    let receiver = Receiver::start().await;
    let callback = format!("{}/call?id=1", receiver.address);
    let form = [
        ("To", MEMBER),
        ("From", CHURCH),
        ("Twiml", "<Response/>"),
        ("StatusCallback", &callback),
        ("StatusCallbackMethod", "GET"),
    ];
    network
        .twilio(Method::POST, "Calls.json")
        .form(&form)
        .send()
        .await
        .expect("an answer");
    let callbacks = receiver.await_count(1).await;
    assert_eq!(callbacks[0].method, Method::GET);
    let url = format!("{}{}", receiver.address, callbacks[0].target);
    assert_eq!(callbacks[0].signature, expected_signature(&url, &[].into()));
    assert_eq!(callbacks[0].parameters["CallStatus"], "completed");
}
