//! The shared inbox: threads, what they hold, and what the church answers by itself.

use async_trait::async_trait;
use domain::inbound_text::InboundMedia;
use domain::thread::{Answer, AutomaticAnswer, Thread, ThreadEntry, ThreadList};
use domain::{AutomaticAnswers, ContactId, ThreadEntryId, ThreadId};
use jiff::Timestamp;

use super::Replacement;
use crate::error::Result;
use crate::page::Page;

/// A thread to be written, and what is added to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadSave {
    /// The thread as it was read; `None` for a new one.
    pub before: Option<Thread>,
    /// The thread as it will be.
    pub after: Thread,
    /// What happened.
    pub entry: Option<ThreadEntry>,
}

/// What became of keeping a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextKeeping {
    /// It is in its thread.
    Kept,
    /// It was there already.
    KeptBefore(KeptText),
    /// The thread was changed since it was read; nothing was kept.
    Stale,
}

/// How a text was kept the first time that we were told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptText {
    /// The entry of its thread.
    pub entry: ThreadEntryId,
    /// When it came in.
    pub at: Timestamp,
    /// How it is answered; `None` while that is not decided.
    pub answer: Option<Answer>,
}

/// Which of the open threads are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssigneeFilter {
    /// Those of the account with this id.
    Of(String),
    /// Those that nobody looks after.
    Nobody,
}

/// Threads, and what they hold. A thread, its places in the lists and what is added to it change together or not at all.
#[async_trait]
pub trait ThreadStore: Send + Sync {
    /// Reads a thread, consistently.
    async fn get_thread(&self, id: ThreadId) -> Result<Option<Thread>>;
    /// Reads the threads among `ids` that exist, in no order. No id may be there twice.
    async fn get_threads(&self, ids: &[ThreadId]) -> Result<Vec<Thread>>;
    /// Writes a thread, on condition that it is still as it was read. What had been written by ourselves before is
    /// `Done`; an entry that is there stays as it is.
    async fn save_thread(&self, save: &ThreadSave) -> Result<Replacement>;
    /// Writes a thread with a text that came in, on condition that it is still as it was read, and that the text with
    /// this id of the carrier's is not there.
    async fn keep_text(&self, save: &ThreadSave, message_sid: &str) -> Result<TextKeeping>;
    /// Adds an entry under a new id to a thread that is there. Answers whether the thread is.
    async fn add_entry(&self, thread: ThreadId, entry: &ThreadEntry) -> Result<bool>;
    /// Notes who has the number of a thread, if the thread is there; the last one to do so wins.
    async fn set_people(&self, id: ThreadId, people: &[ContactId]) -> Result<()>;
    /// Asks one question about a list: at most `limit` threads, newest activity first, older than the given place. With
    /// an assignee at most `look_at` places are looked at, and the page may be short, or empty, and have a next one.
    async fn list_threads(
        &self,
        list: ThreadList,
        assignee: Option<&AssigneeFilter>,
        before: Option<ThreadEntryId>,
        limit: usize,
        look_at: usize,
    ) -> Result<Page<ThreadId, ThreadEntryId>>;
    /// Counts the threads of a list, `at_most` of them. Answers whether these are all.
    async fn count_threads(&self, list: ThreadList, at_most: usize) -> Result<(u64, bool)>;
    /// Reads at most `limit` entries of a thread, newest first, older than the given id.
    async fn list_entries(
        &self,
        thread: ThreadId,
        before: Option<ThreadEntryId>,
        limit: usize,
    ) -> Result<Page<ThreadEntry, ThreadEntryId>>;
    /// Reads one entry.
    async fn get_entry(&self, thread: ThreadId, id: ThreadEntryId) -> Result<Option<ThreadEntry>>;
    /// Decides once and for all how a kept text is answered: with these words, unless its sender got an automatic
    /// answer after `quiet_since`. Answers what was decided, now or before.
    async fn decide_answer(
        &self,
        thread: ThreadId,
        entry: ThreadEntryId,
        answer: &AutomaticAnswer,
        now: Timestamp,
        quiet_since: Timestamp,
    ) -> Result<Answer>;
    /// Deletes a thread with what it holds, a part at a time. Answers whether there may be more.
    async fn delete_thread(&self, id: ThreadId) -> Result<bool>;
}

/// What the church answers by itself.
#[async_trait]
pub trait AutomaticAnswerStore: Send + Sync {
    /// Reads it; what holds where nothing was ever decided has version 0.
    async fn get_answers(&self) -> Result<AutomaticAnswers>;
    /// Replaces it, if it has the version that was read, 0 for none.
    async fn replace_answers(
        &self,
        answers: &AutomaticAnswers,
        read_version: u32,
    ) -> Result<Replacement>;
}

/// What became of fetching a file that came with a text.
#[derive(Clone, PartialEq, Eq)]
pub enum MediaFetch {
    /// Here it is.
    File(Vec<u8>),
    /// The carrier has it no more.
    Gone,
    /// It is larger than asked for.
    TooLarge,
}

/// The files that came with texts, where the carrier keeps them.
#[async_trait]
pub trait MediaSource: Send + Sync {
    /// Fetches a file of at most `maximum` bytes from the carrier's own hosts, and from nowhere else.
    async fn fetch_media(&self, media: &InboundMedia, maximum: usize) -> Result<MediaFetch>;
}
