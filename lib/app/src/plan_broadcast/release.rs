//! What was held goes out: in the morning, or when the carrier has room.

use domain::pace::{Backlog, SlotDecision, Slots};
use domain::{Broadcast, BroadcastId, Message, MessageId, MessageStatus};
use jiff::Timestamp;
use tracing::info;

use super::page::Windows;
use super::{PAGE, PlanBroadcast, Work};
use crate::error::Result;

impl PlanBroadcast {
    /// Queues the held messages whose time has come, and says when the next ones are due. A run that dies comes back and
    /// queues them once more, which sends nothing twice.
    pub(super) async fn release(&self, broadcast: &Broadcast) -> Result<Work> {
        let now = self.clock.now();
        let Some(due) = broadcast.release_at else {
            return Ok(Work::Finished);
        };
        if due > now {
            return Ok(Work::WaitUntil(due));
        }
        let settings = self.settings.run().await?;
        let noted = self.sender.get_sender().await?.busy_until;
        let backlog = Backlog {
            busy_until: noted.unwrap_or(now),
        };
        let mut slots = Slots::new(settings.pace, now, backlog);
        let mut windows = Windows::new(&settings, broadcast, now);
        let mut next: Option<Timestamp> = None;
        let mut after = None;
        loop {
            let page = self
                .messages
                .list_messages(broadcast.id, Some(MessageStatus::Queued), after, PAGE)
                .await?;
            let mut ready: Vec<MessageId> = Vec::new();
            for message in &page.items {
                match slot(&mut slots, &mut windows, message, now) {
                    SlotDecision::SendNow { .. } => ready.push(message.id),
                    SlotDecision::Hold { until } => {
                        next = Some(next.map_or(until, |next| next.min(until)));
                    }
                }
            }
            self.send_queue.enqueue_messages(&ready).await?;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let busy_until = slots.backlog().busy_until;
        if noted.is_none_or(|noted| noted < busy_until) {
            self.sender.extend_backlog(noted, busy_until).await?;
        }
        self.broadcasts
            .set_release(broadcast.id, Some(due), next)
            .await?;
        info!(broadcast.id = %broadcast.id, "What was held is released");
        Ok(next.map_or(Work::Finished, Work::WaitUntil))
    }

    /// Queues once more whatever an earlier run recorded and did not hold: it may have died before it queued them, and
    /// the person may have left the audience since.
    pub(super) async fn queue_waiting_messages(&self, id: BroadcastId) -> Result<()> {
        let now = self.clock.now();
        let mut after = None;
        loop {
            let page = self
                .messages
                .list_messages(id, Some(MessageStatus::Queued), after, PAGE)
                .await?;
            let ids: Vec<MessageId> = page
                .items
                .iter()
                .filter(|message| message.hold_until.is_none_or(|until| until <= now))
                .map(|message| message.id)
                .collect();
            self.send_queue.enqueue_messages(&ids).await?;
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }
}

/// Whether a message that waits is part of this release.
fn slot(
    slots: &mut Slots,
    windows: &mut Windows<'_>,
    message: &Message,
    now: Timestamp,
) -> SlotDecision {
    if let Some(until) = message.hold_until.filter(|until| *until > now) {
        return SlotDecision::Hold { until };
    }
    let window = windows.of(message.time_zone.as_ref());
    slots.next(message.segments.unwrap_or(1), &window)
}
