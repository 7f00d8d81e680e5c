//! The cells of a sheet, row by row, as they stand in the file: nothing is allotted for cells that are
//! not there, so that one cell in the last row and column costs nothing.

use std::sync::Arc;

use crate::cell::{Cell, CellProblem};
use crate::column::ColumnName;
use crate::{Limits, Refusal, Row};

use super::number;
use super::number_format::NumberFormat;
use super::shared_texts::SharedTexts;
use super::xml::{Element, Node, Xml};

/// The last row of a sheet, in every program that writes these files.
const LAST_ROW: u64 = 1_048_576;

/// What all sheets of a workbook share.
#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) texts: SharedTexts,
    pub(crate) formats: Vec<NumberFormat>,
    pub(crate) is_1904: bool,
}

/// The rows of a sheet.
pub(crate) struct XlsxRows<'a> {
    xml: Xml<'a>,
    shared: Arc<Shared>,
    limits: Limits,
    /// The number of the row that was read last.
    number: u64,
    is_in_data: bool,
    is_done: bool,
    /// What is read of a cell, kept so that not each cell needs memory of its own.
    text: String,
}

/// What a cell's own tag says of it.
struct CellTag {
    depth: usize,
    column: usize,
    kind: CellKind,
    format: NumberFormat,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CellKind {
    Number,
    SharedText,
    /// Text in the cell itself, or the text that a formula gave.
    Text,
    Truth,
    Error,
    IsoDate,
}

impl<'a> XlsxRows<'a> {
    pub(crate) fn new(xml: Xml<'a>, shared: Arc<Shared>, limits: &Limits) -> Self {
        Self {
            xml,
            shared,
            limits: *limits,
            number: 0,
            is_in_data: false,
            is_done: false,
            text: String::new(),
        }
    }

    /// How many bytes were unpacked for this so far.
    pub(crate) fn unpacked(&self) -> u64 {
        self.xml.unpacked()
    }

    fn next_row(&mut self) -> Result<Option<Row>, Refusal> {
        while !self.is_done {
            match self.xml.next()? {
                Node::Start(element) if self.is_in_data && element.name() == "row" => {
                    let said = element.number("r")?.map(u64::from);
                    let depth = element.depth;
                    let cells = self.row(depth, said)?;
                    if !cells.is_empty() {
                        return Ok(Some(Row {
                            number: self.number,
                            cells,
                        }));
                    }
                }
                Node::Start(element) if element.name() == "sheetData" => self.is_in_data = true,
                // Only what stands beside the rows is passed over, not what they stand in.
                Node::Start(element) if element.depth > 1 => self.xml.skip_element()?,
                Node::End(2) if self.is_in_data => {
                    // What follows the rows is unpacked, to compare the checksum, and not looked at.
                    self.xml.finish()?;
                    self.is_done = true;
                }
                Node::EndOfPart => self.is_done = true,
                _ => {}
            }
        }
        Ok(None)
    }

    /// Reads a row's cells, up to its end, and notes its number.
    fn row(&mut self, depth: usize, said: Option<u64>) -> Result<Vec<Cell>, Refusal> {
        let before = self.number;
        let mut cells = Vec::new();
        let mut next_column = 0;
        let mut number = said;
        loop {
            match self.xml.next()? {
                Node::Start(element) if element.name() == "c" => {
                    let place = element
                        .attribute("r")?
                        .map(|name| place(&name))
                        .transpose()?;
                    let tag = CellTag::read(
                        &element,
                        place.map_or(next_column, |(column, _)| column),
                        &self.shared.formats,
                    )?;
                    next_column = tag.column + 1;
                    // Some programs number the cells and not the rows.
                    let row = *number.get_or_insert(place.map_or(before + 1, |(_, row)| row));
                    let cell = self.cell(&tag, row)?;
                    self.place(&mut cells, tag.column, row, cell)?;
                }
                Node::End(ended) if ended == depth => break,
                _ => {}
            }
        }
        self.number = number.unwrap_or(before + 1);
        if self.number <= before || self.number > LAST_ROW {
            return Err(Refusal::Damaged);
        }
        Ok(cells)
    }

    fn place(
        &self,
        cells: &mut Vec<Cell>,
        column: usize,
        row: u64,
        cell: Cell,
    ) -> Result<(), Refusal> {
        if cell.is_blank() {
            return Ok(());
        }
        if column >= self.limits.columns {
            return Err(Refusal::TooManyColumns {
                row,
                column,
                limit: self.limits.columns,
            });
        }
        if cells.len() <= column {
            cells.resize(column + 1, Cell::default());
        }
        cells[column] = cell;
        Ok(())
    }

    /// Reads a cell up to its end.
    fn cell(&mut self, tag: &CellTag, row: u64) -> Result<Cell, Refusal> {
        // No character takes more than four bytes.
        let limit = self.limits.cell_characters.saturating_mul(4);
        let mut has_formula = false;
        let mut has_value = false;
        let mut fits = true;
        self.text.clear();
        loop {
            match self.xml.next()? {
                Node::Start(element) => match element.name() {
                    // "v" is a value, and "t" a piece of text in the cell itself.
                    "v" | "t" => {
                        has_value = true;
                        fits &= self.xml.text_of_element(&mut self.text, limit)?;
                    }
                    "f" => {
                        has_formula = true;
                        self.xml.skip_element()?;
                    }
                    "is" | "r" => {}
                    _ => self.xml.skip_element()?,
                },
                Node::End(ended) if ended == tag.depth => break,
                _ => {}
            }
        }
        let cell = match tag.kind {
            _ if has_formula && !has_value => {
                return Ok(Cell::with_problem(
                    String::new(),
                    CellProblem::NotCalculated,
                ));
            }
            CellKind::SharedText if has_value => {
                let number = self.text.trim().parse().map_err(|_| Refusal::Damaged)?;
                let text = self.shared.texts.get(number).ok_or(Refusal::Damaged)?;
                fits = text.len() <= limit;
                if fits {
                    Cell::from_text(&unescaped(text))
                } else {
                    Cell::default()
                }
            }
            CellKind::SharedText | CellKind::Text => Cell::from_text(&unescaped(&self.text)),
            CellKind::Number => match self.text.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    number::cell(number, tag.format, self.shared.is_1904)
                }
                _ => Cell::from_text(&self.text),
            },
            CellKind::Truth => Cell::plain(match self.text.trim() {
                "1" => "true".to_owned(),
                "0" => "false".to_owned(),
                other => other.to_owned(),
            }),
            CellKind::Error => Cell::with_problem(self.text.clone(), CellProblem::FormulaError),
            CellKind::IsoDate => {
                let text = self.text.trim();
                Cell::plain(text.strip_suffix("T00:00:00").unwrap_or(text).to_owned())
            }
        };
        if fits && cell.text().chars().count() <= self.limits.cell_characters {
            Ok(cell)
        } else {
            Err(Refusal::CellTooLong {
                row,
                column: tag.column,
                limit: self.limits.cell_characters,
            })
        }
    }
}

impl Iterator for XlsxRows<'_> {
    type Item = Result<Row, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row().transpose()
    }
}

impl CellTag {
    fn read(
        element: &Element<'_>,
        column: usize,
        formats: &[NumberFormat],
    ) -> Result<Self, Refusal> {
        let kind = match element.attribute("t")?.as_deref() {
            None | Some("n") => CellKind::Number,
            Some("s") => CellKind::SharedText,
            Some("b") => CellKind::Truth,
            Some("e") => CellKind::Error,
            Some("d") => CellKind::IsoDate,
            Some(_) => CellKind::Text,
        };
        let style = element.number("s")?.unwrap_or(0) as usize;
        Ok(Self {
            depth: element.depth,
            column,
            kind,
            format: formats.get(style).copied().unwrap_or_default(),
        })
    }
}

/// Column (counted from 0) and row (counted from 1) of a cell's name, such as `B7`.
fn place(name: &str) -> Result<(usize, u64), Refusal> {
    let digits = name
        .find(|sign: char| sign.is_ascii_digit())
        .ok_or(Refusal::Damaged)?;
    let (letters, digits) = name.split_at(digits);
    let column = ColumnName::parse(letters).ok_or(Refusal::Damaged)?;
    let row = digits.parse().map_err(|_| Refusal::Damaged)?;
    Ok((column.0, row))
}

/// Text as it is meant: what XML cannot hold is written `_x000D_`, and an underscore that could be
/// taken for the beginning of that `_x005F_` (ECMA-376 part 1, 22.9.2.19).
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("_x") {
        let escaped = rest.get(start + 2..start + 7).and_then(|code| {
            let digits = code.strip_suffix('_')?;
            let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let code = u32::from_str_radix(digits, 16)
                .ok()
                .filter(|_| is_hexadecimal)?;
            char::from_u32(code).filter(|character| *character != '\0')
        });
        let (end, character) = match escaped {
            Some(character) => (start + 7, character),
            None => (start + 1, '_'),
        };
        plain.push_str(&rest[..start]);
        plain.push(character);
        rest = &rest[end..];
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cells_name_tells_its_column_and_row() {
        assert_eq!(place("A1"), Ok((0, 1)));
        assert_eq!(place("XFD1048576"), Ok((16_383, 1_048_576)));
        for name in ["", "A", "1", "XFE1", "AAAA1", "a1", "A-1", "A1B", "é1"] {
            assert_eq!(place(name), Err(Refusal::Damaged), "{name}");
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_unescaped() {
        let table = [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x00e9_", "é"),
            ("_x0000_", "_x0000_"),
            ("_xD83D_", "_xD83D_"),
            ("_x+00D_", "_x+00D_"),
            ("snake_xylophone", "snake_xylophone"),
            ("_x", "_x"),
            ("_x00é_", "_x00é_"),
        ];
        for (written, meant) in table {
            assert_eq!(unescaped(written), meant);
        }
    }
}
