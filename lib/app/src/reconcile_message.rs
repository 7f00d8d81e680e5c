//! A message whose outcome is not known is settled by proof: the carrier's log has it, or has it not, twice.
//!
//! Proof that the carrier has it: an entry of its log to the same phone, with the same words, made after the attempt
//! began, that belongs to no other message of ours. Proof that it has it not: two looks some minutes apart found no
//! such entry, and no report came. Only the second leads back to the queue (I1). Where neither can be had, a person
//! decides, and an alarm tells (I2). A report that comes meanwhile settles it before we do.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use domain::delivery::retry_delay;
use domain::message::Transition;
use domain::{AttemptId, BroadcastId, Message, MessageId, MessageStatus, MessageType, PhoneNumber};
use jiff::SignedDuration;
use tracing::{info, warn};

use crate::error::{Error, Result};
use crate::ports::{
    BroadcastStore, CarrierLog, Clock, LoggedText, MessageStore, MessageUpdate, Randomness,
    ReconciliationTask, ReviewStore, SendQueue,
};

/// How long after the attempt the carrier's log is first looked at. A request that was on its way has come in by then.
pub(crate) const FIRST_LOOK_AFTER: Duration = Duration::from_secs(120);
/// How long after the first look the second one follows.
const SECOND_LOOK_AFTER: Duration = Duration::from_secs(300);
/// How many looks have to find nothing before a message is proven absent.
const LOOKS_FOR_ABSENCE: u8 = 2;
/// How often the carrier's log is asked for in vain, before a person decides: more than four hours.
const MAXIMUM_TRIES: u8 = 24;
/// By how much the carrier's clock may differ from ours.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_secs(60);
/// A message that is older is not sent again without a person's word: what was news at noon is none at night.
const STALE_AFTER: SignedDuration = SignedDuration::from_hours(6);
/// A message that got lost this often is not sent again by itself.
const MAXIMUM_ATTEMPTS: u32 = 3;
/// How many of the newest broadcasts may own an entry of the log.
const BROADCASTS_LOOKED_AT: usize = 50;

/// Settles messages in doubt.
pub struct ReconcileMessage {
    /// The records.
    pub messages: Arc<dyn MessageStore>,
    /// What they say.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// What waits for a person.
    pub reviews: Arc<dyn ReviewStore>,
    /// What the carrier has.
    pub log: Arc<dyn CarrierLog>,
    /// For the next look, and for what is sent again.
    pub queue: Arc<dyn SendQueue>,
    /// For the age of attempts.
    pub clock: Arc<dyn Clock>,
    /// To spread looks.
    pub randomness: Arc<dyn Randomness>,
}

/// What the carrier's log tells of a message.
enum Finding {
    /// The carrier has it.
    Present(LoggedText),
    /// There is no entry that could be it.
    Absent,
    /// There are entries, and each may be another message's with the same words.
    Ambiguous,
}

impl ReconcileMessage {
    /// Looks once, and says in the queue when to look again.
    ///
    /// # Errors
    /// When a store or queue fails: the queue message should come back.
    pub async fn run(&self, task: ReconciliationTask) -> Result<()> {
        let id = task.message_id;
        let Some(message) = self.messages.get_message(id).await? else {
            warn!(message.id = %id, "There is no such message");
            return Ok(());
        };
        match message.status {
            MessageStatus::Unknown => {}
            // An earlier run proved it absent, and may have died before it queued it.
            MessageStatus::Queued => return self.queue.enqueue_messages(&[id]).await,
            _ => return Ok(()),
        }
        let (Some(phone), Some(attempt)) = (&message.phone, message.last_attempt) else {
            return self.ask_a_person(id).await;
        };
        let task = self.about_attempt(attempt, task);
        let began_at = attempt.created_at() - CLOCK_SKEW;
        let found = match message.message_type {
            MessageType::Sms => self.log.find_texts(phone, began_at).await,
            MessageType::Voice => self.log.find_calls(phone, began_at).await,
        };
        match found {
            Ok(texts) => match self.weigh(&message, phone, texts).await? {
                Finding::Absent | Finding::Ambiguous if self.is_early(attempt) => {
                    self.look_again(task, task.looks).await
                }
                finding => self.settle(&message, finding, task).await,
            },
            Err(error) => {
                warn!(message.id = %id, %error, "The carrier's log can't be read");
                self.look_again(task, task.looks).await
            }
        }
    }

    /// A message that got lost twice may still have looks in the queue that began with the first time: what they found
    /// then says nothing of the later attempt, so they count from its beginning.
    fn about_attempt(&self, attempt: AttemptId, task: ReconciliationTask) -> ReconciliationTask {
        let is_settled_by_now = self.age(attempt) >= FIRST_LOOK_AFTER + SECOND_LOOK_AFTER;
        let looks = if is_settled_by_now { task.looks } else { 0 };
        ReconciliationTask { looks, ..task }
    }

    /// Whether its request may still be on its way to the carrier, or to the carrier's log: nothing found is no proof yet.
    fn is_early(&self, attempt: AttemptId) -> bool {
        self.age(attempt) < FIRST_LOOK_AFTER
    }

    fn age(&self, attempt: AttemptId) -> Duration {
        let age = self.clock.now().duration_since(attempt.created_at());
        Duration::try_from(age).unwrap_or_default()
    }

    /// Tells which entries may be this message.
    async fn weigh(
        &self,
        message: &Message,
        phone: &PhoneNumber,
        mut texts: Vec<LoggedText>,
    ) -> Result<Finding> {
        let Some(progress) = self
            .broadcasts
            .get_broadcast(message.id.broadcast_id())
            .await?
        else {
            return Ok(Finding::Ambiguous);
        };
        // Of calls the log has no words: any call to the phone since may be this one.
        if message.message_type == MessageType::Sms {
            let body = progress.broadcast.text_for(message);
            // A log that does not keep the words can't tell one text from another.
            if texts.iter().any(|text| text.body.is_empty()) {
                return Ok(Finding::Ambiguous);
            }
            texts.retain(|text| text.body == body);
        }
        if texts.is_empty() {
            return Ok(Finding::Absent);
        }
        let others = self.others_to(message.id, phone).await?;
        let owned: HashSet<&str> = others
            .iter()
            .filter_map(|other| other.twilio_sid.as_deref())
            .collect();
        texts.retain(|text| !owned.contains(text.sid.as_str()));
        // Another message in doubt may be what an entry stands for. Whose it is can't be told; how many there are can.
        let rivals = others
            .iter()
            .filter(|other| {
                other.twilio_sid.is_none() && other.message_type == message.message_type
            })
            .filter(|other| {
                matches!(
                    other.status,
                    MessageStatus::Sending | MessageStatus::Unknown | MessageStatus::NeedsReview
                )
            })
            .count();
        Ok(match texts.pop() {
            None => Finding::Absent,
            Some(text) if texts.len() >= rivals => Finding::Present(text),
            Some(_) => Finding::Ambiguous,
        })
    }

    /// Our other messages to this phone, of the newest broadcasts.
    async fn others_to(&self, id: MessageId, phone: &PhoneNumber) -> Result<Vec<Message>> {
        let page = self
            .broadcasts
            .list_broadcasts(None, BROADCASTS_LOOKED_AT)
            .await?;
        let own: BroadcastId = id.broadcast_id();
        let ids: Vec<MessageId> = page
            .items
            .iter()
            .map(|progress| progress.broadcast.id)
            .filter(|broadcast| *broadcast != own)
            .map(|broadcast| MessageId::for_phone(broadcast, phone))
            .collect();
        self.messages.get_messages(&ids).await
    }

    async fn settle(
        &self,
        message: &Message,
        finding: Finding,
        task: ReconciliationTask,
    ) -> Result<()> {
        match finding {
            Finding::Present(text) => self.accept(message.id, text).await,
            Finding::Ambiguous if task.looks + 1 >= LOOKS_FOR_ABSENCE => {
                self.ask_a_person(message.id).await
            }
            Finding::Absent if task.looks + 1 >= LOOKS_FOR_ABSENCE => {
                let age = self.clock.now().duration_since(message.created_at);
                if age > STALE_AFTER || message.attempts >= MAXIMUM_ATTEMPTS {
                    return self.ask_a_person(message.id).await;
                }
                self.send_again(message).await
            }
            Finding::Absent | Finding::Ambiguous => self.look_again(task, task.looks + 1).await,
        }
    }

    async fn accept(&self, id: MessageId, text: LoggedText) -> Result<()> {
        let now = self.clock.now();
        let accepted = MessageUpdate {
            twilio_sid: Some(text.sid),
            ..MessageUpdate::new(Transition::Accept, now)
        };
        self.messages.transition_message(id, &accepted).await?;
        // Its reports may have been lost with our answer: what the log says of it is one.
        let report = MessageUpdate::new(Transition::Report(text.status), now);
        self.messages.transition_message(id, &report).await?;
        info!(message.id = %id, "The carrier's log has it");
        Ok(())
    }

    /// The order matters: a run that dies between the two comes back, and finds the message queued.
    async fn send_again(&self, message: &Message) -> Result<()> {
        let update = MessageUpdate {
            attempt: message.last_attempt,
            ..MessageUpdate::new(Transition::Resend, self.clock.now())
        };
        if self
            .messages
            .transition_message(message.id, &update)
            .await?
        {
            self.queue.enqueue_messages(&[message.id]).await?;
            info!(message.id = %message.id, "The carrier does not have it: it is sent again");
        }
        Ok(())
    }

    /// The note comes before the change: a run that dies between the two comes back, and a note of a message that
    /// needs nobody is passed over by whoever reads it.
    async fn ask_a_person(&self, id: MessageId) -> Result<()> {
        self.reviews.put_review(id).await?;
        let update = MessageUpdate::new(Transition::Review, self.clock.now());
        if self.messages.transition_message(id, &update).await? {
            warn!(message.id = %id, alarm = "needs_review", "A person has to decide about a message");
        }
        Ok(())
    }

    async fn look_again(&self, task: ReconciliationTask, looks: u8) -> Result<()> {
        let tries = task.tries + 1;
        if tries >= MAXIMUM_TRIES {
            return self.ask_a_person(task.message_id).await;
        }
        let delay = if looks > task.looks {
            SECOND_LOOK_AFTER
        } else {
            retry_delay(u32::from(tries) + 5, self.randomness.draw())
        };
        let next = ReconciliationTask {
            looks,
            tries,
            ..task
        };
        self.queue.enqueue_reconciliation(next, delay).await
    }
}

/// Asks for a message in doubt to be settled, once its request has come in at the carrier or not at all.
pub(crate) async fn begin(queue: &dyn SendQueue, id: MessageId) -> Result<()> {
    queue
        .enqueue_reconciliation(ReconciliationTask::new(id), FIRST_LOOK_AFTER)
        .await
        .map_err(|error| Error::Unavailable(error.to_string()))
}

#[cfg(test)]
mod tests;
