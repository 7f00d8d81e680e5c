//! How what staff have composed is read: the text, its language and translations, what it is for and when it goes out.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use app::composition::Composition;
use domain::{LanguageTag, MessageTemplate};
use jiff::Timestamp;

use crate::form::Form;

/// The text in all its languages.
pub(crate) fn read_composition(form: &mut Form) -> Option<Composition> {
    let content = read_content(form);
    let language = read_language(form);
    let translations = read_translations(form, language.as_ref());
    Some(Composition {
        content: content?,
        language: language?,
        translations: translations?,
    })
}

/// What it says.
pub(crate) fn read_content(form: &mut Form) -> Option<MessageTemplate> {
    let text = form.needed_text("content")?;
    MessageTemplate::parse(&text)
        .map_err(|error| form.reject("content", error.to_string()))
        .ok()
}

/// English, unless another is given.
pub(crate) fn read_language(form: &mut Form) -> Option<LanguageTag> {
    if !form.has("language") {
        return Some(LanguageTag::english());
    }
    let text = form.optional::<String>("language")?;
    LanguageTag::parse(&text)
        .map_err(|error| form.reject("language", error.to_string()))
        .ok()
}

/// The translations of a text in `language`, if that could be read; none, unless they are given.
pub(crate) fn read_translations(
    form: &mut Form,
    language: Option<&LanguageTag>,
) -> Option<BTreeMap<LanguageTag, MessageTemplate>> {
    const FIELD: &str = "translations";
    let Some(mut given) = form.nested(FIELD)? else {
        return Some(BTreeMap::new());
    };
    let names = given.names();
    let maximum = domain::Broadcast::MAXIMUM_TRANSLATIONS;
    if names.len() > maximum {
        let message = format!(
            "Give at most {maximum} translations: there are {}.",
            names.len()
        );
        form.reject(FIELD, message);
        return None;
    }
    let mut translations = BTreeMap::new();
    let mut are_good = true;
    for name in names {
        let text = given.optional::<String>(&name);
        let Ok(tag) = LanguageTag::parse(&name) else {
            let shown: String = name.chars().take(40).collect();
            let message =
                format!("\"{shown}\" is no language code. Use one such as \"es\" or \"pt-BR\".");
            form.reject(FIELD, message);
            are_good = false;
            continue;
        };
        if Some(&tag) == language {
            given.reject(
                &name,
                "The message itself is in this language. Remove this text.",
            );
        } else if let Some(text) = text {
            match (MessageTemplate::parse(&text), translations.entry(tag)) {
                (_, Entry::Occupied(_)) => {
                    given.reject(&name, "Give one text for each language.");
                }
                (Ok(template), Entry::Vacant(entry)) => {
                    entry.insert(template);
                    continue;
                }
                (Err(error), Entry::Vacant(_)) => given.reject(&name, error.to_string()),
            }
        }
        are_good = false;
    }
    form.absorb(FIELD, given);
    are_good.then_some(translations)
}

/// Information, unless another is given.
pub(crate) fn read_purpose(form: &mut Form) -> Option<domain::Purpose> {
    if !form.has("purpose") {
        return Some(domain::Purpose::default());
    }
    let text = form.optional::<String>("purpose")?;
    text.parse()
        .map_err(|error: domain::purpose::InvalidPurpose| form.reject("purpose", error.to_string()))
        .ok()
}

/// `Some(None)` for at once.
pub(crate) fn read_schedule(form: &mut Form) -> Option<Option<Timestamp>> {
    if !form.has("scheduled_at") {
        return Some(None);
    }
    let Some(text) = form.clearable::<String>("scheduled_at")? else {
        return Some(None);
    };
    let time = text.parse();
    if time.is_err() {
        form.reject(
            "scheduled_at",
            "Give the time in RFC 3339 with its offset from UTC, such as 2026-12-24T17:30:00-06:00.",
        );
    }
    time.ok().map(Some)
}
