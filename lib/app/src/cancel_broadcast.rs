//! Staff stop a broadcast: what is not yet with the carrier is not sent.

use std::sync::Arc;

use domain::audit::AuditAction;
use domain::broadcast::BroadcastStatus;
use domain::{BroadcastId, BroadcastProgress};

use crate::audit::{Audit, Deed};
use crate::create_broadcast::QUEUE_HEAD_START;
use crate::error::{Error, Result};
use crate::ports::{BroadcastQueue, BroadcastStore, BroadcastTask, Clock};

/// Stops broadcasts.
pub struct CancelBroadcast {
    /// Where the broadcast is kept.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// Who marks its waiting messages as skipped.
    pub queue: Arc<dyn BroadcastQueue>,
    /// Where it is noted who did it.
    pub audit: Audit,
    /// For the time of cancelling.
    pub clock: Arc<dyn Clock>,
}

impl CancelBroadcast {
    /// Marks the broadcast as cancelled; workers that look at it from now on send nothing more of it.
    /// Cancelling twice is the same as once.
    ///
    /// # Errors
    /// When there is no such broadcast, it has been completed, or a store fails.
    pub async fn run(&self, id: BroadcastId, by: &str) -> Result<BroadcastProgress> {
        match self.read(id).await?.status(self.clock.now()) {
            BroadcastStatus::Completed => {
                return Err(Error::Conflict(
                    "Every text of this message has gone out already, so there is nothing left to stop.".into(),
                ));
            }
            BroadcastStatus::Refused => {
                return Err(Error::Conflict(
                    "This message was not sent to anybody, so there is nothing to stop.".into(),
                ));
            }
            BroadcastStatus::Cancelled
            | BroadcastStatus::Scheduled
            | BroadcastStatus::Planning
            | BroadcastStatus::Sending
            | BroadcastStatus::Paused => {}
        }
        let deed = Deed {
            by,
            action: AuditAction::BroadcastCancelled,
            subject_id: Some(id.to_string()),
        };
        self.audit.of(deed, self.cancel(id)).await
    }

    async fn cancel(&self, id: BroadcastId) -> Result<BroadcastProgress> {
        // First the queue message, as in create_broadcast: without the mark, the worker finds nothing to do.
        self.queue
            .enqueue_broadcast(BroadcastTask::new(id), QUEUE_HEAD_START)
            .await?;
        self.broadcasts
            .cancel_broadcast(id, self.clock.now())
            .await?;
        self.read(id).await
    }

    async fn read(&self, id: BroadcastId) -> Result<BroadcastProgress> {
        self.broadcasts
            .get_broadcast(id)
            .await?
            .ok_or(Error::NotFound("broadcast"))
    }
}
