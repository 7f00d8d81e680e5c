//! Questions and answers: words, keys, silence, and what breaks in.

use serde_json::json;

use crate::support::{
    MEMBER, Network,
    calls::dialogue,
    church::{Asked, Church},
};

fn keys(asked: &Asked) -> Result<String, u16> {
    Ok(match asked.path.as_str() {
        "/voice" => "<Gather numDigits=\"2\" action=\"/two\"><Say>Two keys</Say></Gather>",
        "/two" => "<Gather action=\"/finished\" finishOnKey=\"*\"/>",
        "/finished" => {
            "<Gather input=\"dtmf speech\" action=\"/silent\" actionOnEmptyResult=\"true\"/>"
        }
        "/silent" => "<Gather input=\"speech\" action=\"/never\"/><Say>You said nothing.</Say>",
        _ => "",
    }
    .to_owned())
}

#[tokio::test]
async fn keys_are_collected_as_twilio_collects_them() {
    let church = Church::start(keys).await;
    let network = Network::with_voice(&church).await;
    let sid = network.dial(MEMBER).await;
    network.when(&sid, "listening").await;
    let said = network
        .post(&format!("/calls/{sid}/say"), json!({ "words": "a" }))
        .await;
    assert_eq!(said.status(), 409, "this question takes keys alone");
    network.act(&sid, "press", json!({ "digits": "4" })).await;
    let call = network.when(&sid, "listening").await;
    assert_eq!(call["waits_for"]["digits"], "4");
    network.act(&sid, "press", json!({ "digits": "2" })).await;
    let asked = &church.await_asked("/two", 1).await[0];
    assert_eq!(asked.get("Digits"), "42");
    assert!(!asked.parameters.contains_key("SpeechResult"));

    network.when(&sid, "listening").await;
    network
        .act(&sid, "press", json!({ "digits": "*12#*" }))
        .await;
    let asked = &church.await_asked("/finished", 1).await[0];
    assert_eq!(
        (asked.get("Digits"), asked.get("FinishedOnKey")),
        ("12#", "*")
    );

    // Silence is told only where it is wished, and then with nothing at all.
    network.when(&sid, "listening").await;
    network.act(&sid, "stay_silent", json!({})).await;
    let asked = &church.await_asked("/silent", 1).await[0];
    assert!(!asked.parameters.contains_key("Digits"));
    assert!(!asked.parameters.contains_key("SpeechResult"));
    network.when(&sid, "listening").await;
    network.act(&sid, "stay_silent", json!({})).await;
    let call = network.when(&sid, "ended").await;
    assert_eq!(
        dialogue(&call).last().expect("words"),
        "heard: You said nothing."
    );
    assert_eq!(church.asked_at("/never").len(), 0);
}

#[tokio::test]
async fn keys_that_were_pressed_count_when_the_time_is_over() {
    let church = Church::start(keys).await;
    let network = Network::start_with(&["--silence-percent", "1"]);
    network.set_voice(&church).await;
    let sid = network.dial(MEMBER).await;
    // Two keys are asked for; after one, one percent of five seconds goes by.
    network.when(&sid, "listening").await;
    network.act(&sid, "press", json!({ "digits": "7" })).await;
    let asked = &church.await_asked("/two", 1).await[0];
    assert_eq!(asked.get("Digits"), "7");
}

#[tokio::test]
async fn real_silence_is_as_long_as_the_question_says() {
    let rule = |asked: &Asked| {
        Ok(match asked.path.as_str() {
            "/voice" => "<Gather timeout=\"1\"/><Say>Goodbye</Say>".to_owned(),
            _ => String::new(),
        })
    };
    let church = Church::start(rule).await;
    let network = Network::with_voice(&church).await;
    let began = std::time::Instant::now();
    let sid = network.dial(MEMBER).await;
    let call = network.when(&sid, "ended").await;
    assert!(began.elapsed().as_millis() >= 1_000);
    assert_eq!(dialogue(&call), ["heard: Goodbye"]);
}

fn long_speech(asked: &Asked) -> Result<String, u16> {
    let words = "word ".repeat(200);
    Ok(match asked.path.as_str() {
        "/voice" => {
            format!("<Gather input=\"dtmf speech\" action=\"/heard\"><Say>{words}</Say></Gather>")
        }
        "/heard" if asked.get("SpeechResult") == "stop" => format!(
            "<Gather input=\"speech\" bargeIn=\"false\" action=\"/heard\"><Say>{words}</Say></Gather>"
        ),
        _ => "<Say>Yes?</Say>".to_owned(),
    })
}

#[tokio::test]
async fn words_and_keys_break_in_on_speech_where_they_may() {
    let church = Church::start(long_speech).await;
    let network = Network::start_with(&["--speech-ms-per-character", "1000"]);
    network.set_voice(&church).await;
    let sid = network.dial(MEMBER).await;
    network.when(&sid, "speaking").await;
    network.act(&sid, "say", json!({ "words": "stop" })).await;
    church.await_asked("/heard", 1).await;
    let call = network
        .get(&format!("/calls/{sid}?until=speaking&after=2"))
        .await;
    assert_eq!(call["dialogue"][0]["interrupted"], true);
    let late = network
        .post(&format!("/calls/{sid}/say"), json!({ "words": "stop" }))
        .await;
    assert_eq!(late.status(), 409, "this question may not be broken in on");
    let sid = network.dial("+12025550177").await;
    network.when(&sid, "speaking").await;
    network.act(&sid, "press", json!({ "digits": "1#" })).await;
    let asked = church.await_asked("/heard", 2).await;
    assert_eq!(asked[1].get("Digits"), "1");
}

#[tokio::test]
async fn a_request_that_is_repeated_is_answered_twice_and_executed_once() {
    let church = Church::start(keys).await;
    let network = Network::with_voice(&church).await;
    let fault = json!({ "kind": "webhook_repeated", "match": { "path": "/two" } });
    assert_eq!(network.order_fault(fault).await.status(), 201);
    let sid = network.dial(MEMBER).await;
    network.when(&sid, "listening").await;
    network.act(&sid, "press", json!({ "digits": "42" })).await;
    let asked = church.await_asked("/two", 2).await;
    assert_eq!(asked[0].parameters, asked[1].parameters);
    let call = network.when(&sid, "listening").await;
    assert_eq!(dialogue(&call), ["heard: Two keys", "keys: 42"]);
    let fault = json!({ "kind": "callback_repeated", "match": { "path": "/status" } });
    network.order_fault(fault).await;
    network.act(&sid, "hang_up", json!({})).await;
    let told = church.await_asked("/status", 2).await;
    assert_eq!(told[0].parameters, told[1].parameters);
}
