//! Phone numbers as people write them in forms and spreadsheets.
//!
//! What reaches the parser of numbers is digits after at most one plus sign: parsers of phone numbers
//! have taken e-mail addresses for numbers, and panicked on odd input.

use super::InvalidPhoneNumber;

/// Longer texts, in bytes, are no phone numbers; the limit keeps parsing cheap whatever is sent.
const MAXIMUM_LENGTH: usize = 100;

/// A number that anyone can ring has this many digits or more; fewer belong to a part of one.
const MINIMUM_DIGITS: usize = 7;

/// The most digits of an extension; more are a second number.
const MAXIMUM_EXTENSION_DIGITS: usize = 6;

/// The zeros of the scripts in which people write phone numbers; the other nine digits follow each.
const ZEROS: [char; 7] = [
    '0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}',
];

/// Words beside a number that say what kind it is, and nothing that changes whom it reaches.
const LABELS: &str =
    "c cel cell cellphone cellular celular h home m mob mobile number phone ph tel telephone text";

/// What comes between a number and its extension.
const EXTENSION_MARKS: [&str; 8] = ["x", "xt", "ext", "extn", "extension", "#", ",", ";"];

/// Reads a text down to its digits, after a plus sign where there is one.
pub(super) fn number(text: &str) -> Result<String, InvalidPhoneNumber> {
    if text.trim().is_empty() {
        return Err(InvalidPhoneNumber::Empty);
    }
    if text.len() > MAXIMUM_LENGTH {
        return Err(InvalidPhoneNumber::NotANumber);
    }
    let plain: String = text.chars().filter_map(plain_character).collect();
    let unlabelled = without_labels(&plain);
    let number = without_decimal(unlabelled);
    digits(number).ok_or_else(|| reason(number))
}

/// The ASCII character that stands for this one, or nothing where it is not seen when printed.
fn plain_character(character: char) -> Option<char> {
    if let Some(digit) = digit(character) {
        return Some(digit);
    }
    match character {
        // Marks of the direction of writing come along when a number is copied from an address book.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => None,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fc}' | '\u{ff0d}' => Some('-'),
        '\u{ff0b}' => Some('+'),
        '\u{ff08}' => Some('('),
        '\u{ff09}' => Some(')'),
        '\u{ff0e}' => Some('.'),
        '\u{ff0f}' => Some('/'),
        _ if character.is_whitespace() && character != '\n' => Some(' '),
        _ => Some(character.to_ascii_lowercase()),
    }
}

fn digit(character: char) -> Option<char> {
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(character).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    })
}

/// Leaves away words such as `cell:` in front and `(cell)` at the end.
fn without_labels(text: &str) -> &str {
    let is_sign = |character: char| matches!(character, ' ' | '.' | ':' | '-' | '(' | ')' | '\'');
    let mut rest = text.trim();
    loop {
        let words = rest.trim_start_matches(is_sign);
        let after = words.trim_start_matches(char::is_alphabetic);
        if is_label(&words[..words.len() - after.len()]) {
            rest = after.trim_start_matches([' ', '.', ':', '-', ')']);
            continue;
        }
        let words = rest.trim_end_matches(is_sign);
        let before = words.trim_end_matches(char::is_alphabetic);
        if is_label(&words[before.len()..]) {
            rest = before.trim_end_matches([' ', ',', ':', '-', '(']);
            continue;
        }
        return rest;
    }
}

fn is_label(word: &str) -> bool {
    LABELS.split(' ').any(|label| label == word)
}

/// Leaves away the `.0` that spreadsheets add to a number: it would make another number of it.
fn without_decimal(text: &str) -> &str {
    text.strip_suffix(".0")
        .filter(|before| count_digits(before) >= MINIMUM_DIGITS)
        .filter(|before| before.bytes().all(|byte| byte.is_ascii_digit()))
        .unwrap_or(text)
}

/// The digits of one number and its plus sign; `None` if there is anything else but punctuation, which is
/// that of libphonenumber.
fn digits(text: &str) -> Option<String> {
    // An apostrophe in front tells a spreadsheet that what follows is text.
    let text = text.strip_prefix('\'').unwrap_or(text);
    if are_several(text) {
        return None;
    }
    let mut digits = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '0'..='9' => digits.push(character),
            '+' if digits.is_empty() => digits.push('+'),
            // Typed twice.
            '+' if digits == "+" => {}
            ' ' | '.' | '-' | '(' | ')' | '[' | ']' | '/' | '~' => {}
            _ => return None,
        }
    }
    (count_digits(&digits) > 0).then_some(digits)
}

/// Why a text that is not digits is no number.
fn reason(text: &str) -> InvalidPhoneNumber {
    if is_rounded(text) {
        InvalidPhoneNumber::Rounded
    } else if are_several(text) {
        InvalidPhoneNumber::Several
    } else if has_extension(text) {
        InvalidPhoneNumber::Extension
    } else {
        InvalidPhoneNumber::NotDigits
    }
}

/// Whether there are two runs of digits that are numbers each: spaces do not part them, but a slash does.
fn are_several(text: &str) -> bool {
    text.split(|character: char| !is_within_number(character))
        .filter(|part| count_digits(part) >= MINIMUM_DIGITS)
        .nth(1)
        .is_some()
}

fn is_within_number(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, ' ' | '.' | '-' | '(' | ')' | '[' | ']')
}

/// Whether it is a number in the scientific form of spreadsheets: `1.55512e+10`.
fn is_rounded(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return false;
    };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let is_number = |text: &str, also: &[char]| {
        text.starts_with(|first: char| first.is_ascii_digit())
            && text
                .chars()
                .all(|character| character.is_ascii_digit() || also.contains(&character))
    };
    is_number(mantissa, &['.', ',']) && is_number(exponent, &[])
}

/// Whether an extension follows a number: `ext. 4`, `x4`, `#4`, `,4`, `;ext=4`.
fn has_extension(text: &str) -> bool {
    let Some(start) = text.find(|character: char| {
        character.is_alphabetic() || EXTENSION_MARKS.contains(&&*character.encode_utf8(&mut [0; 4]))
    }) else {
        return false;
    };
    let (number, rest) = text.split_at(start);
    let end = rest
        .find(|character: char| character.is_ascii_digit())
        .unwrap_or(rest.len());
    let (mark, extension) = rest.split_at(end);
    let mark = mark.trim_end_matches([' ', '.', ':', '=']);
    let mark = mark
        .strip_prefix(';')
        .filter(|rest| !rest.is_empty())
        .unwrap_or(mark);
    EXTENSION_MARKS.contains(&mark.trim())
        && count_digits(number) >= MINIMUM_DIGITS
        && (1..=MAXIMUM_EXTENSION_DIGITS).contains(&count_digits(extension))
}

fn count_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_in_any_script_and_between_any_signs() {
        for text in [
            "2125550123",
            "(212) 555-0123",
            "[212] 555/0123",
            "２１２　５５５－０１２３",
            "٢١٢ ٥٥٥ ٠١٢٣",
            "۲۱۲۵۵۵۰۱۲۳",
            "२१२ ५५५ ०१२३",
            "\u{202a}212\u{a0}555\u{2011}0123\u{202c}",
            "'2125550123",
            "2125550123.0",
        ] {
            assert_eq!(number(text).as_deref(), Ok("2125550123"), "{text}");
        }
        for text in ["+1 212 555 0123", "(+1) 212 555 0123", "++1 212 555 0123"] {
            assert_eq!(number(text).as_deref(), Ok("+12125550123"), "{text}");
        }
    }

    #[test]
    fn a_word_for_the_kind_of_number_is_left_away() {
        for text in [
            "212-555-0123 (cell)",
            "212-555-0123 - Mobile",
            "212-555-0123c",
            "Cell: 212-555-0123",
            "(home) 212-555-0123",
            "Cell phone 212-555-0123",
            "Tel. 212-555-0123",
            "tel:212-555-0123",
        ] {
            assert_eq!(number(text).as_deref(), Ok("2125550123"), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_reason() {
        use InvalidPhoneNumber::{Empty, Extension, NotANumber, NotDigits, Rounded, Several};
        let long = "2".repeat(101);
        for (text, error) in [
            ("\u{3000}", Empty),
            (&long, NotANumber),
            ("cell", NotDigits),
            ("212-555-0123 ext. 4", Extension),
            ("212-555-0123 x4", Extension),
            ("212-555-0123x4567", Extension),
            ("212-555-0123 #12", Extension),
            ("tel:+1-212-555-0123;ext=4", Extension),
            ("212-555-0123, 212-555-0124", Several),
            ("212-555-0123 or 212-555-0124", Several),
            ("212-555-0123 / (212) 555-0124", Several),
            ("212-555-0123\n212-555-0124", Several),
            ("212-555-0123 Ruth 212-555-0124 Boaz", Several),
            ("1.55512E+10", Rounded),
            ("1,55512e10", Rounded),
            ("2E+09", Rounded),
            ("someone@example.org", NotDigits),
            ("ruth2125550123@example.org", NotDigits),
            ("212-555-0123 (Mary)", NotDigits),
            ("fax 212-555-0123", NotDigits),
            ("1-800-FLOWERS", NotDigits),
            ("212+5550123", NotDigits),
            ("212-555-0123?", NotDigits),
            ("#REF!", NotDigits),
        ] {
            assert_eq!(number(text), Err(error), "{text}");
        }
    }
}
