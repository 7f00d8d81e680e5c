//! What a person can be asked about: words, and facts.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::contact::{Contact, ContactDetails};
use crate::ids::GroupId;
use crate::language::LanguageTag;

/// The most words of a name that are looked up, of a city, and of both with the parts of Chinese and Korean names:
/// they bound how many lists a person stands in.
const MAXIMUM_NAME_WORDS: usize = 10;
const MAXIMUM_CITY_WORDS: usize = 4;
const MAXIMUM_WORDS: usize = 20;
/// Words are cut to this many characters: a position must stay under 1,024 bytes.
const MAXIMUM_WORD: usize = 32;

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
pub(super) fn words(text: &str) -> Vec<String> {
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
pub(super) fn search_words(details: &ContactDetails) -> Vec<String> {
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
    pub(super) fn word_prefix(prefix: &str) -> Self {
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
