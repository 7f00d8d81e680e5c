//! Work on whole broadcasts.

use std::time::Duration;

use app::error::Result;
use app::ports::{BroadcastQueue, BroadcastTask};
use async_trait::async_trait;
use aws_sdk_sqs::Client;
use domain::BroadcastId;
use serde::{Deserialize, Serialize};

use super::send_one;

/// Work on a broadcast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task")]
pub enum BroadcastQueueMessage {
    /// Do what the broadcast's state asks for.
    #[serde(rename = "broadcast.v1")]
    V1 {
        /// The broadcast.
        broadcast_id: BroadcastId,
        /// How often its record was looked for and not found.
        #[serde(default)]
        looks: u8,
    },
}

impl From<BroadcastTask> for BroadcastQueueMessage {
    fn from(task: BroadcastTask) -> Self {
        Self::V1 {
            broadcast_id: task.id,
            looks: task.looks,
        }
    }
}

impl From<BroadcastQueueMessage> for BroadcastTask {
    fn from(message: BroadcastQueueMessage) -> Self {
        let BroadcastQueueMessage::V1 {
            broadcast_id,
            looks,
        } = message;
        Self {
            id: broadcast_id,
            looks,
        }
    }
}

/// The queue of broadcasts.
#[derive(Debug, Clone)]
pub struct SqsBroadcastQueue {
    /// The client.
    pub client: Client,
    /// The queue's URL.
    pub url: String,
}

impl SqsBroadcastQueue {
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
impl BroadcastQueue for SqsBroadcastQueue {
    async fn enqueue_broadcast(&self, task: BroadcastTask, delay: Duration) -> Result<()> {
        send_one(
            &self.client,
            &self.url,
            &BroadcastQueueMessage::from(task),
            delay,
        )
        .await
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::sqs::body;

    #[test]
    fn queue_messages_are_written_with_a_version_and_an_id_alone() {
        let task = BroadcastTask::new(BroadcastId::new(Timestamp::UNIX_EPOCH, 1));
        let text = body(&BroadcastQueueMessage::from(task)).expect("a body");
        assert_eq!(
            text,
            r#"{"task":"broadcast.v1","broadcast_id":"brc_00000000000000000000000001","looks":0}"#
        );
        let read: BroadcastQueueMessage = serde_json::from_str(&text).expect("a queue message");
        assert_eq!(BroadcastTask::from(read), task);
    }

    #[test]
    fn a_queue_message_of_a_later_version_is_not_mistaken_for_ours() {
        let text = r#"{"task":"broadcast.v2","broadcast_id":"brc_00000000000000000000000001"}"#;
        assert!(serde_json::from_str::<BroadcastQueueMessage>(text).is_err());
    }
}
