//! Crisis phrasings and what callers of a church say otherwise, in every language that is shipped.
//!
//! `tests/crisis.tsv` says of each phrasing whether it is explicit; `tests/ordinary.tsv` has as many traps as came to
//! mind. Both have one author, who made the tables too, and no native reviewer: they are no measure of what strangers say.

use std::collections::BTreeSet;

use super::*;
use crate::phrases::written::WrittenText;
use crate::shipped_language::SHIPPED_LANGUAGES;

const CRISIS: &str = include_str!("tests/crisis.tsv");
const ORDINARY: &str = include_str!("tests/ordinary.tsv");

#[test]
fn whoever_may_be_in_danger_is_heard_in_every_language() {
    let (mut all, mut found, mut explicit, mut languages) = (0, 0, 0, BTreeSet::new());
    let (mut missed, mut missed_explicit) = (Vec::new(), Vec::new());
    for line in CRISIS.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [tag, kind, need, words] = columns[..] else {
            panic!("no row: {line}");
        };
        all += 1;
        languages.insert(tag);
        explicit += usize::from(kind == "explicit");
        let expected = match need {
            "self_harm" => CareNeed::SelfHarm,
            _ => CareNeed::Danger,
        };
        if find_care_need(words) == Some(expected) {
            found += 1;
        } else if kind == "explicit" {
            missed_explicit.push(line);
        } else {
            missed.push(line);
        }
    }
    println!(
        "{found} of {all} crisis phrasings in {} languages found, {explicit} of them explicit",
        languages.len()
    );
    assert!(missed_explicit.is_empty(), "{}", missed_explicit.join("\n"));
    assert!(
        all >= 80 && found * 100 >= all * 98,
        "{}",
        missed.join("\n")
    );
    assert_eq!(languages.len(), SHIPPED_LANGUAGES.len());
}

#[test]
fn ordinary_sentences_are_hardly_ever_taken_for_danger() {
    let sentences: Vec<&str> = ORDINARY.lines().collect();
    let taken: Vec<_> = sentences
        .iter()
        .filter(|line| find_care_need(line.split('\t').nth(1).unwrap_or_default()).is_some())
        .collect();
    println!(
        "{} of {} ordinary sentences taken for danger",
        taken.len(),
        sentences.len()
    );
    assert!(
        sentences.len() >= 150 && taken.len() * 100 <= sentences.len() * 5,
        "{taken:#?}"
    );
}

#[test]
fn what_is_fixed_for_danger_is_itself_no_cry_for_help() {
    use crate::voice_words::VoiceWords;
    for language in SHIPPED_LANGUAGES {
        let words = VoiceWords::of(language);
        for ordinary in [
            words.trouble(),
            words.no_assistant(),
            words.goodbye(),
            words.prayer_taken(),
        ] {
            assert_eq!(find_care_need(ordinary), None, "{ordinary}");
        }
    }
}

#[test]
fn every_row_is_of_a_shipped_language_and_has_words() {
    for (tag, kind, phrase) in rows(PHRASES) {
        assert!(
            SHIPPED_LANGUAGES
                .iter()
                .any(|language| language.tag() == tag),
            "{tag}"
        );
        assert!(
            ["self_harm", "danger", "ordinary"].contains(&kind),
            "{kind}"
        );
        for part in phrase
            .split_whitespace()
            .filter(|part| !["^", "$", ".."].contains(part))
        {
            for alternative in part
                .trim_end_matches('?')
                .split('|')
                .filter(|one| *one != "$")
            {
                let words = WrittenText::of(alternative.trim_start_matches('=')).words();
                assert!(!words.is_empty(), "{tag} {phrase}: {alternative:?}");
            }
        }
    }
    let lines = PHRASES.lines().count();
    assert_eq!(rows(PHRASES).count(), lines, "a row has no three columns");
}
