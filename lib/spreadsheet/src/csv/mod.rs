//! Tables as text: whatever encoding, delimiter and line ends a program chose.

mod encoding;
mod records;

use std::collections::HashMap;

use crate::heading::{FirstRows, HeadingRow};
use crate::{Limits, Refusal, Row, content};

use encoding::Text;
use records::Records;

/// What stands between cells, in the order of trust when nothing else tells.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// A text file whose encoding, delimiter and headings are known.
#[derive(Clone, Copy)]
pub(crate) struct CsvFile<'a> {
    text: Text<'a>,
    delimiter: char,
    /// Whether the first line is `sep=;`, which Excel reads and does not show.
    has_delimiter_line: bool,
    limits: Limits,
}

impl<'a> CsvFile<'a> {
    /// Finds out how the file is written, and where its headings are.
    ///
    /// # Errors
    /// When it is no text, in truth a web page or the like, or its first rows can't be read.
    pub(crate) fn open(
        bytes: &'a [u8],
        limits: &Limits,
        recognised: &dyn Fn(&[String]) -> usize,
    ) -> Result<(Self, HeadingRow), Refusal> {
        let text = Text::new(bytes)?;
        let beginning = text.beginning();
        if let Some(refusal) = content::refusal_of_text(&beginning) {
            return Err(refusal);
        }
        let named = named_delimiter(&beginning);
        let file = |delimiter| Self {
            text,
            delimiter,
            has_delimiter_line: named.is_some(),
            limits: *limits,
        };
        let delimiters = named.as_slice();
        let delimiters = if delimiters.is_empty() {
            &DELIMITERS
        } else {
            delimiters
        };
        let mut best: Option<(Fit, Self, Result<HeadingRow, Refusal>)> = None;
        let mut first_refusal = None;
        for delimiter in delimiters {
            let file = file(*delimiter);
            let first = FirstRows::look_at(file.rows(), limits, recognised);
            let refusal = first.refusal;
            let Some(heading) = first.best else {
                // Nothing but this delimiter and blanks: there is nothing to be found with another.
                first_refusal = first_refusal.or(Some(refusal.ok_or(Refusal::Empty)?));
                continue;
            };
            let fit = Fit::of(&first.widths, heading.recognised);
            if best.as_ref().is_none_or(|(best, ..)| fit > *best) {
                best = Some((fit, file, refusal.map_or(Ok(heading), Err)));
            }
        }
        let (_, file, heading) = best.ok_or(first_refusal.unwrap_or(Refusal::Empty))?;
        Ok((file, heading?))
    }

    /// All rows of the file, from its beginning.
    pub(crate) fn rows(&self) -> CsvRows<'a> {
        CsvRows {
            records: Records::new(&self.text, self.delimiter, &self.limits),
            must_skip_line: self.has_delimiter_line,
        }
    }
}

/// How well a delimiter takes the first rows apart; the greater the better, compared from the top.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Headings that the caller knows.
    recognised: usize,
    /// Rows that have as many cells as most rows, and more than one.
    alike: usize,
    /// That number of cells.
    width: usize,
}

impl Fit {
    fn of(widths: &[usize], recognised: usize) -> Self {
        let mut rows_of_width: HashMap<usize, usize> = HashMap::new();
        for width in widths.iter().filter(|width| **width > 1) {
            *rows_of_width.entry(*width).or_default() += 1;
        }
        let (alike, width) = rows_of_width
            .into_iter()
            .map(|(width, rows)| (rows, width))
            .max()
            .unwrap_or_default();
        Self {
            recognised,
            alike,
            width,
        }
    }
}

/// The delimiter that a first line such as `sep=;` names.
fn named_delimiter(beginning: &str) -> Option<char> {
    let line = beginning.split(['\r', '\n']).next()?;
    let mut name = line
        .strip_prefix("sep=")
        .or_else(|| line.strip_prefix("SEP="))?
        .chars();
    match (name.next(), name.next()) {
        (Some(delimiter), None) if delimiter != '"' => Some(delimiter),
        _ => None,
    }
}

/// The rows of a text file.
pub(crate) struct CsvRows<'a> {
    records: Records<'a>,
    must_skip_line: bool,
}

impl Iterator for CsvRows<'_> {
    type Item = Result<Row, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        if std::mem::take(&mut self.must_skip_line)
            && let Err(refusal) = self.records.skip_line()
        {
            return Some(Err(refusal));
        }
        self.records.next_row().transpose()
    }
}
