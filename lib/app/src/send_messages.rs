//! A worker sends messages: it claims each record, asks the carrier once, and records what came of it.
//!
//! Between every two steps the worker may die. Before the claim: the queue message comes back, nothing
//! happened. After it: the queue message comes back, finds a lease that ran out, and the message becomes
//! `unknown`, for only proof allows sending it again (I1).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::Duration;

use domain::broadcast::BroadcastStage;
use domain::delivery::{Failure, FailureKind, MAXIMUM_ATTEMPTS, SendOutcome, retry_delay};
use domain::message::Transition;
use domain::{AttemptId, Broadcast, BroadcastId, Message, MessageId, SkipReason};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use tracing::{info, warn};

use crate::error::{Error, Result};
use crate::plan_broadcast::skip_cancelled;
use crate::ports::{
    BroadcastStore, Carrier, ClaimResult, Clock, MessageStore, MessageUpdate, OptOutStore,
    Randomness, SendQueue, TextMessage,
};

/// How long a worker may hold a message: longer than a worker can run, and shorter than the time after which
/// the queue gives the message out again.
pub const LEASE: SignedDuration = SignedDuration::from_secs(30);

/// The longest that one message can take: the claim and the record, 4 seconds each, and the carrier's 8.
const HANDOVER_TIME: SignedDuration = SignedDuration::from_secs(16);

/// For how long the carrier may try to deliver a text. The ten hours that it takes by default would bring news of an
/// evening in the morning.
const VALIDITY: Duration = Duration::from_secs(14_400);

/// Sends messages.
pub struct SendMessages {
    /// What the messages say, and whether they are still wanted.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// The records.
    pub messages: Arc<dyn MessageStore>,
    /// Who asked not to be texted.
    pub opt_outs: Arc<dyn OptOutStore>,
    /// Who carries them.
    pub carrier: Arc<dyn Carrier>,
    /// For those to be tried later.
    pub queue: Arc<dyn SendQueue>,
    /// For leases.
    pub clock: Arc<dyn Clock>,
    /// For attempts, and to spread retries.
    pub randomness: Arc<dyn Randomness>,
}

impl SendMessages {
    /// Sends a batch, its messages side by side. The results are in the order of `ids`.
    ///
    /// An error in a result means that its queue message should come back later; the others are done with.
    /// `deadline` is when the worker is stopped: a message is only begun when there is time to finish it.
    pub async fn run(&self, ids: &[MessageId], deadline: Timestamp) -> Vec<Result<()>> {
        let broadcasts = self.read_broadcasts(ids).await;
        join_all(ids.iter().map(|id| async {
            match broadcasts.get(&id.broadcast_id()) {
                Some(Ok(Some(broadcast))) => self.send(*id, broadcast, deadline).await,
                Some(Ok(None)) => Err(Error::NotFound("broadcast")),
                Some(Err(error)) => Err(Error::Unavailable(error.to_string())),
                None => Err(Error::Unavailable("the broadcast was not read".into())),
            }
        }))
        .await
    }

    /// Reads each broadcast of a batch once; most batches are of a single one.
    async fn read_broadcasts(
        &self,
        ids: &[MessageId],
    ) -> HashMap<BroadcastId, Result<Option<Broadcast>>> {
        let mut broadcasts = HashMap::new();
        for id in ids.iter().map(MessageId::broadcast_id) {
            if let Entry::Vacant(entry) = broadcasts.entry(id) {
                let read = self.broadcasts.get_broadcast(id).await;
                entry.insert(read.map(|found| found.map(|progress| progress.broadcast)));
            }
        }
        broadcasts
    }

    async fn send(&self, id: MessageId, broadcast: &Broadcast, deadline: Timestamp) -> Result<()> {
        let is_cancelled = broadcast.stage == BroadcastStage::Cancelled;
        if is_cancelled && skip_cancelled(self.messages.as_ref(), id, self.clock.now()).await? {
            return Ok(());
        }
        let now = self.clock.now();
        if now + HANDOVER_TIME > deadline {
            return Err(Error::Unavailable(
                "there is not enough time left to begin".into(),
            ));
        }
        let attempt = AttemptId::new(now, self.randomness.draw());
        match self
            .messages
            .claim_message(id, attempt, now, now + LEASE)
            .await?
        {
            // It was put back between the two steps: it is left for the next look, which will skip it.
            ClaimResult::Claimed(_) if is_cancelled => {
                self.record(id, attempt, Transition::PutBack, None, None)
                    .await?;
                Err(Error::Unavailable("the broadcast was cancelled".into()))
            }
            ClaimResult::Claimed(message) => self.hand_over(&message, broadcast, attempt).await,
            ClaimResult::Held {
                attempt,
                lease_until,
            } => self.look_after(id, attempt, lease_until).await,
            ClaimResult::Settled(status) => {
                info!(message.id = %id, message.status = status.as_str(), "Nothing to send");
                Ok(())
            }
            ClaimResult::Missing => {
                warn!(message.id = %id, "There is no such message");
                Ok(())
            }
        }
    }

    /// Another worker has the message. While its lease runs, the queue should ask again; afterwards nobody
    /// can tell whether that worker reached the carrier before it died.
    async fn look_after(
        &self,
        id: MessageId,
        attempt: AttemptId,
        lease_until: Timestamp,
    ) -> Result<()> {
        let now = self.clock.now();
        if now < lease_until {
            return Err(Error::Unavailable("another worker has the message".into()));
        }
        let failure = Failure::new(
            "worker_stopped",
            FailureKind::Unknown,
            "We were cut off while sending this, and can't tell yet whether it went out. \
             It is not sent again, so that nobody gets it twice.",
        );
        self.record(id, attempt, Transition::LoseTrack, Some(failure), None)
            .await?;
        Ok(())
    }

    async fn hand_over(
        &self,
        message: &Message,
        broadcast: &Broadcast,
        attempt: AttemptId,
    ) -> Result<()> {
        let Some(phone) = &message.phone else {
            return self
                .leave_out(message.id, attempt, SkipReason::Deleted)
                .await;
        };
        // Read after the claim: whatever was committed before the claim is seen (I3).
        let opt_out = match self.opt_outs.get_opt_out(phone).await {
            Ok(opt_out) => opt_out,
            Err(error) => return self.put_back(message, attempt, error).await,
        };
        if opt_out.is_some_and(|opt_out| opt_out.opted_out) {
            return self
                .leave_out(message.id, attempt, SkipReason::OptedOut)
                .await;
        }
        let text = TextMessage {
            id: message.id,
            to: phone.clone(),
            content: broadcast.content.clone(),
            validity: VALIDITY,
        };
        let outcome = self.carrier.send_text(&text).await;
        let record =
            |transition, failure, sid| self.record(message.id, attempt, transition, failure, sid);
        match outcome {
            SendOutcome::Accepted { sid } => record(Transition::Accept, None, Some(sid)).await?,
            SendOutcome::Refused(failure) => {
                record(Transition::Refuse, Some(failure), None).await?
            }
            SendOutcome::Unclear(failure) => {
                record(Transition::LoseTrack, Some(failure), None).await?
            }
            SendOutcome::NotProcessed(failure) if message.attempts >= MAXIMUM_ATTEMPTS => {
                let failure = failure.followed_by(&format!(
                    "We tried {MAXIMUM_ATTEMPTS} times over some hours."
                ));
                record(Transition::Refuse, Some(failure), None).await?
            }
            SendOutcome::NotProcessed(failure) => {
                let failure = failure.followed_by("It is tried again by itself.");
                let put_back = record(Transition::PutBack, Some(failure), None).await?;
                if put_back {
                    let delay = retry_delay(message.attempts, self.randomness.draw());
                    self.queue.enqueue_message_later(message.id, delay).await?;
                }
                put_back
            }
        };
        Ok(())
    }

    /// Leaves a claimed message out, before the carrier was asked.
    async fn leave_out(&self, id: MessageId, attempt: AttemptId, reason: SkipReason) -> Result<()> {
        let update = MessageUpdate {
            attempt: Some(attempt),
            skip_reason: Some(reason),
            ..MessageUpdate::new(Transition::LeaveOut, self.clock.now())
        };
        self.messages.transition_message(id, &update).await?;
        info!(message.id = %id, "Left out");
        Ok(())
    }

    /// Gives up a claim before the carrier was asked, because our own store failed: the queue asks again.
    async fn put_back(&self, message: &Message, attempt: AttemptId, error: Error) -> Result<()> {
        self.record(message.id, attempt, Transition::PutBack, None, None)
            .await?;
        Err(error)
    }

    /// Notes what came of an attempt; answers `false` when the record has moved on meanwhile, by a report
    /// of the carrier or because the lease ran out.
    async fn record(
        &self,
        id: MessageId,
        attempt: AttemptId,
        transition: Transition,
        failure: Option<Failure>,
        twilio_sid: Option<String>,
    ) -> Result<bool> {
        let code = failure.as_ref().map(|failure| failure.code.clone());
        let update = MessageUpdate {
            attempt: Some(attempt),
            failure,
            twilio_sid,
            ..MessageUpdate::new(transition, self.clock.now())
        };
        let changed = self.messages.transition_message(id, &update).await?;
        info!(
            message.id = %id,
            broadcast.id = %id.broadcast_id(),
            attempt.id = %attempt,
            message.status = transition.to().as_str(),
            error.code = code,
            changed,
            "An attempt to send has ended"
        );
        Ok(changed)
    }
}

#[cfg(test)]
mod tests;
