//! Danger and self-harm, on sentences that were not taken from the tables. Nobody who speaks the languages has reviewed
//! them yet.
//!
//! The tables were mended until they agreed with `crisis.tsv` and `ordinary.tsv`; so these are no measure of what strangers
//! will say. The files of the name `held_out` were written before the tables, by the same hand: at first reading 35 of 36
//! were found, and none of 32 ordinary sentences was taken for one. Of 171 phrasings and 183 ordinary sentences that
//! another hand had written, the tables found 166 and took one at first reading; what they missed was mended since.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::shipped_language::SHIPPED_LANGUAGES;

const CRISIS: &str = include_str!("tests/crisis.tsv");
const CRISIS_HELD_OUT: &str = include_str!("tests/crisis_held_out.tsv");
const ORDINARY: &str = include_str!("tests/ordinary.tsv");
const ORDINARY_HELD_OUT: &str = include_str!("tests/ordinary_held_out.tsv");
/// What people write to a church serves as well for what they say to it.
const WRITTEN: &str = include_str!("../reply_meaning/tests/ordinary.tsv");

/// Known, and let be; empty while there is none.
const KNOWN_MISSES: [&str; 0] = [];

fn rows(table: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .from_reader(table.as_bytes());
    reader
        .records()
        .map(|row| row.expect("a row of the table"))
        .collect()
}

fn need(row: &csv::StringRecord) -> CareNeed {
    match &row[1] {
        "self_harm" => CareNeed::SelfHarm,
        "danger" => CareNeed::Danger,
        other => panic!("no need: {other}"),
    }
}

/// The rows whose need is not found, or another.
fn missed(rows: &[csv::StringRecord]) -> Vec<String> {
    let wrong = rows
        .iter()
        .filter(|row| find_care_need(&row[3]) != Some(need(row)));
    wrong
        .map(|row| {
            format!(
                "{} {} {}: {:?}",
                &row[0],
                &row[2],
                &row[3],
                find_care_need(&row[3])
            )
        })
        .collect()
}

/// The sentences, the last column of each row, in which a need is found.
fn taken(rows: &[csv::StringRecord]) -> Vec<String> {
    rows.iter()
        .filter_map(|row| row.iter().next_back())
        .filter(|text| find_care_need(text).is_some())
        .map(str::to_owned)
        .collect()
}

#[test]
fn danger_and_self_harm_are_found_in_every_language() {
    let rows = rows(CRISIS);
    let mut languages: BTreeMap<String, usize> = BTreeMap::new();
    for row in &rows {
        *languages.entry(row[0].to_owned()).or_default() += 1;
        assert!(["explicit", "indirect"].contains(&&row[2]), "{row:?}");
    }
    let missed = missed(&rows);
    println!(
        "{} of {} crisis phrasings found in {} languages",
        rows.len() - missed.len(),
        rows.len(),
        languages.len()
    );
    let explicit: Vec<_> = missed
        .iter()
        .filter(|row| row.contains(" explicit "))
        .collect();
    assert!(explicit.is_empty(), "explicit and missed: {explicit:#?}");
    assert!(
        missed.len() * 50 <= rows.len(),
        "more than 2 %: {missed:#?}"
    );
    assert_eq!(missed, KNOWN_MISSES);
    assert!(rows.len() >= 160);
    for language in SHIPPED_LANGUAGES {
        assert!(
            languages
                .get(language.tag())
                .is_some_and(|count| *count >= 8)
        );
    }
}

#[test]
fn ordinary_sentences_are_no_crisis() {
    let rows = [rows(ORDINARY), rows(WRITTEN)].concat();
    let taken = taken(&rows);
    println!(
        "{} of {} ordinary sentences taken for a crisis",
        taken.len(),
        rows.len()
    );
    assert!(taken.len() * 100 <= rows.len(), "more than 1 %: {taken:#?}");
    assert_eq!(taken, Vec::<String>::new());
    assert!(rows.len() >= 300);
    for language in SHIPPED_LANGUAGES {
        assert!(rows.iter().any(|row| &row[0] == language.tag()));
    }
}

#[test]
fn what_was_held_out_is_counted() {
    let (crisis, ordinary) = (rows(CRISIS_HELD_OUT), rows(ORDINARY_HELD_OUT));
    let (missed, taken) = (missed(&crisis), taken(&ordinary));
    println!(
        "held out: {} of {} crisis phrasings found, {} of {} ordinary sentences taken for one\n{missed:#?}\n{taken:#?}",
        crisis.len() - missed.len(),
        crisis.len(),
        taken.len(),
        ordinary.len()
    );
    assert!(missed.len() * 10 <= crisis.len() && taken.len() * 20 <= ordinary.len());
}

#[test]
fn every_row_is_reached_by_its_own_words() {
    let (mut count, mut wrong) = (0, Vec::new());
    for words in &LANGUAGES {
        for (list, need) in [
            (words.self_harm, CareNeed::SelfHarm),
            (words.danger, CareNeed::Danger),
        ] {
            for row in list {
                count += 1;
                let parts = row
                    .split_whitespace()
                    .filter(|part| !["^", "$", ".."].contains(part));
                let choices = parts.filter_map(|part| part.trim_end_matches('?').split('|').next());
                let text = choices
                    .map(|choice| choice.replace(['=', '*'], "").replace('_', " "))
                    .collect::<Vec<_>>()
                    .join(" ");
                if find_care_need(&text)
                    .is_none_or(|found| need == CareNeed::SelfHarm && found != need)
                {
                    wrong.push(format!("{} {text:?} of {row:?}", words.language.tag()));
                }
                assert!(
                    !row.split(['|', ' ', '?'])
                        .any(|choice| ["", "*", "="].contains(&choice) && !row.contains('?')),
                    "an empty part: {row:?}"
                );
            }
        }
    }
    println!("{count} rows");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn fillers_case_and_punctuation_make_no_difference() {
    for text in [
        "I WANT TO DIE",
        "uh, hello. I... I want to die.",
        "so yesterday i told my sister about it and you know i want to die and that is all",
        "Quiero   matarme!",
    ] {
        assert_eq!(find_care_need(text), Some(CareNeed::SelfHarm), "{text}");
    }
    assert_eq!(find_care_need(""), None);
    assert_eq!(find_care_need("…"), None);
}

#[test]
fn both_at_once_are_self_harm_whose_answer_names_both_numbers() {
    let text = "he has a gun and he wants to kill himself";
    assert_eq!(find_care_need(text), Some(CareNeed::SelfHarm));
}

#[test]
fn the_end_of_a_long_turn_is_heard_too() {
    let text = "and then we went home ".repeat(200) + "and now i want to die";
    assert_eq!(find_care_need(&text), Some(CareNeed::SelfHarm));
}

#[test]
fn the_languages_that_wait_for_a_reviewer_are_known() {
    assert_eq!(
        LANGUAGES.each_ref().map(|words| words.language),
        SHIPPED_LANGUAGES
    );
    let unreviewed = LANGUAGES.iter().filter(|words| words.reviewed_by.is_none());
    println!(
        "{} languages not reviewed by anybody who speaks them",
        unreviewed.count()
    );
}

proptest! {
    #[test]
    fn any_text_is_looked_through_without_fail(text in "\\PC{0,200}") {
        find_care_need(&text);
    }
}
