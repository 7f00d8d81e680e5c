//! Who asked not to be texted, or not to be called. It is a property of the number, not of a person's record: it outlives edits, imports and
//! deletions, and holds for everyone who shares the number.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::history::Actor;
use crate::message::MessageType;
use crate::phone::PhoneNumber;
use crate::reply_meaning::Certainty;

/// The most characters of a person's own words that are kept with an opt-out; the whole text is kept by itself.
const MAXIMUM_WORDING: usize = 500;

/// Whether a number may be texted or called, and since when and why. Texts and calls are two things: whoever wants no calls
/// may want texts. Whoever wants no texts gets no calls either, for one way of saying stop has to be enough.
#[derive(Clone, PartialEq, Eq)]
pub struct OptOut {
    /// The number.
    pub phone: PhoneNumber,
    /// Of what.
    pub channel: MessageType,
    /// `false` after the person came back.
    pub opted_out: bool,
    /// Since when this holds.
    pub since: Timestamp,
    /// Who noted it.
    pub actor: Actor,
    /// Why, in the words of whoever noted it.
    pub reason: OptOutReason,
    /// By which way we know.
    pub source: OptOutSource,
    /// How surely a text asks for an end; a fuzzy one waits for a person to look at it. `None` for everything else.
    pub certainty: Option<Certainty>,
    /// What the person wrote, cut to 500 characters; `None` unless it came by a text that has words.
    pub wording: Option<String>,
}

/// By which way we know whether a number may be texted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptOutSource {
    /// Staff noted it.
    #[default]
    Staff,
    /// The person texted it.
    Text,
    /// The carrier refused a text of ours because of it.
    Carrier,
    /// The person said it on the phone, or pressed the key for it.
    Call,
}

impl OptOut {
    /// As staff note it.
    pub fn by_staff(
        phone: PhoneNumber,
        opted_out: bool,
        since: Timestamp,
        actor: Actor,
        reason: OptOutReason,
    ) -> Self {
        Self {
            phone,
            channel: MessageType::Sms,
            opted_out,
            since,
            actor,
            reason,
            source: OptOutSource::Staff,
            certainty: None,
            wording: None,
        }
    }

    /// As the person asked by a text, which came in at `at` and says `words`: for an end of texts with this certainty,
    /// or for texts again.
    pub fn by_text(phone: PhoneNumber, end: Option<Certainty>, at: Timestamp, words: &str) -> Self {
        let reason = match end {
            Some(Certainty::Exact) => "Asked by text to be left alone.",
            Some(Certainty::Fuzzy) => {
                "A text seems to ask to be left alone: read it, and undo this if it does not."
            }
            None => "Asked by text to be texted again.",
        };
        let wording: String = words.trim().chars().take(MAXIMUM_WORDING).collect();
        Self {
            phone,
            channel: MessageType::Sms,
            opted_out: end.is_some(),
            since: at,
            actor: Actor::person_with_the_phone(),
            reason: OptOutReason(reason.into()),
            source: OptOutSource::Text,
            certainty: end,
            wording: (!wording.is_empty()).then_some(wording),
        }
    }

    /// As the person said on the phone at `at`, in these words as they were transcribed: they may be misheard, so a person
    /// has to look at it.
    pub fn by_call(phone: PhoneNumber, at: Timestamp, words: &str) -> Self {
        let by_text = Self::by_text(phone, Some(Certainty::Fuzzy), at, words);
        Self {
            actor: Actor::person_on_the_phone(),
            reason: OptOutReason(
                "Seems to have asked on the phone to be left alone: read what was heard, and undo this if it is not meant \
                 so."
                .into(),
            ),
            source: OptOutSource::Call,
            ..by_text
        }
    }

    /// As the person asked at `at` by the key that ends our calls.
    pub fn of_calls_by_key(phone: PhoneNumber, at: Timestamp) -> Self {
        Self {
            phone,
            channel: MessageType::Voice,
            opted_out: true,
            since: at,
            actor: Actor::person_on_the_phone(),
            reason: OptOutReason("Pressed 9 in a call: no more calls.".into()),
            source: OptOutSource::Call,
            certainty: None,
            wording: None,
        }
    }

    /// The same about calls, in place of texts.
    #[must_use]
    pub fn of_calls(self) -> Self {
        Self {
            channel: MessageType::Voice,
            ..self
        }
    }

    /// As the carrier said when it refused a text of ours that was handed to it at `at`.
    pub fn by_carrier(phone: PhoneNumber, at: Timestamp) -> Self {
        Self {
            phone,
            channel: MessageType::Sms,
            opted_out: true,
            since: at,
            actor: Actor::carrier(),
            reason: OptOutReason("Twilio says that this person asked not to be texted.".into()),
            source: OptOutSource::Carrier,
            certainty: None,
            wording: None,
        }
    }

    /// Whether a text was only taken for an opt-out, and nobody has looked at it.
    pub fn is_to_be_checked(&self) -> bool {
        self.opted_out && self.certainty == Some(Certainty::Fuzzy)
    }

    /// What stands in the history of the people who have the number: why, and what was written.
    pub fn told(&self) -> String {
        let reason = self.reason.as_str();
        match &self.wording {
            Some(wording) => format!("{reason} “{wording}”"),
            None => reason.to_owned(),
        }
    }
}

/// Debug output ends up in logs, which hold neither numbers nor words (I7).
impl std::fmt::Debug for OptOut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("OptOut")
            .field("channel", &self.channel)
            .field("opted_out", &self.opted_out)
            .field("since", &self.since)
            .field("actor", &self.actor)
            .field("source", &self.source)
            .field("certainty", &self.certainty)
            .finish_non_exhaustive()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn phone() -> PhoneNumber {
        PhoneNumber::from_e164("+12125550123").expect("a number in E.164")
    }

    #[test]
    fn an_opt_out_by_text_says_what_was_written_and_how_sure_it_is() {
        let at = Timestamp::UNIX_EPOCH;
        let fuzzy = OptOut::by_text(
            phone(),
            Some(Certainty::Fuzzy),
            at,
            " please no more texts ",
        );
        assert!(fuzzy.opted_out);
        assert_eq!(fuzzy.certainty, Some(Certainty::Fuzzy));
        assert!(fuzzy.told().ends_with(" “please no more texts”"));
        let back = OptOut::by_text(phone(), None, at, "");
        assert!(!back.opted_out);
        assert_eq!(back.told(), "Asked by text to be texted again.");
        let long = OptOut::by_text(phone(), None, at, &"я".repeat(501));
        assert_eq!(long.wording.map(|words| words.chars().count()), Some(500));
    }

    #[test]
    fn neither_numbers_nor_words_are_shown_by_debug_output() {
        let opt_out = OptOut::by_text(phone(), None, Timestamp::UNIX_EPOCH, "swordfish");
        let shown = format!("{opt_out:?}");
        assert!(
            !shown.contains("5550123") && !shown.contains("swordfish"),
            "{shown}"
        );
    }
}
