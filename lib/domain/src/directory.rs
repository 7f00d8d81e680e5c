//! Finding people in a directory of any size: what of a person is looked up, and in which lists a person stands.
//!
//! A person has **tokens**: the words of the name and the city, and facts such as the language or a group. And a
//! person stands in a handful of **lists**, each in an order of its own, at a position that follows from the record.
//! A question becomes one list, the part of it that begins with a text, and tokens that must be there. So a page costs
//! a bounded number of questions to the store, however many people there are, and both the lists and the tokens
//! change with the person, in the same write.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::contact::{Contact, ContactDetails};
use crate::group::Group;
use crate::ids::{ContactId, GroupId};
use crate::language::LanguageTag;
use crate::phone::PhoneNumber;

/// The most words of a name that are looked up, of a city, and of both with the parts of Chinese and Korean names:
/// they bound how many lists a person stands in.
const MAXIMUM_NAME_WORDS: usize = 10;
const MAXIMUM_CITY_WORDS: usize = 4;
const MAXIMUM_WORDS: usize = 20;
/// Words are cut to this many characters, and names in positions too: a position must stay under 1,024 bytes.
const MAXIMUM_WORD: usize = 32;
const MAXIMUM_NAME: usize = 60;
/// Stands between the parts of a position. It sorts before everything that a word or name can hold.
const SEPARATOR: char = '\u{1}';
/// Where people without a number stand in the list by number: behind all numbers.
const NO_NUMBER: &str = "~";
/// How many digits a search needs to be taken for the end of a phone number; fewer are a number in the spreadsheet.
const PHONE_END_DIGITS: usize = 3;

/// Lower case, without accents, with single spaces: how names are compared and sorted.
///
/// Only accents of Latin, Greek and Cyrillic letters are dropped; the marks of Indic and other scripts are vowels.
pub fn folded(text: &str) -> String {
    let letters: String = text
        .nfkd()
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .collect::<String>()
        .to_lowercase();
    let letters: String = letters.nfc().collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text, folded. An apostrophe is no end of a word: `O'Brien` is one.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let folded: String = folded(text)
        .chars()
        .filter(|letter| !is_apostrophe(*letter))
        .collect();
    for word in folded.split(ends_word).filter(|word| !word.is_empty()) {
        words.push(word.chars().take(MAXIMUM_WORD).collect());
    }
    words
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}')
}

/// White space, control characters and punctuation, in whatever script; joiners within Indic words are kept.
fn ends_word(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || letter.is_ascii_punctuation()
        || matches!(letter, '\u{a0}'..='\u{bf}' | '\u{2000}'..='\u{200b}' | '\u{200e}'..='\u{206f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{30fb}')
}

/// The beginnings by which a word is found. Chinese and Korean names have no space between family name and given name:
/// they are found by each of their characters' places.
fn entrances(word: &str) -> Vec<String> {
    let is_han_or_hangul = |letter: char| matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{3134f}');
    let letters: Vec<char> = word.chars().collect();
    if letters.len() <= 6 && letters.iter().copied().all(is_han_or_hangul) {
        return (0..letters.len())
            .map(|start| letters[start..].iter().collect())
            .collect();
    }
    vec![word.to_owned()]
}

/// The words by which a person is found: of the name, then of the city, each once.
fn search_words(details: &ContactDetails) -> Vec<String> {
    let city = details.city.as_deref().unwrap_or_default();
    let name = words(&details.name).into_iter().take(MAXIMUM_NAME_WORDS);
    let mut found: Vec<String> = Vec::new();
    for word in name.chain(words(city).into_iter().take(MAXIMUM_CITY_WORDS)) {
        for entrance in entrances(&word) {
            if found.len() < MAXIMUM_WORDS && !found.contains(&entrance) {
                found.push(entrance);
            }
        }
    }
    found
}

/// Something that must stand in a person's tokens: a whole one, or the beginning of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A fact. Its colon keeps it apart from words, which have no punctuation.
    fn whole(kind: &str, value: &str) -> Self {
        Self(format!(" :{kind}={value} "))
    }

    /// A word of the name or city begins so.
    fn word_prefix(prefix: &str) -> Self {
        Self(format!(" {prefix}"))
    }

    /// Reads this language, or a variety of it.
    pub fn language(tag: &LanguageTag) -> Self {
        // `zh-Hant` is held as `:l=zh :l=zh-hant`.
        Self::whole("l", &tag.as_str().to_lowercase())
    }

    /// Lives in this city.
    pub fn city(city: &str) -> Self {
        Self::whole("c", &folded(city).replace(' ', "_"))
    }

    /// Has a ZIP or postal code that begins so.
    pub fn zip_prefix(prefix: &str) -> Self {
        Self(format!(" :z={}", prefix.to_lowercase()))
    }

    /// Was born in this month, 1 to 12.
    pub fn birthday_month(month: i8) -> Self {
        Self::whole("b", &month.to_string())
    }

    /// Was put into this group.
    pub fn group(id: GroupId) -> Self {
        Self::whole("g", &id.to_string())
    }

    /// Is active, or is not.
    pub fn active(active: bool) -> Self {
        Self::whole("a", if active { "yes" } else { "no" })
    }

    /// Asked not to be texted, or did not.
    pub fn opted_out(opted_out: bool) -> Self {
        Self::whole("o", if opted_out { "yes" } else { "no" })
    }

    /// The text that the tokens of a person must contain.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a person can be asked about, as one text: each token has a space on both sides.
#[derive(Clone, PartialEq, Eq)]
pub struct Tokens(String);

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Tokens(..)")
    }
}

impl Tokens {
    /// Whether they hold one of each of these.
    pub fn hold(&self, requirements: &[Vec<Token>]) -> bool {
        requirements
            .iter()
            .all(|any| any.iter().any(|token| self.0.contains(token.as_str())))
    }

    /// All of them, with spaces between and around.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A person's tokens.
pub fn tokens(contact: &Contact) -> Tokens {
    let details = &contact.details;
    let mut text = String::from(" ");
    for word in search_words(details) {
        text.push_str(&word);
        text.push(' ');
    }
    let mut add = |token: Token| text.push_str(&token.0[1..]);
    for tag in language_and_wider(&details.preferred_language) {
        add(Token::whole("l", &tag));
    }
    if let Some(city) = &details.city {
        add(Token::city(city));
    }
    if let Some(zip) = details.state_zip.as_deref().and_then(postal_code) {
        add(Token::whole("z", &zip));
    }
    if let Some(birthday) = &details.birthday {
        add(Token::birthday_month(birthday.month()));
    }
    for group in &details.groups {
        add(Token::group(*group));
    }
    add(Token::active(details.active));
    add(Token::opted_out(contact.opted_out_at.is_some()));
    Tokens(text)
}

/// `zh-Hant-TW` as `zh`, `zh-hant`, `zh-hant-tw`.
fn language_and_wider(tag: &LanguageTag) -> Vec<String> {
    let mut wider: Vec<String> = Vec::new();
    for part in tag.as_str().to_lowercase().split('-') {
        wider.push(match wider.last() {
            Some(before) => format!("{before}-{part}"),
            None => part.to_owned(),
        });
    }
    wider
}

/// The ZIP or postal code within a state and code: all parts with a digit, such as `75001` of `TX 75001`.
fn postal_code(state_zip: &str) -> Option<String> {
    let code: String = state_zip
        .split_whitespace()
        .filter(|part| part.contains(|letter: char| letter.is_ascii_digit()))
        .flat_map(str::chars)
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    (!code.is_empty()).then(|| code.to_lowercase())
}

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

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DirectorySort {
    /// By name.
    #[default]
    Name,
    /// By the number in the church's spreadsheet; people without one come last.
    SlNo,
}

/// Whom staff look for. What is `None` does not matter.
#[derive(Clone, Default)]
pub struct DirectoryQuery {
    /// Beginnings of words, or the end of a phone number.
    pub search: Option<String>,
    /// Reads this language or a variety of it.
    pub language: Option<LanguageTag>,
    /// Whether active.
    pub active: Option<bool>,
    /// Whether they asked not to be texted.
    pub opted_out: Option<bool>,
    /// In this group.
    pub group: Option<Group>,
    /// The order; a search has its own.
    pub sort: DirectorySort,
}

/// How a question is put to the store: the part of one list that begins with `prefix`, and of that, those whose tokens
/// hold one of each of `requirements`.
#[derive(Clone, PartialEq, Eq)]
pub struct DirectoryPlan {
    /// The list to go through.
    pub list: DirectoryList,
    /// How positions begin; empty for the whole list.
    pub prefix: String,
    /// What tokens must hold.
    pub requirements: Vec<Vec<Token>>,
}

impl DirectoryPlan {
    /// Everyone with exactly this phone.
    pub fn household(phone: &PhoneNumber) -> Self {
        let digits = digits_from_the_end(phone.as_str());
        Self {
            list: DirectoryList::PhoneEnds(digits[..2].to_owned()),
            prefix: format!("{digits}{SEPARATOR}"),
            requirements: Vec::new(),
        }
    }

    /// Everyone in a static group.
    pub fn group(id: GroupId) -> Self {
        Self {
            list: DirectoryList::Group(id),
            prefix: String::new(),
            requirements: Vec::new(),
        }
    }
}

/// What was typed into the search: words, or digits.
enum Search {
    Nothing,
    Words(Vec<String>),
    PhoneEnd(String),
    Number(u32),
}

fn read_search(text: &str) -> Search {
    let is_phone_sign = |letter: char| letter.is_ascii_digit() || " +-().\u{a0}/".contains(letter);
    if text.chars().all(is_phone_sign) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        // Within a country a 0 often stands in front of a number, which is not part of it abroad.
        let end = digits.trim_start_matches('0');
        return match digits.len() {
            0 => Search::Nothing,
            length if length < PHONE_END_DIGITS => {
                digits.parse().map_or(Search::Nothing, Search::Number)
            }
            length if length > 7 => Search::PhoneEnd(end.to_owned()),
            _ => Search::PhoneEnd(digits),
        };
    }
    match words(text) {
        words if words.is_empty() => Search::Nothing,
        words => Search::Words(words),
    }
}

impl DirectoryQuery {
    /// Chooses the list that leads to the fewest people, and puts the rest into requirements.
    pub fn plan(&self) -> DirectoryPlan {
        let mut requirements: Vec<Vec<Token>> = Vec::new();
        requirements.extend(self.language.iter().map(|tag| vec![Token::language(tag)]));
        requirements.extend(self.active.map(|active| vec![Token::active(active)]));
        requirements.extend(
            self.opted_out
                .map(|opted_out| vec![Token::opted_out(opted_out)]),
        );
        requirements.extend(self.group.iter().flat_map(Group::requirements));
        let search = self.search.as_deref().map_or(Search::Nothing, read_search);
        let (list, prefix) = match search {
            Search::PhoneEnd(end) if end.len() >= 2 => {
                let digits = digits_from_the_end(&end);
                (DirectoryList::PhoneEnds(digits[..2].to_owned()), digits)
            }
            Search::Number(number) => (
                DirectoryList::Numbers,
                format!("{}{SEPARATOR}", number_text(number)),
            ),
            Search::Words(words) => {
                requirements.extend(words.iter().map(|word| vec![Token::word_prefix(word)]));
                let longest = words
                    .into_iter()
                    .max_by_key(|word| word.chars().count())
                    .unwrap_or_default();
                (
                    DirectoryList::Words(longest.chars().next().unwrap_or(' ')),
                    longest,
                )
            }
            Search::Nothing | Search::PhoneEnd(_) => (self.list_without_search(), String::new()),
        };
        DirectoryPlan {
            list,
            prefix,
            requirements,
        }
    }

    fn list_without_search(&self) -> DirectoryList {
        if self.sort == DirectorySort::SlNo {
            return DirectoryList::Numbers;
        }
        if let Some(group) = &self.group {
            if group.kind == crate::group::GroupKind::Static {
                return DirectoryList::Group(group.id);
            }
        }
        if self.opted_out == Some(true) {
            return DirectoryList::OptedOut;
        }
        if self.active == Some(false) {
            return DirectoryList::Inactive;
        }
        let rule_language = self.group.as_ref().and_then(|group| match &group.kind {
            crate::group::GroupKind::Rule { rule } if rule.languages.len() == 1 => {
                rule.languages.first()
            }
            _ => None,
        });
        match self.language.as_ref().or(rule_language) {
            Some(language) => DirectoryList::Language(primary_language(language)),
            None => DirectoryList::Names,
        }
    }
}

#[cfg(test)]
mod tests;
