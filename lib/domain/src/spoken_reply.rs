//! What somebody on the phone hears next, and what comes after it. Which words the network wants for that is not known
//! here: the same reply is played by a program of verbs, or streamed.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::phone::PhoneNumber;
use crate::shipped_language::ShippedLanguage;

/// What is said, and what comes then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpokenReply {
    /// What is said, in order. While we listen for words, these may interrupt it.
    pub say: Vec<Spoken>,
    /// What comes then. There is no reply without: nobody is left in silence (I13).
    pub next: NextStep,
}

/// Words to be spoken, all in one language.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    /// The language, which decides the voice.
    pub language: ShippedLanguage,
    /// The words.
    pub words: String,
}

impl Spoken {
    /// Words in a language.
    pub fn new(language: ShippedLanguage, words: impl Into<String>) -> Self {
        Self {
            language,
            words: words.into(),
        }
    }
}

/// Debug output ends up in logs, and no log may hold what is said on the phone (I7).
impl fmt::Debug for Spoken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Spoken({}, ..)", self.language.tag())
    }
}

/// What comes after what is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NextStep {
    /// Listens for words and keys.
    Listen {
        /// In which language the words are expected.
        language: ShippedLanguage,
    },
    /// Listens for one key.
    AwaitKey,
    /// Rings this number, and puts the two through when somebody takes the call there.
    Connect {
        /// The number.
        phone: PhoneNumber,
    },
    /// Ends the call.
    HangUp,
}
