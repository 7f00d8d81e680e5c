//! The words of a message.

use serde::{Deserialize, Serialize};

/// What a broadcast says: not blank, and at most [`MessageContent::MAXIMUM_CHARACTERS`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MessageContent(String);

/// The content can't be sent; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidContent {
    /// Nothing but white space.
    #[error("Write the message: it is empty.")]
    Empty,
    /// Longer than the carrier takes.
    #[error("Shorten the message to 1,600 characters: it has {characters}.")]
    TooLong {
        /// How many UTF-16 units were given.
        characters: usize,
    },
    /// It holds a control character, which phones show as rubbish or not at all.
    #[error("Remove the invisible control character at position {position}.")]
    ControlCharacter {
        /// The position of the first one, counted from 1.
        position: usize,
    },
}

impl MessageContent {
    /// Twilio's limit on a message's body, in UTF-16 units:
    /// <https://www.twilio.com/docs/api/errors/21617>.
    pub const MAXIMUM_CHARACTERS: usize = 1_600;

    /// Takes the words as written; only the ends of lines are normalised.
    ///
    /// # Errors
    /// When there is nothing to say, too much, or a control character in it.
    pub fn parse(text: &str) -> Result<Self, InvalidContent> {
        let text = text.replace("\r\n", "\n");
        if text.trim().is_empty() {
            return Err(InvalidContent::Empty);
        }
        let characters = text.encode_utf16().count();
        if characters > Self::MAXIMUM_CHARACTERS {
            return Err(InvalidContent::TooLong { characters });
        }
        let forbidden =
            |character: char| character.is_control() && character != '\n' && character != '\t';
        if let Some(index) = text.chars().position(forbidden) {
            return Err(InvalidContent::ControlCharacter {
                position: index + 1,
            });
        }
        Ok(Self(text))
    }

    /// What stands in the place of words that had to be removed.
    pub fn removed() -> Self {
        Self("(removed)".into())
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Debug output ends up in logs, and no log may hold what we write to people (I7).
impl std::fmt::Debug for MessageContent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("MessageContent(..)")
    }
}

impl TryFrom<String> for MessageContent {
    type Error = InvalidContent;

    fn try_from(text: String) -> Result<Self, InvalidContent> {
        Self::parse(&text)
    }
}

impl From<MessageContent> for String {
    fn from(content: MessageContent) -> String {
        content.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_content_is_refused() {
        for text in ["", " ", "\n\t ", "\u{a0}"] {
            assert_eq!(MessageContent::parse(text), Err(InvalidContent::Empty));
        }
    }

    #[test]
    fn content_is_limited_in_the_units_that_the_carrier_counts() {
        assert!(MessageContent::parse(&"a".repeat(1_600)).is_ok());
        let error = MessageContent::parse(&"a".repeat(1_601));
        assert_eq!(error, Err(InvalidContent::TooLong { characters: 1_601 }));
        assert!(MessageContent::parse(&"🙏".repeat(800)).is_ok());
        let error = MessageContent::parse(&"🙏".repeat(801));
        assert_eq!(error, Err(InvalidContent::TooLong { characters: 1_602 }));
    }

    #[test]
    fn control_characters_are_refused_but_line_ends_are_kept() {
        let content = MessageContent::parse("one\r\ntwo").expect("two lines");
        assert_eq!(content.as_str(), "one\ntwo");
        assert_eq!(
            MessageContent::parse("a\u{0}b"),
            Err(InvalidContent::ControlCharacter { position: 2 })
        );
    }

    #[test]
    fn content_is_not_shown_by_debug_output() {
        let content = MessageContent::parse("Dinner on Friday").expect("content");
        assert_eq!(format!("{content:?}"), "MessageContent(..)");
    }
}
