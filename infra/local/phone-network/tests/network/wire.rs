//! Twilio's wire format, as a client on the other side of a socket sees it.

use crate::support::{ACCOUNT, CHURCH, MEMBER, Network, Receiver, expected_signature};
use axum::http::Method;
use serde_json::{Value, json};

/// Puts a placeholder where a sid or date was, after checking its form.
fn redact(resource: &mut Value) {
    let sid = resource["sid"].as_str().expect("a sid").to_owned();
    assert!(
        sid.len() == 34 && sid[2..].bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{sid}"
    );
    for name in [
        "date_created",
        "date_updated",
        "date_sent",
        "start_time",
        "end_time",
    ] {
        if let Some(date) = resource[name].as_str() {
            assert!(
                date.ends_with(" +0000") && date.len() == 31,
                "{name} is {date}"
            );
            resource[name] = json!("<date>");
        }
    }
    let text = resource
        .to_string()
        .replace(&sid, "<sid>")
        .replace(ACCOUNT, "<account>");
    *resource = serde_json::from_str(&text).expect("still JSON");
}

#[tokio::test]
async fn a_created_message_is_answered_with_every_field_that_twilio_sends() {
    let network = Network::start_with(&["--min-delay-ms", "60000", "--max-delay-ms", "60000"]);
    let mut resource = network.text(MEMBER, "Supper on Friday at 6 €", "").await;
    redact(&mut resource);
    assert_eq!(
        resource,
        json!({
            "account_sid": "<account>",
            "api_version": "2010-04-01",
            "body": "Supper on Friday at 6 €",
            "date_created": "<date>",
            "date_sent": null,
            "date_updated": "<date>",
            "direction": "outbound-api",
            "error_code": null,
            "error_message": null,
            "from": CHURCH,
            "messaging_service_sid": null,
            "num_media": "0",
            "num_segments": "1",
            "price": null,
            "price_unit": "USD",
            "sid": "<sid>",
            "status": "queued",
            "subresource_uris": {
                "media": "/2010-04-01/Accounts/<account>/Messages/<sid>/Media.json"
            },
            "to": MEMBER,
            "uri": "/2010-04-01/Accounts/<account>/Messages/<sid>.json",
        })
    );
}

#[tokio::test]
async fn a_messaging_service_takes_the_place_of_the_sender_and_chooses_it_later() {
    let network = Network::start();
    let receiver = Receiver::start().await;
    let service = "MG0123456789abcdef0123456789abcdef";
    let callback = format!("{}/status", receiver.address);
    let form = [
        ("To", MEMBER),
        ("MessagingServiceSid", service),
        ("Body", "Hello"),
        ("StatusCallback", &callback),
    ];
    let response = network.post_message(&form).send().await.expect("an answer");
    let resource: Value = response.json().await.expect("a resource");
    assert_eq!(resource["status"], "accepted");
    assert_eq!(resource["from"], Value::Null);
    assert_eq!(resource["num_segments"], "0");
    assert_eq!(resource["messaging_service_sid"], service);

    let callbacks = receiver.await_count(3).await;
    assert_eq!(callbacks[0].parameters["From"], CHURCH);
    assert_eq!(callbacks[0].parameters["MessagingServiceSid"], service);
    let sid = resource["sid"].as_str().expect("a sid");
    assert_eq!(network.await_status(sid, "delivered").await["from"], CHURCH);
}

#[tokio::test]
async fn statuses_are_called_back_in_order_and_signed() {
    let network = Network::start();
    let receiver = Receiver::start().await;
    let url = format!(
        "{}/api/webhooks/twilio/sms-status?id=msg_1&x=a%20b",
        receiver.address
    );
    let resource = network.text(MEMBER, "Hello", &url).await;
    let callbacks = receiver.await_count(3).await;
    assert_eq!(receiver.statuses(), ["queued", "sent", "delivered"]);
    for callback in &callbacks {
        assert_eq!(callback.method, Method::POST);
        assert_eq!(
            callback.target,
            "/api/webhooks/twilio/sms-status?id=msg_1&x=a%20b"
        );
        assert_eq!(
            callback.signature,
            expected_signature(&url, &callback.parameters)
        );
        let status = callback.status();
        for (name, value) in [
            ("MessageSid", resource["sid"].as_str().expect("a sid")),
            ("SmsSid", resource["sid"].as_str().expect("a sid")),
            ("AccountSid", ACCOUNT),
            ("From", CHURCH),
            ("To", MEMBER),
            ("SmsStatus", status),
            ("ApiVersion", "2010-04-01"),
        ] {
            assert_eq!(callback.parameters[name], value, "{name}");
        }
        assert!(!callback.parameters.contains_key("ErrorCode"));
    }
}

#[tokio::test]
async fn a_fragment_of_the_callback_url_asks_for_retries_and_is_not_signed() {
    let network = Network::start();
    let receiver = Receiver::start().await;
    receiver.answer_with(&[500, 503]);
    let url = format!("{}/status", receiver.address);
    network
        .text(MEMBER, "Hello", &format!("{url}#rc=3&rp=5xx"))
        .await;
    let callbacks = receiver.await_count(5).await;
    assert_eq!(
        receiver.statuses(),
        ["queued", "queued", "queued", "sent", "delivered"]
    );
    assert_eq!(
        callbacks[0].signature,
        expected_signature(&url, &callbacks[0].parameters)
    );
}

#[tokio::test]
async fn without_a_wish_a_failed_callback_is_not_retried() {
    let network = Network::start();
    let receiver = Receiver::start().await;
    receiver.answer_with(&[500]);
    network
        .text(MEMBER, "Hello", &format!("{}/status", receiver.address))
        .await;
    receiver.await_count(3).await;
    assert_eq!(receiver.statuses(), ["queued", "sent", "delivered"]);
}

#[tokio::test]
async fn wrong_credentials_are_refused_as_twilio_refuses_them() {
    let network = Network::start();
    let url = format!(
        "{}/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
        network.address
    );
    for request in [
        network.client.post(&url),
        network.client.post(&url).basic_auth(ACCOUNT, Some("wrong")),
        network.client.post(&url).basic_auth(
            "AC00000000000000000000000000000000",
            Some(crate::support::TOKEN),
        ),
    ] {
        let form = [("To", MEMBER), ("From", CHURCH), ("Body", "Hello")];
        let response = request.form(&form).send().await.expect("an answer");
        assert_eq!(response.status(), 401);
        let body: Value = response.json().await.expect("JSON");
        assert_eq!(
            body,
            json!({
                "code": 20003,
                "message": "Authenticate",
                "more_info": "https://www.twilio.com/docs/errors/20003",
                "status": 401
            })
        );
    }
    assert_eq!(network.accepted().await, Vec::<Value>::new());
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_played_is_refused() {
    let network = Network::start();
    let sid = "SM00000000000000000000000000000000";
    for (method, path, status, code) in [
        (Method::GET, format!("Messages/{sid}.json"), 404, 20404),
        (Method::GET, "Conferences.json".to_owned(), 404, 20404),
        (Method::GET, "Messages".to_owned(), 404, 20404),
        (Method::DELETE, format!("Messages/{sid}.json"), 405, 20004),
        (Method::PUT, "Messages.json".to_owned(), 405, 20004),
        (Method::GET, "Messages.json?Too=1".to_owned(), 400, 20001),
        (
            Method::GET,
            "Messages.json?PageSize=1001".to_owned(),
            400,
            20001,
        ),
        (
            Method::GET,
            "Messages.json?DateSent=Friday".to_owned(),
            400,
            20001,
        ),
        (Method::GET, "Messages.json?Page=1".to_owned(), 400, 20001),
        (Method::POST, "Messages.json?To=1".to_owned(), 400, 20001),
    ] {
        let response = network
            .twilio(method, &path)
            .send()
            .await
            .expect("an answer");
        assert_eq!(response.status(), status, "{path}");
        let body: Value = response.json().await.expect("JSON");
        assert_eq!(body["code"], code, "{path}");
    }
    let response = network
        .twilio(Method::POST, "Messages.json")
        .json(&json!({ "To": MEMBER }))
        .send()
        .await
        .expect("an answer");
    assert_eq!(response.status(), 415);
    assert_eq!(network.accepted().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_list_is_newest_first_and_walks_by_its_own_links() {
    // Slow, so that no text moves on between one look at a page and the next.
    let network = Network::start_with(&["--min-delay-ms", "60000", "--max-delay-ms", "60000"]);
    for number in 0..5 {
        network.text(MEMBER, &format!("Text {number}"), "").await;
        network.text("+12025550177", "Another phone", "").await;
    }
    let mut bodies = Vec::new();
    let mut pages = Vec::new();
    let mut path = Some("Messages.json?To=%2B12025550143&PageSize=2".to_owned());
    while let Some(next) = path {
        let response = network
            .twilio(Method::GET, &next)
            .send()
            .await
            .expect("an answer");
        let page: Value = response.json().await.expect("JSON");
        let texts = page["messages"].as_array().expect("a list");
        bodies.extend(
            texts
                .iter()
                .map(|text| text["body"].as_str().expect("a body").to_owned()),
        );
        let prefix = format!("/2010-04-01/Accounts/{ACCOUNT}/");
        path = page["next_page_uri"].as_str().map(|uri| {
            uri.strip_prefix(&prefix)
                .expect("below the account")
                .to_owned()
        });
        pages.push(page);
    }
    assert_eq!(bodies, ["Text 4", "Text 3", "Text 2", "Text 1", "Text 0"]);
    let numbers: Vec<(u64, u64, u64)> = pages
        .iter()
        .map(|page| {
            let number = |name: &str| page[name].as_u64().expect("a number");
            (number("page"), number("start"), number("end"))
        })
        .collect();
    assert_eq!(numbers, [(0, 0, 1), (1, 2, 3), (2, 4, 4)]);
    assert_eq!(pages[0]["previous_page_uri"], Value::Null);
    let back = pages[1]["previous_page_uri"].as_str().expect("a link back");
    let url = format!("{}{back}", network.address);
    let response = network
        .client
        .get(url)
        .basic_auth(ACCOUNT, Some(crate::support::TOKEN))
        .send()
        .await
        .expect("an answer");
    let page: Value = response.json().await.expect("JSON");
    assert_eq!(page["messages"], pages[0]["messages"]);
}

#[tokio::test]
async fn a_list_can_be_narrowed_by_number_and_by_the_day_of_sending() {
    let network = Network::start();
    network
        .set_phone(
            "+12025550188",
            json!({ "behaviour": "slow", "delay_ms": 60_000 }),
        )
        .await;
    let sent = network.text(MEMBER, "Sent", "").await;
    network.text("+12025550188", "Never handed over", "").await;
    network
        .await_status(sent["sid"].as_str().expect("a sid"), "delivered")
        .await;
    let today = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    for (query, expected) in [
        (String::new(), 2),
        ("To=%2B12025550143".to_owned(), 1),
        ("To=%2B12025550199".to_owned(), 0),
        ("From=%2B12025550100".to_owned(), 2),
        ("From=%2B12025550143".to_owned(), 0),
        // A text that was accepted and not sent yet has no date, and no filter by date finds it.
        (format!("DateSent={today}"), 1),
        (format!("DateSent>={today}"), 1),
        (format!("DateSent<={today}"), 1),
        ("DateSent>=2999-01-01".to_owned(), 0),
        ("DateSent<=2000-01-01".to_owned(), 0),
        (
            "DateSent%3E=2000-01-01&To=%2B12025550143&From=%2B12025550100".to_owned(),
            1,
        ),
    ] {
        let path = format!("Messages.json?{query}");
        let response = network
            .twilio(Method::GET, &path)
            .send()
            .await
            .expect("an answer");
        let page: Value = response.json().await.expect("JSON");
        assert_eq!(
            page["messages"].as_array().map(Vec::len),
            Some(expected),
            "{query}"
        );
    }
}
