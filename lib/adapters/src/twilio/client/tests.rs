//! Sending, over a real connection: each answer and each way to lose one, and that no request is ever made twice.

use domain::delivery::FailureKind;
use domain::{BroadcastId, MessageContent, MessageId, PhoneNumber};
use jiff::Timestamp;
use serde_json::json;
use wiremock::matchers::{basic_auth, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::twilio::network::{ACCOUNT, BadServer, CHURCH, SERVICE, Treatment, client, closed_port};

const MEMBER: &str = "+12125550123";
const OK: &str = "HTTP/1.1 201 Created\r\ncontent-length: 13\r\n\r\n{\"sid\":\"SM1\"}";

fn text(words: &str, validity: Duration) -> TextMessage {
    let to = PhoneNumber::from_e164(MEMBER).expect("a number in E.164");
    TextMessage {
        id: MessageId::for_phone(BroadcastId::new(Timestamp::UNIX_EPOCH, 1), &to),
        to,
        content: MessageContent::parse(words).expect("content"),
        validity,
    }
}

fn hello() -> TextMessage {
    text("Hello", Duration::from_secs(60))
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Case {
    Accepted,
    Refused,
    NotProcessed,
    Unclear,
}

/// The case, and the sid or the failure's code.
fn read(outcome: SendOutcome) -> (Case, String) {
    match outcome {
        SendOutcome::Accepted { sid } => (Case::Accepted, sid),
        SendOutcome::Refused(failure) => (Case::Refused, failure.code),
        SendOutcome::NotProcessed(failure) => (Case::NotProcessed, failure.code),
        SendOutcome::Unclear(failure) => (Case::Unclear, failure.code),
    }
}

async fn twilio(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path(format!(
            "/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        )))
        .and(basic_auth(ACCOUNT, "secret"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

#[tokio::test]
async fn each_whole_answer_has_its_outcome_and_is_asked_for_once() {
    let error = |status, code: u32| {
        ResponseTemplate::new(status).set_body_json(json!({ "code": code, "status": status }))
    };
    let accepted = || ResponseTemplate::new(201).set_body_json(json!({ "sid": "SM1" }));
    let elsewhere = |status| ResponseTemplate::new(status).insert_header("location", "/elsewhere");
    for (answer, case, code) in [
        (accepted(), Case::Accepted, "SM1"),
        (error(400, 21211), Case::Refused, "21211"),
        (error(400, 21610), Case::Refused, "21610"),
        (error(400, 99999), Case::Refused, "99999"),
        (ResponseTemplate::new(404), Case::Refused, "http_404"),
        (error(400, 21611), Case::NotProcessed, "21611"),
        (error(400, 21606), Case::NotProcessed, "21606"),
        (error(401, 20003), Case::NotProcessed, "20003"),
        (error(429, 20429), Case::NotProcessed, "20429"),
        (error(429, 63038), Case::NotProcessed, "63038"),
        (ResponseTemplate::new(429), Case::NotProcessed, "20429"),
        (
            ResponseTemplate::new(201),
            Case::Unclear,
            "unreadable_answer",
        ),
        (error(500, 20500), Case::Unclear, "http_500"),
        (error(503, 20429), Case::Unclear, "http_503"),
        (elsewhere(302), Case::Unclear, "http_302"),
        (elsewhere(307), Case::Unclear, "http_307"),
        (
            accepted().set_delay(Duration::from_secs(2)),
            Case::Unclear,
            "no_answer",
        ),
    ] {
        let server = twilio(answer).await;
        let outcome = client(server.uri(), CHURCH).await.send_text(&hello()).await;
        assert_eq!(read(outcome), (case, code.to_owned()));
        let requests = server.received_requests().await.expect("recorded");
        assert_eq!(requests.len(), 1, "{code}");
    }
}

/// I1: once a request may have left, no answer is no proof, and the request is not repeated.
#[tokio::test]
async fn an_answer_that_was_lost_leaves_the_message_in_doubt() {
    let cut_head = "HTTP/1.1 201 Created\r\ncontent-le";
    let no_body = "HTTP/1.1 201 Created\r\ncontent-length: 13\r\n\r\n";
    let half_body = "HTTP/1.1 201 Created\r\ncontent-length: 13\r\n\r\n{\"sid\":";
    let cut_chunk =
        "HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\nd\r\n{\"sid\":\"SM1\"}\r\n";
    let half_refusal = "HTTP/1.1 429 Too Many Requests\r\ncontent-length: 14\r\n\r\n{\"code\"";
    for treatment in [
        Treatment::Reset,
        Treatment::Close(""),
        Treatment::Close(cut_head),
        Treatment::Close(no_body),
        Treatment::Close(half_body),
        Treatment::Close(cut_chunk),
        Treatment::Close(half_refusal),
        Treatment::Close("SSH-2.0-something else\r\n"),
        Treatment::KeepOpen(""),
        Treatment::KeepOpen(cut_head),
        Treatment::KeepOpen(half_body),
        Treatment::KeepOpen(half_refusal),
    ] {
        let server = BadServer::start(vec![treatment]).await;
        let outcome = client(server.url.clone(), CHURCH)
            .await
            .send_text(&hello())
            .await;
        assert_eq!(
            read(outcome),
            (Case::Unclear, "no_answer".into()),
            "{treatment:?}"
        );
        assert_eq!(server.requests(), 1, "{treatment:?}");
    }
}

/// Where clients like to repeat a request by themselves: the connection had been used before.
#[tokio::test]
async fn a_request_on_a_used_connection_is_not_repeated_when_that_is_cut() {
    for cut in [Treatment::Reset, Treatment::Close("")] {
        let server = BadServer::start(vec![Treatment::KeepOpen(OK), cut]).await;
        let twilio = client(server.url.clone(), CHURCH).await;
        let first = twilio.send_text(&hello()).await;
        assert_eq!(read(first), (Case::Accepted, "SM1".into()));
        let second = twilio.send_text(&hello()).await;
        assert_eq!(read(second), (Case::Unclear, "no_answer".into()), "{cut:?}");
        assert_eq!(server.requests(), 2, "{cut:?}");
    }
}

#[tokio::test]
async fn what_never_connected_was_not_processed() {
    let twilio = client(closed_port().await, CHURCH).await;
    let SendOutcome::NotProcessed(failure) = twilio.send_text(&hello()).await else {
        panic!("nothing was sent");
    };
    assert_eq!(
        (failure.code.as_str(), failure.kind),
        ("not_connected", FailureKind::Busy)
    );
}

/// Sends, and answers the form that Twilio got.
async fn form_of(sender: &str, text: &TextMessage) -> Vec<(String, String)> {
    let server = twilio(ResponseTemplate::new(201).set_body_json(json!({ "sid": "SM1" }))).await;
    client(server.uri(), sender).await.send_text(text).await;
    let requests = server.received_requests().await.expect("recorded");
    url::form_urlencoded::parse(&requests[0].body)
        .into_owned()
        .collect()
}

#[tokio::test]
async fn a_text_is_sent_as_written_with_our_id_on_its_callback() {
    let message = text("“Hello” & welcome +1 😀", Duration::from_secs(1_800));
    for (sender, parameter) in [(CHURCH, "From"), (SERVICE, "MessagingServiceSid")] {
        let callback = format!(
            "https://api.example.org/api/webhooks/twilio/sms-status?message_id={}#rc=3&rp=all",
            message.id
        );
        let expected = [
            ("To", MEMBER),
            (parameter, sender),
            ("Body", "“Hello” & welcome +1 😀"),
            ("StatusCallback", &callback),
            ("ValidityPeriod", "1800"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(form_of(sender, &message).await, expected);
    }
}

/// I10: it never ends later than asked.
#[tokio::test]
async fn the_time_to_deliver_is_one_that_twilio_takes() {
    for (validity, expected) in [
        (Duration::ZERO, "1"),
        (Duration::from_millis(999), "1"),
        (Duration::from_millis(59_999), "59"),
        (Duration::from_secs(36_000), "36000"),
        (Duration::from_secs(36_001), "36000"),
        (Duration::MAX, "36000"),
    ] {
        let form = form_of(CHURCH, &text("Hello", validity)).await;
        let sent = form.iter().find(|(name, _)| name == "ValidityPeriod");
        assert_eq!(
            sent.map(|(_, value)| value.as_str()),
            Some(expected),
            "{validity:?}"
        );
    }
}

/// I1: a call is asked for once, names its message and attempt, and may not last for ever.
#[tokio::test]
async fn a_call_is_asked_for_once_with_all_that_it_needs() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path(format!("/2010-04-01/Accounts/{ACCOUNT}/Calls.json")))
        .and(basic_auth(ACCOUNT, "secret"))
        .respond_with(ResponseTemplate::new(201).set_body_json(json!({ "sid": "CA1" })))
        .mount(&server)
        .await;
    let to = PhoneNumber::from_e164(MEMBER).expect("a number in E.164");
    let call = OutboundCall {
        id: hello().id,
        attempt: domain::AttemptId::new(Timestamp::UNIX_EPOCH, 7),
        to,
        lasts_at_most: Duration::from_millis(90_500),
    };
    // Texts go by a service; a call needs a number.
    let outcome = client(server.uri(), SERVICE).await.place_call(&call).await;
    assert_eq!(read(outcome), (Case::Accepted, "CA1".to_owned()));
    let requests = server.received_requests().await.expect("recorded");
    assert_eq!(requests.len(), 1);
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&requests[0].body)
        .into_owned()
        .collect();
    let all = |name: &str| -> Vec<&str> {
        let found = form.iter().filter(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).collect()
    };
    assert_eq!((all("To"), all("From")), (vec![MEMBER], vec![CHURCH]));
    assert_eq!(all("TimeLimit"), ["90"]);
    assert_eq!(all("MachineDetection"), ["DetectMessageEnd"]);
    assert_eq!(
        all("StatusCallbackEvent"),
        ["ringing", "answered", "completed"]
    );
    for (name, path) in [
        ("Url", "/api/webhooks/twilio/voice-announcement"),
        ("StatusCallback", "/api/webhooks/twilio/voice-progress"),
    ] {
        let url = all(name)[0];
        assert!(url.contains(path), "{url}");
        let placed = Placed::read(url).expect("ours");
        assert_eq!((placed.message, placed.attempt), (call.id, call.attempt));
    }
}
