//! Texts to the church, as API Gateway brings them from Twilio: signed, in forms, to our table.

use std::sync::Arc;

use adapters::dynamodb::DynamoStore;
use adapters::secrets::AuthTokenSource;
use adapters::testing::TestTable;
use adapters::twilio::WebhookDoor;
use app::ports::{OptOutStore, ThreadStore};
use app::read_settings::ReadSettings;
use aws_credential_types::Credentials;
use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use aws_lambda_events::encodings::Body;
use aws_types::region::Region;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::thread::{Answer, EntryContent, ThreadEntry};
use domain::{Country, PhoneNumber, QuietHours, ThreadId, TimeZoneName};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha1::Sha1;
use sms_webhook::{Webhook, Wiring};
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

const BASE: &str = "https://abc123.execute-api.us-east-1.amazonaws.com";
const PATH: &str = "/api/webhooks/twilio/sms-inbound";
const TOKEN: &str = "12345";
const NUMBER: &str = "+12125550123";
const NOTHING: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Response/>"#;

/// A webhook on a table of its own.
struct World {
    webhook: Webhook,
    table: TestTable,
}

/// A webhook on the table at this address.
async fn webhook_on(endpoint_url: &str, table: &str) -> Webhook {
    let configuration = |url: String| {
        let credentials = Credentials::from_keys("test", "test", None);
        adapters::aws::configuration(Region::from_static("us-east-1"), credentials, Some(url))
    };
    let ssm = MockServer::start().await;
    let parameter = json!({ "Parameter": { "Name": "/token", "Value": TOKEN } }).to_string();
    let answer = ResponseTemplate::new(200).set_body_raw(parameter, "application/x-amz-json-1.1");
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(&ssm)
        .await;
    let client = aws_sdk_ssm::Client::new(&configuration(ssm.uri()));
    let tokens = AuthTokenSource::start(client, "/token".into()).await;
    let dynamodb = aws_sdk_dynamodb::Client::new(&configuration(endpoint_url.to_owned()));
    let store = Arc::new(DynamoStore::new(dynamodb, table.to_owned()));
    Webhook::new(Wiring {
        door: WebhookDoor {
            base_url: BASE.into(),
            tokens: tokens.expect("a token"),
        },
        api_url: "https://api.twilio.com".into(),
        settings: ReadSettings {
            settings: store.clone(),
            time_zone: TimeZoneName::parse("America/Chicago").expect("a time zone"),
            country: Country::UNITED_STATES,
            quiet_hours: Some(QuietHours::default()),
        },
        church: "Grace Church".into(),
        store,
    })
}

async fn world() -> World {
    let table = TestTable::start().await;
    World {
        webhook: webhook_on(&table.endpoint_url, &table.table).await,
        table,
    }
}

/// What Twilio posts of a text, with these parameters added or changed.
fn form(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let usual = [
        ("MessageSid", "SM1"),
        ("From", NUMBER),
        ("To", "+12025550100"),
        ("Body", "When is dinner?"),
        ("NumSegments", "1"),
        ("NumMedia", "0"),
    ];
    let is_changed = |name: &str| changes.iter().any(|(changed, _)| *changed == name);
    usual
        .iter()
        .filter(|(name, _)| !is_changed(name))
        .chain(changes)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// As Twilio signs: <https://www.twilio.com/docs/usage/security#validating-requests>.
fn signature(token: &str, form: &[(String, String)]) -> String {
    let mut sorted = form.to_vec();
    sorted.sort();
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).expect("a key");
    mac.update(format!("{BASE}{PATH}").as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The event that API Gateway makes of a request, payload 2.0.
fn event(form: &[(String, String)], signature: &str, is_base64: bool) -> ApiGatewayV2httpRequest {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let body = match is_base64 {
        true => STANDARD.encode(body),
        false => body,
    };
    let event = json!({
        "version": "2.0",
        "routeKey": format!("POST {PATH}"),
        "rawPath": PATH,
        "rawQueryString": "",
        "headers": {
            "content-type": "application/x-www-form-urlencoded; charset=utf-8",
            "x-twilio-signature": signature,
        },
        "requestContext": { "http": { "method": "POST", "path": PATH } },
        "body": body,
        "isBase64Encoded": is_base64,
    });
    serde_json::from_value(event).expect("an event")
}

async fn post(webhook: &Webhook, form: &[(String, String)]) -> ApiGatewayV2httpResponse {
    let event = event(form, &signature(TOKEN, form), true);
    webhook.handle(event).await.expect("an answer")
}

fn words(response: &ApiGatewayV2httpResponse) -> &str {
    match &response.body {
        Some(Body::Text(text)) => text,
        _ => "",
    }
}

async fn entries(world: &World) -> Vec<ThreadEntry> {
    let id = ThreadId::for_sender(NUMBER);
    let page = world.table.store.list_entries(id, None, 10).await;
    page.expect("a page").items
}

async fn items(world: &World) -> usize {
    let client = &world.table.client;
    let all = client.scan().table_name(&world.table.table).send().await;
    all.expect("the table").items().len()
}

#[tokio::test]
async fn a_signed_text_is_kept_in_its_thread_once_and_answered_with_nothing() {
    let world = world().await;
    for _ in 0..2 {
        let answer = post(&world.webhook, &form(&[])).await;
        assert_eq!((answer.status_code, words(&answer)), (200, NOTHING));
        assert_eq!(answer.headers["content-type"], "text/xml; charset=utf-8");
    }
    let entries = entries(&world).await;
    let EntryContent::Text(text) = &entries[0].content else {
        panic!("a text");
    };
    assert_eq!((entries.len(), text.body.as_str()), (1, "When is dinner?"));
    let thread = world
        .table
        .store
        .get_thread(ThreadId::for_sender(NUMBER))
        .await;
    assert!(thread.expect("read").expect("a thread").is_unread);
}

#[tokio::test]
async fn what_twilio_does_not_know_for_an_opt_out_is_one_and_is_answered_the_same_each_time() {
    let world = world().await;
    let opt_out = form(&[("Body", "opt out")]);
    let first = post(&world.webhook, &opt_out).await;
    assert!(
        words(&first).contains("<Message>Grace Church"),
        "{}",
        words(&first)
    );
    assert_eq!(words(&post(&world.webhook, &opt_out).await), words(&first));
    let phone = PhoneNumber::from_e164(NUMBER).expect("a number in E.164");
    let noted = world.table.store.get_opt_out(&phone).await.expect("read");
    assert!(noted.expect("an opt-out").opted_out);
    let EntryContent::Text(text) = &entries(&world).await[0].content else {
        panic!("a text");
    };
    assert!(matches!(text.answer, Some(Answer::Words(_))));
}

#[tokio::test]
async fn a_body_is_read_whether_or_not_it_is_encoded() {
    let world = world().await;
    let form = form(&[("Body", "Grüße & 😀")]);
    let plain = event(&form, &signature(TOKEN, &form), false);
    let answer = world.webhook.handle(plain).await.expect("an answer");
    assert_eq!(answer.status_code, 200);
    let EntryContent::Text(text) = &entries(&world).await[0].content else {
        panic!("a text");
    };
    assert_eq!(text.body, "Grüße & 😀");
}

#[tokio::test]
async fn what_is_not_signed_by_twilio_changes_nothing_and_learns_nothing() {
    let world = world().await;
    let good = form(&[]);
    let changed = form(&[("Body", "opt out")]);
    for (form, signature) in [
        (&good, String::new()),
        (&good, signature("another token", &good)),
        (&changed, signature(TOKEN, &good)),
    ] {
        let answer = world.webhook.handle(event(form, &signature, true)).await;
        let answer = answer.expect("an answer");
        assert_eq!((answer.status_code, words(&answer)), (403, ""));
    }
    assert_eq!(items(&world).await, 0);
}

#[tokio::test]
async fn a_signed_request_that_tells_of_no_text_is_answered_with_nothing() {
    let world = world().await;
    let answer = post(&world.webhook, &form(&[("MessageSid", "")])).await;
    assert_eq!((answer.status_code, words(&answer)), (200, NOTHING));
    assert_eq!(items(&world).await, 0);
}

/// Twilio tells of it again, because it is asked to by the fragment of the address.
#[tokio::test]
async fn a_text_that_could_not_be_kept_is_asked_for_again() {
    let table = TestTable::start().await;
    let webhook = webhook_on(&table.endpoint_url, "another-table").await;
    assert_eq!(post(&webhook, &form(&[])).await.status_code, 500);
}
