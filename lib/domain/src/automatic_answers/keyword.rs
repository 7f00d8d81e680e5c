//! Words that a text is compared with as a whole.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A word, or a few, of 1 to [`Keyword::MAXIMUM_CHARACTERS`] characters. Case, white space and what stands around it,
/// such as quotation marks, do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Keyword(String);

/// The text can't be a keyword; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKeyword {
    /// There is no letter and no digit in it.
    #[error("Enter a word, such as DINNER.")]
    Empty,
    /// It is too long.
    #[error("Shorten the keyword to 30 characters.")]
    TooLong,
}

impl Keyword {
    /// The most characters of a keyword.
    pub const MAXIMUM_CHARACTERS: usize = 30;

    /// Reads a keyword.
    ///
    /// # Errors
    /// When there is no letter and no digit in it, or too many.
    pub fn parse(text: &str) -> Result<Self, InvalidKeyword> {
        // An accent that stands by itself is no letter: it is put on its letter first.
        let text: String = text.nfkc().collect();
        let text = text.trim_matches(|letter: char| !letter.is_alphanumeric());
        // Counted no further than needed: a text of any length is read as a keyword.
        match text.chars().take(Self::MAXIMUM_CHARACTERS + 1).count() {
            0 => Err(InvalidKeyword::Empty),
            length if length > Self::MAXIMUM_CHARACTERS => Err(InvalidKeyword::TooLong),
            _ => Ok(Self(
                text.split_whitespace().collect::<Vec<&str>>().join(" "),
            )),
        }
    }

    /// The keyword, in the case in which it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether both are the same word.
    pub fn is_same(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }

    /// The keyword without the differences that do not count.
    pub(super) fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl TryFrom<String> for Keyword {
    type Error = InvalidKeyword;

    fn try_from(text: String) -> Result<Self, InvalidKeyword> {
        Self::parse(&text)
    }
}

impl From<Keyword> for String {
    fn from(keyword: Keyword) -> String {
        keyword.0
    }
}
