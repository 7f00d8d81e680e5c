//! Exports: everyone in the directory as one file.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::history::Actor;
use crate::ids::ExportId;

/// An export of the whole directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// The export's id.
    pub id: ExportId,
    /// Who asked for it.
    pub created_by: Actor,
    /// When.
    pub created_at: Timestamp,
    /// Where it stands.
    pub stage: ExportStage,
    /// How many people are in it, once it is ready.
    pub rows: Option<u64>,
    /// Counts the changes from 1.
    pub version: u32,
}

/// Where an export stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportStage {
    /// A worker is to write it, or is at it.
    Writing,
    /// The file can be downloaded.
    Ready,
    /// The directory does not fit into one file.
    Failed,
}

impl Export {
    /// How long the file and the record are kept.
    pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

    /// An export that is to be written.
    pub fn new(id: ExportId, created_by: Actor, created_at: Timestamp) -> Self {
        Self {
            id,
            created_by,
            created_at,
            stage: ExportStage::Writing,
            rows: None,
            version: 1,
        }
    }

    /// The record once the file is written.
    #[must_use]
    pub fn ready(&self, rows: u64) -> Self {
        self.ended(ExportStage::Ready, Some(rows))
    }

    /// The record when the file can't be written.
    #[must_use]
    pub fn failed(&self) -> Self {
        self.ended(ExportStage::Failed, None)
    }

    fn ended(&self, stage: ExportStage, rows: Option<u64>) -> Self {
        Self {
            stage,
            rows,
            version: self.version + 1,
            ..self.clone()
        }
    }

    /// When the file and the record expire.
    pub fn expires_at(&self) -> Timestamp {
        self.created_at + Self::KEPT_FOR
    }

    /// The key of the file.
    pub fn file_key(&self) -> String {
        format!("exports/{}/contacts.csv", self.id)
    }
}
