//! The carrier reports how a message fares.

use std::sync::Arc;

use domain::MessageId;
use domain::delivery::{Failure, FailureKind};
use domain::message::{CarrierStatus, Transition};
use domain::opt_out::OptOut;
use domain::reach::NumberFault;
use tracing::{info, warn};

use crate::error::Result;
use crate::flag_number::flag_number;
use crate::ports::{Clock, MessageStore, MessageUpdate};
use crate::record_opt_out::RecordOptOut;

/// Moves messages on by what the carrier reports.
pub struct RecordDeliveryReport {
    /// The records.
    pub messages: Arc<dyn MessageStore>,
    /// Who notes that a person told the carrier to stop our texts.
    pub record_opt_out: RecordOptOut,
    /// For the time of the report: the carrier does not give it.
    pub clock: Arc<dyn Clock>,
}

/// One report of the carrier, already proven to come from it.
#[derive(Debug, Clone)]
pub struct DeliveryReport {
    /// Our message.
    pub message_id: MessageId,
    /// The carrier's id of it.
    pub twilio_sid: String,
    /// How it fares.
    pub status: CarrierStatus,
    /// The carrier's own word, when it is a status that we do not know. `status` is then
    /// [`CarrierStatus::Accepted`], for whatever the word means, the carrier has the message.
    pub unknown_status: Option<String>,
    /// What went wrong, if something did.
    pub failure: Option<Failure>,
}

impl RecordDeliveryReport {
    /// Records the report, unless the message has come as far or further (I4).
    ///
    /// # Errors
    /// When the store fails; the carrier should then report again.
    pub async fn run(&self, report: DeliveryReport) -> Result<()> {
        if let Some(name) = &report.unknown_status {
            warn!(
                message.id = %report.message_id,
                carrier.status = name,
                "The carrier reported a status that we do not know"
            );
        }
        // That the carrier has it we know from its answer; and where the answer was lost, from the next report or the
        // carrier's log. To write it down once more would be a sixth of what a message costs.
        if report.status == CarrierStatus::Accepted {
            return Ok(());
        }
        let now = self.clock.now();
        let failure = report.failure.as_ref();
        let is_opted_out = failure.is_some_and(|failure| failure.kind == FailureKind::OptedOut);
        let fault = failure.and_then(|failure| NumberFault::of(failure, now));
        let update = MessageUpdate {
            twilio_sid: Some(report.twilio_sid),
            failure: report.failure,
            ..MessageUpdate::new(Transition::Report(report.status), now)
        };
        let changed = self
            .messages
            .transition_message(report.message_id, &update)
            .await?;
        info!(
            message.id = %report.message_id,
            broadcast.id = %report.message_id.broadcast_id(),
            message.status = update.transition.to().as_str(),
            changed,
            "The carrier reported"
        );
        if is_opted_out {
            self.note_opt_out(report.message_id).await?;
        }
        if let Some(fault) = fault {
            self.flag_number(report.message_id, &fault).await?;
        }
        Ok(())
    }

    /// Also when the record had come as far before, as with an opt-out: to mark a number twice is to mark it once.
    async fn flag_number(&self, id: MessageId, fault: &NumberFault) -> Result<()> {
        let message = self.messages.get_message(id).await?;
        match message.and_then(|message| message.phone) {
            Some(phone) => flag_number(&self.record_opt_out, &phone, fault).await,
            None => Ok(()),
        }
    }

    /// Also when the record had come as far before: a report that comes again completes what was cut off. It holds since
    /// the record last changed, so that a report that comes late does not undo what the person asked for since.
    async fn note_opt_out(&self, id: MessageId) -> Result<()> {
        let Some(message) = self.messages.get_message(id).await? else {
            return Ok(());
        };
        // Without a number the person was deleted meanwhile.
        if let Some(phone) = message.phone {
            let opt_out = OptOut::by_carrier(phone, message.updated_at);
            self.record_opt_out.note(&opt_out).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
