//! Where functions find Twilio: a door that counts, with the phone network behind it, or with nobody, who answers each
//! text after the same time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use serde_json::json;

use crate::server::{Answer, body};

/// More than anybody here takes for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// An HTTP client.
///
/// # Errors
/// When it can't be made.
pub(crate) fn client() -> Result<reqwest::Client> {
    adapters::http::client(PATIENCE).map_err(anyhow::Error::from_boxed)
}

/// Who answers behind the door.
pub(crate) enum Behind {
    /// The phone network, at this address.
    PhoneNetwork(String),
    /// Nobody: each request is accepted after this time.
    Nobody(Duration),
}

/// What has gone through all doors.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    requests: AtomicU64,
    sends: AtomicU64,
    texts: AtomicU64,
    under_way: AtomicU64,
    most_under_way: AtomicU64,
    /// When the first text came, and when the last was answered.
    span: Mutex<Option<(Instant, Instant)>>,
}

impl Traffic {
    /// All requests.
    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Requests to send a text, whatever came of them.
    pub(crate) fn sends(&self) -> u64 {
        self.sends.load(Ordering::Relaxed)
    }

    /// Those of them that were accepted.
    pub(crate) fn texts(&self) -> u64 {
        self.texts.load(Ordering::Relaxed)
    }

    /// How many were under way at once.
    pub(crate) fn most_under_way(&self) -> u64 {
        self.most_under_way.load(Ordering::Relaxed)
    }

    /// From the first request to the last answer.
    pub(crate) fn span(&self) -> Duration {
        let span = self.span.lock().unwrap_or_else(PoisonError::into_inner);
        span.map_or(Duration::ZERO, |(first, last)| last - first)
    }

    fn begin(&self) -> Instant {
        self.sends.fetch_add(1, Ordering::Relaxed);
        let under_way = self.under_way.fetch_add(1, Ordering::Relaxed) + 1;
        self.most_under_way.fetch_max(under_way, Ordering::Relaxed);
        Instant::now()
    }

    fn end(&self, begun: Instant, is_accepted: bool) {
        self.under_way.fetch_sub(1, Ordering::Relaxed);
        if is_accepted {
            self.texts.fetch_add(1, Ordering::Relaxed);
        }
        let mut span = self.span.lock().unwrap_or_else(PoisonError::into_inner);
        let (first, last) = span.get_or_insert((begun, begun));
        *first = (*first).min(begun);
        *last = Instant::now();
    }
}

/// One environment's door to Twilio.
pub(crate) struct TwilioDoor {
    behind: Behind,
    traffic: Arc<Traffic>,
    client: reqwest::Client,
}

impl TwilioDoor {
    /// A door whose traffic counts with that of others.
    ///
    /// # Errors
    /// When the client of the phone network can't be made.
    pub(crate) fn new(behind: Behind, traffic: Arc<Traffic>) -> Result<Self> {
        Ok(Self {
            behind,
            traffic,
            client: client()?,
        })
    }

    async fn pass_on(
        &self,
        address: &str,
        request: Request<Bytes>,
    ) -> reqwest::Result<Response<Bytes>> {
        let (head, content) = request.into_parts();
        let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut passed = self
            .client
            .request(head.method, format!("{address}{path}"))
            .body(content);
        for name in [http::header::AUTHORIZATION, http::header::CONTENT_TYPE] {
            if let Some(value) = head.headers.get(&name) {
                passed = passed.header(name, value);
            }
        }
        let answer = passed.send().await?;
        let status = answer.status();
        Ok(body(status, answer.bytes().await?))
    }

    async fn behind(&self, request: Request<Bytes>, is_send: bool) -> Response<Bytes> {
        match &self.behind {
            Behind::PhoneNetwork(address) => self
                .pass_on(address, request)
                .await
                .unwrap_or_else(|error| body(StatusCode::BAD_GATEWAY, error.to_string())),
            Behind::Nobody(delay) if is_send => {
                tokio::time::sleep(*delay).await;
                accepted(self.traffic.sends())
            }
            Behind::Nobody(_) => body(StatusCode::NOT_FOUND, r#"{"code":20404,"status":404}"#),
        }
    }
}

impl Answer for TwilioDoor {
    async fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        self.traffic.requests.fetch_add(1, Ordering::Relaxed);
        let is_send =
            request.method() == Method::POST && request.uri().path().ends_with("/Messages.json");
        if !is_send {
            return self.behind(request, false).await;
        }
        let begun = self.traffic.begin();
        let response = self.behind(request, true).await;
        self.traffic.end(begun, response.status().is_success());
        response
    }
}

/// <https://www.twilio.com/docs/messaging/api/message-resource#message-properties>
fn accepted(number: u64) -> Response<Bytes> {
    let message = json!({
        "sid": format!("SM{number:032x}"), "status": "queued", "num_segments": "1", "direction": "outbound-api",
        "error_code": null, "error_message": null, "price": null, "price_unit": "USD", "api_version": "2010-04-01",
    });
    body(StatusCode::CREATED, message.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::Server;

    #[tokio::test]
    async fn texts_are_counted_with_how_many_were_under_way_and_for_how_long() {
        let traffic = Arc::<Traffic>::default();
        let door = TwilioDoor::new(Behind::Nobody(Duration::from_millis(50)), traffic.clone())
            .expect("a door");
        let server = Server::start(Arc::new(door)).await.expect("a server");
        let client = client().expect("a client");
        let send = async || {
            let url = format!("{}/2010-04-01/Accounts/AC1/Messages.json", server.url());
            client.post(url).send().await.expect("an answer").status()
        };
        let (one, other) = tokio::join!(send(), send());
        assert_eq!((one.as_u16(), other.as_u16()), (201, 201));
        let look = client.get(server.url()).send().await.expect("an answer");
        assert_eq!(look.status(), 404);
        assert_eq!(
            (traffic.requests(), traffic.sends(), traffic.texts()),
            (3, 2, 2)
        );
        assert_eq!(traffic.most_under_way(), 2);
        let span = traffic.span();
        assert!(
            span >= Duration::from_millis(50) && span < Duration::from_secs(2),
            "{span:?}"
        );
    }
}
