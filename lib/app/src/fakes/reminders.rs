//! Reminders and their alarms, in memory. Reading gives way to others, so that tests can run several use cases at once.

use async_trait::async_trait;
use domain::reminder::PastOccurrence;
use domain::{Broadcast, Holidays, Reminder, ReminderId};
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::task::yield_now;

use super::World;
use crate::error::Result;
use crate::page::Page;
use crate::ports::{Clock, ReminderScheduler, ReminderStore, Replacement};

impl World {
    pub(crate) fn reminder(&self, id: ReminderId) -> Option<Reminder> {
        self.reminders.lock().expect("a lock").get(&id).cloned()
    }

    /// To when a reminder's alarm is set.
    pub(crate) fn alarm(&self, id: ReminderId) -> Option<Timestamp> {
        let alarms = self.alarms.lock().expect("a lock");
        alarms.get(&id).map(|(at, _)| *at)
    }
}

fn condition(stored: Option<&Reminder>, read_version: u32) -> Replacement {
    match stored {
        None => Replacement::Missing,
        Some(stored) if stored.version == read_version => Replacement::Done,
        Some(_) => Replacement::Stale,
    }
}

#[async_trait]
impl ReminderStore for World {
    async fn create_reminder(&self, reminder: &Reminder) -> Result<()> {
        self.effect(|| {
            let mut reminders = self.reminders.lock().expect("a lock");
            reminders
                .entry(reminder.id)
                .or_insert_with(|| reminder.clone());
        })
    }

    async fn get_reminder(&self, id: ReminderId) -> Result<Option<Reminder>> {
        let found = self.reminder(id);
        yield_now().await;
        Ok(found)
    }

    async fn list_reminders(&self) -> Result<Vec<Reminder>> {
        let reminders = self.reminders.lock().expect("a lock");
        Ok(reminders.values().rev().cloned().collect())
    }

    async fn replace_reminder(
        &self,
        reminder: &Reminder,
        read_version: u32,
    ) -> Result<Replacement> {
        self.effect(|| {
            let mut reminders = self.reminders.lock().expect("a lock");
            let replacement = condition(reminders.get(&reminder.id), read_version);
            if replacement == Replacement::Done {
                reminders.insert(reminder.id, reminder.clone());
            }
            replacement
        })
    }

    async fn delete_reminder(&self, id: ReminderId) -> Result<bool> {
        self.effect(|| {
            let mut reminders = self.reminders.lock().expect("a lock");
            reminders.remove(&id).is_some()
        })
    }

    async fn settle_occurrence(
        &self,
        after: &Reminder,
        read_version: u32,
        past: &PastOccurrence,
        broadcast: Option<&Broadcast>,
    ) -> Result<Replacement> {
        yield_now().await;
        self.effect(|| {
            let mut reminders = self.reminders.lock().expect("a lock");
            let mut occurrences = self.occurrences.lock().expect("a lock");
            let mut broadcasts = self.broadcasts.lock().expect("a lock");
            let replacement = condition(reminders.get(&after.id), read_version);
            let key = (after.id, past.date);
            let is_new = !occurrences.contains_key(&key)
                && broadcast.is_none_or(|broadcast| !broadcasts.contains_key(&broadcast.id));
            if replacement != Replacement::Done || !is_new {
                return match replacement {
                    Replacement::Done => Replacement::Stale,
                    other => other,
                };
            }
            reminders.insert(after.id, after.clone());
            occurrences.insert(key, *past);
            if let Some(broadcast) = broadcast {
                broadcasts.insert(broadcast.id, broadcast.clone());
            }
            Replacement::Done
        })
    }

    async fn list_occurrences(
        &self,
        id: ReminderId,
        before: Option<Date>,
        limit: usize,
    ) -> Result<Page<PastOccurrence, Date>> {
        let occurrences = self.occurrences.lock().expect("a lock");
        let mut older = occurrences
            .range((id, Date::MIN)..=(id, Date::MAX))
            .rev()
            .map(|(_, past)| *past)
            .filter(|past| before.is_none_or(|before| past.date < before));
        let items: Vec<PastOccurrence> = older.by_ref().take(limit).collect();
        let next = older.next().and(items.last().map(|past| past.date));
        Ok(Page { items, next })
    }

    async fn occurrences_between(
        &self,
        id: ReminderId,
        from: Date,
        to: Date,
    ) -> Result<Vec<PastOccurrence>> {
        let occurrences = self.occurrences.lock().expect("a lock");
        let found = occurrences.range((id, from)..=(id, to));
        Ok(found.map(|(_, past)| *past).collect())
    }

    async fn get_holidays(&self) -> Result<Holidays> {
        Ok(self.holidays.lock().expect("a lock").clone())
    }

    async fn replace_holidays(
        &self,
        holidays: &Holidays,
        read_version: u32,
    ) -> Result<Replacement> {
        self.effect(|| {
            let mut stored = self.holidays.lock().expect("a lock");
            if stored.version != read_version {
                return Replacement::Stale;
            }
            *stored = holidays.clone();
            Replacement::Done
        })
    }
}

#[async_trait]
impl ReminderScheduler for World {
    async fn set_alarm(&self, id: ReminderId, at: Timestamp) -> Result<()> {
        yield_now().await;
        let now = self.now();
        self.effect(|| {
            let mut alarms = self.alarms.lock().expect("a lock");
            alarms.entry(id).or_insert((at, now)).0 = at;
        })
    }

    async fn remove_alarm(&self, id: ReminderId) -> Result<()> {
        self.effect(|| {
            self.alarms.lock().expect("a lock").remove(&id);
        })
    }

    async fn get_alarm(&self, id: ReminderId) -> Result<Option<Timestamp>> {
        Ok(self.alarm(id))
    }

    async fn list_alarms(&self) -> Result<Vec<(ReminderId, Timestamp)>> {
        let alarms = self.alarms.lock().expect("a lock");
        Ok(alarms.iter().map(|(id, (_, set))| (*id, *set)).collect())
    }
}
