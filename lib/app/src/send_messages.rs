//! A worker sends messages: it claims each record, asks the carrier once, and records what came of it.
//!
//! Between every two steps the worker may die. Before the claim: the queue message comes back, nothing
//! happened. After it: the queue message comes back, finds a lease that ran out, and the message becomes
//! `unknown`, for only proof allows sending it again (I1).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use domain::broadcast::BroadcastStage;
use domain::delivery::{Failure, MAXIMUM_ATTEMPTS, SendOutcome, retry_delay};
use domain::message::Transition;
use domain::{AttemptId, Broadcast, BroadcastId, Message, MessageId};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use tracing::{info, warn};

use crate::error::{Error, Result};
use crate::plan_broadcast::skip_cancelled;
use crate::ports::{
    BroadcastStore, Carrier, ClaimResult, Clock, MessageStore, MessageUpdate, Randomness,
    SendQueue, TextMessage,
};

/// How long a worker may hold a message: longer than a worker can run, and shorter than the time after which
/// the queue gives the message out again.
pub const LEASE: SignedDuration = SignedDuration::from_secs(30);

/// The longest that one message can take: the claim and the record, 4 seconds each, and the carrier's 8.
const HANDOVER_TIME: SignedDuration = SignedDuration::from_secs(16);

/// Sends messages.
pub struct SendMessages {
    /// What the messages say, and whether they are still wanted.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// The records.
    pub messages: Arc<dyn MessageStore>,
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
        let failure = Failure {
            code: "worker_stopped".into(),
            sentence:
                "We were cut off while sending this, and can't tell yet whether it went out. \
                       It is not sent again, so that nobody gets it twice."
                    .into(),
        };
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
        let text = TextMessage {
            id: message.id,
            to: message.phone.clone(),
            content: broadcast.content.clone(),
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
mod tests {
    use std::collections::HashSet;

    use domain::MessageStatus;

    use super::*;
    use crate::fakes::{Fault, World};
    use crate::plan_broadcast::tests::{planned_broadcast, run};

    fn sender(world: &Arc<World>) -> SendMessages {
        SendMessages {
            broadcasts: world.clone(),
            messages: world.clone(),
            carrier: world.clone(),
            queue: world.clone(),
            clock: world.clone(),
            randomness: world.clone(),
        }
    }

    fn failure(code: &str) -> Failure {
        Failure {
            code: code.into(),
            sentence: "It did not work.".into(),
        }
    }

    /// Gives out queue messages as SQS does: those that failed come back after the visibility timeout.
    async fn work_through_queue(world: &Arc<World>) {
        let sender = sender(world);
        for _ in 0..100 {
            let tasks = std::mem::take(&mut *world.send_queue.lock().expect("a lock"));
            if tasks.is_empty() {
                return;
            }
            for (id, _) in tasks {
                let failed = sender.run(&[id], Timestamp::MAX).await.remove(0).is_err();
                if failed {
                    world
                        .send_queue
                        .lock()
                        .expect("a lock")
                        .push((id, std::time::Duration::ZERO));
                }
            }
            world.pass(90);
        }
        panic!("the queue does not empty");
    }

    fn count(world: &World, status: MessageStatus) -> usize {
        world.statuses().get(&status).copied().unwrap_or(0)
    }

    #[tokio::test]
    async fn every_message_is_accepted_once() {
        let world = Arc::new(World::with_contacts(5));
        planned_broadcast(&world).await;
        work_through_queue(&world).await;
        assert_eq!(count(&world, MessageStatus::Accepted), 5);
        assert_eq!(world.accepted.lock().expect("a lock").len(), 5);
    }

    #[tokio::test]
    async fn a_queue_message_that_comes_twice_sends_nothing_twice() {
        let world = Arc::new(World::with_contacts(5));
        planned_broadcast(&world).await;
        let again = world.send_queue.lock().expect("a lock").clone();
        work_through_queue(&world).await;
        world.send_queue.lock().expect("a lock").extend(again);
        work_through_queue(&world).await;
        assert_eq!(world.accepted.lock().expect("a lock").len(), 5);
    }

    /// I1 and I2: whichever effect fails, before or after it happened, nobody is texted twice, and every message
    /// ends accepted or in doubt.
    #[tokio::test]
    async fn whatever_fails_nothing_is_sent_twice_and_nothing_is_lost() {
        let mut met = 0;
        for fault in [Fault::Before, Fault::After] {
            for effect in 1..=9 {
                let world = Arc::new(World::with_contacts(3));
                planned_broadcast(&world).await;
                world.fail(effect, fault);
                work_through_queue(&world).await;
                met += usize::from(world.recover());
                let accepted = world.accepted.lock().expect("a lock").clone();
                let distinct: HashSet<_> = accepted.iter().collect();
                assert_eq!(
                    accepted.len(),
                    distinct.len(),
                    "{fault:?} {effect}: someone was texted twice"
                );
                let ended =
                    count(&world, MessageStatus::Accepted) + count(&world, MessageStatus::Unknown);
                assert_eq!(ended, 3, "{fault:?} {effect}: {:?}", world.statuses());
                for message in world.messages() {
                    let claims_acceptance = message.status == MessageStatus::Accepted;
                    assert!(
                        !claims_acceptance || distinct.contains(&message.id),
                        "{fault:?} {effect}"
                    );
                }
            }
        }
        assert!(met >= 10, "only {met} faults were met");
    }

    #[tokio::test]
    async fn what_was_not_processed_is_tried_again_later() {
        let world = Arc::new(World::with_contacts(1));
        planned_broadcast(&world).await;
        *world.answers.lock().expect("a lock") = vec![SendOutcome::NotProcessed(failure("20429"))];
        let id = world.messages()[0].id;
        assert!(sender(&world).run(&[id], Timestamp::MAX).await[0].is_ok());
        assert_eq!(count(&world, MessageStatus::Queued), 1);
        let delay = world
            .send_queue
            .lock()
            .expect("a lock")
            .last()
            .expect("queued again")
            .1;
        assert!(delay >= std::time::Duration::from_secs(1));
        work_through_queue(&world).await;
        assert_eq!(count(&world, MessageStatus::Accepted), 1);
    }

    #[tokio::test]
    async fn what_is_never_processed_is_given_up_in_the_end() {
        let world = Arc::new(World::with_contacts(1));
        planned_broadcast(&world).await;
        *world.answers.lock().expect("a lock") =
            vec![SendOutcome::NotProcessed(failure("not_connected")); 50];
        work_through_queue(&world).await;
        let message = &world.messages()[0];
        assert_eq!(
            (message.status, message.attempts),
            (MessageStatus::Failed, MAXIMUM_ATTEMPTS)
        );
        assert_eq!(message.error_code.as_deref(), Some("not_connected"));
    }

    #[tokio::test]
    async fn what_is_unclear_or_refused_is_not_sent_again() {
        for (answer, status) in [
            (
                SendOutcome::Unclear(failure("no_answer")),
                MessageStatus::Unknown,
            ),
            (
                SendOutcome::Refused(failure("21211")),
                MessageStatus::Failed,
            ),
        ] {
            let world = Arc::new(World::with_contacts(1));
            planned_broadcast(&world).await;
            *world.answers.lock().expect("a lock") = vec![answer];
            work_through_queue(&world).await;
            let id = world.messages()[0].id;
            assert!(sender(&world).run(&[id], Timestamp::MAX).await[0].is_ok());
            assert_eq!(count(&world, status), 1);
            assert!(world.accepted.lock().expect("a lock").is_empty());
        }
    }

    #[tokio::test]
    async fn a_message_that_another_worker_holds_is_left_alone_until_its_lease_ends() {
        let world = Arc::new(World::with_contacts(1));
        planned_broadcast(&world).await;
        let id = world.messages()[0].id;
        let now = world.now();
        let other = AttemptId::new(now, 99);
        world
            .claim_message(id, other, now, now + LEASE)
            .await
            .expect("claimed");
        assert!(sender(&world).run(&[id], Timestamp::MAX).await[0].is_err());
        assert_eq!(count(&world, MessageStatus::Sending), 1);
        world.pass(30);
        assert!(sender(&world).run(&[id], Timestamp::MAX).await[0].is_ok());
        assert_eq!(count(&world, MessageStatus::Unknown), 1);
        assert!(world.accepted.lock().expect("a lock").is_empty());
    }

    #[tokio::test]
    async fn nothing_of_a_cancelled_broadcast_is_sent() {
        let world = Arc::new(World::with_contacts(3));
        let id = planned_broadcast(&world).await;
        world
            .cancel_broadcast(id, world.now())
            .await
            .expect("cancelled");
        work_through_queue(&world).await;
        assert_eq!(count(&world, MessageStatus::Skipped), 3);
        assert!(world.accepted.lock().expect("a lock").is_empty());
    }

    #[tokio::test]
    async fn cancelling_skips_what_waits_and_leaves_what_was_sent() {
        let world = Arc::new(World::with_contacts(3));
        let id = planned_broadcast(&world).await;
        let first = world.messages()[0].id;
        assert!(sender(&world).run(&[first], Timestamp::MAX).await[0].is_ok());
        world
            .cancel_broadcast(id, world.now())
            .await
            .expect("cancelled");
        run(&world, id).await.expect("cleared up");
        assert_eq!(count(&world, MessageStatus::Skipped), 2);
        assert_eq!(count(&world, MessageStatus::Accepted), 1);
    }

    #[tokio::test]
    async fn a_message_whose_worker_died_is_in_doubt_although_the_broadcast_was_cancelled() {
        let world = Arc::new(World::with_contacts(1));
        let broadcast = planned_broadcast(&world).await;
        let id = world.messages()[0].id;
        let now = world.now();
        world
            .claim_message(id, AttemptId::new(now, 99), now, now + LEASE)
            .await
            .expect("claimed");
        world
            .cancel_broadcast(broadcast, now)
            .await
            .expect("cancelled");
        work_through_queue(&world).await;
        assert_eq!(count(&world, MessageStatus::Unknown), 1);
    }

    #[tokio::test]
    async fn a_message_is_not_begun_without_time_to_finish_it() {
        let world = Arc::new(World::with_contacts(1));
        planned_broadcast(&world).await;
        let id = world.messages()[0].id;
        let deadline = world.now() + HANDOVER_TIME - SignedDuration::from_secs(1);
        assert!(sender(&world).run(&[id], deadline).await[0].is_err());
        assert_eq!(count(&world, MessageStatus::Queued), 1);
    }
}
