//! The queues between the functions. They carry ids, never content, and may deliver twice.

use std::time::Duration;

use async_trait::async_trait;
use domain::{BroadcastId, MessageId};

use crate::error::Result;

/// Work on whole broadcasts.
#[async_trait]
pub trait BroadcastQueue: Send + Sync {
    /// Asks for work on a broadcast: planning, or clearing up after it was cancelled, as its state says.
    /// `delay` is at most 15 minutes.
    async fn enqueue_broadcast(&self, id: BroadcastId, delay: Duration) -> Result<()>;
}

/// Work on single messages.
#[async_trait]
pub trait SendQueue: Send + Sync {
    /// Asks for each of these messages to be sent. On an error some may have been queued.
    async fn enqueue_messages(&self, ids: &[MessageId]) -> Result<()>;

    /// Asks for this message to be sent after `delay`, at most 15 minutes.
    async fn enqueue_message_later(&self, id: MessageId, delay: Duration) -> Result<()>;
}
