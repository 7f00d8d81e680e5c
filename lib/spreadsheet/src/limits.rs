//! How much of a spreadsheet is read at most.

/// The bounds within which a file is read; whatever passes one of them is refused, in words.
///
/// The defaults keep a reader's memory under 60 MB beside the file itself, and are far above what a
/// congregation's spreadsheet needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The file, in bytes: 25 MiB, as large as an upload may be.
    pub file_bytes: usize,
    /// Rows with something in them, below the headings: 200,000.
    pub rows: u64,
    /// Columns with something in them: 200, which is column GR.
    pub columns: usize,
    /// Characters in one cell: 10,000.
    pub cell_characters: usize,
    /// Rows with something in them in which the headings are looked for: 20.
    pub heading_rows: usize,
    /// Files inside of an .xlsx file: 2,000.
    pub entries: u64,
    /// What is unpacked of an .xlsx file in one pass, in bytes: 256 MiB. It is read as a stream, so this
    /// bounds time, not memory.
    pub unpacked_bytes: u64,
    /// How many times larger than packed a part of an .xlsx file may be: 300. What spreadsheet
    /// programs write stays under 100, and DEFLATE cannot pass 1,032. Small parts may pass it.
    pub compression_ratio: u64,
    /// The different texts of an .xlsx file, all together, in bytes: 32 MiB. They are held in memory,
    /// because a cell may name any of them.
    pub shared_text_bytes: usize,
    /// How many different texts an .xlsx file may have: 2,000,000.
    pub shared_texts: usize,
    /// Sheets that are looked at: 100.
    pub sheets: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 25 * 1024 * 1024,
            rows: 200_000,
            columns: 200,
            cell_characters: 10_000,
            heading_rows: 20,
            entries: 2_000,
            unpacked_bytes: 256 * 1024 * 1024,
            compression_ratio: 300,
            shared_text_bytes: 32 * 1024 * 1024,
            shared_texts: 2_000_000,
            sheets: 100,
        }
    }
}
