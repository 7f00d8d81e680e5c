//! Staff look at the shared inbox: which threads there are, whose they are, and how many nobody has read.
//!
//! Whatever the size of the inbox, a page costs a bounded number of questions: the list, the threads, the people and the
//! opt-outs. The people of a thread are those who had its number when that was last looked up; whoever opens a thread
//! has them looked up anew.

use std::collections::HashMap;
use std::sync::Arc;

use domain::opt_out::OptOut;
use domain::thread::{Thread, ThreadList};
use domain::{Contact, ContactId, PhoneNumber, ThreadEntryId, ThreadId};
use futures::{future::OptionFuture, try_join};

use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{AssigneeFilter, ContactStore, OptOutStore, ThreadStore};
use crate::thread_people::ThreadPeople;

/// How many places of a list each question of a page looks at, where an assignee is asked for. A page that has found too
/// few by then ends early, and the next one goes on.
const LOOKED_AT: [usize; 3] = [200, 1_000, 4_000];
/// No more are counted: nobody asks whether there are 100 or 200.
const MAXIMUM_COUNT: usize = 99;

/// Reads the inbox.
pub struct ReadInbox {
    /// The threads.
    pub threads: Arc<dyn ThreadStore>,
    /// For names.
    pub contacts: Arc<dyn ContactStore>,
    /// Who asked not to be texted.
    pub opt_outs: Arc<dyn OptOutStore>,
    /// Who has the number of a thread.
    pub people: ThreadPeople,
}

/// Which threads are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InboxFilter {
    /// All that are open.
    Open,
    /// Those of them that nobody has read.
    Unread,
    /// Those of the account with this id.
    AssignedTo(String),
    /// Those that nobody looks after.
    Unassigned,
    /// Those that somebody has dealt with.
    Resolved,
}

impl InboxFilter {
    fn list(&self) -> ThreadList {
        match self {
            Self::Open | Self::AssignedTo(_) | Self::Unassigned => ThreadList::Open,
            Self::Unread => ThreadList::Unread,
            Self::Resolved => ThreadList::Resolved,
        }
    }

    fn assignee(&self) -> Option<AssigneeFilter> {
        match self {
            Self::AssignedTo(id) => Some(AssigneeFilter::Of(id.clone())),
            Self::Unassigned => Some(AssigneeFilter::Nobody),
            Self::Open | Self::Unread | Self::Resolved => None,
        }
    }

    /// Whether a thread is still what its place in the list said.
    fn fits(&self, thread: &Thread) -> bool {
        let id = thread.assignee.as_ref().map(|actor| actor.id.as_str());
        thread.lists().any(|list| list == self.list())
            && match self.assignee() {
                None => true,
                Some(AssigneeFilter::Nobody) => id.is_none(),
                Some(AssigneeFilter::Of(wanted)) => id == Some(&wanted),
            }
    }
}

/// A thread as staff see it.
#[derive(Debug, Clone)]
pub struct ThreadView {
    /// The record.
    pub thread: Thread,
    /// Who has the number, in order of ids.
    pub people: Vec<Contact>,
    /// What is noted about the number; `None` where nothing is.
    pub opt_out: Option<OptOut>,
}

impl ThreadView {
    /// Whether the number asked not to be texted.
    pub fn is_opted_out(&self) -> bool {
        let opt_out = self.opt_out.as_ref();
        opt_out.is_some_and(|opt_out| opt_out.opted_out)
    }
}

impl ReadInbox {
    /// Reads a page: at most `limit` threads, newest activity first, older than `before`. It may be short, or empty, and
    /// have a next one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(
        &self,
        filter: &InboxFilter,
        before: Option<ThreadEntryId>,
        limit: usize,
    ) -> Result<Page<ThreadView, ThreadEntryId>> {
        let mut ids: Vec<ThreadId> = Vec::new();
        let mut next = before;
        for look_at in LOOKED_AT {
            let assignee = filter.assignee();
            let room = limit - ids.len();
            let page = self
                .threads
                .list_threads(filter.list(), assignee.as_ref(), next, room, look_at)
                .await?;
            // A thread that moves while it is listed is met twice.
            ids.extend(
                page.items
                    .into_iter()
                    .filter(|id| !ids.contains(id))
                    .collect::<Vec<_>>(),
            );
            next = page.next;
            if next.is_none() || ids.len() >= limit {
                break;
            }
        }
        let mut threads = self.threads.get_threads(&ids).await?;
        threads.retain(|thread| filter.fits(thread));
        threads.sort_unstable_by_key(|thread| std::cmp::Reverse(thread.place));
        Ok(Page {
            items: self.views(threads).await?,
            next,
        })
    }

    /// How many open threads nobody has read, and whether that is all of them: counting ends at 99.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn count_unread(&self) -> Result<(u64, bool)> {
        self.threads
            .count_threads(ThreadList::Unread, MAXIMUM_COUNT)
            .await
    }

    /// Reads one thread.
    ///
    /// # Errors
    /// When there is no such thread, or the store fails.
    pub async fn get(&self, id: ThreadId) -> Result<ThreadView> {
        let thread = self.threads.get_thread(id).await?;
        self.view(thread.ok_or(Error::NotFound("thread"))?).await
    }

    /// A thread that was just read or written, as staff see it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn view(&self, thread: Thread) -> Result<ThreadView> {
        let opt_out = thread
            .sender
            .phone()
            .map(|phone| self.opt_outs.get_opt_out(phone));
        let (people, opt_out) = try_join!(self.people.of(&thread), async {
            OptionFuture::from(opt_out).await.transpose()
        })?;
        Ok(ThreadView {
            thread,
            people,
            opt_out: opt_out.flatten(),
        })
    }

    /// Adds people and opt-outs, with one question each for all.
    async fn views(&self, threads: Vec<Thread>) -> Result<Vec<ThreadView>> {
        let mut ids: Vec<ContactId> = threads
            .iter()
            .flat_map(|thread| thread.contact_ids.iter().copied())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let phones: Vec<PhoneNumber> = threads
            .iter()
            .filter_map(|thread| thread.sender.phone().cloned())
            .collect();
        let (contacts, opt_outs) = try_join!(
            self.contacts.get_contacts(&ids),
            self.opt_outs.get_opt_outs(&phones)
        )?;
        let opt_outs: HashMap<&PhoneNumber, &OptOut> = opt_outs
            .iter()
            .map(|opt_out| (&opt_out.phone, opt_out))
            .collect();
        let views = threads.into_iter().map(|thread| {
            let phone = thread.sender.phone();
            let has_number = |contact: &&Contact| {
                thread.contact_ids.contains(&contact.id) && Some(&contact.details.phone) == phone
            };
            ThreadView {
                people: contacts.iter().filter(has_number).cloned().collect(),
                opt_out: phone.and_then(|phone| opt_outs.get(phone).copied().cloned()),
                thread,
            }
        });
        Ok(views.collect())
    }
}

#[cfg(test)]
mod tests;
