//! Hands HTTP requests to a function, as an HTTP API does with payload format 2.0:
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::Troubles;
use crate::lambda::environment::Environment;
use crate::lambda::fleet::Fleet;
use crate::server::{Answer, body, status};

/// What stands before the path of a request on one machine, where one address serves all APIs.
const PREFIX: &str = "/_aws/execute-api/";
/// Where the user pool publishes its keys; ours has signed nothing.
const KEYS: &str = "/.well-known/jwks.json";

/// The gateway. Each request has an environment to itself.
pub(crate) struct Gateway {
    fleet: OnceLock<Arc<Fleet>>,
    idle: Mutex<Vec<Arc<Environment>>>,
    free: Semaphore,
    requests: AtomicU64,
    refused: AtomicU64,
    troubles: Troubles,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answered {
    status_code: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

impl Gateway {
    /// A gateway with nobody behind it yet.
    pub(crate) fn new(troubles: Troubles) -> Self {
        Self {
            fleet: OnceLock::new(),
            idle: Mutex::default(),
            free: Semaphore::new(0),
            requests: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            troubles,
        }
    }

    /// Puts a function behind it, once.
    pub(crate) fn serve(&self, fleet: Arc<Fleet>) {
        *self.idle.lock().unwrap_or_else(PoisonError::into_inner) = fleet.environments.clone();
        let count = fleet.environments.len();
        if self.fleet.set(fleet).is_ok() {
            self.free.add_permits(count);
        }
    }

    /// How many requests came for the function.
    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// How many of them were not answered by a status of success.
    pub(crate) fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    async fn hand_over(&self, request: &Request<Bytes>) -> anyhow::Result<Response<Bytes>> {
        let permit = self.free.acquire().await?;
        let environment = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let (Some(environment), Some(fleet)) = (environment, self.fleet.get()) else {
            anyhow::bail!("nobody is behind the gateway");
        };
        let answer = fleet.invoke(&environment, event(request)).await;
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(environment);
        drop(permit);
        response(&answer?)
    }
}

impl Answer for Gateway {
    async fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        if request.uri().path().ends_with(KEYS) {
            return body(StatusCode::OK, r#"{"keys":[]}"#);
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
        let response = self.hand_over(&request).await.unwrap_or_else(|error| {
            self.troubles.note(&error);
            status(StatusCode::INTERNAL_SERVER_ERROR)
        });
        if !response.status().is_success() {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
        response
    }
}

/// A request as the event of payload format 2.0.
pub(crate) fn event(request: &Request<Bytes>) -> Bytes {
    let uri = request.uri();
    let path = own_path(uri.path());
    let query = uri.query().unwrap_or_default();
    let headers: BTreeMap<&str, String> = request
        .headers()
        .iter()
        .map(|(name, value)| {
            (
                name.as_str(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect();
    let route = format!("{} {path}", request.method());
    let http = json!({
        "method": request.method().as_str(), "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1",
        "userAgent": headers.get("user-agent"),
    });
    let context = json!({
        "accountId": "000000000000", "apiId": "HttpApi", "domainName": "api.example.org", "domainPrefix": "api",
        "http": http, "requestId": "bench", "routeKey": route, "stage": "$default",
        "time": "01/Jan/2026:00:00:00 +0000", "timeEpoch": 0,
    });
    let event: Value = json!({
        "version": "2.0", "routeKey": route, "rawPath": path, "rawQueryString": query, "headers": headers,
        "requestContext": context, "body": STANDARD.encode(request.body()), "isBase64Encoded": true,
    });
    Bytes::from(event.to_string())
}

/// The path as the API knows it, without what stands for its host and stage on one machine.
fn own_path(path: &str) -> &str {
    let Some(rest) = path.strip_prefix(PREFIX) else {
        return path;
    };
    let mut parts = rest.splitn(3, '/');
    let own = parts.nth(2).unwrap_or_default();
    // The slash before it belongs to it.
    &path[path.len() - own.len() - 1..]
}

fn response(answer: &[u8]) -> anyhow::Result<Response<Bytes>> {
    let answered: Answered = serde_json::from_slice(answer)?;
    let text = answered.body.unwrap_or_default();
    let bytes = if answered.is_base64_encoded {
        STANDARD.decode(text)?
    } else {
        text.into_bytes()
    };
    let mut response = body(StatusCode::from_u16(answered.status_code)?, bytes);
    for (name, value) in answered.headers {
        let (name, value) = (HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_becomes_an_event_with_its_raw_query_and_its_whole_body() {
        let request = Request::post(
            "/_aws/execute-api/HttpApi/$default/api/webhooks/twilio/sms-status?m=%2B1&x=",
        )
        .header("X-Twilio-Signature", "abc=")
        .body(Bytes::from_static(b"To=%2B1&Body=hi"))
        .expect("a request");
        let event: Value = serde_json::from_slice(&event(&request)).expect("JSON");
        assert_eq!(event["rawPath"], "/api/webhooks/twilio/sms-status");
        assert_eq!(event["rawQueryString"], "m=%2B1&x=");
        assert_eq!(event["headers"]["x-twilio-signature"], "abc=");
        let body = event["body"].as_str().expect("a text");
        assert_eq!(STANDARD.decode(body).expect("bytes"), b"To=%2B1&Body=hi");
    }

    #[test]
    fn an_answer_becomes_a_response() {
        let answer = br#"{"statusCode":201,"headers":{"x-a":"b"},"body":"aGk=","isBase64Encoded":true,"cookies":[]}"#;
        let response = response(answer).expect("a response");
        assert_eq!(response.status(), 201);
        assert_eq!(response.headers()["x-a"], "b");
        assert_eq!(response.body(), &Bytes::from_static(b"hi"));
    }
}
