//! The words with which a phone takes itself off the church's list, as Twilio handles them by default.
//!
//! Words, answers and the block are those of "Twilio support for opt-out keywords",
//! <https://help.twilio.com/articles/223134027>, for a long code without Advanced Opt-Out. It does not say
//! what a word does that changes nothing. Our reading: Twilio answers a change, once. A second STOP, a
//! START or YES of a phone that is not blocked, and HELP of one that is, are texts like any other.

use serde::{Deserialize, Serialize};

const STOP: &[&str] = &[
    "STOP",
    "STOPALL",
    "UNSUBSCRIBE",
    "CANCEL",
    "END",
    "QUIT",
    "REVOKE",
    "OPTOUT",
];
const START: &[&str] = &["START", "YES", "UNSTOP"];
const HELP: &[&str] = &["HELP", "INFO"];

/// What Twilio does about a text by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Reaction {
    /// Blocks all further texts from the church to this phone.
    Stop,
    /// Lifts the block.
    Start,
    /// Says how to stop.
    Help,
}

impl Reaction {
    /// The reaction to a text of a phone that is blocked or is not, if there is one. Only a single word counts,
    /// in any case, with space around it.
    pub(crate) fn to(body: &str, blocked: bool) -> Option<Self> {
        let word = body.trim();
        let is_one_of = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
        if is_one_of(STOP) && !blocked {
            Some(Self::Stop)
        } else if is_one_of(START) && blocked {
            Some(Self::Start)
        } else if is_one_of(HELP) && !blocked {
            Some(Self::Help)
        } else {
            None
        }
    }

    /// What Twilio answers.
    pub(crate) fn answer(self) -> &'static str {
        match self {
            Self::Stop => {
                "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe."
            }
            Self::Start => {
                "You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply."
            }
            Self::Help => "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
        }
    }

    /// Whether the phone is blocked from now on; none when that stays as it is.
    pub(crate) fn blocks(self) -> Option<bool> {
        match self {
            Self::Stop => Some(true),
            Self::Start => Some(false),
            Self::Help => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Reaction;

    #[test]
    fn only_a_single_word_counts_in_any_case_and_with_space_around_it() {
        for (body, expected) in [
            ("STOP", Some(Reaction::Stop)),
            (" stop\n", Some(Reaction::Stop)),
            ("StopAll", Some(Reaction::Stop)),
            ("optout", Some(Reaction::Stop)),
            ("Revoke", Some(Reaction::Stop)),
            ("opt out", None),
            ("STOP PLEASE", None),
            ("STOP.", None),
            ("", None),
            ("help", Some(Reaction::Help)),
            ("Info", Some(Reaction::Help)),
            ("yes", None),
            ("START", None),
        ] {
            assert_eq!(Reaction::to(body, false), expected, "{body:?}");
        }
    }

    #[test]
    fn a_blocked_phone_is_answered_only_when_it_comes_back() {
        for (body, expected) in [
            ("YES", Some(Reaction::Start)),
            ("start", Some(Reaction::Start)),
            ("Unstop", Some(Reaction::Start)),
            ("STOP", None),
            ("HELP", None),
        ] {
            assert_eq!(Reaction::to(body, true), expected, "{body:?}");
        }
    }
}
