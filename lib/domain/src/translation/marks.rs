//! What a text names that a translation may not change: links, addresses with an @, phone numbers, and all other
//! numbers, in whatever digits they are written.

use std::collections::BTreeSet;

/// The fewest digits of a phone number.
const PHONE_DIGITS: usize = 7;

/// The zeros of the decimal digits that phones show in the scripts we meet. The nine others follow each
/// (Unicode Standard, general category Nd: <https://www.unicode.org/reports/tr44/#General_Category_Values>).
const ZEROS: [char; 16] = [
    '0', '٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '０',
];

/// What stands in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Links and addresses with an @, in small letters.
    pub(super) links: BTreeSet<String>,
    /// Phone numbers, by their digits.
    pub(super) phones: BTreeSet<String>,
    /// All other numbers, without zeros in front.
    pub(super) numbers: BTreeSet<String>,
}

/// Finds them in stretches of words.
pub(super) fn find<'a>(words: impl Iterator<Item = &'a str>) -> Marks {
    let mut marks = Marks::default();
    for words in words {
        let plain: String = words.chars().map(with_ascii_digit).collect();
        let without_links = take_links(&plain, &mut marks.links);
        take_numbers(&without_links, &mut marks);
    }
    marks
}

/// A digit as the one of ASCII; anything else as it is.
fn with_ascii_digit(character: char) -> char {
    let mut values = ZEROS
        .map(|zero| u32::from(character).wrapping_sub(zero.into()))
        .into_iter();
    let value = values.find(|value| *value < 10);
    value
        .and_then(|value| char::from_digit(value, 10))
        .unwrap_or(character)
}

/// Takes the links out of a text, and leaves a blank for each.
fn take_links(text: &str, links: &mut BTreeSet<String>) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut run = String::new();
    for character in text.chars().chain([' ']) {
        if may_be_in_link(character) {
            run.push(character);
            continue;
        }
        let link = run.trim_matches(is_punctuation);
        if is_link(link) {
            links.insert(link.to_lowercase());
        } else {
            rest.push_str(&run);
        }
        run.clear();
        rest.push(character);
    }
    rest
}

/// Letters without case, as those of Chinese and Hindi, are no part of a link: it may stand among them without a blank.
fn may_be_in_link(character: char) -> bool {
    character.is_ascii_digit()
        || character.is_lowercase()
        || character.is_uppercase()
        || "-._~:/?#@%&=+".contains(character)
}

fn is_punctuation(character: char) -> bool {
    "-._~:/?#%&=+".contains(character)
}

/// Whether a phone would take it for something to be tapped: `https://…`, `www.…`, `example.org/path`, `a@example.org`.
fn is_link(run: &str) -> bool {
    if run.contains("://") || run.contains('@') || run.to_lowercase().starts_with("www.") {
        return true;
    }
    let host = run.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let Some((name, ending)) = host.rsplit_once('.') else {
        return false;
    };
    // A sentence that begins without a blank before it has a capital: "in the hall.Bring".
    let is_ending = ending.chars().count() >= 2 && ending.chars().all(char::is_lowercase);
    is_ending
        && name
            .split('.')
            .all(|label| !label.is_empty() && label.chars().any(char::is_alphanumeric))
        && name.chars().any(char::is_alphabetic)
}

/// Adds the numbers of a text: phone numbers, and others.
fn take_numbers(text: &str, marks: &mut Marks) {
    let mut groups: Vec<String> = Vec::new();
    let mut gap = String::new();
    let mut begins_with_plus = false;
    let mut last = ' ';
    for character in text.chars().chain(['\n']) {
        if character.is_ascii_digit() {
            if groups.is_empty() {
                begins_with_plus = last == '+';
            }
            if groups.is_empty() || !gap.is_empty() {
                groups.push(String::new());
                gap.clear();
            }
            if let Some(group) = groups.last_mut() {
                group.push(character);
            }
        } else if !groups.is_empty() {
            gap.push(character);
            if gap.chars().count() > 3 || !gap.chars().all(may_be_in_phone) {
                end_number(&mut groups, begins_with_plus, marks);
                gap.clear();
            }
        }
        last = character;
    }
}

fn may_be_in_phone(character: char) -> bool {
    " -.()\u{a0}\u{2011}\u{2013}".contains(character)
}

fn end_number(groups: &mut Vec<String>, begins_with_plus: bool, marks: &mut Marks) {
    let groups = std::mem::take(groups);
    let digits = groups.concat();
    if digits.len() >= PHONE_DIGITS && (begins_with_plus || is_phone(&groups)) {
        marks.phones.insert(digits);
        return;
    }
    for group in groups {
        let number = group.trim_start_matches('0');
        let number = if number.is_empty() { "0" } else { number };
        marks.numbers.insert(number.to_owned());
    }
}

/// Whether groups of digits are a phone number: not a date (`24.12.2026`, `2026-12-24`), and not two times
/// (`18.30-20.00`), which have no group of more than two digits either.
fn is_phone(groups: &[String]) -> bool {
    let lengths: Vec<usize> = groups.iter().map(String::len).collect();
    let is_date = matches!(lengths[..], [1..=2, 1..=2, 4] | [4, 1..=2, 1..=2]);
    !is_date && (lengths.iter().any(|length| *length > 2) || lengths.len() >= 5)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
        let marks = find([text].into_iter());
        let list = |set: BTreeSet<String>| set.into_iter().collect();
        (list(marks.links), list(marks.phones), list(marks.numbers))
    }

    #[test]
    fn links_and_addresses_are_found_wherever_they_stand() {
        for (text, link) in [
            (
                "Sign up: https://example.org/dinner.",
                "https://example.org/dinner",
            ),
            ("see www.Example.org!", "www.example.org"),
            ("go to example.org/give?x=1", "example.org/give?x=1"),
            ("(example.co.uk)", "example.co.uk"),
            ("请访问example.org报名。", "example.org"),
            ("mail Office@Example.org", "office@example.org"),
            ("follow @church", "@church"),
            ("http://пример.рф/ужин", "http://пример.рф/ужин"),
            ("сайт пример.рф", "пример.рф"),
        ] {
            assert_eq!(found(text).0, [link], "{text}");
        }
    }

    #[test]
    fn ordinary_words_are_no_links() {
        for text in [
            "Dinner at 6 p.m. in the hall.",
            "in the hall.Bring a friend",
            "a las 6:30 p. m., en el salón",
            "and/or … e.g. bread",
            "3.5 miles",
            "Sr. López",
            "मंदिर में आइए।कल",
        ] {
            assert_eq!(found(text).0, Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn phone_numbers_are_found_in_every_way_of_writing_them() {
        for (text, digits) in [
            ("Call (212) 555-0123.", "2125550123"),
            ("+1 212 555 0123", "12125550123"),
            ("212.555.0123 or write", "2125550123"),
            ("01 23 45 67 89", "0123456789"),
            ("اتصل ٢١٢٥٥٥٠١٢٣", "2125550123"),
            ("555-0123", "5550123"),
        ] {
            let (_, phones, numbers) = found(text);
            assert_eq!(phones, [digits], "{text}");
            assert!(numbers.is_empty(), "{text}: {numbers:?}");
        }
    }

    #[test]
    fn dates_and_times_are_numbers_and_no_phones() {
        for (text, all) in [
            ("12/24/2026 at 07:30", vec!["12", "2026", "24", "30", "7"]),
            ("24.12.2026", vec!["12", "2026", "24"]),
            ("2026-12-24", vec!["12", "2026", "24"]),
            ("18.30-20.00", vec!["0", "18", "20", "30"]),
            ("शाम ६ बजे", vec!["6"]),
            ("저녁 ６시", vec!["6"]),
            ("John 3:16", vec!["16", "3"]),
            ("1,500 people, 12 tables", vec!["1", "12", "500"]),
            ("no numbers", vec![]),
        ] {
            let (links, phones, numbers) = found(text);
            assert_eq!(numbers, all, "{text}");
            assert!(links.is_empty() && phones.is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            find([text.as_str()].into_iter());
        }

        #[test]
        fn a_phone_number_is_found_among_any_letters(before in "[\\p{L} ]{0,10}", after in "[\\p{L} ]{0,10}") {
            let text = format!("{before} 212-555-0123 {after}");
            prop_assert_eq!(found(&text).1, ["2125550123"]);
        }
    }
}
