//! The ground truth over kills and restarts.

use std::{fs, io::Write as _};

use crate::support::{MEMBER, Network, Receiver, until};
use serde_json::json;

const SLOWLY: [&str; 4] = ["--min-delay-ms", "150", "--max-delay-ms", "200"];

#[tokio::test]
async fn a_killed_network_knows_what_it_accepted_and_carries_it_on() {
    let mut network = Network::start_with(&SLOWLY);
    let receiver = Receiver::start().await;
    let mut sids = Vec::new();
    for number in 0..20 {
        let text = network
            .text(
                &format!("+120255502{number:02}"),
                "Hello",
                &receiver.address,
            )
            .await;
        sids.push(text["sid"].as_str().expect("a sid").to_owned());
    }
    receiver.await_count(5).await;
    let before = network.accepted().await;
    network.kill_and_restart();

    let after = network.accepted().await;
    let order = |list: &[serde_json::Value]| -> Vec<String> {
        list.iter()
            .map(|entry| entry["sid"].as_str().expect("a sid").to_owned())
            .collect()
    };
    assert_eq!(order(&after), sids);
    assert_eq!(order(&before), sids);
    for sid in &sids {
        network.await_status(sid, "delivered").await;
    }
    let delivered = until("a callback of each delivery", async || {
        let mut delivered: Vec<String> = receiver
            .callbacks()
            .iter()
            .filter(|callback| callback.status() == "delivered")
            .map(|callback| callback.parameters["MessageSid"].clone())
            .collect();
        delivered.sort();
        (delivered.len() == 20).then_some(delivered)
    })
    .await;
    sids.sort();
    assert_eq!(delivered, sids);
}

#[tokio::test]
async fn what_was_final_before_a_kill_is_not_called_back_again() {
    let mut network = Network::start();
    let receiver = Receiver::start().await;
    let text = network.text(MEMBER, "Before", &receiver.address).await;
    receiver.await_count(3).await;
    let journaled = async || {
        let lines = fs::read_to_string(network.journal()).ok()?;
        lines.contains("\"delivered\"").then_some(())
    };
    until("a line of the delivery", journaled).await;
    network.kill_and_restart();
    let sid = text["sid"].as_str().expect("a sid").to_owned();
    let path = format!("/phones/{MEMBER}");
    assert_eq!(
        network.get(&path).await["received"][0]["status"],
        "delivered"
    );
    network.text(MEMBER, "After", &receiver.address).await;
    let callbacks = receiver.await_count(6).await;
    let of_before = callbacks
        .iter()
        .filter(|callback| callback.parameters["MessageSid"] == sid);
    assert_eq!(of_before.count(), 3);
}

#[tokio::test]
async fn a_line_cut_by_the_kill_is_tolerated() {
    let mut network = Network::start();
    network.text(MEMBER, "Kept", "").await;
    network.kill();
    let mut journal = fs::OpenOptions::new()
        .append(true)
        .open(network.journal())
        .expect("a journal");
    journal
        .write_all(br#"{"event":"accepted","sid":"SM12"#)
        .expect("writes");
    network.restart();
    network.text(MEMBER, "Also kept", "").await;
    network.kill_and_restart();
    let bodies: Vec<String> = network
        .accepted()
        .await
        .iter()
        .map(|entry| entry["Body"].as_str().expect("a body").to_owned())
        .collect();
    assert_eq!(bodies, ["Kept", "Also kept"]);
}

#[tokio::test]
async fn a_phone_behaves_after_a_restart_as_before() {
    let mut network = Network::start();
    network
        .set_phone(MEMBER, json!({ "behaviour": "slow", "delay_ms": 1234 }))
        .await;
    assert!(network.stop(), "SIGTERM ends it well");
    network.restart();
    let phone = network.get(&format!("/phones/{MEMBER}")).await;
    assert_eq!(
        (&phone["behaviour"], &phone["delay_ms"]),
        (&json!("slow"), &json!(1234))
    );
}

#[tokio::test]
async fn a_callback_waits_for_a_receiver_that_is_not_up_yet() {
    let network = Network::start();
    let held = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = held.local_addr().expect("an address");
    drop(held);
    let text = network
        .text(MEMBER, "Hello", &format!("http://{address}/status"))
        .await;
    let sid = text["sid"].as_str().expect("a sid");
    until("a callback that waits", async || {
        let health = network.get("/health").await;
        (health["totals"]["accepted"] == 1).then_some(())
    })
    .await;
    let receiver = Receiver::on(
        tokio::net::TcpListener::bind(address)
            .await
            .expect("the same port"),
    );
    receiver.await_count(3).await;
    network.await_status(sid, "delivered").await;
    assert_eq!(receiver.statuses(), ["queued", "sent", "delivered"]);
}

#[tokio::test]
async fn a_second_network_on_the_same_folder_is_refused_with_the_remedy() {
    let network = Network::start();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_phone-network"))
        .args([
            "--account-sid",
            crate::support::ACCOUNT,
            "--church-phone",
            crate::support::CHURCH,
            "--state-dir",
        ])
        .arg(&network.folder)
        .env("PHONE_NETWORK_AUTH_TOKEN", "x")
        .output()
        .expect("runs");
    assert!(!output.status.success());
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        error.contains("another phone network") && error.contains("--state-dir"),
        "{error}"
    );
}

#[tokio::test]
async fn a_request_under_way_is_answered_before_a_stop() {
    let mut network = Network::start();
    let fault = json!({ "kind": "slow", "delay_ms": 600 });
    assert_eq!(network.order_fault(fault).await.status(), 201);
    let form = [
        ("To", MEMBER),
        ("From", crate::support::CHURCH),
        ("Body", "Hello"),
    ];
    let request = tokio::spawn(network.post_message(&form).send());
    until("the fault's strike", async || {
        (network.get("/faults").await[0]["struck"] == 1).then_some(())
    })
    .await;
    assert!(network.stop(), "SIGTERM ends it well");
    let response = request.await.expect("no panic").expect("an answer");
    assert_eq!(response.status(), 201);
    network.restart();
    assert_eq!(network.accepted().await.len(), 1);
}

#[tokio::test]
async fn a_callback_that_a_stop_interrupts_comes_after_the_restart() {
    let mut network = Network::start();
    let held = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = held.local_addr().expect("an address");
    drop(held);
    network
        .text(MEMBER, "Hello", &format!("http://{address}/status"))
        .await;
    assert!(network.stop(), "SIGTERM ends it well");
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .expect("the same port");
    let receiver = Receiver::on(listener);
    network.restart();
    receiver.await_count(3).await;
    assert_eq!(receiver.statuses(), ["queued", "sent", "delivered"]);
}
