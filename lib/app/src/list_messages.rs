//! Staff look at messages: of one broadcast, or of all, newest broadcast first.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::str::FromStr;
use std::sync::Arc;

use domain::{Broadcast, BroadcastId, ContactId, Message, MessageId, MessageStatus};

use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{BroadcastStore, ContactStore, MessageStore};

/// How many broadcasts one page of all messages may go through, so that the work of a request is bounded.
const BROADCASTS_A_PAGE: usize = 5;

/// Reads messages with what they say and whom they are for.
#[derive(Clone)]
pub struct ListMessages {
    /// For what they say.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// The records.
    pub messages: Arc<dyn MessageStore>,
    /// For names.
    pub contacts: Arc<dyn ContactStore>,
}

/// A message as staff see it.
#[derive(Clone)]
pub struct MessageView {
    /// The record.
    pub message: Message,
    /// What it says, in the reader's language and with the reader's name.
    pub content: String,
    /// Whom it is for; `None` when the contact was deleted.
    pub contact_name: Option<String>,
}

/// Where a page of all messages starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessagePosition {
    /// After this message, within its broadcast.
    After(MessageId),
    /// At the broadcasts that are older than this one.
    OlderThan(BroadcastId),
}

impl std::fmt::Display for MessagePosition {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::After(id) => id.fmt(formatter),
            Self::OlderThan(id) => id.fmt(formatter),
        }
    }
}

impl FromStr for MessagePosition {
    type Err = domain::ids::InvalidId;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        if text.starts_with(BroadcastId::PREFIX) {
            text.parse().map(Self::OlderThan)
        } else {
            text.parse().map(Self::After)
        }
    }
}

impl ListMessages {
    /// Reads one message.
    ///
    /// # Errors
    /// When there is no such message, or the store fails.
    pub async fn get(&self, id: MessageId) -> Result<MessageView> {
        let not_found = || Error::NotFound("message");
        let message = self.messages.get_message(id).await?.ok_or_else(not_found)?;
        let mut views = self.views(vec![message]).await?;
        views.pop().ok_or_else(not_found)
    }

    /// Reads a page of a broadcast's messages.
    ///
    /// # Errors
    /// When there is no such broadcast, or the store fails.
    pub async fn of_broadcast(
        &self,
        id: BroadcastId,
        status: Option<MessageStatus>,
        after: Option<MessageId>,
        limit: usize,
    ) -> Result<Page<MessageView, MessageId>> {
        let broadcast = self
            .broadcast(id)
            .await?
            .ok_or(Error::NotFound("broadcast"))?;
        let page = self
            .messages
            .list_messages(id, status, after, limit)
            .await?;
        let messages = page
            .items
            .into_iter()
            .map(|message| with_text(message, &broadcast))
            .collect();
        Ok(Page {
            items: self.with_names(messages).await?,
            next: page.next,
        })
    }

    /// Reads a page of all messages. It may be short and still have a next one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn of_all(
        &self,
        status: Option<MessageStatus>,
        start: Option<MessagePosition>,
        limit: usize,
    ) -> Result<Page<MessageView, MessagePosition>> {
        let mut found = Vec::new();
        let mut position = start;
        for _ in 0..BROADCASTS_A_PAGE {
            let Some((broadcast, after)) = self.broadcast_at(position).await? else {
                position = None;
                break;
            };
            let page = self
                .messages
                .list_messages(broadcast.id, status, after, limit - found.len())
                .await?;
            found.extend(
                page.items
                    .into_iter()
                    .map(|message| with_text(message, &broadcast)),
            );
            position = Some(page.next.map_or(
                MessagePosition::OlderThan(broadcast.id),
                MessagePosition::After,
            ));
            if found.len() >= limit {
                break;
            }
        }
        Ok(Page {
            items: self.with_names(found).await?,
            next: position,
        })
    }

    /// The broadcast in which a position lies, and where in it to go on.
    async fn broadcast_at(
        &self,
        position: Option<MessagePosition>,
    ) -> Result<Option<(Broadcast, Option<MessageId>)>> {
        let before = match position {
            Some(MessagePosition::After(id)) => {
                let broadcast = self.broadcast(id.broadcast_id()).await?;
                return Ok(broadcast.map(|broadcast| (broadcast, Some(id))));
            }
            Some(MessagePosition::OlderThan(id)) => Some(id),
            None => None,
        };
        let page = self.broadcasts.list_broadcasts(before, 1).await?;
        let next = page.items.into_iter().next();
        Ok(next.map(|progress| (progress.broadcast, None)))
    }

    async fn broadcast(&self, id: BroadcastId) -> Result<Option<Broadcast>> {
        let found = self.broadcasts.get_broadcast(id).await?;
        Ok(found.map(|progress| progress.broadcast))
    }

    /// Adds what messages say and whom they are for, in the order given. A message whose broadcast is not there is left
    /// out.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn views(&self, messages: Vec<Message>) -> Result<Vec<MessageView>> {
        let mut broadcasts: HashMap<BroadcastId, Option<Broadcast>> = HashMap::new();
        let mut found = Vec::new();
        for message in messages {
            let id = message.id.broadcast_id();
            let broadcast = match broadcasts.entry(id) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => entry.insert(self.broadcast(id).await?),
            };
            if let Some(broadcast) = broadcast {
                found.push(with_text(message, broadcast));
            }
        }
        self.with_names(found).await
    }

    /// Adds the names, with one question for all.
    async fn with_names(&self, messages: Vec<(Message, String)>) -> Result<Vec<MessageView>> {
        let mut ids: Vec<ContactId> = messages
            .iter()
            .filter_map(|(message, _)| message.contact_id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let names: HashMap<ContactId, String> = self
            .contacts
            .get_contacts(&ids)
            .await?
            .into_iter()
            .map(|contact| (contact.id, contact.details.name))
            .collect();
        Ok(messages
            .into_iter()
            .map(|(message, content)| MessageView {
                contact_name: message.contact_id.and_then(|id| names.get(&id).cloned()),
                message,
                content,
            })
            .collect())
    }
}

fn with_text(message: Message, broadcast: &Broadcast) -> (Message, String) {
    let text = broadcast.text_for(&message);
    (message, text)
}
