//! Who asked not to be texted. It is a property of the number, not of a person's record: it outlives edits, imports and
//! deletions, and holds for everyone who shares the number.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::history::Actor;
use crate::phone::PhoneNumber;

/// Whether a number may be texted, and since when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptOut {
    /// The number.
    pub phone: PhoneNumber,
    /// `false` after the person came back.
    pub opted_out: bool,
    /// Since when this holds.
    pub since: Timestamp,
    /// Who noted it.
    pub actor: Actor,
    /// Why, in the words of whoever noted it.
    pub reason: OptOutReason,
}

/// Why a number is opted out, or in again: 1 to 500 characters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OptOutReason(String);

/// Debug output ends up in logs, and a reason may name someone (I7).
impl std::fmt::Debug for OptOutReason {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("OptOutReason(..)")
    }
}

/// The text can't be a reason; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReason {
    /// Nothing was given.
    #[error("Say how you know, such as \"asked on the phone\".")]
    Empty,
    /// It is too long.
    #[error("Shorten this to {} characters.", OptOutReason::MAXIMUM_CHARACTERS)]
    TooLong,
}

impl OptOutReason {
    /// The most characters of a reason.
    pub const MAXIMUM_CHARACTERS: usize = 500;

    /// Reads a reason.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn parse(text: &str) -> Result<Self, InvalidReason> {
        let text = text.trim();
        match text.chars().count() {
            0 => Err(InvalidReason::Empty),
            length if length > Self::MAXIMUM_CHARACTERS => Err(InvalidReason::TooLong),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The reason.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OptOutReason {
    type Error = InvalidReason;

    fn try_from(text: String) -> Result<Self, InvalidReason> {
        Self::parse(&text)
    }
}

impl From<OptOutReason> for String {
    fn from(reason: OptOutReason) -> String {
        reason.0
    }
}
