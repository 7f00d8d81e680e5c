//! What the church answers by itself: to a keyword, such as DINNER, and to whoever writes while nobody is in the office.
//!
//! An automatic answer is never worth a loop of two machines: a text that looks like one itself gets none, and how
//! often a sender gets one is the caller's to keep.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::content::{InvalidContent, MessageContent};
use crate::language::LanguageTag;
use crate::reply_meaning::{ReplyMeaning, read_reply};
use crate::thread::AnswerReason;
use crate::time_zone::TimeZoneName;

mod keyword;
mod machine;
mod office_hours;

pub use keyword::{InvalidKeyword, Keyword};
pub use machine::is_automatic_reply;
pub use office_hours::{InvalidOfficeHours, OfficeDay, OfficeHours};

/// What the church answers by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutomaticAnswers {
    /// Each keyword once, at most [`AutomaticAnswers::MAXIMUM_KEYWORDS`].
    pub keywords: Vec<KeywordAnswer>,
    /// What is said outside the office's hours; `None` for nothing.
    pub after_hours: Option<AfterHours>,
    /// Grows with each change; 0 where nothing was ever decided.
    pub version: u32,
}

/// The answer to a keyword.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeywordAnswer {
    /// The word that the whole text must be.
    pub keyword: Keyword,
    /// What is answered.
    pub words: AnswerWords,
    /// From when on; `None` for at once.
    pub starts_at: Option<Timestamp>,
    /// Until when; `None` for as long as it stands here.
    pub ends_at: Option<Timestamp>,
}

impl KeywordAnswer {
    fn is_in_time(&self, at: Timestamp) -> bool {
        self.starts_at.is_none_or(|starts| starts <= at)
            && self.ends_at.is_none_or(|ends| at < ends)
    }
}

/// What is said while nobody is in the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AfterHours {
    /// What is answered.
    pub words: AnswerWords,
    /// When somebody is in the office, by the church's clock.
    pub office_hours: OfficeHours,
}

/// An answer, in the languages that it was written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerWords {
    /// For whoever reads none of the others.
    pub answer: AnswerText,
    /// The same in other languages, at most [`AnswerWords::MAXIMUM_TRANSLATIONS`].
    pub translations: BTreeMap<LanguageTag, AnswerText>,
}

impl AnswerWords {
    /// The most translations of an answer.
    pub const MAXIMUM_TRANSLATIONS: usize = 20;

    /// What somebody who prefers `wanted` is told.
    pub fn for_reader(&self, wanted: &LanguageTag) -> &str {
        let found = wanted
            .with_fallbacks()
            .find_map(|tag| self.translations.get(&tag));
        found.unwrap_or(&self.answer).as_str()
    }

    fn bytes(&self) -> usize {
        let translations = self.translations.values();
        let all = translations.chain([&self.answer]);
        all.map(|text| text.as_str().len()).sum()
    }
}

/// The words of an automatic answer: not blank, and at most [`AnswerText::MAXIMUM_CHARACTERS`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AnswerText(MessageContent);

/// The words can't be answered; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAnswer {
    /// They could not be sent at all.
    #[error(transparent)]
    Content(#[from] InvalidContent),
    /// They would cost too much: whoever writes to the church decides how often they are sent.
    #[error("Shorten the answer to 480 characters: it has {characters}.")]
    TooLong {
        /// How many UTF-16 units were given.
        characters: usize,
    },
}

impl AnswerText {
    /// The most UTF-16 units of an answer: about three segments of ordinary letters.
    pub const MAXIMUM_CHARACTERS: usize = 480;

    /// Takes the words as written; only the ends of lines are normalised.
    ///
    /// # Errors
    /// When there is nothing to say, too much, or a control character in it.
    pub fn parse(text: &str) -> Result<Self, InvalidAnswer> {
        let characters = text.encode_utf16().count();
        if characters > Self::MAXIMUM_CHARACTERS {
            return Err(InvalidAnswer::TooLong { characters });
        }
        Ok(Self(MessageContent::parse(text)?))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl TryFrom<String> for AnswerText {
    type Error = InvalidAnswer;

    fn try_from(text: String) -> Result<Self, InvalidAnswer> {
        Self::parse(&text)
    }
}

impl From<AnswerText> for String {
    fn from(text: AnswerText) -> String {
        text.0.into()
    }
}

impl AutomaticAnswers {
    /// The most keywords.
    pub const MAXIMUM_KEYWORDS: usize = 50;
    /// The most bytes that all answers have together: they are one record, and a record of the store holds 400 KB.
    pub const MAXIMUM_BYTES: usize = 100_000;

    /// What is answered to a text that asks nothing about consent and came in at `at`, and why. A keyword's answer goes
    /// before the one for closed doors.
    pub fn answer_to(
        &self,
        body: &str,
        at: Timestamp,
        zone: &TimeZoneName,
    ) -> Option<(&AnswerWords, AnswerReason)> {
        if is_automatic_reply(body) {
            return None;
        }
        let keyword = Keyword::parse(body).ok().and_then(|keyword| {
            let mut all = self.keywords.iter();
            all.find(|answer| answer.keyword.is_same(&keyword) && answer.is_in_time(at))
        });
        if let Some(found) = keyword {
            let reason = AnswerReason::Keyword(found.keyword.as_str().to_owned());
            return Some((&found.words, reason));
        }
        let after_hours = self.after_hours.as_ref()?;
        let is_closed = !after_hours.office_hours.is_open(at, zone);
        is_closed.then_some((&after_hours.words, AnswerReason::AfterHours))
    }

    /// What is wrong with them as a whole, by the index of the keyword that has to be changed.
    pub fn misfit(&self) -> Option<(usize, &'static str)> {
        let mut seen = BTreeSet::new();
        for (index, answer) in self.keywords.iter().enumerate() {
            if read_reply(answer.keyword.as_str()) != ReplyMeaning::Other {
                let sentence =
                    "This word ends texts, begins them again or asks for help. Choose another one.";
                return Some((index, sentence));
            }
            if !seen.insert(answer.keyword.folded()) {
                return Some((index, "This word is there twice. Remove one of the two."));
            }
        }
        None
    }

    /// Whether all answers together are more than a record holds.
    pub fn is_too_large(&self) -> bool {
        let keywords = self.keywords.iter().map(|answer| answer.words.bytes());
        let after_hours = self.after_hours.iter().map(|answer| answer.words.bytes());
        keywords.chain(after_hours).sum::<usize>() > Self::MAXIMUM_BYTES
    }
}

#[cfg(test)]
mod tests;
