//! Our own CSV: what spreadsheet programs open well, and what [`crate::open`] gives back exactly.

use std::io::{self, Write};

use crate::guard::guard;

/// Writes rows of text as CSV (RFC 4180): UTF-8 with a byte-order mark, because Excel shows accents
/// rightly only with one, and lines that end with CR LF.
///
/// Every cell is guarded (see [`guard`]) against being run as a formula. Reading the file gives the same
/// texts, except that the NUL character, which no text should have, is left out.
#[derive(Debug)]
pub struct CsvWriter<W: Write> {
    to: W,
    line: String,
}

impl<W: Write> CsvWriter<W> {
    /// Begins a file. Give a buffered writer: each row is one write.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn new(mut to: W) -> io::Result<Self> {
        to.write_all("\u{feff}".as_bytes())?;
        Ok(Self {
            to,
            line: String::new(),
        })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_row<T: AsRef<str>>(
        &mut self,
        cells: impl IntoIterator<Item = T>,
    ) -> io::Result<()> {
        self.line.clear();
        for (column, cell) in cells.into_iter().enumerate() {
            if column > 0 {
                self.line.push(',');
            }
            push_cell(&mut self.line, &guard(cell.as_ref()));
        }
        self.line.push_str("\r\n");
        self.to.write_all(self.line.as_bytes())
    }

    /// What is written to, as far as the rows have come.
    pub fn get_ref(&self) -> &W {
        &self.to
    }

    /// Ends the file, and gives the writer back.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(mut self) -> io::Result<W> {
        self.to.flush()?;
        Ok(self.to)
    }
}

/// Puts a cell in quotation marks when it holds anything that some program might take for the end of
/// a cell or a line; other delimiters too, so that a reader that guesses does not guess wrong.
fn push_cell(line: &mut String, text: &str) {
    let needs_quotes = text.contains(['"', ',', ';', '\t', '|', '\r', '\n'])
        || text.starts_with(char::is_whitespace)
        || text.ends_with(char::is_whitespace);
    if needs_quotes {
        line.push('"');
    }
    for character in text.chars().filter(|character| *character != '\0') {
        if character == '"' {
            line.push('"');
        }
        line.push(character);
    }
    if needs_quotes {
        line.push('"');
    }
}
