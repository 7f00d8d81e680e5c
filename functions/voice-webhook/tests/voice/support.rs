//! A webhook on a table of its own, and requests as Twilio signs them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use adapters::dynamodb::DynamoStore;
use adapters::openai::{ModelAccount, OpenAi};
use adapters::secrets::AuthTokenSource;
use adapters::testing::TestTable;
use adapters::twilio::WebhookDoor;
use app::error::Result;
use app::ports::{CallQueue, CallTask, ConversationModel, ReconciliationTask, SendQueue};
use app::read_settings::ReadSettings;
use async_trait::async_trait;
use aws_credential_types::Credentials;
use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use aws_lambda_events::encodings::Body;
use aws_types::region::Region;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::money::{MicroDollars, ModelPrices};
use domain::voice_words::VoiceWords;
use domain::{Country, MessageId, QuietHours, ShippedLanguage, TimeZoneName};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha1::Sha1;
use voice_webhook::{Webhook, Wiring};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

pub(crate) const BASE: &str = "https://abc123.execute-api.us-east-1.amazonaws.com";
pub(crate) const TOKEN: &str = "12345";
pub(crate) const INBOUND: &str = "/api/webhooks/twilio/voice-inbound";
const PRICES: ModelPrices = ModelPrices {
    input: MicroDollars::new(1),
    output: MicroDollars::new(1),
};

/// A queue that remembers.
#[derive(Default)]
pub(crate) struct Queue(
    pub(crate) Mutex<Vec<CallTask>>,
    pub(crate) Mutex<Vec<(MessageId, Duration)>>,
);

#[async_trait]
impl CallQueue for Queue {
    async fn enqueue_call_task(&self, task: CallTask, _: Duration) -> Result<()> {
        self.0.lock().expect("the tasks").push(task);
        Ok(())
    }
}

#[async_trait]
impl SendQueue for Queue {
    async fn enqueue_messages(&self, _: &[MessageId]) -> Result<()> {
        Ok(())
    }

    async fn enqueue_message_later(&self, id: MessageId, delay: Duration) -> Result<()> {
        self.1.lock().expect("the messages").push((id, delay));
        Ok(())
    }

    async fn enqueue_reconciliation(&self, _: ReconciliationTask, _: Duration) -> Result<()> {
        Ok(())
    }
}

/// A webhook, and what it works on.
pub(crate) struct World {
    pub(crate) webhook: Webhook,
    pub(crate) table: TestTable,
    pub(crate) queue: Arc<Queue>,
}

pub(crate) fn configuration(url: String) -> aws_types::SdkConfig {
    let credentials = Credentials::from_keys("test", "test", None);
    adapters::aws::configuration(Region::from_static("us-east-1"), credentials, Some(url))
}

pub(crate) async fn secret() -> AuthTokenSource {
    let ssm = MockServer::start().await;
    let parameter = json!({ "Parameter": { "Name": "/token", "Value": TOKEN } }).to_string();
    let answer = ResponseTemplate::new(200).set_body_raw(parameter, "application/x-amz-json-1.1");
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(&ssm)
        .await;
    let client = aws_sdk_ssm::Client::new(&configuration(ssm.uri()));
    let tokens = AuthTokenSource::start(client, "/token".into()).await;
    tokens.expect("a token")
}

/// A webhook on a table of its own, or on one that is not there, with a model that answers so.
pub(crate) async fn world(model: ResponseTemplate, has_table: bool) -> World {
    let server = MockServer::start().await;
    Mock::given(path("/chat/completions"))
        .respond_with(model)
        .mount(&server)
        .await;
    let url = server.uri();
    // The server of the model lives as long as the test.
    std::mem::forget(server);
    world_with(url, has_table).await
}

/// A webhook on a table of its own, or on one that is not there, with the model that is there.
pub(crate) async fn world_with(model_url: String, has_table: bool) -> World {
    let table = TestTable::start().await;
    let dynamodb = aws_sdk_dynamodb::Client::new(&configuration(table.endpoint_url.clone()));
    let name = if has_table {
        table.table.clone()
    } else {
        "none".into()
    };
    let store = Arc::new(DynamoStore::new(dynamodb, name));
    let queue = Arc::new(Queue::default());
    let model = OpenAi {
        http: adapters::http::client(Duration::from_secs(60)).expect("a client"),
        account: ModelAccount {
            api_url: model_url,
            model: "small".into(),
            prices: PRICES,
        },
        key: Arc::new(secret().await),
    };
    let wiring = Wiring {
        door: WebhookDoor {
            base_url: BASE.into(),
            tokens: secret().await,
        },
        queue: queue.clone(),
        send_queue: queue.clone(),
        model: Some(Arc::new(model) as Arc<dyn ConversationModel>),
        prices: Some(PRICES),
        settings: ReadSettings {
            settings: store.clone(),
            time_zone: TimeZoneName::parse("America/Chicago").expect("a time zone"),
            country: Country::UNITED_STATES,
            quiet_hours: Some(QuietHours::default()),
        },
        church: "Grace Church".into(),
        store,
    };
    World {
        webhook: Webhook::from(wiring),
        table,
        queue,
    }
}

pub(crate) fn saying(words: &str) -> ResponseTemplate {
    let event = json!({ "choices": [{ "delta": { "content": words }, "finish_reason": "stop" }] });
    let body = format!("data: {event}\n\ndata: [DONE]\n\n");
    ResponseTemplate::new(200).set_body_raw(body, "text/event-stream")
}

/// As Twilio signs: <https://www.twilio.com/docs/usage/security#validating-requests>.
pub(crate) fn signature(url: &str, form: &[(&str, &str)]) -> String {
    let mut sorted = form.to_vec();
    sorted.sort_unstable();
    let mut mac = Hmac::<Sha1>::new_from_slice(TOKEN.as_bytes()).expect("a key");
    mac.update(url.as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    STANDARD.encode(mac.finalize().into_bytes())
}

pub(crate) fn event(url: &str, form: &[(&str, &str)], signature: &str) -> ApiGatewayV2httpRequest {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let rest = url.strip_prefix(BASE).expect("an address of ours");
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let event = json!({
        "version": "2.0",
        "routeKey": format!("POST {path}"),
        "rawPath": path,
        "rawQueryString": query,
        "headers": { "x-twilio-signature": signature },
        "requestContext": { "http": { "method": "POST", "path": path } },
        "body": STANDARD.encode(body),
        "isBase64Encoded": true,
    });
    serde_json::from_value(event).expect("an event")
}

impl World {
    /// Posts as Twilio does. Answers the status and the body.
    pub(crate) async fn post(&self, url: &str, form: &[(&str, &str)]) -> (i64, String) {
        let request = event(url, form, &signature(url, form));
        let answer = self.webhook.handle(request).await.expect("an answer");
        let body = match answer.body {
            Some(Body::Text(text)) => text,
            _ => String::new(),
        };
        (answer.status_code, body)
    }

    /// Posts what must be answered with TwiML.
    pub(crate) async fn twiml(&self, url: &str, form: &[(&str, &str)]) -> String {
        let (status, body) = self.post(url, form).await;
        assert_eq!(status, 200, "{url}");
        body
    }

    pub(crate) async fn ring(&self) -> String {
        let form = [
            ("CallSid", "CA1"),
            ("From", "+12125550123"),
            ("To", "+12025550100"),
        ];
        self.twiml(&format!("{BASE}{INBOUND}"), &form).await
    }
}

/// The address behind this in a document.
pub(crate) fn address(twiml: &str, behind: &str, until: char) -> String {
    let (_, rest) = twiml
        .split_once(behind)
        .unwrap_or_else(|| panic!("no {behind} in {twiml}"));
    let (address, _) = rest.split_once(until).expect("its end");
    address.replace("&amp;", "&")
}

pub(crate) fn action(twiml: &str) -> String {
    address(twiml, "action=\"", '"')
}

pub(crate) fn redirect(twiml: &str) -> String {
    address(twiml, "<Redirect method=\"POST\">", '<')
}

/// Words as they stand in a document.
pub(crate) fn escaped(words: &str) -> String {
    words.replace('\'', "&apos;").replace('"', "&quot;")
}

pub(crate) fn trouble(language: ShippedLanguage) -> String {
    escaped(VoiceWords::of(language).trouble())
}
