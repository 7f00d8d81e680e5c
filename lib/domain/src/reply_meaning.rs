//! What an inbound text means for consent: to be left alone, to be written to again, to know who writes, or
//! something else, which is what nearly all texts are.
//!
//! In the United States a person may say in any reasonable way that the texts shall end, and seven words are always
//! reasonable (47 CFR 64.1200(a)(10), <https://www.ecfr.gov/current/title-47/section-64.1200>). Twilio knows only
//! single English words. So this reads all languages that we ship, in two tiers: what says so beyond doubt as a whole
//! message, and what probably says so, which is obeyed as well and shown to a person. To obey wrongly costs one look;
//! not to obey costs a person's peace.
//!
//! The words are in `languages`, one file each; how a text is written does not matter: see `phrases`.

mod languages;
mod rules;
#[cfg(test)]
mod tests;

use crate::phrases::WrittenText;
use rules::RULES;
use serde::{Deserialize, Serialize};

/// What an inbound text asks of us.
///
/// All but the meaning stays to be done by the caller: a text of any meaning belongs in the inbox, since "help" may be
/// a cry for help and not for instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyMeaning {
    /// The sender wants no more texts: the number is opted out at once, whatever the certainty.
    OptOut(Certainty),
    /// The sender wants texts again: it undoes an opt-out, and means nothing where there is none ("yes" is the answer
    /// to many questions).
    OptIn,
    /// The sender asks who writes and how to stop it.
    Help,
    /// Anything else.
    Other,
}

impl ReplyMeaning {
    /// The meaning in one word, for logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OptOut(Certainty::Exact) => "opt_out",
            Self::OptOut(Certainty::Fuzzy) => "fuzzy_opt_out",
            Self::OptIn => "opt_in",
            Self::Help => "help",
            Self::Other => "other",
        }
    }
}

/// How sure it is that a text asks for an end of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// The whole text says nothing else.
    Exact,
    /// A sentence says so, or a misspelt word may: a person has to look at it.
    Fuzzy,
}

/// The words to which Twilio itself answers, and which it acts on before we hear of them:
/// <https://help.twilio.com/articles/223134027>.
const TWILIO_WORDS: [&str; 13] = [
    "STOP",
    "STOPALL",
    "UNSUBSCRIBE",
    "CANCEL",
    "END",
    "QUIT",
    "REVOKE",
    "OPTOUT",
    "START",
    "YES",
    "UNSTOP",
    "HELP",
    "INFO",
];

/// Reads a text of any length and content; what follows the first 1,600 characters is not read.
///
/// The time it takes grows with the length of the text, and not faster.
pub fn read_reply(text: &str) -> ReplyMeaning {
    let whole = WrittenText::of(text);
    if RULES.opts_out(&whole) {
        ReplyMeaning::OptOut(Certainty::Exact)
    } else if RULES.opts_in(&whole) {
        ReplyMeaning::OptIn
    } else if RULES.asks_for_help(&whole) {
        ReplyMeaning::Help
    } else if RULES.probably_opts_out(&WrittenText::outside_quotations(text)) {
        ReplyMeaning::OptOut(Certainty::Fuzzy)
    } else {
        ReplyMeaning::Other
    }
}

/// Whether Twilio has answered this text already, so that we must not answer it too: one of its words in any case,
/// and nothing else but white space.
///
/// It says nothing of what the text means: [`read_reply`] does. Twilio undoes an opt-out of its own only for START,
/// YES and UNSTOP, so what reads as [`ReplyMeaning::OptIn`] and is not handled by it may still be refused (21610).
pub fn is_handled_by_twilio(text: &str) -> bool {
    let word = text.trim();
    TWILIO_WORDS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word))
}
