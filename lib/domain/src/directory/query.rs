//! How a question becomes one list, the part of it that begins with a text, and tokens that must be there.

use serde::{Deserialize, Serialize};

use super::tokens::words;
use super::{DirectoryList, SEPARATOR, Token, digits_from_the_end, number_text, primary_language};
use crate::group::{Group, GroupKind};
use crate::ids::GroupId;
use crate::language::LanguageTag;
use crate::phone::PhoneNumber;

/// How many digits a search needs to be taken for the end of a phone number; fewer are a number in the spreadsheet.
const PHONE_END_DIGITS: usize = 3;

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
        if let Some(group) = &self.group
            && group.kind == GroupKind::Static
        {
            return DirectoryList::Group(group.id);
        }
        if self.opted_out == Some(true) {
            return DirectoryList::OptedOut;
        }
        if self.active == Some(false) {
            return DirectoryList::Inactive;
        }
        let rule_language = self.group.as_ref().and_then(|group| match &group.kind {
            GroupKind::Rule { rule } if rule.languages.len() == 1 => rule.languages.first(),
            _ => None,
        });
        match self.language.as_ref().or(rule_language) {
            Some(language) => DirectoryList::Language(primary_language(language)),
            None => DirectoryList::Names,
        }
    }
}
