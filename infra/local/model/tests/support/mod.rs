//! The stand-in over loopback, and what its answers hold.

use std::sync::Arc;

use reqwest::{Client, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub(crate) struct Model {
    pub(crate) url: String,
    pub(crate) http: Client,
}

impl Model {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let router = model_stand_in::routes();
        tokio::spawn(async move { axum::serve(listener, router).await });
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        let http = Client::builder().tls_backend_preconfigured(tls).no_proxy();
        Self {
            url,
            http: http.build().expect("a client"),
        }
    }

    pub(crate) async fn ask(&self, body: &Value) -> Response {
        let request = self
            .http
            .post(format!("{}/openai/v1/chat/completions", self.url))
            .bearer_auth("key")
            .json(body);
        request.send().await.expect("an answer")
    }

    pub(crate) async fn behave(&self, behaviour: Value) -> u16 {
        let url = format!("{}/model/behaviour", self.url);
        let answer = self.http.put(url).json(&behaviour).send().await;
        answer.expect("an answer").status().as_u16()
    }
}

pub(crate) async fn content(answer: Response) -> String {
    assert_eq!(answer.status(), 200);
    let body: Value = answer.json().await.expect("JSON");
    let content = &body["choices"][0]["message"]["content"];
    content.as_str().expect("a text").to_owned()
}

/// The same request, to be answered in a stream.
pub(crate) fn streamed(mut body: Value) -> Value {
    body["stream"] = json!(true);
    body["stream_options"] = json!({ "include_usage": true });
    body
}

/// The chunks of a stream, and whether it ended as it should.
pub(crate) async fn events(answer: Response) -> (Vec<Value>, bool) {
    assert_eq!(answer.status(), 200);
    let text = answer.text().await.expect("a whole stream");
    let mut events: Vec<&str> = text
        .split("\n\n")
        .filter_map(|event| event.strip_prefix("data: "))
        .collect();
    let ends = events.pop_if(|last| *last == "[DONE]").is_some();
    let chunks = events
        .iter()
        .map(|event| serde_json::from_str(event).expect("JSON"));
    (chunks.collect(), ends)
}
