use super::*;
use crate::shipped_language::SHIPPED_LANGUAGES;

#[test]
fn every_language_has_every_sentence_and_each_has_its_fields() {
    for language in SHIPPED_LANGUAGES {
        for (name, sentence) in VoiceWords::of(language).all() {
            let tag = language.tag();
            let wanted: &[&str] = match name {
                "greeting" | "whisper" | "outbound_opening" | "outbound_voicemail_end" => &[CHURCH],
                "greeting_by_name" | "whisper_by_name" => &[CHURCH, NAME],
                "language_offer" => &[KEY],
                _ => &[],
            };
            for field in [CHURCH, NAME, KEY] {
                let count = sentence.matches(field).count();
                assert_eq!(
                    count,
                    usize::from(wanted.contains(&field)),
                    "{tag} {name} {field}"
                );
            }
            let letters = sentence.chars().count();
            assert!(
                (6..=330).contains(&letters),
                "{tag} {name}: {letters} characters"
            );
            assert_eq!(sentence.trim(), sentence, "{tag} {name}");
        }
    }
}

#[test]
fn no_language_has_the_sentence_of_another() {
    for name in VoiceWords::of(ShippedLanguage::English)
        .all()
        .map(|(name, _)| name)
    {
        let mut seen = std::collections::BTreeSet::new();
        for language in SHIPPED_LANGUAGES {
            let all = VoiceWords::of(language).all();
            let (_, sentence) = all
                .iter()
                .find(|(other, _)| *other == name)
                .expect("a sentence");
            assert!(seen.insert(*sentence), "{} {name}", language.tag());
        }
    }
}

#[test]
fn who_may_be_in_danger_is_told_whom_to_call() {
    for language in SHIPPED_LANGUAGES {
        let words = VoiceWords::of(language);
        let digits =
            |sentence: &str| -> String { sentence.chars().filter(char::is_ascii_digit).collect() };
        assert!(
            digits(words.self_harm()).contains("988"),
            "{}",
            language.tag()
        );
        assert!(
            digits(words.self_harm()).contains("911"),
            "{}",
            language.tag()
        );
        assert_eq!(digits(words.danger()), "911", "{}", language.tag());
    }
}

#[test]
fn a_call_that_goes_out_names_its_keys_in_order() {
    for language in SHIPPED_LANGUAGES {
        let keys = VoiceWords::of(language).outbound_keys();
        let digits: String = keys.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(digits, "129", "{}", language.tag());
    }
}

#[test]
fn a_greeting_takes_the_name_where_it_is_known() {
    let words = VoiceWords::of(ShippedLanguage::English);
    assert_eq!(
        words.greeting(" Grace Church ", Some("Ruth")),
        "Hello Ruth, this is the automatic assistant of Grace Church. How can I help you?"
    );
    assert!(!words.greeting("Grace Church", None).contains(NAME));
}

#[test]
fn it_is_said_who_has_reviewed_a_language() {
    let reviewed = SHIPPED_LANGUAGES
        .iter()
        .filter(|language| VoiceWords::of(**language).reviewed_by().is_some());
    println!(
        "{} of {} languages were reviewed",
        reviewed.count(),
        SHIPPED_LANGUAGES.len()
    );
}
