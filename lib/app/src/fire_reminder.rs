//! An alarm rings: what is due of a reminder becomes a broadcast, once (I8).
//!
//! Whoever rings, and however often, the reminder itself says what is due. The queue message goes first (decision 0004):
//! a crash after it leaves one for a broadcast that never came to be, which the worker drops. Then one transaction writes
//! the broadcast, the record of the occurrence and the reminder after it, on condition that the reminder is still the
//! version that was read. So the broadcast says what that version says, nobody's change comes between the two, and a
//! change that was made before is what is sent. A crash after it leaves nothing undone but the next alarm, which the next
//! run sets.

use std::sync::Arc;

use domain::reminder::{Due, PastOccurrence};
use domain::{Reminder, ReminderId};
use tracing::{info, warn};

use crate::create_broadcast::QUEUE_HEAD_START;
use crate::error::{Error, Result};
use crate::ports::{BroadcastQueue, BroadcastTask, Clock, ReminderStore, Replacement};
use crate::set_alarms::SetAlarms;

/// How many occurrences are looked at in one run: those of a month in which nobody was there.
const MOST_AT_ONCE: usize = 40;

/// Sends what is due.
#[derive(Clone)]
pub struct FireReminder {
    /// The reminders.
    pub reminders: Arc<dyn ReminderStore>,
    /// Who plans broadcasts.
    pub queue: Arc<dyn BroadcastQueue>,
    /// For the next alarm.
    pub alarms: SetAlarms,
    /// The church's name, for the field of that name in a text.
    pub church_name: String,
    /// To see what is due.
    pub clock: Arc<dyn Clock>,
}

/// How many occurrences were settled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fired {
    /// Sent.
    pub sent: u32,
    /// Given up, because they were too late.
    pub missed: u32,
}

impl FireReminder {
    /// Settles everything that is due of a reminder, and sets its next alarm.
    ///
    /// # Errors
    /// When a store, the queue or the clockwork fails, or others don't leave off changing the reminder: it should be run
    /// again.
    pub async fn run(&self, id: ReminderId) -> Result<Fired> {
        let fired = self.settle_what_is_due(id).await?;
        self.alarms.after(id).await?;
        Ok(fired)
    }

    async fn settle_what_is_due(&self, id: ReminderId) -> Result<Fired> {
        let mut fired = Fired::default();
        for _ in 0..MOST_AT_ONCE {
            let Some(reminder) = self.reminders.get_reminder(id).await? else {
                return Ok(fired);
            };
            let holidays = self.reminders.get_holidays().await?.dates();
            let now = self.clock.now();
            let (due, broadcast) = match reminder.due(now, &holidays) {
                Due::Nothing => return Ok(fired),
                Due::GiveUp(due) => (due, None),
                Due::Send(due) => {
                    let broadcast = reminder.broadcast(due, &self.church_name, now);
                    self.queue
                        .enqueue_broadcast(BroadcastTask::new(broadcast.id), QUEUE_HEAD_START)
                        .await?;
                    (due, Some(broadcast))
                }
            };
            let past = PastOccurrence {
                date: due.date,
                at: due.at,
                decided_at: now,
                broadcast_id: broadcast.as_ref().map(|broadcast| broadcast.id),
            };
            let after = reminder.settle(past, &holidays);
            let settled = self
                .reminders
                .settle_occurrence(&after, reminder.version, &past, broadcast.as_ref())
                .await?;
            // Somebody changed it, or another run was quicker: look again at what is due.
            if settled == Replacement::Done {
                fired.count(&reminder, &past);
            }
        }
        Err(Error::Unavailable(
            "a reminder has more occurrences to settle than one run takes".into(),
        ))
    }
}

impl Fired {
    fn count(&mut self, reminder: &Reminder, past: &PastOccurrence) {
        match past.broadcast_id {
            Some(broadcast) => {
                self.sent += 1;
                info!(
                    reminder.id = %reminder.id, broadcast.id = %broadcast, is_late = past.is_late(),
                    "An occurrence is sent"
                );
            }
            None => {
                self.missed += 1;
                warn!(
                    reminder.id = %reminder.id, date = %past.date, alarm = "reminder_missed",
                    "An occurrence is too late, and given up"
                );
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
