//! The last look at what a model wants to say, in code, before it is spoken.
//!
//! The model has no directory, so it can give nobody's number away; it can still make one up, or be talked into saying
//! one. So what it says may hold no telephone number, no address, no link and no street but the church's own, is as
//! long as somebody can listen to, and is in the language that is spoken.

use crate::shipped_language::ShippedLanguage;
use crate::spoken_language::detect_language;

mod numbers;
mod sentences;

use numbers::{is_made_up_address, is_made_up_number};
pub use sentences::cut_at_sentence;

/// What may be spoken of.
#[derive(Clone, Copy)]
pub struct SpokenFacts<'a> {
    /// All that the church tells everybody, as the model was told it.
    pub facts: &'a str,
    /// The caller's own first name.
    pub first_name: Option<&'a str>,
    /// What was last sent to the caller.
    pub last_sent: Option<&'a str>,
}

/// Why something is not spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unspeakable {
    /// There is nothing in it.
    Empty,
    /// A number of a telephone, an account or a card that the church has not given.
    Number,
    /// A street that the church has not given.
    Address,
    /// An e-mail address or a link that the church has not given.
    Contact,
    /// It is written for a machine.
    Markup,
    /// It is in another language.
    OtherLanguage,
}

/// The most characters that are spoken at once: about half a minute.
const LONGEST: usize = 600;
/// The same in scripts in which a character is a syllable or a word.
const LONGEST_DENSE: usize = 220;

/// Words that stand before what a model says when it takes itself for a part in a play.
const ROLES: [&str; 4] = ["assistant:", "asistente:", "ai:", "system:"];

/// Makes an answer fit to be spoken.
///
/// # Errors
/// When it holds what must not be spoken.
pub fn guard_spoken(
    answer: &str,
    facts: &SpokenFacts<'_>,
    language: ShippedLanguage,
) -> Result<String, Unspeakable> {
    if looks_like_markup(answer) {
        return Err(Unspeakable::Markup);
    }
    let text = tidy(answer);
    let longest = match language {
        ShippedLanguage::Korean
        | ShippedLanguage::ChineseSimplified
        | ShippedLanguage::ChineseTraditional => LONGEST_DENSE,
        _ => LONGEST,
    };
    let text = shortened(&text, longest);
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Unspeakable::Empty);
    }
    let known = [facts.facts, facts.last_sent.unwrap_or_default()].join("\n");
    if is_made_up_number(&text, &known) {
        return Err(Unspeakable::Number);
    }
    if has_made_up_contact(&text, &known) {
        return Err(Unspeakable::Contact);
    }
    if is_made_up_address(&text, &known) {
        return Err(Unspeakable::Address);
    }
    match detect_language(&text) {
        Some(detected) if detected.is_sure && !is_same(detected.language, language) => {
            Err(Unspeakable::OtherLanguage)
        }
        _ => Ok(text),
    }
}

/// The two scripts of Chinese are one language to the ear.
fn is_same(one: ShippedLanguage, other: ShippedLanguage) -> bool {
    let spoken = |language| match language {
        ShippedLanguage::ChineseTraditional => ShippedLanguage::ChineseSimplified,
        other => other,
    };
    spoken(one) == spoken(other)
}

/// Tags, objects and code are for machines.
fn looks_like_markup(text: &str) -> bool {
    let trimmed = text.trim_start();
    let has_tag = text.split('<').skip(1).any(|rest| {
        rest.starts_with(|next: char| next.is_ascii_alphabetic() || "/!?".contains(next))
    });
    has_tag || trimmed.starts_with(['{', '[']) || text.contains("```")
}

/// One line without roles, signs of emphasis, pictures and what is not seen.
fn tidy(answer: &str) -> String {
    let mut text = answer.trim();
    for role in ROLES {
        if let Some(start) = text.get(..role.len())
            && start.eq_ignore_ascii_case(role)
        {
            text = &text[role.len()..];
        }
    }
    let spoken: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .filter(|letter| !is_unspoken(*letter))
        .collect();
    spoken.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Signs of emphasis, pictures, and marks of direction.
fn is_unspoken(letter: char) -> bool {
    matches!(letter, '*' | '_' | '#' | '`' | '~' | '|' | '<' | '>' | '\\'
        | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        | '\u{2190}'..='\u{2bff}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let beginning: String = text.chars().take(longest).collect();
    cut_at_sentence(&beginning).map_or_else(
        || {
            let end = beginning.rfind(' ').unwrap_or(beginning.len());
            beginning[..end].to_owned()
        },
        str::to_owned,
    )
}

/// Endings of names on the internet, as they are said and written.
const ENDINGS: [&str; 8] = [
    ".com", ".org", ".net", ".church", ".info", ".io", ".me", ".edu",
];

fn has_made_up_contact(text: &str, known: &str) -> bool {
    let known = known.to_lowercase();
    let text = text.to_lowercase();
    let is_said = [
        "dot com",
        "dot org",
        "dot net",
        "punto com",
        "at gmail",
        "arroba",
    ]
    .iter()
    .any(|said| text.contains(said) && !known.contains(said));
    let mut words = text.split_whitespace();
    is_said
        || words.any(|word| {
            let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
            let is_contact = word.contains('@')
                || word.contains("://")
                || word.starts_with("www.")
                || ENDINGS
                    .iter()
                    .any(|ending| word.ends_with(ending) || word.contains(&format!("{ending}/")));
            is_contact && !known.contains(word)
        })
}

#[cfg(test)]
mod tests;
