//! What is wrong with the account's TwiML, and what the caller hears of it.

use serde_json::json;

use crate::support::{
    MEMBER, Network,
    calls::dialogue,
    church::{Asked, Church},
};

const APOLOGY: &str = "heard: We are sorry, an application error has occurred. Goodbye.";

#[tokio::test]
async fn the_fallback_is_asked_with_the_code_and_the_address_that_failed() {
    let rule = |asked: &Asked| match asked.path.as_str() {
        "/voice" => Err(500),
        "/fallback" => Ok("<Say>Please call again.</Say>".to_owned()),
        _ => Ok(String::new()),
    };
    let church = Church::start(rule).await;
    let network = Network::with_voice(&church).await;
    let sid = network.dial(MEMBER).await;
    let call = network.when(&sid, "ended").await;
    assert_eq!(
        dialogue(&call),
        ["error: 11200", "heard: Please call again."]
    );
    assert_eq!(call["status"], "completed");
    let asked = &church.asked_at("/fallback")[0];
    assert_eq!(asked.get("ErrorCode"), "11200");
    assert_eq!(asked.get("ErrorUrl"), format!("{}/voice", church.address));
    let phone = network.get(&format!("/phones/{MEMBER}")).await;
    assert_eq!(phone["errors"][0]["code"], 11200);
    assert_eq!(phone["errors"][0]["sid"], sid.as_str());
}

#[tokio::test]
async fn a_mistake_in_a_later_turn_is_shown_and_a_wrong_fallback_ends_with_twilios_apology() {
    let rule = |asked: &Asked| {
        Ok(match asked.path.as_str() {
            "/voice" => "<Gather input=\"speech\" action=\"/turn\"/>",
            "/turn" => "<Say>This is never heard.</Say><Sing>Hallelujah</Sing>",
            "/fallback" => "<Say voice=\"nobody\">Hello</Say>",
            _ => "",
        }
        .to_owned())
    };
    let church = Church::start(rule).await;
    let mut network = Network::with_voice(&church).await;
    let sid = network.dial(MEMBER).await;
    network.answer(&sid, "Hello").await;
    let call = network.when(&sid, "ended").await;
    assert_eq!(
        dialogue(&call),
        ["said: Hello", "error: 12200", "error: 13511", APOLOGY]
    );
    let message = call["dialogue"][1]["message"].as_str().expect("a sentence");
    assert!(message.contains("<Sing>"), "{message}");
    church.await_asked("/status", 1).await;
    network.kill_and_restart();
    let phone = network.get(&format!("/phones/{MEMBER}")).await;
    assert_eq!(phone["errors"][1]["title"], "Say: Invalid voice value");
}

#[tokio::test]
async fn where_nothing_listens_the_caller_hears_of_an_error_at_once() {
    let network = Network::start();
    network
        .set_webhook(&[("VoiceUrl", "http://127.0.0.1:9/voice")])
        .await;
    let sid = network.dial(MEMBER).await;
    let call = network.when(&sid, "ended").await;
    assert_eq!(dialogue(&call), ["error: 11205", APOLOGY]);
}

#[tokio::test]
async fn a_caller_who_hangs_up_need_not_wait_for_a_webhook_that_does_not_answer() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let silent = silent.expect("a port");
    let url = format!("http://{}/voice", silent.local_addr().expect("an address"));
    let network = Network::start();
    network.set_webhook(&[("VoiceUrl", &url)]).await;
    let sid = network.dial(MEMBER).await;
    let (_held, _) = silent.accept().await.expect("a request");
    network.act(&sid, "hang_up", json!({})).await;
    let call = network.when(&sid, "ended").await;
    assert_eq!(call["status"], "no-answer");
    assert_eq!(dialogue(&call), ["event: The phone hangs up."]);
}

#[tokio::test]
async fn the_log_holds_nothing_of_what_is_heard_and_said() {
    let rule = |asked: &Asked| {
        Ok(match asked.path.as_str() {
            "/voice" => {
                "<Gather input=\"dtmf speech\" action=\"/turn\"><Say>A secret</Say></Gather>"
            }
            "/turn" => "<Say language=\"secret\">A secret</Say>",
            _ => "",
        }
        .to_owned())
    };
    let church = Church::start(rule).await;
    let mut network = Network::with_voice(&church).await;
    let sid = network.dial(MEMBER).await;
    network.when(&sid, "listening").await;
    network
        .act(&sid, "say", json!({ "words": "Another secret" }))
        .await;
    network.when(&sid, "ended").await;
    church.await_asked("/status", 1).await;
    assert!(network.stop(), "SIGTERM ends it well");
    let log = network.log();
    assert!(
        log.contains("TwiML asked for") && log.contains("12200"),
        "{log}"
    );
    for word in ["2025550143", "2025550100", "secret"] {
        assert!(!log.contains(word), "the log holds {word}");
    }
}

#[tokio::test]
async fn a_call_that_a_kill_cut_off_has_ended_after_the_restart() {
    let rule = |asked: &Asked| {
        Ok(match asked.path.as_str() {
            "/voice" => "<Gather input=\"speech\" timeout=\"600\"/>".to_owned(),
            _ => String::new(),
        })
    };
    let church = Church::start(rule).await;
    let mut network = Network::with_voice(&church).await;
    let sid = network.dial(MEMBER).await;
    network.when(&sid, "listening").await;
    network.kill_and_restart();
    let told = church.await_asked("/status", 1).await;
    assert_eq!(told[0].get("CallSid"), sid);
    let call = network.when(&sid, "ended").await;
    assert!(["completed", "no-answer"].contains(&call["status"].as_str().expect("a status")));
    let late = network
        .post(&format!("/calls/{sid}/say"), json!({ "words": "a" }))
        .await;
    assert_eq!(late.status(), 409);
}
