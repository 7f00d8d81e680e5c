//! The languages of sentences: some that callers say, and all that the corpora of texts and of care have besides, for which
//! the words were not chosen. Of 96 sentences that another hand had written, all were right, 93 sure and none surely wrong.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::words::LATIN;
use super::*;
use crate::shipped_language::SHIPPED_LANGUAGES;

const CALLERS: &str = include_str!("tests.tsv");
const OTHERS: [&str; 5] = [
    include_str!("../care/tests/crisis.tsv"),
    include_str!("../care/tests/crisis_held_out.tsv"),
    include_str!("../care/tests/ordinary.tsv"),
    include_str!("../care/tests/ordinary_held_out.tsv"),
    include_str!("../reply_meaning/tests/ordinary.tsv"),
];

/// Pairs of a language's tag and a sentence: the first and the last column.
fn sentences(table: &str) -> Vec<(&str, &str)> {
    let rows = table.lines().skip(1);
    rows.filter_map(|row| Some((row.split_once('\t')?.0, row.rsplit_once('\t')?.1)))
        .collect()
}

struct Figures {
    sentences: usize,
    right: usize,
    sure: usize,
    surely_wrong: Vec<String>,
}

fn measure(sentences: &[(&str, &str)]) -> Figures {
    let (mut right, mut sure, mut surely_wrong) = (0, 0, Vec::new());
    for (tag, text) in sentences {
        let Some(found) = detect_language(text) else {
            continue;
        };
        let is_right = found.language.tag() == *tag;
        right += usize::from(is_right);
        sure += usize::from(found.is_sure);
        if found.is_sure && !is_right {
            surely_wrong.push(format!("{tag} as {}: {text}", found.language.tag()));
        }
    }
    Figures {
        sentences: sentences.len(),
        right,
        sure,
        surely_wrong,
    }
}

#[test]
fn what_callers_say_is_surely_in_their_language() {
    let figures = measure(&sentences(CALLERS));
    println!(
        "{} sentences of callers: {} right, {} sure, of these wrong {:?}",
        figures.sentences, figures.right, figures.sure, figures.surely_wrong
    );
    let wrong: Vec<_> = sentences(CALLERS)
        .into_iter()
        .filter(|(tag, text)| {
            detect_language(text).is_none_or(|found| found.language.tag() != *tag)
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let unsure: Vec<_> = sentences(CALLERS)
        .into_iter()
        .filter(|(_, text)| detect_language(text).is_none_or(|found| !found.is_sure))
        .collect();
    println!("unsure: {unsure:#?}");
    assert!(figures.sure * 10 >= figures.sentences * 8);
    assert!(figures.surely_wrong.is_empty());
}

#[test]
fn other_sentences_are_surely_wrong_nearly_never() {
    let all: Vec<_> = OTHERS.iter().flat_map(|table| sentences(table)).collect();
    let mut by_language: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for sentence in &all {
        by_language.entry(sentence.0).or_default().push(*sentence);
    }
    for (tag, sentences) in &by_language {
        let figures = measure(sentences);
        println!(
            "{tag}: {} sentences, {} right, {} sure",
            figures.sentences, figures.right, figures.sure
        );
    }
    for language in SHIPPED_LANGUAGES {
        assert!(
            by_language[language.tag()].len() >= 20,
            "{}",
            language.tag()
        );
    }
    let figures = measure(&all);
    println!(
        "{} other sentences: {} right, {} sure, of these wrong {:#?}",
        figures.sentences, figures.right, figures.sure, figures.surely_wrong
    );
    assert!(
        figures.surely_wrong.len() * 200 <= figures.sure,
        "more than 0.5 %"
    );
    assert!(figures.sure * 2 >= figures.sentences, "sure too seldom");
}

#[test]
fn names_and_single_words_and_mixtures_are_not_sure() {
    for text in [
        "",
        "  ",
        "123",
        "amen",
        "Amén",
        "hola",
        "hello",
        "no",
        "Maria",
        "José García",
        "Kim",
        "김철수",
        "王小明",
        "Nguyễn Văn An",
        "ok",
        "halleluja",
        "hola how are you doing today",
        "gracias thank you",
        "yes si",
        "la la la",
        "Святослав",
        "राम",
        "please pray for my 어머니 아버지",
        "pastor",
        "misa",
        "messe",
        "Jean Pierre",
        "a o e",
        "mm hmm",
        "是",
        "아멘",
        "Iglesia de Dios",
        "guten tag wann ist der gottesdienst",
    ] {
        let found = detect_language(text);
        assert!(
            found.is_none_or(|found| !found.is_sure),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn each_list_of_words_is_clean() {
    for known in &LATIN {
        for word in known
            .words
            .split_ascii_whitespace()
            .chain(known.plain.split_ascii_whitespace())
        {
            assert_eq!(
                WrittenText::of(word).words().len(),
                if word.contains('-') { 2 } else { 1 },
                "{word}"
            );
        }
    }
    for letter in SIMPLIFIED_LETTERS.chars() {
        assert!(!TRADITIONAL_LETTERS.contains(letter), "{letter}");
    }
}

proptest! {
    #[test]
    fn any_text_has_a_language_or_none(text in "\\PC{0,80}") {
        detect_language(&text);
    }
}
