//! Messages with fields that each reader's own data fills: `Hi {first_name|friend}, see you in {city}!`
//!
//! A field is a name in braces, with an optional fallback after a bar for readers of whom we know nothing. A brace
//! that is meant itself is written twice: `{{` and `}}`. A text without braces is a template that says itself.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::contact::ContactDetails;
use crate::content::{InvalidContent, MessageContent};
use crate::language::LanguageTag;

mod fallback;
mod first_name;
mod parsing;
mod value;

/// What a field stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MergeField {
    /// The first name, taken from the name: `Ruth` of `Okafor, Ruth`.
    FirstName,
    /// The name as the directory has it.
    Name,
    /// The city that the reader lives in.
    City,
    /// The church's name.
    Church,
}

impl MergeField {
    /// All fields, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::FirstName, Self::Name, Self::City, Self::Church];

    /// The name between the braces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FirstName => "first_name",
            Self::Name => "name",
            Self::City => "city",
            Self::Church => "church",
        }
    }

    /// What stands in the text when neither the directory nor the template has anything: `friend` for names,
    /// `your city`, `our church`, in the language given. English stands in for languages that we don't ship.
    pub fn default_fallback(self, language: &LanguageTag) -> &'static str {
        fallback::of(self, language)
    }

    /// The field of this name; case and the spaces around it do not count.
    fn named(text: &str) -> Option<Self> {
        let name = text.trim();
        let mut all = Self::ALL.into_iter();
        all.find(|field| field.as_str().eq_ignore_ascii_case(name))
    }
}

/// A message with fields, as it was written.
///
/// It is text in JSON, checked when it is read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MessageTemplate {
    source: MessageContent,
    parts: Vec<Part>,
}

/// A piece of a template.
#[derive(Clone, PartialEq, Eq)]
enum Part {
    /// Words, with each double brace as the one that is meant.
    Text(String),
    /// A field, and what its writer wants to read where there is no value.
    Field {
        field: MergeField,
        fallback: Option<String>,
    },
}

/// The template can't be read; the sentence says what to do. Positions count characters from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidTemplate {
    /// It could not be sent even without its fields.
    #[error(transparent)]
    Content(#[from] InvalidContent),
    /// There is no field of this name.
    #[error(
        "There is no field of the name in the braces at position {position}. Use {{first_name}}, {{name}}, {{city}} \
         or {{church}}; for a brace itself, write {{{{ or }}}}."
    )]
    UnknownField {
        /// Where the opening brace is.
        position: usize,
    },
    /// A field does not end.
    #[error(
        "Close the brace at position {position}, as in {{first_name}}; for a brace itself, write {{{{."
    )]
    UnclosedBrace {
        /// Where the opening brace is.
        position: usize,
    },
    /// A field ends that did not begin.
    #[error(
        "The brace at position {position} closes nothing. Remove it; for a brace itself, write }}}}."
    )]
    StrayClosingBrace {
        /// Where the closing brace is.
        position: usize,
    },
    /// `{{first_name}}`, as other programs write fields: readers would be called `{first_name}`.
    #[error(
        "Write the field at position {position} with one brace on each side, as in {{first_name}}."
    )]
    DoubleBraces {
        /// Where the first brace is.
        position: usize,
    },
    /// `{first_name|}`: the text would have a hole.
    #[error(
        "Write what stands in for a missing value after the bar, as in {{first_name|friend}}, or remove the bar: the \
         field at position {position} has none."
    )]
    EmptyFallback {
        /// Where the opening brace is.
        position: usize,
    },
}

/// What is known of one reader.
#[derive(Clone, Copy)]
pub struct MergeValues<'a> {
    /// The name, as the directory has it.
    pub name: Option<&'a str>,
    /// The city.
    pub city: Option<&'a str>,
    /// The church's name.
    pub church: Option<&'a str>,
    /// The language that the message is written in; fallbacks are in it.
    pub language: &'a LanguageTag,
}

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl std::fmt::Debug for MergeValues<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("MergeValues(..)")
    }
}

impl<'a> MergeValues<'a> {
    /// The most characters of a value; what is longer is cut.
    pub const MAXIMUM_CHARACTERS: usize = value::MAXIMUM_CHARACTERS;

    /// The values of a person, for a message in `language`.
    pub fn of(
        details: &'a ContactDetails,
        church: Option<&'a str>,
        language: &'a LanguageTag,
    ) -> Self {
        Self {
            name: Some(&details.name),
            city: details.city.as_deref(),
            church,
            language,
        }
    }

    /// Somebody of whom nothing is known, who reads `language`: each field is stood in for.
    pub fn nobody(language: &'a LanguageTag) -> Self {
        Self {
            name: None,
            city: None,
            church: None,
            language,
        }
    }

    /// What the directory has for a field: one line that can be read; `None` where it has nothing to say.
    fn value(&self, field: MergeField) -> Option<String> {
        match field {
            MergeField::FirstName => first_name(self.name?),
            MergeField::Name => value::tidy(self.name?),
            MergeField::City => value::tidy(self.city?),
            MergeField::Church => value::tidy(self.church?),
        }
    }
}

/// How a person is addressed, guessed from the whole name in one line; `None` where nothing can be guessed.
pub fn first_name(name: &str) -> Option<String> {
    first_name::of(&value::line(name)).and_then(|name| value::tidy(&name))
}

impl MessageTemplate {
    /// Reads a message.
    ///
    /// # Errors
    /// When it is no [`MessageContent`], or its braces are not those of fields that exist.
    pub fn parse(text: &str) -> Result<Self, InvalidTemplate> {
        let source = MessageContent::parse(text)?;
        let parts = parsing::parts(source.as_str())?;
        Ok(Self { source, parts })
    }

    /// A message that says itself, whatever braces it has.
    pub fn literal(content: &MessageContent) -> Self {
        Self {
            source: content.clone(),
            parts: vec![Part::Text(content.as_str().to_owned())],
        }
    }

    /// The message as it was written.
    pub fn source(&self) -> &MessageContent {
        &self.source
    }

    /// The fields in it; none in a message that reads the same for everyone.
    pub fn fields(&self) -> BTreeSet<MergeField> {
        self.field_uses().map(|(field, _)| field).collect()
    }

    /// The words between the fields, one stretch after the other, with each double brace as the one that is meant.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Text(words) => Some(words.as_str()),
            Part::Field { .. } => None,
        })
    }

    /// The fields as they stand in it, in order, as often as they stand there, each with its fallback.
    pub fn field_uses(&self) -> impl Iterator<Item = (MergeField, Option<&str>)> {
        self.parts.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Field { field, fallback } => Some((*field, fallback.as_deref())),
        })
    }

    /// The text for one reader. Values are put in as they are: braces in them mean nothing.
    pub fn render(&self, values: &MergeValues<'_>) -> String {
        let mut text = String::with_capacity(self.source.as_str().len());
        for part in &self.parts {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Field { field, fallback } => match (values.value(*field), fallback) {
                    (Some(value), _) => text.push_str(&value),
                    (None, Some(fallback)) => text.push_str(fallback),
                    (None, None) => text.push_str(field.default_fallback(values.language)),
                },
            }
        }
        text
    }

    /// The text for one reader, checked once more: values may make it longer than the carrier takes.
    ///
    /// # Errors
    /// When it has become too long.
    pub fn render_content(
        &self,
        values: &MergeValues<'_>,
    ) -> Result<MessageContent, InvalidContent> {
        MessageContent::parse(&self.render(values))
    }
}

/// Debug output ends up in logs, and no log may hold what we write to people (I7).
impl std::fmt::Debug for MessageTemplate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("MessageTemplate(..)")
    }
}

impl TryFrom<String> for MessageTemplate {
    type Error = InvalidTemplate;

    fn try_from(text: String) -> Result<Self, InvalidTemplate> {
        Self::parse(&text)
    }
}

impl From<MessageTemplate> for String {
    fn from(template: MessageTemplate) -> String {
        template.source.into()
    }
}

#[cfg(test)]
mod tests;
