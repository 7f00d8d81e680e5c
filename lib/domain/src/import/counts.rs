//! How many rows there are of each kind, chunk by chunk, so that a page of a few rows is found without reading all.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::row::{ImportRow, RowOutcome, RowResult};

/// How many rows a preview has of each outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeCounts {
    /// New people with a number of their own.
    pub new: u64,
    /// People who are known, and of whom something changes.
    pub update: u64,
    /// People who are known, and of whom nothing changes.
    pub unchanged: u64,
    /// New people who share a number.
    pub shared_phone: u64,
    /// Rows that can't be read.
    pub refused: u64,
}

/// How many rows an applied import has of each result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedCounts {
    /// People who were added.
    pub created: u64,
    /// People who were changed.
    pub updated: u64,
    /// People of whom nothing was to be changed, or who had been added meanwhile.
    pub unchanged: u64,
    /// Rows that were left alone because somebody had changed the person since the preview.
    pub conflicts: u64,
}

impl OutcomeCounts {
    /// All rows.
    pub fn total(&self) -> u64 {
        self.new + self.update + self.unchanged + self.shared_phone + self.refused
    }

    fn of(rows: &[ImportRow]) -> Self {
        let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count() as u64;
        Self {
            new: count(RowOutcome::New),
            update: count(RowOutcome::Update),
            unchanged: count(RowOutcome::Unchanged),
            shared_phone: count(RowOutcome::SharedPhone),
            refused: count(RowOutcome::Refused),
        }
    }
}

impl AppliedCounts {
    fn of(rows: &[ImportRow]) -> Self {
        let count = |result| rows.iter().filter(|row| row.result == Some(result)).count() as u64;
        Self {
            created: count(RowResult::Created),
            updated: count(RowResult::Updated),
            unchanged: count(RowResult::Unchanged),
            conflicts: count(RowResult::Conflict),
        }
    }
}

impl Add for OutcomeCounts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            new: self.new + other.new,
            update: self.update + other.update,
            unchanged: self.unchanged + other.unchanged,
            shared_phone: self.shared_phone + other.shared_phone,
            refused: self.refused + other.refused,
        }
    }
}

impl Add for AppliedCounts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            created: self.created + other.created,
            updated: self.updated + other.updated,
            unchanged: self.unchanged + other.unchanged,
            conflicts: self.conflicts + other.conflicts,
        }
    }
}

impl Sum for OutcomeCounts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), Add::add)
    }
}

impl Sum for AppliedCounts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), Add::add)
    }
}

/// Which rows of an import staff look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowFilter {
    /// New people with a number of their own.
    New,
    /// People of whom something changes.
    Update,
    /// People of whom nothing changes.
    Unchanged,
    /// New people who share a number.
    SharedPhone,
    /// Rows that can't be read.
    Refused,
    /// Rows that were left alone because somebody had changed the person since the preview.
    Conflict,
}

impl RowFilter {
    /// Whether the row is one of them.
    pub fn admits(self, row: &ImportRow) -> bool {
        match self {
            Self::New => row.outcome == RowOutcome::New,
            Self::Update => row.outcome == RowOutcome::Update,
            Self::Unchanged => row.outcome == RowOutcome::Unchanged,
            Self::SharedPhone => row.outcome == RowOutcome::SharedPhone,
            Self::Refused => row.outcome == RowOutcome::Refused,
            Self::Conflict => row.result == Some(RowResult::Conflict),
        }
    }
}

/// A fingerprint of a file's content: 16 hexadecimal digits. It is part of the file's name, so that two workers never
/// overwrite each other's file with another one, and what a record points to never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileHash(u64);

impl FileHash {
    /// The fingerprint of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        Self(u64::from_be_bytes(first))
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

/// Some rows of an import that stand in one file, in the order of the spreadsheet.
///
/// An import of 200,000 rows has 400 of them in its record, so they are stored as short texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Chunk {
    /// Which file holds the preview.
    pub preview: FileHash,
    /// The preview's rows.
    pub outcomes: OutcomeCounts,
    /// Which file holds the results, once the chunk is applied.
    pub result: Option<FileHash>,
    /// What came of the rows.
    pub applied: AppliedCounts,
}

impl Chunk {
    /// The most rows of a chunk.
    pub const ROWS: usize = 500;

    /// The chunk of previewed rows that stand in a file.
    pub fn previewed(rows: &[ImportRow], file: FileHash) -> Self {
        Self {
            preview: file,
            outcomes: OutcomeCounts::of(rows),
            result: None,
            applied: AppliedCounts::default(),
        }
    }

    /// The chunk after its rows were applied, and the results written to a file.
    #[must_use]
    pub fn with_results(self, rows: &[ImportRow], file: FileHash) -> Self {
        Self {
            result: Some(file),
            applied: AppliedCounts::of(rows),
            ..self
        }
    }

    /// How many of its rows `filter` admits; all of them without a filter.
    pub fn count(&self, filter: Option<RowFilter>) -> u64 {
        match filter {
            None => self.outcomes.total(),
            Some(RowFilter::New) => self.outcomes.new,
            Some(RowFilter::Update) => self.outcomes.update,
            Some(RowFilter::Unchanged) => self.outcomes.unchanged,
            Some(RowFilter::SharedPhone) => self.outcomes.shared_phone,
            Some(RowFilter::Refused) => self.outcomes.refused,
            Some(RowFilter::Conflict) => self.applied.conflicts,
        }
    }
}

impl From<Chunk> for String {
    fn from(chunk: Chunk) -> Self {
        let rows = chunk.outcomes;
        let preview = format!(
            "{} {} {} {} {} {}",
            chunk.preview, rows.new, rows.update, rows.unchanged, rows.shared_phone, rows.refused
        );
        let Some(result) = chunk.result else {
            return preview;
        };
        let rows = chunk.applied;
        format!(
            "{preview} {result} {} {} {} {}",
            rows.created, rows.updated, rows.unchanged, rows.conflicts
        )
    }
}

/// The text is not a chunk as records have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a chunk of an import")]
pub struct InvalidChunk;

impl TryFrom<String> for Chunk {
    type Error = InvalidChunk;

    fn try_from(text: String) -> Result<Self, InvalidChunk> {
        text.parse()
    }
}

impl FromStr for Chunk {
    type Err = InvalidChunk;

    fn from_str(text: &str) -> Result<Self, InvalidChunk> {
        let mut parts = text.split(' ');
        let preview = next_hash(&mut parts)?.ok_or(InvalidChunk)?;
        let outcomes = OutcomeCounts {
            new: next_count(&mut parts)?,
            update: next_count(&mut parts)?,
            unchanged: next_count(&mut parts)?,
            shared_phone: next_count(&mut parts)?,
            refused: next_count(&mut parts)?,
        };
        let result = next_hash(&mut parts)?;
        let mut applied = AppliedCounts::default();
        if result.is_some() {
            applied = AppliedCounts {
                created: next_count(&mut parts)?,
                updated: next_count(&mut parts)?,
                unchanged: next_count(&mut parts)?,
                conflicts: next_count(&mut parts)?,
            };
        }
        let chunk = Self {
            preview,
            outcomes,
            result,
            applied,
        };
        parts.next().map_or(Ok(chunk), |_| Err(InvalidChunk))
    }
}

fn next_hash<'a>(
    parts: &mut impl Iterator<Item = &'a str>,
) -> Result<Option<FileHash>, InvalidChunk> {
    let Some(part) = parts.next() else {
        return Ok(None);
    };
    let hash = u64::from_str_radix(part, 16).map_err(|_| InvalidChunk)?;
    Ok(Some(FileHash(hash)))
}

fn next_count<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Result<u64, InvalidChunk> {
    let part = parts.next().ok_or(InvalidChunk)?;
    part.parse().map_err(|_| InvalidChunk)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_is_read_back_from_its_text() {
        let mut chunk = Chunk {
            preview: FileHash::of(b"preview"),
            outcomes: OutcomeCounts {
                new: 1,
                update: 2,
                unchanged: 3,
                shared_phone: 4,
                refused: 490,
            },
            result: None,
            applied: AppliedCounts::default(),
        };
        assert_eq!(String::from(chunk).parse(), Ok(chunk));
        chunk.result = Some(FileHash::of(b"results"));
        chunk.applied = AppliedCounts {
            created: 5,
            updated: 1,
            unchanged: 3,
            conflicts: 1,
        };
        assert_eq!(String::from(chunk).parse(), Ok(chunk));
    }

    #[test]
    fn what_is_no_chunk_is_refused() {
        for text in [
            "",
            "x 1 2 3 4 5",
            "ab 1 2 3 4",
            "ab 1 2 3 4 5 cd",
            "ab 1 2 3 4 5 cd 1 2 3 4 5",
        ] {
            assert_eq!(text.parse::<Chunk>(), Err(InvalidChunk), "{text}");
        }
    }
}
