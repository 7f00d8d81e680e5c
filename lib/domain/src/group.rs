//! Groups: people who are written to together, chosen one by one or by a rule.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::contact::{Contact, one_line};
use crate::directory::{Token, Tokens, tokens};
use crate::field_error::FieldError;
use crate::ids::GroupId;
use crate::language::LanguageTag;

/// People who are written to together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The group's id.
    pub id: GroupId,
    /// What staff call it.
    pub name: GroupName,
    /// Who is in it.
    pub kind: GroupKind,
    /// When the record was made.
    pub created_at: Timestamp,
    /// When the record was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes from 1; who changes the record names the version that was read.
    pub version: u32,
}

/// A group's name: 1 to 60 characters on one line. It has no semicolon, which parts names in a spreadsheet's cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GroupName(String);

impl GroupName {
    /// The most characters of a name.
    pub const MAXIMUM_CHARACTERS: usize = 60;

    /// Reads a name; runs of white space become one space.
    ///
    /// # Errors
    /// When nothing is left, it is too long, or there is a semicolon in it.
    pub fn parse(text: &str) -> Result<Self, InvalidGroupName> {
        let name = one_line(text);
        match name.chars().count() {
            0 => Err(InvalidGroupName::Empty),
            length if length > Self::MAXIMUM_CHARACTERS => Err(InvalidGroupName::TooLong),
            _ if name.contains(';') => Err(InvalidGroupName::Semicolon),
            _ => Ok(Self(name)),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text can't be a group's name; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidGroupName {
    /// Nothing was given.
    #[error("Enter a name for the group.")]
    Empty,
    /// It is too long.
    #[error("Shorten this to {} characters.", GroupName::MAXIMUM_CHARACTERS)]
    TooLong,
    /// It would be taken for two names in a spreadsheet.
    #[error("Leave out the semicolon: in a spreadsheet it stands between two groups.")]
    Semicolon,
}

impl TryFrom<String> for GroupName {
    type Error = InvalidGroupName;

    fn try_from(text: String) -> Result<Self, InvalidGroupName> {
        Self::parse(&text)
    }
}

impl From<GroupName> for String {
    fn from(name: GroupName) -> String {
        name.0
    }
}

/// Who is in a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum GroupKind {
    /// The people who were put into it; each contact knows its groups.
    Static,
    /// Whoever the rule describes at the time.
    Rule {
        /// The rule.
        rule: GroupRule,
    },
}

/// Describes people by what the directory knows of them. Each part that is not empty must hold, by any of its
/// values: "in Dallas or Plano, and reads Spanish".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRule {
    /// Languages; `zh` holds for `zh-Hant` too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<LanguageTag>,
    /// Cities, whole; accents and case don't matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cities: Vec<String>,
    /// Beginnings of ZIP or postal codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zip_prefixes: Vec<String>,
    /// Months of birth, 1 to 12.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub birthday_months: Vec<i8>,
}

impl GroupRule {
    /// The most values of one part. It keeps questions to the store within DynamoDB's size of an expression.
    pub const MAXIMUM_VALUES: usize = 20;

    /// Tidies and checks a rule as staff wrote it.
    ///
    /// # Errors
    /// One error for each part that is wrong, or one for the rule when nothing is left of it.
    pub fn checked(self) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut rule = Self {
            languages: self.languages,
            cities: tidy(self.cities, one_line),
            zip_prefixes: tidy(self.zip_prefixes, |text| {
                text.chars()
                    .filter(|c| c.is_alphanumeric())
                    .collect::<String>()
                    .to_uppercase()
            }),
            birthday_months: self.birthday_months,
        };
        rule.languages.sort_unstable();
        rule.languages.dedup();
        rule.birthday_months.sort_unstable();
        rule.birthday_months.dedup();
        let sizes = [
            ("rule.languages", rule.languages.len()),
            ("rule.cities", rule.cities.len()),
            ("rule.zip_prefixes", rule.zip_prefixes.len()),
            ("rule.birthday_months", rule.birthday_months.len()),
        ];
        for (field, size) in sizes {
            if size > Self::MAXIMUM_VALUES {
                let message = format!("Choose at most {} of these.", Self::MAXIMUM_VALUES);
                errors.push(FieldError::new(field, message));
            }
        }
        if sizes.iter().all(|(_, size)| *size == 0) {
            let message = "Say who belongs: choose a language, a city, a ZIP code or a month.";
            errors.push(FieldError::new("rule", message));
        }
        if !rule
            .birthday_months
            .iter()
            .all(|month| (1..=12).contains(month))
        {
            errors.push(FieldError::new(
                "rule.birthday_months",
                "Use months from 1 to 12.",
            ));
        }
        let too_long = |text: &String| text.chars().count() > 60;
        if rule.cities.iter().any(too_long) {
            errors.push(FieldError::new(
                "rule.cities",
                "Shorten each city to 60 characters.",
            ));
        }
        if rule.zip_prefixes.iter().any(|zip| zip.len() > 10) {
            errors.push(FieldError::new(
                "rule.zip_prefixes",
                "Shorten each ZIP code to 10 characters.",
            ));
        }
        if errors.is_empty() {
            Ok(rule)
        } else {
            Err(errors)
        }
    }

    /// What a person's tokens must hold: one of each of these.
    pub fn requirements(&self) -> Vec<Vec<Token>> {
        let parts = [
            self.languages.iter().map(Token::language).collect(),
            self.cities.iter().map(|city| Token::city(city)).collect(),
            self.zip_prefixes
                .iter()
                .map(|zip| Token::zip_prefix(zip))
                .collect(),
            self.birthday_months
                .iter()
                .map(|month| Token::birthday_month(*month))
                .collect(),
        ];
        parts
            .into_iter()
            .filter(|part: &Vec<Token>| !part.is_empty())
            .collect()
    }
}

/// Tidies each text and leaves out what is empty or there twice.
fn tidy(texts: Vec<String>, clean: impl Fn(&str) -> String) -> Vec<String> {
    let mut texts: Vec<String> = texts
        .iter()
        .map(|text| clean(text))
        .filter(|text| !text.is_empty())
        .collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

impl Group {
    /// Whether a person is in the group now.
    pub fn contains(&self, contact: &Contact) -> bool {
        match &self.kind {
            GroupKind::Static => contact.details.groups.contains(&self.id),
            GroupKind::Rule { rule } => tokens(contact).hold(&rule.requirements()),
        }
    }

    /// What a person's tokens must hold to be in the group: one of each of these.
    pub fn requirements(&self) -> Vec<Vec<Token>> {
        match &self.kind {
            GroupKind::Static => vec![vec![Token::group(self.id)]],
            GroupKind::Rule { rule } => rule.requirements(),
        }
    }
}

/// The groups of an audience, put so that a person can be asked about quickly.
#[derive(Debug, Clone)]
pub struct Membership(Vec<Vec<Vec<Token>>>);

impl Membership {
    /// Membership of any of these groups.
    pub fn of_any(groups: &[Group]) -> Self {
        Self(groups.iter().map(Group::requirements).collect())
    }

    /// Whether a person is in one of the groups.
    pub fn contains(&self, contact: &Contact) -> bool {
        let tokens: Tokens = tokens(contact);
        self.0.iter().any(|requirements| tokens.hold(requirements))
    }
}
