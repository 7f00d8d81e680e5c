//! The messages' records, with the conditions of M4 and M5 in `adapters::dynamodb::messages`, and without them where a
//! safeguard is taken away.

use async_trait::async_trait;
use domain::message::{CarrierStatus, Transition};
use domain::{AttemptId, BroadcastId, Message, MessageId, MessageStatus};
use jiff::Timestamp;

use super::stores::not_on_the_send_path;
use super::worker::Worker;
use super::world::{Safeguard, State, Stored};
use crate::error::Result;
use crate::page::Page;
use crate::ports::{ClaimResult, Creation, MessageStore, MessageUpdate};

#[async_trait]
impl MessageStore for Worker {
    async fn create_messages(&self, _messages: &[Message]) -> Result<Vec<Creation>> {
        not_on_the_send_path()
    }

    async fn get_message(&self, id: MessageId) -> Result<Option<Message>> {
        self.effect("get_message", Some(id), |state| {
            state.messages.get(&id).map(|stored| stored.message.clone())
        })
        .await
    }

    async fn get_messages(&self, ids: &[MessageId]) -> Result<Vec<Message>> {
        self.effect("get_messages", None, |state| {
            let found = ids.iter().filter_map(|id| state.messages.get(id));
            found.map(|stored| stored.message.clone()).collect()
        })
        .await
    }

    async fn forget_recipient(&self, _id: MessageId, _at: Timestamp) -> Result<()> {
        not_on_the_send_path()
    }

    async fn list_messages(
        &self,
        _broadcast: BroadcastId,
        _status: Option<MessageStatus>,
        _after: Option<MessageId>,
        _limit: usize,
    ) -> Result<Page<Message, MessageId>> {
        not_on_the_send_path()
    }

    async fn claim_message(
        &self,
        id: MessageId,
        attempt: AttemptId,
        now: Timestamp,
        lease_until: Timestamp,
    ) -> Result<ClaimResult> {
        self.effect("claim_message", Some(id), |state| {
            claim(state, id, attempt, now, lease_until)
        })
        .await
    }

    async fn transition_message(&self, id: MessageId, update: &MessageUpdate) -> Result<bool> {
        self.effect("transition_message", Some(id), |state| {
            transition(state, id, update)
        })
        .await
    }
}

/// M4
fn claim(
    state: &mut State,
    id: MessageId,
    attempt: AttemptId,
    now: Timestamp,
    lease_until: Timestamp,
) -> ClaimResult {
    let is_unconditional = state.removed == Some(Safeguard::ConditionOfTheClaim);
    let Some(stored) = state.messages.get_mut(&id) else {
        return ClaimResult::Missing;
    };
    match (
        stored.message.status,
        stored.message.last_attempt,
        stored.lease_until,
    ) {
        (status, ..) if status == MessageStatus::Queued || is_unconditional => {
            stored.message.attempts += 1;
            stored.message.last_attempt = Some(attempt);
            stored.message.updated_at = now;
            stored.message.hold_until = None;
            stored.lease_until = Some(lease_until);
            let order = state.next_order();
            state.claims.insert(id, (attempt, order));
            state.set_status(id, MessageStatus::Sending);
            let claimed = state.messages.get(&id).map(|one| one.message.clone());
            claimed.map_or(ClaimResult::Missing, |one| {
                ClaimResult::Claimed(Box::new(one))
            })
        }
        // Our own claim, whose answer was lost.
        (MessageStatus::Sending, Some(holder), _) if holder == attempt => {
            ClaimResult::Claimed(Box::new(stored.message.clone()))
        }
        (MessageStatus::Sending, Some(attempt), Some(lease_until)) => ClaimResult::Held {
            attempt,
            lease_until,
        },
        (status, ..) => ClaimResult::Settled(status),
    }
}

/// M5
fn transition(state: &mut State, id: MessageId, update: &MessageUpdate) -> bool {
    let removed = state.removed;
    let Some(stored) = state.messages.get_mut(&id) else {
        return false;
    };
    let message = &mut stored.message;
    let update = &without_safeguard(update, removed);
    let is_report = matches!(update.transition, Transition::Report(_));
    let is_allowed = update.transition.from().contains(&message.status)
        || (is_report && removed == Some(Safeguard::RankOfReports));
    let is_holder = update.attempt.is_none() || update.attempt == message.last_attempt;
    let to = update.transition.to();
    if !is_allowed || !is_holder {
        return update.attempt.is_some()
            && update.attempt == message.last_attempt
            && message.status == to;
    }
    message.hold_until = update.hold_until;
    message.error_code = update.failure.as_ref().map(|one| one.code.clone());
    message.error_message = update.failure.as_ref().map(|one| one.sentence.clone());
    if message.twilio_sid.is_none() {
        message.twilio_sid.clone_from(&update.twilio_sid);
    }
    message.skip_reason = update.skip_reason.or(message.skip_reason);
    if is_report && to >= MessageStatus::Sent {
        message.sent_at = message.sent_at.or(Some(update.at));
    }
    if update.transition == Transition::Report(CarrierStatus::Delivered) {
        message.delivered_at = Some(update.at);
    }
    stored.lease_until = None;
    state.set_status(id, to);
    true
}

/// What a worker asks for whose author thought that a dead worker has sent nothing.
fn without_safeguard(update: &MessageUpdate, removed: Option<Safeguard>) -> MessageUpdate {
    let mut update = update.clone();
    let code = update.failure.as_ref().map(|failure| failure.code.as_str());
    if removed == Some(Safeguard::LostLeaseIsUnknown) && code == Some("worker_stopped") {
        update.transition = Transition::PutBack;
    }
    update
}

/// A message that waits in its record, as planning writes it.
pub(super) fn queued(id: MessageId, phone: domain::PhoneNumber, at: Timestamp) -> Stored {
    let message = Message {
        id,
        contact_id: None,
        phone: Some(phone),
        language: domain::LanguageTag::english(),
        time_zone: None,
        values: None,
        segments: Some(1),
        message_type: domain::MessageType::Sms,
        status: MessageStatus::Queued,
        skip_reason: None,
        hold_until: None,
        attempts: 0,
        last_attempt: None,
        twilio_sid: None,
        error_code: None,
        error_message: None,
        sent_at: None,
        delivered_at: None,
        created_at: at,
        updated_at: at,
    };
    Stored {
        message,
        lease_until: None,
    }
}
