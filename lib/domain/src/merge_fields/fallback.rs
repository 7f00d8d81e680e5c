//! The words that stand in for missing values, in every language that we ship.

use super::MergeField;
use crate::language::LanguageTag;

/// Words of one language: for a person, for the reader's city, for the church that writes.
type Words = [&'static str; 3];

const ENGLISH: Words = ["friend", "your city", "our church"];

/// Traditional Chinese differs from the simplified in the last of them.
const TRADITIONAL_CHINESE: Words = ["朋友", "您的城市", "我們教會"];

/// Words by the primary language of the tag. A person's words are a form of address, for `Hi {first_name},` is where
/// they are read; where the language tells men from women, both are meant.
const WORDS: [(&str, Words); 16] = [
    ("en", ENGLISH),
    ("es", ["amigo/a", "su ciudad", "nuestra iglesia"]),
    ("fr", ["ami(e)", "votre ville", "notre église"]),
    ("pt", ["amigo/a", "sua cidade", "nossa igreja"]),
    ("ko", ["교우님", "계신 도시", "우리 교회"]),
    ("zh", ["朋友", "您的城市", "我们教会"]),
    ("vi", ["bạn", "thành phố của bạn", "hội thánh chúng ta"]),
    ("tl", FILIPINO),
    ("fil", FILIPINO),
    ("hi", ["मित्र", "आपका शहर", "हमारी कलीसिया"]),
    ("te", ["మిత్రమా", "మీ నగరం", "మన సంఘం"]),
    ("ta", ["நண்பரே", "உங்கள் நகரம்", "நம் திருச்சபை"]),
    ("ml", ["സുഹൃത്തേ", "നിങ്ങളുടെ നഗരം", "നമ്മുടെ സഭ"]),
    ("ar", ["صديقنا", "مدينتكم", "كنيستنا"]),
    ("ht", ["zanmi", "vil ou a", "legliz nou an"]),
    ("ru", ["друг", "ваш город", "наша церковь"]),
];

const FILIPINO: Words = ["kaibigan", "inyong lungsod", "ating simbahan"];

/// The words for a field in a language, in English where we have none.
pub(super) fn of(field: MergeField, language: &LanguageTag) -> &'static str {
    let [person, city, church] = words(language);
    match field {
        MergeField::FirstName | MergeField::Name => person,
        MergeField::City => city,
        MergeField::Church => church,
    }
}

fn words(language: &LanguageTag) -> Words {
    let mut subtags = language.as_str().split('-');
    let primary = subtags.next().unwrap_or_default();
    // Where traditional characters are written, the script is often left out of the tag.
    if primary == "zh" && subtags.any(|subtag| ["Hant", "TW", "HK", "MO"].contains(&subtag)) {
        return TRADITIONAL_CHINESE;
    }
    let known = WORDS.iter().find(|(language, _)| *language == primary);
    known.map_or(ENGLISH, |(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_tag(field: MergeField, tag: &str) -> &'static str {
        of(field, &LanguageTag::parse(tag).expect("a language tag"))
    }

    #[test]
    fn a_fallback_is_in_the_language_of_the_message() {
        for (tag, person) in [
            ("en", "friend"),
            ("en-GB", "friend"),
            ("es-MX", "amigo/a"),
            ("pt-BR", "amigo/a"),
            ("tl", "kaibigan"),
            ("fil", "kaibigan"),
            ("ht", "zanmi"),
            ("sw", "friend"),
        ] {
            assert_eq!(of_tag(MergeField::FirstName, tag), person, "{tag}");
            assert_eq!(of_tag(MergeField::Name, tag), person, "{tag}");
        }
        for (tag, church) in [
            ("zh", "我们教会"),
            ("zh-CN", "我们教会"),
            ("zh-Hant", "我們教會"),
            ("zh-TW", "我們教會"),
        ] {
            assert_eq!(of_tag(MergeField::Church, tag), church, "{tag}");
        }
        assert_eq!(of_tag(MergeField::City, "fr-CA"), "votre ville");
    }

    #[test]
    fn every_language_that_we_ship_has_words_of_its_own() {
        let shipped = "en es fr pt ko zh vi tl fil hi te ta ml ar ht ru";
        let known: Vec<_> = WORDS.iter().map(|(language, _)| *language).collect();
        assert_eq!(known.join(" "), shipped);
        for (language, words) in WORDS {
            assert!(language == "en" || words.iter().all(|w| !ENGLISH.contains(w)));
            assert!(words.iter().all(|word| !word.contains(['{', '}'])));
        }
    }
}
