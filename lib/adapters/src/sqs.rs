//! Queues between the functions, on SQS: <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/>.
//!
//! A queue message is a small tagged object that carries an id. The tag has a version: a function that is being
//! replaced may leave messages behind, also in dead-letter queues, so an old version is read for as
//! long as one may be left.

use std::time::Duration;

use app::error::{Error, Result};
use app::ports::{
    AssistantQueue, AssistantTask, BroadcastQueue, BroadcastTask, DirectoryQueue, DirectoryTask,
    ReconciliationTask, SendQueue, SettlementPage, SettlementQueue, SettlementTask,
};
use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::DisplayErrorContext;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use domain::{
    BroadcastId, ContactId, ExportId, GroupId, ImportId, MessageId, MicroDollars, TranslationId,
};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// SQS takes ten messages a request.
const BATCH: usize = 10;
/// How many batches are on their way at once.
const CONCURRENT_BATCHES: usize = 32;

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

/// Long work on the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task")]
pub enum DirectoryQueueMessage {
    /// Do what the import's state asks for.
    #[serde(rename = "import.v1")]
    ImportV1 {
        /// The import.
        import_id: ImportId,
    },
    /// Write an export.
    #[serde(rename = "export.v1")]
    ExportV1 {
        /// The export.
        export_id: ExportId,
    },
    /// Remove the traces of a deleted contact.
    #[serde(rename = "forget-contact.v1")]
    ForgetContactV1 {
        /// The contact.
        contact_id: ContactId,
    },
    /// Take everyone out of a deleted group.
    #[serde(rename = "empty-group.v1")]
    EmptyGroupV1 {
        /// The group.
        group_id: GroupId,
    },
}

impl From<DirectoryTask> for DirectoryQueueMessage {
    fn from(task: DirectoryTask) -> Self {
        match task {
            DirectoryTask::Import(import_id) => Self::ImportV1 { import_id },
            DirectoryTask::Export(export_id) => Self::ExportV1 { export_id },
            DirectoryTask::ForgetContact(contact_id) => Self::ForgetContactV1 { contact_id },
            DirectoryTask::EmptyGroup(group_id) => Self::EmptyGroupV1 { group_id },
        }
    }
}

impl From<DirectoryQueueMessage> for DirectoryTask {
    fn from(message: DirectoryQueueMessage) -> Self {
        match message {
            DirectoryQueueMessage::ImportV1 { import_id } => Self::Import(import_id),
            DirectoryQueueMessage::ExportV1 { export_id } => Self::Export(export_id),
            DirectoryQueueMessage::ForgetContactV1 { contact_id } => {
                Self::ForgetContact(contact_id)
            }
            DirectoryQueueMessage::EmptyGroupV1 { group_id } => Self::EmptyGroup(group_id),
        }
    }
}

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

/// The queue of broadcasts.
#[derive(Debug, Clone)]
pub struct SqsBroadcastQueue {
    /// The client.
    pub client: Client,
    /// The queue's URL.
    pub url: String,
}

/// The queue of long work on the directory.
#[derive(Debug, Clone)]
pub struct SqsDirectoryQueue {
    /// The client.
    pub client: Client,
    /// The queue's URL.
    pub url: String,
}

/// The queue of the model's work.
#[derive(Debug, Clone)]
pub struct SqsAssistantQueue {
    /// The client.
    pub client: Client,
    /// The queue's URL.
    pub url: String,
}

/// The queue of messages.
#[derive(Debug, Clone)]
pub struct SqsSendQueue {
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

#[async_trait]
impl DirectoryQueue for SqsDirectoryQueue {
    async fn enqueue_directory_task(&self, task: DirectoryTask, delay: Duration) -> Result<()> {
        let message = DirectoryQueueMessage::from(task);
        send_one(&self.client, &self.url, &message, delay).await
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

async fn send_one(
    client: &Client,
    url: &str,
    task: &(impl Serialize + Sync),
    delay: Duration,
) -> Result<()> {
    // SQS counts whole seconds; a wait that is cut short would come too early.
    let seconds = delay.as_secs_f64().ceil().clamp(0.0, 900.0);
    client
        .send_message()
        .queue_url(url)
        .message_body(body(task)?)
        .delay_seconds(seconds as i32)
        .send()
        .await
        .map_err(unavailable)?;
    Ok(())
}

fn body(task: &impl Serialize) -> Result<String> {
    serde_json::to_string(task).map_err(|error| Error::Unavailable(error.to_string()))
}

fn unavailable(error: impl std::error::Error) -> Error {
    Error::Unavailable(format!("SQS: {}", DisplayErrorContext(&error)))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

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

    #[test]
    fn a_queue_message_of_a_later_version_is_not_mistaken_for_ours() {
        let text = r#"{"task":"broadcast.v2","broadcast_id":"brc_00000000000000000000000001"}"#;
        assert!(serde_json::from_str::<BroadcastQueueMessage>(text).is_err());
    }
}
