//! Why a file cannot be read, in words for the person who uploaded it.

use crate::column::ColumnName;

/// Why a file cannot be read: what is wrong, and what to do about it.
///
/// The sentences are shown to staff as they are. They never hold what is in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// No bytes, or nothing but blank rows.
    #[error("This file is empty. Check that it is the right one, and upload it again.")]
    Empty,
    /// Headings and no row below them.
    #[error(
        "This file has headings but no rows below them. Check that it is the right one, and upload it again."
    )]
    OnlyHeadings,
    /// More bytes than [`crate::Limits::file_bytes`].
    #[error("This file is larger than {} MB. Divide it into smaller files, and upload each of them.", .limit_bytes / (1024 * 1024))]
    FileTooLarge {
        /// What is allowed, in bytes.
        limit_bytes: usize,
    },

    /// An .xls file, as Excel wrote until 2007.
    #[error(
        "This is an Excel file of the old kind (.xls). Open it, save it as .xlsx or CSV, and upload it again."
    )]
    OldExcel,
    /// A workbook that is encrypted with a password.
    #[error(
        "This file is protected with a password. Open it, save it as .xlsx or CSV without a password, and upload it again."
    )]
    PasswordProtected,
    /// An .xlsb file.
    #[error(
        "This is a binary Excel file (.xlsb). Open it, save it as .xlsx or CSV, and upload it again."
    )]
    BinaryExcel,
    /// An .ods file.
    #[error(
        "This is an OpenDocument file (.ods). Open it, save it as .xlsx or CSV, and upload it again."
    )]
    OpenDocument,
    /// A file of Apple Numbers.
    #[error(
        "This is a Numbers file. Open it in Numbers, choose File, Export To, Excel or CSV, and upload what it makes."
    )]
    AppleNumbers,
    /// HTML or XML, often with a name that ends in .xls.
    #[error(
        "This is a web page, even if its name ends in .xls. Open it in a spreadsheet program, save it as .xlsx or CSV, and upload it again."
    )]
    WebPage,
    /// A text document or a presentation.
    #[error(
        "This is a document or a presentation, not a spreadsheet. Copy its table into a spreadsheet, save that as .xlsx or CSV, and upload it."
    )]
    Document,
    /// A PDF.
    #[error(
        "This is a PDF. Open the spreadsheet that it was made from, save it as .xlsx or CSV, and upload that."
    )]
    Pdf,
    /// A picture.
    #[error(
        "This is a picture. Open the spreadsheet itself, save it as .xlsx or CSV, and upload that."
    )]
    Picture,
    /// Contact cards (.vcf).
    #[error("These are contact cards (.vcf). Export the contacts as CSV instead, and upload that.")]
    ContactCards,
    /// A zip or another archive that is no workbook.
    #[error("This is a compressed folder. Open it, and upload the spreadsheet that is inside.")]
    Archive,
    /// Neither text nor a workbook.
    #[error(
        "This is not a spreadsheet that can be read. Save it as .xlsx or CSV, and upload it again."
    )]
    NotASpreadsheet,

    /// A workbook that cannot be read to its end.
    #[error(
        "This file is damaged. Open it in a spreadsheet program, save it as .xlsx or CSV, and upload it again."
    )]
    Damaged,
    /// A workbook that is much larger once it is unpacked, or has more in it than any spreadsheet.
    #[error(
        "This file is far larger inside than a spreadsheet needs to be. Copy the rows into a new spreadsheet, save that as .xlsx or CSV, and upload it."
    )]
    TooLargeInside,
    /// Letters in no encoding that is known, or in two encodings.
    #[error(
        "Letters in row {row} cannot be read. Save the file as .xlsx or as \"CSV UTF-8\", and upload it again."
    )]
    UnreadableLetters {
        /// The line of the file, counted from 1; with line breaks in cells, the row is a little above.
        row: u64,
    },
    /// A quotation mark that is never closed.
    #[error(
        "Row {row} has a quotation mark (\") that is opened and never closed. Close it or take it out, and upload the file again."
    )]
    UnclosedQuote {
        /// The row's number in the spreadsheet.
        row: u64,
    },
    /// A cell longer than [`crate::Limits::cell_characters`].
    #[error("The cell {} has more than {limit} characters. Shorten it, and upload the file again.", ColumnName(*.column).cell(*.row))]
    CellTooLong {
        /// The row's number in the spreadsheet.
        row: u64,
        /// The column's index, counted from 0.
        column: usize,
        /// What is allowed, in characters.
        limit: usize,
    },
    /// Something in a column after [`crate::Limits::columns`].
    #[error("There is something in the cell {}, and only the columns up to {} are read. Clear it or move it, and upload the file again.", ColumnName(*.column).cell(*.row), ColumnName(.limit.saturating_sub(1)))]
    TooManyColumns {
        /// The row's number in the spreadsheet.
        row: u64,
        /// The column's index, counted from 0.
        column: usize,
        /// How many columns are allowed.
        limit: usize,
    },
    /// More rows than [`crate::Limits::rows`].
    #[error(
        "This file has more than {limit} rows. Divide it into smaller files, and upload each of them."
    )]
    TooManyRows {
        /// How many rows are allowed.
        limit: u64,
    },
}
