//! Imports and exports: their records, and the right to change the directory as a whole.

use async_trait::async_trait;
use domain::import::{Export, Import, Lease};
use domain::{AttemptId, ExportId, ImportId};
use jiff::Timestamp;

use super::Replacement;
use crate::error::Result;
use crate::page::Page;

/// Imports. A record may be removed once [`Import::expires_at`] has passed.
#[async_trait]
pub trait ImportStore: Send + Sync {
    /// Adds an import under a new id.
    async fn create_import(&self, import: &Import) -> Result<()>;
    /// Reads an import, consistently.
    async fn get_import(&self, id: ImportId) -> Result<Option<Import>>;
    /// Reads at most `limit` imports, newest first, older than the given one.
    async fn list_imports(
        &self,
        before: Option<ImportId>,
        limit: usize,
    ) -> Result<Page<Import, ImportId>>;
    /// Replaces an import, if it is there and has the version that was read. When the record is already what it is
    /// to be, the answer may be either `Done` or `Stale`: the caller looks.
    async fn replace_import(&self, import: &Import, read_version: u32) -> Result<Replacement>;
}

/// The right to apply an import: one at a time in the whole church, because two imports of one file that are applied
/// at once would both add the same people.
#[async_trait]
pub trait DirectoryLock: Send + Sync {
    /// Takes the right until the lease ends, if nobody has it, or whoever had it let it run out before `now`, or it is
    /// this attempt's already. Answers whether it is ours.
    async fn hold_directory(&self, import: ImportId, lease: Lease, now: Timestamp) -> Result<bool>;
    /// Gives it back, if it is this attempt's.
    async fn release_directory(&self, attempt: AttemptId) -> Result<()>;
}

/// Exports. A record may be removed once [`Export::expires_at`] has passed.
#[async_trait]
pub trait ExportStore: Send + Sync {
    /// Adds an export under a new id.
    async fn create_export(&self, export: &Export) -> Result<()>;
    /// Reads an export, consistently.
    async fn get_export(&self, id: ExportId) -> Result<Option<Export>>;
    /// Replaces an export, if it is there and has the version that was read.
    async fn replace_export(&self, export: &Export, read_version: u32) -> Result<Replacement>;
}
