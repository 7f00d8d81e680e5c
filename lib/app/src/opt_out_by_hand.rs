//! Staff note that somebody asked not to be texted, or asked to be texted again.

use domain::audit::AuditAction;
use domain::history::Actor;
use domain::{Contact, ContactId};

use crate::audit::{Audit, Deed};
use crate::error::Result;
use crate::record_opt_out::RecordOptOut;

/// Notes opt-outs by hand.
pub struct OptOutByHand {
    /// Who notes it.
    pub record: RecordOptOut,
    /// Where it is noted who did it.
    pub audit: Audit,
}

impl OptOutByHand {
    /// Opts a person's number out of texts, or in again, for everyone who shares it. Answers the person's record.
    ///
    /// # Errors
    /// As [`RecordOptOut::by_hand`], and when it can't be noted who did it.
    pub async fn run(
        &self,
        id: ContactId,
        opted_out: bool,
        reason: &str,
        actor: Actor,
    ) -> Result<Contact> {
        let by = actor.shown_as.clone();
        let deed = Deed {
            by: &by,
            action: match opted_out {
                true => AuditAction::OptOutNoted,
                false => AuditAction::OptInNoted,
            },
            subject_id: Some(id.to_string()),
        };
        let note = self.record.by_hand(id, opted_out, reason, actor);
        self.audit.of(deed, note).await
    }
}
