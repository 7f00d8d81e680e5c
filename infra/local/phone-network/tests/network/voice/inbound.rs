//! A phone dials the church.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{
    ACCOUNT, CHURCH, MEMBER, Network,
    calls::dialogue,
    church::{Asked, Church},
    expected_signature,
};

fn welcome(asked: &Asked) -> Result<String, u16> {
    match asked.path.as_str() {
        "/voice" => Ok("<Gather input=\"speech\" action=\"/turn?n=1\" language=\"es-US\" hints=\"misa, culto\">\
            <Say voice=\"Polly.Lupe-Neural\" language=\"es-US\">Hola &amp; bienvenida.</Say></Gather><Say>Adiós</Say>"
            .to_owned()),
        "/turn?n=1" => Ok(format!(
            "<Say>You said {}.</Say><Play digits=\"1\"/><Hangup/>",
            asked.get("SpeechResult")
        )),
        _ => Ok(String::new()),
    }
}

#[tokio::test]
async fn a_call_is_answered_heard_and_told_of_with_twilios_parameters() {
    let church = Church::start(welcome).await;
    let network = Network::with_voice(&church).await;
    let dialled = network
        .post(
            &format!("/phones/{MEMBER}/calls"),
            json!({ "caller_name": "ROSA M" }),
        )
        .await;
    let dialled: Value = dialled.json().await.expect("JSON");
    let sid = dialled["sid"].as_str().expect("a sid").to_owned();
    assert!(sid.starts_with("CA") && sid.len() == 34, "{sid}");

    let call = network.when(&sid, "listening").await;
    let wait = &call["waits_for"];
    assert_eq!(wait["language"], "es-US");
    assert_eq!(wait["hints"], json!(["misa", "culto"]));
    assert_eq!(wait["input"], json!(["speech"]));
    assert!(wait["until"].is_string());
    assert_eq!(call["status"], "in-progress");
    let heard = &call["dialogue"][0];
    assert_eq!(heard["kind"], "heard");
    assert_eq!(heard["text"], "Hola & bienvenida.");
    assert_eq!(
        (&heard["language"], &heard["voice"]),
        (&json!("es-US"), &json!("Polly.Lupe-Neural"))
    );
    let words = json!({ "words": "¿Cuándo es la misa?", "confidence": 0.75 });
    network.act(&sid, "say", words).await;
    let call = network.when(&sid, "ended").await;
    assert_eq!(call["status"], "completed");
    assert_eq!(
        dialogue(&call),
        [
            "heard: Hola & bienvenida.",
            "said: ¿Cuándo es la misa?",
            "heard: You said ¿Cuándo es la misa?.",
            "tones: 1",
        ]
    );

    let first = &church.asked()[0];
    let mut expected: BTreeMap<String, String> = [
        ("AccountSid", ACCOUNT),
        ("ApiVersion", "2010-04-01"),
        ("CallSid", &sid),
        ("CallStatus", "ringing"),
        ("CallerName", "ROSA M"),
        ("Direction", "inbound"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    for (name, number) in [
        ("From", MEMBER),
        ("Caller", MEMBER),
        ("To", CHURCH),
        ("Called", CHURCH),
    ] {
        expected.insert(name.to_owned(), number.to_owned());
        expected.insert(format!("{name}Country"), "US".to_owned());
        for part in ["City", "State", "Zip"] {
            expected.insert(format!("{name}{part}"), String::new());
        }
    }
    assert_eq!(first.parameters, expected);
    let url = format!("{}/voice", church.address);
    assert_eq!(first.signature, expected_signature(&url, &expected));

    let turn = &church.asked_at("/turn?n=1")[0];
    assert_eq!(turn.get("CallStatus"), "in-progress");
    assert_eq!(turn.get("Confidence"), "0.75");
    assert!(!turn.parameters.contains_key("Digits"));
    let url = format!("{}/turn?n=1", church.address);
    assert_eq!(turn.signature, expected_signature(&url, &turn.parameters));

    let told = &church.await_asked("/status", 1).await[0];
    assert_eq!(told.get("CallStatus"), "completed");
    assert_eq!(told.get("SequenceNumber"), "0");
    assert_eq!(told.get("CallDuration"), "0");
    assert_eq!(told.get("Duration"), "1");
    assert!(told.get("Timestamp").ends_with("+0000"));

    let resource = network.call_resource(&sid).await;
    assert_eq!(resource["direction"], "inbound");
    assert_eq!(resource["price"], "-0.00850");
    assert_eq!(resource["from"], MEMBER);
    assert_eq!(network.accepted().await, Vec::<Value>::new());
    let phone = network.get(&format!("/phones/{MEMBER}")).await;
    assert_eq!(phone["dialled"][0]["sid"], sid.as_str());
}

#[tokio::test]
async fn a_caller_may_hang_up_at_any_time() {
    let church = Church::start(welcome).await;
    let network = Network::with_voice(&church).await;
    let sid = network.dial(MEMBER).await;
    network.when(&sid, "listening").await;
    network.act(&sid, "hang_up", json!({})).await;
    let call = network.when(&sid, "ended").await;
    assert_eq!(call["status"], "completed");
    assert_eq!(
        dialogue(&call).last().expect("an entry"),
        "event: The phone hangs up."
    );
    church.await_asked("/status", 1).await;
    let again = network
        .post(&format!("/calls/{sid}/hang_up"), json!({}))
        .await;
    assert_eq!(again.status(), 409);
    assert_eq!(church.asked_at("/turn?n=1").len(), 0);
}

#[tokio::test]
async fn a_rejected_call_is_not_answered_and_costs_nothing() {
    let reject = |asked: &Asked| match asked.path.as_str() {
        "/voice" if asked.get("From") == MEMBER => Ok("<Reject reason=\"busy\"/>".to_owned()),
        "/voice" if asked.get("From") == "+12025550178" => Ok("<Say>Hi</Say><Reject/>".to_owned()),
        "/voice" => Ok("<Pause/><Reject/>".to_owned()),
        _ => Ok(String::new()),
    };
    let church = Church::start(reject).await;
    let network = Network::start_with(&["--silence-percent", "0"]);
    network.set_voice(&church).await;
    for (number, status) in [(MEMBER, "busy"), ("+12025550177", "no-answer")] {
        let sid = network.dial(number).await;
        assert_eq!(network.when(&sid, "ended").await["status"], status);
        let resource = network.call_resource(&sid).await;
        assert_eq!(resource["price"], Value::Null);
        assert_eq!(resource["start_time"], Value::Null);
    }
    // What has spoken has answered: it can only hang up then.
    let sid = network.dial("+12025550178").await;
    assert_eq!(network.when(&sid, "ended").await["status"], "completed");
    assert_eq!(network.call_resource(&sid).await["price"], "-0.00850");
    let told = church.await_asked("/status", 2).await;
    assert_eq!(told[0].get("CallDuration"), "0");
    assert_eq!(told[0].get("Duration"), "0");
}

#[tokio::test]
async fn without_a_webhook_nobody_answers() {
    let network = Network::start();
    let sid = network.dial(MEMBER).await;
    let call = network.when(&sid, "ended").await;
    assert_eq!(call["status"], "failed");
    assert!(dialogue(&call)[0].contains("no VoiceUrl"));
}

#[tokio::test]
async fn what_no_phone_could_do_is_refused_with_a_sentence() {
    let church = Church::start(welcome).await;
    let network = Network::with_voice(&church).await;
    for (number, order, part) in [
        ("2025550143", json!({}), "E.164"),
        (CHURCH, json!({}), "church's own number"),
        (MEMBER, json!({ "name": "a" }), "unknown field `name`"),
        (MEMBER, json!({ "caller_name": "" }), "1 to 60"),
        (MEMBER, json!({ "silence_percent": 101 }), "0 to 100"),
    ] {
        let answer = network
            .post(&format!("/phones/{number}/calls"), order)
            .await;
        assert_eq!(answer.status(), 400);
        let body: Value = answer.json().await.expect("JSON");
        assert!(
            body["error"].as_str().expect("a sentence").contains(part),
            "{body}"
        );
    }
    let sid = network.dial(MEMBER).await;
    network.when(&sid, "listening").await;
    for (deed, body, status, part) in [
        ("say", json!({ "words": " " }), 400, "stay_silent"),
        (
            "say",
            json!({ "words": "a", "confidence": 2 }),
            400,
            "0 to 1",
        ),
        ("say", json!({ "word": "a" }), 400, "unknown field"),
        ("press", json!({ "digits": "a" }), 400, "0-9"),
        ("press", json!({ "digits": "1" }), 409, "speech alone"),
        ("answer", json!({}), 409, "does not ring"),
        ("decline", json!({}), 409, "does not ring"),
    ] {
        let answer = network.post(&format!("/calls/{sid}/{deed}"), body).await;
        assert_eq!(answer.status(), status, "{deed}");
        let body: Value = answer.json().await.expect("JSON");
        assert!(
            body["error"].as_str().expect("a sentence").contains(part),
            "{body}"
        );
    }
    let unknown = network
        .post("/calls/CA1/say", json!({ "words": "a" }))
        .await;
    assert_eq!(unknown.status(), 404);
    let list = network
        .get(&format!("/calls?phone={MEMBER}&open=true").replace('+', "%2B"))
        .await;
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
}
