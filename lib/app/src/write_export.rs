//! Everyone in the directory becomes a file that can be imported again. Run again after a crash anywhere, it writes the
//! file anew.

use std::sync::Arc;

use domain::ExportId;
use domain::import::{EXPORT_COLUMNS, Export, ExportStage, GroupNames, ImportField, export_cells};
use jiff::{SignedDuration, Timestamp};
use spreadsheet::CsvWriter;
use tracing::{info, warn};

use crate::error::{Error, Result};
use crate::imports::directory::read_group_names;
use crate::ports::{Clock, ContactStore, ExportStore, FileStore, GroupStore, Replacement};

/// How many contacts are read at once.
const PAGE: usize = 500;
/// The largest file that is written, in bytes: 64 MiB. 100,000 people with short notes take 15; a worker has 256 MiB,
/// and a buffer that grows is there twice for a moment.
const MAXIMUM_BYTES: usize = 64 * 1024 * 1024;
/// No more contacts are read this long before the worker is stopped.
const MARGIN: SignedDuration = SignedDuration::from_secs(10);

/// Writes exports.
pub struct WriteExport {
    /// The exports.
    pub exports: Arc<dyn ExportStore>,
    /// The directory.
    pub contacts: Arc<dyn ContactStore>,
    /// For the names of groups.
    pub groups: Arc<dyn GroupStore>,
    /// Where the file goes.
    pub files: Arc<dyn FileStore>,
    /// To see whether time runs out.
    pub clock: Arc<dyn Clock>,
}

/// A file with everyone in it.
struct Written {
    bytes: Vec<u8>,
    rows: u64,
}

impl WriteExport {
    /// Writes an export whose stage asks for it. Does nothing to others.
    ///
    /// # Errors
    /// When a store fails or time runs out: the queue message should come back later.
    pub async fn run(&self, id: ExportId, deadline: Timestamp) -> Result<()> {
        let found = self.exports.get_export(id).await?;
        let Some(export) = found.filter(|export| export.stage == ExportStage::Writing) else {
            return Ok(());
        };
        let groups = read_group_names(self.groups.as_ref()).await?;
        let Some(written) = self.write(&groups, deadline).await? else {
            warn!(export.id = %id, "Everyone does not fit into one file");
            return self.replace(&export, export.failed()).await;
        };
        self.files
            .put_file(&export.file_key(), "text/csv; charset=utf-8", written.bytes)
            .await?;
        info!(export.id = %id, rows = written.rows, "Exported");
        self.replace(&export, export.ready(written.rows)).await
    }

    /// `None` when it gets too large.
    async fn write(&self, groups: &GroupNames, deadline: Timestamp) -> Result<Option<Written>> {
        let failed = |error| Error::Unavailable(format!("the file can't be written: {error}"));
        let mut csv = CsvWriter::new(Vec::new()).map_err(failed)?;
        csv.write_row(EXPORT_COLUMNS.map(ImportField::as_str))
            .map_err(failed)?;
        let mut size = 0;
        let mut rows = 0;
        let mut after = None;
        loop {
            let page = self.contacts.list_contacts(after, PAGE).await?;
            for contact in &page.items {
                let cells = export_cells(contact, groups);
                size += cells.iter().map(String::len).sum::<usize>();
                csv.write_row(cells).map_err(failed)?;
                rows += 1;
            }
            after = page.next;
            if size > MAXIMUM_BYTES {
                return Ok(None);
            }
            if after.is_none() {
                let bytes = csv.finish().map_err(failed)?;
                return Ok(Some(Written { bytes, rows }));
            }
            if self.clock.now() >= deadline - MARGIN {
                return Err(Error::Unavailable(
                    "time ran out while everyone was written".into(),
                ));
            }
        }
    }

    /// Another worker may have written the same file meanwhile.
    async fn replace(&self, read: &Export, next: Export) -> Result<()> {
        match self.exports.replace_export(&next, read.version).await? {
            Replacement::Done | Replacement::Stale | Replacement::Missing => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
