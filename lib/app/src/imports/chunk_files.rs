//! The files in which the rows of imports stand.

use domain::import::{FileHash, ImportRow};

use crate::error::{Error, Result};
use crate::ports::FileStore;

/// Writes rows to a file whose name holds their fingerprint: `key` makes the name.
pub(crate) async fn write_rows(
    files: &dyn FileStore,
    rows: &[ImportRow],
    key: impl FnOnce(FileHash) -> String,
) -> Result<FileHash> {
    let unwritable = |error| Error::Unavailable(format!("rows can't be written: {error}"));
    let bytes = serde_json::to_vec(rows).map_err(unwritable)?;
    let hash = FileHash::of(&bytes);
    files
        .put_file(&key(hash), "application/json", bytes)
        .await?;
    Ok(hash)
}

/// Reads rows; `None` when the file is gone.
pub(crate) async fn read_rows(files: &dyn FileStore, key: &str) -> Result<Option<Vec<ImportRow>>> {
    let Some(bytes) = files.get_file(key).await? else {
        return Ok(None);
    };
    // What serde says of bad JSON may hold a piece of it, so only the place is told.
    let unreadable = |error: serde_json::Error| {
        Error::Unavailable(format!("{key} can't be read at column {}", error.column()))
    };
    serde_json::from_slice(&bytes).map(Some).map_err(unreadable)
}
