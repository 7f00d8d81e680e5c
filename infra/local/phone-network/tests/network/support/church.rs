//! A small church: answers with TwiML what its rules say, and keeps what it was asked.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};

use super::until;

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) signature: String,
    pub(crate) parameters: BTreeMap<String, String>,
}

impl Asked {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }
}

/// The answer to a request: TwiML, or a status.
pub(crate) type Rule = fn(&Asked) -> Result<String, u16>;

#[derive(Clone)]
pub(crate) struct Church {
    pub(crate) address: String,
    rule: Rule,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Church {
    pub(crate) async fn start(rule: Rule) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a port");
        let church = Self {
            address: format!("http://{}", listener.local_addr().expect("an address")),
            rule,
            asked: Arc::default(),
        };
        let router = Router::new().fallback(answer).with_state(church.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        church
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no panic").clone()
    }

    /// What was asked at one path, oldest first.
    pub(crate) fn asked_at(&self, path: &str) -> Vec<Asked> {
        let mut asked = self.asked();
        asked.retain(|asked| asked.path == path);
        asked
    }

    /// Waits until so much was asked at one path.
    pub(crate) async fn await_asked(&self, path: &str, count: usize) -> Vec<Asked> {
        until(&format!("{count} requests to {path}"), async || {
            Some(self.asked_at(path)).filter(|asked| asked.len() >= count)
        })
        .await
    }
}

async fn answer(
    State(church): State<Church>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let signature = headers.get("X-Twilio-Signature");
    let asked = Asked {
        path: uri.to_string(),
        signature: signature
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
        parameters: serde_urlencoded::from_bytes(&body).expect("a form"),
    };
    church.asked.lock().expect("no panic").push(asked.clone());
    match (church.rule)(&asked) {
        Ok(content) => {
            let document = format!("<Response>{content}</Response>");
            ([(header::CONTENT_TYPE, "text/xml")], document).into_response()
        }
        Err(status) => StatusCode::from_u16(status)
            .expect("a status")
            .into_response(),
    }
}
