//! What a model gives back is looked at in code before anybody reads it: the reader's name has to stay where it was, and
//! nothing may be in it that a reader could tap or dial and the original has not.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::marks;
use crate::merge_fields::{InvalidTemplate, MergeField, MessageTemplate};

/// A text that a model gave back, looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guarded {
    /// The text.
    pub text: MessageTemplate,
    /// What staff should look at: whole sentences.
    pub warnings: Vec<String>,
    /// The numbers of the original that are missing, if there are any: worth a second try, and no reason to refuse the
    /// text, for `6 pm` is `18 h` elsewhere.
    pub missing_numbers: Option<Complaint>,
}

/// What is wrong with a text that a model gave back. It reads as `The translation …` and repeats nothing of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Complaint {
    /// It is no message: empty, too long, or with braces that are no fields.
    NoMessage(InvalidTemplate),
    /// A field of the original is missing.
    MissingField(MergeField),
    /// There are more fields than the original has.
    AddedField(MergeField),
    /// A field lost what stands in for a missing value, or got one.
    Fallback(MergeField),
    /// A link or an address is missing.
    MissingLink,
    /// There is one that the original has not.
    AddedLink,
    /// A phone number is missing.
    MissingPhone,
    /// There is one that the original has not.
    AddedPhone,
    /// Other numbers are missing.
    MissingNumbers(BTreeSet<String>),
}

impl fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |field: &MergeField| format!("{{{}}}", field.as_str());
        match self {
            Self::NoMessage(error) => {
                write!(formatter, "could not be used as a message. {error}")
            }
            Self::MissingField(field) => {
                write!(formatter, "left out the field {}.", shown(field))
            }
            Self::AddedField(field) => write!(
                formatter,
                "has the field {} more often than the original.",
                shown(field)
            ),
            Self::Fallback(field) => write!(
                formatter,
                "changed whether the field {} has a word after a bar that stands in for a missing value.",
                shown(field)
            ),
            Self::MissingLink => {
                formatter.write_str("left out or changed a link or an e-mail address.")
            }
            Self::AddedLink => {
                formatter.write_str("has a link or an e-mail address that is not in the original.")
            }
            Self::MissingPhone => formatter.write_str("left out or changed a phone number."),
            Self::AddedPhone => {
                formatter.write_str("has a phone number that is not in the original.")
            }
            Self::MissingNumbers(numbers) => {
                write!(formatter, "left out or changed {}.", listed(numbers))
            }
        }
    }
}

/// Looks at what a model gave back for `original`.
///
/// # Errors
/// When it can't be taken, with the first reason.
pub fn guard(original: &MessageTemplate, candidate: &str) -> Result<Guarded, Complaint> {
    let text = MessageTemplate::parse(candidate.trim()).map_err(Complaint::NoMessage)?;
    check_fields(original, &text)?;
    let (before, after) = (marks_of(original), marks_of(&text));
    let is_missing = |before: &BTreeSet<String>, after: &BTreeSet<String>| !before.is_subset(after);
    if is_missing(&after.links, &before.links) {
        return Err(Complaint::AddedLink);
    }
    if is_missing(&before.links, &after.links) {
        return Err(Complaint::MissingLink);
    }
    if is_missing(&after.phones, &before.phones) {
        return Err(Complaint::AddedPhone);
    }
    if is_missing(&before.phones, &after.phones) {
        return Err(Complaint::MissingPhone);
    }
    let missing: BTreeSet<String> = &before.numbers - &after.numbers;
    let added: BTreeSet<String> = &after.numbers - &before.numbers;
    let mut warnings = Vec::new();
    if text == *original {
        warnings.push("This text is the same as the original.".to_owned());
    }
    if !missing.is_empty() {
        let numbers = listed(&missing);
        warnings.push(format!(
            "Not in this text, but in the original: {numbers}. Check times and dates."
        ));
    }
    if !added.is_empty() {
        let numbers = listed(&added);
        warnings.push(format!(
            "In this text, but not in the original: {numbers}. Check times and dates."
        ));
    }
    Ok(Guarded {
        text,
        warnings,
        missing_numbers: (!missing.is_empty()).then_some(Complaint::MissingNumbers(missing)),
    })
}

/// Links and numbers hide as well in what stands in for a missing value.
fn marks_of(template: &MessageTemplate) -> marks::Marks {
    let fallbacks = template.field_uses().filter_map(|(_, fallback)| fallback);
    marks::find(template.words().chain(fallbacks))
}

/// Each field is there as often as in the original, with and without a fallback.
fn check_fields(original: &MessageTemplate, text: &MessageTemplate) -> Result<(), Complaint> {
    let (before, after) = (uses(original), uses(text));
    for field in MergeField::ALL {
        let count = |uses: &Uses, has_fallback| uses.get(&(field, has_fallback)).copied();
        let total = |uses: &Uses| {
            count(uses, true).unwrap_or_default() + count(uses, false).unwrap_or_default()
        };
        if total(&after) < total(&before) {
            return Err(Complaint::MissingField(field));
        }
        if total(&after) > total(&before) {
            return Err(Complaint::AddedField(field));
        }
        if count(&after, true) != count(&before, true) {
            return Err(Complaint::Fallback(field));
        }
    }
    Ok(())
}

/// How often each field stands in a text, with and without a fallback.
type Uses = BTreeMap<(MergeField, bool), usize>;

fn uses(template: &MessageTemplate) -> Uses {
    let mut uses = Uses::new();
    for (field, fallback) in template.field_uses() {
        *uses.entry((field, fallback.is_some())).or_default() += 1;
    }
    uses
}

/// `the number 6`, `the numbers 6 and 30`, `the numbers 6, 24 and 30`; the first five of many.
fn listed(numbers: &BTreeSet<String>) -> String {
    const SHOWN: usize = 5;
    let all: Vec<&str> = numbers.iter().take(SHOWN).map(String::as_str).collect();
    match all.split_last() {
        None => String::new(),
        Some((one, [])) => format!("the number {one}"),
        Some(_) if numbers.len() > SHOWN => {
            format!("the numbers {} and others", all.join(", "))
        }
        Some((last, rest)) => format!("the numbers {} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn template(text: &str) -> MessageTemplate {
        MessageTemplate::parse(text).expect("a template")
    }

    fn complaint(original: &str, candidate: &str) -> Option<String> {
        let guarded = guard(&template(original), candidate);
        guarded.err().map(|complaint| complaint.to_string())
    }

    #[test]
    fn a_good_translation_is_taken_without_a_warning() {
        for (original, candidate) in [
            (
                "Hi {first_name|friend}, dinner on Friday at 6:30 pm, in the hall.",
                " Hola {first_name|amigo}, cena el viernes a las 6:30 p. m., en el salón.\n",
            ),
            (
                "{church}: call (212) 555-0123 or see example.org/dinner, {name}.",
                "{name}님, {church}입니다. 212-555-0123으로 전화하시거나 example.org/dinner를 보세요.",
            ),
            ("Dinner at 6", "रात का खाना ६ बजे"),
            ("Give {{freely}}", "Da {{libremente}}"),
        ] {
            let guarded = guard(&template(original), candidate).expect("a good translation");
            assert_eq!(guarded.warnings, Vec::<String>::new(), "{candidate}");
            assert_eq!(guarded.missing_numbers, None, "{candidate}");
            assert_eq!(guarded.text.source().as_str(), candidate.trim());
        }
    }

    #[test]
    fn what_a_translation_may_not_do_is_said() {
        for (original, candidate, said) in [
            (
                "Hi {first_name}",
                "Hola",
                "left out the field {first_name}.",
            ),
            (
                "Hi {first_name}",
                "Hola {nombre}",
                "There is no field of the name",
            ),
            (
                "Hi {first_name}",
                "Hola {name}",
                "left out the field {first_name}.",
            ),
            ("Hi", "Hola {name}", "the field {name} more often"),
            (
                "Hi {name}",
                "Hola {name}, {name}",
                "the field {name} more often",
            ),
            ("Hi {name|friend}", "Hola {name}", "a word after a bar"),
            ("Hi {name}", "Hola {name|amigo}", "a word after a bar"),
            ("Hi", "", "it is empty"),
            (
                "Hi",
                "Hola example.com",
                "a link or an e-mail address that is not",
            ),
            (
                "Hi {name|friend}",
                "Hola {name|example.com}",
                "a link or an e-mail",
            ),
            (
                "Hi",
                "Hola a@example.org",
                "a link or an e-mail address that is not",
            ),
            ("See example.org", "Mire", "left out or changed a link"),
            (
                "See example.org",
                "Mire example.com",
                "a link or an e-mail address that is not",
            ),
            ("Hi", "Llame al 212 555 0199", "a phone number that is not"),
            (
                "Call 212 555 0123",
                "Llame",
                "left out or changed a phone number",
            ),
        ] {
            let found = complaint(original, candidate).unwrap_or_default();
            assert!(found.contains(said), "{candidate}: {found}");
        }
        let long = "a".repeat(1_601);
        let found = complaint("Hi", &long).unwrap_or_default();
        assert!(found.contains("1,600"), "{found}");
    }

    #[test]
    fn numbers_that_change_are_told_and_do_not_refuse_the_text() {
        let original = template("Dinner at 6:30 pm on the 24th");
        let guarded = guard(&original, "Dîner le 24 à 18 h 30").expect("taken");
        assert_eq!(
            guarded.warnings,
            [
                "Not in this text, but in the original: the number 6. Check times and dates.",
                "In this text, but not in the original: the number 18. Check times and dates.",
            ]
        );
        let complaint = guarded.missing_numbers.expect("a complaint").to_string();
        assert_eq!(complaint, "left out or changed the number 6.");
        let spelled = guard(&template("Dinner at six"), "Cena a las 6").expect("taken");
        assert_eq!((spelled.warnings.len(), spelled.missing_numbers), (1, None));
    }

    #[test]
    fn a_text_that_was_not_translated_is_told() {
        let guarded = guard(&template("Amen"), "Amen").expect("taken");
        assert_eq!(guarded.warnings, ["This text is the same as the original."]);
    }

    #[test]
    fn many_numbers_are_listed_to_the_fifth() {
        let numbers = |text: &str| text.split(' ').map(str::to_owned).collect();
        assert_eq!(listed(&numbers("6 30")), "the numbers 30 and 6");
        assert_eq!(listed(&numbers("1 2 3")), "the numbers 1, 2 and 3");
        assert_eq!(
            listed(&numbers("1 2 3 4 5 6")),
            "the numbers 1, 2, 3, 4, 5 and others"
        );
    }

    proptest! {
        #[test]
        fn nothing_that_a_model_answers_makes_it_panic(original in "[a-z0-9 {}|.@]{1,30}", candidate in "\\PC{0,60}") {
            if let Ok(original) = MessageTemplate::parse(&original) {
                let _ = guard(&original, &candidate);
            }
        }

        #[test]
        fn every_text_passes_as_its_own_translation(text in "[a-zA-Z0-9 .,@/+-]{1,60}") {
            prop_assume!(!text.trim().is_empty());
            let original = template(text.trim());
            prop_assert!(guard(&original, &text).is_ok());
        }
    }
}
