//! Hands messages of a queue to a function, as Lambda's event source does:
//! <https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Running, Troubles};
use crate::aws::metering::Usage;
use crate::aws::queues::{Queue, QueueMessage};
use crate::lambda::environment::Environment;
use crate::lambda::fleet::Fleet;
use crate::template::QueueTrigger;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Response {
    #[serde(default)]
    batch_item_failures: Vec<Failure>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Failure {
    item_identifier: String,
}

/// An event source at work.
pub(crate) struct QueueSource {
    queue: Arc<Queue>,
    trigger: QueueTrigger,
    fleet: Arc<Fleet>,
    troubles: Troubles,
    repeated: AtomicU64,
}

impl QueueSource {
    /// Begins to hand out messages, one batch at a time to each environment.
    pub(crate) fn start(
        running: &mut Running,
        queue: Arc<Queue>,
        trigger: QueueTrigger,
        fleet: Arc<Fleet>,
        troubles: Troubles,
    ) -> Arc<Self> {
        let source = Arc::new(Self {
            queue,
            trigger,
            fleet,
            troubles,
            repeated: AtomicU64::new(0),
        });
        for environment in source.fleet.environments.clone() {
            let source = source.clone();
            running.spawn(async move {
                loop {
                    source.work(&environment).await;
                }
            });
        }
        source
    }

    /// How many messages have failed and will come, or came, again.
    pub(crate) fn repeated(&self) -> u64 {
        self.repeated.load(Ordering::Relaxed)
    }

    async fn work(&self, environment: &Environment) {
        let batch = self.queue.receive(self.trigger.batch).await;
        let records: Vec<Value> = batch
            .iter()
            .map(|message| message.record(&self.trigger.queue))
            .collect();
        let event = Bytes::from(json!({ "Records": records }).to_string());
        let answer = self.fleet.invoke(environment, event).await;
        let count = batch.len();
        let failed = match answer.and_then(|answer| failures(&answer)) {
            Ok(failed) => batch
                .into_iter()
                .filter(|message| failed.contains(&message.id()))
                .collect(),
            Err(error) => {
                self.troubles.note(&error);
                batch
            }
        };
        self.charge(count, &failed);
        let visibility = Duration::from_secs(self.trigger.visibility);
        self.queue.finish(count, failed, visibility);
    }

    /// The event source receives each batch with one request, and deletes what is done with another.
    fn charge(&self, count: usize, failed: &[QueueMessage]) {
        let deletions = u64::from(failed.len() < count);
        self.repeated
            .fetch_add(failed.len() as u64, Ordering::Relaxed);
        self.fleet.meter.add(Usage {
            sqs_requests: 1 + deletions,
            ..Usage::default()
        });
    }
}

/// The messages that a function could not deal with.
fn failures(answer: &[u8]) -> Result<BTreeSet<String>> {
    let response: Response = serde_json::from_slice(answer)
        .context("a function answered something else than failures")?;
    let failures = response.batch_item_failures.into_iter();
    Ok(failures.map(|failure| failure.item_identifier).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_names_what_comes_again() {
        let answer = br#"{"batchItemFailures":[{"itemIdentifier":"2"},{"itemIdentifier":"5"}]}"#;
        let failed = failures(answer).expect("failures");
        assert_eq!(failed, BTreeSet::from(["2".to_owned(), "5".to_owned()]));
        assert!(
            failures(br#"{"batchItemFailures":[]}"#)
                .expect("none")
                .is_empty()
        );
        assert!(failures(b"hello").is_err());
    }
}
