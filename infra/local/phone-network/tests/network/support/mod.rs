//! A phone network as a real process, and a receiver for its callbacks.

pub(crate) mod calls;
pub(crate) mod church;

use std::{
    collections::{BTreeMap, VecDeque},
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse as _, Response as Reply},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};

pub(crate) const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
pub(crate) const TOKEN: &str = "a-token-of-the-tests";
pub(crate) const CHURCH: &str = "+12025550100";
pub(crate) const MEMBER: &str = "+12025550143";

/// A running phone network with a folder of its own; both end with it.
pub(crate) struct Network {
    child: Child,
    pub(crate) address: String,
    pub(crate) folder: PathBuf,
    arguments: Vec<String>,
    pub(crate) client: Client,
}

impl Network {
    /// Starts one with quick delays.
    pub(crate) fn start() -> Self {
        Self::start_with(&["--min-delay-ms", "5", "--max-delay-ms", "15"])
    }

    pub(crate) fn start_with(arguments: &[&str]) -> Self {
        static NUMBER: Mutex<u32> = Mutex::new(0);
        let number = {
            let mut number = NUMBER.lock().expect("no test panics in here");
            *number += 1;
            *number
        };
        let name = format!("phone-network-test-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).expect("a folder for the test");
        let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_owned()).collect();
        let (child, address) = spawn(&folder, 0, &arguments);
        Self {
            child,
            address,
            folder,
            arguments,
            client: client(),
        }
    }

    /// Ends it as a power cut would, and starts it again on the same port.
    pub(crate) fn kill_and_restart(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
        self.restart();
    }

    /// Ends it with SIGTERM and gives back whether it ended well.
    pub(crate) fn stop(&mut self) -> bool {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .expect("kill runs");
        sent.success() && self.child.wait().expect("it ends").success()
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }

    pub(crate) fn restart(&mut self) {
        let port = self
            .address
            .rsplit(':')
            .next()
            .and_then(|text| text.parse().ok());
        let (child, address) = spawn(&self.folder, port.expect("a port"), &self.arguments);
        self.child = child;
        assert_eq!(self.address, address, "it comes back at the same address");
        // Connections to the one before are of no use any more.
        self.client = client();
    }

    pub(crate) fn journal(&self) -> PathBuf {
        self.folder.join("accepted.jsonl")
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).expect("a log")
    }

    /// A request to a path of Twilio's API below the account, with the right credentials.
    pub(crate) fn twilio(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/2010-04-01/Accounts/{ACCOUNT}/{path}", self.address);
        self.client
            .request(method, url)
            .basic_auth(ACCOUNT, Some(TOKEN))
    }

    pub(crate) fn post_message(&self, form: &[(&str, &str)]) -> RequestBuilder {
        self.twilio(Method::POST, "Messages.json").form(form)
    }

    /// Creates a text and gives back the resource.
    pub(crate) async fn text(&self, to: &str, body: &str, callback: &str) -> Value {
        let form = [
            ("To", to),
            ("From", CHURCH),
            ("Body", body),
            ("StatusCallback", callback),
        ];
        let response = self.post_message(&form).send().await.expect("an answer");
        assert_eq!(response.status(), 201);
        response.json().await.expect("a resource")
    }

    /// Tells the network, as Twilio is told, where texts of phones go; gives back the number's resource.
    pub(crate) async fn set_webhook(&self, form: &[(&str, &str)]) -> Value {
        let query = "IncomingPhoneNumbers.json?PhoneNumber=%2B12025550100";
        let list = self.twilio(Method::GET, query).send().await;
        let list: Value = list.expect("an answer").json().await.expect("JSON");
        let sid = list["incoming_phone_numbers"][0]["sid"].as_str();
        let path = format!("IncomingPhoneNumbers/{}.json", sid.expect("a sid"));
        let response = self.twilio(Method::POST, &path).form(form).send().await;
        let response = response.expect("an answer");
        assert_eq!(response.status(), 200);
        response.json().await.expect("a resource")
    }

    /// Sends a text from a phone to the church.
    pub(crate) async fn send_from(&self, number: &str, order: Value) -> Response {
        self.client
            .post(format!("{}/phones/{number}/texts", self.address))
            .json(&order)
            .send()
            .await
            .expect("an answer")
    }

    /// As [`Self::send_from`] with a body alone; gives back the sid.
    pub(crate) async fn say(&self, number: &str, body: &str) -> String {
        let response = self.send_from(number, json!({ "body": body })).await;
        assert_eq!(response.status(), 201);
        let text: Value = response.json().await.expect("JSON");
        text["sid"].as_str().expect("a sid").to_owned()
    }

    /// Waits until a phone's text was handed on, and gives back the phone.
    pub(crate) async fn await_handover(&self, number: &str, sid: &str) -> Value {
        until("a webhook's answer", async || {
            let phone = self.get(&format!("/phones/{number}")).await;
            let texts = phone["sent"].as_array()?;
            let text = texts.iter().find(|text| text["sid"] == sid)?;
            (text["webhook"] != "pending").then(|| phone.clone())
        })
        .await
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let url = format!("{}{path}", self.address);
        self.client
            .get(url)
            .send()
            .await
            .expect("an answer")
            .json()
            .await
            .expect("JSON")
    }

    pub(crate) async fn accepted(&self) -> Vec<Value> {
        self.get("/accepted")
            .await
            .as_array()
            .expect("a list")
            .clone()
    }

    pub(crate) async fn order_fault(&self, order: Value) -> Response {
        self.client
            .post(format!("{}/faults", self.address))
            .json(&order)
            .send()
            .await
            .expect("an answer")
    }

    pub(crate) async fn set_phone(&self, number: &str, behaviour: Value) -> Response {
        self.client
            .put(format!("{}/phones/{number}", self.address))
            .json(&behaviour)
            .send()
            .await
            .expect("an answer")
    }

    /// Waits until a message shows `status`.
    pub(crate) async fn await_status(&self, sid: &str, status: &str) -> Value {
        let path = format!("Messages/{sid}.json");
        until(&format!("status {status}"), async || {
            let response = self.twilio(Method::GET, &path).send().await.ok()?;
            let resource: Value = response.json().await.ok()?;
            (resource["status"] == status).then_some(resource)
        })
        .await
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.kill();
        fs::remove_dir_all(&self.folder).ok();
    }
}

fn client() -> Client {
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    Client::builder()
        .tls_certs_only([])
        .no_proxy()
        .build()
        .expect("a client")
}

fn spawn(folder: &Path, port: u16, arguments: &[String]) -> (Child, String) {
    let log = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join("log"))
        .expect("a log");
    let mut child = Command::new(env!("CARGO_BIN_EXE_phone-network"))
        .args([
            "--port",
            &port.to_string(),
            "--account-sid",
            ACCOUNT,
            "--church-phone",
            CHURCH,
        ])
        .arg("--state-dir")
        .arg(folder)
        .args(arguments)
        .env("PHONE_NETWORK_AUTH_TOKEN", TOKEN)
        .env("RUST_LOG", "debug,hyper_util=info,reqwest=info")
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("the binary starts");
    let mut line = String::new();
    let stdout = child.stdout.take().expect("a pipe");
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    let ready: Value = serde_json::from_str(&line).expect("one JSON line when it is ready");
    (
        child,
        ready["address"].as_str().expect("an address").to_owned(),
    )
}

/// Asks again and again until there is a value, for at most ten seconds.
pub(crate) async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        if let Some(value) = ask().await {
            return value;
        }
        assert!(
            Instant::now() < deadline,
            "ten seconds went by without {what}"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// A callback as it came.
#[derive(Debug, Clone)]
pub(crate) struct Callback {
    pub(crate) method: Method,
    pub(crate) target: String,
    pub(crate) signature: String,
    pub(crate) parameters: BTreeMap<String, String>,
}

impl Callback {
    pub(crate) fn status(&self) -> &str {
        let name = if self.parameters.contains_key("CallSid") {
            "CallStatus"
        } else {
            "MessageStatus"
        };
        self.parameters
            .get(name)
            .map(String::as_str)
            .unwrap_or_default()
    }
}

#[derive(Default)]
struct Received {
    callbacks: Vec<Callback>,
    answers: VecDeque<(u16, Option<(String, String)>)>,
}

/// Listens on a free port and keeps what comes; answers 204 unless told otherwise.
#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) address: String,
    received: Arc<Mutex<Received>>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        Self::on(listener)
    }

    pub(crate) fn on(listener: tokio::net::TcpListener) -> Self {
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let received: Arc<Mutex<Received>> = Arc::default();
        let router = Router::new()
            .fallback(keep)
            .with_state(Arc::clone(&received));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, received }
    }

    /// What the next callbacks are answered with.
    pub(crate) fn answer_with(&self, statuses: &[u16]) {
        self.received
            .lock()
            .expect("no panic")
            .answers
            .extend(statuses.iter().map(|status| (*status, None)));
    }

    /// What the next request is answered with, after those before.
    pub(crate) fn answer_with_body(&self, content_type: &str, body: &str) {
        let answer = (200, Some((content_type.to_owned(), body.to_owned())));
        let mut received = self.received.lock().expect("no panic");
        received.answers.push_back(answer);
    }

    /// The next request is answered with TwiML.
    pub(crate) fn answer_with_twiml(&self, body: &str) {
        self.answer_with_body("text/xml", body);
    }

    pub(crate) fn callbacks(&self) -> Vec<Callback> {
        self.received.lock().expect("no panic").callbacks.clone()
    }

    pub(crate) fn statuses(&self) -> Vec<String> {
        self.callbacks()
            .iter()
            .map(|callback| callback.status().to_owned())
            .collect()
    }

    /// Waits until as many callbacks have come.
    pub(crate) async fn await_count(&self, count: usize) -> Vec<Callback> {
        until(&format!("{count} callbacks"), async || {
            Some(self.callbacks()).filter(|callbacks| callbacks.len() >= count)
        })
        .await
    }
}

async fn keep(
    State(received): State<Arc<Mutex<Received>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Reply {
    let signature = headers
        .get("X-Twilio-Signature")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let encoded = if method == Method::GET {
        uri.query().unwrap_or_default().as_bytes()
    } else {
        &body
    };
    let callback = Callback {
        target: uri.to_string(),
        signature,
        parameters: serde_urlencoded::from_bytes(encoded).expect("a form"),
        method,
    };
    let mut received = received.lock().expect("no panic");
    received.callbacks.push(callback);
    let (status, body) = received.answers.pop_front().unwrap_or((204, None));
    let status = StatusCode::from_u16(status).expect("a status");
    match body {
        Some((content_type, body)) => {
            (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
        }
        None => status.into_response(),
    }
}

/// The signature as Twilio's documents describe it, written apart from the program's own.
pub(crate) fn expected_signature(url: &str, parameters: &BTreeMap<String, String>) -> String {
    let text: String = parameters
        .iter()
        .flat_map(|(key, value)| [key.as_str(), value])
        .collect();
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(TOKEN.as_bytes()).expect("a key");
    mac.update(format!("{url}{text}").as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}
