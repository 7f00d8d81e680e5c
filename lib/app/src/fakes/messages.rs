//! Messages, in memory.

use async_trait::async_trait;
use domain::message::Transition;
use domain::{AttemptId, BroadcastId, Message, MessageId, MessageStatus, SkipReason};
use jiff::Timestamp;

use super::{StoredMessage, World};
use crate::error::Result;
use crate::page::Page;
use crate::ports::{ClaimResult, Creation, MessageStore, MessageUpdate};

#[async_trait]
impl MessageStore for World {
    /// Each is an effect by itself: a request for several may have written some of them.
    async fn create_messages(&self, messages: &[Message]) -> Result<Vec<Creation>> {
        let create = |message: &Message| {
            let mut messages = self.messages.lock().expect("a lock");
            if let Some(stored) = messages.get(&message.id) {
                let contact_id = stored.message.contact_id;
                return Creation::Exists { contact_id };
            }
            let stored = StoredMessage {
                message: message.clone(),
                attempt: None,
                lease_until: None,
            };
            messages.insert(message.id, stored);
            Creation::Created
        };
        messages
            .iter()
            .map(|message| self.effect(|| create(message)))
            .collect()
    }

    async fn get_message(&self, id: MessageId) -> Result<Option<Message>> {
        let messages = self.messages.lock().expect("a lock");
        Ok(messages.get(&id).map(|stored| stored.message.clone()))
    }

    async fn get_messages(&self, ids: &[MessageId]) -> Result<Vec<Message>> {
        let messages = self.messages.lock().expect("a lock");
        let found = ids.iter().filter_map(|id| messages.get(id));
        Ok(found.map(|stored| stored.message.clone()).collect())
    }

    async fn forget_recipient(&self, id: MessageId, at: Timestamp) -> Result<()> {
        self.effect(|| {
            if let Some(stored) = self.messages.lock().expect("a lock").get_mut(&id) {
                let message = &mut stored.message;
                message.phone = None;
                if message.status == MessageStatus::Queued {
                    message.status = MessageStatus::Skipped;
                    message.skip_reason = Some(SkipReason::Deleted);
                    message.updated_at = at;
                }
            }
        })
    }

    async fn list_messages(
        &self,
        broadcast: BroadcastId,
        status: Option<MessageStatus>,
        after: Option<MessageId>,
        limit: usize,
    ) -> Result<Page<Message, MessageId>> {
        let messages = self.messages();
        let mut rest = messages
            .iter()
            .filter(|message| message.id.broadcast_id() == broadcast && Some(message.id) > after)
            .filter(|message| status.is_none_or(|status| message.status == status));
        let items: Vec<Message> = rest.by_ref().take(limit).cloned().collect();
        let next = rest.next().and(items.last()).map(|message| message.id);
        Ok(Page { items, next })
    }

    async fn claim_message(
        &self,
        id: MessageId,
        attempt: AttemptId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<ClaimResult> {
        self.effect(|| {
            let mut messages = self.messages.lock().expect("a lock");
            let Some(stored) = messages.get_mut(&id) else {
                return ClaimResult::Missing;
            };
            match (stored.message.status, stored.attempt, stored.lease_until) {
                (MessageStatus::Queued, ..) => {
                    stored.message.status = MessageStatus::Sending;
                    stored.message.attempts += 1;
                    stored.message.updated_at = now;
                    stored.attempt = Some(attempt);
                    stored.message.last_attempt = Some(attempt);
                    stored.lease_until = Some(lease_until);
                    ClaimResult::Claimed(Box::new(stored.message.clone()))
                }
                (MessageStatus::Sending, Some(attempt), Some(lease_until)) => ClaimResult::Held {
                    attempt,
                    lease_until,
                },
                (status, ..) => ClaimResult::Settled(status),
            }
        })
    }

    async fn transition_message(&self, id: MessageId, update: &MessageUpdate) -> Result<bool> {
        self.effect(|| {
            let mut messages = self.messages.lock().expect("a lock");
            let Some(stored) = messages.get_mut(&id) else {
                return false;
            };
            let is_allowed = update.transition.from().contains(&stored.message.status);
            let is_holder = update.attempt.is_none() || update.attempt == stored.attempt;
            if !is_allowed || !is_holder {
                return false;
            }
            stored.message.status = update.transition.to();
            stored.message.updated_at = update.at;
            stored.message.skip_reason = update.skip_reason;
            stored.message.error_code = update.failure.as_ref().map(|failure| failure.code.clone());
            if update.transition == Transition::CallAgain {
                stored.message.twilio_sid = None;
                stored.message.last_attempt = None;
                stored.attempt = None;
            }
            if stored.message.twilio_sid.is_none() {
                stored.message.twilio_sid.clone_from(&update.twilio_sid);
            }
            stored.message.hold_until = update.hold_until;
            stored.lease_until = None;
            true
        })
    }
}
