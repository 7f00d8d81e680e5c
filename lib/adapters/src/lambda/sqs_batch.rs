//! Batches from SQS: each message is read by itself, so that one that can't be read fails alone (I14).
//! Which ones failed is reported one by one:
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>.

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use serde::de::DeserializeOwned;
use tracing::error;

/// The messages of a batch: those that could be read, and the ids of those that could not.
#[derive(Debug)]
pub struct SqsBatch<Task> {
    /// What is to be done.
    pub tasks: Vec<SqsTask<Task>>,
    /// The ids of messages that can't be read. They are reported as failed, and end in the dead-letter queue.
    pub unreadable: Vec<String>,
}

/// One message that could be read.
#[derive(Debug)]
pub struct SqsTask<Task> {
    /// SQS's id of it.
    pub id: String,
    /// Whether SQS gave it out before: then an earlier run may have died in the middle.
    pub is_repeated: bool,
    /// What it asks for.
    pub task: Task,
}

impl<Task: DeserializeOwned> SqsBatch<Task> {
    /// Reads a batch.
    pub fn read(event: SqsEvent) -> Self {
        let mut batch = Self {
            tasks: Vec::with_capacity(event.records.len()),
            unreadable: Vec::new(),
        };
        for record in event.records {
            let receives = record.attributes.get("ApproximateReceiveCount");
            let is_repeated = receives.is_some_and(|count| count != "1");
            let id = record.message_id.unwrap_or_default();
            match serde_json::from_str(record.body.as_deref().unwrap_or_default()) {
                Ok(task) => batch.tasks.push(SqsTask {
                    id,
                    is_repeated,
                    task,
                }),
                Err(reason) => {
                    error!(sqs.message.id = id, error = %reason.classify_name(), "A queue message can't be read");
                    batch.unreadable.push(id);
                }
            }
        }
        batch
    }
}

/// Names the kind of an error without repeating the text that it is about.
trait ClassifyName {
    fn classify_name(&self) -> &'static str;
}

impl ClassifyName for serde_json::Error {
    fn classify_name(&self) -> &'static str {
        match self.classify() {
            serde_json::error::Category::Io => "io",
            serde_json::error::Category::Syntax => "not JSON",
            serde_json::error::Category::Data => "not a task of ours",
            serde_json::error::Category::Eof => "cut off",
        }
    }
}

/// The answer that has SQS give out these messages again, and no others.
pub fn failed_items(ids: impl IntoIterator<Item = String>) -> SqsBatchResponse {
    let mut response = SqsBatchResponse::default();
    response.set_failures(ids);
    response
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sqs::SendQueueMessage;

    #[test]
    fn a_message_that_cannot_be_read_fails_alone() {
        let good =
            r#"{"task":"send.v1","message_id":"msg_000000000000000000000000010000000000000000"}"#;
        let record = |id: &str, body: &str| json!({ "messageId": id, "body": body });
        let event = json!({ "Records": [
            record("1", good),
            record("2", "{"),
            record("3", r#"{"task":"send.v9"}"#),
            record("4", ""),
            record("5", good),
        ]});
        let event: SqsEvent = serde_json::from_value(event).expect("an event");
        let batch = SqsBatch::<SendQueueMessage>::read(event);
        let read: Vec<&str> = batch.tasks.iter().map(|task| task.id.as_str()).collect();
        assert_eq!(read, ["1", "5"]);
        assert!(!batch.tasks[0].is_repeated);
        assert_eq!(batch.unreadable, ["2", "3", "4"]);
        let answer = serde_json::to_value(failed_items(batch.unreadable)).expect("JSON");
        assert_eq!(
            answer["batchItemFailures"][0],
            json!({ "itemIdentifier": "2" })
        );
    }

    #[test]
    fn a_message_that_was_given_out_before_is_known_as_such() {
        let body =
            r#"{"task":"send.v1","message_id":"msg_000000000000000000000000010000000000000000"}"#;
        let record = |count: &str| json!({ "messageId": "1", "body": body, "attributes": { "ApproximateReceiveCount": count } });
        let event = json!({ "Records": [record("1"), record("2")] });
        let event: SqsEvent = serde_json::from_value(event).expect("an event");
        let batch = SqsBatch::<SendQueueMessage>::read(event);
        let repeated: Vec<bool> = batch.tasks.iter().map(|task| task.is_repeated).collect();
        assert_eq!(repeated, [false, true]);
    }
}
