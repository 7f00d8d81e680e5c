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
use domain::opt_out::OptOut;
use domain::quiet_hours::SendDecision;
use domain::reach::NumberFault;
use domain::wording::Wording;
use domain::{
    AttemptId, Broadcast, BroadcastId, ChurchSettings, Message, MessageContent, MessageId,
    MessageStatus, MessageType, PhoneNumber, SkipReason,
};
use futures::future::join_all;
use futures::join;
use jiff::{SignedDuration, Timestamp};
use tracing::{info, warn};

use crate::error::{Error, Result};
use crate::flag_number::flag_number;
use crate::place_call::PlaceCall;
use crate::plan_broadcast::skip_cancelled;
use crate::ports::{
    BroadcastStore, Carrier, ClaimResult, Clock, MessageStore, MessageUpdate, OptOutStore,
    Randomness, SendQueue, SenderStore, TextMessage,
};
use crate::read_settings::ReadSettings;
use crate::reconcile_message;
use crate::record_opt_out::RecordOptOut;

/// How long a worker may hold a message: longer than a worker can run, and shorter than the time after which
/// the queue gives the message out again.
pub const LEASE: SignedDuration = SignedDuration::from_secs(30);

/// The longest that one message can take: the claim and the record, 4 seconds each, and the carrier's 8.
const HANDOVER_TIME: SignedDuration = SignedDuration::from_secs(16);

/// The longest delay that a queue takes.
const MAXIMUM_DELAY: Duration = Duration::from_secs(900);

/// For how long a message of a paused broadcast is left alone.
const PAUSE: SignedDuration = SignedDuration::from_mins(15);

/// What a message is part of.
#[derive(Clone, Copy)]
struct Work<'a> {
    broadcast: &'a Broadcast,
    wording: &'a Wording,
    settings: &'a ChurchSettings,
}

impl Work<'_> {
    fn is_call(&self) -> bool {
        self.broadcast.message_type == MessageType::Voice
    }
}

/// Sends messages.
pub struct SendMessages {
    /// What the messages say, and whether they are still wanted.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// The records.
    pub messages: Arc<dyn MessageStore>,
    /// Who asked not to be texted.
    pub opt_outs: Arc<dyn OptOutStore>,
    /// Who notes that someone told the carrier to stop our texts.
    pub record_opt_out: RecordOptOut,
    /// What the church has decided.
    pub settings: ReadSettings,
    /// Whether everyone should rest.
    pub sender: Arc<dyn SenderStore>,
    /// Who carries texts,
    pub carrier: Arc<dyn Carrier>,
    /// and who makes calls.
    pub calls: PlaceCall,
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
        let (broadcasts, sender, settings) = join!(
            self.read_broadcasts(ids),
            self.sender.get_sender(),
            self.settings.run()
        );
        let (sender, settings) = match (sender, settings) {
            (Ok(sender), Ok(settings)) => (sender, settings),
            (Err(error), _) | (_, Err(error)) => {
                return ids.iter().map(|_| Err(repeated(&error))).collect();
            }
        };
        if let Some(rest) = sender.rest(self.clock.now()) {
            return join_all(ids.iter().map(|id| self.put_off(*id, rest))).await;
        }
        join_all(ids.iter().map(|id| async {
            match broadcasts.get(&id.broadcast_id()) {
                Some(Ok(Some((broadcast, wording)))) => {
                    let work = Work {
                        broadcast,
                        wording,
                        settings: &settings,
                    };
                    self.send(*id, work, deadline).await
                }
                Some(Ok(None)) => Err(Error::NotFound("broadcast")),
                Some(Err(error)) => Err(repeated(error)),
                None => Err(Error::Unavailable("the broadcast was not read".into())),
            }
        }))
        .await
    }

    /// While everyone rests, a message is not even claimed.
    async fn put_off(&self, id: MessageId, rest: SignedDuration) -> Result<()> {
        let rest = Duration::try_from(rest).unwrap_or_default();
        let delay = rest + retry_delay(3, self.randomness.draw());
        self.queue
            .enqueue_message_later(id, delay.min(MAXIMUM_DELAY))
            .await
    }

    /// Reads each broadcast of a batch once; most batches are of a single one.
    async fn read_broadcasts(
        &self,
        ids: &[MessageId],
    ) -> HashMap<BroadcastId, Result<Option<(Broadcast, Wording)>>> {
        let mut broadcasts = HashMap::new();
        for id in ids.iter().map(MessageId::broadcast_id) {
            if let Entry::Vacant(entry) = broadcasts.entry(id) {
                let read = self.broadcasts.get_broadcast(id).await;
                entry.insert(read.map(|found| {
                    found.map(|progress| {
                        let wording = progress.broadcast.wording();
                        (progress.broadcast, wording)
                    })
                }));
            }
        }
        broadcasts
    }

    async fn send(&self, id: MessageId, work: Work<'_>, deadline: Timestamp) -> Result<()> {
        // Until somebody lets the broadcast go on. What a dead worker holds is looked after then.
        if work.broadcast.stage == BroadcastStage::Paused {
            return self.put_off(id, PAUSE).await;
        }
        let is_cancelled = work.broadcast.stage == BroadcastStage::Cancelled;
        if is_cancelled && skip_cancelled(self.messages.as_ref(), id, self.clock.now()).await? {
            return Ok(());
        }
        if work.is_call() && !is_cancelled {
            let at_once = work.settings.calls.at_once;
            if let Some(wait) = self.calls.wait_for_room(at_once).await? {
                return self.queue.enqueue_message_later(id, wait).await;
            }
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
            ClaimResult::Claimed(message) => self.hand_over(&message, work, attempt).await,
            ClaimResult::Held {
                attempt,
                lease_until,
            } => self.look_after(id, attempt, lease_until).await,
            // Whoever lost track of it may have died before it asked for this.
            ClaimResult::Settled(MessageStatus::Unknown) => {
                reconcile_message::begin(self.queue.as_ref(), id).await
            }
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
            "We were cut off while sending this. We ask Twilio whether it went out, and send it again only if it \
             surely did not.",
        );
        self.lose_track(id, attempt, failure).await
    }

    /// From here on only proof moves the message: it is asked for. A run that dies between the two comes back, and
    /// asks then.
    async fn lose_track(&self, id: MessageId, attempt: AttemptId, failure: Failure) -> Result<()> {
        if self
            .record(id, attempt, Transition::LoseTrack, Some(failure), None)
            .await?
        {
            reconcile_message::begin(self.queue.as_ref(), id).await?;
        }
        Ok(())
    }

    async fn hand_over(&self, message: &Message, work: Work<'_>, attempt: AttemptId) -> Result<()> {
        let Work {
            broadcast,
            wording,
            settings,
        } = work;
        let now = self.clock.now();
        let window = broadcast.window_at(settings, now, message.time_zone.as_ref());
        let validity = match window.decide(now) {
            SendDecision::SendNow { validity } => validity,
            SendDecision::Hold { until } => return self.hold(message.id, attempt, until).await,
        };
        let Some(phone) = &message.phone else {
            return self
                .leave_out(message.id, attempt, SkipReason::Deleted)
                .await;
        };
        // Read after the claim: whatever was committed before the claim is seen (I3).
        let opt_out = match self.opted_out(phone, work).await {
            Ok(opt_out) => opt_out,
            Err(error) => return self.put_back(message, attempt, error).await,
        };
        if let Some(reason) = opt_out {
            return self.leave_out(message.id, attempt, reason).await;
        }
        let words = wording.text_for(&message.language, message.values.as_ref());
        let Ok(content) = MessageContent::parse(&words) else {
            return self
                .leave_out(message.id, attempt, SkipReason::TooLong)
                .await;
        };
        let outcome = if work.is_call() {
            let at_once = settings.calls.at_once;
            let placed = self.calls.run(message.id, attempt, phone, &words, at_once);
            match placed.await {
                Ok(Some(outcome)) => outcome,
                // Others were quicker.
                Ok(None) => return self.wait_for_place(message.id, attempt).await,
                Err(error) => return self.put_back(message, attempt, error).await,
            }
        } else {
            let text = TextMessage {
                id: message.id,
                to: phone.clone(),
                content,
                validity,
            };
            self.carrier.send_text(&text).await
        };
        match outcome {
            SendOutcome::Accepted { sid } => {
                self.record(message.id, attempt, Transition::Accept, None, Some(sid))
                    .await?;
                Ok(())
            }
            SendOutcome::Refused(failure) => {
                let is_opted_out = failure.kind == FailureKind::OptedOut;
                let fault = NumberFault::of(&failure, now);
                self.refuse(message.id, attempt, failure).await?;
                if let Some(fault) = fault {
                    self.flag_number(message.id, phone, &fault).await;
                }
                if is_opted_out {
                    self.note_opt_out(message.id, phone, now).await;
                }
                Ok(())
            }
            SendOutcome::Unclear(failure) => self.lose_track(message.id, attempt, failure).await,
            SendOutcome::NotProcessed(failure) if message.attempts >= MAXIMUM_ATTEMPTS => {
                let failure = failure.followed_by(&format!(
                    "We tried {MAXIMUM_ATTEMPTS} times over some hours."
                ));
                self.refuse(message.id, attempt, failure).await
            }
            SendOutcome::NotProcessed(failure) => {
                self.try_later(message, broadcast, attempt, failure).await
            }
        }
    }

    /// Why somebody wants no message of this kind; `None` for whoever may get it.
    async fn opted_out(&self, phone: &PhoneNumber, work: Work<'_>) -> Result<Option<SkipReason>> {
        let is_out = |opt_out: Option<OptOut>| opt_out.is_some_and(|opt_out| opt_out.opted_out);
        if is_out(self.opt_outs.get_opt_out(phone).await?) {
            return Ok(Some(SkipReason::OptedOut));
        }
        if work.is_call() && is_out(self.opt_outs.get_call_opt_out(phone).await?) {
            return Ok(Some(SkipReason::CallsOptedOut));
        }
        Ok(None)
    }

    async fn refuse(&self, id: MessageId, attempt: AttemptId, failure: Failure) -> Result<()> {
        self.record(id, attempt, Transition::Refuse, Some(failure), None)
            .await?;
        Ok(())
    }

    /// The carrier refuses each text to this number, so what is lost here is noted after the next one.
    async fn note_opt_out(&self, id: MessageId, phone: &PhoneNumber, asked_at: Timestamp) {
        let opt_out = OptOut::by_carrier(phone.clone(), asked_at);
        if let Err(error) = self.record_opt_out.note(&opt_out).await {
            warn!(message.id = %id, %error, "An opt-out that the carrier told of was not noted");
        }
    }

    /// The carrier says so of each text to this number, so that what is lost here is noted after the next one.
    async fn flag_number(&self, id: MessageId, phone: &PhoneNumber, fault: &NumberFault) {
        if let Err(error) = flag_number(&self.record_opt_out, phone, fault).await {
            warn!(message.id = %id, %error, "A number that can't be texted was not marked");
        }
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

    /// Night has come where the recipient lives: the message waits in its record, and looks at the time now and then.
    async fn hold(&self, id: MessageId, attempt: AttemptId, until: Timestamp) -> Result<()> {
        let now = self.clock.now();
        let update = MessageUpdate {
            attempt: Some(attempt),
            hold_until: Some(until),
            ..MessageUpdate::new(Transition::PutBack, now)
        };
        if self.messages.transition_message(id, &update).await? {
            let wait = Duration::try_from(until.duration_since(now)).unwrap_or_default();
            self.queue
                .enqueue_message_later(id, wait.min(MAXIMUM_DELAY))
                .await?;
            info!(message.id = %id, "It waits for the morning");
        }
        Ok(())
    }

    /// A claimed call waits until one of those under way has ended.
    async fn wait_for_place(&self, id: MessageId, attempt: AttemptId) -> Result<()> {
        if self
            .record(id, attempt, Transition::PutBack, None, None)
            .await?
        {
            let wait = self.calls.wait();
            self.queue.enqueue_message_later(id, wait).await?;
        }
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

/// The same failure for each message of a batch.
fn repeated(error: &Error) -> Error {
    Error::Unavailable(error.to_string())
}

mod later;

#[cfg(test)]
pub(crate) mod tests;
