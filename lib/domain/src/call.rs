//! Calls: who rang, what became of it, and what a person should do about it.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::care::CareNeed;
use crate::history::Actor;
use crate::ids::{CallId, ContactId, FollowUpId};
use crate::phone::PhoneNumber;
use crate::shipped_language::ShippedLanguage;

/// A phone call with the church. What was said is kept turn by turn beside it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The call's id.
    pub id: CallId,
    /// The carrier's id.
    pub twilio_call_sid: String,
    /// Who called whom.
    pub direction: CallDirection,
    /// The other's number; `None` when it was withheld, or the person was forgotten.
    pub caller_phone: Option<PhoneNumber>,
    /// The first of the people with that number.
    pub contact_id: Option<ContactId>,
    /// That person's name, or the name that the network gave.
    pub caller_name: Option<String>,
    /// Where the call stands.
    pub status: CallStatus,
    /// The language that was spoken last.
    pub language: ShippedLanguage,
    /// What the assistant may know of the caller.
    pub background: CallerBackground,
    /// Whether the model may be asked in this call; otherwise messages are taken and people are rung.
    pub is_model_used: bool,
    /// Whether only the pastor may read what was said.
    pub is_confidential: bool,
    /// The most urgent thing that was heard.
    pub care_need: Option<CareNeed>,
    /// How many follow-ups came of it.
    pub follow_ups: u16,
    /// How long it lasted, in seconds; `None` until it has ended.
    pub duration: Option<u32>,
    /// What it was about.
    pub summary: CallSummary,
    /// Changes of the contact that the caller asked for.
    #[serde(default)]
    pub changes: Vec<ProposedChange>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Grows with each change.
    pub version: u32,
}

/// Debug output ends up in logs, and no log may hold a caller's data (I7).
impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl Call {
    /// Takes out who called and what it was about; that there was a call, when and how long stays.
    pub fn forget_caller(&mut self) {
        self.caller_phone = None;
        self.contact_id = None;
        self.caller_name = None;
        self.background = CallerBackground::default();
        self.summary = CallSummary::None {
            reason: "This person was deleted from the directory, and what was said with them."
                .into(),
        };
        self.changes.clear();
        self.follow_ups = 0;
    }
}

/// Who called whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallDirection {
    /// Somebody called the church.
    Inbound,
    /// The church called somebody.
    Outbound,
}

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallStatus {
    /// Somebody is on the phone.
    InProgress,
    /// It has ended.
    Completed,
    /// It ended by a failure of the network or of ours.
    Failed,
}

/// What the assistant may know of a caller: never more than this (I12).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerBackground {
    /// The caller's own first name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last text that the church sent to this number, at most [`CallerBackground::MAXIMUM_LAST_SENT`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sent: Option<String>,
}

impl CallerBackground {
    /// More of a text is not told to the assistant.
    pub const MAXIMUM_LAST_SENT: usize = 500;
}

/// Debug output ends up in logs, and no log may hold a caller's data (I7).
impl fmt::Debug for CallerBackground {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CallerBackground(..)")
    }
}

/// What a call was about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CallSummary {
    /// It is not written yet.
    Pending,
    /// It is being written since then.
    Writing {
        /// Since when.
        since: Timestamp,
    },
    /// Here it is, in the language of the staff.
    Written {
        /// The words.
        words: String,
    },
    /// There is none; why, for staff.
    None {
        /// A sentence.
        reason: String,
    },
}

/// Debug output ends up in logs, and no log may hold what was said on the phone (I7).
impl fmt::Debug for CallSummary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Pending => "Pending",
            Self::Writing { .. } => "Writing",
            Self::Written { .. } => "Written(..)",
            Self::None { .. } => "None",
        })
    }
}

/// A change of a contact that a caller asked for; nothing is changed until a member of staff accepts it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedChange {
    /// Which field.
    pub field: ChangeableField,
    /// What it should be, as the caller said it.
    pub value: String,
    /// What became of it.
    pub decision: ChangeDecision,
}

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl fmt::Debug for ProposedChange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ProposedChange({:?}, ..)", self.field)
    }
}

/// What of a contact a caller may ask to have changed. The number is not among them: whoever calls from another one
/// could take a person's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeableField {
    /// The name.
    Name,
    /// Street and house number.
    Address,
    /// The city.
    City,
    /// State and ZIP code.
    StateZip,
    /// The language that the person reads and hears, as a BCP 47 tag.
    PreferredLanguage,
    /// The e-mail address.
    Email,
}

impl ChangeableField {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Name,
        Self::Address,
        Self::City,
        Self::StateZip,
        Self::PreferredLanguage,
        Self::Email,
    ];

    /// The field's name in the API and in a contact's record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Address => "address",
            Self::City => "city",
            Self::StateZip => "state_zip",
            Self::PreferredLanguage => "preferred_language",
            Self::Email => "email",
        }
    }
}

/// What became of a proposed change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChangeDecision {
    /// Nobody has decided.
    Proposed,
    /// It was made.
    Accepted {
        /// By whom.
        by: Actor,
        /// When.
        at: Timestamp,
    },
    /// It was not made.
    Refused {
        /// By whom.
        by: Actor,
        /// When.
        at: Timestamp,
    },
}

/// Something that a caller asked for, and that a person has to do.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// The follow-up's id.
    pub id: FollowUpId,
    /// In which call.
    pub call_id: CallId,
    /// What kind of thing.
    pub kind: FollowUpKind,
    /// What the caller said, or what it comes to.
    pub words: String,
    /// Whether only the pastor may read it.
    pub is_confidential: bool,
    /// Who has done it, and when; `None` while it is open.
    pub done: Option<FollowUpDone>,
    /// When it was noted.
    pub created_at: Timestamp,
    /// Grows with each change.
    pub version: u32,
}

/// Debug output ends up in logs, and no log may hold what a caller said (I7).
impl fmt::Debug for FollowUp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FollowUp")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// A follow-up was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpDone {
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// What a caller asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpKind {
    /// To be prayed for.
    Prayer,
    /// To be rung back.
    Callback,
    /// To pass on a message.
    Message,
    /// Someone may be in danger: look after this person.
    Care,
    /// Anything else that a person has to do.
    Other,
}

impl FollowUpKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Prayer,
        Self::Callback,
        Self::Message,
        Self::Care,
        Self::Other,
    ];

    /// The name in the API and the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prayer => "prayer",
            Self::Callback => "callback",
            Self::Message => "message",
            Self::Care => "care",
            Self::Other => "other",
        }
    }
}
