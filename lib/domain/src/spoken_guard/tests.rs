use proptest::prelude::*;

use super::*;

const FACTS: &str = "Name of the church: Grace Church\nServices: Sunday at 9 and 11 a.m.\nWhere the church is: 120 Oak \
    Street, Springfield\nAlso: office (212) 555-0100, office@grace.example.org, www.grace.example.org";

fn guard(answer: &str) -> Result<String, Unspeakable> {
    let facts = SpokenFacts {
        facts: FACTS,
        first_name: Some("Ruth"),
        last_sent: Some("Dinner on Friday, call 212-555-0177"),
    };
    guard_spoken(answer, &facts, ShippedLanguage::English)
}

#[test]
fn what_the_church_has_given_is_spoken() {
    for answer in [
        "Services are on Sunday at 9 and 11 a.m.",
        "We are at 120 Oak Street in Springfield.",
        "The office is at 212-555-0100.",
        "You can call (212) 555 0177 about the dinner on Friday.",
        "Write to office@grace.example.org, or look at www.grace.example.org.",
        "John 3:16 is a good place to start; also Psalm 119.",
        "It was founded in 1987, and in 2026 it has about 1,200 members.",
        "The tickets are $12.50 each, from 10:30 to 11:45 on November 29, 2026.",
        "Ruth, I don't know that. Would you like to leave a message?",
    ] {
        assert_eq!(guard(answer).as_deref(), Ok(answer));
    }
}

#[test]
fn what_nobody_has_given_is_not() {
    for (answer, reason) in [
        ("Call him at 214 555 0199.", Unspeakable::Number),
        ("His number is 2145550199", Unspeakable::Number),
        ("Dial +1 (214) 555-0199 now.", Unspeakable::Number),
        (
            "It is two one four five five five zero one nine nine.",
            Unspeakable::Number,
        ),
        (
            "Es dos uno cuatro cinco cinco cinco cero uno nueve nueve.",
            Unspeakable::Number,
        ),
        ("Call 214.555.0199", Unspeakable::Number),
        ("Call ٢١٤٥٥٥٠١٩٩ please", Unspeakable::Number),
        ("The card is 4111 1111 1111 1111.", Unspeakable::Number),
        ("She lives at 45 Maple Avenue.", Unspeakable::Address),
        ("Go to 7 North Hill Road today.", Unspeakable::Address),
        ("Vive en la calle Hidalgo 45.", Unspeakable::Address),
        ("Write to someone@else.example.com", Unspeakable::Contact),
        ("Look at evil.com/login", Unspeakable::Contact),
        ("It is grace dot com", Unspeakable::Contact),
        ("<speak>Hello</speak>", Unspeakable::Markup),
        ("{\"answer\": \"Hello\"}", Unspeakable::Markup),
        ("```rust fn main```", Unspeakable::Markup),
        ("", Unspeakable::Empty),
        (" ... ", Unspeakable::Empty),
        ("🙂", Unspeakable::Empty),
        (
            "La misa es el domingo a las nueve de la mañana en la iglesia.",
            Unspeakable::OtherLanguage,
        ),
    ] {
        assert_eq!(guard(answer), Err(reason), "{answer}");
    }
}

#[test]
fn signs_and_roles_are_not_read_aloud() {
    assert_eq!(
        guard("Assistant: **Services** are\n\non _Sunday_ 🙂 at 9.").as_deref(),
        Ok("Services are on Sunday at 9.")
    );
}

#[test]
fn a_long_answer_ends_with_a_sentence() {
    let long = "This is a sentence about the church. ".repeat(40);
    let spoken = guard(&long).expect("words");
    assert!(
        spoken.chars().count() <= LONGEST && spoken.ends_with("church."),
        "{spoken}"
    );
    let endless = guard(&"word ".repeat(400)).expect("words");
    assert!(endless.chars().count() <= LONGEST && endless.ends_with("word"));
}

#[test]
fn what_was_cut_off_ends_where_a_sentence_does() {
    for (text, cut) in [
        ("We meet on Sunday. The next", Some("We meet on Sunday.")),
        ("We meet at St. Mary", None),
        ("We meet at 9.30 on Sun", None),
        ("We meet at 9 a.m.", Some("We meet at 9 a.m.")),
        ("He said \"come.\" Then", Some("He said \"come.\"")),
        ("星期天九点。欢迎", Some("星期天九点。")),
        ("रविवार को है। आप", Some("रविवार को है।")),
        ("متى؟ غدا", Some("متى؟")),
        ("No sentence ends", None),
        ("", None),
    ] {
        assert_eq!(cut_at_sentence(text), cut, "{text}");
    }
}

proptest! {
    #[test]
    fn whatever_is_answered_is_spoken_or_not_without_a_panic(answer in "\\PC{0,900}") {
        if let Ok(words) = guard(&answer) {
            prop_assert!(words.chars().count() <= LONGEST);
            prop_assert!(words.len() <= answer.len());
        }
        if let Some(cut) = cut_at_sentence(&answer) {
            prop_assert!(answer.starts_with(cut));
        }
    }
}
