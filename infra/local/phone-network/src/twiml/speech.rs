//! Which voices and languages Twilio has, as far as the shipped languages need them: read from `schema/voices.xsd`, so
//! that the schema and the reader can't disagree.

use std::{collections::BTreeMap, sync::LazyLock};

use super::document::{self, Element};

const VOICES: &str = include_str!("../../schema/voices.xsd");

/// What Say speaks when it does not say: Twilio's default of an account that has set none.
pub(crate) const DEFAULT_VOICE: &str = "man";
/// The language of Say and of Gather when they do not say.
pub(crate) const DEFAULT_LANGUAGE: &str = "en-US";

/// The tables of the schema.
#[derive(Debug)]
pub(crate) struct Speech {
    /// The voices of each language of Say.
    voices: BTreeMap<String, Vec<String>>,
    recognised: Vec<String>,
}

static SPEECH: LazyLock<Speech> = LazyLock::new(|| {
    let schema = document::parse(VOICES.as_bytes()).unwrap_or_default();
    let mut speech = Speech {
        voices: BTreeMap::new(),
        recognised: Vec::new(),
    };
    for kind in &schema.children {
        let name = kind.attribute("name").unwrap_or_default();
        if let Some(language) = name.strip_prefix("voice.") {
            speech.voices.insert(language.to_owned(), values(kind));
        } else if name == "RecognitionLanguage" {
            speech.recognised = values(kind);
        }
    }
    speech
});

/// The values of an enumeration.
fn values(kind: &Element) -> Vec<String> {
    let restriction = kind.children.first();
    restriction
        .map(|restriction| restriction.children.as_slice())
        .unwrap_or_default()
        .iter()
        .filter_map(|value| value.attribute("value"))
        .map(str::to_owned)
        .collect()
}

/// The voice and the language that Say speaks with.
///
/// # Errors
/// Twilio's code and a sentence: no such voice or language, or the one does not speak the other.
pub(crate) fn voice(
    voice: Option<&str>,
    language: Option<&str>,
) -> Result<(String, String), (u32, String)> {
    let voices = &SPEECH.voices;
    if let Some(language) = language
        && !voices.contains_key(language)
    {
        return Err((
            12200,
            format!("language=\"{language}\" is none of those that Twilio's Say lists for us."),
        ));
    }
    let name = voice.unwrap_or(DEFAULT_VOICE);
    let speaks = |language: &str| {
        voices
            .get(language)
            .is_some_and(|voices| voices.iter().any(|known| known == name))
    };
    match language {
        Some(language) if speaks(language) => Ok((name.to_owned(), language.to_owned())),
        Some(language) => Err((
            13511,
            format!("the voice {name} does not speak {language}: give one that does."),
        )),
        None if speaks(DEFAULT_LANGUAGE) => Ok((name.to_owned(), DEFAULT_LANGUAGE.to_owned())),
        None => match voices.keys().find(|language| speaks(language)) {
            Some(language) => Ok((name.to_owned(), language.clone())),
            None => Err((
                13511,
                format!("voice=\"{name}\" is none of those that Twilio lists for our languages."),
            )),
        },
    }
}

/// Whether Gather recognises the language.
pub(crate) fn is_recognised(language: &str) -> bool {
    SPEECH.recognised.iter().any(|known| known == language)
}

#[cfg(test)]
mod tests {
    use super::{SPEECH, is_recognised, voice};

    #[test]
    fn every_shipped_language_but_haitian_creole_is_spoken_and_recognised() {
        for (say, gather) in [
            ("en-US", "en-US"),
            ("es-US", "es-US"),
            ("fr-FR", "fr-FR"),
            ("pt-BR", "pt-BR"),
            ("ko-KR", "ko-KR"),
            ("cmn-CN", "cmn-Hans-CN"),
            ("cmn-TW", "cmn-Hant-TW"),
            ("vi-VN", "vi-VN"),
            ("fil-PH", "fil-PH"),
            ("hi-IN", "hi-IN"),
            ("te-IN", "te-IN"),
            ("ta-IN", "ta-IN"),
            ("ml-IN", "ml-IN"),
            ("ar-XA", "ar-SA"),
            ("ru-RU", "ru-RU"),
        ] {
            assert!(!SPEECH.voices[say].is_empty(), "{say}");
            assert!(is_recognised(gather), "{gather}");
        }
        assert!(!is_recognised("ht-HT"));
        assert!(!SPEECH.voices.contains_key("ht-HT"));
    }

    #[test]
    fn a_voice_speaks_its_own_languages_alone() {
        let pair = |name, language| voice(name, language).map_err(|(code, _)| code);
        let found = |name: &str, language: &str| Ok((name.to_owned(), language.to_owned()));
        assert_eq!(pair(None, None), found("man", "en-US"));
        assert_eq!(
            pair(Some("Polly.Mia-Neural"), None),
            found("Polly.Mia-Neural", "es-MX")
        );
        assert_eq!(
            pair(Some("Polly.Aditi"), Some("hi-IN")),
            found("Polly.Aditi", "hi-IN")
        );
        assert_eq!(pair(Some("Polly.Aditi"), Some("es-US")), Err(13511));
        assert_eq!(pair(None, Some("ko-KR")), Err(13511));
        assert_eq!(pair(Some("Polly.Nobody"), None), Err(13511));
        assert_eq!(pair(None, Some("tlh")), Err(12200));
    }
}
