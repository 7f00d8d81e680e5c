//! Every fault, as the product would meet it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::support::{CHURCH, MEMBER, Network, Receiver, until};

const FORM: [(&str, &str); 3] = [("To", MEMBER), ("From", CHURCH), ("Body", "Hello")];

async fn order(network: &Network, order: Value) {
    let text = order.to_string();
    assert_eq!(network.order_fault(order).await.status(), 201, "{text}");
}

async fn struck(network: &Network) -> Vec<u64> {
    let faults = network.get("/faults").await;
    let faults = faults.as_array().expect("a list");
    faults
        .iter()
        .map(|fault| fault["struck"].as_u64().expect("a number"))
        .collect()
}

#[tokio::test]
async fn refuse_cuts_the_connection_and_accepts_nothing() {
    let network = Network::start();
    order(&network, json!({ "kind": "refuse", "count": 2 })).await;
    for _ in 0..2 {
        let error = network
            .post_message(&FORM)
            .send()
            .await
            .expect_err("no answer");
        assert!(error.is_request() && !error.is_timeout(), "{error:?}");
    }
    assert_eq!(
        network
            .post_message(&FORM)
            .send()
            .await
            .expect("an answer")
            .status(),
        201
    );
    assert_eq!(network.accepted().await.len(), 1);
    assert_eq!(struck(&network).await, [2]);
}

#[tokio::test]
async fn refuse_resets_the_connection_rather_than_end_it_politely() {
    let network = Network::start();
    order(&network, json!({ "kind": "refuse" })).await;
    let host = network.address.trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(host)
        .await
        .expect("a connection");
    let request =
        format!("POST /2010-04-01/Accounts/AC/Messages.json HTTP/1.1\r\nHost: {host}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let error = stream.read_u8().await.expect_err("no answer");
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn an_outage_refuses_connections_and_ends_by_itself() {
    let network = Network::start();
    order(&network, json!({ "kind": "outage", "delay_ms": 400 })).await;
    let refused = until("a refused connection", async || {
        network.post_message(&FORM).send().await.err()
    })
    .await;
    let error = until("a connection that could not be made", async || {
        network
            .post_message(&FORM)
            .send()
            .await
            .err()
            .filter(reqwest::Error::is_connect)
    })
    .await;
    assert!(error.is_connect(), "{refused:?}, {error:?}");
    until("the end of the outage", async || {
        network.post_message(&FORM).send().await.ok()
    })
    .await;
}

#[tokio::test]
async fn refusals_before_acceptance_leave_nothing_behind() {
    let network = Network::start();
    for (kind, status, code) in [("429", 429, 20429), ("500_before", 500, 20500)] {
        order(&network, json!({ "kind": kind })).await;
        let response = network.post_message(&FORM).send().await.expect("an answer");
        assert_eq!(response.status(), status);
        let body: Value = response.json().await.expect("JSON");
        assert_eq!(body["code"], code);
    }
    assert_eq!(network.accepted().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_500_after_acceptance_hides_a_text_that_is_sent() {
    let network = Network::start();
    order(&network, json!({ "kind": "500_after" })).await;
    assert_eq!(
        network
            .post_message(&FORM)
            .send()
            .await
            .expect("an answer")
            .status(),
        500
    );
    let accepted = network.accepted().await;
    assert_eq!(accepted.len(), 1);
    network
        .await_status(accepted[0]["sid"].as_str().expect("a sid"), "delivered")
        .await;
}

#[tokio::test]
async fn no_answer_leaves_the_client_to_give_up() {
    let network = Network::start();
    let patience = Duration::from_millis(300);
    for (kind, accepted) in [("no_answer_before", 0), ("no_answer", 1)] {
        order(&network, json!({ "kind": kind })).await;
        let request = network.post_message(&FORM).timeout(patience);
        let error = request.send().await.expect_err("no answer");
        assert!(error.is_timeout(), "{kind}: {error:?}");
        assert_eq!(network.accepted().await.len(), accepted, "{kind}");
    }
}

#[tokio::test]
async fn a_cut_body_breaks_off_after_the_head() {
    let network = Network::start();
    order(&network, json!({ "kind": "cut_body" })).await;
    let response = network.post_message(&FORM).send().await.expect("a head");
    assert_eq!(response.status(), 201);
    let length = response
        .content_length()
        .expect("the length of the whole body");
    assert!(length > 100);
    let error = response.bytes().await.expect_err("half a body");
    assert!(error.is_body() || error.is_decode(), "{error:?}");
    assert_eq!(network.accepted().await.len(), 1);
}

#[tokio::test]
async fn a_slow_answer_comes_late_and_is_whole() {
    let network = Network::start();
    order(&network, json!({ "kind": "slow", "delay_ms": 300 })).await;
    let begun = Instant::now();
    assert_eq!(
        network
            .post_message(&FORM)
            .send()
            .await
            .expect("an answer")
            .status(),
        201
    );
    assert!(begun.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn a_lost_callback_never_comes_while_the_others_do() {
    let network = Network::start();
    let receiver = Receiver::start().await;
    order(&network, json!({ "kind": "callback_lost" })).await;
    let text = network.text(MEMBER, "Hello", &receiver.address).await;
    receiver.await_count(2).await;
    network
        .await_status(text["sid"].as_str().expect("a sid"), "delivered")
        .await;
    assert_eq!(receiver.statuses(), ["sent", "delivered"]);
}

#[tokio::test]
async fn a_repeated_callback_comes_twice() {
    let network = Network::start();
    let receiver = Receiver::start().await;
    order(
        &network,
        json!({ "kind": "callback_repeated", "match": { "to": MEMBER } }),
    )
    .await;
    network.text("+12025550177", "Not this one", "").await;
    network.text(MEMBER, "Hello", &receiver.address).await;
    receiver.await_count(4).await;
    assert_eq!(
        receiver.statuses(),
        ["queued", "queued", "sent", "delivered"]
    );
}

#[tokio::test]
async fn a_reordered_callback_is_overtaken_by_the_next() {
    let network = Network::start();
    let receiver = Receiver::start().await;
    order(
        &network,
        json!({ "kind": "callback_reordered", "probability": 1.0 }),
    )
    .await;
    network.text(MEMBER, "Hello", &receiver.address).await;
    receiver.await_count(3).await;
    assert_eq!(receiver.statuses(), ["delivered", "queued", "sent"]);
}

#[tokio::test]
async fn faults_can_be_seen_taken_back_and_misspelt() {
    let network = Network::start();
    order(
        &network,
        json!({ "kind": "429", "count": 5, "match": { "method": "POST" } }),
    )
    .await;
    order(
        &network,
        json!({ "kind": "slow", "probability": 0.5, "seed": 7 }),
    )
    .await;
    let faults = network.get("/faults").await;
    assert_eq!(
        faults,
        json!([
            {
                "id": 1, "kind": "429", "active": true, "struck": 0, "remaining": 5,
                "match": { "method": "POST" }
            },
            {
                "id": 2, "kind": "slow", "active": true, "struck": 0, "probability": 0.5, "seed": 7,
                "delay_ms": 2000, "match": {}
            },
        ])
    );
    let response = network
        .order_fault(json!({ "kind": "429", "cuont": 5 }))
        .await;
    assert_eq!(response.status(), 400);
    let body: Value = response.json().await.expect("JSON");
    assert!(
        body["error"]
            .as_str()
            .expect("a sentence")
            .contains("unknown field `cuont`"),
        "{body}"
    );

    let one = format!("{}/faults/1", network.address);
    assert_eq!(
        network
            .client
            .delete(&one)
            .send()
            .await
            .expect("an answer")
            .status(),
        204
    );
    assert_eq!(
        network
            .client
            .delete(&one)
            .send()
            .await
            .expect("an answer")
            .status(),
        404
    );
    let all = format!("{}/faults", network.address);
    assert_eq!(
        network
            .client
            .delete(all)
            .send()
            .await
            .expect("an answer")
            .status(),
        204
    );
    assert_eq!(network.get("/faults").await, json!([]));
}
