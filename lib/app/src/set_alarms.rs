//! Keeps the clockwork outside in step with the reminders.
//!
//! Two systems have to agree, and there is no transaction over both. What makes it safe: an alarm is only a hint, for
//! whoever it wakes looks at the reminder and decides anew; so an alarm that rings too early, or for nothing, does no
//! harm. One that rings too late would. So an alarm is set to an earlier time before the record says so, and to a later
//! one after it; and whoever sets one looks afterwards whether the record is still the same, so that of two people who
//! change a reminder at once the last one's alarm stays. What a crash leaves behind is mended by
//! [`crate::reconcile_schedules`].

use std::sync::Arc;

use domain::{Reminder, ReminderId};

use crate::error::{Error, Result};
use crate::ports::{ReminderScheduler, ReminderStore};

/// How often an alarm is set anew for a reminder that others are changing.
const TRIES: usize = 5;

/// Sets alarms by reminders.
#[derive(Clone)]
pub struct SetAlarms {
    /// The reminders.
    pub reminders: Arc<dyn ReminderStore>,
    /// The clockwork.
    pub scheduler: Arc<dyn ReminderScheduler>,
}

impl SetAlarms {
    /// Before a reminder is written: makes sure that its alarm does not ring too late.
    ///
    /// # Errors
    /// When the clockwork fails. Nothing else may be done then.
    pub(crate) async fn before(&self, old: Option<&Reminder>, new: &Reminder) -> Result<()> {
        let old = old.and_then(|old| old.next);
        match new.next {
            Some(next) if old.is_none_or(|old| next.at < old.at) => {
                self.scheduler.set_alarm(new.id, next.at).await
            }
            _ => Ok(()),
        }
    }

    /// After a reminder was written: sets its alarm by the record, or takes it away.
    ///
    /// # Errors
    /// When the store or the clockwork fails, or others don't leave off changing the reminder.
    pub async fn after(&self, id: ReminderId) -> Result<()> {
        let mut reminder = self.reminders.get_reminder(id).await?;
        for _ in 0..TRIES {
            match reminder.as_ref().and_then(|reminder| reminder.next) {
                Some(next) => self.scheduler.set_alarm(id, next.at).await?,
                None => self.scheduler.remove_alarm(id).await?,
            }
            let again = self.reminders.get_reminder(id).await?;
            if next_of(again.as_ref()) == next_of(reminder.as_ref()) {
                return Ok(());
            }
            reminder = again;
        }
        Err(Error::Unavailable(
            "a reminder is being changed again and again".into(),
        ))
    }
}

fn next_of(reminder: Option<&Reminder>) -> Option<domain::reminder::DueOccurrence> {
    reminder.and_then(|reminder| reminder.next)
}
