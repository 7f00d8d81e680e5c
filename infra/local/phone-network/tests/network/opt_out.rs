//! STOP, START and HELP, as Twilio handles them by itself.

use crate::support::{CHURCH, MEMBER, Network, Receiver, until};
use serde_json::{Value, json};

const EMPTY: &str = "<Response/>";
const STOPPED: &str = "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.";
const STARTED: &str = "You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.";
const HELP: &str = "Reply STOP to unsubscribe. Msg&Data Rates May Apply.";

/// Says something and gives back all that the phone has received from Twilio itself by then.
async fn answers_after(network: &Network, body: &str) -> Vec<String> {
    let sid = network.say(MEMBER, body).await;
    let phone = network.await_handover(MEMBER, &sid).await;
    phone["received"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|text| text["origin"] == "opt_out")
        .map(|text| text["body"].as_str().expect("a body").to_owned())
        .collect()
}

async fn code_of_a_text(network: &Network) -> Option<u64> {
    let form = [("To", MEMBER), ("From", CHURCH), ("Body", "Hello")];
    let response = network.post_message(&form).send().await.expect("an answer");
    let status = response.status();
    let body: Value = response.json().await.expect("JSON");
    assert_eq!(status, if body["code"].is_null() { 201 } else { 400 });
    body["code"].as_u64()
}

#[tokio::test]
async fn stop_is_answered_once_blocks_and_is_still_told_to_the_webhook() {
    let receiver = Receiver::start().await;
    let network = Network::start();
    network.set_webhook(&[("SmsUrl", &receiver.address)]).await;
    (0..6).for_each(|_| receiver.answer_with_twiml(EMPTY));

    assert_eq!(
        answers_after(&network, "STOP PLEASE").await,
        Vec::<String>::new()
    );
    assert_eq!(code_of_a_text(&network).await, None);
    assert_eq!(answers_after(&network, " stop ").await, [STOPPED]);
    assert_eq!(code_of_a_text(&network).await, Some(21610));
    assert_eq!(answers_after(&network, "Quit").await, [STOPPED]);
    assert_eq!(answers_after(&network, "HELP").await, [STOPPED]);
    let phone = network.get(&format!("/phones/{MEMBER}")).await;
    assert_eq!(phone["opted_out"], true);

    assert_eq!(answers_after(&network, "Yes").await, [STOPPED, STARTED]);
    assert_eq!(code_of_a_text(&network).await, None);
    assert_eq!(
        answers_after(&network, "info").await,
        [STOPPED, STARTED, HELP]
    );
    let told: Vec<String> = receiver
        .callbacks()
        .iter()
        .map(|callback| callback.parameters["Body"].clone())
        .collect();
    assert_eq!(
        told,
        ["STOP PLEASE", " stop ", "Quit", "HELP", "Yes", "info"]
    );

    // Twilio's own answers are free, and no creations of the account; other phones were never concerned.
    let origins: Vec<Value> = network
        .accepted()
        .await
        .iter()
        .map(|entry| entry["origin"].clone())
        .collect();
    assert_eq!(origins, ["api", "api"]);
    let of_twilio = phone["received"]
        .as_array()
        .and_then(|texts| texts.iter().find(|text| text["origin"] == "opt_out"));
    let sid = of_twilio.expect("Twilio's answer")["sid"]
        .as_str()
        .expect("a sid");
    let resource = network.await_status(sid, "delivered").await;
    assert_eq!(resource["direction"], "outbound-reply");
    assert_eq!(resource["price"], Value::Null);
}

#[tokio::test]
async fn yes_and_start_are_texts_like_any_other_while_nothing_is_blocked() {
    let network = Network::start();
    for word in ["YES", "START", "Unstop"] {
        assert_eq!(answers_after(&network, word).await, Vec::<String>::new());
    }
    assert_eq!(code_of_a_text(&network).await, None);
}

#[tokio::test]
async fn an_answer_of_ours_to_stop_is_not_sent_and_listed_as_a_mistake() {
    let receiver = Receiver::start().await;
    let network = Network::start();
    network.set_webhook(&[("SmsUrl", &receiver.address)]).await;
    receiver.answer_with_twiml("<Response><Message>You are off the list</Message></Response>");
    let sid = network.say(MEMBER, "STOP").await;
    let phone = network.await_handover(MEMBER, &sid).await;
    assert_eq!(phone["errors"][0]["code"], 21610);
    assert_eq!(network.accepted().await, Vec::<Value>::new());
    let received = until("Twilio's answer", async || {
        let phone = network.get(&format!("/phones/{MEMBER}")).await;
        (phone["received"][0]["status"] == "delivered").then(|| phone["received"].clone())
    })
    .await;
    assert_eq!(received.as_array().map(Vec::len), Some(1));
    assert_eq!(received[0]["body"], STOPPED);
}

#[tokio::test]
async fn a_block_outlasts_a_restart_and_ends_with_a_reset() {
    let mut network = Network::start();
    answers_after(&network, "STOP").await;
    network.kill_and_restart();
    assert_eq!(code_of_a_text(&network).await, Some(21610));
    assert_eq!(answers_after(&network, "START").await, [STOPPED, STARTED]);
    network.kill_and_restart();
    assert_eq!(code_of_a_text(&network).await, None);
    answers_after(&network, "STOP").await;
    let reset = network.client.post(format!("{}/reset", network.address));
    reset.send().await.expect("an answer");
    assert_eq!(code_of_a_text(&network).await, None);
}

#[tokio::test]
async fn an_account_may_have_it_switched_off() {
    let network = Network::start_with(&["--no-opt-out-handling"]);
    for word in ["STOP", "HELP"] {
        assert_eq!(answers_after(&network, word).await, Vec::<String>::new());
    }
    assert_eq!(code_of_a_text(&network).await, None);
    let phone = network.get(&format!("/phones/{MEMBER}")).await;
    assert_eq!(phone["opted_out"], json!(false));
}
