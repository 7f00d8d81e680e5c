//! Staff read a thread, newest first: texts, replies with how they fare, notes, what staff did, what was noted about
//! the number's consent, and what was sent to the number with other messages, so that "yes!" can be understood.
//!
//! Three kinds of records are put in one order: the thread's own entries, the changes of the number's opt-out, and
//! messages. These are found as in a contact's history: a message's id follows from its broadcast and the number, so the
//! ids of one broadcast after the other are tried. All ids sort by time, so that a page starts behind a single one.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::broadcast::BroadcastStage;
use domain::opt_out::OptOut;
use domain::thread::{EntryContent, Thread};
use domain::{
    Audience, Broadcast, BroadcastId, Message, MessageId, MessageType, OptOutId, PhoneNumber,
    ThreadEntryId, ThreadId,
};
use futures::future::try_join_all;
use futures::try_join;
use jiff::{SignedDuration, Timestamp};

use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{BroadcastStore, MessageStore, OptOutStore, ThreadStore};

/// How many broadcasts are tried at once, and how often a page asks for more.
const BROADCASTS_AT_ONCE: usize = 100;
const ROUNDS: usize = 3;

/// What was sent this long before the first text came in belongs to it still.
const SENT_BEFORE: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Reads threads.
pub struct ReadThread {
    /// The threads.
    pub threads: Arc<dyn ThreadStore>,
    /// What was noted about consent.
    pub opt_outs: Arc<dyn OptOutStore>,
    /// What was sent.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// What became of it.
    pub messages: Arc<dyn MessageStore>,
}

/// Something of a thread, as staff see it.
#[derive(Debug, Clone)]
pub struct ThreadItem {
    /// Its place in the order of time.
    pub id: ThreadEntryId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub content: ItemContent,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum ItemContent {
    /// An entry of the thread's own that is no reply.
    Entry(EntryContent),
    /// Staff replied.
    Reply(SentText),
    /// The number got an ordinary message, or was left out of one.
    Broadcast(SentText),
    /// It was noted whether the number may be texted.
    OptOut(OptOut),
}

/// A text of ours to the number.
#[derive(Debug, Clone)]
pub struct SentText {
    /// The broadcast that carries it.
    pub broadcast_id: BroadcastId,
    /// Its id.
    pub message_id: MessageId,
    /// What it says.
    pub content: String,
    /// Who wrote it, as others on the staff know the person.
    pub written_by: String,
    /// How it fares; `None` while it is not planned yet.
    pub message: Option<Message>,
    /// Why it never will be, in plain words.
    pub refusal: Option<String>,
}

/// What is known of a thread's history: everything from `known_from` on.
#[derive(Default)]
struct Timeline {
    items: BTreeMap<ThreadEntryId, ThreadItem>,
    known_from: Option<ThreadEntryId>,
}

impl Timeline {
    fn add(&mut self, id: ThreadEntryId, at: Timestamp, content: ItemContent) {
        self.items.insert(id, ThreadItem { id, at, content });
    }

    /// How many items there are from `from` on.
    fn count_from(&self, from: Option<ThreadEntryId>) -> usize {
        match from {
            Some(from) => self.items.range(from..).count(),
            None => self.items.len(),
        }
    }

    /// The newest of what is known.
    fn page(mut self, limit: usize) -> Page<ThreadItem, ThreadEntryId> {
        if let Some(from) = self.known_from {
            self.items = self.items.split_off(&from);
        }
        let is_cut = self.items.len() > limit;
        let newest = self.items.into_values().rev().take(limit);
        let items: Vec<ThreadItem> = newest.collect();
        Page {
            next: match is_cut {
                true => items.last().map(|item| item.id),
                false => self.known_from,
            },
            items,
        }
    }
}

impl ReadThread {
    /// Reads a page: at most `limit` items older than `before`. It may be short, or empty, and have a next one.
    ///
    /// # Errors
    /// When there is no such thread, or the store fails.
    pub async fn list(
        &self,
        id: ThreadId,
        before: Option<ThreadEntryId>,
        limit: usize,
    ) -> Result<Page<ThreadItem, ThreadEntryId>> {
        let thread = self.threads.get_thread(id).await?;
        let thread = thread.ok_or(Error::NotFound("thread"))?;
        let (entries, opt_outs) = try_join!(
            self.threads.list_entries(id, before, limit),
            self.list_opt_outs(&thread, before, limit)
        )?;
        let mut timeline = Timeline {
            known_from: entries
                .next
                .max(opt_outs.next.map(ThreadEntryId::of_opt_out)),
            ..Timeline::default()
        };
        for (id, opt_out) in opt_outs.items {
            if opt_out.channel == MessageType::Voice {
                // A thread is one of texts; who wants no calls can be texted all the same.
                continue;
            }
            let place = ThreadEntryId::of_opt_out(id);
            timeline.add(place, id.created_at(), ItemContent::OptOut(opt_out));
        }
        for entry in entries.items {
            let content = match (entry.content, thread.sender.phone()) {
                (
                    EntryContent::Reply {
                        broadcast_id,
                        content,
                        actor,
                    },
                    Some(phone),
                ) => ItemContent::Reply(SentText {
                    message_id: MessageId::for_phone(broadcast_id, phone),
                    broadcast_id,
                    content: content.into(),
                    written_by: actor.shown_as,
                    message: None,
                    refusal: None,
                }),
                (content, _) => ItemContent::Entry(content),
            };
            timeline.add(entry.id, entry.at, content);
        }
        if let Some(phone) = thread.sender.phone() {
            self.add_broadcasts(&thread, phone, before, limit, &mut timeline)
                .await?;
            self.add_fates(&mut timeline).await?;
        }
        Ok(timeline.page(limit))
    }

    async fn list_opt_outs(
        &self,
        thread: &Thread,
        before: Option<ThreadEntryId>,
        limit: usize,
    ) -> Result<Page<(OptOutId, OptOut), OptOutId>> {
        match thread.sender.phone() {
            Some(phone) => {
                let before = before.map(|id| id.among_opt_outs());
                self.opt_outs.list_opt_outs(phone, before, limit).await
            }
            None => Ok(Page {
                items: Vec::new(),
                next: None,
            }),
        }
    }

    /// Adds what was sent to the number, until there is enough for a page, or broadcasts are not what it lacks.
    async fn add_broadcasts(
        &self,
        thread: &Thread,
        phone: &PhoneNumber,
        before: Option<ThreadEntryId>,
        limit: usize,
        timeline: &mut Timeline,
    ) -> Result<()> {
        let oldest = thread.created_at - SENT_BEFORE;
        let mut position = before.map(|id| id.among_broadcasts());
        let mut tried_from = None;
        for _ in 0..ROUNDS {
            let page = self
                .broadcasts
                .list_broadcasts(position, BROADCASTS_AT_ONCE)
                .await?;
            let broadcasts: Vec<Broadcast> = page
                .items
                .into_iter()
                .map(|progress| progress.broadcast)
                .filter(|broadcast| broadcast.created_at >= oldest)
                .collect();
            self.add_messages_of(thread, phone, broadcasts, timeline)
                .await?;
            position = page.next.filter(|id| id.created_at() >= oldest);
            tried_from = position.map(ThreadEntryId::of_reply);
            // What is older than an entry that is not known yet has to wait for the next page at any rate.
            if tried_from <= timeline.known_from || timeline.count_from(tried_from) >= limit {
                break;
            }
        }
        timeline.known_from = timeline.known_from.max(tried_from);
        Ok(())
    }

    /// Adds those of these broadcasts that went to the number, or left its people out.
    async fn add_messages_of(
        &self,
        thread: &Thread,
        phone: &PhoneNumber,
        broadcasts: Vec<Broadcast>,
        timeline: &mut Timeline,
    ) -> Result<()> {
        let mut ids: Vec<MessageId> = Vec::new();
        let mut ordinary: Vec<Broadcast> = Vec::new();
        for broadcast in broadcasts {
            let Audience::Reply { thread_id, .. } = broadcast.audience else {
                ids.push(MessageId::for_phone(broadcast.id, phone));
                let people = thread.contact_ids.iter();
                ids.extend(people.map(|id| MessageId::for_left_out(broadcast.id, *id)));
                ordinary.push(broadcast);
                continue;
            };
            let place = ThreadEntryId::of_reply(broadcast.id);
            // A reply that was sent, and whose entry was not written: its writer's request died in between.
            if thread_id == thread.id && !timeline.items.contains_key(&place) {
                let text = SentText {
                    broadcast_id: broadcast.id,
                    message_id: MessageId::for_phone(broadcast.id, phone),
                    content: broadcast.wording().text_for(&broadcast.language, None),
                    written_by: broadcast.created_by,
                    message: None,
                    refusal: None,
                };
                timeline.add(place, broadcast.created_at, ItemContent::Reply(text));
            }
        }
        let mut messages: HashMap<MessageId, Message> = self
            .messages
            .get_messages(&ids)
            .await?
            .into_iter()
            .map(|message| (message.id, message))
            .collect();
        for broadcast in ordinary {
            let of_phone = MessageId::for_phone(broadcast.id, phone);
            let people = thread.contact_ids.iter();
            let of_people = people.map(|id| MessageId::for_left_out(broadcast.id, *id));
            // One text went to the phone; only where none did it matters who of its people was left out.
            let mut all = std::iter::once(of_phone).chain(of_people);
            let Some(message) = all.find_map(|id| messages.remove(&id)) else {
                continue;
            };
            let text = SentText {
                broadcast_id: broadcast.id,
                message_id: message.id,
                content: broadcast.text_for(&message),
                written_by: broadcast.created_by,
                message: Some(message),
                refusal: None,
            };
            let place = ThreadEntryId::of_reply(broadcast.id);
            timeline.add(place, broadcast.created_at, ItemContent::Broadcast(text));
        }
        Ok(())
    }

    /// Adds to replies how they fare, with one question for all; and for those that have no message, whether they will.
    async fn add_fates(&self, timeline: &mut Timeline) -> Result<()> {
        let mut replies: Vec<&mut SentText> = timeline
            .items
            .values_mut()
            .filter_map(|item| match &mut item.content {
                ItemContent::Reply(text) => Some(text),
                _ => None,
            })
            .collect();
        let ids: Vec<MessageId> = replies.iter().map(|text| text.message_id).collect();
        let mut messages: HashMap<MessageId, Message> = self
            .messages
            .get_messages(&ids)
            .await?
            .into_iter()
            .map(|message| (message.id, message))
            .collect();
        for text in &mut replies {
            text.message = messages.remove(&text.message_id);
        }
        replies.retain(|text| text.message.is_none());
        try_join_all(replies.into_iter().map(|text| async {
            let progress = self.broadcasts.get_broadcast(text.broadcast_id).await?;
            let broadcast = progress.map(|progress| progress.broadcast);
            text.refusal = broadcast
                .filter(|broadcast| broadcast.stage == BroadcastStage::Refused)
                .and_then(|broadcast| broadcast.notice)
                .map(|notice| notice.sentence);
            Ok(())
        }))
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
