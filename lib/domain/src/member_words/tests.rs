//! What holds for the sentences of every language.

use std::collections::BTreeSet;

use super::*;
use crate::reply_meaning::{Certainty, ReplyMeaning, read_reply};
use crate::shipped_language::SHIPPED_LANGUAGES;

/// 30 characters: longer than most names of churches.
const CHURCH: &str = "Grace Church of the Good Hills";

/// As long as a number of the United States is written.
const PHONE_NUMBER: &str = "+1 214-555-0123";

/// The basic characters of GSM-7 (3GPP TS 23.038), without those that count two.
const GSM_7: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§\
                     ¿abcdefghijklmnopqrstuvwxyzäöñüà";

fn texts(words: &MemberWords) -> [String; 5] {
    [
        words.opted_out(CHURCH),
        words.opted_in(CHURCH),
        words.help(CHURCH, None),
        words.help(CHURCH, Some(PHONE_NUMBER)),
        words.after_hours(CHURCH),
    ]
}

#[test]
fn an_answer_names_the_church_and_says_what_was_done() {
    let language = LanguageTag::parse("en-GB").expect("a tag");
    assert_eq!(
        member_words(&language).opted_out("Grace Church"),
        "Grace Church: you won't get any more texts from us. Reply START to get them again."
    );
    let language = LanguageTag::parse("zh-TW").expect("a tag");
    assert_eq!(
        member_words(&language).after_hours(" 恩典教會 "),
        "恩典教會：您的簡訊已收到，我們會在辦公時間查看。"
    );
}

#[test]
fn every_shipped_language_has_every_sentence_and_no_two_are_the_same() {
    let mut seen = BTreeSet::new();
    for language in SHIPPED_LANGUAGES {
        for text in texts(MemberWords::of(language)) {
            let spoken = text
                .trim_start_matches('\u{200f}')
                .strip_prefix(CHURCH)
                .map(str::to_owned);
            let spoken = spoken
                .unwrap_or_else(|| panic!("it does not begin with the church's name: {text}"));
            assert!(
                spoken
                    .chars()
                    .filter(|character| character.is_alphabetic())
                    .count()
                    > 10,
                "{text}"
            );
            assert!(!text.contains(['{', '}']) && text == text.trim(), "{text}");
            assert!(
                seen.insert(text.clone()),
                "{} says twice: {text}",
                language.tag()
            );
        }
    }
}

#[test]
fn the_words_that_carriers_know_stand_in_latin_letters_in_every_language() {
    for language in SHIPPED_LANGUAGES {
        let [opted_out, opted_in, help, help_with_phone, after_hours] =
            texts(MemberWords::of(language));
        let tag = language.tag();
        assert!(
            opted_out.contains("START") && !opted_out.contains("STOP"),
            "{tag}"
        );
        for text in [opted_in, help, help_with_phone.clone()] {
            assert!(text.contains("STOP") && !text.contains("START"), "{tag}");
        }
        assert!(help_with_phone.contains(PHONE_NUMBER), "{tag}");
        assert!(!after_hours.contains("STOP"), "{tag}: it says one thing");
    }
}

#[test]
fn every_sentence_fits_two_segments() {
    let mut longest = (0, String::new());
    for language in SHIPPED_LANGUAGES {
        for text in texts(MemberWords::of(language)) {
            let (units, limit) = if text.chars().all(|character| GSM_7.contains(character)) {
                (text.chars().count(), 306)
            } else {
                (text.encode_utf16().count(), 134)
            };
            assert!(
                units <= limit,
                "{}, {units} of {limit}: {text}",
                language.tag()
            );
            longest = longest.max((units * 100 / limit, language.tag().to_owned()));
        }
    }
    println!(
        "the longest takes {} % of two segments: {}",
        longest.0, longest.1
    );
}

/// An automatic answer that comes back from another machine must not be taken for a person's wish.
#[test]
fn our_own_sentences_mean_nothing_when_they_are_sent_back() {
    for language in SHIPPED_LANGUAGES {
        for text in texts(MemberWords::of(language)) {
            let meaning = read_reply(&text);
            assert!(
                meaning == ReplyMeaning::Other || meaning == ReplyMeaning::OptOut(Certainty::Fuzzy),
                "{meaning:?}: {text}"
            );
            assert_eq!(
                read_reply(&format!("Loved “{text}”")),
                ReplyMeaning::Other,
                "{text}"
            );
        }
    }
}

#[test]
fn the_languages_that_wait_for_a_reviewer_are_known() {
    let reviewed_by = |language: &ShippedLanguage| MemberWords::of(*language).reviewed_by();
    let unreviewed = SHIPPED_LANGUAGES
        .iter()
        .filter(|language| reviewed_by(language).is_none());
    println!(
        "not reviewed by anybody who speaks it: {}",
        unreviewed
            .map(|language| language.tag())
            .collect::<Vec<_>>()
            .join(", ")
    );
    assert!(
        SHIPPED_LANGUAGES
            .iter()
            .filter_map(reviewed_by)
            .all(|name| !name.trim().is_empty())
    );
}
