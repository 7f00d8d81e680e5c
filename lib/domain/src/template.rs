//! Templates: texts that staff send again and again, kept with their translations.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::contact::one_line;
use crate::content::MessageContent;
use crate::ids::TemplateId;
use crate::language::LanguageTag;
use crate::purpose::Purpose;

/// A text to begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The template's id.
    pub id: TemplateId,
    /// What staff call it.
    pub name: TemplateName,
    /// What it says, with fields for each reader's own name.
    pub content: MessageContent,
    /// The language that it was written in.
    pub language: LanguageTag,
    /// The same in other languages.
    pub translations: BTreeMap<LanguageTag, MessageContent>,
    /// What it is for.
    pub purpose: Purpose,
    /// Who made it: the e-mail address or id of a member of staff.
    pub created_by: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes from 1; who changes the template names the version that was read.
    pub version: u32,
}

/// A template's name: 1 to 80 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TemplateName(String);

/// The text can't be a template's name; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTemplateName {
    /// Nothing was given.
    #[error("Enter a name for the template.")]
    Empty,
    /// It is too long.
    #[error("Shorten this to {} characters.", TemplateName::MAXIMUM_CHARACTERS)]
    TooLong,
}

impl TemplateName {
    /// The most characters of a name.
    pub const MAXIMUM_CHARACTERS: usize = 80;

    /// Reads a name; runs of white space become one space.
    ///
    /// # Errors
    /// When nothing is left, or it is too long.
    pub fn parse(text: &str) -> Result<Self, InvalidTemplateName> {
        let name = one_line(text);
        match name.chars().count() {
            0 => Err(InvalidTemplateName::Empty),
            length if length > Self::MAXIMUM_CHARACTERS => Err(InvalidTemplateName::TooLong),
            _ => Ok(Self(name)),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for TemplateName {
    type Error = InvalidTemplateName;

    fn try_from(text: String) -> Result<Self, InvalidTemplateName> {
        Self::parse(&text)
    }
}

impl From<TemplateName> for String {
    fn from(name: TemplateName) -> String {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_on_one_line_and_is_not_long() {
        let name = TemplateName::parse(" Snow\t day \n off ").expect("a name");
        assert_eq!(name.as_str(), "Snow day off");
        assert_eq!(TemplateName::parse(" \n"), Err(InvalidTemplateName::Empty));
        assert!(TemplateName::parse(&"é".repeat(80)).is_ok());
        assert_eq!(
            TemplateName::parse(&"é".repeat(81)),
            Err(InvalidTemplateName::TooLong)
        );
    }
}
