//! Before they save a reminder, staff see exactly when it will go out.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::quiet_hours::SendDecision;
use domain::recurrence::{Occurrence, Recurrence};
use domain::{ChurchSettings, Purpose, Reminder, ReminderId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::error::{Error, Result};
use crate::ports::{Clock, ReminderStore};
use crate::read_settings::ReadSettings;

/// How many occurrences are shown.
pub const SHOWN: usize = 10;

/// Tells what is to come.
pub struct PreviewReminder {
    /// The reminders, and the holidays.
    pub reminders: Arc<dyn ReminderStore>,
    /// For the hours in which texts go out.
    pub settings: ReadSettings,
    /// For what is over.
    pub clock: Arc<dyn Clock>,
}

/// An occurrence, and when it goes out to somebody who lives in the reminder's zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownOccurrence {
    /// The occurrence.
    pub occurrence: Occurrence,
    /// Later than the occurrence, where quiet hours hold it.
    pub goes_out_at: Timestamp,
}

/// What is needed to say when occurrences go out.
pub struct Outlook {
    settings: ChurchSettings,
    holidays: BTreeSet<Date>,
    now: Timestamp,
}

impl Outlook {
    /// What is to come by a rule after `after`: up to `count` that go out, and those that are left out between them.
    fn list(
        &self,
        rule: &Recurrence,
        purpose: Purpose,
        after: Timestamp,
        settled: Option<Date>,
        count: usize,
    ) -> Vec<ShownOccurrence> {
        let mut going_out = 0;
        rule.upcoming(after, &self.holidays)
            .filter(|occurrence| settled.is_none_or(|settled| occurrence.date > settled))
            .take_while(|occurrence| {
                let is_shown = going_out < count;
                going_out += usize::from(occurrence.left_out.is_none());
                is_shown
            })
            .map(|occurrence| {
                let zone = Some(&rule.zone);
                let window = self.settings.window_at(occurrence.at, zone, purpose);
                ShownOccurrence {
                    goes_out_at: match window.decide(occurrence.at) {
                        SendDecision::SendNow { .. } => occurrence.at,
                        SendDecision::Hold { until } => until,
                    },
                    occurrence,
                }
            })
            .collect()
    }

    /// What is to come of a reminder, up to `count`; nothing while it is paused.
    pub fn of(&self, reminder: &Reminder, count: usize) -> Vec<ShownOccurrence> {
        if !reminder.active {
            return Vec::new();
        }
        let details = &reminder.details;
        // What is due at this moment is still to come.
        let after = reminder.counts_from.max(self.now - Reminder::LATEST);
        self.list(
            &details.recurrence,
            details.purpose,
            after,
            reminder.settled,
            count,
        )
    }

    /// What is to come of a reminder up to a day, at most 400 occurrences.
    pub fn until(&self, reminder: &Reminder, last: Date) -> Vec<ShownOccurrence> {
        let mut list = self.of(reminder, 400);
        list.retain(|shown| shown.occurrence.date <= last);
        list
    }

    /// The next one of a reminder that goes out.
    pub fn next(&self, reminder: &Reminder) -> Option<ShownOccurrence> {
        let mut list = self.of(reminder, 1);
        list.retain(|shown| shown.occurrence.left_out.is_none());
        list.pop()
    }
}

impl PreviewReminder {
    /// Reads what is needed to look ahead.
    ///
    /// # Errors
    /// When a store fails.
    pub async fn outlook(&self) -> Result<Outlook> {
        Ok(Outlook {
            settings: self.settings.run().await?,
            holidays: self.reminders.get_holidays().await?.dates(),
            now: self.clock.now(),
        })
    }

    /// The next [`SHOWN`] by a rule that is not saved yet.
    ///
    /// # Errors
    /// When a store fails.
    pub async fn of_rule(
        &self,
        rule: &Recurrence,
        purpose: Purpose,
    ) -> Result<Vec<ShownOccurrence>> {
        let outlook = self.outlook().await?;
        Ok(outlook.list(rule, purpose, outlook.now, None, SHOWN))
    }

    /// The next [`SHOWN`] of a reminder.
    ///
    /// # Errors
    /// When there is no such reminder, or a store fails.
    pub async fn of_reminder(&self, id: ReminderId) -> Result<Vec<ShownOccurrence>> {
        let reminder = self.reminders.get_reminder(id).await?;
        let reminder = reminder.ok_or(Error::NotFound("reminder"))?;
        Ok(self.outlook().await?.of(&reminder, SHOWN))
    }
}

#[cfg(test)]
mod tests;
