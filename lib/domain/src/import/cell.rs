//! What single cells say. People write the same thing in a hundred ways: what can be read safely is read, and what
//! can't is refused with the remedy, never guessed.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::language::read_language;
use crate::birthday::Birthday;
use crate::directory::folded;
use crate::email::EmailAddress;
use crate::language::LanguageTag;
use crate::phone::{DefaultRegion, PhoneNumber};
use crate::time_zone::TimeZoneName;

/// A cell as a reader of spreadsheets gives it.
#[derive(Clone, Default)]
pub struct ImportCell<'a> {
    /// Its text.
    pub text: &'a str,
    /// What a spreadsheet program has spoilt.
    pub fault: Option<CellFault>,
}

/// What a spreadsheet program has spoilt in a cell, as a sentence for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellFault {
    /// Digits are lost, if it was a number: `1.55512E+10`. In a name it is a text like any other.
    Shortened(String),
    /// There is no value in it: `#REF!`.
    NoValue(String),
}

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl fmt::Debug for ImportCell<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ImportCell(..)")
    }
}

/// What a cell says, and what staff should know of how it was read.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Read<T> {
    pub(super) value: T,
    pub(super) note: Option<&'static str>,
}

/// The answer of a reader: `None` when the cell says nothing; an error is a sentence for staff.
pub(super) type Answer<T> = Result<Option<Read<T>>, String>;

fn plain<T>(value: T) -> Read<T> {
    Read { value, note: None }
}

fn noted<T>(value: T, note: &'static str) -> Read<T> {
    Read {
        value,
        note: Some(note),
    }
}

/// What stands in cells for nothing. In a name or a note it is a text like any other.
const NOTHING: [&str; 14] = [
    "-", "--", "---", "–", "—", "?", ".", "/", "n/a", "na", "none", "nil", "null", "unknown",
];

/// Reads a cell that holds a value rather than a text, unless it is empty.
fn value<T>(
    cell: &ImportCell<'_>,
    read: impl FnOnce(&str) -> Result<Read<T>, String>,
) -> Answer<T> {
    if let Some(CellFault::Shortened(message) | CellFault::NoValue(message)) = &cell.fault {
        return Err(message.clone());
    }
    let text: String = cell.text.nfkc().collect();
    let text = text.trim();
    if text.is_empty() || NOTHING.contains(&text.to_lowercase().as_str()) {
        return Ok(None);
    }
    read(text).map(Some)
}

/// Reads a cell as it stands; a blank one says nothing.
pub(super) fn read_text(cell: &ImportCell<'_>) -> Result<Option<String>, String> {
    match &cell.fault {
        Some(CellFault::NoValue(message)) => Err(message.clone()),
        _ if cell.text.trim().is_empty() => Ok(None),
        _ => Ok(Some(cell.text.to_owned())),
    }
}

/// Words with which people say what kind of phone it is, beside the number.
const PHONE_WORDS: [&str; 20] = [
    "cell",
    "cellphone",
    "mobile",
    "mob",
    "home",
    "house",
    "work",
    "office",
    "phone",
    "telephone",
    "tel",
    "ph",
    "text",
    "whatsapp",
    "landline",
    "c",
    "h",
    "m",
    "w",
    "p",
];
/// Reads a phone. Of several numbers in one cell the first that can be read is taken.
pub(super) fn read_phone(cell: &ImportCell<'_>, region: DefaultRegion) -> Answer<PhoneNumber> {
    value(cell, |text| {
        let text = whole_number(text);
        let error = match PhoneNumber::parse(text, region) {
            Ok(phone) => return Ok(plain(phone)),
            Err(error) => error.to_string(),
        };
        let parts: Vec<String> = text
            .split(['/', ';', ',', '&', '|', '\n', '\r'])
            .flat_map(|part| part.split(" or "))
            .map(without_words)
            .filter(|part| !part.is_empty())
            .collect();
        let mut numbers = parts
            .iter()
            .filter_map(|part| PhoneNumber::parse(part, region).ok());
        let first = numbers.next().ok_or(error)?;
        Ok(match numbers.next() {
            Some(_) => noted(
                first,
                "There is more than one number in the phone cell; the first was taken.",
            ),
            None if parts.len() > 1 => noted(
                first,
                "Only one of the numbers in the phone cell can be read; it was taken.",
            ),
            None => plain(first),
        })
    })
}

/// `2125550123.0`, as programs write whole numbers that they took for decimal ones.
fn whole_number(text: &str) -> &str {
    match text.strip_suffix(".0") {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits,
        _ => text,
    }
}

/// A text without words that only name the kind of phone: `(cell) 212-555-0123`, `Home: 212-555-0123`.
fn without_words(text: &str) -> String {
    let lower = text.to_lowercase();
    let is_letter = |letter: char| letter.is_alphabetic();
    let mut rest = String::with_capacity(lower.len());
    let mut word = String::new();
    for letter in lower.chars().chain([' ']) {
        if is_letter(letter) {
            word.push(letter);
            continue;
        }
        if !PHONE_WORDS.contains(&word.as_str()) {
            rest.push_str(&word);
        }
        word.clear();
        rest.push(letter);
    }
    let rest = rest.replace("()", "").replace("[]", "");
    rest.trim_matches(|letter: char| letter.is_whitespace() || ":-.#".contains(letter))
        .to_owned()
}

/// Reads the running number: `17`, `17.0`, `#17`, `1,017`.
pub(super) fn read_sl_no(cell: &ImportCell<'_>) -> Answer<u32> {
    value(cell, |text| {
        let text = whole_number(text.trim_start_matches(['#', ' ']));
        let is_grouped = text.split(',').skip(1).all(|digits| digits.len() == 3);
        let digits = if is_grouped {
            text.replace(',', "")
        } else {
            text.to_owned()
        };
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| is_number);
        number
            .map(plain)
            .ok_or_else(|| "Enter a whole number such as 17.".to_owned())
    })
}

/// Reads a language by its name or tag.
pub(super) fn read_preferred_language(cell: &ImportCell<'_>) -> Answer<LanguageTag> {
    const MANY: &str = "There is more than one language in the cell; the first was taken.";
    value(cell, |text| {
        if let Some(tag) = read_language(text) {
            return Ok(plain(tag));
        }
        let mut languages = text.split(['/', ',', ';', '&', '+']);
        let first = languages.next().and_then(read_language);
        let others_too = languages.all(|other| read_language(other).is_some());
        first.filter(|_| others_too).map(|tag| noted(tag, MANY)).ok_or_else(|| {
            "We don't know this language. Write its name in English, such as \"Spanish\", or its code, such as \"es\".".to_owned()
        })
    })
}

/// Words for people who are to get messages. A member is one of them, and so is whoever is marked with a cross.
const ACTIVE: [&str; 22] = [
    "yes", "y", "true", "t", "1", "x", "✓", "✔", "active", "a", "current", "member", "si", "oui",
    "sim", "ja", "예", "네", "是", "co", "oo", "activo",
];
/// Words for people who are not. Whoever moved away or died must not be written to.
const INACTIVE: [&str; 26] = [
    "no",
    "n",
    "false",
    "f",
    "0",
    "inactive",
    "i",
    "moved",
    "moved away",
    "deceased",
    "died",
    "dead",
    "passed away",
    "left",
    "transferred",
    "removed",
    "former",
    "former member",
    "archived",
    "non",
    "nao",
    "nein",
    "아니오",
    "否",
    "khong",
    "inactivo",
];

/// Reads whether the person is active.
pub(super) fn read_active(cell: &ImportCell<'_>) -> Answer<bool> {
    value(cell, |text| match folded(whole_number(text)).as_str() {
        word if ACTIVE.contains(&word) => Ok(plain(true)),
        word if INACTIVE.contains(&word) => Ok(plain(false)),
        _ => {
            Err("Write \"yes\" or \"no\" here, or leave this column out of the import.".to_owned())
        }
    })
}

/// Words by which somebody agrees. It has to be said in so many words: a cross may mean anything.
const AGREED: [&str; 12] = [
    "yes", "y", "true", "agreed", "si", "oui", "sim", "ja", "예", "네", "是", "oo",
];
/// Words by which somebody does not.
const NOT_AGREED: [&str; 10] = [
    "no",
    "n",
    "false",
    "non",
    "nao",
    "nein",
    "아니오",
    "否",
    "khong",
    "hindi",
];

/// Reads whether the person has agreed to something.
pub(super) fn read_consent(cell: &ImportCell<'_>) -> Answer<bool> {
    value(cell, |text| match folded(text).as_str() {
        word if AGREED.contains(&word) => Ok(plain(true)),
        word if NOT_AGREED.contains(&word) => Ok(plain(false)),
        _ => Err(
            "Write \"yes\" or \"no\" here: whether this person has agreed to automatic calls."
                .to_owned(),
        ),
    })
}

/// Reads an e-mail address; of several the first.
pub(super) fn read_email(cell: &ImportCell<'_>) -> Answer<EmailAddress> {
    const MANY: &str = "There is more than one e-mail address in the cell; the first was taken.";
    value(cell, |text| {
        let text = text.strip_prefix("mailto:").unwrap_or(text);
        let error = match EmailAddress::parse(text) {
            Ok(email) => return Ok(plain(email)),
            Err(error) => error.to_string(),
        };
        let is_bracketed = |text: &str| -> Option<String> {
            let (_, inside) = text.split_once('<')?;
            Some(inside.strip_suffix('>')?.to_owned())
        };
        let parts = text
            .split([';', ',', '/', ' ', '\n', '\r'])
            .filter(|part| part.contains('@'));
        let read = |part: &str| {
            EmailAddress::parse(&is_bracketed(part).unwrap_or_else(|| part.to_owned())).ok()
        };
        let mut emails: Vec<Option<EmailAddress>> = parts.map(read).collect();
        match emails.len() {
            0 => Err(error),
            1 => emails.swap_remove(0).map(plain).ok_or(error),
            _ => emails
                .swap_remove(0)
                .map(|email| noted(email, MANY))
                .ok_or(error),
        }
    })
}

/// Reads a birthday.
pub(super) fn read_birthday(cell: &ImportCell<'_>, region: DefaultRegion) -> Answer<Birthday> {
    value(cell, |text| {
        let birthday = Birthday::parse_written(text, region);
        birthday.map(plain).map_err(|error| error.to_string())
    })
}

/// What time zones are called in the United States.
const ZONES_OF_THE_US: [(&str, [&str; 4]); 6] = [
    ("America/New_York", ["eastern", "est", "edt", "et"]),
    ("America/Chicago", ["central", "cst", "cdt", "ct"]),
    ("America/Denver", ["mountain", "mst", "mdt", "mt"]),
    ("America/Los_Angeles", ["pacific", "pst", "pdt", "pt"]),
    ("America/Anchorage", ["alaska", "akst", "akdt", "akt"]),
    ("Pacific/Honolulu", ["hawaii", "hst", "hdt", "hawaiian"]),
];

/// Reads a time zone by its IANA name, or as it is called in the church's own country.
pub(super) fn read_time_zone(cell: &ImportCell<'_>, region: DefaultRegion) -> Answer<TimeZoneName> {
    value(cell, |text| {
        let known = folded(text);
        let word = known
            .trim_end_matches(" time")
            .trim_end_matches(" standard")
            .trim_end_matches(" daylight");
        let of_the_us = ZONES_OF_THE_US
            .iter()
            .find(|(_, words)| words.contains(&word));
        // Elsewhere CST is the time of China or of Cuba.
        let name = match of_the_us {
            Some((name, _)) if region.code() == "US" => name,
            _ => text,
        };
        TimeZoneName::parse(name)
            .map(plain)
            .map_err(|error| error.to_string())
    })
}

/// Reads a state and a ZIP code that stand in cells of their own.
pub(super) fn read_state_and_zip(
    state: Option<String>,
    zip: Option<String>,
    region: DefaultRegion,
) -> Option<String> {
    let zip = zip.map(|zip| {
        let digits = whole_number(zip.trim());
        let is_short =
            (3..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        // A spreadsheet program that takes 02139 for a number shows 2139.
        if is_short && region.code() == "US" {
            format!("{digits:0>5}")
        } else {
            digits.to_owned()
        }
    });
    let parts: Vec<String> = [state, zip].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

#[cfg(test)]
mod tests;
