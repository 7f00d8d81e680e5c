//! What callers ask for, in every language that is shipped, and what only sounds like it. One author, no native reviewer.

use std::collections::BTreeSet;

use super::*;
use crate::shipped_language::SHIPPED_LANGUAGES;

const REQUESTS: &str = include_str!("tests/requests.tsv");

#[test]
fn what_is_asked_beyond_doubt_is_understood_in_every_language() {
    let (mut all, mut languages, mut wrong) = (0, BTreeSet::new(), Vec::new());
    for (tag, kind, words) in rows(REQUESTS) {
        all += 1;
        languages.insert(tag);
        let expected = request_named(kind);
        let found = read_request(words);
        if found != expected {
            wrong.push(format!("{tag} {words:?}: {found:?}, not {expected:?}"));
        }
    }
    println!(
        "{} of {all} understood in {} languages",
        all - wrong.len(),
        languages.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(languages.len(), SHIPPED_LANGUAGES.len());
}

#[test]
fn every_row_names_a_request() {
    for (tag, kind, phrase) in rows(PHRASES) {
        assert!(
            SHIPPED_LANGUAGES
                .iter()
                .any(|language| language.tag() == tag),
            "{tag}"
        );
        assert!(
            kind == "ordinary" || request_named(kind).is_some(),
            "{kind} {phrase}"
        );
    }
    assert_eq!(
        rows(PHRASES).count(),
        PHRASES.lines().count(),
        "a row has no three columns"
    );
}
