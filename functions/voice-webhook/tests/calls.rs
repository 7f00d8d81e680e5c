//! Calls, as API Gateway brings them from Twilio: signed, in forms, to our table, with a model on loopback. What is asked
//! next is what the TwiML says: each test follows its links.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use adapters::dynamodb::DynamoStore;
use adapters::openai::{ModelAccount, OpenAi};
use adapters::secrets::AuthTokenSource;
use adapters::testing::TestTable;
use adapters::twilio::WebhookDoor;
use app::error::Result;
use app::ports::{
    AssistantSettingsStore, BroadcastStore, CallQueue, CallStore, CallTask, ConversationModel,
    MessageStore, MessageUpdate, OptOutStore, ReconciliationTask, SendQueue,
};
use app::read_settings::ReadSettings;
use async_trait::async_trait;
use aws_credential_types::Credentials;
use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use aws_lambda_events::encodings::Body;
use aws_types::region::Region;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::call::CallStatus;
use domain::message::Transition;
use domain::money::{MicroDollars, ModelPrices};
use domain::voice_words::VoiceWords;
use domain::{
    AssistantSettings, AttemptId, Audience, Broadcast, BroadcastId, Country, LanguageTag, Message,
    MessageContent, MessageId, MessageStatus, MessageType, PhoneNumber, QuietHours,
    ShippedLanguage, TimeZoneName,
};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::json;
use sha1::Sha1;
use voice_webhook::{Webhook, Wiring};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const BASE: &str = "https://abc123.execute-api.us-east-1.amazonaws.com";
const TOKEN: &str = "12345";
const INBOUND: &str = "/api/webhooks/twilio/voice-inbound";
const PRICES: ModelPrices = ModelPrices {
    input: MicroDollars::new(1),
    output: MicroDollars::new(1),
};

/// A queue that remembers.
#[derive(Default)]
struct Queue(Mutex<Vec<CallTask>>, Mutex<Vec<(MessageId, Duration)>>);

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
struct World {
    webhook: Webhook,
    table: TestTable,
    queue: Arc<Queue>,
}

fn configuration(url: String) -> aws_types::SdkConfig {
    let credentials = Credentials::from_keys("test", "test", None);
    adapters::aws::configuration(Region::from_static("us-east-1"), credentials, Some(url))
}

async fn secret() -> AuthTokenSource {
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
async fn world(model: ResponseTemplate, has_table: bool) -> World {
    let table = TestTable::start().await;
    let server = MockServer::start().await;
    Mock::given(path("/chat/completions"))
        .respond_with(model)
        .mount(&server)
        .await;
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
            api_url: server.uri(),
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
    // The server of the model lives as long as the test.
    std::mem::forget(server);
    World {
        webhook: Webhook::from(wiring),
        table,
        queue,
    }
}

fn saying(words: &str) -> ResponseTemplate {
    let event = json!({ "choices": [{ "delta": { "content": words }, "finish_reason": "stop" }] });
    let body = format!("data: {event}\n\ndata: [DONE]\n\n");
    ResponseTemplate::new(200).set_body_raw(body, "text/event-stream")
}

/// As Twilio signs: <https://www.twilio.com/docs/usage/security#validating-requests>.
fn signature(url: &str, form: &[(&str, &str)]) -> String {
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

fn event(url: &str, form: &[(&str, &str)], signature: &str) -> ApiGatewayV2httpRequest {
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
    async fn post(&self, url: &str, form: &[(&str, &str)]) -> (i64, String) {
        let request = event(url, form, &signature(url, form));
        let answer = self.webhook.handle(request).await.expect("an answer");
        let body = match answer.body {
            Some(Body::Text(text)) => text,
            _ => String::new(),
        };
        (answer.status_code, body)
    }

    /// Posts what must be answered with TwiML.
    async fn twiml(&self, url: &str, form: &[(&str, &str)]) -> String {
        let (status, body) = self.post(url, form).await;
        assert_eq!(status, 200, "{url}");
        body
    }

    async fn ring(&self) -> String {
        let form = [
            ("CallSid", "CA1"),
            ("From", "+12125550123"),
            ("To", "+12025550100"),
        ];
        self.twiml(&format!("{BASE}{INBOUND}"), &form).await
    }
}

/// The address behind this in a document.
fn address(twiml: &str, behind: &str, until: char) -> String {
    let (_, rest) = twiml
        .split_once(behind)
        .unwrap_or_else(|| panic!("no {behind} in {twiml}"));
    let (address, _) = rest.split_once(until).expect("its end");
    address.replace("&amp;", "&")
}

fn action(twiml: &str) -> String {
    address(twiml, "action=\"", '"')
}

fn redirect(twiml: &str) -> String {
    address(twiml, "<Redirect method=\"POST\">", '<')
}

/// Words as they stand in a document.
fn escaped(words: &str) -> String {
    words.replace('\'', "&apos;").replace('"', "&quot;")
}

fn trouble(language: ShippedLanguage) -> String {
    escaped(VoiceWords::of(language).trouble())
}

#[tokio::test]
async fn a_call_goes_from_the_greeting_to_its_end_and_each_turn_is_answered_once() {
    let world = world(saying("The service is on Sunday morning."), true).await;
    let greeting = world.ring().await;
    assert!(greeting.contains("Grace Church"), "{greeting}");
    assert_eq!(world.ring().await, greeting, "Twilio may ask again");
    let first = action(&greeting);
    let question = [
        ("SpeechResult", "When is the service?"),
        ("Confidence", "0.9"),
    ];
    let answer = world.twiml(&first, &question).await;
    assert!(
        answer.contains("The service is on Sunday morning."),
        "{answer}"
    );
    let again = world
        .twiml(&first, &[("SpeechResult", "Something else")])
        .await;
    assert_eq!(again, answer);
    let mut twiml = answer;
    let mut silences = 0;
    while !twiml.contains("<Hangup/>") {
        silences += 1;
        assert!(silences < 5, "silence comes to an end");
        twiml = world.twiml(&redirect(&twiml), &[]).await;
    }
    let status = format!("{BASE}/api/webhooks/twilio/voice-status");
    let end = [
        ("CallSid", "CA1"),
        ("CallStatus", "completed"),
        ("CallDuration", "61"),
    ];
    assert_eq!(world.post(&status, &end).await.0, 204);
    let store = &world.table.store;
    let id = store.find_call("CA1").await.expect("read").expect("a call");
    let call = store.get_call(id).await.expect("read").expect("a call");
    assert_eq!(
        (call.status, call.duration),
        (CallStatus::Completed, Some(61))
    );
    let turns = store.list_turns(id, None, 20).await.expect("read").items;
    assert_eq!(turns.len(), 2 + silences);
    let tasks = world.queue.0.lock().expect("the tasks");
    assert!(tasks.iter().all(|task| *task == CallTask::Finish(id)));
    assert_eq!(tasks.len(), 2);
}

#[tokio::test]
async fn whatever_the_model_does_the_caller_hears_words_and_a_next_step_in_time() {
    let stalls = saying("Late.").set_delay(Duration::from_secs(60));
    let raw = |body: Vec<u8>| ResponseTemplate::new(200).set_body_raw(body, "text/event-stream");
    let faults = [
        ("a stall", stalls),
        ("429", ResponseTemplate::new(429)),
        ("500", ResponseTemplate::new(500)),
        ("garbage", raw(b"<html>".to_vec())),
        ("nothing", raw(Vec::new())),
        ("no words", saying("")),
        ("100 KB", raw(vec![b'x'; 100 * 1024])),
        ("100 KB of words", saying(&"word ".repeat(20 * 1024))),
        (
            "a number of somebody's",
            saying("Call Ruth on 212 555 0199."),
        ),
    ];
    let each = faults.map(async |(name, fault)| {
        let world = world(fault, true).await;
        let url = action(&world.ring().await);
        let started = Instant::now();
        let answer = world
            .twiml(&url, &[("SpeechResult", "When is the service?")])
            .await;
        assert!(started.elapsed() < Duration::from_secs(10), "{name}");
        assert!(
            answer.contains("<Say ") && answer.contains("<Gather "),
            "{name}: {answer}"
        );
        assert!(
            !answer.contains("0199") && !answer.contains("Late"),
            "{name}: {answer}"
        );
        assert!(action(&answer).contains("turn=2"), "{name}");
    });
    let [a, b, c, d, e, f, g, h, i] = each;
    tokio::join!(a, b, c, d, e, f, g, h, i);
}

#[tokio::test]
async fn a_caller_who_wants_a_person_is_put_through_or_asked_for_a_message() {
    let world = world(saying("I can't."), true).await;
    let mut settings = AssistantSettings::initial();
    settings.transfer_phone = PhoneNumber::from_e164("+12125550177");
    settings.version = 1;
    let store = &world.table.store;
    store
        .replace_assistant_settings(&settings, 0)
        .await
        .expect("kept");
    let greeting = world.ring().await;
    let person = [("SpeechResult", "I want to talk to a person")];
    let dial = world.twiml(&action(&greeting), &person).await;
    assert!(dial.contains(">+12125550177</Number>"), "{dial}");
    let whisper = world
        .twiml(&address(&dial, "<Number url=\"", '"'), &[])
        .await;
    assert!(
        whisper.contains("Grace Church") && whisper.contains("<Hangup/>"),
        "{whisper}"
    );
    let key = action(&whisper);
    assert!(
        world
            .twiml(&key, &[("Digits", "1")])
            .await
            .ends_with("<Response></Response>")
    );
    for other in [[("Digits", "2")], [("Digits", "")]] {
        assert!(world.twiml(&key, &other).await.contains("<Hangup/>"));
    }
    let nobody = [("DialCallStatus", "no-answer")];
    let answer = world.twiml(&action(&dial), &nobody).await;
    let words = VoiceWords::of(ShippedLanguage::English).nobody_there();
    assert!(
        answer.contains(&escaped(words)) && answer.contains("<Gather "),
        "{answer}"
    );
}

#[tokio::test]
async fn when_our_table_is_out_of_order_the_caller_hears_so_and_goes_on_or_takes_leave() {
    let world = world(saying("Hi."), false).await;
    let mut twiml = world.ring().await;
    for _ in 0..3 {
        assert!(
            twiml.contains(&trouble(ShippedLanguage::English)),
            "{twiml}"
        );
        let form = [("CallSid", "CA1"), ("From", "+12125550123")];
        twiml = world.twiml(&redirect(&twiml), &form).await;
    }
    assert!(twiml.contains("<Hangup/>"), "{twiml}");
    let call = "call=cal_00000000000000000000000001&turn=4&language=es";
    let mut url = format!("{BASE}/api/webhooks/twilio/voice-response?{call}");
    for turn in 5..8 {
        let answer = world.twiml(&url, &[("SpeechResult", "Hola")]).await;
        assert!(
            answer.contains(&trouble(ShippedLanguage::Spanish)),
            "{answer}"
        );
        url = action(&answer);
        assert!(url.contains(&format!("turn={turn}&language=es")), "{url}");
    }
    assert!(world.twiml(&url, &[]).await.contains("<Hangup/>"));
    let whisper = format!("{BASE}/api/webhooks/twilio/voice-whisper?{call}");
    assert!(world.twiml(&whisper, &[]).await.contains("<Hangup/>"));
    let end = [("CallSid", "CA1"), ("CallStatus", "completed")];
    let status = format!("{BASE}/api/webhooks/twilio/voice-status");
    assert_eq!(
        world.post(&status, &end).await.0,
        500,
        "nobody waits, and Twilio asks again"
    );
}

#[tokio::test]
async fn what_twilio_could_not_play_is_made_good_where_the_call_stands() {
    let world = world(saying("Hi."), true).await;
    let url = format!("{BASE}/api/webhooks/twilio/voice-fallback");
    let failed = format!(
        "{BASE}/api/webhooks/twilio/voice-response?call=cal_00000000000000000000000001&turn=2&language=ko"
    );
    let form = [
        ("CallSid", "CA1"),
        ("ErrorCode", "11200"),
        ("ErrorUrl", &failed),
    ];
    let answer = world.twiml(&url, &form).await;
    assert!(
        answer.contains(&trouble(ShippedLanguage::Korean)),
        "{answer}"
    );
    assert!(action(&answer).contains("turn=3&language=ko&failures=1"));
    let failed = format!("{BASE}{INBOUND}");
    let form = [
        ("CallSid", "CA1"),
        ("ErrorCode", "11200"),
        ("ErrorUrl", &failed),
    ];
    let answer = world.twiml(&url, &form).await;
    assert_eq!(redirect(&answer), format!("{BASE}{INBOUND}?failures=1"));
}

#[tokio::test]
async fn what_is_not_signed_by_twilio_changes_nothing_and_learns_nothing() {
    let world = world(saying("Hi."), true).await;
    let url = format!("{BASE}{INBOUND}");
    let form = [("CallSid", "CA1"), ("From", "+12125550123")];
    let other = [("CallSid", "CA2"), ("From", "+12125550123")];
    for signature in [String::new(), signature(&url, &other)] {
        let answer = world.webhook.handle(event(&url, &form, &signature)).await;
        let answer = answer.expect("an answer");
        assert_eq!((answer.status_code, answer.body.is_none()), (403, true));
    }
    let all = world.table.client.scan().table_name(&world.table.table);
    assert!(all.send().await.expect("the table").items().is_empty());
    assert!(world.queue.0.lock().expect("the tasks").is_empty());
}

const ATTEMPT: u128 = 7;

/// A message in Spanish that is with the carrier, as a call.
async fn placed(world: &World) -> Message {
    let store = &world.table.store;
    let now = Timestamp::UNIX_EPOCH;
    let phone = PhoneNumber::from_e164("+12125550123").expect("a number");
    let id = BroadcastId::new(now, 1);
    let words = "Cena el viernes a las seis.";
    let broadcast = Broadcast {
        message_type: MessageType::Voice,
        language: LanguageTag::parse("es").expect("a tag"),
        ..Broadcast::new(
            id,
            MessageContent::parse(words).expect("content"),
            Audience::All,
            "staff".into(),
            now,
        )
    };
    store.create_broadcast(&broadcast).await.expect("created");
    let message = Message {
        id: MessageId::for_phone(id, &phone),
        contact_id: None,
        phone: Some(phone),
        language: broadcast.language.clone(),
        time_zone: None,
        values: None,
        segments: None,
        message_type: MessageType::Voice,
        status: MessageStatus::Queued,
        skip_reason: None,
        hold_until: None,
        attempts: 0,
        last_attempt: None,
        twilio_sid: None,
        error_code: None,
        error_message: None,
        sent_at: None,
        delivered_at: None,
        created_at: now,
        updated_at: now,
    };
    let made = store.create_messages(std::slice::from_ref(&message)).await;
    made.expect("created");
    let attempt = AttemptId::new(now, ATTEMPT);
    let claimed = store.claim_message(message.id, attempt, now, now).await;
    claimed.expect("claimed");
    let accept = MessageUpdate {
        attempt: Some(attempt),
        twilio_sid: Some("CA1".into()),
        ..MessageUpdate::new(Transition::Accept, now)
    };
    let accepted = store.transition_message(message.id, &accept).await;
    assert!(accepted.expect("answered"));
    message
}

fn of_placed(step: &str, message: &Message) -> String {
    let attempt = AttemptId::new(Timestamp::UNIX_EPOCH, ATTEMPT);
    let id = message.id;
    format!("{BASE}/api/webhooks/twilio/{step}?message_id={id}&attempt_id={attempt}")
}

#[tokio::test]
async fn a_call_of_ours_speaks_its_message_and_ends_our_calls_by_a_key() {
    let world = world(saying("Nobody asks."), true).await;
    let message = placed(&world).await;
    let answered = [("CallSid", "CA1"), ("AnsweredBy", "human")];
    let announcement = of_placed("voice-announcement", &message);
    let twiml = world.twiml(&announcement, &answered).await;
    let words = VoiceWords::of(ShippedLanguage::Spanish);
    for part in [
        &escaped(&words.outbound_opening("Grace Church")),
        "Cena el viernes a las seis.",
        &escaped(words.outbound_keys()),
        "input=\"dtmf\"",
    ] {
        assert!(twiml.contains(part), "{part}: {twiml}");
    }
    let again = world.twiml(&announcement, &answered).await;
    assert_eq!(again, twiml, "Twilio may ask again");
    let heard_again = world.twiml(&action(&twiml), &[("Digits", "1")]).await;
    assert!(heard_again.contains("Cena el viernes"), "{heard_again}");
    let stopped = world.twiml(&action(&heard_again), &[("Digits", "9")]).await;
    let calls_stopped = escaped(words.calls_stopped());
    assert!(
        stopped.contains(&calls_stopped) && stopped.contains("<Hangup/>"),
        "{stopped}"
    );
    let phone = message.phone.expect("a phone");
    let noted = world.table.store.get_call_opt_out(&phone).await;
    assert!(noted.expect("read").expect("noted").opted_out);
}

#[tokio::test]
async fn a_machine_gets_the_message_and_a_fax_or_a_call_of_nobodys_gets_nothing() {
    let world = world(saying("Nobody asks."), true).await;
    let message = placed(&world).await;
    let announcement = of_placed("voice-announcement", &message);
    let by = |answered_by| [("CallSid", "CA1"), ("AnsweredBy", answered_by)];
    let fax = world.twiml(&announcement, &by("fax")).await;
    assert!(fax.contains("<Response><Hangup/></Response>"), "{fax}");
    let machine = world.twiml(&announcement, &by("machine_end_beep")).await;
    assert!(
        machine.contains("Cena el viernes") && machine.contains("<Hangup/>"),
        "{machine}"
    );
    assert!(!machine.contains("<Gather"), "{machine}");
    for url in [
        format!("{BASE}/api/webhooks/twilio/voice-announcement"),
        announcement.replace(
            &message.id.to_string(),
            &MessageId::for_phone(
                BroadcastId::new(Timestamp::UNIX_EPOCH, 2),
                &PhoneNumber::from_e164("+12125550124").expect("a number"),
            )
            .to_string(),
        ),
    ] {
        let form = [("CallSid", "CA2"), ("AnsweredBy", "human")];
        let twiml = world.twiml(&url, &form).await;
        assert!(twiml.contains("<Response><Hangup/></Response>"), "{twiml}");
    }
}

#[tokio::test]
async fn what_became_of_a_call_of_ours_is_noted_and_a_busy_line_is_called_again() {
    let world = world(saying("Nobody asks."), true).await;
    let message = placed(&world).await;
    let progress = of_placed("voice-progress", &message);
    let status = async || {
        let read = world.table.store.get_message(message.id).await;
        read.expect("read").expect("there").status
    };
    for (call_status, expected) in [
        ("initiated", MessageStatus::Accepted),
        ("ringing", MessageStatus::Sent),
        ("busy", MessageStatus::Queued),
        ("completed", MessageStatus::Queued),
    ] {
        let form = [("CallSid", "CA1"), ("CallStatus", call_status)];
        assert_eq!(world.post(&progress, &form).await.0, 204);
        assert_eq!(status().await, expected, "{call_status}");
    }
    let waiting = world.queue.1.lock().expect("the messages").clone();
    assert_eq!(waiting, [(message.id, Duration::from_secs(300))]);
    let unsigned = event(&progress, &[("CallStatus", "failed")], "AAAA");
    let answer = world.webhook.handle(unsigned).await.expect("an answer");
    assert_eq!(answer.status_code, 403);
}
