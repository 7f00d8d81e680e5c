//! A conversation on the phone, turn by turn: what was heard, what was answered, and how matters stand after it.
//!
//! Each turn keeps how matters stand after it, so the next one needs nothing but the turn before. A turn that comes
//! twice is answered as it was the first time.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::call::FollowUpKind;
use crate::money::MicroDollars;
use crate::shipped_language::ShippedLanguage;
use crate::spoken_reply::SpokenReply;

mod intent;

pub use intent::{Intent, read_intent};

/// What was heard of a caller.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Heard {
    /// Words, as they were transcribed.
    Words {
        /// The words.
        words: String,
    },
    /// Keys of the phone: digits, `*` and `#`.
    Keys {
        /// The keys, in order.
        keys: String,
    },
    /// Nothing, for as long as we listened.
    Silence,
    /// What became of ringing somebody for the caller.
    Connected {
        /// Whether somebody took the call.
        was_answered: bool,
    },
}

/// Debug output ends up in logs, and no log may hold what is said on the phone (I7).
impl fmt::Debug for Heard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Words { .. } => "Words(..)",
            Self::Keys { .. } => "Keys(..)",
            Self::Silence => "Silence",
            Self::Connected { .. } => "Connected",
        })
    }
}

/// One turn: what a caller said, and the answer. Turn 0 is the greeting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// Counts from 0.
    pub number: u16,
    /// What was heard; `None` for the greeting.
    pub heard: Option<Heard>,
    /// When it was heard.
    pub heard_at: Timestamp,
    /// The answer; `None` while there is none.
    pub answer: Option<TurnAnswer>,
}

/// What was answered, and how matters stand then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnAnswer {
    /// What was said, and what came then.
    pub reply: SpokenReply,
    /// How matters stand after it.
    pub state: ConversationState,
    /// When it was answered.
    pub at: Timestamp,
    /// What the model's part in it cost, at most.
    #[serde(default)]
    pub cost: MicroDollars,
}

/// How matters stand in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationState {
    /// The language that is spoken.
    pub language: ShippedLanguage,
    /// What the next words are taken for.
    pub mode: Mode,
    /// How often in a row nothing was heard.
    pub silences: u8,
    /// Whether the caller asked that only the pastor should know.
    pub is_confidential: bool,
    /// Whether an opt-out was noted in this call.
    pub has_opted_out: bool,
}

/// What the next words are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mode {
    /// A question, or a wish.
    Talking,
    /// A message for the church.
    TakingMessage {
        /// Of what kind.
        for_what: FollowUpKind,
    },
    /// Somebody is rung.
    Connecting,
    /// A message of the church was spoken, in a call that goes out: the next key says what comes then.
    Announcing,
}

impl ConversationState {
    /// As a call begins.
    pub fn beginning(language: ShippedLanguage) -> Self {
        Self {
            language,
            mode: Mode::Talking,
            silences: 0,
            is_confidential: false,
            has_opted_out: false,
        }
    }
}
