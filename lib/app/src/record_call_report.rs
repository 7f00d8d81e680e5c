//! The carrier reports how a call that we made fares.
//!
//! A call that reached nobody is made again, some times. The report that says so is the proof that it may be: it names the
//! attempt, and only a report about the last attempt changes anything, so that one that comes late or twice calls nobody
//! once more (I1).

use std::sync::Arc;
use std::time::Duration;

use domain::delivery::{Failure, FailureKind};
use domain::message::{CarrierStatus, Transition};
use domain::{AttemptId, MessageId};
use tracing::info;

use crate::error::Result;
use crate::ports::{CallPlaceStore, Clock, MessageStore, MessageUpdate, SendQueue};

/// How often somebody is called who is never reached.
const MOST_CALLS: u32 = 3;
/// When a line that was engaged is called again.
const AFTER_BUSY: Duration = Duration::from_secs(5 * 60);
/// When somebody who did not answer is called again: the longest wait of a queue.
const AFTER_NO_ANSWER: Duration = Duration::from_secs(15 * 60);

/// Moves messages on by what the carrier reports of their calls.
pub struct RecordCallReport {
    /// The records.
    pub messages: Arc<dyn MessageStore>,
    /// The places of calls that are under way.
    pub places: Arc<dyn CallPlaceStore>,
    /// For those to be called again.
    pub queue: Arc<dyn SendQueue>,
    /// For the time of the report: the carrier does not give it.
    pub clock: Arc<dyn Clock>,
}

/// One report of the carrier, already proven to come from it.
#[derive(Debug, Clone)]
pub struct CallReport {
    /// Our message.
    pub message_id: MessageId,
    /// Which attempt at it.
    pub attempt: AttemptId,
    /// The carrier's id of the call.
    pub twilio_sid: String,
    /// How it fares.
    pub progress: CallProgress,
}

/// How a call fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallProgress {
    /// It rings, or somebody is on the phone.
    UnderWay,
    /// It was answered, and has ended.
    Completed,
    /// The line was engaged.
    Busy,
    /// Nobody answered.
    NoAnswer,
    /// It could not be made.
    Failed(Failure),
}

impl RecordCallReport {
    /// Records the report, if it is about the last attempt and the message has not come as far (I4).
    ///
    /// # Errors
    /// When a store or the queue fails; the carrier should then report again.
    pub async fn run(&self, report: CallReport) -> Result<()> {
        if report.progress != CallProgress::UnderWay {
            self.places.give_call_place_back(report.attempt).await?;
        }
        match &report.progress {
            CallProgress::UnderWay => self.note(&report, CarrierStatus::Sent, None).await,
            CallProgress::Completed => self.note(&report, CarrierStatus::Delivered, None).await,
            CallProgress::Busy => {
                self.call_again(&report, AFTER_BUSY, "busy", "The line was busy each time.")
                    .await
            }
            CallProgress::NoAnswer => {
                let sentence = "Nobody answered, each time we called.";
                self.call_again(&report, AFTER_NO_ANSWER, "no_answer", sentence)
                    .await
            }
            CallProgress::Failed(failure) => {
                let failure = Some(failure.clone());
                self.note(&report, CarrierStatus::Failed, failure).await
            }
        }
    }

    /// The queue comes first: a crash behind it leaves a task that finds nothing to do, and the report comes again.
    async fn call_again(
        &self,
        report: &CallReport,
        wait: Duration,
        code: &str,
        sentence: &str,
    ) -> Result<()> {
        let id = report.message_id;
        let Some(message) = self.messages.get_message(id).await? else {
            return Ok(());
        };
        let failure = Failure::new(code, FailureKind::MayPass, sentence);
        if message.attempts >= MOST_CALLS {
            return self
                .note(report, CarrierStatus::Undelivered, Some(failure))
                .await;
        }
        if message.last_attempt != Some(report.attempt) {
            return Ok(());
        }
        self.queue.enqueue_message_later(id, wait).await?;
        let now = self.clock.now();
        let update = MessageUpdate {
            attempt: Some(report.attempt),
            failure: Some(failure),
            hold_until: Some(now + wait),
            ..MessageUpdate::new(Transition::CallAgain, now)
        };
        let changed = self.messages.transition_message(id, &update).await?;
        info!(message.id = %id, changed, error.code = code, "A call reached nobody, and is made again");
        Ok(())
    }

    async fn note(
        &self,
        report: &CallReport,
        status: CarrierStatus,
        failure: Option<Failure>,
    ) -> Result<()> {
        let id = report.message_id;
        let update = MessageUpdate {
            attempt: Some(report.attempt),
            twilio_sid: Some(report.twilio_sid.clone()),
            failure,
            ..MessageUpdate::new(Transition::Report(status), self.clock.now())
        };
        let changed = self.messages.transition_message(id, &update).await?;
        info!(
            message.id = %id,
            broadcast.id = %id.broadcast_id(),
            message.status = update.transition.to().as_str(),
            changed,
            "The carrier reported on a call"
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests;
