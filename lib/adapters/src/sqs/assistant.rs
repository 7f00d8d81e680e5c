//! The model's work.

use std::time::Duration;

use app::error::Result;
use app::ports::{AssistantQueue, AssistantTask};
use async_trait::async_trait;
use aws_sdk_sqs::Client;
use domain::TranslationId;
use serde::{Deserialize, Serialize};

use super::send_one;

/// Work of the model that no caller waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task")]
pub enum AssistantQueueMessage {
    /// Translate a draft.
    #[serde(rename = "translate.v1")]
    TranslateV1 {
        /// What is to be translated.
        translation_id: TranslationId,
    },
}

impl From<AssistantTask> for AssistantQueueMessage {
    fn from(task: AssistantTask) -> Self {
        let AssistantTask::Translate(translation_id) = task;
        Self::TranslateV1 { translation_id }
    }
}

impl From<AssistantQueueMessage> for AssistantTask {
    fn from(message: AssistantQueueMessage) -> Self {
        let AssistantQueueMessage::TranslateV1 { translation_id } = message;
        Self::Translate(translation_id)
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

#[async_trait]
impl AssistantQueue for SqsAssistantQueue {
    async fn enqueue_assistant_task(&self, task: AssistantTask) -> Result<()> {
        let message = AssistantQueueMessage::from(task);
        send_one(&self.client, &self.url, &message, Duration::ZERO).await
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::sqs::body;

    #[test]
    fn work_of_the_model_is_written_with_a_version_and_an_id_alone() {
        let task = AssistantTask::Translate(TranslationId::new(Timestamp::UNIX_EPOCH, 1));
        let text = body(&AssistantQueueMessage::from(task)).expect("a body");
        assert_eq!(
            text,
            r#"{"task":"translate.v1","translation_id":"trn_00000000000000000000000001"}"#
        );
        let read: AssistantQueueMessage = serde_json::from_str(&text).expect("a queue message");
        assert_eq!(AssistantTask::from(read), task);
    }
}
