//! Staff look at everything that happened with one person, newest first.
//!
//! Changes of the record are kept by contact. Messages are not: a message's id follows from its broadcast and the
//! phone, so the messages of a person are found by trying the ids of one broadcast after the other. That costs nothing
//! when messages are sent, which happens thousands of times more often than someone looks.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use domain::history::ChangeRecord;
use domain::ids::InvalidId;
use domain::wording::Wording;
use domain::{BroadcastId, ChangeId, Contact, ContactId, Message, MessageId};
use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{BroadcastStore, ContactStore, MessageStore};

/// How many broadcasts one page tries, at most two ids each and a few more where the person had other numbers.
const BROADCASTS_A_PAGE: usize = 40;

/// Reads what happened with a contact.
pub struct ContactHistory {
    /// The contact and the changes of its record.
    pub contacts: Arc<dyn ContactStore>,
    /// What was sent.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// What became of it.
    pub messages: Arc<dyn MessageStore>,
}

/// Something that happened with a contact.
#[derive(Debug, Clone)]
pub enum HistoryItem {
    /// The record was changed.
    Change(ChangeRecord),
    /// A message was sent to the person, or the person was left out of one.
    Message {
        /// The record.
        message: Box<Message>,
        /// What it says to the person.
        content: String,
    },
}

impl HistoryItem {
    fn broadcast_id(&self) -> Option<BroadcastId> {
        match self {
            Self::Change(_) => None,
            Self::Message { message, .. } => Some(message.id.broadcast_id()),
        }
    }

    /// When it happened; for a message, when staff sent it.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Change(change) => change.at,
            Self::Message { message, .. } => message.id.broadcast_id().created_at(),
        }
    }
}

/// Where a page of a history starts: behind these, each in its own order. `None` stands for the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HistoryPosition {
    broadcast: Option<BroadcastId>,
    change: Option<ChangeId>,
}

impl fmt::Display for HistoryPosition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let broadcast = self.broadcast.map(|id| id.to_string()).unwrap_or_default();
        let change = self.change.map(|id| id.to_string()).unwrap_or_default();
        write!(formatter, "{broadcast}.{change}")
    }
}

impl FromStr for HistoryPosition {
    type Err = InvalidId;

    fn from_str(text: &str) -> std::result::Result<Self, InvalidId> {
        let (broadcast, change) = text.split_once('.').unwrap_or((text, ""));
        Ok(Self {
            broadcast: (!broadcast.is_empty())
                .then(|| broadcast.parse())
                .transpose()?,
            change: (!change.is_empty()).then(|| change.parse()).transpose()?,
        })
    }
}

impl ContactHistory {
    /// Reads a page: at most `limit` items behind `after`. It may be short, or empty, and have a next one.
    ///
    /// # Errors
    /// When there is no such contact, or the store fails.
    pub async fn list(
        &self,
        id: ContactId,
        after: HistoryPosition,
        limit: usize,
    ) -> Result<Page<HistoryItem, HistoryPosition>> {
        let contact = self.contacts.get_contact(id).await?;
        let contact = contact.ok_or(Error::NotFound("contact"))?;
        let changes = self.contacts.list_changes(id, after.change, limit).await?;
        let broadcasts = self
            .broadcasts
            .list_broadcasts(after.broadcast, BROADCASTS_A_PAGE)
            .await?;
        let mut contents: HashMap<BroadcastId, Wording> = HashMap::new();
        let mut tried = broadcasts.next;
        for progress in broadcasts.items {
            let broadcast = progress.broadcast;
            // Nothing was sent to the person before the record was made.
            if broadcast.created_at < contact.created_at {
                tried = None;
                break;
            }
            contents.insert(broadcast.id, broadcast.wording());
        }
        let ids: Vec<BroadcastId> = contents.keys().copied().collect();
        let messages = messages_of(self.messages.as_ref(), &contact, &ids).await?;
        let messages = messages.into_iter().filter_map(|message| {
            let wording = contents.get(&message.id.broadcast_id())?;
            Some(HistoryItem::Message {
                content: wording.text_for(&message.language, message.values.as_ref()),
                message: Box::new(message),
            })
        });
        Ok(merge(
            changes,
            Page {
                items: messages.collect(),
                next: tried,
            },
            after,
            limit,
        ))
    }
}

/// The messages of these broadcasts to a contact, or that record that the contact was left out.
pub(crate) async fn messages_of(
    messages: &dyn MessageStore,
    contact: &Contact,
    broadcasts: &[BroadcastId],
) -> Result<Vec<Message>> {
    let phones: Vec<_> = contact.phones().collect();
    messages_to(messages, contact.id, &phones, broadcasts).await
}

/// The messages of these broadcasts that went to a contact by one of these numbers, or left the contact out.
pub(crate) async fn messages_to(
    messages: &dyn MessageStore,
    contact: ContactId,
    phones: &[&domain::PhoneNumber],
    broadcasts: &[BroadcastId],
) -> Result<Vec<Message>> {
    let mut ids: Vec<MessageId> = Vec::new();
    for broadcast in broadcasts {
        ids.push(MessageId::for_left_out(*broadcast, contact));
        ids.extend(
            phones
                .iter()
                .map(|phone| MessageId::for_phone(*broadcast, phone)),
        );
    }
    let mut found = messages.get_messages(&ids).await?;
    // The one text of a household is in the history of the person that it was for.
    found.retain(|message| message.contact_id == Some(contact));
    found.sort_unstable_by_key(|message| message.id);
    Ok(found)
}

/// Puts both kinds in order, newest first, and ends the page where one of them has more to come.
fn merge(
    changes: Page<ChangeRecord, ChangeId>,
    mut messages: Page<HistoryItem, BroadcastId>,
    after: HistoryPosition,
    limit: usize,
) -> Page<HistoryItem, HistoryPosition> {
    messages
        .items
        .sort_by_key(|item| std::cmp::Reverse(item.at()));
    // What the store has more of is older than this; what is younger is known to be complete.
    let changes_from = changes.next.map_or(Timestamp::MIN, |id| id.created_at());
    let messages_from = messages.next.map_or(Timestamp::MIN, |id| id.created_at());
    let mut changes_left = changes.items.into_iter().peekable();
    let mut messages_left = messages.items.into_iter().peekable();
    let mut position = after;
    let mut items = Vec::new();
    while items.len() < limit {
        let change_at = changes_left.peek().map(|change| change.at);
        let message_at = messages_left.peek().map(HistoryItem::at);
        let is_change = match (change_at, message_at) {
            (Some(change), Some(message)) => change >= message,
            (Some(change), None) if change >= messages_from => true,
            (None, Some(message)) if message >= changes_from => false,
            _ => break,
        };
        if is_change {
            items.extend(changes_left.next().map(|change| {
                position.change = Some(change.id);
                HistoryItem::Change(change)
            }));
        } else {
            let Some(item) = messages_left.next() else {
                break;
            };
            position.broadcast = item.broadcast_id().or(position.broadcast);
            items.push(item);
        }
    }
    if messages_left.peek().is_none() {
        position.broadcast = messages.next.or(position.broadcast);
    }
    let is_last = changes_left.peek().is_none()
        && messages_left.peek().is_none()
        && changes.next.is_none()
        && messages.next.is_none();
    Page {
        items,
        next: (!is_last).then_some(position),
    }
}

#[cfg(test)]
mod tests;
