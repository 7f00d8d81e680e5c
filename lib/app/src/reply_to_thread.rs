//! Staff reply to a person: a message of the one pipeline, with an audience of one number, and an entry of the thread.
//!
//! The message goes first, for it alone is recognised when a request is repeated; the entry's id follows from it. A crash
//! in between leaves a reply that its thread has not noted: the same request notes it, and whoever reads the thread
//! finds it among the messages all the same. A reply reads nothing: a text that came in while it was written stays unread.

use std::sync::Arc;

use domain::history::Actor;
use domain::thread::{EntryContent, Thread, ThreadEntry};
use domain::{
    Audience, Broadcast, LanguageTag, MessageContent, MessageTemplate, MessageType, PhoneNumber,
    Purpose, ThreadEntryId, ThreadId,
};

use crate::create_broadcast::{CreateBroadcast, IdempotencyKey, NewBroadcast};
use crate::error::{Error, Result};
use crate::ports::{OptOutStore, Replacement, ThreadSave, ThreadStore};

/// How often a thread that somebody else is changing is read again.
const TRIES: usize = 5;

/// Sends replies.
pub struct ReplyToThread {
    /// The threads.
    pub threads: Arc<dyn ThreadStore>,
    /// Who asked not to be texted.
    pub opt_outs: Arc<dyn OptOutStore>,
    /// Who sends it.
    pub create_broadcast: CreateBroadcast,
}

/// What became of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replied {
    /// Its entry.
    pub entry: ThreadEntry,
    /// Where it goes.
    pub phone: PhoneNumber,
}

impl ReplyToThread {
    /// Sends a reply. Answers its entry, and where it goes.
    ///
    /// # Errors
    /// When there is no such thread, its sender can't be texted or asked not to be, the words can't be sent, the key was
    /// used for another message, or a store fails: then the same request may be repeated with the same key.
    pub async fn run(
        &self,
        id: ThreadId,
        content: &str,
        actor: Actor,
        key: IdempotencyKey,
    ) -> Result<Replied> {
        let content = MessageContent::parse(content)
            .map_err(|error| Error::field("content", error.to_string()))?;
        let thread = self.threads.get_thread(id).await?;
        let thread = thread.ok_or(Error::NotFound("thread"))?;
        let phone = self.reachable(&thread).await?.clone();
        // Braces of a reply mean themselves: it has one reader, whom its writer can name.
        let template = content.as_str().replace('{', "{{").replace('}', "}}");
        let template = MessageTemplate::parse(&template)
            .map_err(|error| Error::field("content", error.to_string()))?;
        let progress = self
            .create_broadcast
            .run(NewBroadcast {
                content: template,
                language: LanguageTag::english(),
                translations: Default::default(),
                purpose: Purpose::Information,
                is_emergency_confirmed: false,
                is_test: false,
                scheduled_at: None,
                message_type: MessageType::Sms,
                audience: Audience::Reply {
                    thread_id: id,
                    phone: phone.clone(),
                    contact_id: thread.contact_ids.first().copied(),
                    wrote_at: Some(thread.last_text_at),
                },
                birthday: None,
                created_by: actor.shown_as.clone(),
                idempotency: Some(key),
            })
            .await?;
        let entry = entry_of(&progress.broadcast, content, actor);
        let entry = self.note(thread, entry).await?;
        Ok(Replied { entry, phone })
    }

    async fn reachable<'a>(&self, thread: &'a Thread) -> Result<&'a PhoneNumber> {
        let phone = thread.sender.phone().ok_or_else(|| {
            let sentence = "This text did not come from a phone, and can't be answered by text.";
            Error::Conflict(sentence.into())
        })?;
        let opt_out = self.opt_outs.get_opt_out(phone).await?;
        match opt_out.filter(|opt_out| opt_out.opted_out) {
            None => Ok(phone),
            Some(opt_out) if opt_out.is_to_be_checked() => Err(Error::Conflict(
                "What this person wrote was taken for a wish not to be texted. Read it, and undo that if it was \
                 not meant so; then send the reply again."
                    .into(),
            )),
            Some(opt_out) => Err(Error::Conflict(format!(
                "This person asked on {} not to be texted. They can text START to undo it; or call them.",
                opt_out.since.strftime("%Y-%m-%d")
            ))),
        }
    }

    async fn note(&self, mut thread: Thread, entry: ThreadEntry) -> Result<ThreadEntry> {
        let EntryContent::Reply { content, .. } = &entry.content else {
            return Ok(entry);
        };
        for _ in 0..TRIES {
            let id = thread.id;
            let after = thread.after_reply(entry.id, content.as_str());
            let save = ThreadSave {
                before: Some(thread),
                after,
                entry: Some(entry.clone()),
            };
            match self.threads.save_thread(&save).await? {
                Replacement::Done => return Ok(entry),
                // The person was forgotten at this moment: so is the reply.
                Replacement::Missing => return Ok(entry),
                Replacement::Stale => {}
            }
            let Some(found) = self.threads.get_thread(id).await? else {
                return Ok(entry);
            };
            thread = found;
        }
        Err(Error::Unavailable(
            "the thread is being changed all the time".into(),
        ))
    }
}

/// The entry of the reply that a broadcast carries.
fn entry_of(broadcast: &Broadcast, content: MessageContent, actor: Actor) -> ThreadEntry {
    ThreadEntry {
        id: ThreadEntryId::of_reply(broadcast.id),
        at: broadcast.created_at,
        content: EntryContent::Reply {
            broadcast_id: broadcast.id,
            content,
            actor,
        },
    }
}

#[cfg(test)]
pub(crate) mod tests;
