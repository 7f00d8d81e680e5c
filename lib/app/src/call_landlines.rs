//! A text that can't be delivered to a landline becomes a call, where the church wants it so.
//!
//! When a text has been handed over, one broadcast of calls is made from it: for those of its audience whose number is known
//! for a landline by then, which includes those that it found out. Its id follows from the text's, so that it is made once,
//! however often this runs; and it is a broadcast like any other, with its own consent, hours, money and records.

use std::sync::Arc;

use domain::broadcast::BroadcastStage;
use domain::{Audience, Broadcast, BroadcastId, BroadcastProgress, MessageStatus, MessageType};
use jiff::{SignedDuration, Timestamp};
use tracing::info;

use crate::create_broadcast::QUEUE_HEAD_START;
use crate::error::Result;
use crate::ports::{BroadcastQueue, BroadcastStore, BroadcastTask, Clock};
use crate::read_settings::ReadSettings;

/// For how long the fate of a text is waited for.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);

/// Calls those whom a text can't reach.
pub struct CallLandlines {
    /// Where the calls are kept.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// Who plans them.
    pub queue: Arc<dyn BroadcastQueue>,
    /// Whether the church wants it.
    pub settings: ReadSettings,
    /// For when they are made.
    pub clock: Arc<dyn Clock>,
}

impl CallLandlines {
    /// Makes the calls that follow from a text, once nothing more is to be heard of its own fate; until then nothing is done.
    ///
    /// # Errors
    /// When a store or queue fails.
    pub async fn run(&self, progress: &BroadcastProgress) -> Result<()> {
        let text = &progress.broadcast;
        let is_for_many = !matches!(text.audience, Audience::Reply { .. });
        let has_gone_out = text.stage == BroadcastStage::Sending && !text.is_test;
        if text.message_type == MessageType::Voice || !is_for_many || !has_gone_out {
            return Ok(());
        }
        if !is_known(progress, self.clock.now()) || !self.settings.run().await?.calls.landlines {
            return Ok(());
        }
        let id = BroadcastId::following(text.id);
        if self.broadcasts.get_broadcast(id).await?.is_some() {
            return Ok(());
        }
        // The queue first, as for every broadcast.
        self.queue
            .enqueue_broadcast(BroadcastTask::new(id), QUEUE_HEAD_START)
            .await?;
        let calls = Broadcast {
            language: text.language.clone(),
            translations: text.translations.clone(),
            church_name: text.church_name.clone(),
            purpose: text.purpose,
            message_type: MessageType::Voice,
            landlines_of: Some(text.id),
            birthday: text.birthday,
            ..Broadcast::new(
                id,
                text.content.clone(),
                text.audience.clone(),
                text.created_by.clone(),
                self.clock.now(),
            )
        };
        self.broadcasts.create_broadcast(&calls).await?;
        info!(broadcast.id = %id, text.id = %text.id, "Whoever has a landline is called");
        Ok(())
    }
}

/// Whether the fate of a text is known, or has been waited for long enough: networks tell within minutes that a number is a
/// landline, or never.
fn is_known(progress: &BroadcastProgress, now: Timestamp) -> bool {
    let count = |status| progress.counts.get(status);
    let with_us = count(MessageStatus::Queued)
        + count(MessageStatus::Sending)
        + count(MessageStatus::Unknown);
    let planned_at = progress.broadcast.planned_at;
    let has_waited = planned_at.is_some_and(|at| now.duration_since(at) > LONGEST_WAIT);
    with_us == 0 && (progress.counts.moving() == 0 || has_waited)
}

#[cfg(test)]
pub(crate) mod tests;
