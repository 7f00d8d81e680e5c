//! Spreadsheets of any origin, read row by row within fixed memory; and our own CSV.
//!
//! A secretary uploads the spreadsheet that the church has always used. It may come from any program
//! of the last thirty years, and a worker with 256 MB must read it, whatever it is: each file gives its
//! rows, or one [`Refusal`] that says what to do. Nothing here knows what a contact is.
//!
//! ```
//! let file = b"Members 2026\nName;Phone\nRuth;555 0123\n";
//! let known = |headings: &[String]| headings.iter().filter(|text| *text == "Name").count();
//! let sheet = spreadsheet::open(file, &spreadsheet::Limits::default(), known)?;
//! assert_eq!(sheet.heading_row, 2);
//! for row in sheet.rows() {
//!     let row = row?;
//!     assert_eq!((row.number, row.text(1)), (3, "555 0123"));
//! }
//! # Ok::<(), spreadsheet::Refusal>(())
//! ```

mod cell;
mod column;
mod content;
mod csv;
mod guard;
mod heading;
mod limits;
mod refusal;
mod writer;
mod xlsx;

use std::fmt;

pub use cell::{Cell, CellProblem, Row};
pub use column::ColumnName;
pub use guard::{guard, unguard};
pub use limits::Limits;
pub use refusal::Refusal;
pub use writer::CsvWriter;

use content::Content;
use csv::{CsvFile, CsvRows};
use xlsx::{XlsxFile, XlsxRows};

/// What a file is, whatever its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text with delimiters.
    Csv,
    /// A workbook as Excel writes it since 2007 (ECMA-376).
    Xlsx,
}

/// A file that can be read, and has headings and at least one row below them.
///
/// It borrows the file's bytes and holds little beside them. `Debug` shows no cell.
pub struct Spreadsheet<'a> {
    /// The texts of the heading row, as they stand in the file; some may be empty.
    pub headings: Vec<String>,
    /// The heading row's number as the spreadsheet program shows it, counted from 1.
    pub heading_row: u64,
    /// What the file is.
    pub kind: Kind,
    /// The name of the sheet that was taken, of a workbook.
    pub sheet_name: Option<String>,
    limits: Limits,
    source: Source<'a>,
}

enum Source<'a> {
    Csv(CsvFile<'a>),
    Xlsx(Box<XlsxFile<'a>>),
}

/// Finds out what a file is, and where its headings are.
///
/// `recognised` tells how many texts of a row are headings that the caller knows. The row with the most
/// is taken, of the first [`Limits::heading_rows`] with something in them; the first row if it knows none.
///
/// # Errors
/// A sentence for the person who uploaded the file, when it can't be read or has no rows.
pub fn open<'a>(
    bytes: &'a [u8],
    limits: &Limits,
    recognised: impl Fn(&[String]) -> usize,
) -> Result<Spreadsheet<'a>, Refusal> {
    if bytes.len() > limits.file_bytes {
        return Err(Refusal::FileTooLarge {
            limit_bytes: limits.file_bytes,
        });
    }
    let spreadsheet = match content::of_bytes(bytes)? {
        Content::Zip => {
            let (file, heading) = XlsxFile::open(bytes, limits, &recognised)?;
            Spreadsheet {
                headings: heading.headings,
                heading_row: heading.number,
                kind: Kind::Xlsx,
                sheet_name: Some(file.sheet_name().to_owned()),
                limits: *limits,
                source: Source::Xlsx(Box::new(file)),
            }
        }
        Content::Other => {
            let (file, heading) = CsvFile::open(bytes, limits, &recognised)?;
            Spreadsheet {
                headings: heading.headings,
                heading_row: heading.number,
                kind: Kind::Csv,
                sheet_name: None,
                limits: *limits,
                source: Source::Csv(file),
            }
        }
    };
    match spreadsheet.rows().next() {
        None => Err(Refusal::OnlyHeadings),
        Some(Err(refusal)) => Err(refusal),
        Some(Ok(_)) => Ok(spreadsheet),
    }
}

impl<'a> Spreadsheet<'a> {
    /// The rows below the headings that have something in them, read from the file as they are asked
    /// for; each call begins anew.
    ///
    /// After an error there is no further row: the whole file is refused.
    #[must_use]
    pub fn rows(&self) -> Rows<'a> {
        Rows {
            source: match &self.source {
                Source::Csv(file) => RowSource::Csv(Box::new(file.rows())),
                Source::Xlsx(file) => match file.rows() {
                    Ok(rows) => RowSource::Xlsx(Box::new(rows)),
                    Err(refusal) => RowSource::Refused(refusal),
                },
            },
            heading_row: self.heading_row,
            rows_left: self.limits.rows,
            row_limit: self.limits.rows,
            is_done: false,
        }
    }
}

impl fmt::Debug for Spreadsheet<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Spreadsheet")
            .field("kind", &self.kind)
            .field("heading_row", &self.heading_row)
            .field("columns", &self.headings.len())
            .finish_non_exhaustive()
    }
}

/// The rows of a [`Spreadsheet`]; a row at a time is in memory.
pub struct Rows<'a> {
    source: RowSource<'a>,
    heading_row: u64,
    rows_left: u64,
    row_limit: u64,
    is_done: bool,
}

enum RowSource<'a> {
    Csv(Box<CsvRows<'a>>),
    Xlsx(Box<XlsxRows<'a>>),
    Refused(Refusal),
}

impl Rows<'_> {
    fn next_below_headings(&mut self) -> Result<Option<Row>, Refusal> {
        let row = loop {
            let next = match &mut self.source {
                RowSource::Csv(rows) => rows.next().transpose()?,
                RowSource::Xlsx(rows) => rows.next().transpose()?,
                RowSource::Refused(refusal) => return Err(*refusal),
            };
            match next {
                Some(row) if row.number <= self.heading_row => {}
                Some(row) => break row,
                None => return Ok(None),
            }
        };
        self.rows_left = self.rows_left.checked_sub(1).ok_or(Refusal::TooManyRows {
            limit: self.row_limit,
        })?;
        Ok(Some(row))
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let next = self.next_below_headings();
        self.is_done = !matches!(next, Ok(Some(_)));
        next.transpose()
    }
}

impl std::iter::FusedIterator for Rows<'_> {}

impl fmt::Debug for Rows<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Rows").finish_non_exhaustive()
    }
}
