//! Finding people in a directory of any size: what of a person is looked up, and in which lists a person stands.
//!
//! A person has **tokens**: the words of the name and the city, and facts such as the language or a group. And a
//! person stands in a handful of **lists**, each in an order of its own, at a position that follows from the record.
//! A question becomes one list, the part of it that begins with a text, and tokens that must be there. So a page costs
//! a bounded number of questions to the store, however many people there are, and both the lists and the tokens
//! change with the person, in the same write.

mod query;
mod tokens;

use std::fmt;
use std::str::FromStr;

pub use query::{DirectoryPlan, DirectoryQuery, DirectorySort};
use tokens::search_words;
pub use tokens::{Token, Tokens, folded, tokens};

use crate::contact::Contact;
use crate::ids::{ContactId, GroupId, InvalidId};
use crate::language::LanguageTag;

/// Names in positions are cut to this many characters: a position must stay under 1,024 bytes.
const MAXIMUM_NAME: usize = 60;
/// Stands between the parts of a position. It sorts before everything that a word or name can hold.
const SEPARATOR: char = '\u{1}';
/// Where people without a number stand in the list by number: behind all numbers.
const NO_NUMBER: &str = "~";

/// A list of people, in an order of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DirectoryList {
    /// Everyone, by name.
    Names,
    /// Everyone, by the number in the church's spreadsheet.
    Numbers,
    /// Those with a word that begins with this letter, by word.
    Words(char),
    /// Those whose phone ends in these two digits, by the digits from the end.
    PhoneEnds(String),
    /// Those who read this language or a variety of it, by name. The primary language alone: `zh`.
    Language(String),
    /// Those in this group, by name.
    Group(GroupId),
    /// Those who are not active, by name.
    Inactive,
    /// Those who asked not to be texted, by name.
    OptedOut,
}

/// Where a person stands in one list.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DirectoryEntry {
    /// The list.
    pub list: DirectoryList,
    /// The place: texts in the order of the list. It ends with the contact's id.
    pub position: String,
}

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl fmt::Debug for DirectoryEntry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DirectoryEntry(..)")
    }
}

/// A place in a list, from which the list goes on.
#[derive(Clone, PartialEq, Eq)]
pub struct ListPosition(String);

impl ListPosition {
    /// The position as the store has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ListPosition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl fmt::Debug for ListPosition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ListPosition(..)")
    }
}

impl FromStr for ListPosition {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let id = text.rsplit(SEPARATOR).next().unwrap_or_default();
        id.parse::<ContactId>().map(|_| Self(text.to_owned()))
    }
}

/// The contact at a position; `None` when it is no position.
pub fn contact_at(position: &str) -> Option<ContactId> {
    position.rsplit(SEPARATOR).next()?.parse().ok()
}

fn position(parts: &[&str], id: ContactId) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
        text.push(SEPARATOR);
    }
    text.push_str(&id.to_string());
    text
}

/// Everywhere that a person stands, in a fixed order.
pub fn entries(contact: &Contact) -> Vec<DirectoryEntry> {
    let details = &contact.details;
    let name: String = folded(&details.name).chars().take(MAXIMUM_NAME).collect();
    let by_name = |list| DirectoryEntry {
        list,
        position: position(&[&name], contact.id),
    };
    let number = details
        .sl_no
        .map_or_else(|| NO_NUMBER.to_owned(), number_text);
    let mut entries = vec![
        by_name(DirectoryList::Names),
        DirectoryEntry {
            list: DirectoryList::Numbers,
            position: position(&[&number, &name], contact.id),
        },
        by_name(DirectoryList::Language(primary_language(
            &details.preferred_language,
        ))),
    ];
    let digits = digits_from_the_end(details.phone.as_str());
    entries.push(DirectoryEntry {
        list: DirectoryList::PhoneEnds(digits[..2].to_owned()),
        position: position(&[&digits, &name], contact.id),
    });
    for word in search_words(details) {
        entries.extend(word.chars().next().map(|first| DirectoryEntry {
            list: DirectoryList::Words(first),
            position: position(&[&word, &name], contact.id),
        }));
    }
    entries.extend(
        details
            .groups
            .iter()
            .map(|group| by_name(DirectoryList::Group(*group))),
    );
    if !details.active {
        entries.push(by_name(DirectoryList::Inactive));
    }
    if contact.opted_out_at.is_some() {
        entries.push(by_name(DirectoryList::OptedOut));
    }
    entries
}

fn primary_language(tag: &LanguageTag) -> String {
    tag.as_str()
        .split('-')
        .next()
        .unwrap_or_default()
        .to_lowercase()
}

fn number_text(number: u32) -> String {
    format!("{number:010}")
}

fn digits_from_the_end(text: &str) -> String {
    text.chars().rev().filter(char::is_ascii_digit).collect()
}

/// Whether a position is the first by which a plan finds a contact. A search can lead to one person by several words,
/// and the person is listed once.
pub fn is_first_place(contact: &Contact, plan: &DirectoryPlan, position: &str) -> bool {
    entries(contact)
        .into_iter()
        .filter(|entry| entry.list == plan.list && entry.position.starts_with(&plan.prefix))
        .map(|entry| entry.position)
        .min()
        .is_some_and(|first| first == position)
}

#[cfg(test)]
mod tests;
