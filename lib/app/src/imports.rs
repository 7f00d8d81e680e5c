//! Staff import a spreadsheet: they upload it, look at what would happen row by row, and have it applied or throw it
//! away. The long work is done by [`crate::read_import`] and [`crate::apply_import`].

pub(crate) mod chunk_files;
pub(crate) mod desk;
pub(crate) mod directory;

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use domain::history::Actor;
use domain::import::{
    ColumnChoice, Import, ImportConflict, ImportRow, ImportStage, MAXIMUM_FILE_BYTES, RowFilter,
};
use domain::{FieldError, ImportId};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::manage_contacts::ReadVersion;
use crate::page::Page;
use crate::ports::{
    Clock, DirectoryQueue, DirectoryTask, FileLinks, FileStore, ImportStore, Randomness,
    Replacement, SignedRequest,
};
use chunk_files::read_rows;

/// The most characters of a file's name.
const MAXIMUM_FILE_NAME: usize = 200;
/// The most files that are read for one page of rows.
const FILES_A_PAGE: usize = 4;
/// What staff are told when they look at the rows of an old import.
const ROWS_ARE_GONE: &str = "The rows of an import are kept for 7 days; these are gone.";
/// How often a change is tried again that somebody else came before: a worker notes its progress all the time.
const TRIES: usize = 5;
/// When the work is looked at that a request announced, in case the request dies before it queues the work itself.
const SAFETY_NET: Duration = Duration::from_secs(15);

/// What staff do with imports.
pub struct Imports {
    /// The imports.
    pub imports: Arc<dyn ImportStore>,
    /// Their files.
    pub files: Arc<dyn FileStore>,
    /// For uploads.
    pub links: Arc<dyn FileLinks>,
    /// Who reads and applies them.
    pub queue: Arc<dyn DirectoryQueue>,
    /// For times of creation and change.
    pub clock: Arc<dyn Clock>,
    /// For new ids.
    pub randomness: Arc<dyn Randomness>,
}

/// A place in the rows of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowPosition {
    /// The chunk, from 0.
    pub chunk: usize,
    /// How many of its rows that were asked for are to be left out.
    pub skip: usize,
}

impl fmt::Display for RowPosition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.chunk, self.skip)
    }
}

impl FromStr for RowPosition {
    type Err = ParseIntError;

    fn from_str(text: &str) -> std::result::Result<Self, ParseIntError> {
        let (chunk, skip) = text.split_once('.').unwrap_or((text, ""));
        Ok(Self {
            chunk: chunk.parse()?,
            skip: skip.parse()?,
        })
    }
}

impl Imports {
    /// Begins an import. The browser is then to make the request that is answered, with the file.
    ///
    /// # Errors
    /// When the file has no name or a wrong size, or the store fails.
    pub async fn create(
        &self,
        file_name: &str,
        size: u64,
        actor: Actor,
    ) -> Result<(Import, SignedRequest)> {
        let file_name = check_file(file_name, size)?;
        let now = self.clock.now();
        let id = ImportId::new(now, self.randomness.draw());
        let import = Import::new(id, file_name, size, actor, now);
        self.imports.create_import(&import).await?;
        let upload = self.links.upload_link(&import.upload_key(), size).await?;
        Ok((import, upload))
    }

    /// Reads an import.
    ///
    /// # Errors
    /// When there is none, or the store fails.
    pub async fn get(&self, id: ImportId) -> Result<Import> {
        let import = self.imports.get_import(id).await?;
        import
            .filter(|import| !import.is_expired(self.clock.now()))
            .ok_or(Error::NotFound("import"))
    }

    /// Reads at most `limit` imports, newest first, older than the given one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(
        &self,
        before: Option<ImportId>,
        limit: usize,
    ) -> Result<Page<Import, ImportId>> {
        let mut page = self.imports.list_imports(before, limit).await?;
        let now = self.clock.now();
        page.items.retain(|import| !import.is_expired(now));
        Ok(page)
    }

    /// Has the file read, with columns as staff choose them. Asked again, it is read again.
    ///
    /// # Errors
    /// When there is no such import or column, it is being applied or over, or the store fails.
    pub async fn request_preview(
        &self,
        id: ImportId,
        choices: Option<Vec<ColumnChoice>>,
    ) -> Result<Import> {
        self.announce(id).await?;
        let import = self
            .change(id, |import| {
                check_choices(import, choices.as_deref().unwrap_or_default())?;
                let next = import.request_preview(choices.clone(), self.clock.now());
                next.map(Some).map_err(refused)
            })
            .await?;
        self.enqueue(id, Duration::ZERO).await?;
        Ok(import)
    }

    /// Has an import applied as its preview says. Asked again while it is being applied, it goes on.
    ///
    /// # Errors
    /// When there is no such import, it is no preview, it is not the one that staff saw, or the store fails.
    pub async fn request_apply(
        &self,
        id: ImportId,
        seen: ReadVersion,
        actor: Actor,
    ) -> Result<Import> {
        self.announce(id).await?;
        let import = self
            .change(id, |import| {
                if import.stage == ImportStage::Applying {
                    return Ok(None);
                }
                match seen {
                    ReadVersion::Exactly(version) if version != import.version => Err(Error::Stale),
                    _ => {
                        let next = import.request_apply(actor.clone(), self.clock.now());
                        next.map(Some).map_err(refused)
                    }
                }
            })
            .await?;
        self.enqueue(id, Duration::ZERO).await?;
        Ok(import)
    }

    /// Throws an import away, and its files.
    ///
    /// # Errors
    /// When there is no such import, it is being applied or was, or the store fails.
    pub async fn discard(&self, id: ImportId) -> Result<()> {
        let import = self
            .change(id, |import| match import.discard(self.clock.now()) {
                // Asked again after a failure: its files may still be there.
                Err(ImportConflict::Discarded) => Ok(None),
                next => next.map(Some).map_err(refused),
            })
            .await?;
        self.files.delete_files(&import.files_prefix()).await
    }

    /// Reads at most `limit` rows of one kind, or of all, behind a position. The page may be short, or empty, and have
    /// a next one.
    ///
    /// # Errors
    /// When there is no such import, its files are no longer kept, or the store fails.
    pub async fn rows(
        &self,
        id: ImportId,
        filter: Option<RowFilter>,
        from: RowPosition,
        limit: usize,
    ) -> Result<Page<ImportRow, RowPosition>> {
        let import = self.get(id).await?;
        let mut items: Vec<ImportRow> = Vec::new();
        let mut skip = from.skip;
        let chunks = import.chunks.iter().enumerate().skip(from.chunk);
        let mut holding = chunks.filter(|(_, chunk)| chunk.count(filter) > 0);
        for _ in 0..FILES_A_PAGE {
            if items.len() >= limit {
                break;
            }
            let Some((number, chunk)) = holding.next() else {
                break;
            };
            let key = match chunk.result {
                Some(file) => import.result_key(number, file),
                None => import.preview_key(number, chunk.preview),
            };
            let rows = read_rows(self.files.as_ref(), &key).await?;
            let rows = rows.ok_or_else(|| Error::Conflict(ROWS_ARE_GONE.into()))?;
            let mut wanted = rows
                .into_iter()
                .filter(|row| filter.is_none_or(|filter| filter.admits(row)))
                .skip(skip);
            let room = limit.saturating_sub(items.len());
            items.extend(wanted.by_ref().take(room));
            if wanted.next().is_some() {
                let next = RowPosition {
                    chunk: number,
                    skip: skip + room,
                };
                return Ok(Page {
                    items,
                    next: Some(next),
                });
            }
            skip = 0;
        }
        let next = holding
            .next()
            .map(|(chunk, _)| RowPosition { chunk, skip: 0 });
        Ok(Page { items, next })
    }

    /// Changes an import; `None` from `transition` leaves it as it is.
    async fn change(
        &self,
        id: ImportId,
        transition: impl Fn(&Import) -> Result<Option<Import>>,
    ) -> Result<Import> {
        for _ in 0..TRIES {
            let import = self.get(id).await?;
            let Some(next) = transition(&import)? else {
                return Ok(import);
            };
            match self.imports.replace_import(&next, import.version).await? {
                Replacement::Done => return Ok(next),
                Replacement::Missing => return Err(Error::NotFound("import")),
                Replacement::Stale => {}
            }
        }
        Err(Error::Unavailable("the import changes all the time".into()))
    }

    /// Announces work before the record asks for it, so that a request that dies between the two leaves no import that
    /// nobody works on.
    async fn announce(&self, id: ImportId) -> Result<()> {
        self.enqueue(id, SAFETY_NET).await
    }

    async fn enqueue(&self, id: ImportId, delay: Duration) -> Result<()> {
        let task = DirectoryTask::Import(id);
        self.queue.enqueue_directory_task(task, delay).await
    }
}

fn refused(conflict: ImportConflict) -> Error {
    Error::Conflict(conflict.to_string())
}

fn check_file(file_name: &str, size: u64) -> Result<String> {
    let mut errors = Vec::new();
    let file_name: String = file_name
        .trim()
        .chars()
        .filter(|letter| !letter.is_control())
        .collect();
    if file_name.is_empty() {
        errors.push(FieldError::new("file_name", "Choose a file."));
    }
    if file_name.chars().count() > MAXIMUM_FILE_NAME {
        let message = format!("Shorten the file's name to {MAXIMUM_FILE_NAME} characters.");
        errors.push(FieldError::new("file_name", message));
    }
    if size == 0 {
        errors.push(FieldError::new(
            "size",
            "This file is empty. Check that it is the right one.",
        ));
    }
    if size > MAXIMUM_FILE_BYTES {
        let megabytes = MAXIMUM_FILE_BYTES / (1024 * 1024);
        let message = format!(
            "This file is larger than {megabytes} MB. Divide it into smaller files, and upload each of them."
        );
        errors.push(FieldError::new("size", message));
    }
    if errors.is_empty() {
        Ok(file_name)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// Each field is in one column at most, and the columns exist, once they are known.
fn check_choices(import: &Import, choices: &[ColumnChoice]) -> Result<()> {
    let mut errors = Vec::new();
    for (place, choice) in choices.iter().enumerate() {
        let earlier = &choices[..place];
        if !import.columns.is_empty() && choice.column >= import.columns.len() {
            let message = "The file has no such column.";
            errors.push(FieldError::new(format!("columns[{place}].column"), message));
        }
        if earlier.iter().any(|other| other.column == choice.column) {
            let message = "This column is there twice.";
            errors.push(FieldError::new(format!("columns[{place}].column"), message));
        }
        if choice.field.is_some() && earlier.iter().any(|other| other.field == choice.field) {
            let message = "Choose one column for this field; another has it already.";
            errors.push(FieldError::new(format!("columns[{place}].field"), message));
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

#[cfg(test)]
pub(crate) mod fakes;
#[cfg(test)]
mod tests;
