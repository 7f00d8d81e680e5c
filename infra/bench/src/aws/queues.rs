//! Queues in memory, which speak as much of SQS's protocol as our functions do:
//! <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/>.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Response, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use crate::server::body;

/// A message of a queue.
#[derive(Debug, Clone)]
pub(crate) struct QueueMessage {
    id: u64,
    body: String,
    sent_at: u128,
    receives: u32,
}

impl QueueMessage {
    /// SQS's id of it.
    pub(crate) fn id(&self) -> String {
        format!("00000000-0000-4000-8000-{:012x}", self.id)
    }

    /// The record, as it stands in the event
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>).
    pub(crate) fn record(&self, queue: &str) -> Value {
        json!({
            "messageId": self.id(),
            "receiptHandle": self.id(),
            "body": self.body,
            "attributes": {
                "ApproximateReceiveCount": self.receives.to_string(),
                "SentTimestamp": self.sent_at.to_string(),
                "SenderId": "bench",
                "ApproximateFirstReceiveTimestamp": self.sent_at.to_string(),
            },
            "messageAttributes": {},
            "md5OfBody": "",
            "eventSource": "aws:sqs",
            "eventSourceARN": format!("arn:aws:sqs:us-east-1:000000000000:{queue}"),
            "awsRegion": "us-east-1",
        })
    }
}

#[derive(Default)]
struct State {
    ready: VecDeque<QueueMessage>,
    /// Those that nobody may see before their time.
    later: BTreeMap<(Instant, u64), QueueMessage>,
    /// Those that are being worked on.
    taken: usize,
    next_id: u64,
}

/// One queue.
#[derive(Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    arrived: Notify,
}

impl Queue {
    /// Adds a message.
    pub(crate) fn send(&self, body: String, delay: Duration) -> String {
        let mut state = self.lock();
        state.next_id += 1;
        let message = QueueMessage {
            id: state.next_id,
            body,
            sent_at: milliseconds(),
            receives: 0,
        };
        let id = message.id();
        state.put(message, delay);
        drop(state);
        self.arrived.notify_one();
        id
    }

    /// Waits for messages, and takes up to `maximum` of those that are there.
    pub(crate) async fn receive(&self, maximum: usize) -> Vec<QueueMessage> {
        loop {
            let due = {
                let mut state = self.lock();
                state.bring_up(Instant::now());
                let count = state.ready.len().min(maximum);
                if count > 0 {
                    let mut batch: Vec<QueueMessage> = state.ready.drain(..count).collect();
                    for message in &mut batch {
                        message.receives += 1;
                    }
                    state.taken += count;
                    if !state.ready.is_empty() {
                        self.arrived.notify_one();
                    }
                    return batch;
                }
                state.later.first_key_value().map(|((due, _), _)| *due)
            };
            match due {
                Some(due) => tokio::select! {
                    () = self.arrived.notified() => {}
                    () = sleep_until(due) => {}
                },
                None => self.arrived.notified().await,
            }
        }
    }

    /// A batch is done with: `failed` is what comes back after the `visibility` timeout.
    pub(crate) fn finish(&self, count: usize, failed: Vec<QueueMessage>, visibility: Duration) {
        let mut state = self.lock();
        state.taken -= count;
        for message in failed {
            state.put(message, visibility);
        }
        drop(state);
        self.arrived.notify_one();
    }

    /// How many messages there are: waiting, to be seen later, or being worked on.
    pub(crate) fn len(&self) -> usize {
        let state = self.lock();
        state.ready.len() + state.later.len() + state.taken
    }

    /// How many messages there is something to do about now: waiting, or being worked on. What failed is not among them
    /// until its timeout.
    pub(crate) fn due(&self) -> usize {
        let mut state = self.lock();
        state.bring_up(Instant::now());
        state.ready.len() + state.taken
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn put(&mut self, message: QueueMessage, delay: Duration) {
        if delay.is_zero() {
            self.ready.push_back(message);
        } else {
            self.later
                .insert((Instant::now() + delay, message.id), message);
        }
    }

    fn bring_up(&mut self, now: Instant) {
        while let Some(entry) = self.later.first_entry()
            && entry.key().0 <= now
        {
            self.ready.push_back(entry.remove());
        }
    }
}

fn milliseconds() -> u128 {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_millis())
}

/// All queues, by name.
#[derive(Default)]
pub(crate) struct Queues(Mutex<HashMap<String, Arc<Queue>>>);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendMessage {
    queue_url: String,
    message_body: String,
    #[serde(default)]
    delay_seconds: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendMessageBatch {
    queue_url: String,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    id: String,
    message_body: String,
    #[serde(default)]
    delay_seconds: u64,
}

impl Queues {
    /// The queue of a name, which may be a URL's last part.
    pub(crate) fn get(&self, name: &str) -> Arc<Queue> {
        let name = name.rsplit('/').next().unwrap_or_default();
        let mut queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        queues.entry(name.to_owned()).or_default().clone()
    }

    /// Answers a request of SQS's JSON protocol.
    pub(crate) fn answer(&self, operation: &str, request: &[u8]) -> Response<Bytes> {
        let answered = match operation {
            "SendMessage" => serde_json::from_slice(request).map(|request| self.send(request)),
            "SendMessageBatch" => {
                serde_json::from_slice(request).map(|request| self.send_batch(request))
            }
            other => return refuse("com.amazon.coral.service#UnknownOperationException", other),
        };
        match answered {
            Ok(answer) => body(StatusCode::OK, answer.to_string()),
            Err(error) => refuse(
                "com.amazon.coral.service#SerializationException",
                &error.to_string(),
            ),
        }
    }

    // No digests of the bodies: the SDK for Rust does not check them.
    fn send(&self, request: SendMessage) -> Value {
        let delay = Duration::from_secs(request.delay_seconds);
        let id = self
            .get(&request.queue_url)
            .send(request.message_body, delay);
        json!({ "MessageId": id, "MD5OfMessageBody": "" })
    }

    fn send_batch(&self, request: SendMessageBatch) -> Value {
        let queue = self.get(&request.queue_url);
        let successful = request.entries.into_iter().map(|entry| {
            let id = queue.send(entry.message_body, Duration::from_secs(entry.delay_seconds));
            json!({ "Id": entry.id, "MessageId": id, "MD5OfMessageBody": "" })
        });
        json!({ "Successful": successful.collect::<Vec<Value>>(), "Failed": [] })
    }
}

fn refuse(kind: &str, message: &str) -> Response<Bytes> {
    let text = json!({ "__type": kind, "message": message }).to_string();
    body(StatusCode::BAD_REQUEST, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(messages: &[QueueMessage]) -> Vec<&str> {
        messages
            .iter()
            .map(|message| message.body.as_str())
            .collect()
    }

    #[tokio::test]
    async fn a_delayed_message_is_seen_when_its_time_has_come() {
        let queues = Queues::default();
        let request =
            json!({ "QueueUrl": "https://sqs/1/q", "MessageBody": "later", "DelaySeconds": 1 });
        queues.answer("SendMessage", request.to_string().as_bytes());
        let started = Instant::now();
        assert_eq!(bodies(&queues.get("q").receive(10).await), ["later"]);
        assert!(started.elapsed() >= Duration::from_millis(900));
    }

    #[tokio::test]
    async fn what_is_due_is_what_waits_and_what_is_worked_on_but_not_what_comes_later() {
        let queue = Queue::default();
        queue.send("now".into(), Duration::ZERO);
        queue.send("soon".into(), Duration::from_millis(100));
        queue.send("later".into(), Duration::from_secs(3_600));
        assert_eq!((queue.due(), queue.len()), (1, 3));
        assert_eq!(queue.receive(10).await.len(), 1);
        assert_eq!((queue.due(), queue.len()), (1, 3));
        queue.finish(1, Vec::new(), Duration::ZERO);
        assert_eq!((queue.due(), queue.len()), (0, 2));
        sleep_until(Instant::now() + Duration::from_millis(150)).await;
        assert_eq!((queue.due(), queue.len()), (1, 2));
    }

    #[tokio::test]
    async fn what_failed_comes_back_after_its_timeout_and_is_known_as_given_out_before() {
        let queue = Queue::default();
        for body in ["a", "b"] {
            queue.send(body.into(), Duration::ZERO);
        }
        let mut batch = queue.receive(10).await;
        assert_eq!(
            batch[0].record("q")["attributes"]["ApproximateReceiveCount"],
            "1"
        );
        queue.finish(2, vec![batch.remove(1)], Duration::from_millis(200));
        assert_eq!(queue.len(), 1);
        let started = Instant::now();
        let again = queue.receive(10).await;
        assert_eq!(bodies(&again), ["b"]);
        assert_eq!(
            again[0].record("q")["attributes"]["ApproximateReceiveCount"],
            "2"
        );
        assert!(started.elapsed() >= Duration::from_millis(190));
    }

    #[tokio::test]
    async fn a_batch_is_sent_with_one_request_and_answered_entry_by_entry() {
        let queues = Queues::default();
        let entries: Vec<Value> = (0..10)
            .map(|index| json!({ "Id": index.to_string(), "MessageBody": format!("body {index}") }))
            .collect();
        let request = json!({ "QueueUrl": "https://sqs/1/q", "Entries": entries });
        let answer = queues.answer("SendMessageBatch", request.to_string().as_bytes());
        let answer: Value = serde_json::from_slice(answer.body()).expect("JSON");
        assert_eq!(answer["Successful"].as_array().map(Vec::len), Some(10));
        assert_eq!(queues.get("q").receive(4).await.len(), 4);
        assert_eq!(queues.get("q").receive(10).await.len(), 6);
    }

    #[test]
    fn what_is_not_understood_is_refused_as_aws_does() {
        let answer = Queues::default().answer("ReceiveMessage", b"{}");
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    }
}
