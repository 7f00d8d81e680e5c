//! Staff keep reminders.

use std::sync::Arc;

use domain::recurrence::{Pattern, Recurrence};
use domain::reminder::{DueOccurrence, ReminderDetails};
use domain::{Holidays, Purpose, Reminder, ReminderId};
use jiff::Timestamp;
use jiff::civil::Date;
use tracing::warn;

use crate::create_broadcast::{check_groups, find_contacts};
use crate::error::{Error, Result};
use crate::manage_contacts::ReadVersion;
use crate::ports::{
    Clock, ContactStore, GroupStore, MAXIMUM_REMINDERS, Randomness, ReminderStore, Replacement,
};
use crate::set_alarms::SetAlarms;

/// How often a reminder that someone else is changing is read again.
const TRIES: usize = 5;

/// Adds, changes and deletes reminders, and the church's holidays.
pub struct ManageReminders {
    /// The reminders.
    pub reminders: Arc<dyn ReminderStore>,
    /// To check chosen contacts.
    pub contacts: Arc<dyn ContactStore>,
    /// To check chosen groups.
    pub groups: Arc<dyn GroupStore>,
    /// To wake us.
    pub alarms: SetAlarms,
    /// For times of creation and change.
    pub clock: Arc<dyn Clock>,
    /// For new ids.
    pub randomness: Arc<dyn Randomness>,
}

/// A reminder as staff write it.
#[derive(Debug, Clone)]
pub struct ReminderDraft {
    /// What is said, to whom, and when.
    pub details: ReminderDetails,
    /// Whether it goes out; where nothing is said, a new one does, and another stays as it is.
    pub active: Option<bool>,
}

impl ManageReminders {
    /// Adds a reminder.
    ///
    /// # Errors
    /// When a chosen contact or group does not exist, an emergency is asked for, the rule never comes, there are
    /// too many reminders, or a store or the clockwork fails.
    pub async fn create(&self, draft: ReminderDraft, by: String) -> Result<Reminder> {
        self.check(&draft).await?;
        self.add(draft.details, draft.active.unwrap_or(true), by)
            .await
    }

    async fn add(&self, details: ReminderDetails, active: bool, by: String) -> Result<Reminder> {
        if self.reminders.list_reminders().await?.len() >= MAXIMUM_REMINDERS {
            return Err(Error::Conflict(format!(
                "There are {MAXIMUM_REMINDERS} reminders already. Delete those that have ended."
            )));
        }
        let holidays = self.reminders.get_holidays().await?;
        let now = self.clock.now();
        let reminder = Reminder {
            id: ReminderId::new(now, self.randomness.draw()),
            details,
            active,
            counts_from: now,
            settled: None,
            next: None,
            last: None,
            created_by: by,
            created_at: now,
            updated_at: now,
            version: 1,
        }
        .planned(&holidays.dates());
        if active {
            check_that_it_comes(&reminder, now)?;
        }
        self.alarms.before(None, &reminder).await?;
        self.reminders.create_reminder(&reminder).await?;
        Ok(reminder)
    }

    /// Replaces what staff wrote.
    ///
    /// # Errors
    /// When there is no such reminder, it changed since it was read, or as [`ManageReminders::create`].
    pub async fn change(
        &self,
        id: ReminderId,
        read: ReadVersion,
        draft: ReminderDraft,
        by: String,
    ) -> Result<Reminder> {
        self.check(&draft).await?;
        self.update(id, read, |old, now, holidays| {
            let active = draft.active.unwrap_or(old.active);
            let dates = holidays.dates();
            let new = old.changed(draft.details.clone(), active, now, by.clone(), &dates);
            let is_same_rule = new.details.recurrence == old.details.recurrence;
            if active && !(is_same_rule && old.active) {
                check_that_it_comes(&new, now)?;
            }
            Ok(new)
        })
        .await
    }

    /// Pauses or resumes a reminder. Doing it twice is doing it once.
    ///
    /// # Errors
    /// When there is no such reminder, or a store or the clockwork fails.
    pub async fn set_active(&self, id: ReminderId, active: bool, by: String) -> Result<Reminder> {
        self.update(id, ReadVersion::Any, |old, now, holidays| {
            if old.active == active {
                return Ok(old.clone());
            }
            let details = old.details.clone();
            Ok(old.changed(details, active, now, by.clone(), &holidays.dates()))
        })
        .await
    }

    /// Leaves out the next occurrence, which staff name by its day: what they saw as the next one may have gone out.
    ///
    /// # Errors
    /// When there is no such reminder, another occurrence is next, or a store or the clockwork fails.
    pub async fn skip(&self, id: ReminderId, date: Date, by: String) -> Result<Reminder> {
        self.update(id, ReadVersion::Any, |old, now, holidays| {
            let mut details = old.details.clone();
            let skipped = &mut details.recurrence.skip_dates;
            // Whoever skips twice means it once.
            if skipped.contains(&date) {
                return Ok(old.clone());
            }
            match old.next {
                Some(next) if next.date == date && next.at > now => {}
                _ => return Err(not_the_next(old.next, now)),
            }
            skipped.insert(date);
            while skipped.len() > Recurrence::MAXIMUM_SKIP_DATES {
                // The oldest is long over.
                skipped.pop_first();
            }
            Ok(old.changed(details, true, now, by.clone(), &holidays.dates()))
        })
        .await
    }

    /// Adds a copy of a reminder, paused.
    ///
    /// # Errors
    /// When there is no such reminder, there are too many, or the store fails.
    pub async fn duplicate(&self, id: ReminderId, by: String) -> Result<Reminder> {
        let original = self.get(id).await?;
        let details = ReminderDetails {
            name: original.details.name.of_copy(),
            ..original.details
        };
        self.add(details, false, by).await
    }

    /// Deletes a reminder. What it has sent stays.
    ///
    /// # Errors
    /// When there is no such reminder, or the store fails.
    pub async fn delete(&self, id: ReminderId) -> Result<()> {
        if !self.reminders.delete_reminder(id).await? {
            return Err(Error::NotFound("reminder"));
        }
        self.set_alarm(id).await;
        Ok(())
    }

    /// Replaces the church's holidays, and plans anew what they change.
    ///
    /// # Errors
    /// When they changed since they were read, or the store fails.
    pub async fn change_holidays(&self, holidays: Holidays, read: ReadVersion) -> Result<Holidays> {
        let old = self.reminders.get_holidays().await?;
        read.check(old.version)?;
        let new = Holidays {
            version: old.version + 1,
            ..holidays
        };
        match self.reminders.replace_holidays(&new, old.version).await? {
            Replacement::Done => {}
            Replacement::Stale | Replacement::Missing => return Err(Error::Stale),
        }
        let careful = |reminder: &Reminder| reminder.details.recurrence.skips_holidays;
        for reminder in self.reminders.list_reminders().await? {
            if careful(&reminder) {
                let replanned = self.update(reminder.id, ReadVersion::Any, |old, now, holidays| {
                    let replanned = old.replanned(now, &holidays.dates());
                    Ok(replanned.unwrap_or_else(|| old.clone()))
                });
                match replanned.await {
                    // It may have been deleted meanwhile.
                    Ok(_) | Err(Error::NotFound(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(new)
    }

    pub(crate) async fn get(&self, id: ReminderId) -> Result<Reminder> {
        let reminder = self.reminders.get_reminder(id).await?;
        reminder.ok_or(Error::NotFound("reminder"))
    }

    /// Changes a reminder as `change` says of the one that is read, which must have the version `read`. One that comes out
    /// with its version is not written.
    async fn update(
        &self,
        id: ReminderId,
        read: ReadVersion,
        change: impl Fn(&Reminder, Timestamp, &Holidays) -> Result<Reminder>,
    ) -> Result<Reminder> {
        for _ in 0..TRIES {
            let old = self.get(id).await?;
            read.check(old.version)?;
            let holidays = self.reminders.get_holidays().await?;
            let new = change(&old, self.clock.now(), &holidays)?;
            if new.version == old.version {
                return Ok(old);
            }
            self.alarms.before(Some(&old), &new).await?;
            match self.reminders.replace_reminder(&new, old.version).await? {
                Replacement::Done => {
                    self.set_alarm(id).await;
                    return Ok(new);
                }
                // Somebody changed it, or it went out: whoever read it is told, others look again.
                Replacement::Stale | Replacement::Missing => {}
            }
        }
        Err(Error::Stale)
    }

    /// The change is made, whatever becomes of the alarm: at worst it rings too early, and the next look at all alarms
    /// mends it.
    async fn set_alarm(&self, id: ReminderId) {
        if let Err(error) = self.alarms.after(id).await {
            warn!(reminder.id = %id, %error, "An alarm could not be set, and waits for the next look at all of them");
        }
    }

    async fn check(&self, draft: &ReminderDraft) -> Result<()> {
        if draft.details.purpose == Purpose::Emergency {
            return Err(Error::field(
                "purpose",
                "An emergency can't be planned. Choose \"information\" or \"solicitation\".",
            ));
        }
        if let domain::Audience::Contacts { contact_ids } = &draft.details.audience {
            find_contacts(self.contacts.as_ref(), contact_ids).await?;
        }
        check_groups(self.groups.as_ref(), &draft.details.audience).await
    }
}

fn check_that_it_comes(reminder: &Reminder, now: Timestamp) -> Result<()> {
    if reminder.next.is_some() {
        return Ok(());
    }
    let rule = &reminder.details.recurrence;
    let local = now.to_zoned(rule.zone.rules());
    if rule.pattern == Pattern::Once && rule.starts_on.to_datetime(rule.time) <= local.datetime() {
        let message = "This time has passed. Choose a later one.";
        return Err(Error::field("schedule_date", message));
    }
    let message = "This never comes. Check the days, the end, and what is left out.";
    Err(Error::field("schedule_type", message))
}

fn not_the_next(next: Option<DueOccurrence>, now: Timestamp) -> Error {
    Error::Conflict(match next {
        Some(next) if next.at > now => format!(
            "The next one comes on {}. Look at it again before you skip it.",
            next.date
        ),
        Some(_) => {
            "It is going out at this moment. Stop the message itself if it should not.".into()
        }
        None => "Nothing is to come that could be skipped.".into(),
    })
}

#[cfg(test)]
mod tests;
