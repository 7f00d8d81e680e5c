//! Which voice speaks each language, and in which language Twilio listens.
//!
//! Voices: <https://www.twilio.com/docs/voice/twiml/say/text-speech#available-voices-and-languages>; languages that are
//! recognised: <https://www.twilio.com/docs/voice/twiml/gather#languagetags>. Twilio has neither for Haitian Creole. It is
//! spoken by a French voice, whose rules of spelling are the nearest, and heard as French, which gets many of its words
//! wrong: so keys and a person are always offered, and what was heard is kept as it was heard.

use std::collections::BTreeMap;

use domain::ShippedLanguage;
use domain::shipped_language::SHIPPED_LANGUAGES;

/// How a language is spoken and heard.
pub(super) struct Speech {
    /// The language of Say.
    pub(super) spoken: &'static str,
    /// The language of Gather.
    pub(super) heard: &'static str,
    /// Voices of that language of Say, each with what staff call it; the first speaks unless another one is chosen.
    pub(super) voices: &'static [(&'static str, &'static str)],
}

/// A voice to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoiceOption {
    /// The language that it speaks.
    pub language: ShippedLanguage,
    /// Twilio's name for it.
    pub name: &'static str,
    /// What staff read.
    pub label: &'static str,
    /// Whether it speaks where none is chosen.
    pub is_default: bool,
}

/// All voices that can be chosen, language by language, the default first.
pub fn voice_options() -> Vec<VoiceOption> {
    let of = |language| {
        let voices = Speech::of(language).voices.iter().enumerate();
        voices.map(move |(index, (name, label))| VoiceOption {
            language,
            name,
            label,
            is_default: index == 0,
        })
    };
    SHIPPED_LANGUAGES.into_iter().flat_map(of).collect()
}

/// The voice that speaks a language: the one that was chosen, unless it is none of that language any more.
pub(super) fn voice(
    language: ShippedLanguage,
    chosen: &BTreeMap<ShippedLanguage, String>,
) -> &'static str {
    let voices = Speech::of(language).voices;
    let chosen = chosen.get(&language);
    let found = chosen.and_then(|chosen| voices.iter().find(|(name, _)| name == chosen));
    found.or(voices.first()).map_or("", |(name, _)| name)
}

impl Speech {
    pub(super) const fn of(language: ShippedLanguage) -> Self {
        let (spoken, heard, voices): (_, _, &'static [(&str, &str)]) = match language {
            ShippedLanguage::English => (
                "en-US",
                "en-US",
                &[
                    ("Polly.Joanna-Neural", "Joanna, a woman"),
                    ("Polly.Ruth-Neural", "Ruth, a woman"),
                    ("Polly.Matthew-Neural", "Matthew, a man"),
                    ("Polly.Stephen-Neural", "Stephen, a man"),
                ],
            ),
            ShippedLanguage::Spanish => (
                "es-US",
                "es-US",
                &[
                    ("Polly.Lupe-Neural", "Lupe, a woman"),
                    ("Polly.Pedro-Neural", "Pedro, a man"),
                ],
            ),
            ShippedLanguage::French => (
                "fr-FR",
                "fr-FR",
                &[
                    ("Polly.Lea-Neural", "Léa, a woman"),
                    ("Polly.Remi-Neural", "Rémi, a man"),
                ],
            ),
            ShippedLanguage::Portuguese => (
                "pt-BR",
                "pt-BR",
                &[
                    ("Polly.Camila-Neural", "Camila, a woman"),
                    ("Polly.Vitoria-Neural", "Vitória, a woman"),
                    ("Polly.Thiago-Neural", "Thiago, a man"),
                ],
            ),
            ShippedLanguage::Korean => (
                "ko-KR",
                "ko-KR",
                &[
                    ("Polly.Seoyeon-Neural", "Seoyeon, a woman"),
                    ("Google.ko-KR-Wavenet-C", "Google, a man"),
                ],
            ),
            ShippedLanguage::ChineseSimplified => (
                "cmn-CN",
                "cmn-Hans-CN",
                &[
                    ("Polly.Zhiyu-Neural", "Zhiyu, a woman"),
                    ("Google.cmn-CN-Wavenet-B", "Google, a man"),
                ],
            ),
            ShippedLanguage::ChineseTraditional => (
                "cmn-TW",
                "cmn-Hant-TW",
                &[
                    ("Google.cmn-TW-Wavenet-A", "Google, a woman"),
                    ("Google.cmn-TW-Wavenet-B", "Google, a man"),
                ],
            ),
            ShippedLanguage::Vietnamese => (
                "vi-VN",
                "vi-VN",
                &[
                    ("Google.vi-VN-Wavenet-A", "Google, a woman"),
                    ("Google.vi-VN-Wavenet-B", "Google, a man"),
                ],
            ),
            ShippedLanguage::Filipino => (
                "fil-PH",
                "fil-PH",
                &[
                    ("Google.fil-PH-Wavenet-A", "Google, a woman"),
                    ("Google.fil-PH-Wavenet-C", "Google, a man"),
                ],
            ),
            ShippedLanguage::Hindi => (
                "hi-IN",
                "hi-IN",
                &[
                    ("Polly.Kajal-Neural", "Kajal, a woman"),
                    ("Google.hi-IN-Wavenet-B", "Google, a man"),
                ],
            ),
            ShippedLanguage::Telugu => (
                "te-IN",
                "te-IN",
                &[
                    ("Google.te-IN-Standard-A", "Google, a woman"),
                    ("Google.te-IN-Standard-B", "Google, a man"),
                ],
            ),
            ShippedLanguage::Tamil => (
                "ta-IN",
                "ta-IN",
                &[
                    ("Google.ta-IN-Wavenet-C", "Google, a woman"),
                    ("Google.ta-IN-Wavenet-D", "Google, a man"),
                ],
            ),
            ShippedLanguage::Malayalam => (
                "ml-IN",
                "ml-IN",
                &[
                    ("Google.ml-IN-Wavenet-C", "Google, a woman"),
                    ("Google.ml-IN-Wavenet-D", "Google, a man"),
                ],
            ),
            ShippedLanguage::Arabic => (
                "ar-XA",
                "ar-EG",
                &[
                    ("Google.ar-XA-Wavenet-A", "Google, a woman"),
                    ("Google.ar-XA-Wavenet-B", "Google, a man"),
                ],
            ),
            ShippedLanguage::HaitianCreole => (
                "fr-FR",
                "fr-FR",
                &[
                    ("Polly.Lea-Neural", "Léa, a woman with a French accent"),
                    ("Polly.Remi-Neural", "Rémi, a man with a French accent"),
                ],
            ),
            ShippedLanguage::Russian => (
                "ru-RU",
                "ru-RU",
                &[
                    ("Polly.Tatyana", "Tatyana, a woman"),
                    ("Polly.Maxim", "Maxim, a man"),
                ],
            ),
        };
        Self {
            spoken,
            heard,
            voices,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_language_has_one_default_voice_and_each_voice_one_name() {
        let options = voice_options();
        for language in SHIPPED_LANGUAGES {
            let of = || options.iter().filter(|option| option.language == language);
            assert_eq!(of().filter(|option| option.is_default).count(), 1);
            let names: std::collections::BTreeSet<_> = of().map(|option| option.name).collect();
            assert!(
                names.len() >= 2 && names.len() == of().count(),
                "{language:?}"
            );
        }
    }

    #[test]
    fn a_voice_that_was_chosen_speaks_as_long_as_there_is_one_of_the_name() {
        let chosen = |name: &str| BTreeMap::from([(ShippedLanguage::Spanish, name.to_owned())]);
        for (name, expected) in [
            ("Polly.Pedro-Neural", "Polly.Pedro-Neural"),
            ("Polly.Nobody", "Polly.Lupe-Neural"),
            ("Polly.Joanna-Neural", "Polly.Lupe-Neural"),
        ] {
            assert_eq!(voice(ShippedLanguage::Spanish, &chosen(name)), expected);
            assert_eq!(
                voice(ShippedLanguage::Korean, &chosen(name)),
                "Polly.Seoyeon-Neural"
            );
        }
    }
}
