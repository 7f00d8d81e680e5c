//! The audit: who did what that others may ask about later. Entries hold ids alone, no words, names or numbers.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::AuditId;

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// The entry's id; ids sort by time.
    pub id: AuditId,
    /// When.
    pub at: Timestamp,
    /// Who: the e-mail address or id of a member of staff.
    pub by: String,
    /// What.
    pub action: AuditAction,
    /// The id of what it was done to; `None` where there is only one such thing.
    pub subject_id: Option<String>,
    /// What came of it.
    pub outcome: AuditOutcome,
}

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditAction {
    /// Sent a message that goes out at any hour.
    EmergencySent,
    /// Decided the church's settings.
    SettingsChanged,
    /// Made a template.
    TemplateCreated,
    /// Changed a template.
    TemplateChanged,
    /// Deleted a template.
    TemplateDeleted,
    /// Said that a message in doubt arrived.
    MessageConfirmed,
    /// Had a message in doubt sent again.
    MessageResent,
    /// Left a message in doubt at that.
    MessageGivenUp,
    /// Noted that somebody asked not to be texted.
    OptOutNoted,
    /// Noted that somebody asked to be texted again.
    OptInNoted,
    /// Had texts to a number tried again that the carrier had found wanting.
    NumberFaultCleared,
    /// Stopped a broadcast.
    BroadcastCancelled,
    /// Let a paused broadcast go on.
    BroadcastResumed,
}

impl AuditAction {
    /// The action in words for staff.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::EmergencySent => "Sent an emergency message",
            Self::SettingsChanged => "Changed the settings",
            Self::TemplateCreated => "Added a template",
            Self::TemplateChanged => "Changed a template",
            Self::TemplateDeleted => "Deleted a template",
            Self::MessageConfirmed => "Said that a text in doubt arrived",
            Self::MessageResent => "Had a text in doubt sent again",
            Self::MessageGivenUp => "Left a text in doubt at that",
            Self::OptOutNoted => "Noted that somebody asked not to be texted",
            Self::OptInNoted => "Noted that somebody asked to be texted again",
            Self::NumberFaultCleared => "Had texts to a number tried again",
            Self::BroadcastCancelled => "Stopped a message",
            Self::BroadcastResumed => "Let a paused message go on",
        }
    }
}

/// What came of it. An entry is written before the deed, so that no deed is without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditOutcome {
    /// It was begun, and nobody could note what came of it: it may have been done.
    Unclear,
    /// It was done.
    Done,
    /// It was turned down; nothing was changed.
    Refused,
}
