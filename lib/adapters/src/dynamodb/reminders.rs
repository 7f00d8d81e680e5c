//! Reminders, what became of their occurrences, and the church's holidays.

use app::Page;
use app::error::Result;
use app::ports::{ReminderStore, Replacement};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::{
    Put, ReturnValue, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
};
use domain::reminder::{DueOccurrence, PastOccurrence, ReminderDetails};
use domain::{Broadcast, Holidays, Reminder, ReminderId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::broadcasts::broadcast_item;
use super::item::{Item, from_item, number, sort_id, string, to_item};
use super::keys::{self, Key};
use super::transactions::{Action, Outcome};
use super::{DynamoStore, unavailable};

/// For how long it is kept what became of an occurrence: three years.
const HISTORY: SignedDuration = SignedDuration::from_hours(3 * 366 * 24);

#[derive(Serialize, Deserialize)]
struct ReminderRecord {
    details: ReminderDetails,
    active: bool,
    counts_from: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    settled: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<DueOccurrence>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<PastOccurrence>,
    created_by: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: u32,
}

fn reminder_item(reminder: &Reminder) -> Result<Item> {
    let record = ReminderRecord {
        details: reminder.details.clone(),
        active: reminder.active,
        counts_from: reminder.counts_from,
        settled: reminder.settled,
        next: reminder.next,
        last: reminder.last,
        created_by: reminder.created_by.clone(),
        created_at: reminder.created_at,
        updated_at: reminder.updated_at,
        version: reminder.version,
    };
    to_item(&Key::reminder(reminder.id), &record)
}

fn read_reminder(item: Item) -> Result<Reminder> {
    let id = sort_id(&item)?;
    let record: ReminderRecord = from_item(item)?;
    Ok(Reminder {
        id,
        details: record.details,
        active: record.active,
        counts_from: record.counts_from,
        settled: record.settled,
        next: record.next,
        last: record.last,
        created_by: record.created_by,
        created_at: record.created_at,
        updated_at: record.updated_at,
        version: record.version,
    })
}

fn occurrence_item(id: ReminderId, past: &PastOccurrence) -> Result<Item> {
    let mut item = to_item(&Key::occurrence(id, past.date), past)?;
    let expires_at = past.decided_at + HISTORY;
    item.insert("expires_at".to_owned(), number(expires_at.as_second()));
    Ok(item)
}

#[async_trait]
impl ReminderStore for DynamoStore {
    /// Q1
    async fn create_reminder(&self, reminder: &Reminder) -> Result<()> {
        // An id that exists is our own, written by a first try whose answer was lost.
        self.put_new(reminder_item(reminder)?).await?;
        Ok(())
    }

    /// Q2
    async fn get_reminder(&self, id: ReminderId) -> Result<Option<Reminder>> {
        let item = self.get_item(&Key::reminder(id), true).await?;
        item.map(read_reminder).transpose()
    }

    /// Q3
    async fn list_reminders(&self) -> Result<Vec<Reminder>> {
        let mut reminders = Vec::new();
        let mut after = None;
        loop {
            let output = self
                .client
                .query()
                .table_name(&self.table)
                .key_condition_expression("pk = :pk")
                .expression_attribute_values(":pk", string(keys::reminders()))
                .consistent_read(true)
                .scan_index_forward(false)
                .set_exclusive_start_key(after)
                .send()
                .await
                .map_err(unavailable)?;
            for item in output.items.unwrap_or_default() {
                reminders.push(read_reminder(item)?);
            }
            after = output.last_evaluated_key;
            if after.is_none() {
                return Ok(reminders);
            }
        }
    }

    /// Q4
    async fn replace_reminder(
        &self,
        reminder: &Reminder,
        read_version: u32,
    ) -> Result<Replacement> {
        let old = self
            .put_version(reminder_item(reminder)?, read_version)
            .await?;
        match old {
            None => Ok(Replacement::Done),
            Some(old) => replacement(Some(old), reminder),
        }
    }

    /// Q5
    async fn delete_reminder(&self, id: ReminderId) -> Result<bool> {
        let output = self
            .client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(Key::reminder(id).attributes()))
            .return_values(ReturnValue::AllOld)
            .send()
            .await
            .map_err(unavailable)?;
        Ok(output.attributes.is_some_and(|old| !old.is_empty()))
    }

    /// Q6
    async fn settle_occurrence(
        &self,
        after: &Reminder,
        read_version: u32,
        past: &PastOccurrence,
        broadcast: Option<&Broadcast>,
    ) -> Result<Replacement> {
        let reminder = self
            .conditional_put(reminder_item(after)?, "#version = :version")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":version", number(read_version));
        let new = "attribute_not_exists(pk)";
        let occurrence = self.conditional_put(occurrence_item(after.id, past)?, new);
        let mut puts = vec![reminder, occurrence];
        if let Some(broadcast) = broadcast {
            puts.push(self.conditional_put(broadcast_item(broadcast)?, new));
        }
        let actions: Result<Vec<Action>> = puts
            .into_iter()
            .map(|put| {
                let put = put.build().map_err(unavailable)?;
                Ok(Action::conditional(
                    TransactWriteItem::builder().put(put).build(),
                ))
            })
            .collect();
        match self.transact(actions?).await? {
            Outcome::Written => Ok(Replacement::Done),
            // DynamoDB tells how things are only for what was refused. Whatever else it was, somebody was quicker.
            Outcome::Refused(old) => match old.into_iter().next().flatten() {
                Some(reminder) => replacement(Some(reminder), after),
                None => Ok(Replacement::Stale),
            },
        }
    }

    /// Q7
    async fn list_occurrences(
        &self,
        id: ReminderId,
        before: Option<Date>,
        limit: usize,
    ) -> Result<Page<PastOccurrence, Date>> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", string(keys::occurrences(id)))
            .consistent_read(true)
            .scan_index_forward(false)
            .set_exclusive_start_key(before.map(|date| Key::occurrence(id, date).attributes()))
            .limit(i32::try_from(limit).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(unavailable)?;
        Ok(Page {
            next: output.last_evaluated_key().map(sort_id).transpose()?,
            items: output
                .items
                .unwrap_or_default()
                .into_iter()
                .map(from_item)
                .collect::<Result<_>>()?,
        })
    }

    /// Q8
    async fn occurrences_between(
        &self,
        id: ReminderId,
        from: Date,
        to: Date,
    ) -> Result<Vec<PastOccurrence>> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND sk BETWEEN :from AND :to")
            .expression_attribute_values(":pk", string(keys::occurrences(id)))
            .expression_attribute_values(":from", string(from))
            .expression_attribute_values(":to", string(to))
            .consistent_read(true)
            .send()
            .await
            .map_err(unavailable)?;
        let items = output.items.unwrap_or_default();
        items.into_iter().map(from_item).collect()
    }

    /// Q9
    async fn get_holidays(&self) -> Result<Holidays> {
        let item = self.get_item(&Key::holidays(), true).await?;
        Ok(item.map(from_item).transpose()?.unwrap_or_default())
    }

    /// Q10
    async fn replace_holidays(
        &self,
        holidays: &Holidays,
        read_version: u32,
    ) -> Result<Replacement> {
        let item = to_item(&Key::holidays(), holidays)?;
        let refused = match read_version {
            0 => self.put_new(item).await?,
            _ => self.put_version(item, read_version).await?,
        };
        match refused {
            None => Ok(Replacement::Done),
            // A first try whose answer was lost has written the very same.
            Some(found)
                if !found.is_empty() && from_item::<Holidays>(found.clone())? == *holidays =>
            {
                Ok(Replacement::Done)
            }
            Some(_) => Ok(Replacement::Stale),
        }
    }
}

impl DynamoStore {
    fn conditional_put(
        &self,
        item: Item,
        condition: &str,
    ) -> aws_sdk_dynamodb::types::builders::PutBuilder {
        Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression(condition)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
    }
}

/// What a refused write of `wanted` came to, given the item as it is: it may be our own, written by a first try whose
/// answer was lost.
fn replacement(found: Option<Item>, wanted: &Reminder) -> Result<Replacement> {
    let found = found.filter(|found| !found.is_empty());
    Ok(match found.map(read_reminder).transpose()? {
        None => Replacement::Missing,
        Some(found) if found == *wanted => Replacement::Done,
        Some(_) => Replacement::Stale,
    })
}
