//! Staff look after threads: they read them, give them to each other, write notes, and say when one is dealt with.
//!
//! Where two people could overwrite each other, a change is made only to the version that was read. A text that comes in
//! makes a new version: whoever resolves a thread without having seen it changes nothing.

use std::sync::Arc;

use domain::history::Actor;
use domain::thread::{EntryContent, NoteContent, Thread, ThreadEntry};
use domain::user::Role;
use domain::{ThreadEntryId, ThreadId};
use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::manage_contacts::ReadVersion;
use crate::ports::{Clock, Randomness, Replacement, ThreadSave, ThreadStore, UserStore};

/// How often a thread that somebody else is changing is read again.
const TRIES: usize = 5;

/// Changes threads.
pub struct ManageThreads {
    /// The threads.
    pub threads: Arc<dyn ThreadStore>,
    /// To whom they can be given.
    pub users: Arc<dyn UserStore>,
    /// When.
    pub clock: Arc<dyn Clock>,
    /// For new ids.
    pub randomness: Arc<dyn Randomness>,
}

impl ManageThreads {
    /// Notes that somebody has read a thread up to the text that came in at `last_text_at`; a newer one stays unread.
    ///
    /// # Errors
    /// When there is no such thread, or the store fails.
    pub async fn mark_read(&self, id: ThreadId, last_text_at: Timestamp) -> Result<Thread> {
        for _ in 0..TRIES {
            let before = self.get(id).await?;
            let Some(after) = before.read(last_text_at) else {
                return Ok(before);
            };
            let save = ThreadSave {
                before: Some(before),
                after,
                entry: None,
            };
            if self.threads.save_thread(&save).await? == Replacement::Done {
                return Ok(save.after);
            }
        }
        Err(Error::Unavailable(
            "the thread is being changed all the time".into(),
        ))
    }

    /// Gives a thread to somebody on the staff, or to nobody.
    ///
    /// # Errors
    /// When there is no such thread, it was changed since it was read, nobody on the staff has this account, or the store
    /// fails.
    pub async fn assign(
        &self,
        id: ThreadId,
        read: ReadVersion,
        user_id: Option<&str>,
        actor: Actor,
    ) -> Result<Thread> {
        let to = match user_id {
            None => None,
            Some(user_id) => Some(self.member_of_staff(user_id).await?),
        };
        let entry = EntryContent::Assigned {
            to: to.clone(),
            actor,
        };
        self.change(id, read, |thread| thread.assigned(to), entry)
            .await
    }

    /// Notes that a thread is dealt with.
    ///
    /// # Errors
    /// When there is no such thread, it was changed since it was read, such as by a text, or the store fails.
    pub async fn resolve(&self, id: ThreadId, read: ReadVersion, actor: Actor) -> Result<Thread> {
        let entry = EntryContent::Resolved { actor };
        self.change(id, read, Thread::resolved, entry).await
    }

    /// Notes that there is still something to do.
    ///
    /// # Errors
    /// When there is no such thread, it was changed since it was read, or the store fails.
    pub async fn reopen(&self, id: ThreadId, read: ReadVersion, actor: Actor) -> Result<Thread> {
        let entry = EntryContent::Reopened { actor };
        self.change(id, read, Thread::reopened, entry).await
    }

    /// Writes something down that only staff see. It makes no new version: it overwrites nothing.
    ///
    /// # Errors
    /// When there is no such thread, the note is empty or too long, or the store fails.
    pub async fn add_note(&self, id: ThreadId, content: &str, actor: Actor) -> Result<ThreadEntry> {
        let content = NoteContent::parse(content)
            .map_err(|error| Error::field("content", error.to_string()))?;
        let entry = self.entry(EntryContent::Note { content, actor });
        match self.threads.add_entry(id, &entry).await? {
            true => Ok(entry),
            false => Err(Error::NotFound("thread")),
        }
    }

    async fn change(
        &self,
        id: ThreadId,
        read: ReadVersion,
        change: impl FnOnce(&Thread) -> Option<Thread>,
        content: EntryContent,
    ) -> Result<Thread> {
        let before = self.get(id).await?;
        read.check(before.version)?;
        let Some(after) = change(&before) else {
            return Ok(before);
        };
        let save = ThreadSave {
            before: Some(before),
            after,
            entry: Some(self.entry(content)),
        };
        match self.threads.save_thread(&save).await? {
            Replacement::Done => Ok(save.after),
            Replacement::Stale => Err(Error::Stale),
            Replacement::Missing => Err(Error::NotFound("thread")),
        }
    }

    async fn get(&self, id: ThreadId) -> Result<Thread> {
        let thread = self.threads.get_thread(id).await?;
        thread.ok_or(Error::NotFound("thread"))
    }

    async fn member_of_staff(&self, user_id: &str) -> Result<Actor> {
        let user = self.users.get_user(user_id).await?;
        let user = user.filter(|user| user.role >= Role::Staff);
        user.map(|user| user.account).ok_or_else(|| {
            let message = "Nobody on the staff with this account has used the dashboard yet. \
                           Choose somebody from the list.";
            Error::field("user_id", message)
        })
    }

    fn entry(&self, content: EntryContent) -> ThreadEntry {
        let at = self.clock.now();
        ThreadEntry {
            id: ThreadEntryId::new(at, self.randomness.draw()),
            at,
            content,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
