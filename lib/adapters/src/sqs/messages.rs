//! Work on single messages, and on the money of broadcasts.

use std::time::Duration;

use app::error::{Error, Result};
use app::ports::{ReconciliationTask, SendQueue, SettlementPage, SettlementQueue, SettlementTask};
use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use domain::{BroadcastId, MessageId, MicroDollars};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{body, send_one, unavailable};

/// SQS takes ten messages a request.
const BATCH: usize = 10;
/// How many batches are on their way at once.
const CONCURRENT_BATCHES: usize = 32;

/// Work on a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task")]
pub enum SendQueueMessage {
    /// Send it.
    #[serde(rename = "send.v1")]
    V1 {
        /// The message.
        message_id: MessageId,
    },
    /// Settle it from the carrier's log.
    #[serde(rename = "reconcile.v1")]
    ReconcileV1 {
        /// The message.
        message_id: MessageId,
        /// How many looks have found nothing.
        looks: u8,
        /// How often it was tried.
        tries: u8,
    },
    /// Settle the money of a broadcast.
    #[serde(rename = "settle.v1")]
    SettleV1 {
        /// The broadcast.
        broadcast_id: BroadcastId,
        /// Where to go on in the carrier's prices.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<SettlementPlace>,
    },
}

/// What a queue message asks of the send-worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendWork {
    /// Send a message.
    Send(MessageId),
    /// Settle a message from the carrier's log.
    Reconcile(ReconciliationTask),
    /// Settle the money of a broadcast.
    Settle(SettlementTask),
}

impl SendWork {
    /// The id of what it is about, for the log: the rest of a task may have the church's number in it.
    pub fn subject(&self) -> String {
        match self {
            Self::Send(id) => id.to_string(),
            Self::Reconcile(task) => task.message_id.to_string(),
            Self::Settle(task) => task.broadcast_id.to_string(),
        }
    }
}

impl From<SendQueueMessage> for SendWork {
    fn from(message: SendQueueMessage) -> Self {
        match message {
            SendQueueMessage::V1 { message_id } => Self::Send(message_id),
            SendQueueMessage::ReconcileV1 {
                message_id,
                looks,
                tries,
            } => Self::Reconcile(ReconciliationTask {
                message_id,
                looks,
                tries,
            }),
            SendQueueMessage::SettleV1 { broadcast_id, page } => Self::Settle(SettlementTask {
                broadcast_id,
                page: page.map(SettlementPage::from),
            }),
        }
    }
}

/// How far the carrier's prices have been read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementPlace {
    until: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cursor: Option<String>,
    spent: MicroDollars,
    priced: u64,
}

impl From<SettlementTask> for SendQueueMessage {
    fn from(task: SettlementTask) -> Self {
        Self::SettleV1 {
            broadcast_id: task.broadcast_id,
            page: task.page.map(|page| SettlementPlace {
                until: page.until,
                cursor: page.cursor,
                spent: page.spent,
                priced: page.priced,
            }),
        }
    }
}

impl From<SettlementPlace> for SettlementPage {
    fn from(place: SettlementPlace) -> Self {
        Self {
            until: place.until,
            cursor: place.cursor,
            spent: place.spent,
            priced: place.priced,
        }
    }
}

impl From<ReconciliationTask> for SendQueueMessage {
    fn from(task: ReconciliationTask) -> Self {
        Self::ReconcileV1 {
            message_id: task.message_id,
            looks: task.looks,
            tries: task.tries,
        }
    }
}

/// The queue of messages.
#[derive(Debug, Clone)]
pub struct SqsSendQueue {
    /// The client.
    pub client: Client,
    /// The queue's URL.
    pub url: String,
}

#[async_trait]
impl SendQueue for SqsSendQueue {
    async fn enqueue_messages(&self, ids: &[MessageId]) -> Result<()> {
        let batches: Vec<_> = ids
            .chunks(BATCH)
            .map(|batch| self.send_batch(batch))
            .collect();
        stream::iter(batches)
            .buffer_unordered(CONCURRENT_BATCHES)
            .try_collect::<Vec<()>>()
            .await?;
        Ok(())
    }

    async fn enqueue_message_later(&self, id: MessageId, delay: Duration) -> Result<()> {
        let task = SendQueueMessage::V1 { message_id: id };
        send_one(&self.client, &self.url, &task, delay).await
    }

    async fn enqueue_reconciliation(
        &self,
        task: ReconciliationTask,
        delay: Duration,
    ) -> Result<()> {
        let message = SendQueueMessage::from(task);
        send_one(&self.client, &self.url, &message, delay).await
    }
}

#[async_trait]
impl SettlementQueue for SqsSendQueue {
    async fn enqueue_settlement(&self, task: SettlementTask, delay: Duration) -> Result<()> {
        let message = SendQueueMessage::from(task);
        send_one(&self.client, &self.url, &message, delay).await
    }
}

impl SqsSendQueue {
    async fn send_batch(&self, ids: &[MessageId]) -> Result<()> {
        let mut request = self.client.send_message_batch().queue_url(&self.url);
        for (index, id) in ids.iter().enumerate() {
            let entry = SendMessageBatchRequestEntry::builder()
                .id(index.to_string())
                .message_body(body(&SendQueueMessage::V1 { message_id: *id })?)
                .build()
                .map_err(|error| Error::Unavailable(error.to_string()))?;
            request = request.entries(entry);
        }
        let output = request.send().await.map_err(unavailable)?;
        match output.failed().first() {
            None => Ok(()),
            Some(failure) => Err(Error::Unavailable(format!(
                "SQS refused {} of {} messages: {}",
                output.failed().len(),
                ids.len(),
                failure.code()
            ))),
        }
    }
}
