//! The languages in which Tidings itself speaks to members, and the best of them for a person's own.

use serde::{Deserialize, Serialize};

use crate::language::LanguageTag;

/// A language that we ship: its sentences and its words are all there. In JSON it is its tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "LanguageTag", into = "LanguageTag")]
#[expect(missing_docs, reason = "the names of languages say all")]
pub enum ShippedLanguage {
    English,
    Spanish,
    French,
    Portuguese,
    Korean,
    ChineseSimplified,
    ChineseTraditional,
    Vietnamese,
    Filipino,
    Hindi,
    Telugu,
    Tamil,
    Malayalam,
    Arabic,
    HaitianCreole,
    Russian,
}

/// All of them.
pub const SHIPPED_LANGUAGES: [ShippedLanguage; 16] = [
    ShippedLanguage::English,
    ShippedLanguage::Spanish,
    ShippedLanguage::French,
    ShippedLanguage::Portuguese,
    ShippedLanguage::Korean,
    ShippedLanguage::ChineseSimplified,
    ShippedLanguage::ChineseTraditional,
    ShippedLanguage::Vietnamese,
    ShippedLanguage::Filipino,
    ShippedLanguage::Hindi,
    ShippedLanguage::Telugu,
    ShippedLanguage::Tamil,
    ShippedLanguage::Malayalam,
    ShippedLanguage::Arabic,
    ShippedLanguage::HaitianCreole,
    ShippedLanguage::Russian,
];

impl ShippedLanguage {
    /// Its BCP 47 tag, such as `pt` or `zh-Hant`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::French => "fr",
            Self::Portuguese => "pt",
            Self::Korean => "ko",
            Self::ChineseSimplified => "zh-Hans",
            Self::ChineseTraditional => "zh-Hant",
            Self::Vietnamese => "vi",
            Self::Filipino => "fil",
            Self::Hindi => "hi",
            Self::Telugu => "te",
            Self::Tamil => "ta",
            Self::Malayalam => "ml",
            Self::Arabic => "ar",
            Self::HaitianCreole => "ht",
            Self::Russian => "ru",
        }
    }

    /// The one that a person with this language reads, if we ship it: `pt-BR` is read in `pt`, and `zh-TW` in `zh-Hant`.
    ///
    /// The lookup goes from the longer tag to the shorter, as RFC 4647, section 3.4 has it
    /// (<https://www.rfc-editor.org/rfc/rfc4647#section-3.4>); only Chinese needs its script, which the region tells
    /// where it is not said. Tagalog is read in Filipino, its standard form.
    pub fn find(language: &LanguageTag) -> Option<Self> {
        let mut subtags = language.as_str().split('-');
        match subtags.next()? {
            "zh" => Some(chinese(subtags)),
            "tl" => Some(Self::Filipino),
            primary => SHIPPED_LANGUAGES
                .into_iter()
                .find(|shipped| shipped.tag() == primary),
        }
    }

    /// The one that a person with this language reads, or English.
    pub fn nearest(language: &LanguageTag) -> Self {
        Self::find(language).unwrap_or(Self::English)
    }
}

impl From<ShippedLanguage> for LanguageTag {
    fn from(language: ShippedLanguage) -> Self {
        // Each tag is well-formed: a test reads them all.
        Self::parse(language.tag()).unwrap_or_else(|_| Self::english())
    }
}

/// The tag is not that of a language that we ship.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a language that is shipped")]
pub struct NotShipped;

impl TryFrom<LanguageTag> for ShippedLanguage {
    type Error = NotShipped;

    fn try_from(language: LanguageTag) -> Result<Self, NotShipped> {
        Self::find(&language).ok_or(NotShipped)
    }
}

/// The script that is asked for, or else that of the region.
fn chinese<'tag>(subtags: impl Iterator<Item = &'tag str>) -> ShippedLanguage {
    for subtag in subtags {
        match subtag {
            "Hans" => return ShippedLanguage::ChineseSimplified,
            "Hant" | "TW" | "HK" | "MO" => return ShippedLanguage::ChineseTraditional,
            _ => {}
        }
    }
    ShippedLanguage::ChineseSimplified
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_that_is_not_shipped_falls_back_to_its_kin_and_then_to_english() {
        for (tag, shipped) in [
            ("en", "en"),
            ("pt-BR", "pt"),
            ("es-419", "es"),
            ("zh", "zh-Hans"),
            ("zh-CN", "zh-Hans"),
            ("zh-Hans-HK", "zh-Hans"),
            ("zh-Hant", "zh-Hant"),
            ("zh-Hant-TW", "zh-Hant"),
            ("zh-TW", "zh-Hant"),
            ("zh-HK", "zh-Hant"),
            ("tl", "fil"),
            ("fil-PH", "fil"),
            ("ar-EG", "ar"),
            ("ht", "ht"),
            ("de", "en"),
            ("sw-KE", "en"),
        ] {
            let language = LanguageTag::parse(tag).expect("a tag");
            assert_eq!(ShippedLanguage::nearest(&language).tag(), shipped, "{tag}");
        }
        assert_eq!(
            ShippedLanguage::find(&LanguageTag::parse("de").expect("a tag")),
            None
        );
    }

    #[test]
    fn every_shipped_language_is_found_by_its_own_tag() {
        for shipped in SHIPPED_LANGUAGES {
            let language = LanguageTag::parse(shipped.tag()).expect("a tag");
            assert_eq!(language.as_str(), shipped.tag());
            assert_eq!(ShippedLanguage::find(&language), Some(shipped));
            assert_eq!(LanguageTag::from(shipped), language);
        }
    }
}
