//! Texts from phones to the church, and what the webhook's answer does.

use std::collections::BTreeMap;

use crate::support::{
    ACCOUNT, CHURCH, MEMBER, Network, Receiver, TOKEN, expected_signature, until,
};
use axum::http::Method;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

const EMPTY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

async fn network_with_webhook(receiver: &Receiver, rest: &str) -> (Network, String) {
    let network = Network::start();
    let url = format!("{}/api/webhooks/twilio/sms-inbound", receiver.address);
    network
        .set_webhook(&[("SmsUrl", &format!("{url}{rest}"))])
        .await;
    (network, url)
}

#[tokio::test]
async fn a_phones_text_is_posted_to_the_webhook_with_twilios_parameters_and_signed() {
    let receiver = Receiver::start().await;
    let (network, url) = network_with_webhook(&receiver, "?church=1&x=a%20b#rc=3&rp=all").await;
    receiver.answer_with_twiml(EMPTY);
    let body = "Is supper at 6 €? + & =";
    let sid = network.say(MEMBER, body).await;
    let phone = network.await_handover(MEMBER, &sid).await;
    assert!(sid.starts_with("SM"));

    let callbacks = receiver.callbacks();
    assert_eq!(callbacks.len(), 1);
    assert_eq!(callbacks[0].method, Method::POST);
    assert_eq!(
        callbacks[0].target,
        "/api/webhooks/twilio/sms-inbound?church=1&x=a%20b"
    );
    let expected: BTreeMap<String, String> = [
        ("AccountSid", ACCOUNT),
        ("ApiVersion", "2010-04-01"),
        ("Body", body),
        ("From", MEMBER),
        ("FromCity", ""),
        ("FromCountry", "US"),
        ("FromState", ""),
        ("FromZip", ""),
        ("MessageSid", &sid),
        ("NumMedia", "0"),
        ("NumSegments", "1"),
        ("SmsMessageSid", &sid),
        ("SmsSid", &sid),
        ("SmsStatus", "received"),
        ("To", CHURCH),
        ("ToCity", ""),
        ("ToCountry", "US"),
        ("ToState", ""),
        ("ToZip", ""),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    assert_eq!(callbacks[0].parameters, expected);
    assert_eq!(
        callbacks[0].signature,
        expected_signature(&format!("{url}?church=1&x=a%20b"), &expected)
    );
    assert_eq!(phone["sent"][0]["webhook"], "answered");
    assert_eq!(phone["sent"][0]["http_status"], 200);
    assert_eq!(
        (&phone["sent_count"], &phone["errors"]),
        (&json!(1), &json!([]))
    );

    // Twilio lists it with the rest; what the account itself created is told apart.
    let resource = network.await_status(&sid, "received").await;
    assert_eq!(resource["direction"], "inbound");
    assert_eq!(resource["price"], "-0.00830");
    let list = network.twilio(Method::GET, "Messages.json?To=%2B12025550100");
    let list: Value = list
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    assert_eq!(list["messages"], json!([resource]));
    assert_eq!(network.accepted().await, Vec::<Value>::new());
    let totals = &network.get("/health").await["totals"];
    assert_eq!(
        (&totals["accepted"], &totals["inbound"]),
        (&json!(0), &json!(1))
    );
}

#[tokio::test]
async fn the_webhooks_fragment_asks_for_retries_and_a_get_carries_all_in_its_url() {
    let receiver = Receiver::start().await;
    let (network, url) = network_with_webhook(&receiver, "#rc=2&rp=all").await;
    receiver.answer_with(&[500, 429]);
    receiver.answer_with_twiml(EMPTY);
    let sid = network.say(MEMBER, "Hello").await;
    let phone = network.await_handover(MEMBER, &sid).await;
    assert_eq!(receiver.callbacks().len(), 3);
    assert_eq!(phone["errors"], json!([]));

    network
        .set_webhook(&[("SmsUrl", &format!("{url}?a=1")), ("SmsMethod", "GET")])
        .await;
    receiver.answer_with(&[500]);
    let sid = network.say(MEMBER, "Once").await;
    let phone = network.await_handover(MEMBER, &sid).await;
    let callbacks = receiver.callbacks();
    assert_eq!(callbacks.len(), 4);
    assert_eq!(callbacks[3].method, Method::GET);
    assert_eq!(callbacks[3].parameters["Body"], "Once");
    let signed = format!("{}{}", receiver.address, callbacks[3].target);
    assert_eq!(
        callbacks[3].signature,
        expected_signature(&signed, &[].into())
    );
    assert_eq!(phone["errors"][0]["code"], 11200);
    assert_eq!(phone["sent"][1]["http_status"], 500);
}

#[tokio::test]
async fn the_answers_texts_are_sent_called_back_and_charged_like_any_other() {
    let receiver = Receiver::start().await;
    let (network, _) = network_with_webhook(&receiver, "").await;
    receiver.answer_with_twiml(
        "<Response><Message action=\"/status\">Fish &amp; chips</Message><Message to=\"+12025550177\"><Body>Too</Body></Message></Response>",
    );
    network.say(MEMBER, "What is for supper?").await;
    let callbacks = receiver.await_count(4).await;
    assert_eq!(receiver.statuses()[1..], ["queued", "sent", "delivered"]);
    let sid = &callbacks[1].parameters["MessageSid"];
    let url = format!("{}/status", receiver.address);
    assert_eq!(
        callbacks[1].signature,
        expected_signature(&url, &callbacks[1].parameters)
    );
    let resource = network.await_status(sid, "delivered").await;
    assert_eq!(resource["direction"], "outbound-reply");
    assert_eq!(resource["body"], "Fish & chips");
    let accepted = network.accepted().await;
    assert_eq!(accepted.len(), 2);
    assert_eq!(accepted[0]["origin"], "twiml");
    assert_eq!(accepted[0]["From"], CHURCH);
    assert_eq!(accepted[0]["num_segments"], "1");
    assert_eq!(accepted[0]["price"], "-0.00830");
    assert_eq!(accepted[1]["To"], "+12025550177");
    network.text(MEMBER, "By the API", "").await;
    assert_eq!(network.accepted().await[2]["origin"], "api");
}

#[tokio::test]
async fn a_mistake_in_the_answer_is_listed_and_nothing_of_it_is_sent() {
    let receiver = Receiver::start().await;
    let (network, _) = network_with_webhook(&receiver, "").await;
    let good = "<Message>Sent?</Message>";
    for (content_type, answer, code, title) in [
        (
            "text/xml",
            format!("<Response>{good}"),
            12100,
            "Document parse failure",
        ),
        (
            "text/xml",
            format!("<Response>{good}<Say>Hello</Say></Response>"),
            12200,
            "Schema validation warning",
        ),
        (
            "text/plain",
            format!("<Response>{good}</Response>"),
            12300,
            "Invalid Content-Type",
        ),
    ] {
        receiver.answer_with_body(content_type, &answer);
        let sid = network.say(MEMBER, "Hello").await;
        let phone = network.await_handover(MEMBER, &sid).await;
        let errors = phone["errors"].as_array().expect("a list");
        let error = errors.last().expect("an error");
        assert_eq!(error["sid"], sid);
        assert_eq!(
            (&error["code"], &error["title"]),
            (&json!(code), &json!(title))
        );
        assert!(!error["message"].as_str().expect("a sentence").is_empty());
    }
    // A 204 says nothing in no way that Twilio documents.
    let sid = network.say(MEMBER, "Hello").await;
    let phone = network.await_handover(MEMBER, &sid).await;
    assert_eq!(phone["errors"][3]["code"], 12300);
    assert_eq!(network.accepted().await, Vec::<Value>::new());
}

#[tokio::test]
async fn an_answer_to_a_phone_that_can_not_be_texted_is_listed_with_twilios_code() {
    let receiver = Receiver::start().await;
    let (network, _) = network_with_webhook(&receiver, "").await;
    network
        .set_phone(MEMBER, json!({ "behaviour": "fail", "error_code": 21614 }))
        .await;
    receiver.answer_with_twiml("<Response><Message>Hello</Message></Response>");
    let sid = network.say(MEMBER, "Hello").await;
    let phone = network.await_handover(MEMBER, &sid).await;
    assert_eq!(phone["errors"][0]["code"], 21614);
    assert_eq!(network.accepted().await, Vec::<Value>::new());
}

#[tokio::test]
async fn without_a_webhook_a_text_is_kept_and_nobody_is_told() {
    let network = Network::start();
    let sid = network.say(MEMBER, "Is anybody there?").await;
    let phone = network.await_handover(MEMBER, &sid).await;
    assert_eq!(phone["sent"][0]["webhook"], "no_url");
    assert_eq!(phone["sent"][0]["body"], "Is anybody there?");
    assert_eq!(phone["errors"], json!([]));
    assert_eq!(network.get("/health").await["texts_go_to"], "");
}

#[tokio::test]
async fn media_are_served_at_twilios_path_to_those_who_know_the_token() {
    let receiver = Receiver::start().await;
    let (network, _) = network_with_webhook(&receiver, "").await;
    receiver.answer_with_twiml(EMPTY);
    let picture = [0x89, b'P', b'N', b'G', 0, 255];
    let order = json!({
        "media": [{ "content_type": "image/png", "base64": STANDARD.encode(picture) }],
    });
    let response = network.send_from(MEMBER, order).await;
    let text: Value = response.json().await.expect("JSON");
    let sid = text["sid"].as_str().expect("a sid");
    assert!(sid.starts_with("MM"));
    let parameters = receiver.await_count(1).await[0].parameters.clone();
    assert_eq!(parameters["NumMedia"], "1");
    assert_eq!(parameters["MediaContentType0"], "image/png");
    let url = &parameters["MediaUrl0"];
    let medium = text["media"][0]["sid"].as_str().expect("a sid");
    assert_eq!(
        *url,
        format!(
            "{}/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}/Media/{medium}",
            network.address
        )
    );

    let fetch = |url: String, token| network.client.get(url).basic_auth(ACCOUNT, Some(token));
    let whole = fetch(url.clone(), TOKEN).send().await.expect("an answer");
    assert_eq!(whole.headers()["content-type"], "image/png");
    assert_eq!(whole.bytes().await.expect("a body")[..], picture);
    for (url, token, status) in [
        (url.clone(), "wrong", 401),
        (format!("{url}0"), TOKEN, 404),
        (url.replace(sid, "MM1"), TOKEN, 404),
    ] {
        let answer = fetch(url, token).send().await.expect("an answer");
        assert_eq!(answer.status(), status);
    }
    let bare = network.client.get(url).send().await.expect("an answer");
    assert_eq!(bare.status(), 401);

    let resource = network.await_status(sid, "received").await;
    assert_eq!(resource["num_media"], "1");
    let list = resource["subresource_uris"]["media"]
        .as_str()
        .expect("a path");
    let list = fetch(format!("{}{list}", network.address), TOKEN)
        .send()
        .await;
    let list: Value = list.expect("an answer").json().await.expect("JSON");
    let uri = list["media_list"][0]["uri"].as_str().expect("a path");
    let one = fetch(format!("{}{uri}", network.address), TOKEN)
        .send()
        .await;
    let one: Value = one.expect("an answer").json().await.expect("JSON");
    assert_eq!(one, list["media_list"][0]);
    assert_eq!(one["content_type"], "image/png");
}

#[tokio::test]
async fn what_no_phone_could_send_is_refused_with_a_sentence() {
    let network = Network::start();
    for (number, order, part) in [
        (MEMBER, json!({}), "a body or media"),
        (MEMBER, json!({ "body": " " }), "a body or media"),
        (MEMBER, json!({ "body": "a".repeat(1_601) }), "1600"),
        (MEMBER, json!({ "bodi": "a" }), "unknown field `bodi`"),
        ("2025550143", json!({ "body": "a" }), "E.164"),
        (CHURCH, json!({ "body": "a" }), "church's own number"),
        (
            MEMBER,
            json!({ "media": [{ "content_type": "png", "base64": "" }] }),
            "image/png",
        ),
    ] {
        let response = network.send_from(number, order).await;
        assert_eq!(response.status(), 400);
        let body: Value = response.json().await.expect("JSON");
        let sentence = body["error"].as_str().expect("a sentence");
        assert!(sentence.contains(part), "{sentence}");
    }
    assert_eq!(network.get("/phones").await["total"], 0);
}

#[tokio::test]
async fn a_restart_keeps_what_phones_sent_and_executes_no_answer_twice() {
    let receiver = Receiver::start().await;
    let (mut network, _) = network_with_webhook(&receiver, "").await;
    receiver.answer_with_twiml("<Response><Message>Once</Message></Response>");
    let answered = network.say(MEMBER, "First").await;
    network.await_handover(MEMBER, &answered).await;
    receiver.answer_with_twiml("<Response><Say/></Response>");
    let mistaken = network.say(MEMBER, "Second").await;
    let before = network.await_handover(MEMBER, &mistaken).await;
    network.kill_and_restart();
    let sids: Vec<Value> = network.accepted().await;
    assert_eq!(sids.len(), 1);
    network
        .await_status(sids[0]["sid"].as_str().expect("a sid"), "delivered")
        .await;
    let after = network.get(&format!("/phones/{MEMBER}")).await;
    assert_eq!(after["sent"], before["sent"]);
    assert_eq!(after["errors"], before["errors"]);
    assert_eq!(after["errors"][0]["code"], 12200);
    assert_eq!(receiver.callbacks().len(), 2);

    // The webhook is known as before, and is still there after a reset.
    let reset = network.client.post(format!("{}/reset", network.address));
    reset.send().await.expect("an answer");
    receiver.answer_with_twiml(EMPTY);
    let third = network.say(MEMBER, "Third").await;
    let phone = network.await_handover(MEMBER, &third).await;
    assert_eq!(phone["sent_count"], 1);
    assert_eq!(receiver.callbacks()[2].parameters["Body"], "Third");
}

#[tokio::test]
async fn a_text_that_a_kill_kept_from_the_webhook_is_handed_on_after_the_restart() {
    let mut network = Network::start();
    let held = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let address = held.expect("a port").local_addr().expect("an address");
    network
        .set_webhook(&[("SmsUrl", &format!("http://{address}/inbound"))])
        .await;
    let sid = network.say(MEMBER, "Hello").await;
    network.kill_and_restart();
    let listener = tokio::net::TcpListener::bind(address).await;
    let receiver = Receiver::on(listener.expect("the same port"));
    receiver.answer_with_twiml(EMPTY);
    let callbacks = receiver.await_count(1).await;
    assert_eq!(callbacks[0].parameters["MessageSid"], sid);
    network.await_handover(MEMBER, &sid).await;
}

#[tokio::test]
async fn more_than_thirty_texts_to_a_phone_in_thirty_seconds_fail_as_a_loop() {
    let network = Network::start();
    for number in 0..30 {
        network.text(MEMBER, &format!("Text {number}"), "").await;
    }
    let stopped = network.text(MEMBER, "One too many", "").await;
    let sid = stopped["sid"].as_str().expect("a sid");
    let resource = network.await_status(sid, "failed").await;
    assert_eq!(resource["error_code"], 14107);
    assert_eq!(resource["price"], Value::Null);
    let other = network.text("+12025550177", "Another phone", "").await;
    network
        .await_status(other["sid"].as_str().expect("a sid"), "delivered")
        .await;
    until("the delivery of the first thirty", async || {
        let statuses = &network.get("/health").await["totals"]["by_status"];
        (statuses["delivered"] == 31 && statuses["failed"] == 1).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_log_holds_nothing_of_what_phones_send_and_are_answered() {
    let receiver = Receiver::start().await;
    let (mut network, _) = network_with_webhook(&receiver, "").await;
    receiver.answer_with_twiml("<Response><Message>A secret answer</Message></Response>");
    let sid = network.say(MEMBER, "A secret supper").await;
    network.await_handover(MEMBER, &sid).await;
    receiver.answer_with_twiml("<Response><Message to=\"secret\">a</Message></Response>");
    let sid = network.say(MEMBER, "Another secret").await;
    network.await_handover(MEMBER, &sid).await;
    assert!(network.stop(), "SIGTERM ends it well");
    let log = network.log();
    assert!(
        log.contains("text handed over") && log.contains("14101"),
        "{log}"
    );
    for word in ["2025550143", "2025550100", "secret", TOKEN] {
        assert!(!log.contains(word), "the log holds {word}");
    }
}
