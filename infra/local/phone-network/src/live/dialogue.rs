//! What was heard and said in a call, as its phone knows it.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{clock, twiml::Problem};

/// One thing that was heard, said or happened.
#[derive(Debug, Clone)]
pub(crate) enum Heard {
    /// The church's words.
    Speech {
        text: String,
        language: String,
        voice: String,
        interrupted: bool,
        /// A machine was still greeting: nobody will hear it.
        before_the_beep: bool,
    },
    /// Tones that the church plays.
    Tones(String),
    /// What the phone said, and how surely it was understood.
    Said {
        words: String,
        confidence: Option<f64>,
    },
    /// The keys that the phone pressed.
    Keys(String),
    /// What whoever it is connected with said.
    Other(String),
    /// What was wrong with the TwiML of the account.
    Mistake(Problem),
    /// What happened, in a sentence.
    Event(String),
}

/// One entry of a dialogue.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    at: Timestamp,
    pub(super) heard: Heard,
}

impl Entry {
    pub(super) fn now(heard: Heard) -> Self {
        Self {
            at: clock::now(),
            heard,
        }
    }

    pub(super) fn view(&self) -> Value {
        let mut view = match &self.heard {
            Heard::Speech {
                text,
                language,
                voice,
                interrupted,
                before_the_beep,
            } => json!({
                "kind": "heard",
                "text": text,
                "language": language,
                "voice": voice,
                "interrupted": interrupted,
                "before_the_beep": before_the_beep,
            }),
            Heard::Tones(digits) => json!({ "kind": "tones", "digits": digits }),
            Heard::Said { words, confidence } => {
                json!({ "kind": "said", "text": words, "confidence": confidence })
            }
            Heard::Keys(digits) => json!({ "kind": "keys", "digits": digits }),
            Heard::Other(words) => json!({ "kind": "other", "text": words }),
            Heard::Mistake(problem) => json!({
                "kind": "error",
                "code": problem.code,
                "title": Problem::title_of(problem.code),
                "message": problem.sentence,
            }),
            Heard::Event(sentence) => json!({ "kind": "event", "text": sentence }),
        };
        view["at"] = json!(self.at.to_string());
        view
    }
}
