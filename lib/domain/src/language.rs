//! Languages as BCP 47 tags (RFC 5646, <https://www.rfc-editor.org/rfc/rfc5646>): `en`, `pt-BR`, `zh-Hant`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A well-formed language tag in the case that RFC 5646 recommends.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LanguageTag(String);

/// The text is not a language tag; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Enter a language code such as \"en\", \"es\" or \"pt-BR\".")]
pub struct InvalidLanguageTag;

/// Real tags are shorter; the limit keeps records small.
const MAXIMUM_LENGTH: usize = 35;

impl LanguageTag {
    /// Reads a tag and normalises its case.
    ///
    /// # Errors
    /// When the text is not a well-formed tag with a primary language of two or three letters.
    pub fn parse(text: &str) -> Result<Self, InvalidLanguageTag> {
        let text = text.trim();
        if text.len() > MAXIMUM_LENGTH {
            return Err(InvalidLanguageTag);
        }
        let tag =
            oxilangtag::LanguageTag::parse_and_normalize(text).map_err(|_| InvalidLanguageTag)?;
        if !(2..=3).contains(&tag.primary_language().len()) {
            return Err(InvalidLanguageTag);
        }
        Ok(Self(tag.into_inner()))
    }

    /// English: what is assumed of a person whose language was not given.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The tag, then ever shorter ones without its last part: `zh-Hant-TW`, `zh-Hant`, `zh`
    /// (lookup in RFC 4647, section 3.4: <https://www.rfc-editor.org/rfc/rfc4647#section-3.4>).
    pub fn with_fallbacks(&self) -> impl Iterator<Item = Self> + '_ {
        std::iter::successors(Some(self.0.as_str()), |tag| {
            // A single letter or digit begins an extension, and means nothing without what follows it.
            let shorter = tag.rsplit_once('-')?.0;
            match shorter.rsplit_once('-') {
                Some((rest, last)) if last.len() == 1 => Some(rest),
                _ => Some(shorter),
            }
        })
        .map(|tag| Self(tag.to_owned()))
    }

    /// The tag's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for LanguageTag {
    type Error = InvalidLanguageTag;

    fn try_from(text: String) -> Result<Self, InvalidLanguageTag> {
        Self::parse(&text)
    }
}

impl From<LanguageTag> for String {
    fn from(tag: LanguageTag) -> String {
        tag.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_falls_back_to_ever_shorter_ones() {
        for (text, all) in [
            ("zh-Hant-TW", vec!["zh-Hant-TW", "zh-Hant", "zh"]),
            ("en", vec!["en"]),
            ("pt-BR-x-church", vec!["pt-BR-x-church", "pt-BR", "pt"]),
        ] {
            let tag = LanguageTag::parse(text).expect("a tag");
            let tags: Vec<String> = tag.with_fallbacks().map(String::from).collect();
            assert_eq!(tags, all);
        }
    }

    #[test]
    fn tags_are_normalised() {
        for (text, tag) in [
            ("EN", "en"),
            (" pt-br ", "pt-BR"),
            ("zh-hant-TW", "zh-Hant-TW"),
            ("fil", "fil"),
        ] {
            assert_eq!(
                LanguageTag::parse(text).as_ref().map(LanguageTag::as_str),
                Ok(tag)
            );
        }
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for text in [
            "",
            "english",
            "e",
            "x-private",
            "en_US",
            "日本語",
            "en-a-bbb-x-a-ccc-aaaaaaaaaaaaaaaaaaaaa",
        ] {
            assert_eq!(LanguageTag::parse(text), Err(InvalidLanguageTag), "{text}");
        }
    }
}
