//! Servers for the tests of the client: SSM and Twilio with whole answers, and a server that treats a connection badly.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_types::region::Region;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wiremock::matchers::{header, method};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::client::{TwilioAccount, TwilioClient};
use crate::secrets::AuthTokenSource;

/// The account of the tests.
pub(super) const ACCOUNT: &str = "AC00000000000000000000000000000001";
/// Its number.
pub(super) const CHURCH: &str = "+12025550100";
/// Its messaging service.
pub(super) const SERVICE: &str = "MG00000000000000000000000000000001";
/// Long enough for an answer on loopback, and short enough to wait for in a test.
const TIMEOUT: Duration = Duration::from_millis(500);

/// A client of the Twilio at `api_url`, whose token comes from an SSM that knows one.
pub(super) async fn client(api_url: String, sender: &str) -> TwilioClient {
    let ssm = MockServer::start().await;
    Mock::given(method("POST"))
        .and(header("x-amz-target", "AmazonSSM.GetParameter"))
        .respond_with(
            ResponseTemplate::new(200)
                .set_body_json(json!({ "Parameter": { "Name": "token", "Value": "secret" } })),
        )
        .mount(&ssm)
        .await;
    let config = crate::aws::configuration(
        Region::new("us-east-1"),
        Credentials::from_keys("key", "secret", None),
        Some(ssm.uri()),
    );
    let tokens = AuthTokenSource::start(aws_sdk_ssm::Client::new(&config), "token".into())
        .await
        .expect("a token");
    TwilioClient {
        http: crate::http::client(TIMEOUT).expect("a client"),
        account: TwilioAccount {
            api_url,
            account_sid: ACCOUNT.into(),
            sender: sender.into(),
            voice_number: CHURCH.into(),
            webhook_base_url: "https://api.example.org".into(),
        },
        tokens: Arc::new(tokens),
    }
}

/// What a server does with one request.
#[derive(Debug, Clone, Copy)]
pub(super) enum Treatment {
    /// Closes the connection before it has read anything, which resets it.
    Reset,
    /// Reads the request, writes these bytes and closes the connection.
    Close(&'static str),
    /// Reads the request, writes these bytes and keeps the connection open.
    KeepOpen(&'static str),
}

/// A server that gives each request it reads the next treatment, and the last one to all that follow.
pub(super) struct BadServer {
    /// Where it listens.
    pub(super) url: String,
    requests: Arc<AtomicUsize>,
}

impl BadServer {
    pub(super) async fn start(treatments: Vec<Treatment>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let requests = Arc::new(AtomicUsize::new(0));
        let counter = requests.clone();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(treat(connection, treatments.clone(), counter.clone()));
            }
        });
        Self {
            url: format!("http://{address}"),
            requests,
        }
    }

    /// How many requests have come, on all connections.
    pub(super) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

async fn treat(mut connection: TcpStream, treatments: Vec<Treatment>, requests: Arc<AtomicUsize>) {
    loop {
        let index = requests.load(Ordering::SeqCst).min(treatments.len() - 1);
        let treatment = treatments[index];
        let has_request = match treatment {
            Treatment::Reset => connection.readable().await.is_ok(),
            Treatment::Close(_) | Treatment::KeepOpen(_) => read_request(&mut connection).await,
        };
        if !has_request {
            return;
        }
        requests.fetch_add(1, Ordering::SeqCst);
        let (Treatment::Close(bytes) | Treatment::KeepOpen(bytes)) = treatment else {
            return;
        };
        let written = connection.write_all(bytes.as_bytes()).await;
        if written.is_err() || matches!(treatment, Treatment::Close(_)) {
            return;
        }
    }
}

/// Reads a whole request; `false` when the connection was closed instead.
async fn read_request(connection: &mut TcpStream) -> bool {
    let mut request = Vec::new();
    let mut buffer = [0; 4_096];
    loop {
        let read = connection.read(&mut buffer).await.unwrap_or(0);
        if read == 0 {
            return false;
        }
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request).to_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .split_once("content-length: ")
            .and_then(|(_, rest)| rest.lines().next()?.parse().ok())
            .unwrap_or(0);
        if body.len() >= length {
            return true;
        }
    }
}

/// A port at which nobody listens.
pub(super) async fn closed_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    format!("http://{address}")
}
