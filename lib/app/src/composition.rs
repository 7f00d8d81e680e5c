//! What staff have composed, before it is sent.

use std::collections::BTreeMap;

use domain::wording::Wording;
use domain::{LanguageTag, MessageContent, MessageTemplate};

/// A text, and the same in other languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    /// What it says, with fields for each reader's own name.
    pub content: MessageTemplate,
    /// The language that it was written in.
    pub language: LanguageTag,
    /// The same in other languages.
    pub translations: BTreeMap<LanguageTag, MessageTemplate>,
}

impl Composition {
    /// The text in exactly this language; `None` where it was not written in it.
    pub fn in_language(&self, language: &LanguageTag) -> Option<&MessageTemplate> {
        if *language == self.language {
            return Some(&self.content);
        }
        self.translations.get(language)
    }

    /// The texts as they were written.
    pub(crate) fn sources(&self) -> (MessageContent, BTreeMap<LanguageTag, MessageContent>) {
        let translations = self.translations.iter();
        let sources = translations
            .map(|(language, template)| (language.clone(), template.source().clone()))
            .collect();
        (self.content.source().clone(), sources)
    }

    /// The words, ready to be rendered, as a broadcast of them would have them.
    pub(crate) fn wording(&self, church_name: &str) -> Wording {
        let (content, translations) = self.sources();
        let church = Some(church_name.to_owned());
        Wording::new(&content, self.language.clone(), &translations, church)
    }
}
