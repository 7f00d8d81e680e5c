//! The model's work, and what comes after calls.

use std::time::Duration;

use app::error::Result;
use app::ports::{AssistantQueue, AssistantTask, CallQueue, CallTask};
use async_trait::async_trait;
use aws_sdk_sqs::Client;
use domain::{CallId, TranslationId};
use serde::{Deserialize, Serialize};

use super::send_one;

/// Work of the model that no caller waits for: translations, and what comes after calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task")]
pub enum AssistantQueueMessage {
    /// Translate a draft.
    #[serde(rename = "translate.v1")]
    TranslateV1 {
        /// What is to be translated.
        translation_id: TranslationId,
    },
    /// Tell the person on call that a caller may be in danger.
    #[serde(rename = "alert.v1")]
    AlertV1 {
        /// The call.
        call_id: CallId,
    },
    /// Close a call, write what it was about, and settle what it cost.
    #[serde(rename = "finish-call.v1")]
    FinishCallV1 {
        /// The call.
        call_id: CallId,
    },
}

/// What a queue message asks of the assistant-worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssistantWork {
    /// The model's own work.
    Model(AssistantTask),
    /// Work on a call.
    Call(CallTask),
}

impl From<AssistantTask> for AssistantQueueMessage {
    fn from(task: AssistantTask) -> Self {
        let AssistantTask::Translate(translation_id) = task;
        Self::TranslateV1 { translation_id }
    }
}

impl From<CallTask> for AssistantQueueMessage {
    fn from(task: CallTask) -> Self {
        match task {
            CallTask::Alert(call_id) => Self::AlertV1 { call_id },
            CallTask::Finish(call_id) => Self::FinishCallV1 { call_id },
        }
    }
}

impl From<AssistantQueueMessage> for AssistantWork {
    fn from(message: AssistantQueueMessage) -> Self {
        match message {
            AssistantQueueMessage::TranslateV1 { translation_id } => {
                Self::Model(AssistantTask::Translate(translation_id))
            }
            AssistantQueueMessage::AlertV1 { call_id } => Self::Call(CallTask::Alert(call_id)),
            AssistantQueueMessage::FinishCallV1 { call_id } => {
                Self::Call(CallTask::Finish(call_id))
            }
        }
    }
}

/// The queue of the model's work.
#[derive(Debug, Clone)]
pub struct SqsAssistantQueue {
    /// The client.
    pub client: Client,
    /// The queue's URL.
    pub url: String,
}

/// The queue of work on calls, which is that of the model's work: its worker does both.
#[derive(Debug, Clone)]
pub struct SqsCallQueue {
    /// The client.
    pub client: Client,
    /// The queue's URL.
    pub url: String,
}

impl SqsCallQueue {
    /// Opens the connection while there is time, at the function's start. A failure shows with the first request.
    pub async fn connect(&self) {
        let _ = self
            .client
            .get_queue_attributes()
            .queue_url(&self.url)
            .send()
            .await;
    }
}

#[async_trait]
impl AssistantQueue for SqsAssistantQueue {
    async fn enqueue_assistant_task(&self, task: AssistantTask) -> Result<()> {
        let message = AssistantQueueMessage::from(task);
        send_one(&self.client, &self.url, &message, Duration::ZERO).await
    }
}

#[async_trait]
impl CallQueue for SqsCallQueue {
    async fn enqueue_call_task(&self, task: CallTask, delay: Duration) -> Result<()> {
        let message = AssistantQueueMessage::from(task);
        send_one(&self.client, &self.url, &message, delay).await
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::sqs::body;

    #[test]
    fn work_of_the_model_is_written_with_a_version_and_an_id_alone() {
        let translation = TranslationId::new(Timestamp::UNIX_EPOCH, 1);
        let call = CallId::new(Timestamp::UNIX_EPOCH, 2);
        let cases = [
            (
                AssistantWork::Model(AssistantTask::Translate(translation)),
                r#"{"task":"translate.v1","translation_id":"trn_00000000000000000000000001"}"#,
            ),
            (
                AssistantWork::Call(CallTask::Alert(call)),
                r#"{"task":"alert.v1","call_id":"cal_00000000000000000000000002"}"#,
            ),
            (
                AssistantWork::Call(CallTask::Finish(call)),
                r#"{"task":"finish-call.v1","call_id":"cal_00000000000000000000000002"}"#,
            ),
        ];
        for (work, expected) in cases {
            let message = match work {
                AssistantWork::Model(task) => AssistantQueueMessage::from(task),
                AssistantWork::Call(task) => AssistantQueueMessage::from(task),
            };
            assert_eq!(body(&message).expect("a body"), expected);
            let read: AssistantQueueMessage =
                serde_json::from_str(expected).expect("a queue message");
            assert_eq!(AssistantWork::from(read), work);
        }
    }
}
