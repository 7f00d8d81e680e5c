//! The interface through which a function takes its events:
//! <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use tokio::sync::{mpsc, oneshot, watch};

use crate::server::{Answer, body, status};

const ROOT: &str = "/2018-06-01/runtime/";

/// What came of an event.
#[derive(Debug)]
pub(crate) struct Invocation {
    /// What the function answered, or the error that it reported.
    pub(crate) answer: Result<Bytes, String>,
    /// From the moment at which the function took the event to its answer.
    pub(crate) duration: Duration,
}

/// How far the start of a function has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Start {
    /// It has not asked for an event yet.
    Pending,
    /// It has, at this moment.
    Ready(Instant),
    /// It gave up, with these words.
    Failed(String),
}

struct Event {
    payload: Bytes,
    reply: oneshot::Sender<Invocation>,
}

struct Pending {
    id: String,
    taken: Instant,
    reply: oneshot::Sender<Invocation>,
}

/// The interface of one execution environment.
pub(crate) struct RuntimeApi {
    function: String,
    timeout: Duration,
    sender: mpsc::UnboundedSender<Event>,
    events: tokio::sync::Mutex<mpsc::UnboundedReceiver<Event>>,
    pending: Mutex<(u64, Option<Pending>)>,
    start: watch::Sender<Start>,
}

impl RuntimeApi {
    /// The interface for a function whose events may take as long as `timeout`.
    pub(crate) fn new(function: String, timeout: Duration) -> Self {
        let (sender, events) = mpsc::unbounded_channel();
        Self {
            function,
            timeout,
            sender,
            events: tokio::sync::Mutex::new(events),
            pending: Mutex::default(),
            start: watch::Sender::new(Start::Pending),
        }
    }

    /// To wait for the start.
    pub(crate) fn start(&self) -> watch::Receiver<Start> {
        self.start.subscribe()
    }

    /// Hands over an event; the receiver gets what came of it. It gets nothing when the process dies.
    pub(crate) fn invoke(&self, payload: Bytes) -> oneshot::Receiver<Invocation> {
        let (reply, receiver) = oneshot::channel();
        // The receiver lives as long as this, so it can't be gone.
        let _ = self.sender.send(Event { payload, reply });
        receiver
    }

    async fn next(&self) -> Response<Bytes> {
        self.start.send_if_modified(|start| {
            let is_first = *start == Start::Pending;
            if is_first {
                *start = Start::Ready(Instant::now());
            }
            is_first
        });
        let Some(event) = self.events.lock().await.recv().await else {
            return status(StatusCode::GONE);
        };
        let deadline = SystemTime::now() + self.timeout;
        let deadline = deadline
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |since| since.as_millis());
        let id = {
            let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
            pending.0 += 1;
            let id = format!("00000000-0000-4000-9000-{:012x}", pending.0);
            pending.1 = Some(Pending {
                id: id.clone(),
                taken: Instant::now(),
                reply: event.reply,
            });
            id
        };
        let mut response = body(StatusCode::OK, event.payload);
        let arn = format!(
            "arn:aws:lambda:us-east-1:000000000000:function:{}",
            self.function
        );
        for (name, value) in [
            ("content-type", "application/json".to_owned()),
            ("lambda-runtime-aws-request-id", id),
            ("lambda-runtime-deadline-ms", deadline.to_string()),
            ("lambda-runtime-invoked-function-arn", arn),
        ] {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }

    fn finish(&self, id: &str, answer: Result<Bytes, String>) -> Response<Bytes> {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        match pending.1.take_if(|pending| pending.id == id) {
            None => status(StatusCode::BAD_REQUEST),
            Some(Pending { taken, reply, .. }) => {
                let duration = taken.elapsed();
                // Whoever asked may have stopped waiting.
                let _ = reply.send(Invocation { answer, duration });
                status(StatusCode::ACCEPTED)
            }
        }
    }
}

impl Answer for RuntimeApi {
    async fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        let path = request
            .uri()
            .path()
            .strip_prefix(ROOT)
            .unwrap_or_default()
            .to_owned();
        let is_post = request.method() == Method::POST;
        let body = request.into_body();
        let words = || String::from_utf8_lossy(&body).into_owned();
        match path.split('/').collect::<Vec<_>>().as_slice() {
            ["invocation", "next"] if !is_post => self.next().await,
            ["invocation", id, "response"] if is_post => self.finish(id, Ok(body.clone())),
            ["invocation", id, "error"] if is_post => self.finish(id, Err(words())),
            ["init", "error"] if is_post => {
                self.start.send_replace(Start::Failed(words()));
                status(StatusCode::ACCEPTED)
            }
            _ => status(StatusCode::NOT_FOUND),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::server::Server;

    async fn start() -> (Arc<RuntimeApi>, Server, reqwest::Client) {
        let api = Arc::new(RuntimeApi::new("greeter".into(), Duration::from_secs(20)));
        let server = Server::start(api.clone()).await.expect("a server");
        (api, server, crate::twilio::client().expect("a client"))
    }

    #[tokio::test]
    async fn an_event_goes_out_with_its_headers_and_its_answer_comes_back() {
        let (api, server, client) = start().await;
        let root = format!("{}{ROOT}", server.url());
        let receiver = api.invoke(Bytes::from_static(b"{\"name\":\"Ruth\"}"));
        let next = client
            .get(format!("{root}invocation/next"))
            .send()
            .await
            .expect("an event");
        let header = |name: &str| next.headers()[name].to_str().expect("a text").to_owned();
        let id = header("lambda-runtime-aws-request-id");
        assert!(header("lambda-runtime-invoked-function-arn").ends_with(":function:greeter"));
        let deadline: u128 = header("lambda-runtime-deadline-ms")
            .parse()
            .expect("a time");
        let now = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .expect("a time");
        assert!(deadline > now.as_millis() + 15_000 && deadline < now.as_millis() + 25_000);
        assert_eq!(next.text().await.expect("a body"), "{\"name\":\"Ruth\"}");
        let wrong = client
            .post(format!("{root}invocation/other/response"))
            .send()
            .await;
        assert_eq!(wrong.expect("an answer").status(), 400, "of another event");
        let answer = client
            .post(format!("{root}invocation/{id}/response"))
            .body("hello");
        assert_eq!(answer.send().await.expect("an answer").status(), 202);
        let invocation = receiver.await.expect("an invocation");
        assert_eq!(invocation.answer, Ok(Bytes::from_static(b"hello")));
    }

    #[tokio::test]
    async fn a_function_is_ready_when_it_asks_for_its_first_event() {
        let (api, server, client) = start().await;
        let mut started = api.start();
        assert_eq!(*started.borrow(), Start::Pending);
        let url = format!("{}{ROOT}invocation/next", server.url());
        let asking = tokio::spawn(client.get(url).send());
        let ready = started
            .wait_for(|start| matches!(start, Start::Ready(_)))
            .await;
        assert!(ready.is_ok());
        asking.abort();
    }

    #[tokio::test]
    async fn what_a_function_says_when_it_fails_is_heard() {
        let (api, server, client) = start().await;
        let root = format!("{}{ROOT}", server.url());
        let receiver = api.invoke(Bytes::new());
        let next = client
            .get(format!("{root}invocation/next"))
            .send()
            .await
            .expect("an event");
        let id = next.headers()["lambda-runtime-aws-request-id"]
            .to_str()
            .expect("a text");
        let error = client
            .post(format!("{root}invocation/{id}/error"))
            .body("no table");
        error.send().await.expect("an answer");
        assert_eq!(
            receiver.await.expect("an invocation").answer,
            Err("no table".to_owned())
        );
        let error = client.post(format!("{root}init/error")).body("no region");
        error.send().await.expect("an answer");
        assert_eq!(*api.start().borrow(), Start::Failed("no region".to_owned()));
    }
}
