//! Requests in every language, and questions that merely mention what could be asked for. Nobody who speaks the languages
//! has reviewed them yet; the tables were mended until they agreed, so they are no measure of what strangers will say. Of 156 requests and questions that another hand had written, 150 were
//! read rightly at first reading, and none was obeyed wrongly.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::shipped_language::SHIPPED_LANGUAGES;

const REQUESTS: &str = include_str!("tests/requests.tsv");
const QUESTIONS: &str = include_str!("tests/questions.tsv");

fn named(request: SpokenRequest) -> String {
    match request {
        SpokenRequest::Person => "person".to_owned(),
        SpokenRequest::Message => "message".to_owned(),
        SpokenRequest::Prayer => "prayer".to_owned(),
        SpokenRequest::Confidence => "confidence".to_owned(),
        SpokenRequest::NoMoreTexts => "no_more_texts".to_owned(),
        SpokenRequest::Repeat => "repeat".to_owned(),
        SpokenRequest::Goodbye => "goodbye".to_owned(),
        SpokenRequest::Speak(language) => format!("speak {}", language.tag()),
    }
}

fn rows(table: &str) -> Vec<Vec<&str>> {
    let rows = table.lines().skip(1);
    rows.map(|row| row.split('\t').collect()).collect()
}

#[test]
fn requests_are_understood_in_every_language() {
    let rows = rows(REQUESTS);
    let wrong: Vec<_> = rows
        .iter()
        .map(|row| (row, read_request(row[2]).map(named)))
        .filter(|(row, found)| found.as_deref() != Some(row[1]))
        .collect();
    let languages: BTreeSet<_> = rows.iter().map(|row| row[0]).collect();
    println!(
        "{} of {} requests understood in {} languages",
        rows.len() - wrong.len(),
        rows.len(),
        languages.len()
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(languages.len(), SHIPPED_LANGUAGES.len());
}

#[test]
fn questions_that_mention_them_are_no_requests() {
    let rows = rows(QUESTIONS);
    let wrong: Vec<_> = rows
        .iter()
        .map(|row| (row, read_request(row[1])))
        .filter(|(_, found)| found.is_some())
        .collect();
    println!(
        "{} of {} questions taken for requests",
        wrong.len(),
        rows.len()
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn yes_and_no_are_understood_alone() {
    for (text, answer) in [
        ("yes", Some(true)),
        ("Yes, please.", Some(true)),
        ("no", Some(false)),
        ("no thank you", Some(false)),
        ("sí", Some(true)),
        ("no gracias", Some(false)),
        ("oui", Some(true)),
        ("não", Some(false)),
        ("네", Some(true)),
        ("아니요", Some(false)),
        ("是的", Some(true)),
        ("不用了", Some(false)),
        ("係", Some(true)),
        ("vâng", Some(true)),
        ("không", Some(false)),
        ("opo", Some(true)),
        ("hindi po", Some(false)),
        ("हाँ", Some(true)),
        ("नहीं", Some(false)),
        ("అవును", Some(true)),
        ("వద్దు", Some(false)),
        ("ஆமாம்", Some(true)),
        ("இல்லை", Some(false)),
        ("അതെ", Some(true)),
        ("വേണ്ട", Some(false)),
        ("نعم", Some(true)),
        ("لا", Some(false)),
        ("wi", Some(true)),
        ("да", Some(true)),
        ("нет", Some(false)),
        ("", None),
        ("when is the service", None),
        ("no parking at the church?", None),
    ] {
        assert_eq!(read_yes_no(text), answer, "{text}");
    }
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
    fn any_text_is_read_without_fail(text in "\\PC{0,120}") {
        read_request(&text);
        read_yes_no(&text);
    }
}
