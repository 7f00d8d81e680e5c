//! How long a caller waits for us in a turn of a call, beside the model.
//!
//! Calls go one after the other to one environment, as API Gateway would bring them, each from the greeting through some
//! questions; the model's stand-in answers at once. What is measured is the whole time in the function, so that what the
//! model's request takes on loopback is ours too.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use axum::serve::ListenerExt;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hmac::{Hmac, KeyInit, Mac};
use http::Request;
use serde_json::Value;
use sha1::Sha1;
use tokio::net::TcpListener;

use super::median;
use crate::lambda::fleet::{Fleet, Report};
use crate::sources::gateway;
use crate::world::{AUTH_TOKEN, CHURCH_PHONE, Setup, World};

/// Questions in a call.
const QUESTIONS: usize = 5;

/// What a run came to.
pub(crate) struct Calls {
    /// How many turns were measured, without the greetings.
    pub(crate) turns: usize,
    /// The median of a turn.
    pub(crate) turn: Duration,
    /// The median of a greeting.
    pub(crate) greeting: Duration,
    /// Requests to DynamoDB in a turn, on average.
    pub(crate) table_requests_a_turn: f64,
    /// The function.
    pub(crate) function: Report,
}

/// Has so many calls answered.
///
/// # Errors
/// When one is not answered with words and a next step.
pub(crate) async fn run(setup: &Setup, calls: usize) -> Result<Calls> {
    let (model, serving) = model().await?;
    let setup = Setup {
        template: setup
            .template
            .with("ModelName", "stand-in")
            .with("ModelApiUrl", &model),
        ..setup.clone()
    };
    let world = World::start(&setup, false).await?;
    let fleet = world.fleet("voice-webhook", 1).await?;
    let (mut greetings, mut turns, mut requests) = (Vec::new(), Vec::new(), 0);
    // The first call is not measured: it fills what is filled once.
    for index in 0..=calls {
        let caller = format!("+1212555{:04}", index % 10_000);
        let sid = format!("CA{index:032x}");
        let inbound = format!(
            "{}/api/webhooks/twilio/voice-inbound",
            world.webhook_base_url()
        );
        let form = [
            ("CallSid", sid.as_str()),
            ("From", &caller),
            ("To", CHURCH_PHONE),
        ];
        let (mut twiml, greeting) = post(&fleet, &inbound, &form).await?;
        let before = fleet.meter.total().dynamodb_requests;
        let mut of_call = Vec::new();
        for _ in 0..QUESTIONS {
            let form = [
                ("CallSid", sid.as_str()),
                ("SpeechResult", "Where is the church?"),
            ];
            let (next, turn) = post(&fleet, &action(&twiml)?, &form).await?;
            (twiml, _) = (next, of_call.push(turn));
        }
        if index > 0 {
            greetings.push(greeting);
            turns.extend(of_call);
            requests += fleet.meter.total().dynamodb_requests - before;
        }
    }
    serving.abort();
    Ok(Calls {
        turns: turns.len(),
        table_requests_a_turn: requests as f64 / turns.len() as f64,
        turn: median(turns),
        greeting: median(greetings),
        function: fleet.report()?,
    })
}

/// A model that answers at once, and its address.
async fn model() -> Result<(String, tokio::task::JoinHandle<()>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/openai/v1", listener.local_addr()?);
    let serving = tokio::spawn(async move {
        // A stream comes in small parts, and none of them may wait for the one before to be acknowledged.
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        // Its end is the end of the run, which stops it.
        let _ = axum::serve(listener, model_stand_in::routes()).await;
    });
    Ok((url, serving))
}

/// Posts a form as Twilio does; answers the TwiML, and how long the function took.
async fn post(fleet: &Arc<Fleet>, url: &str, form: &[(&str, &str)]) -> Result<(String, Duration)> {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let request = Request::post(url)
        .header("X-Twilio-Signature", signature(url, form))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(Bytes::from(body))?;
    let invocation = fleet.environments[0]
        .invoke(gateway::event(&request))
        .await?;
    let answer = invocation
        .answer
        .map_err(|words| anyhow::anyhow!("voice-webhook failed: {words}"))?;
    let answer: Value = serde_json::from_slice(&answer)?;
    let twiml = answer["body"].as_str().unwrap_or_default();
    let has_words = answer["statusCode"] == 200 && twiml.contains("<Say ");
    ensure!(has_words, "a caller heard nothing: {answer}");
    Ok((twiml.to_owned(), invocation.duration))
}

/// Where what is said next is posted.
fn action(twiml: &str) -> Result<String> {
    let action = twiml
        .split_once("action=\"")
        .and_then(|(_, rest)| rest.split_once('"'));
    let (action, _) = action.context("there is no next step")?;
    Ok(action.replace("&amp;", "&"))
}

/// <https://www.twilio.com/docs/usage/security#validating-requests>
fn signature(url: &str, form: &[(&str, &str)]) -> String {
    let mut sorted = form.to_vec();
    sorted.sort_unstable();
    let signed: String = sorted
        .iter()
        .flat_map(|(name, value)| [*name, *value])
        .collect();
    // A key of any length will do.
    let mac = Hmac::<Sha1>::new_from_slice(AUTH_TOKEN.as_bytes()).map(|mac| {
        mac.chain_update(url.as_bytes())
            .chain_update(signed.as_bytes())
    });
    mac.map(|mac| STANDARD.encode(mac.finalize().into_bytes()))
        .unwrap_or_default()
}
