//! The carrier reports how a message fares.

use std::sync::Arc;

use domain::MessageId;
use domain::delivery::Failure;
use domain::message::{CarrierStatus, Transition};
use tracing::{info, warn};

use crate::error::Result;
use crate::ports::{Clock, MessageStore, MessageUpdate};

/// Moves messages on by what the carrier reports.
pub struct RecordDeliveryReport {
    /// The records.
    pub messages: Arc<dyn MessageStore>,
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
        let update = MessageUpdate {
            twilio_sid: Some(report.twilio_sid),
            failure: report.failure,
            ..MessageUpdate::new(Transition::Report(report.status), self.clock.now())
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
        if let Some(name) = report.unknown_status {
            warn!(
                message.id = %report.message_id,
                carrier.status = name,
                "The carrier reported a status that we do not know"
            );
        }
        Ok(())
    }
}
