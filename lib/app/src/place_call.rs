//! A message goes out as a call: a place among the few calls at once is taken, then the carrier is asked, once.
//!
//! A place is given back when the carrier does not take the call, or reports its end. A worker that dies in between leaves a
//! place that is free again by itself, after longer than the call can last.

use std::sync::Arc;
use std::time::Duration;

use domain::delivery::SendOutcome;
use domain::money::CallLength;
use domain::{AttemptId, MessageId, PhoneNumber};
use jiff::SignedDuration;
use tracing::warn;

use crate::error::Result;
use crate::ports::{CallCarrier, CallPlaceStore, Clock, OutboundCall, Randomness};

/// How long somebody may talk who asked for a person: what a call costs at most has to be known before it is made.
const TALK: Duration = Duration::from_secs(15 * 60);

/// How long it rings, and how long it may take until it is known whether a machine has answered.
const UNTIL_ANSWERED: SignedDuration = SignedDuration::from_secs(90);

/// How long to wait for a place: half of a usual call, and up to as much again, so that not all look at one moment.
const WAIT_FOR_PLACE: Duration = Duration::from_secs(15);

/// Makes calls.
pub struct PlaceCall {
    /// The places.
    pub places: Arc<dyn CallPlaceStore>,
    /// Who makes the calls.
    pub carrier: Arc<dyn CallCarrier>,
    /// For how long a place is taken.
    pub clock: Arc<dyn Clock>,
    /// To spread those who wait.
    pub randomness: Arc<dyn Randomness>,
}

impl PlaceCall {
    /// Whether there is room for another call, by what was known some seconds ago; else how long to wait.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn wait_for_room(&self, at_once: u8) -> Result<Option<Duration>> {
        let taken = self.places.count_call_places(self.clock.now()).await?;
        Ok((taken >= at_once.into()).then(|| self.wait()))
    }

    /// How long to wait for a place.
    pub(crate) fn wait(&self) -> Duration {
        let percent = u32::try_from(self.randomness.draw() % 100).unwrap_or(0);
        WAIT_FOR_PLACE + WAIT_FOR_PLACE * percent / 100
    }

    /// Calls somebody to speak these words. `None` when there is no place: the carrier was not asked.
    ///
    /// # Errors
    /// When no place could be asked for: the carrier was not asked.
    pub(crate) async fn run(
        &self,
        id: MessageId,
        attempt: AttemptId,
        to: &PhoneNumber,
        words: &str,
        at_once: u8,
    ) -> Result<Option<SendOutcome>> {
        let times = u64::from(CallLength::MOST_REPETITIONS) + 1;
        let spoken = Duration::from_secs(u64::from(CallLength::of(words).seconds()) * times);
        let call = OutboundCall {
            id,
            attempt,
            to: to.clone(),
            lasts_at_most: spoken + TALK,
        };
        let now = self.clock.now();
        let lasts = SignedDuration::try_from(call.lasts_at_most).unwrap_or(SignedDuration::MAX);
        let until = now + UNTIL_ANSWERED + lasts;
        let is_taken = self
            .places
            .take_call_place(attempt, at_once, now, until)
            .await?;
        if !is_taken {
            return Ok(None);
        }
        let outcome = self.carrier.place_call(&call).await;
        match outcome {
            // It is under way, or may be.
            SendOutcome::Accepted { .. } | SendOutcome::Unclear(_) => {}
            SendOutcome::Refused(_) | SendOutcome::NotProcessed(_) => {
                if let Err(error) = self.places.give_call_place_back(attempt).await {
                    warn!(message.id = %id, %error, "A place for a call is kept until it is free by itself");
                }
            }
        }
        Ok(Some(outcome))
    }
}
