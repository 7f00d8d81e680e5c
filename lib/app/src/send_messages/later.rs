//! The carrier did not take a message, and is proven not to have: who waits, and for how long.

use domain::broadcast::Notice;
use domain::delivery::{Failure, FailureKind, retry_delay};
use domain::message::Transition;
use domain::{AttemptId, Broadcast, BroadcastId, Message, MessageId};
use jiff::SignedDuration;
use tracing::error;

use super::SendMessages;
use crate::error::Result;

/// After so many refusals for a wrong setting, the broadcast waits for a person.
const CONFIGURATION_ATTEMPTS: u32 = 3;

/// For how long nothing is sent after the carrier's limit of a day was reached.
const DAY_AFTER_LIMIT: SignedDuration = SignedDuration::from_hours(24);

impl SendMessages {
    /// The carrier did not process it, and is proven not to have: what the reason is about decides who waits.
    pub(super) async fn try_later(
        &self,
        message: &Message,
        broadcast: &Broadcast,
        attempt: AttemptId,
        failure: Failure,
    ) -> Result<()> {
        let now = self.clock.now();
        match failure.kind {
            FailureKind::Busy => {
                let state = self.sender.get_sender().await?;
                self.sender.pause_sender(state.after_busy(now)).await?;
            }
            FailureKind::DailyCap => {
                let state = self.sender.get_sender().await?;
                let tomorrow = now + DAY_AFTER_LIMIT;
                self.sender
                    .pause_sender(state.until_tomorrow(tomorrow))
                    .await?;
            }
            // A password that is being replaced passes by itself; one that stays wrong stops everything.
            FailureKind::Configuration if message.attempts >= CONFIGURATION_ATTEMPTS => {
                return self.stop(message.id, broadcast.id, attempt, failure).await;
            }
            _ => {}
        }
        let failure = failure.followed_by("It is tried again by itself.");
        if self
            .record(
                message.id,
                attempt,
                Transition::PutBack,
                Some(failure),
                None,
            )
            .await?
        {
            let delay = retry_delay(message.attempts, self.randomness.draw());
            self.queue.enqueue_message_later(message.id, delay).await?;
        }
        Ok(())
    }

    /// Nothing of this broadcast can go out before somebody has mended the settings. Its messages wait in their
    /// records, and are queued again when staff let it go on.
    async fn stop(
        &self,
        id: MessageId,
        broadcast: BroadcastId,
        attempt: AttemptId,
        failure: Failure,
    ) -> Result<()> {
        let notice = Notice {
            code: failure.code.clone(),
            sentence: failure.sentence.clone(),
        };
        self.broadcasts.pause_broadcast(broadcast, &notice).await?;
        error!(
            broadcast.id = %broadcast,
            error.code = failure.code,
            alarm = "broadcast_paused",
            "A broadcast is stopped until the settings are mended"
        );
        self.record(id, attempt, Transition::PutBack, Some(failure), None)
            .await?;
        Ok(())
    }
}
