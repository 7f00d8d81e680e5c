//! What happened to a contact's record, and who did it.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{ChangeId, ContactId, ImportId};

/// One change of one contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRecord {
    /// The change's id; ids sort by time.
    pub id: ChangeId,
    /// The contact.
    pub contact_id: ContactId,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What was done.
    pub action: ChangeAction,
    /// By which way.
    pub source: ChangeSource,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
    /// The fields that changed.
    pub changes: Vec<FieldChange>,
}

/// Someone on the staff; or, for opt-outs, the person with the phone, or the carrier.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account.
    pub id: String,
    /// How others on the staff know the person: the e-mail address.
    pub shown_as: String,
}

impl Actor {
    /// Whoever writes from the phone.
    pub(crate) fn person_with_the_phone() -> Self {
        Self {
            id: "text".into(),
            shown_as: "the person, by text".into(),
        }
    }

    /// Whoever calls from the phone.
    pub(crate) fn person_on_the_phone() -> Self {
        Self {
            id: "call".into(),
            shown_as: "the person, on the phone".into(),
        }
    }

    /// Whoever carries our texts.
    pub fn carrier() -> Self {
        Self {
            id: "carrier".into(),
            shown_as: "Twilio".into(),
        }
    }
}

/// Debug output ends up in logs, which say who by the account's id alone.
impl fmt::Debug for Actor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Actor({})", self.id)
    }
}

/// What was done to a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeAction {
    /// The record was made.
    Created,
    /// Fields were changed.
    Changed,
    /// The person's number was opted out of texts.
    OptedOut,
    /// The person's number may be texted again.
    OptedIn,
    /// The number was opted out of calls.
    CallsOptedOut,
    /// The number was opted in to calls again.
    CallsOptedIn,
}

/// By which way a change came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum ChangeSource {
    /// Someone made it in the dashboard, by the API or, for opt-outs, by a text: the actor tells.
    ByHand,
    /// A spreadsheet said so.
    Import {
        /// The import.
        import_id: ImportId,
    },
}

/// How one field changed, in words as staff read them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field's name in the API.
    pub field: String,
    /// Before; `None` when there was nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// After; `None` when there is nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl fmt::Debug for FieldChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FieldChange({})", self.field)
    }
}
