//! What the church tells its phone assistant: its facts, whom to ring, and how far a call may go.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::field_error::FieldError;
use crate::phone::PhoneNumber;
use crate::shipped_language::ShippedLanguage;

/// What the church has decided about its phone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssistantSettings {
    /// Whether the assistant answers questions. Where it does not, messages are taken and people are rung.
    pub is_answering: bool,
    /// What the assistant may tell anybody.
    pub facts: ChurchFacts,
    /// The language of a greeting to somebody whose language is not known.
    pub first_language: ShippedLanguage,
    /// Languages that are offered then, each with a key from 2 on; at most [`AssistantSettings::MAXIMUM_OFFERED`].
    pub offered_languages: Vec<ShippedLanguage>,
    /// The language in which summaries are written.
    pub staff_language: ShippedLanguage,
    /// Who is rung for a caller who wants a person.
    pub transfer_phone: Option<PhoneNumber>,
    /// Who is told by text when somebody may be in danger.
    pub on_call_phone: Option<PhoneNumber>,
    /// The voices that were chosen, by language, under the network's names; a default for all others.
    pub voices: BTreeMap<ShippedLanguage, String>,
    /// How far a call may go.
    pub limits: CallLimits,
    /// Grows with each change; 0 where nothing was ever decided.
    pub version: u32,
}

/// Debug output ends up in logs, which hold no numbers (I7).
impl fmt::Debug for AssistantSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AssistantSettings")
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// What the church tells everybody. Each is free text, at most [`ChurchFacts::MAXIMUM_CHARACTERS`] characters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChurchFacts {
    /// When there are services.
    pub service_times: String,
    /// Where the church is, and how to get there.
    pub address: String,
    /// Who works there, and for what.
    pub staff: String,
    /// What is coming up.
    pub events: String,
    /// Anything else.
    pub other: String,
}

impl ChurchFacts {
    /// The most characters of each.
    pub const MAXIMUM_CHARACTERS: usize = 2_000;

    /// Each with its name in the API.
    pub fn each(&self) -> [(&'static str, &str); 5] {
        [
            ("service_times", &self.service_times),
            ("address", &self.address),
            ("staff", &self.staff),
            ("events", &self.events),
            ("other", &self.other),
        ]
    }
}

/// How far a call may go. All of them end a call kindly, or keep the model out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallLimits {
    /// The most turns, 5 to 60.
    pub turns: u16,
    /// The most minutes, 2 to 14.
    pub minutes: u16,
    /// The most calls a day in which the model is asked, 0 to 10,000.
    pub calls_a_day: u32,
}

impl Default for CallLimits {
    fn default() -> Self {
        Self {
            turns: 30,
            minutes: 10,
            calls_a_day: 200,
        }
    }
}

impl AssistantSettings {
    /// More languages would be a long wait.
    pub const MAXIMUM_OFFERED: usize = 4;

    /// What holds until somebody decides otherwise.
    pub fn initial() -> Self {
        Self {
            is_answering: true,
            facts: ChurchFacts::default(),
            first_language: ShippedLanguage::English,
            offered_languages: vec![ShippedLanguage::Spanish],
            staff_language: ShippedLanguage::English,
            transfer_phone: None,
            on_call_phone: None,
            voices: BTreeMap::new(),
            limits: CallLimits::default(),
            version: 0,
        }
    }

    /// What is wrong with it, field by field; nothing when it can be kept.
    pub fn errors(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for (name, text) in self.facts.each() {
            if text.chars().count() > ChurchFacts::MAXIMUM_CHARACTERS {
                let most = ChurchFacts::MAXIMUM_CHARACTERS;
                let sentence = format!("Use at most {most} characters.");
                errors.push(FieldError::new(format!("facts.{name}"), sentence));
            }
        }
        let offered = &self.offered_languages;
        let is_repeated = |(index, language): (usize, &ShippedLanguage)| {
            offered[..index].contains(language) || *language == self.first_language
        };
        if offered.len() > Self::MAXIMUM_OFFERED {
            let sentence = "Offer at most four languages: callers have to listen to all of them.";
            errors.push(FieldError::new("offered_languages", sentence));
        }
        if offered.iter().enumerate().any(is_repeated) {
            let sentence =
                "Name each language once, and leave out the one that the greeting is in.";
            errors.push(FieldError::new("offered_languages", sentence));
        }
        let limits = self.limits;
        let ranges = [
            ("limits.turns", u32::from(limits.turns), 5..=60),
            ("limits.minutes", u32::from(limits.minutes), 2..=14),
            ("limits.calls_a_day", limits.calls_a_day, 0..=10_000),
        ];
        for (name, value, range) in ranges {
            if !range.contains(&value) {
                let sentence = format!("Enter a number from {} to {}.", range.start(), range.end());
                errors.push(FieldError::new(name, sentence));
            }
        }
        errors
    }

    /// The language that a key chooses in the greeting, if it does: 1 is the one that is spoken, then those on offer.
    pub fn language_of_key(&self, key: char) -> Option<ShippedLanguage> {
        let index = key.to_digit(10)?.checked_sub(1)?;
        match index {
            0 => Some(self.first_language),
            _ => self.offered_languages.get(index as usize - 1).copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(settings: &AssistantSettings) -> Vec<String> {
        let errors = settings.errors().into_iter();
        errors.map(|error| error.field.to_string()).collect()
    }

    #[test]
    fn what_holds_at_first_can_be_kept() {
        assert!(fields(&AssistantSettings::initial()).is_empty());
    }

    #[test]
    fn each_field_that_can_not_be_kept_is_named() {
        let mut settings = AssistantSettings::initial();
        settings.facts.events = "x".repeat(ChurchFacts::MAXIMUM_CHARACTERS + 1);
        settings.offered_languages = vec![ShippedLanguage::English];
        settings.limits = CallLimits {
            turns: 4,
            minutes: 15,
            calls_a_day: 10_001,
        };
        let expected = [
            "facts.events",
            "offered_languages",
            "limits.turns",
            "limits.minutes",
            "limits.calls_a_day",
        ];
        assert_eq!(fields(&settings), expected);
        settings = AssistantSettings::initial();
        settings.offered_languages = vec![ShippedLanguage::Spanish; 2];
        assert_eq!(fields(&settings), ["offered_languages"]);
    }

    #[test]
    fn a_key_chooses_the_language_that_it_was_offered_for() {
        let settings = AssistantSettings::initial();
        for (key, language) in [
            ('0', None),
            ('1', Some(ShippedLanguage::English)),
            ('2', Some(ShippedLanguage::Spanish)),
            ('3', None),
            ('#', None),
        ] {
            assert_eq!(settings.language_of_key(key), language, "{key}");
        }
    }
}
