//! Reminders, what became of their occurrences, and the clockwork outside that wakes us for them.

use async_trait::async_trait;
use domain::reminder::PastOccurrence;
use domain::{Broadcast, Holidays, Reminder, ReminderId};
use jiff::Timestamp;
use jiff::civil::Date;

use super::Replacement;
use crate::error::Result;
use crate::page::Page;

/// The most reminders of a church, so that all can be gone through at once.
pub const MAXIMUM_REMINDERS: usize = 200;

/// Reminders and the church's holidays. Everything is read consistently.
#[async_trait]
pub trait ReminderStore: Send + Sync {
    /// Adds a reminder; one whose id exists is our own.
    async fn create_reminder(&self, reminder: &Reminder) -> Result<()>;
    /// Reads a reminder.
    async fn get_reminder(&self, id: ReminderId) -> Result<Option<Reminder>>;
    /// Reads all reminders, newest first.
    async fn list_reminders(&self) -> Result<Vec<Reminder>>;
    /// Replaces a reminder, if it has the version that was read.
    async fn replace_reminder(&self, reminder: &Reminder, read_version: u32)
    -> Result<Replacement>;
    /// Deletes a reminder, whatever its version. Answers whether it was there.
    async fn delete_reminder(&self, id: ReminderId) -> Result<bool>;
    /// Settles an occurrence: its record, the reminder after it, and the broadcast if it is sent, all together or not at
    /// all; if the reminder has the version that was read, and neither record nor broadcast exist.
    async fn settle_occurrence(
        &self,
        after: &Reminder,
        read_version: u32,
        past: &PastOccurrence,
        broadcast: Option<&Broadcast>,
    ) -> Result<Replacement>;
    /// Reads at most `limit` settled occurrences of a reminder, newest first, before the given day.
    async fn list_occurrences(
        &self,
        id: ReminderId,
        before: Option<Date>,
        limit: usize,
    ) -> Result<Page<PastOccurrence, Date>>;
    /// Reads the settled occurrences of a reminder from one day to another, both included.
    async fn occurrences_between(
        &self,
        id: ReminderId,
        from: Date,
        to: Date,
    ) -> Result<Vec<PastOccurrence>>;
    /// Reads the holidays; none with version 0 while nothing was ever written.
    async fn get_holidays(&self) -> Result<Holidays>;
    /// Replaces the holidays, if they have the version that was read.
    async fn replace_holidays(&self, holidays: &Holidays, read_version: u32)
    -> Result<Replacement>;
}

/// The clockwork outside: one alarm a reminder, set to its next occurrence. What rings is only a hint to look.
#[async_trait]
pub trait ReminderScheduler: Send + Sync {
    /// Sets a reminder's alarm, whether there was one or not: the last one wins.
    async fn set_alarm(&self, id: ReminderId, at: Timestamp) -> Result<()>;
    /// Takes a reminder's alarm away, if there is one.
    async fn remove_alarm(&self, id: ReminderId) -> Result<()>;
    /// To when a reminder's alarm is set; `None` where there is none.
    async fn get_alarm(&self, id: ReminderId) -> Result<Option<Timestamp>>;
    /// Every reminder that has an alarm, and when it was first set.
    async fn list_alarms(&self) -> Result<Vec<(ReminderId, Timestamp)>>;
}
