//! Imports: a church's own spreadsheet becomes its directory, and the directory a spreadsheet again.
//!
//! Staff upload a file; a worker reads it and says of each row what would happen; staff look at that and have it
//! applied. What a heading means, what a cell says, whom a row is about and what may happen to an import is decided
//! here. Three rules hold throughout:
//!
//! - An empty cell keeps what is there. It never clears a field, because spreadsheets are full of columns that
//!   nobody keeps up.
//! - Nothing is guessed. A row that can't be read safely is refused with the reason, and the others go on.
//! - Applying a file twice changes nothing the second time.

mod cell;
mod column;
mod counts;
mod derived;
mod export;
mod groups;
mod heading;
mod language;
mod mapping;
mod matching;
mod preview;
mod reading;
mod record;
mod row;
mod sheet;
mod snapshot;

pub use cell::{CellFault, ImportCell};
pub use column::{ColumnChoice, ImportColumn, ImportField};
pub use counts::{AppliedCounts, Chunk, FileHash, OutcomeCounts, RowFilter};
pub use derived::RowChange;
pub use export::{Export, ExportStage};
pub use groups::GroupNames;
pub use heading::recognised_headings;
pub use mapping::{Mapping, choose_columns, recognise_columns};
pub use matching::{Claims, Evidence, Match, Matcher, Other};
pub use preview::Preview;
pub use reading::{RowReader, RowReading};
pub use record::{ApplyRequest, Import, ImportConflict, ImportStage, Lease, MAXIMUM_FILE_BYTES};
pub use row::{ImportRow, RowOutcome, RowProblem, RowResult};
pub use sheet::{EXPORT_COLUMNS, export_cells};
pub use snapshot::DirectorySnapshot;

#[cfg(test)]
mod tests;
