//! Reading the log, page by page, from a server that answers as Twilio does.

use jiff::civil::date;
use serde_json::{Value, json};
use wiremock::matchers::{basic_auth, method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::twilio::network::{ACCOUNT, BadServer, CHURCH, SERVICE, Treatment, client, closed_port};

const MEMBER: &str = "+12125550123";

fn member() -> PhoneNumber {
    PhoneNumber::from_e164(MEMBER).expect("a number in E.164")
}

fn noon() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().expect("a timestamp")
}

/// A message as Twilio lists it, with some of its fields changed.
fn message(sid: &str, changes: Value) -> Value {
    let mut message = json!({
        "sid": sid,
        "to": MEMBER,
        "from": CHURCH,
        "messaging_service_sid": null,
        "direction": "outbound-api",
        "body": "Hello",
        "status": "delivered",
        "date_created": "Sun, 01 Mar 2026 12:00:05 +0000",
        "date_sent": "Sun, 01 Mar 2026 12:00:06 +0000",
        "price": "-0.00750",
        "price_unit": "USD",
        "num_segments": "1",
        "error_code": null,
    });
    for (name, value) in changes.as_object().expect("an object") {
        message[name] = value.clone();
    }
    message
}

fn page(messages: &[Value], next: Option<&str>) -> ResponseTemplate {
    ResponseTemplate::new(200)
        .set_body_json(json!({ "messages": messages, "next_page_uri": next, "page_size": 1000 }))
}

fn messages_path() -> String {
    format!("/2010-04-01/Accounts/{ACCOUNT}/Messages.json")
}

fn listing() -> wiremock::MockBuilder {
    Mock::given(method("GET"))
        .and(path(messages_path()))
        .and(basic_auth(ACCOUNT, "secret"))
}

/// A Twilio with one page for every question.
async fn twilio(messages: &[Value]) -> MockServer {
    let server = MockServer::start().await;
    listing()
        .respond_with(page(messages, None))
        .mount(&server)
        .await;
    server
}

async fn found(messages: &[Value], sender: &str) -> Vec<LoggedText> {
    let server = twilio(messages).await;
    let twilio = client(server.uri(), sender).await;
    twilio.find_texts(&member(), noon()).await.expect("read")
}

fn sids(texts: &[LoggedText]) -> Vec<&str> {
    texts.iter().map(|text| text.sid.as_str()).collect()
}

#[tokio::test]
async fn a_text_is_found_with_all_that_is_known_of_it() {
    let texts = found(&[message("SM1", json!({}))], CHURCH).await;
    let expected = LoggedText {
        sid: "SM1".into(),
        body: "Hello".into(),
        status: CarrierStatus::Delivered,
        date_created: "2026-03-01T12:00:05Z".parse().expect("a timestamp"),
        price: Some(7_500),
        segments: 1,
    };
    assert!(texts == [expected]);
}

#[tokio::test]
async fn a_text_that_was_just_accepted_is_found_although_little_is_known_of_it() {
    let changes = json!({
        "status": "accepted", "date_sent": null, "price": null, "num_segments": null,
    });
    let texts = found(&[message("SM1", changes)], CHURCH).await;
    assert_eq!(sids(&texts), ["SM1"]);
    assert_eq!((texts[0].price, texts[0].segments), (None, 0));
    let unheard_of = found(&[message("SM1", json!({ "status": "teleported" }))], CHURCH).await;
    assert_eq!(unheard_of[0].status, CarrierStatus::Accepted);
}

#[tokio::test]
async fn texts_of_others_and_older_ones_are_left_out() {
    let texts = found(
        &[
            message(
                "SM1",
                json!({ "date_created": "Sun, 01 Mar 2026 12:00:00 +0000" }),
            ),
            message(
                "SM2",
                json!({ "date_created": "Sun, 01 Mar 2026 11:59:59 +0000" }),
            ),
            message("SM3", json!({ "direction": "inbound" })),
            message("SM4", json!({ "from": "+12025550199" })),
            message("SM5", json!({ "to": "+12125550199" })),
            message("SM6", json!({ "to": null })),
        ],
        CHURCH,
    )
    .await;
    assert_eq!(sids(&texts), ["SM1"]);
}

#[tokio::test]
async fn a_call_is_found_in_the_log_of_calls_by_the_number_that_has_a_voice() {
    let server = MockServer::start().await;
    let call = |sid: &str, changes: Value| {
        let mut call = json!({
            "sid": sid, "to": MEMBER, "from": CHURCH, "direction": "outbound-api", "status": "no-answer",
            "date_created": "Sun, 01 Mar 2026 12:00:05 +0000", "start_time": null, "price": null, "price_unit": "USD",
        });
        for (name, value) in changes.as_object().expect("an object") {
            call[name] = value.clone();
        }
        call
    };
    let calls = [
        call("CA1", json!({})),
        call("CA2", json!({ "direction": "inbound" })),
        call(
            "CA3",
            json!({
                "status": "completed", "start_time": "Sun, 01 Mar 2026 12:00:06 +0000", "price": "-0.0140",
            }),
        ),
    ];
    Mock::given(method("GET"))
        .and(path(format!("/2010-04-01/Accounts/{ACCOUNT}/Calls.json")))
        .and(basic_auth(ACCOUNT, "secret"))
        .and(query_param("From", CHURCH))
        .respond_with(
            ResponseTemplate::new(200)
                .set_body_json(json!({ "calls": calls, "next_page_uri": null })),
        )
        .mount(&server)
        .await;
    // Texts go by a service, calls never.
    let twilio = client(server.uri(), SERVICE).await;
    let found = twilio.find_calls(&member(), noon()).await.expect("read");
    let found: Vec<_> = found
        .iter()
        .map(|call| (call.sid.as_str(), call.status))
        .collect();
    assert_eq!(
        found,
        [
            ("CA1", CarrierStatus::Undelivered),
            ("CA3", CarrierStatus::Delivered)
        ]
    );
    let days = date(2026, 3, 1)..=date(2026, 3, 1);
    let prices = twilio.list_prices(MessageType::Voice, days, None).await;
    let prices: Vec<_> = prices
        .expect("read")
        .items
        .into_iter()
        .map(|priced| (priced.sid, priced.price))
        .collect();
    assert_eq!(prices, [("CA3".to_owned(), Some(14_000))]);
}

#[tokio::test]
async fn a_messaging_service_is_known_by_its_own_id_whichever_number_it_chose() {
    let server = MockServer::start().await;
    let messages = [
        message(
            "SM1",
            json!({ "from": null, "messaging_service_sid": SERVICE }),
        ),
        message(
            "SM2",
            json!({ "from": "+12025550177", "messaging_service_sid": SERVICE }),
        ),
        message("SM3", json!({ "messaging_service_sid": "MG2" })),
        message("SM4", json!({})),
    ];
    listing()
        .and(query_param("To", MEMBER))
        .and(query_param_is_missing("From"))
        .respond_with(page(&messages, None))
        .mount(&server)
        .await;
    let twilio = client(server.uri(), SERVICE).await;
    let texts = twilio.find_texts(&member(), noon()).await.expect("read");
    assert_eq!(sids(&texts), ["SM1", "SM2"]);
}

#[tokio::test]
async fn all_pages_are_read_and_none_is_asked_for_by_date() {
    let server = MockServer::start().await;
    let next = format!(
        "{}?To=%2B12125550123&PageSize=1000&Page=1&PageToken=PASM1",
        messages_path()
    );
    listing()
        .and(query_param("To", MEMBER))
        .and(query_param("From", CHURCH))
        .and(query_param("PageSize", "1000"))
        .and(query_param_is_missing("PageToken"))
        .and(query_param_is_missing("DateSent"))
        .and(query_param_is_missing("DateSent>"))
        .respond_with(page(&[message("SM1", json!({}))], Some(&next)))
        .expect(1)
        .mount(&server)
        .await;
    listing()
        .and(query_param("PageToken", "PASM1"))
        .respond_with(page(&[message("SM2", json!({}))], None))
        .expect(1)
        .mount(&server)
        .await;
    let twilio = client(server.uri(), CHURCH).await;
    let texts = twilio.find_texts(&member(), noon()).await.expect("read");
    assert_eq!(sids(&texts), ["SM1", "SM2"]);
}

/// Only a whole log proves that a text is not there.
#[tokio::test]
async fn a_log_that_does_not_end_proves_nothing() {
    let server = MockServer::start().await;
    let next = format!("{}?Page=1&PageToken=PASM1", messages_path());
    listing()
        .respond_with(page(&[message("SM1", json!({}))], Some(&next)))
        .expect(10)
        .mount(&server)
        .await;
    let twilio = client(server.uri(), CHURCH).await;
    let error = twilio
        .find_texts(&member(), noon())
        .await
        .expect_err("too long");
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
}

#[tokio::test]
async fn a_log_that_cannot_be_read_is_asked_again_later_and_names_nobody() {
    let undated = message("SM1", json!({ "date_created": "yesterday" }));
    let no_date = message("SM1", json!({ "date_created": null }));
    let no_sid = message("SM1", json!({ "sid": null }));
    for answer in [
        ResponseTemplate::new(429).set_body_json(json!({ "code": 20429 })),
        ResponseTemplate::new(401),
        ResponseTemplate::new(400),
        ResponseTemplate::new(500),
        ResponseTemplate::new(302).insert_header("location", "/elsewhere"),
        ResponseTemplate::new(200),
        ResponseTemplate::new(200).set_body_string("{\"messages\":["),
        page(&[undated], None),
        page(&[no_date], None),
        page(&[no_sid], None),
        page(&[], None).set_delay(std::time::Duration::from_secs(2)),
    ] {
        let server = MockServer::start().await;
        listing().respond_with(answer).mount(&server).await;
        assert_is_unavailable(server.uri()).await;
    }
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"messages\":[]";
    let server = BadServer::start(vec![Treatment::Close(cut)]).await;
    assert_is_unavailable(server.url).await;
    assert_is_unavailable(closed_port().await).await;
}

async fn assert_is_unavailable(url: String) {
    let twilio = client(url, CHURCH).await;
    let error = twilio
        .find_texts(&member(), noon())
        .await
        .expect_err("unreadable");
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
    let words = format!("{error} {error:?}");
    assert!(!words.contains("2125550123"), "{words}");
}

/// Our password goes with each request, so a page elsewhere is not asked for.
#[tokio::test]
async fn only_pages_of_our_own_list_are_followed() {
    let path = messages_path();
    for next in [
        &*format!("{path}/../../AC2/Messages.json?Page=1"),
        &*format!("{path}.example.com?Page=1"),
        "https://example.com/2010-04-01/Messages.json?Page=1",
        "@example.com/?Page=1",
        ".example.com/?Page=1",
        "/2010-04-01/Accounts/AC2/Messages.json?Page=1",
        "",
    ] {
        let server = MockServer::start().await;
        listing()
            .respond_with(page(&[], Some(next)))
            .expect(1)
            .mount(&server)
            .await;
        let twilio = client(server.uri(), CHURCH).await;
        twilio
            .find_texts(&member(), noon())
            .await
            .expect_err("not ours");
        let days = date(2026, 3, 1)..=date(2026, 3, 1);
        let error = twilio
            .list_prices(MessageType::Sms, days, Some(next))
            .await
            .expect_err("not ours");
        assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    }
}

#[tokio::test]
async fn prices_come_by_day_and_page_by_page() {
    let server = MockServer::start().await;
    let next = format!("{}?Page=1&PageToken=PASM5", messages_path());
    listing()
        .and(query_param("DateSent>", "2026-03-01T00:00:00Z"))
        .and(query_param("DateSent<", "2026-03-03T00:00:00Z"))
        .and(query_param("From", CHURCH))
        .and(query_param("PageSize", "1000"))
        .respond_with(page(
            &[
                message("SM1", json!({ "num_segments": "3", "price": "-0.0225" })),
                message("SM2", json!({ "price": null })),
                message("SM3", json!({ "price_unit": "EUR" })),
                message(
                    "SM4",
                    json!({ "date_sent": "Tue, 03 Mar 2026 00:00:00 +0000" }),
                ),
                message("SM5", json!({ "direction": "inbound" })),
                message("SM6", json!({ "date_sent": null })),
            ],
            Some(&next),
        ))
        .mount(&server)
        .await;
    listing()
        .and(query_param("PageToken", "PASM5"))
        .respond_with(page(
            &[message("SM7", json!({ "price_unit": "usd" }))],
            None,
        ))
        .mount(&server)
        .await;
    let twilio = client(server.uri(), CHURCH).await;
    let days = date(2026, 3, 1)..=date(2026, 3, 2);
    let first = twilio
        .list_prices(MessageType::Sms, days.clone(), None)
        .await
        .expect("read");
    let priced = |sid: &str, price, segments| PricedText {
        sid: sid.into(),
        to: member(),
        price,
        segments,
    };
    assert_eq!(
        first.items,
        [
            priced("SM1", Some(22_500), 3),
            priced("SM2", None, 1),
            priced("SM3", None, 1)
        ]
    );
    assert_eq!(first.next.as_deref(), Some(next.as_str()));
    let second = twilio
        .list_prices(MessageType::Sms, days, first.next.as_deref())
        .await
        .expect("read");
    assert_eq!(second.items, [priced("SM7", Some(7_500), 1)]);
    assert_eq!(second.next, None);
}

#[test]
fn the_words_of_a_text_are_not_shown_by_debug_output() {
    let text = LoggedText {
        sid: "SM1".into(),
        body: "swordfish".into(),
        status: CarrierStatus::Sent,
        date_created: noon(),
        price: None,
        segments: 1,
    };
    assert!(!format!("{text:?}").contains("swordfish"));
}
