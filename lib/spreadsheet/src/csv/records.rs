//! Text into records, as spreadsheet programs take it apart (RFC 4180, and what people make of it).

use crate::{Cell, Limits, Refusal, Row};

use super::encoding::{Pieces, Text, UnreadableBytes};

/// The records of a text, one by one. Blank ones are passed over, and counted.
///
/// A quotation mark opens a cell only as its first sign; elsewhere it is a sign like any other, as
/// in `5" pipe`. What follows a closing mark belongs to the cell. A record ends with CR, LF or both.
pub(crate) struct Records<'a> {
    pieces: Pieces<'a>,
    piece: String,
    /// Where the next character of `piece` is, in bytes.
    position: usize,
    has_more_pieces: bool,
    delimiter: char,
    limits: Limits,
    number: u64,
    /// The last character was CR: an LF after it belongs to the same line end.
    after_return: bool,
}

/// What a record is being read into.
struct Record {
    cells: Vec<Cell>,
    cell: String,
    characters: usize,
    /// The column that `cell` is in, counted from 0.
    column: usize,
    has_text: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// A quotation mark in a quoted cell: the cell's end, or the first of two that stand for one.
    QuoteInQuoted,
}

impl<'a> Records<'a> {
    pub(crate) fn new(text: &Text<'a>, delimiter: char, limits: &Limits) -> Self {
        Self {
            pieces: text.pieces(),
            piece: String::new(),
            position: 0,
            has_more_pieces: true,
            delimiter,
            limits: *limits,
            number: 0,
            after_return: false,
        }
    }

    /// Passes over the line that tells Excel the delimiter; Excel does not count it as a row.
    pub(crate) fn skip_line(&mut self) -> Result<(), Refusal> {
        while let Some(character) = self.next_character()? {
            if character == '\r' || character == '\n' {
                self.after_return = character == '\r';
                break;
            }
        }
        Ok(())
    }

    fn next_character(&mut self) -> Result<Option<char>, Refusal> {
        loop {
            if let Some(character) = self.piece[self.position..].chars().next() {
                self.position += character.len_utf8();
                if std::mem::take(&mut self.after_return) && character == '\n' {
                    continue;
                }
                return Ok(Some(character));
            }
            if !self.has_more_pieces {
                return Ok(None);
            }
            self.position = 0;
            // The text was read through when its encoding was found, so this can't fail any more.
            self.has_more_pieces = self
                .pieces
                .read_into(&mut self.piece)
                .map_err(|UnreadableBytes| Refusal::NotASpreadsheet)?;
        }
    }

    /// The next record; `None` at the end of the text.
    fn next_record(&mut self) -> Result<Option<Record>, Refusal> {
        let mut record = Record::new();
        let mut state = State::CellStart;
        let mut is_empty = true;
        while let Some(character) = self.next_character()? {
            if is_empty {
                is_empty = false;
                self.number += 1;
            }
            state = match (state, character) {
                (State::Quoted, '"') => State::QuoteInQuoted,
                (State::CellStart, '"') => State::Quoted,
                (State::Quoted, _) | (State::QuoteInQuoted, '"') => {
                    self.push(&mut record, character, true)?;
                    State::Quoted
                }
                (_, '\r' | '\n') => {
                    self.after_return = character == '\r';
                    // Millions of blank lines should cost no more than being read.
                    if record.column > 0 || !record.cell.is_empty() {
                        self.close_cell(&mut record)?;
                    }
                    return Ok(Some(record));
                }
                (_, _) if character == self.delimiter => {
                    self.close_cell(&mut record)?;
                    State::CellStart
                }
                (_, _) => {
                    self.push(&mut record, character, false)?;
                    State::Plain
                }
            };
        }
        if state == State::Quoted {
            return Err(Refusal::UnclosedQuote { row: self.number });
        }
        if is_empty {
            return Ok(None);
        }
        self.close_cell(&mut record)?;
        Ok(Some(record))
    }

    fn push(&self, record: &mut Record, character: char, quoted: bool) -> Result<(), Refusal> {
        if record.characters == self.limits.cell_characters {
            // So long a text with line breaks in it is most likely the rest of the file.
            return Err(if quoted && record.cell.contains(['\r', '\n']) {
                Refusal::UnclosedQuote { row: self.number }
            } else {
                Refusal::CellTooLong {
                    row: self.number,
                    column: record.column,
                    limit: self.limits.cell_characters,
                }
            });
        }
        record.characters += 1;
        record.cell.push(character);
        Ok(())
    }

    fn close_cell(&self, record: &mut Record) -> Result<(), Refusal> {
        let cell = Cell::from_text(&record.cell);
        record.cell.clear();
        record.characters = 0;
        let column = record.column;
        record.column += 1;
        if column < self.limits.columns {
            record.has_text |= !cell.is_blank();
            record.cells.push(cell);
        } else if !cell.is_blank() {
            // Some programs end every row with thousands of empty cells; those do no harm.
            return Err(Refusal::TooManyColumns {
                row: self.number,
                column,
                limit: self.limits.columns,
            });
        }
        Ok(())
    }

    /// The next row with something in it; `None` at the end of the text.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row>, Refusal> {
        while let Some(record) = self.next_record()? {
            if record.has_text {
                return Ok(Some(Row {
                    number: self.number,
                    cells: record.cells,
                }));
            }
        }
        Ok(None)
    }
}

impl Record {
    fn new() -> Self {
        Self {
            cells: Vec::new(),
            cell: String::new(),
            characters: 0,
            column: 0,
            has_text: false,
        }
    }
}
