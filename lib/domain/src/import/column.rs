//! Columns of a spreadsheet, and the fields that they can be.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a column of a spreadsheet can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportField {
    /// Our own id of a contact, as our exports have it.
    Id,
    /// The running number in the church's spreadsheet.
    SlNo,
    /// The whole name.
    Name,
    /// The given name, where the family name has a column of its own.
    FirstName,
    /// The family name.
    LastName,
    /// Street and house number.
    Address,
    /// City.
    City,
    /// State, where the ZIP code has a column of its own.
    State,
    /// ZIP or postal code, where the state has a column of its own.
    Zip,
    /// State and ZIP code in one.
    StateZip,
    /// Where the person is texted or called.
    Phone,
    /// Taken where the cell of [`Self::Phone`] is empty.
    SecondPhone,
    /// The language that the person reads.
    PreferredLanguage,
    /// Whether the person is to get messages.
    Active,
    /// Whether the person has agreed to automatic calls.
    CallConsent,
    /// E-mail address.
    Email,
    /// Birthday, with or without the year.
    Birthday,
    /// Time zone, where it is another than the ZIP code's.
    TimeZone,
    /// Notes.
    Notes,
    /// The groups that the person is in, by their names.
    Groups,
}

impl ImportField {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 20] = [
        Self::Id,
        Self::SlNo,
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::Address,
        Self::City,
        Self::State,
        Self::Zip,
        Self::StateZip,
        Self::Phone,
        Self::SecondPhone,
        Self::PreferredLanguage,
        Self::Active,
        Self::CallConsent,
        Self::Email,
        Self::Birthday,
        Self::TimeZone,
        Self::Notes,
        Self::Groups,
    ];

    /// The name in the API, which is also the heading in our exports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::SlNo => "sl_no",
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Address => "address",
            Self::City => "city",
            Self::State => "state",
            Self::Zip => "zip",
            Self::StateZip => "state_zip",
            Self::Phone => "phone",
            Self::SecondPhone => "second_phone",
            Self::PreferredLanguage => "preferred_language",
            Self::Active => "active",
            Self::CallConsent => "call_consent",
            Self::Email => "email",
            Self::Birthday => "birthday",
            Self::TimeZone => "time_zone",
            Self::Notes => "notes",
            Self::Groups => "groups",
        }
    }
}

/// A column of an uploaded spreadsheet, as staff choose among them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportColumn {
    /// Its place in the spreadsheet, from 0.
    pub index: usize,
    /// Its heading, shortened.
    pub heading: String,
    /// What it is taken for; `None`: it is not imported.
    pub field: Option<ImportField>,
    /// What its first cells hold, shortened.
    pub samples: Vec<String>,
}

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl fmt::Debug for ImportColumn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ImportColumn")
            .field("index", &self.index)
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}

impl ImportColumn {
    /// The most sample cells that are kept of a column.
    pub const MAXIMUM_SAMPLES: usize = 3;
    /// The most characters of a heading or sample that are kept. With 200 columns in a script of three bytes a letter
    /// the record stays under 150 KB.
    const MAXIMUM_CHARACTERS: usize = 60;

    /// A column that is not yet taken for anything.
    pub fn new(index: usize, heading: &str, samples: &[String]) -> Self {
        let samples = samples.iter().take(Self::MAXIMUM_SAMPLES);
        Self {
            index,
            heading: shortened(heading),
            field: None,
            samples: samples.map(|sample| shortened(sample)).collect(),
        }
    }
}

fn shortened(text: &str) -> String {
    let line = crate::contact::one_line(text);
    if line.chars().count() <= ImportColumn::MAXIMUM_CHARACTERS {
        return line;
    }
    let kept = line.chars().take(ImportColumn::MAXIMUM_CHARACTERS - 1);
    kept.chain(['…']).collect()
}

/// What staff take a column for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnChoice {
    /// The column's place in the spreadsheet, from 0.
    pub column: usize,
    /// What it is; `None`: it is not imported.
    pub field: Option<ImportField>,
}
