//! Threads: the record, its places in the lists of the inbox, and what it holds.

use app::Page;
use app::error::{Error, Result};
use app::ports::{AssigneeFilter, KeptText, Replacement, TextKeeping, ThreadSave, ThreadStore};
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{ConditionCheck, Select, TransactWriteItem};
use domain::thread::{Answer, AutomaticAnswer, EntryContent, Thread, ThreadEntry, ThreadList};
use domain::{ContactId, ThreadEntryId, ThreadId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::item::{Item, from_item, sort_id, string, to_item};
use super::keys::{self, Key};
use super::transactions::{Action, Outcome};
use super::{DynamoStore, unavailable};

/// What an account that nobody has is called in the lists.
const NOBODY: &str = "";

#[derive(Serialize, Deserialize)]
struct EntryRecord {
    at: Timestamp,
    content: EntryContent,
}

/// Which entry a text of the carrier's became.
#[derive(Serialize, Deserialize)]
struct TextRecord {
    entry: ThreadEntryId,
    at: Timestamp,
}

/// A thread's place in a list.
#[derive(Serialize, Deserialize)]
struct PlaceRecord {
    thread: ThreadId,
    assignee: String,
}

pub(super) fn entry_item(thread: ThreadId, entry: &ThreadEntry) -> Result<Item> {
    let record = EntryRecord {
        at: entry.at,
        content: entry.content.clone(),
    };
    to_item(&Key::thread_entry(thread, entry.id), &record)
}

pub(super) fn read_entry(item: Item) -> Result<ThreadEntry> {
    let id = sort_id(&item)?;
    let record: EntryRecord = from_item(item)?;
    Ok(ThreadEntry {
        id,
        at: record.at,
        content: record.content,
    })
}

/// The places of a thread, with what a list can be filtered by.
fn places(thread: &Thread) -> Vec<(Key, PlaceRecord)> {
    let assignee = thread.assignee.as_ref();
    let place = |list| {
        let record = PlaceRecord {
            thread: thread.id,
            assignee: assignee.map_or(NOBODY.into(), |actor| actor.id.clone()),
        };
        (Key::thread_place(list, thread.place), record)
    };
    thread.lists().map(place).collect()
}

#[async_trait]
impl ThreadStore for DynamoStore {
    /// W1
    async fn get_thread(&self, id: ThreadId) -> Result<Option<Thread>> {
        let item = self.get_item(&Key::thread(id), true).await?;
        item.map(from_item).transpose()
    }

    /// W2
    async fn get_threads(&self, ids: &[ThreadId]) -> Result<Vec<Thread>> {
        let keys = ids.iter().copied().map(Key::thread).collect();
        let items = self.get_items(keys, true).await?;
        items.into_iter().map(from_item).collect()
    }

    /// W3
    async fn save_thread(&self, save: &ThreadSave) -> Result<Replacement> {
        match self.transact(self.thread_actions(save)?).await? {
            Outcome::Written => Ok(Replacement::Done),
            Outcome::Refused(old) => match old.into_iter().next().flatten() {
                None => Ok(match save.before {
                    Some(_) => Replacement::Missing,
                    None => Replacement::Stale,
                }),
                Some(item) => {
                    // A first try whose answer was lost has written the very same.
                    let found: Thread = from_item(item)?;
                    Ok(match found == save.after {
                        true => Replacement::Done,
                        false => Replacement::Stale,
                    })
                }
            },
        }
    }

    /// W4
    async fn keep_text(&self, save: &ThreadSave, message_sid: &str) -> Result<TextKeeping> {
        let Some(entry) = &save.entry else {
            return Err(Error::Unavailable("a text without an entry".into()));
        };
        let record = TextRecord {
            entry: entry.id,
            at: entry.at,
        };
        let key = Key::received_text(save.after.id, message_sid);
        let mut actions = vec![self.put_new_action(to_item(&key, &record)?)?];
        actions.extend(self.thread_actions(save)?);
        match self.transact(actions).await? {
            Outcome::Written => Ok(TextKeeping::Kept),
            Outcome::Refused(old) => match old.into_iter().next().flatten() {
                None => Ok(TextKeeping::Stale),
                Some(item) => {
                    let record: TextRecord = from_item(item)?;
                    let kept = self.get_entry(save.after.id, record.entry).await?;
                    Ok(TextKeeping::KeptBefore(KeptText {
                        entry: record.entry,
                        at: record.at,
                        answer: kept.and_then(answer_of),
                    }))
                }
            },
        }
    }

    /// W5
    async fn add_entry(&self, thread: ThreadId, entry: &ThreadEntry) -> Result<bool> {
        let check = ConditionCheck::builder()
            .table_name(&self.table)
            .set_key(Some(Key::thread(thread).attributes()))
            .condition_expression("attribute_exists(pk)")
            .build()
            .map_err(unavailable)?;
        let check = TransactWriteItem::builder().condition_check(check).build();
        let actions = vec![
            Action::conditional(check),
            self.put_action(entry_item(thread, entry)?)?,
        ];
        Ok(matches!(self.transact(actions).await?, Outcome::Written))
    }

    /// W6: the last one wins.
    async fn set_people(&self, id: ThreadId, people: &[ContactId]) -> Result<()> {
        let people = serde_dynamo::to_attribute_value(people).map_err(unavailable)?;
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(Key::thread(id).attributes()))
            .update_expression("SET contact_ids = :people")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":people", people)
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) | Err(UpdateItemError::ConditionalCheckFailedException(_)) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// W7
    async fn list_threads(
        &self,
        list: ThreadList,
        assignee: Option<&AssigneeFilter>,
        before: Option<ThreadEntryId>,
        limit: usize,
        look_at: usize,
    ) -> Result<Page<ThreadId, ThreadEntryId>> {
        let mut query = self.places_query(list);
        let mut looked_at = limit;
        if let Some(assignee) = assignee {
            let id = match assignee {
                AssigneeFilter::Of(id) => id.as_str(),
                AssigneeFilter::Nobody => NOBODY,
            };
            looked_at = look_at.max(limit);
            query = query
                .filter_expression("assignee = :assignee")
                .expression_attribute_values(":assignee", string(id));
        }
        let start = before.map(|id| Key::thread_place(list, id).attributes());
        let output = query
            .set_exclusive_start_key(start)
            .limit(i32::try_from(looked_at).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(unavailable)?;
        let mut next = output.last_evaluated_key().map(sort_id).transpose()?;
        let mut items = output.items.unwrap_or_default();
        if items.len() > limit {
            items.truncate(limit);
            next = items.last().map(sort_id).transpose()?;
        }
        let ids = items.into_iter().map(|item| {
            let place: PlaceRecord = from_item(item)?;
            Ok(place.thread)
        });
        Ok(Page {
            items: ids.collect::<Result<_>>()?,
            next,
        })
    }

    /// W8: one more is asked for than counts, to know whether there are more.
    async fn count_threads(&self, list: ThreadList, at_most: usize) -> Result<(u64, bool)> {
        let output = self
            .places_query(list)
            .consistent_read(false)
            .select(Select::Count)
            .limit(i32::try_from(at_most + 1).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(unavailable)?;
        let count = usize::try_from(output.count()).unwrap_or(0);
        Ok((count.min(at_most) as u64, count <= at_most))
    }

    /// W9
    async fn list_entries(
        &self,
        thread: ThreadId,
        before: Option<ThreadEntryId>,
        limit: usize,
    ) -> Result<Page<ThreadEntry, ThreadEntryId>> {
        let start = before.map(|id| Key::thread_entry(thread, id).attributes());
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND begins_with(sk, :entry)")
            .expression_attribute_values(":pk", string(keys::thread(thread)))
            .expression_attribute_values(":entry", string(ThreadEntryId::PREFIX))
            .consistent_read(true)
            .scan_index_forward(false)
            .set_exclusive_start_key(start)
            .limit(i32::try_from(limit).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(unavailable)?;
        let next = output.last_evaluated_key().map(sort_id).transpose()?;
        let items = output.items.unwrap_or_default().into_iter();
        Ok(Page {
            items: items.map(read_entry).collect::<Result<_>>()?,
            next,
        })
    }

    /// W10
    async fn get_entry(&self, thread: ThreadId, id: ThreadEntryId) -> Result<Option<ThreadEntry>> {
        let item = self.get_item(&Key::thread_entry(thread, id), true).await?;
        item.map(read_entry).transpose()
    }

    /// N2
    async fn decide_answer(
        &self,
        thread: ThreadId,
        entry: ThreadEntryId,
        answer: &AutomaticAnswer,
        now: Timestamp,
        quiet_since: Timestamp,
    ) -> Result<Answer> {
        self.decide(thread, entry, answer, now, quiet_since).await
    }

    /// W11: the places go with the record, and everything else after it, so that a thread is either found with its
    /// places, or has none.
    async fn delete_thread(&self, id: ThreadId) -> Result<bool> {
        let Some(thread) = self.get_thread(id).await? else {
            return self.delete_some(&keys::thread(id)).await;
        };
        let mut actions = vec![self.delete_version_action(&Key::thread(id), thread.version)?];
        for (key, _) in places(&thread) {
            actions.push(self.delete_action(&key)?);
        }
        // Where a text came in since, the next look begins anew.
        self.transact(actions).await?;
        Ok(true)
    }
}

/// How a text was answered, if it is one and that is decided.
pub(super) fn answer_of(entry: ThreadEntry) -> Option<Answer> {
    match entry.content {
        EntryContent::Text(text) => text.answer,
        _ => None,
    }
}

impl DynamoStore {
    /// What writes a thread; the first action is the one that can be refused.
    fn thread_actions(&self, save: &ThreadSave) -> Result<Vec<Action>> {
        let item = to_item(&Key::thread(save.after.id), &save.after)?;
        let before = save.before.as_ref();
        let mut actions = vec![match before {
            Some(before) => self.put_version_action(item, before.version)?,
            None => self.put_new_action(item)?,
        }];
        let new = places(&save.after);
        for (key, _) in before.map(places).unwrap_or_default() {
            if new.iter().all(|(other, _)| *other != key) {
                actions.push(self.delete_action(&key)?);
            }
        }
        for (key, record) in &new {
            actions.push(self.put_action(to_item(key, record)?)?);
        }
        if let Some(entry) = &save.entry {
            actions.push(self.put_action(entry_item(save.after.id, entry)?)?);
        }
        Ok(actions)
    }

    /// The places of a list, newest activity first, consistently: what staff have just done shows.
    fn places_query(&self, list: ThreadList) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", string(keys::thread_list(list)))
            .consistent_read(true)
            .scan_index_forward(false)
    }
}
