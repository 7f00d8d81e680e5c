//! An uploaded spreadsheet becomes a preview: what applying it would do, row by row. Nothing in the directory changes.
//!
//! The file is gone through twice: first to count its rows and see whom each names exactly, then to decide on each, in
//! chunks that become files. It can be run any number of times, also at the same time, and after a crash anywhere: a
//! file's name holds the fingerprint of its rows, and only the worker with the lease can point the record to it. A run
//! that goes on decides on the earlier rows again, without writing them, because later rows depend on them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use domain::contact::Contact;
use domain::import::{
    CellFault, Chunk, Claims, GroupNames, Import, ImportCell, ImportColumn, ImportRow, ImportStage,
    Mapping, Match, Matcher, Preview, RowReader, RowReading, choose_columns, recognise_columns,
    recognised_headings,
};
use domain::phone::DefaultRegion;
use domain::{ContactId, ImportId};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use spreadsheet::{Cell, CellProblem, Limits, Refusal, Row, Rows, Spreadsheet};
use tracing::info;

use crate::error::Result;
use crate::imports::chunk_files::write_rows;
use crate::imports::desk::{Desk, Work};
use crate::imports::directory::{read_everyone, read_group_names};
use crate::ports::{
    Clock, ContactStore, DirectoryQueue, FileStore, GroupStore, ImportStore, Randomness,
};

/// How many chunks are written between two notes of progress: about 4,000 rows are in memory at once.
const CHUNKS_A_NOTE: usize = 8;
/// How many chunks are written at once.
const CONCURRENT_CHUNKS: usize = 4;
/// No more work is begun this long before the worker is stopped.
const MARGIN: SignedDuration = SignedDuration::from_secs(10);
/// What staff are told when there is nothing to read.
const NOT_UPLOADED: &str = "The file has not arrived. Upload it again.";

/// Reads the spreadsheets of imports.
pub struct ReadImport {
    /// The imports.
    pub imports: Arc<dyn ImportStore>,
    /// Their files.
    pub files: Arc<dyn FileStore>,
    /// The directory.
    pub contacts: Arc<dyn ContactStore>,
    /// The groups that rows may name.
    pub groups: Arc<dyn GroupStore>,
    /// Where to ask for the rest of the work when time runs out.
    pub queue: Arc<dyn DirectoryQueue>,
    /// To see whether time runs out.
    pub clock: Arc<dyn Clock>,
    /// To tell workers apart.
    pub randomness: Arc<dyn Randomness>,
    /// The country of numbers without a country code, and of dates.
    pub region: DefaultRegion,
}

/// A row of which it is decided whom it is about, or one that is refused.
type Decided = std::result::Result<(RowReading, Match), Box<ImportRow>>;

/// The rows of a file, decided on one after the other.
struct Decisions<'a> {
    rows: Rows<'a>,
    reader: &'a RowReader<'a>,
    matcher: Matcher<'a>,
}

impl ReadImport {
    /// Reads an import whose stage asks for it, until shortly before `deadline`; the rest is queued. Does nothing to
    /// others.
    ///
    /// # Errors
    /// When a store or queue fails: the queue message should come back later.
    pub async fn run(&self, id: ImportId, deadline: Timestamp) -> Result<()> {
        let desk = self.desk();
        let Some(mut import) = desk.take(id, ImportStage::Reading, deadline).await? else {
            return Ok(());
        };
        let work = self.read(&desk, &mut import, deadline).await;
        desk.leave(&import, work).await
    }

    fn desk(&self) -> Desk {
        Desk {
            imports: self.imports.clone(),
            queue: self.queue.clone(),
            clock: self.clock.clone(),
            randomness: self.randomness.clone(),
        }
    }

    async fn read(&self, desk: &Desk, import: &mut Import, deadline: Timestamp) -> Result<Work> {
        let Some(bytes) = self.files.get_file(&import.upload_key()).await? else {
            return self.refuse(desk, import, NOT_UPLOADED.to_owned()).await;
        };
        let opened = spreadsheet::open(&bytes, &Limits::default(), recognised_headings);
        let sheet = match opened.and_then(|sheet| Ok((columns(&sheet, import)?, sheet))) {
            Ok(sheet) => sheet,
            Err(refusal) => return self.refuse(desk, import, refusal.to_string()).await,
        };
        let (columns, sheet) = sheet;
        if !Mapping::of(&columns).is_sufficient() {
            let next = import.needs_columns(columns, self.clock.now());
            return self.end(desk, import, next).await;
        }
        let groups = read_group_names(self.groups.as_ref()).await?;
        let snapshot = read_everyone(self.contacts.as_ref()).await?;
        let reader = RowReader::new(&columns, &groups, self.region);
        let mut claims = Claims::default();
        let mut total = 0;
        for row in sheet.rows() {
            let row = match row {
                Ok(row) => row,
                Err(refusal) => return self.refuse(desk, import, refusal.to_string()).await,
            };
            total += 1;
            if let Ok(reading) = read_row(&reader, &row) {
                claims.note(&snapshot, &reading);
            }
        }
        if import.rows_total.is_none() {
            let next = import.with_columns(columns.clone(), total, self.clock.now());
            let Some(next) = desk.replace(import, next).await? else {
                return Ok(Work::Overtaken);
            };
            *import = next;
        }
        let decisions = Decisions {
            rows: sheet.rows(),
            reader: &reader,
            matcher: Matcher::new(&snapshot, claims),
        };
        self.preview(desk, import, decisions, &groups, deadline)
            .await
    }

    /// Writes chunk after chunk, behind those that are written.
    async fn preview(
        &self,
        desk: &Desk,
        import: &mut Import,
        mut decisions: Decisions<'_>,
        groups: &GroupNames,
        deadline: Timestamp,
    ) -> Result<Work> {
        for _ in 0..import.chunks.len() {
            if let Err(refusal) = decisions.next_chunk() {
                return self.refuse(desk, import, refusal.to_string()).await;
            }
        }
        loop {
            let mut chunks = Vec::new();
            while chunks.len() < CHUNKS_A_NOTE {
                match decisions.next_chunk() {
                    Ok(chunk) if chunk.is_empty() => break,
                    Ok(chunk) => chunks.push(chunk),
                    Err(refusal) => return self.refuse(desk, import, refusal.to_string()).await,
                }
            }
            if chunks.is_empty() {
                break;
            }
            let numbered = chunks.into_iter().enumerate();
            let first = import.chunks.len();
            let current = &*import;
            let written: Vec<Chunk> = stream::iter(numbered)
                .map(|(number, chunk)| self.write_chunk(current, first + number, chunk, groups))
                .buffered(CONCURRENT_CHUNKS)
                .try_collect()
                .await?;
            let chunks = [import.chunks.as_slice(), &written].concat();
            let next = import.with_chunks(chunks, self.clock.now());
            let Some(next) = desk.replace(import, next).await? else {
                return Ok(Work::Overtaken);
            };
            *import = next;
            if self.clock.now() >= deadline - MARGIN {
                return Ok(Work::MoreToDo);
            }
        }
        info!(import.id = %import.id, rows = import.rows_done(), "Previewed");
        let next = import.previewed(self.clock.now());
        self.end(desk, import, next).await
    }

    /// Compares rows with the records of those whom they are about, and writes what would become of them.
    async fn write_chunk(
        &self,
        import: &Import,
        number: usize,
        decided: Vec<Decided>,
        groups: &GroupNames,
    ) -> Result<Chunk> {
        let readable = decided.iter().flatten();
        let ids: BTreeSet<ContactId> = readable
            .flat_map(|(_, decision)| decision.contacts())
            .collect();
        let ids: Vec<ContactId> = ids.into_iter().collect();
        let contacts = match ids.as_slice() {
            [] => Vec::new(),
            ids => self.contacts.get_contacts(ids).await?,
        };
        let records: HashMap<ContactId, Contact> = contacts
            .into_iter()
            .map(|contact| (contact.id, contact))
            .collect();
        let preview = Preview {
            records: &records,
            groups,
            region: self.region,
        };
        let rows: Vec<ImportRow> = decided
            .into_iter()
            .map(|row| match row {
                Ok((reading, decision)) => preview.row(reading, decision),
                Err(refused) => *refused,
            })
            .collect();
        let key = |file| import.preview_key(number, file);
        let file = write_rows(self.files.as_ref(), &rows, key).await?;
        Ok(Chunk::previewed(&rows, file))
    }

    async fn refuse(&self, desk: &Desk, import: &mut Import, problem: String) -> Result<Work> {
        let next = import.refused(problem, self.clock.now());
        self.end(desk, import, next).await
    }

    async fn end(&self, desk: &Desk, import: &mut Import, next: Import) -> Result<Work> {
        let Some(next) = desk.replace(import, next).await? else {
            return Ok(Work::Overtaken);
        };
        *import = next;
        Ok(Work::Finished)
    }
}

impl Decisions<'_> {
    /// Decides on the next rows of the file; none are left when there are none.
    fn next_chunk(&mut self) -> std::result::Result<Vec<Decided>, Refusal> {
        let mut chunk = Vec::new();
        for row in self.rows.by_ref().take(Chunk::ROWS) {
            let reading = read_row(self.reader, &row?);
            chunk.push(reading.map(|reading| {
                let decision = self.matcher.decide(&reading);
                (reading, decision)
            }));
        }
        Ok(chunk)
    }
}

/// The columns with their first cells, taken for what their headings say or staff chose.
fn columns(
    sheet: &Spreadsheet<'_>,
    import: &Import,
) -> std::result::Result<Vec<ImportColumn>, Refusal> {
    let first = sheet.rows().take(ImportColumn::MAXIMUM_SAMPLES);
    let first: Vec<Row> = first.collect::<std::result::Result<_, Refusal>>()?;
    let cells = first.iter().map(|row| row.cells.len());
    let width = cells
        .chain([sheet.headings.len()])
        .max()
        .unwrap_or_default();
    let column = |index: usize| {
        let heading = sheet.headings.get(index).map_or("", String::as_str);
        let samples: Vec<String> = first.iter().map(|row| row.text(index).to_owned()).collect();
        ImportColumn::new(index, heading, &samples)
    };
    let mut columns: Vec<ImportColumn> = (0..width).map(column).collect();
    recognise_columns(&mut columns);
    choose_columns(&mut columns, import.choices.as_deref().unwrap_or_default());
    Ok(columns)
}

fn read_row(reader: &RowReader<'_>, row: &Row) -> std::result::Result<RowReading, Box<ImportRow>> {
    reader.read(row.number, |column| {
        row.cells.get(column).map(import_cell).unwrap_or_default()
    })
}

fn import_cell(cell: &Cell) -> ImportCell<'_> {
    let fault = cell.problem().map(|problem| match problem {
        CellProblem::RuinedNumber => CellFault::Shortened(problem.to_string()),
        CellProblem::FormulaError | CellProblem::NotCalculated => {
            CellFault::NoValue(problem.to_string())
        }
    });
    ImportCell {
        text: cell.text(),
        fault,
    }
}

#[cfg(test)]
pub(crate) mod tests;
