//! A call is put through to another phone.

use serde_json::{Value, json};

use crate::support::{
    CHURCH, MEMBER, Network,
    calls::dialogue,
    church::{Asked, Church},
    until,
};

const PASTOR: &str = "+12025550170";
const DEACON: &str = "+12025550171";

fn transfer(asked: &Asked) -> Result<String, u16> {
    Ok(match asked.path.as_str() {
        "/voice" => format!(
            "<Say>One moment.</Say><Dial action=\"/after\" timeout=\"1\" callerId=\"{CHURCH}\" answerOnBridge=\"true\">\
             <Number url=\"/whisper\" statusCallback=\"/leg\" statusCallbackEvent=\"initiated ringing answered completed\">\
             {PASTOR}</Number><Number url=\"/whisper\">{DEACON}</Number></Dial>"
        ),
        "/whisper" => "<Gather numDigits=\"1\" timeout=\"60\" action=\"/accepted\"><Say>Press 1 to take a call.</Say></Gather>\
             <Hangup/>"
            .to_owned(),
        "/accepted" if asked.get("Digits") == "1" => String::new(),
        "/accepted" => "<Hangup/>".to_owned(),
        "/after" if asked.get("DialBridged") == "true" => "<Hangup/>".to_owned(),
        "/after" => "<Say>Nobody is there.</Say>".to_owned(),
        _ => String::new(),
    })
}

/// The call to a phone that the transfer makes.
async fn leg(network: &Network, number: &str) -> String {
    let path = format!("/calls?phone={number}").replace('+', "%2B");
    until("a leg", async || {
        let list = network.get(&path).await;
        list["items"][0]["sid"].as_str().map(str::to_owned)
    })
    .await
}

#[tokio::test]
async fn who_takes_the_call_hears_the_whisper_first_and_then_both_hear_each_other() {
    let church = Church::start(transfer).await;
    let network = Network::with_voice(&church).await;
    network
        .set_phone(DEACON, json!({ "behaviour": "never_answer" }))
        .await;
    let sid = network.dial(MEMBER).await;
    let pastor = leg(&network, PASTOR).await;
    let call = network.when(&pastor, "listening").await;
    assert_eq!(call["direction"], "outbound-dial");
    assert_eq!(call["parent_call_sid"], sid.as_str());
    assert_eq!(call["from"], CHURCH);
    network
        .act(&pastor, "press", json!({ "digits": "1" }))
        .await;
    network.when(&sid, "connected").await;
    network.when(&pastor, "connected").await;
    // The other phone has stopped ringing.
    let deacon = leg(&network, DEACON).await;
    assert_eq!(network.when(&deacon, "ended").await["status"], "canceled");
    network
        .act(&sid, "say", json!({ "words": "Is it you?" }))
        .await;
    network
        .act(&pastor, "say", json!({ "words": "It is." }))
        .await;
    network.act(&pastor, "hang_up", json!({})).await;
    let call = network.when(&sid, "ended").await;
    assert_eq!(
        dialogue(&call),
        [
            "heard: One moment.",
            "event: Both are connected.",
            "said: Is it you?",
            "other: It is.",
        ]
    );
    let other = network.when(&pastor, "ended").await;
    assert_eq!(
        dialogue(&other),
        [
            "heard: Press 1 to take a call.",
            "keys: 1",
            "event: Both are connected.",
            "other: Is it you?",
            "said: It is.",
            "event: The phone hangs up.",
        ]
    );
    let after = &church.asked_at("/after")[0];
    assert_eq!(after.get("DialCallStatus"), "completed");
    assert_eq!(after.get("DialBridged"), "true");
    assert_eq!(after.get("DialCallSid"), pastor);
    assert_eq!(after.get("DialCallDuration"), "0");
    let told = church.await_asked("/leg", 4).await;
    let statuses: Vec<&str> = told.iter().map(|asked| asked.get("CallStatus")).collect();
    assert_eq!(
        statuses,
        ["initiated", "ringing", "in-progress", "completed"]
    );
    assert_eq!(told[0].get("ParentCallSid"), sid);
    let accepted = network.accepted().await;
    assert_eq!(accepted.len(), 2);
    assert_eq!(accepted[0]["origin"], "twiml");
}

#[tokio::test]
async fn a_call_that_nobody_takes_goes_on_with_the_action() {
    let church = Church::start(transfer).await;
    let network = Network::with_voice(&church).await;
    for number in [PASTOR, DEACON] {
        network
            .set_phone(number, json!({ "behaviour": "never_answer" }))
            .await;
    }
    let sid = network.dial(MEMBER).await;
    let call = network.when(&sid, "ended").await;
    assert_eq!(
        dialogue(&call),
        ["heard: One moment.", "heard: Nobody is there."]
    );
    let after = &church.asked_at("/after")[0];
    assert_eq!(after.get("DialCallStatus"), "no-answer");
    assert_eq!(after.get("DialBridged"), "false");
    assert!(!after.parameters.contains_key("DialCallDuration"));
}

#[tokio::test]
async fn whoever_does_not_take_the_call_after_the_whisper_was_not_connected() {
    let church = Church::start(transfer).await;
    let network = Network::with_voice(&church).await;
    network
        .set_phone(DEACON, json!({ "behaviour": "busy" }))
        .await;
    let sid = network.dial(MEMBER).await;
    let pastor = leg(&network, PASTOR).await;
    network.when(&pastor, "listening").await;
    network
        .act(&pastor, "press", json!({ "digits": "2" }))
        .await;
    let call = network.when(&sid, "ended").await;
    assert_eq!(
        dialogue(&call).last().expect("words"),
        "heard: Nobody is there."
    );
    let after = &church.asked_at("/after")[0];
    assert_eq!(after.get("DialCallStatus"), "completed");
    assert_eq!(after.get("DialBridged"), "false");
}

#[tokio::test]
async fn a_caller_who_hangs_up_while_it_rings_stops_the_ringing() {
    let church = Church::start(transfer).await;
    let network = Network::with_voice(&church).await;
    for number in [PASTOR, DEACON] {
        network
            .set_phone(number, json!({ "behaviour": "by_hand" }))
            .await;
    }
    let sid = network.dial(MEMBER).await;
    let pastor = leg(&network, PASTOR).await;
    network.when(&pastor, "ringing").await;
    network.act(&sid, "hang_up", json!({})).await;
    assert_eq!(network.when(&pastor, "ended").await["status"], "canceled");
    network.when(&sid, "ended").await;
    let after = church.await_asked("/after", 1).await;
    assert_eq!(after[0].get("DialCallStatus"), "canceled");
    let phone: Value = network.get(&format!("/phones/{MEMBER}")).await;
    assert_eq!(phone["errors"], json!([]));
}
