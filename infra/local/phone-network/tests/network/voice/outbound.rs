//! The church calls a phone.

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::{
    CHURCH, MEMBER, Network,
    calls::dialogue,
    church::{Asked, Church},
};

fn message(asked: &Asked) -> Result<String, u16> {
    Ok(match asked.path.as_str() {
        "/message" => "<Gather numDigits=\"1\" action=\"/key\" timeout=\"60\"><Say>Dinner is at six.</Say></Gather>",
        "/elsewhere" => "<Say>Elsewhere.</Say>",
        "/key" => "<Say>Thank you.</Say>",
        _ => "",
    }
    .to_owned())
}

const EVENTS: [(&str, &str); 4] = [
    ("StatusCallbackEvent", "initiated"),
    ("StatusCallbackEvent", "ringing"),
    ("StatusCallbackEvent", "answered"),
    ("StatusCallbackEvent", "completed"),
];

async fn call(network: &Network, church: &Church, to: &str, more: &[(&str, &str)]) -> String {
    let (url, status) = (
        format!("{}/message", church.address),
        format!("{}/status?to={}", church.address, &to[1..]),
    );
    let mut form = vec![("Url", url.as_str()), ("StatusCallback", &status)];
    form.extend(EVENTS);
    form.extend_from_slice(more);
    network.call(to, &form).await
}

fn statuses(church: &Church, to: &str) -> Vec<String> {
    let path = format!("/status?to={}", &to[1..]);
    let asked = church.asked_at(&path);
    asked
        .iter()
        .map(|asked| asked.get("CallStatus").to_owned())
        .collect()
}

#[tokio::test]
async fn a_call_is_answered_and_its_document_heard_and_answered() {
    let church = Church::start(message).await;
    let network = Network::start();
    let sid = call(&network, &church, MEMBER, &[]).await;
    network.when(&sid, "listening").await;
    network.act(&sid, "press", json!({ "digits": "1" })).await;
    let ended = network.when(&sid, "ended").await;
    assert_eq!(
        dialogue(&ended),
        ["heard: Dinner is at six.", "keys: 1", "heard: Thank you."]
    );
    let asked = &church.asked_at("/message")[0];
    assert_eq!(asked.get("Direction"), "outbound-api");
    assert_eq!((asked.get("From"), asked.get("To")), (CHURCH, MEMBER));
    assert_eq!(asked.get("CallStatus"), "in-progress");
    assert!(!asked.parameters.contains_key("AnsweredBy"));
    church
        .await_asked(&format!("/status?to={}", &MEMBER[1..]), 4)
        .await;
    assert_eq!(
        statuses(&church, MEMBER),
        ["initiated", "ringing", "in-progress", "completed"]
    );
    assert_eq!(network.call_resource(&sid).await["price"], "-0.01400");
}

#[tokio::test]
async fn every_phone_answers_in_its_own_way() {
    let church = Church::start(message).await;
    let network = Network::start();
    for (number, behaviour, status, last) in [
        (
            "+12025550150",
            json!({ "behaviour": "busy" }),
            "busy",
            "initiated",
        ),
        (
            "+12025550151",
            json!({ "behaviour": "never_answer" }),
            "no-answer",
            "ringing",
        ),
        (
            "+12025550153",
            json!({ "behaviour": "slow", "delay_ms": 5_000 }),
            "no-answer",
            "ringing",
        ),
        (
            "+12025550152",
            json!({ "behaviour": "fail", "error_code": 30003 }),
            "failed",
            "initiated",
        ),
    ] {
        network.set_phone(number, behaviour).await;
        let sid = call(&network, &church, number, &[("Timeout", "1")]).await;
        assert_eq!(network.when(&sid, "ended").await["status"], status);
        let path = format!("/status?to={}", &number[1..]);
        church
            .await_asked(&path, if last == "ringing" { 3 } else { 2 })
            .await;
        let statuses = statuses(&church, number);
        assert_eq!(statuses[statuses.len() - 2..], [last, status]);
        assert_eq!(network.call_resource(&sid).await["price"], Value::Null);
    }
    assert_eq!(church.asked_at("/message").len(), 0);
}

#[tokio::test]
async fn a_phone_on_the_page_rings_until_a_person_takes_the_call_or_does_not() {
    let church = Church::start(message).await;
    let network = Network::start();
    network
        .set_phone(MEMBER, json!({ "behaviour": "by_hand" }))
        .await;
    let sid = call(&network, &church, MEMBER, &[]).await;
    network.when(&sid, "ringing").await;
    network
        .act(&sid, "answer", json!({ "silence_percent": 0 }))
        .await;
    assert_eq!(network.when(&sid, "ended").await["status"], "completed");
    let sid = call(&network, &church, MEMBER, &[]).await;
    network.when(&sid, "ringing").await;
    network.act(&sid, "decline", json!({})).await;
    assert_eq!(network.when(&sid, "ended").await["status"], "busy");
    // One that is told to answer while it rings answers.
    let sid = call(&network, &church, MEMBER, &[]).await;
    network.when(&sid, "ringing").await;
    network
        .set_phone(MEMBER, json!({ "behaviour": "normal" }))
        .await;
    network.when(&sid, "listening").await;
}

#[tokio::test]
async fn a_machine_is_found_out_and_spoken_to_after_the_beep() {
    let church = Church::start(message).await;
    let network = Network::start_with(&[
        "--silence-percent",
        "0",
        "--min-delay-ms",
        "5",
        "--max-delay-ms",
        "15",
    ]);
    let machine = json!({ "behaviour": "machine", "greeting_ms": 300 });
    network.set_phone(MEMBER, machine).await;
    for (detection, who, too_early) in [
        (None, Value::Null, true),
        (Some("Enable"), json!("machine_start"), true),
        (Some("DetectMessageEnd"), json!("machine_end_beep"), false),
    ] {
        let more: Vec<_> = detection
            .iter()
            .map(|how| ("MachineDetection", *how))
            .collect();
        let sid = call(&network, &church, MEMBER, &more).await;
        let ended = network.when(&sid, "ended").await;
        assert_eq!(
            ended["dialogue"][1]["before_the_beep"], too_early,
            "{detection:?}"
        );
        assert_eq!(ended["answered_by"], who);
        assert_eq!(network.call_resource(&sid).await["answered_by"], who);
        let asked = church.asked_at("/message");
        let told = asked
            .last()
            .and_then(|asked| asked.parameters.get("AnsweredBy"));
        assert_eq!(told.map(String::as_str), who.as_str());
    }
    let person = "+12025550160";
    let sid = call(
        &network,
        &church,
        person,
        &[("MachineDetection", "DetectMessageEnd")],
    )
    .await;
    assert_eq!(network.when(&sid, "ended").await["answered_by"], "human");
    for (name, value) in [
        ("MachineDetection", "Maybe"),
        ("MachineDetectionTimeout", "60"),
    ] {
        let form = [
            ("To", person),
            ("From", CHURCH),
            ("Twiml", "<Response/>"),
            (name, value),
        ];
        let refused = network
            .twilio(Method::POST, "Calls.json")
            .form(&form)
            .send()
            .await;
        assert_eq!(refused.expect("an answer").status(), 400);
    }
}

#[tokio::test]
async fn the_account_can_end_a_call_or_send_it_elsewhere() {
    let church = Church::start(message).await;
    let network = Network::start();
    network
        .set_phone(MEMBER, json!({ "behaviour": "by_hand" }))
        .await;
    let sid = call(&network, &church, MEMBER, &[]).await;
    network.when(&sid, "ringing").await;
    let elsewhere = format!("{}/elsewhere", church.address);
    let (status, body) = network.change_call(&sid, &[("Url", &elsewhere)]).await;
    assert_eq!((status, &body["code"]), (400, &json!(21220)));
    assert_eq!(
        network.change_call(&sid, &[("Status", "canceled")]).await.0,
        200
    );
    assert_eq!(network.when(&sid, "ended").await["status"], "canceled");

    let sid = call(&network, &church, MEMBER, &[]).await;
    network.when(&sid, "ringing").await;
    network.act(&sid, "answer", json!({})).await;
    network.when(&sid, "listening").await;
    assert_eq!(
        network.change_call(&sid, &[("Status", "canceled")]).await.0,
        200
    );
    assert_eq!(
        network.change_call(&sid, &[("Url", &elsewhere)]).await.0,
        200
    );
    let ended = network.when(&sid, "ended").await;
    assert_eq!(dialogue(&ended).last().expect("words"), "heard: Elsewhere.");
    assert_eq!(
        network
            .change_call(&sid, &[("Status", "completed")])
            .await
            .0,
        400
    );

    network
        .set_phone(MEMBER, json!({ "behaviour": "normal" }))
        .await;
    let sid = call(&network, &church, MEMBER, &[]).await;
    network.when(&sid, "listening").await;
    let twiml = "<Response><Say>By TwiML.</Say><Gather timeout=\"60\" action=\"https://church.example/\"/></Response>";
    assert_eq!(network.change_call(&sid, &[("Twiml", twiml)]).await.0, 200);
    let call = network
        .get(&format!("/calls/{sid}?until=listening&after=1"))
        .await;
    assert_eq!(dialogue(&call).last().expect("words"), "heard: By TwiML.");
    assert_eq!(
        network
            .change_call(&sid, &[("Status", "completed")])
            .await
            .0,
        200
    );
    assert_eq!(network.when(&sid, "ended").await["status"], "completed");
    assert_eq!(
        network.change_call(&sid, &[("Status", "paused")]).await.0,
        400
    );
    assert_eq!(
        network
            .change_call("CA1", &[("Status", "completed")])
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn a_call_ends_at_its_time_limit() {
    let church = Church::start(message).await;
    let network = Network::start();
    let sid = call(&network, &church, MEMBER, &[("TimeLimit", "1")]).await;
    let ended = network.when(&sid, "ended").await;
    assert_eq!(ended["status"], "completed");
    assert_eq!(dialogue(&ended), ["heard: Dinner is at six."]);
}
