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

mod column;
mod counts;
mod export;
mod record;
mod row;

pub use column::{ColumnChoice, ImportColumn, ImportField};
pub use counts::{AppliedCounts, Chunk, FileHash, OutcomeCounts, RowFilter};
pub use export::{Export, ExportStage};
pub use record::{ApplyRequest, Import, ImportConflict, ImportStage, Lease, MAXIMUM_FILE_BYTES};
pub use row::{ImportRow, RowOutcome, RowProblem, RowResult};
