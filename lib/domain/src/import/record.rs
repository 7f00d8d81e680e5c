//! The record of an import: where it stands, and what may happen to it next.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::column::{ColumnChoice, ImportColumn};
use super::counts::{AppliedCounts, Chunk, FileHash, OutcomeCounts};
use crate::history::Actor;
use crate::ids::{AttemptId, ImportId};

/// The largest file that can be imported, in bytes: 25 MiB.
pub const MAXIMUM_FILE_BYTES: u64 = 25 * 1024 * 1024;

/// The import of one spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The import's id.
    pub id: ImportId,
    /// The file's name, as staff know it.
    pub file_name: String,
    /// The file's size in bytes, as announced.
    pub size: u64,
    /// Who began it.
    pub created_by: Actor,
    /// When.
    pub created_at: Timestamp,
    /// When the record was last changed.
    pub updated_at: Timestamp,
    /// Where it stands.
    pub stage: ImportStage,
    /// Why the file is refused; a sentence for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// What staff took the columns for; without it they are told by their headings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choices: Option<Vec<ColumnChoice>>,
    /// The columns, once the file was looked at. They hold samples, and go when the import is over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ImportColumn>,
    /// How many rows there are, once they were counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows_total: Option<u64>,
    /// The rows that were read, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chunks: Vec<Chunk>,
    /// When staff asked for it to be applied, and who did: what it changes is noted so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apply: Option<ApplyRequest>,
    /// The worker that is at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Lease>,
    /// Counts the changes from 1; who changes the record names the version that was read.
    pub version: u32,
}

/// Who asked for an import to be applied, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplyRequest {
    /// Who.
    pub by: Actor,
    /// When. Everything that the import changes bears this time, however often it has to be tried.
    pub at: Timestamp,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportStage {
    /// The browser is to upload the file.
    AwaitingUpload,
    /// A worker is to read the file, or is at it.
    Reading,
    /// The headings do not tell which columns hold the name and the phone; staff are to choose.
    NeedsColumns,
    /// Each row has an outcome; staff are to look, and to apply it.
    Previewed,
    /// The file can't be read.
    Refused,
    /// A worker is to apply it, or is at it.
    Applying,
    /// It is done.
    Applied,
    /// Staff threw it away.
    Discarded,
}

/// The right of one worker to work on an import, until it is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// The worker's attempt.
    pub attempt: AttemptId,
    /// Until when; a worker does not live longer.
    pub until: Timestamp,
}

/// What was asked does not fit where the import stands; the sentence says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImportConflict {
    /// It is being applied.
    #[error("This import is being applied. Wait until it is done.")]
    Applying,
    /// It has been applied.
    #[error("This import has been applied. To import the file again, upload it again.")]
    Applied,
    /// It was thrown away.
    #[error("This import was discarded. Upload the file again.")]
    Discarded,
    /// There is no preview that could be applied.
    #[error("Look at the preview of this import first, then apply it.")]
    NotPreviewed,
}

impl Import {
    /// How long the files are kept, and the record of an import that was never applied.
    pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

    /// An import whose file is to be uploaded.
    pub fn new(
        id: ImportId,
        file_name: String,
        size: u64,
        created_by: Actor,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            file_name,
            size,
            created_by,
            created_at: at,
            updated_at: at,
            stage: ImportStage::AwaitingUpload,
            problem: None,
            choices: None,
            columns: Vec::new(),
            rows_total: None,
            chunks: Vec::new(),
            apply: None,
            lease: None,
            version: 1,
        }
    }

    /// How many rows the preview has of each outcome, so far.
    pub fn counts(&self) -> OutcomeCounts {
        self.chunks.iter().map(|chunk| chunk.outcomes).sum()
    }

    /// What came of the rows, so far.
    pub fn applied(&self) -> AppliedCounts {
        self.chunks.iter().map(|chunk| chunk.applied).sum()
    }

    /// How many rows are done of the work that the stage stands for: read, or applied.
    pub fn rows_done(&self) -> u64 {
        let is_applying = matches!(self.stage, ImportStage::Applying | ImportStage::Applied);
        let done = |chunk: &&Chunk| !is_applying || chunk.result.is_some();
        let chunks = self.chunks.iter().filter(done);
        chunks.map(|chunk| chunk.outcomes.total()).sum()
    }

    /// When the record expires with its files, and what is known of people with it. An import that changed the
    /// directory is kept: the history of its people names it.
    pub fn expires_at(&self) -> Option<Timestamp> {
        (self.apply.is_none()).then(|| self.created_at + Self::KEPT_FOR)
    }

    /// Whether the record and its files count as gone.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at().is_some_and(|at| at <= now)
    }

    /// Staff want to see what would happen. With `choices` the columns are what staff take them for; without, what
    /// they were before, or what their headings say. A preview that is being made is made anew.
    ///
    /// # Errors
    /// When it is being applied, or is over.
    pub fn request_preview(
        &self,
        choices: Option<Vec<ColumnChoice>>,
        at: Timestamp,
    ) -> Result<Self, ImportConflict> {
        self.check_is_open()?;
        Ok(Self {
            stage: ImportStage::Reading,
            problem: None,
            choices: choices.or_else(|| self.choices.clone()),
            rows_total: None,
            chunks: Vec::new(),
            lease: None,
            ..self.next(at)
        })
    }

    /// Staff want what they saw in the preview.
    ///
    /// # Errors
    /// When there is no preview, or it was applied already.
    pub fn request_apply(&self, by: Actor, at: Timestamp) -> Result<Self, ImportConflict> {
        self.check_is_open()?;
        if self.stage != ImportStage::Previewed {
            return Err(ImportConflict::NotPreviewed);
        }
        Ok(Self {
            stage: ImportStage::Applying,
            apply: Some(ApplyRequest { by, at }),
            lease: None,
            ..self.next(at)
        })
    }

    /// Staff throw it away.
    ///
    /// # Errors
    /// When it is being applied, or was.
    pub fn discard(&self, at: Timestamp) -> Result<Self, ImportConflict> {
        self.check_is_open()?;
        Ok(Self {
            stage: ImportStage::Discarded,
            columns: Vec::new(),
            lease: None,
            ..self.next(at)
        })
    }

    /// A worker takes it on, or goes on with it.
    ///
    /// # Errors
    /// The lease of another worker that may be at it.
    pub fn lease(&self, lease: Lease, now: Timestamp) -> Result<Self, Lease> {
        match self.lease {
            Some(held) if held.attempt != lease.attempt && held.until > now => Err(held),
            _ => Ok(Self {
                lease: Some(lease),
                ..self.next(now)
            }),
        }
    }

    /// The worker leaves it to another.
    #[must_use]
    pub fn released(&self, at: Timestamp) -> Self {
        Self {
            lease: None,
            ..self.next(at)
        }
    }

    /// The file can't be read.
    #[must_use]
    pub fn refused(&self, problem: String, at: Timestamp) -> Self {
        Self {
            stage: ImportStage::Refused,
            problem: Some(problem),
            ..self.released(at)
        }
    }

    /// The columns do not hold what is needed.
    #[must_use]
    pub fn needs_columns(&self, columns: Vec<ImportColumn>, at: Timestamp) -> Self {
        Self {
            stage: ImportStage::NeedsColumns,
            columns,
            ..self.released(at)
        }
    }

    /// The columns are known and the rows counted; reading them goes on.
    #[must_use]
    pub fn with_columns(&self, columns: Vec<ImportColumn>, rows: u64, at: Timestamp) -> Self {
        Self {
            columns,
            rows_total: Some(rows),
            ..self.next(at)
        }
    }

    /// Some more rows are read, or applied; the work goes on.
    #[must_use]
    pub fn with_chunks(&self, chunks: Vec<Chunk>, at: Timestamp) -> Self {
        Self {
            chunks,
            ..self.next(at)
        }
    }

    /// All rows are read.
    #[must_use]
    pub fn previewed(&self, at: Timestamp) -> Self {
        Self {
            stage: ImportStage::Previewed,
            ..self.released(at)
        }
    }

    /// All rows are applied.
    #[must_use]
    pub fn ended(&self, at: Timestamp) -> Self {
        Self {
            stage: ImportStage::Applied,
            columns: Vec::new(),
            ..self.released(at)
        }
    }

    fn check_is_open(&self) -> Result<(), ImportConflict> {
        match self.stage {
            ImportStage::Applying => Err(ImportConflict::Applying),
            ImportStage::Applied => Err(ImportConflict::Applied),
            ImportStage::Discarded => Err(ImportConflict::Discarded),
            _ => Ok(()),
        }
    }

    fn next(&self, at: Timestamp) -> Self {
        Self {
            updated_at: at,
            version: self.version + 1,
            ..self.clone()
        }
    }

    /// How the keys of all its files begin.
    pub fn files_prefix(&self) -> String {
        format!("imports/{}/", self.id)
    }

    /// The key of the uploaded file.
    pub fn upload_key(&self) -> String {
        format!("{}upload", self.files_prefix())
    }

    /// The key of the file with a chunk's preview; chunks are counted from 0.
    pub fn preview_key(&self, chunk: usize, file: FileHash) -> String {
        format!("{}preview/rows-{chunk:05}-{file}.json", self.files_prefix())
    }

    /// The key of the file with what came of a chunk.
    pub fn result_key(&self, chunk: usize, file: FileHash) -> String {
        format!("{}results/rows-{chunk:05}-{file}.json", self.files_prefix())
    }
}

#[cfg(test)]
mod tests;
