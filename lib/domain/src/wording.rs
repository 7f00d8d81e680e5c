//! What a broadcast says to each of its readers: in the reader's language where it was translated, and with the
//! reader's own name where it has fields.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::contact::ContactDetails;
use crate::content::MessageContent;
use crate::language::LanguageTag;
use crate::merge_fields::{MergeField, MergeValues, MessageTemplate};

/// What is put into the fields of a message, kept with the message: the text stays what it was when the directory
/// changes.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientValues {
    /// The name, as the directory had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
}

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl std::fmt::Debug for RecipientValues {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("RecipientValues(..)")
    }
}

/// The words of a broadcast, ready to be rendered for one reader after the other.
#[derive(Debug, Clone)]
pub struct Wording {
    language: LanguageTag,
    source: MessageTemplate,
    translations: BTreeMap<LanguageTag, MessageTemplate>,
    church: Option<String>,
}

impl Wording {
    /// Words in `language`, with translations.
    pub fn new(
        content: &MessageContent,
        language: LanguageTag,
        translations: &BTreeMap<LanguageTag, MessageContent>,
        church: Option<String>,
    ) -> Self {
        Self {
            language,
            source: template(content),
            translations: translations
                .iter()
                .map(|(language, content)| (language.clone(), template(content)))
                .collect(),
            church,
        }
    }

    /// The language that a reader of `wanted` gets: the same; else the same without its region; else that of the
    /// original.
    pub fn language_for(&self, wanted: &LanguageTag) -> &LanguageTag {
        self.choose(wanted).0
    }

    /// What a reader gets.
    pub fn text_for(&self, wanted: &LanguageTag, values: Option<&RecipientValues>) -> String {
        let (language, template) = self.choose(wanted);
        template.render(&MergeValues {
            name: values.and_then(|values| values.name.as_deref()),
            city: values.and_then(|values| values.city.as_deref()),
            church: self.church.as_deref(),
            language,
        })
    }

    /// The values that have to be kept with a person's message; `None` where it has no fields of the person's own.
    pub fn values_of(&self, details: &ContactDetails) -> Option<RecipientValues> {
        let fields = self.fields();
        let needs = |field: MergeField| fields.contains(&field);
        let values = RecipientValues {
            name: (needs(MergeField::FirstName) || needs(MergeField::Name))
                .then(|| details.name.clone()),
            city: needs(MergeField::City)
                .then(|| details.city.clone())
                .flatten(),
        };
        (values != RecipientValues::default()).then_some(values)
    }

    /// The fields in any of the languages.
    fn fields(&self) -> BTreeSet<MergeField> {
        let all = self.translations.values().chain([&self.source]);
        all.flat_map(MessageTemplate::fields).collect()
    }

    fn choose(&self, wanted: &LanguageTag) -> (&LanguageTag, &MessageTemplate) {
        let original = (&self.language, &self.source);
        wanted
            .with_fallbacks()
            .find_map(|tag| {
                if tag == self.language {
                    return Some(original);
                }
                self.translations.get_key_value(&tag)
            })
            .unwrap_or(original)
    }
}

/// Content that was taken before there were fields may have braces that mean themselves.
fn template(content: &MessageContent) -> MessageTemplate {
    let text = content.as_str();
    MessageTemplate::parse(text).unwrap_or_else(|_| MessageTemplate::literal(content))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> LanguageTag {
        LanguageTag::parse(text).expect("a tag")
    }

    fn content(text: &str) -> MessageContent {
        MessageContent::parse(text).expect("content")
    }

    fn wording() -> Wording {
        let translations = BTreeMap::from([
            (tag("es"), content("Hola {first_name|amigo}")),
            (tag("zh-Hant"), content("{name}您好")),
        ]);
        let church = Some("Grace Church".to_owned());
        Wording::new(
            &content("{church}: hi {first_name}"),
            tag("en"),
            &translations,
            church,
        )
    }

    #[test]
    fn a_reader_gets_the_nearest_language_and_else_the_original() {
        for (wanted, language) in [
            ("es", "es"),
            ("es-MX", "es"),
            ("zh-Hant-TW", "zh-Hant"),
            ("zh-Hans", "en"),
            ("en-GB", "en"),
            ("ko", "en"),
        ] {
            assert_eq!(wording().language_for(&tag(wanted)), &tag(language));
        }
    }

    #[test]
    fn names_are_filled_in_and_a_missing_one_is_stood_in_for() {
        let values = RecipientValues {
            name: Some("Ruth Okafor".into()),
            city: None,
        };
        let text = |language: &str, values| wording().text_for(&tag(language), values);
        assert_eq!(text("en", Some(&values)), "Grace Church: hi Ruth");
        assert_eq!(text("es", None), "Hola amigo");
        assert_eq!(text("zh-Hant", Some(&values)), "Ruth Okafor您好");
    }

    #[test]
    fn braces_from_before_there_were_fields_mean_themselves() {
        let old = Wording::new(&content("{ok"), tag("en"), &BTreeMap::new(), None);
        assert_eq!(old.text_for(&tag("en"), None), "{ok");
    }

    #[test]
    fn values_are_not_shown_by_debug_output() {
        let values = RecipientValues {
            name: Some("Ruth".into()),
            city: None,
        };
        assert_eq!(format!("{values:?}"), "RecipientValues(..)");
    }
}
