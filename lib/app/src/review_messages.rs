//! Staff decide about messages of which nobody could prove whether they reached the carrier.
//!
//! A message that is sent again is queued first and marked then, like a broadcast: a crash between the two leaves a queue
//! message that finds nothing to do, and never a message that waits for nobody.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::audit::AuditAction;
use domain::delivery::{Failure, FailureKind};
use domain::message::Transition;
use domain::{Message, MessageId, MessageStatus};
use tracing::info;

use crate::audit::{Audit, Deed};
use crate::error::{Error, Result};
use crate::list_messages::{ListMessages, MessageView};
use crate::page::Page;
use crate::ports::{Clock, MessageStore, MessageUpdate, ReviewStore, SendQueue};

/// Longer than a request lives. A worker that came before the message is queued again would drop the queue message.
const RESEND_HEAD_START: Duration = Duration::from_secs(15);

/// Shows the messages that wait for a person, and does what the person says.
pub struct ReviewMessages {
    /// What waits for a person.
    pub reviews: Arc<dyn ReviewStore>,
    /// The records.
    pub messages: Arc<dyn MessageStore>,
    /// What they say and whom they are for.
    pub views: ListMessages,
    /// For what is sent again.
    pub queue: Arc<dyn SendQueue>,
    /// Where it is noted who decided.
    pub audit: Audit,
    /// For the time of the decision.
    pub clock: Arc<dyn Clock>,
}

/// What a person says about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewDecision {
    /// It arrived: the recipient said so, or Twilio's own pages show it.
    Arrived,
    /// It did not arrive, and is to be sent again.
    SendAgain,
    /// It is left at that; nobody is to get it twice.
    GiveUp,
}

impl ReviewMessages {
    /// Reads a page of the messages that wait, oldest broadcasts first. It may be short, or empty, and have a next one.
    ///
    /// # Errors
    /// When a store fails.
    pub async fn list(
        &self,
        after: Option<MessageId>,
        limit: usize,
    ) -> Result<Page<MessageView, MessageId>> {
        let notes = self.reviews.list_reviews(after, limit).await?;
        let found = self.messages.get_messages(&notes.items).await?;
        let mut found: HashMap<MessageId, Message> = found
            .into_iter()
            .map(|message| (message.id, message))
            .collect();
        let mut waiting = Vec::new();
        for id in &notes.items {
            match found.remove(id) {
                Some(message) if message.status == MessageStatus::NeedsReview => {
                    waiting.push(message);
                }
                Some(message) if is_beyond_doubt(message.status) => {
                    self.reviews.delete_review(*id).await?;
                }
                // The note is written before the message is marked: it may be about to wait.
                _ => {}
            }
        }
        Ok(Page {
            items: self.views.views(waiting).await?,
            next: notes.next,
        })
    }

    /// Does what a person decided, and gives the message as it is then.
    ///
    /// # Errors
    /// When there is no such message, it does not wait for a decision, or a store or queue fails: then it may be tried
    /// again.
    pub async fn decide(
        &self,
        id: MessageId,
        decision: ReviewDecision,
        by: &str,
    ) -> Result<MessageView> {
        let view = self.views.get(id).await?;
        if view.message.status != MessageStatus::NeedsReview {
            return Err(decided_already());
        }
        let deed = Deed {
            by,
            action: match decision {
                ReviewDecision::Arrived => AuditAction::MessageConfirmed,
                ReviewDecision::SendAgain => AuditAction::MessageResent,
                ReviewDecision::GiveUp => AuditAction::MessageGivenUp,
            },
            subject_id: Some(id.to_string()),
        };
        self.audit.of(deed, self.carry_out(view, decision)).await
    }

    async fn carry_out(&self, view: MessageView, decision: ReviewDecision) -> Result<MessageView> {
        let id = view.message.id;
        if decision == ReviewDecision::SendAgain {
            self.queue
                .enqueue_message_later(id, RESEND_HEAD_START)
                .await?;
        }
        let update = self.update(&view.message, decision);
        if !self.messages.transition_message(id, &update).await? {
            return Err(decided_already());
        }
        info!(message.id = %id, ?decision, "A person has decided about a message");
        self.reviews.delete_review(id).await?;
        Ok(MessageView {
            message: changed(view.message, update),
            ..view
        })
    }

    /// The change is made for the attempt that was lost alone: another person may have it sent again meanwhile.
    fn update(&self, message: &Message, decision: ReviewDecision) -> MessageUpdate {
        let now = self.clock.now();
        let transition = match decision {
            ReviewDecision::Arrived => Transition::Accept,
            ReviewDecision::SendAgain => Transition::Resend,
            ReviewDecision::GiveUp => Transition::GiveUp,
        };
        MessageUpdate {
            attempt: message.last_attempt,
            failure: (decision == ReviewDecision::GiveUp).then(given_up),
            ..MessageUpdate::new(transition, now)
        }
    }
}

/// Whether no way leads from this status back to one in which a person is asked.
fn is_beyond_doubt(status: MessageStatus) -> bool {
    match status {
        MessageStatus::Accepted
        | MessageStatus::Sent
        | MessageStatus::Failed
        | MessageStatus::Undelivered
        | MessageStatus::Delivered
        | MessageStatus::Skipped => true,
        MessageStatus::Queued
        | MessageStatus::Sending
        | MessageStatus::Unknown
        | MessageStatus::NeedsReview => false,
    }
}

/// The message with the change made: the store may show it a moment later.
fn changed(message: Message, update: MessageUpdate) -> Message {
    let (error_code, error_message) = match update.failure {
        Some(failure) => (Some(failure.code), Some(failure.sentence)),
        None => (message.error_code, message.error_message),
    };
    Message {
        status: update.transition.to(),
        updated_at: update.at,
        error_code,
        error_message,
        ..message
    }
}

fn given_up() -> Failure {
    Failure {
        code: "given_up".into(),
        kind: FailureKind::Unknown,
        sentence: "Nobody could tell whether it was sent, and staff decided not to send it again"
            .into(),
    }
}

fn decided_already() -> Error {
    Error::Conflict(
        "This message does not wait for a decision any more. Reload the list to see what became of it."
            .into(),
    )
}

#[cfg(test)]
mod tests;
