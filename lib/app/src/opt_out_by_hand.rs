//! Staff note that somebody asked not to be texted or called, or asked to be texted or called again.

use domain::audit::AuditAction;
use domain::history::Actor;
use domain::{Contact, ContactId, MessageType, Thread};

use crate::audit::{Audit, Deed};
use crate::error::{Error, Result};
use crate::record_opt_out::RecordOptOut;

/// Notes opt-outs by hand.
pub struct OptOutByHand {
    /// Who notes it.
    pub record: RecordOptOut,
    /// Where it is noted who did it.
    pub audit: Audit,
}

impl OptOutByHand {
    /// Opts a person's number out of texts or calls, or in again, for everyone who shares it. Answers the person's record.
    ///
    /// # Errors
    /// As [`RecordOptOut::by_hand`], and when it can't be noted who did it.
    pub async fn run(
        &self,
        id: ContactId,
        opted_out: bool,
        channel: MessageType,
        reason: &str,
        actor: Actor,
    ) -> Result<Contact> {
        let by = actor.shown_as.clone();
        let deed = deed(&by, opted_out, id.to_string());
        let note = self.record.by_hand(id, opted_out, channel, reason, actor);
        self.audit.of(deed, note).await
    }

    /// Opts the number of a thread out of texts or calls, or in again, whoever has it. It confirms or undoes what a text was taken
    /// for.
    ///
    /// # Errors
    /// As [`RecordOptOut::by_number`], and when the thread's sender has no number, or it can't be noted who did it.
    pub async fn run_for_thread(
        &self,
        thread: &Thread,
        opted_out: bool,
        channel: MessageType,
        reason: &str,
        actor: Actor,
    ) -> Result<()> {
        let phone = thread.sender.phone().ok_or_else(|| {
            let sentence = "This text did not come from a phone, which alone can be opted out.";
            Error::Conflict(sentence.into())
        })?;
        let by = actor.shown_as.clone();
        let deed = deed(&by, opted_out, thread.id.to_string());
        let note = self
            .record
            .by_number(phone, opted_out, channel, reason, actor);
        self.audit.of(deed, note).await
    }
}

fn deed(by: &str, opted_out: bool, subject_id: String) -> Deed<'_> {
    Deed {
        by,
        action: match opted_out {
            true => AuditAction::OptOutNoted,
            false => AuditAction::OptInNoted,
        },
        subject_id: Some(subject_id),
    }
}
