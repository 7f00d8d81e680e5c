//! One chat completion, whole or streamed.

use std::convert::Infallible;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use futures::stream::{self, Stream};
use tokio::time::sleep;

use crate::behaviour::Behaviour;
use crate::wire::{self, Request};
use crate::{Shared, answers, lock};

pub(crate) async fn create(
    State(model): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !has_key(&headers) {
        let message = "You didn't provide an API key.";
        return wire::error(
            StatusCode::UNAUTHORIZED,
            "invalid_request_error",
            "invalid_api_key",
            message,
        );
    }
    let read = serde_json::from_slice::<Request>(&body);
    let request = match read {
        Ok(request) if !request.messages.is_empty() => request,
        Ok(_) => return bad_request("messages must not be empty"),
        Err(error) => return bad_request(&error.to_string()),
    };
    let (behaviour, number) = {
        let mut model = lock(&model);
        let behaviour = model.take(serde_json::from_slice(&body).unwrap_or_default());
        (behaviour, model.count)
    };
    match behaviour {
        Behaviour::Error { status } => return refuse(status),
        Behaviour::Garbage => return "<html>It works!</html>".into_response(),
        Behaviour::Slow { ms } => sleep(Duration::from_millis(ms)).await,
        _ => {}
    }
    let (content, is_cut) = answers::answer(&request, behaviour);
    let stalls = behaviour == Behaviour::Stall;
    let is_broken = stalls || behaviour == Behaviour::Cut;
    let pause = match behaviour {
        Behaviour::SlowWords { ms } => Duration::from_millis(ms),
        _ => Duration::ZERO,
    };
    if request.stream {
        let chunks = wire::chunks(&request, number, &content, is_cut);
        return Sse::new(events(chunks, is_broken, stalls, pause)).into_response();
    }
    let whole = wire::completion(&request, number, &content, is_cut);
    let words = u32::try_from(content.split_whitespace().count()).unwrap_or(u32::MAX);
    sleep(pause.saturating_mul(words)).await;
    if is_broken {
        let text = whole.to_string();
        let half: String = text.chars().take(text.chars().count() / 2).collect();
        let rest = match stalls {
            true => stream::pending().left_stream(),
            false => stream::empty().right_stream(),
        };
        let parts = stream::iter([Ok::<_, Infallible>(half)]).chain(rest);
        let kind = [(header::CONTENT_TYPE, "application/json")];
        return (kind, Body::from_stream(parts)).into_response();
    }
    Json(whole).into_response()
}

/// The events of a stream, with a pause before each; of one that is broken the first half, and of one that stalls nothing
/// for ever then.
fn events(
    mut chunks: Vec<String>,
    is_broken: bool,
    stalls: bool,
    pause: Duration,
) -> impl Stream<Item = Result<Event, Infallible>> {
    if is_broken {
        chunks.truncate(chunks.len() / 2);
    }
    let rest = match stalls {
        true => stream::pending().left_stream(),
        false => stream::empty().right_stream(),
    };
    let chunks = stream::iter(chunks).then(move |data| async move {
        if !pause.is_zero() {
            sleep(pause).await;
        }
        Ok(Event::default().data(data))
    });
    chunks.chain(rest)
}

fn has_key(headers: &HeaderMap) -> bool {
    let value = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    value
        .and_then(|value| value.strip_prefix("Bearer "))
        .is_some_and(|key| !key.trim().is_empty())
}

fn bad_request(message: &str) -> Response {
    wire::error(
        StatusCode::BAD_REQUEST,
        "invalid_request_error",
        "invalid_request",
        message,
    )
}

fn refuse(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (kind, code) = match status.as_u16() {
        401 => ("invalid_request_error", "invalid_api_key"),
        402 => ("insufficient_quota", "insufficient_quota"),
        429 => ("requests", "rate_limit_exceeded"),
        _ => ("server_error", "server_error"),
    };
    // An account without money is a 429 at OpenAI: 402 stands for it here.
    let status = match status {
        StatusCode::PAYMENT_REQUIRED => StatusCode::TOO_MANY_REQUESTS,
        status => status,
    };
    wire::error(status, kind, code, "Ordered by a test.")
}
