//! Our records. Every write is conditional; what the condition is stands with each method.

use async_trait::async_trait;
use domain::broadcast::{Notice, PlanProgress};
use domain::delivery::Failure;
use domain::message::Transition;
use domain::statistics::{ContactPresence, MessageChange, StatusCounts};
use domain::{
    AttemptId, Broadcast, BroadcastId, BroadcastProgress, ContactId, Message, MessageId,
    MessageStatus, MessageType, SkipReason,
};
use jiff::Timestamp;

use crate::error::Result;
use crate::page::Page;

/// What became of replacing or deleting a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacement {
    /// It was done.
    Done,
    /// The record has another version than expected; nothing was changed.
    Stale,
    /// There is no such record.
    Missing,
}

/// What became of making a record whose id may exist already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Creation {
    /// It was made.
    Created,
    /// There is one already, for this contact; it was left as it is.
    Exists {
        /// The contact that the existing record is for.
        contact_id: Option<ContactId>,
    },
}

/// What became of noting the progress of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanAdvance {
    /// It was noted.
    Advanced,
    /// Another worker has come further, or staff cancelled the broadcast; nothing was changed.
    Overtaken,
}

/// Broadcasts.
#[async_trait]
pub trait BroadcastStore: Send + Sync {
    /// Adds a broadcast, unless its id exists. Answers whether it was added.
    async fn create_broadcast(&self, broadcast: &Broadcast) -> Result<bool>;
    /// Reads a broadcast and its counts, consistently.
    async fn get_broadcast(&self, id: BroadcastId) -> Result<Option<BroadcastProgress>>;
    /// Reads at most `limit` broadcasts, newest first, older than the given one.
    async fn list_broadcasts(
        &self,
        before: Option<BroadcastId>,
        limit: usize,
    ) -> Result<Page<BroadcastProgress, BroadcastId>>;
    /// Notes how far planning has come, if it stood at `from` and the broadcast is still being planned.
    /// With `planned_at` planning ends, and what `to` holds back is released when it says.
    async fn advance_plan(
        &self,
        id: BroadcastId,
        from: &PlanProgress,
        to: &PlanProgress,
        planned_at: Option<Timestamp>,
    ) -> Result<PlanAdvance>;
    /// Notes when the next held messages of a broadcast are to be queued, if `from` is what was noted. Answers whether it
    /// was.
    async fn set_release(
        &self,
        id: BroadcastId,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Result<bool>;
    /// Pauses a broadcast that is being planned or sent. Answers whether it was.
    async fn pause_broadcast(&self, id: BroadcastId, notice: &Notice) -> Result<bool>;
    /// Takes a paused broadcast up where it was. Answers whether it was paused.
    async fn resume_broadcast(&self, id: BroadcastId) -> Result<bool>;
    /// Refuses a broadcast of which nothing has been planned. Answers whether it was.
    async fn refuse_broadcast(&self, id: BroadcastId, notice: &Notice) -> Result<bool>;
    /// Takes words and number out of a reply to somebody who is forgotten, if it is there.
    async fn forget_reply(&self, id: BroadcastId) -> Result<()>;
    /// Marks a broadcast as cancelled, if it exists and is not cancelled. Answers whether it was marked.
    async fn cancel_broadcast(&self, id: BroadcastId, at: Timestamp) -> Result<bool>;
}

/// What became of claiming a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimResult {
    /// It is ours until the lease ends.
    Claimed(Box<Message>),
    /// Another worker has it.
    Held {
        /// That worker's attempt.
        attempt: AttemptId,
        /// When its lease ends.
        lease_until: Timestamp,
    },
    /// It needs no sending any more.
    Settled(MessageStatus),
    /// There is no such message.
    Missing,
}

/// A change of a message's status and what is noted with it.
#[derive(Debug, Clone)]
pub struct MessageUpdate {
    /// The change; it is made only from the statuses that it allows.
    pub transition: Transition,
    /// When given, the change is made only if this attempt was the last to claim the message.
    pub attempt: Option<AttemptId>,
    /// The carrier's id; the first one noted stays.
    pub twilio_sid: Option<String>,
    /// What went wrong.
    pub failure: Option<Failure>,
    /// Why it is skipped.
    pub skip_reason: Option<SkipReason>,
    /// Until when it waits, when it is put back.
    pub hold_until: Option<Timestamp>,
    /// When.
    pub at: Timestamp,
}

impl MessageUpdate {
    /// A change with nothing else to note.
    pub fn new(transition: Transition, at: Timestamp) -> Self {
        Self {
            transition,
            attempt: None,
            twilio_sid: None,
            failure: None,
            skip_reason: None,
            hold_until: None,
            at,
        }
    }
}

/// Messages.
#[async_trait]
pub trait MessageStore: Send + Sync {
    /// Adds each of these messages, unless its id exists, and answers for each, in order. No id may be there twice. After
    /// an error some may have been added.
    async fn create_messages(&self, messages: &[Message]) -> Result<Vec<Creation>>;
    /// Reads one message.
    async fn get_message(&self, id: MessageId) -> Result<Option<Message>>;
    /// Reads the messages among `ids` that exist, in no order.
    async fn get_messages(&self, ids: &[MessageId]) -> Result<Vec<Message>>;
    /// Takes the number out of a message to a contact that is gone. One that still waits is skipped by it.
    async fn forget_recipient(&self, id: MessageId, at: Timestamp) -> Result<()>;
    /// Reads at most `limit` messages of a broadcast after the given one, in a fixed order; only those in
    /// `status`, when given. With a status a page may be short, or empty, and have a next one.
    async fn list_messages(
        &self,
        broadcast: BroadcastId,
        status: Option<MessageStatus>,
        after: Option<MessageId>,
        limit: usize,
    ) -> Result<Page<Message, MessageId>>;
    /// Takes a queued message on: one conditional write, that only one attempt can win.
    async fn claim_message(
        &self,
        id: MessageId,
        attempt: AttemptId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<ClaimResult>;
    /// Changes a message's status, if the change is allowed from its present one. Answers whether it was.
    async fn transition_message(&self, id: MessageId, update: &MessageUpdate) -> Result<bool>;
}

/// What became of reserving an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reservation {
    /// The key is new.
    Reserved,
    /// The key was used before.
    Existing {
        /// For this broadcast,
        broadcast_id: BroadcastId,
        /// with a request of this fingerprint.
        fingerprint: String,
    },
}

/// Keys by which a repeated request is recognised.
#[async_trait]
pub trait IdempotencyStore: Send + Sync {
    /// Reserves a key until `expires_at`, unless it is reserved.
    async fn reserve_key(
        &self,
        key: &str,
        broadcast_id: BroadcastId,
        fingerprint: &str,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Reservation>;
    /// For which broadcast a key is reserved, and the fingerprint of its request; consistently.
    async fn find_key(&self, key: &str) -> Result<Option<(BroadcastId, String)>>;
    /// Gives a reserved key to another request, if it still has the fingerprint `from`. Answers whether it did.
    async fn replace_fingerprint(&self, key: &str, from: &str, to: &str) -> Result<bool>;
}

/// The church's totals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Everyone in the directory.
    pub contacts_total: u64,
    /// Those who are active.
    pub contacts_active: u64,
    /// All messages ever, by type and status.
    pub messages: Vec<(MessageType, StatusCounts)>,
}

/// Counts that follow the records.
#[async_trait]
pub trait StatisticsStore: Send + Sync {
    /// Counts changes of messages of one broadcast, each exactly once, however often they are given:
    /// those at or before the last counted position of their shard are passed over.
    async fn count_message_changes(
        &self,
        broadcast: BroadcastId,
        changes: &[MessageChange],
    ) -> Result<()>;
    /// Counts changes of contacts, each exactly once, likewise.
    async fn count_contact_changes(&self, changes: &[ContactPresence]) -> Result<()>;
    /// Reads the totals.
    async fn get_statistics(&self) -> Result<Statistics>;
}
