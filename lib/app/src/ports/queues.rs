//! The queues between the functions. They carry ids, never content, and may deliver twice.

use std::time::Duration;

use async_trait::async_trait;
use domain::{
    BroadcastId, CallId, ContactId, ExportId, GroupId, ImportId, MessageId, MicroDollars,
    TranslationId,
};
use jiff::civil::Date;

use crate::error::Result;

/// Asks for work on a broadcast: planning, or clearing up after it was cancelled, as its state says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BroadcastTask {
    /// The broadcast.
    pub id: BroadcastId,
    /// How often a worker has looked for its record and found none.
    pub looks: u8,
}

impl BroadcastTask {
    /// Work that nobody has looked at.
    pub fn new(id: BroadcastId) -> Self {
        Self { id, looks: 0 }
    }
}

/// Work on whole broadcasts.
#[async_trait]
pub trait BroadcastQueue: Send + Sync {
    /// Asks for this work after `delay`, at most 15 minutes.
    async fn enqueue_broadcast(&self, task: BroadcastTask, delay: Duration) -> Result<()>;
}

/// Asks for a message in doubt to be settled from the carrier's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReconciliationTask {
    /// The message.
    pub message_id: MessageId,
    /// How many looks have found nothing that could be it.
    pub looks: u8,
    /// How often it was tried, with or without an answer.
    pub tries: u8,
}

impl ReconciliationTask {
    /// Work that nobody has begun.
    pub fn new(message_id: MessageId) -> Self {
        Self {
            message_id,
            looks: 0,
            tries: 0,
        }
    }
}

/// Work on single messages.
#[async_trait]
pub trait SendQueue: Send + Sync {
    /// Asks for each of these messages to be sent. On an error some may have been queued.
    async fn enqueue_messages(&self, ids: &[MessageId]) -> Result<()>;

    /// Asks for this message to be sent after `delay`, at most 15 minutes.
    async fn enqueue_message_later(&self, id: MessageId, delay: Duration) -> Result<()>;

    /// Asks for this message to be settled after `delay`, at most 15 minutes.
    async fn enqueue_reconciliation(&self, task: ReconciliationTask, delay: Duration)
    -> Result<()>;
}

/// Asks for the money of a broadcast to be settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementTask {
    /// The broadcast.
    pub broadcast_id: BroadcastId,
    /// Where to go on in the carrier's prices; `None` to begin with them.
    pub page: Option<SettlementPage>,
}

impl SettlementTask {
    /// Work that nobody has begun.
    pub fn new(broadcast_id: BroadcastId) -> Self {
        Self {
            broadcast_id,
            page: None,
        }
    }
}

/// How far the carrier's prices have been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementPage {
    /// The last day that is read (UTC): the cursor is good for the same days only.
    pub until: Date,
    /// Where the next page is; `None` for the first.
    pub cursor: Option<String>,
    /// What the prices come to so far.
    pub spent: MicroDollars,
    /// How many of the texts that are charged for have a price so far.
    pub priced: u64,
}

/// Work on the money of broadcasts.
#[async_trait]
pub trait SettlementQueue: Send + Sync {
    /// Asks for this work after `delay`, at most 15 minutes.
    async fn enqueue_settlement(&self, task: SettlementTask, delay: Duration) -> Result<()>;
}

/// Long work on the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectoryTask {
    /// Do what the state of an import asks for: read the spreadsheet, or apply it.
    Import(ImportId),
    /// Write an export.
    Export(ExportId),
    /// Remove the traces of a deleted contact.
    ForgetContact(ContactId),
    /// Take everyone out of a deleted group.
    EmptyGroup(GroupId),
}

/// Long work on the directory.
#[async_trait]
pub trait DirectoryQueue: Send + Sync {
    /// Asks for this work after `delay`, at most 15 minutes.
    async fn enqueue_directory_task(&self, task: DirectoryTask, delay: Duration) -> Result<()>;
}

/// Work of the model that no caller waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssistantTask {
    /// Translate a draft.
    Translate(TranslationId),
}

/// Work of the model that no caller waits for.
#[async_trait]
pub trait AssistantQueue: Send + Sync {
    /// Asks for this work.
    async fn enqueue_assistant_task(&self, task: AssistantTask) -> Result<()>;
}

/// Work on a call that the caller does not wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallTask {
    /// Tell the person on call that somebody may be in danger.
    Alert(CallId),
    /// Close the call if it has not ended yet, write what it was about, and settle what it cost.
    Finish(CallId),
}

/// Work on calls.
#[async_trait]
pub trait CallQueue: Send + Sync {
    /// Asks for this work after `delay`, at most 15 minutes.
    async fn enqueue_call_task(&self, task: CallTask, delay: Duration) -> Result<()>;
}
