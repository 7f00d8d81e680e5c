//! Now and then all reminders and all alarms are laid side by side, and what does not fit is mended, on either side.
//!
//! It finds what a crash left behind, what an outage kept from being sent, alarms of reminders that are gone, and what comes
//! next where that has changed by itself: by a holiday, or by a new version of the time zone database.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::reminder::Due;
use domain::{Reminder, ReminderId};
use futures::{StreamExt, stream};
use jiff::SignedDuration;
use jiff::civil::Date;
use tracing::{error, info, warn};

use crate::error::{Error, Result};
use crate::fire_reminder::FireReminder;
use crate::ports::{Clock, ReminderScheduler, ReminderStore, Replacement};
use crate::set_alarms::SetAlarms;

/// An alarm is set before its reminder is written. One that is older, and has no reminder, never will have one.
const OLDEST_REQUEST: SignedDuration = SignedDuration::from_mins(5);
/// How many reminders are looked at side by side.
const CONCURRENT: usize = 8;

/// Mends what does not fit.
pub struct ReconcileSchedules {
    /// The reminders.
    pub reminders: Arc<dyn ReminderStore>,
    /// The clockwork.
    pub scheduler: Arc<dyn ReminderScheduler>,
    /// To set alarms.
    pub alarms: SetAlarms,
    /// For what was not sent.
    pub fire: FireReminder,
    /// To see what is due.
    pub clock: Arc<dyn Clock>,
}

/// What was mended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Occurrences that were sent, because no alarm had rung for them.
    pub sent: u32,
    /// Occurrences that were given up.
    pub missed: u32,
    /// Reminders whose next occurrence was written down wrongly.
    pub reminders_mended: u32,
    /// Alarms that were set anew.
    pub alarms_set: u32,
    /// Alarms that were taken away, for nothing is to come.
    pub alarms_removed: u32,
}

impl ReconcileSchedules {
    /// Looks at everything. What fails for one reminder keeps the others from nothing.
    ///
    /// # Errors
    /// When something failed; the next run looks again.
    pub async fn run(&self) -> Result<Reconciled> {
        let reminders = self.reminders.list_reminders().await?;
        let holidays = self.reminders.get_holidays().await?.dates();
        let known: BTreeSet<ReminderId> = reminders.iter().map(|reminder| reminder.id).collect();
        let results: Vec<Result<Reconciled>> = stream::iter(reminders)
            .map(|reminder| self.mend(reminder, &holidays))
            .buffer_unordered(CONCURRENT)
            .chain(stream::once(self.remove_orphans(&known)))
            .collect()
            .await;
        let mut total = Reconciled::default();
        let mut failure = None;
        for result in results {
            match result {
                Ok(one) => total = total.plus(one),
                Err(one) => {
                    error!(error = %one, "A reminder could not be looked at");
                    failure = Some(one);
                }
            }
        }
        if total == Reconciled::default() {
            info!(reminders = known.len(), "Reminders and alarms fit");
        } else {
            warn!(
                sent = total.sent,
                missed = total.missed,
                reminders_mended = total.reminders_mended,
                alarms_set = total.alarms_set,
                alarms_removed = total.alarms_removed,
                "Reminders and alarms did not fit, and were mended"
            );
        }
        failure.map_or(Ok(total), Err)
    }

    async fn mend(&self, reminder: Reminder, holidays: &BTreeSet<Date>) -> Result<Reconciled> {
        let mut mended = Reconciled::default();
        let id = reminder.id;
        if reminder.due(self.clock.now(), holidays) != Due::Nothing {
            let fired = self.fire.run(id).await?;
            mended.sent = fired.sent;
            mended.missed = fired.missed;
            return Ok(mended);
        }
        let replanned = reminder.replanned(self.clock.now(), holidays);
        if let Some(replanned) = &replanned {
            self.alarms.before(Some(&reminder), replanned).await?;
            let replaced = self
                .reminders
                .replace_reminder(replanned, reminder.version)
                .await?;
            if replaced != Replacement::Done {
                return Err(Error::Stale);
            }
            mended.reminders_mended = 1;
        }
        let wanted = replanned.unwrap_or(reminder).next.map(|next| next.at);
        if self.scheduler.get_alarm(id).await? != wanted {
            self.alarms.after(id).await?;
            match wanted {
                Some(_) => mended.alarms_set = 1,
                None => mended.alarms_removed = 1,
            }
            warn!(reminder.id = %id, "An alarm did not fit its reminder, and was mended");
        }
        Ok(mended)
    }

    /// Takes away the alarms of reminders that are gone.
    async fn remove_orphans(&self, known: &BTreeSet<ReminderId>) -> Result<Reconciled> {
        let mut mended = Reconciled::default();
        for (id, set_at) in self.scheduler.list_alarms().await? {
            let age = self.clock.now().duration_since(set_at);
            if !known.contains(&id) && age > OLDEST_REQUEST {
                // It may have been made since they were listed; then its alarm is set by it.
                self.alarms.after(id).await?;
                warn!(reminder.id = %id, "An alarm had no reminder, and was taken away");
                mended.alarms_removed += 1;
            }
        }
        Ok(mended)
    }
}

impl Reconciled {
    fn plus(self, other: Self) -> Self {
        Self {
            sent: self.sent + other.sent,
            missed: self.missed + other.missed,
            reminders_mended: self.reminders_mended + other.reminders_mended,
            alarms_set: self.alarms_set + other.alarms_set,
            alarms_removed: self.alarms_removed + other.alarms_removed,
        }
    }
}

#[cfg(test)]
mod tests;
