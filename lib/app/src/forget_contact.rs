//! A worker removes what is left of a deleted person: the history, the number in messages, the thread of the number with
//! what staff replied and the pictures that came in, and what was said on the phone. Counts stay, and so does an opt-out, which is a property of the number.
//!
//! Each step may be repeated; the note of the deletion, which keeps the numbers, is closed last.

use std::sync::Arc;
use std::time::Duration;

use domain::directory::DirectoryPlan;
use domain::thread::EntryContent;
use domain::{ContactId, MessageId, PhoneNumber, ThreadId};
use jiff::{SignedDuration, Timestamp};
use tracing::info;

use crate::contact_history::messages_to;
use crate::error::{Error, Result};
use crate::fetch_media::folder;
use crate::ports::{
    BroadcastStore, CallStore, Clock, ContactStore, Deletion, DirectoryQueue, DirectoryTask,
    FileStore, MessageStore, ThreadStore,
};

/// How long the worker waits until it looks whether something was deleted: longer than the request that announced it
/// can live, which is 10 seconds, so that what is not deleted by then never will be.
pub(crate) const DELETION_HEAD_START: Duration = Duration::from_secs(15);
/// How many broadcasts are looked at between two looks at the clock.
const PAGE: usize = 50;
/// No more work is begun this long before the worker is stopped.
const MARGIN: SignedDuration = SignedDuration::from_secs(10);
/// While a broadcast is being planned, or a message is on its way, more traces may come. They have come by then.
const SECOND_LOOK: SignedDuration = SignedDuration::from_mins(10);

/// Removes the traces of deleted people.
pub struct ForgetContact {
    /// The note of the deletion, and the history.
    pub contacts: Arc<dyn ContactStore>,
    /// To find the person's messages.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// The messages.
    pub messages: Arc<dyn MessageStore>,
    /// The texts that came in.
    pub threads: Arc<dyn ThreadStore>,
    /// The calls.
    pub calls: Arc<dyn CallStore>,
    /// The pictures that came with texts.
    pub files: Arc<dyn FileStore>,
    /// Where to ask for the rest of the work.
    pub queue: Arc<dyn DirectoryQueue>,
    /// To see whether time runs out.
    pub clock: Arc<dyn Clock>,
}

impl ForgetContact {
    /// Removes the traces of one person.
    ///
    /// # Errors
    /// When a store fails, or time runs out: the task should come back later, and begins again.
    pub async fn run(&self, id: ContactId, deadline: Timestamp) -> Result<()> {
        let Some(deletion) = self.contacts.get_deletion(id).await? else {
            // The request that announced it was not completed: the person is there, and stays.
            info!(contact.id = %id, "Nobody was deleted");
            return Ok(());
        };
        if deletion.finished_at.is_some() {
            return Ok(());
        }
        while self.contacts.delete_changes(id).await? {
            self.check_time(deadline)?;
        }
        self.forget_messages(&deletion, deadline).await?;
        self.forget_conversations(&deletion, deadline).await?;
        let now = self.clock.now();
        if now.duration_since(deletion.at) < SECOND_LOOK {
            let delay = Duration::try_from(SECOND_LOOK).unwrap_or_default();
            let task = DirectoryTask::ForgetContact(id);
            return self.queue.enqueue_directory_task(task, delay).await;
        }
        self.contacts.finish_deletion(id, now).await?;
        info!(contact.id = %id, "A deleted contact is forgotten");
        Ok(())
    }

    async fn forget_messages(&self, deletion: &Deletion, deadline: Timestamp) -> Result<()> {
        let made_at = deletion.contact_id.created_at();
        let phones: Vec<_> = deletion.phones.iter().collect();
        let mut before = None;
        loop {
            let page = self.broadcasts.list_broadcasts(before, PAGE).await?;
            let ids: Vec<_> = page
                .items
                .iter()
                .map(|progress| progress.broadcast.id)
                .collect();
            let messages =
                messages_to(self.messages.as_ref(), deletion.contact_id, &phones, &ids).await?;
            for message in messages.iter().filter(|message| message.phone.is_some()) {
                let now = self.clock.now();
                self.messages.forget_recipient(message.id, now).await?;
            }
            before = page.next.filter(|id| id.created_at() >= made_at);
            if before.is_none() {
                return Ok(());
            }
            self.check_time(deadline)?;
        }
    }

    /// Nobody can tell who of a household wrote or called: it stays for as long as somebody has the number.
    async fn forget_conversations(&self, deletion: &Deletion, deadline: Timestamp) -> Result<()> {
        for phone in &deletion.phones {
            let plan = DirectoryPlan::household(phone);
            let others = self.contacts.search_directory(&plan, None, 1, 1).await?;
            if !others.items.is_empty() {
                continue;
            }
            self.forget_thread(phone, deadline).await?;
            self.forget_calls(phone, deadline).await?;
        }
        Ok(())
    }

    /// A call that is forgotten is found by the number no more, so the first page is always what is left.
    async fn forget_calls(&self, phone: &PhoneNumber, deadline: Timestamp) -> Result<()> {
        loop {
            let page = self.calls.list_calls_with(phone, None, PAGE).await?;
            if page.items.is_empty() {
                return Ok(());
            }
            for call in page.items {
                while self.calls.forget_call(call.id, phone).await? {
                    self.check_time(deadline)?;
                }
            }
            self.check_time(deadline)?;
        }
    }

    /// Replies are found by the thread's entries: these go last.
    async fn forget_thread(&self, phone: &PhoneNumber, deadline: Timestamp) -> Result<()> {
        let id = ThreadId::for_sender(phone.as_str());
        let mut before = None;
        loop {
            let page = self.threads.list_entries(id, before, PAGE).await?;
            for entry in page.items {
                if let EntryContent::Reply { broadcast_id, .. } = entry.content {
                    let message = MessageId::for_phone(broadcast_id, phone);
                    self.broadcasts.forget_reply(broadcast_id).await?;
                    self.messages
                        .forget_recipient(message, self.clock.now())
                        .await?;
                }
            }
            before = page.next;
            if before.is_none() {
                break;
            }
            self.check_time(deadline)?;
        }
        self.files.delete_files(&folder(id)).await?;
        while self.threads.delete_thread(id).await? {
            self.check_time(deadline)?;
        }
        Ok(())
    }

    fn check_time(&self, deadline: Timestamp) -> Result<()> {
        if self.clock.now() + MARGIN < deadline {
            return Ok(());
        }
        Err(Error::Unavailable(
            "there is not enough time left to go on".into(),
        ))
    }
}

#[cfg(test)]
mod tests;
