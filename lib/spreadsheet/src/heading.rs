//! Which row holds the headings: many spreadsheets have a title, a date or a blank row above them.

use crate::{Cell, Limits, Refusal, Row};

/// The row taken for the headings.
#[derive(Clone)]
pub(crate) struct HeadingRow {
    pub(crate) headings: Vec<String>,
    pub(crate) number: u64,
    /// How many of the headings the caller knows.
    pub(crate) recognised: usize,
}

/// What the first rows with something in them tell: the headings are in one of them.
pub(crate) struct FirstRows {
    /// The row of which the caller knows the most headings, and the first of those; `None` without rows.
    pub(crate) best: Option<HeadingRow>,
    /// How many cells each row has.
    pub(crate) widths: Vec<usize>,
    /// Why there are no more rows, when one can't be read.
    pub(crate) refusal: Option<Refusal>,
}

impl FirstRows {
    /// Looks at the first rows one by one. Of none but the best anything is kept: twenty rows of long
    /// cells would take more memory than all else.
    pub(crate) fn look_at(
        rows: impl Iterator<Item = Result<Row, Refusal>>,
        limits: &Limits,
        recognised: &dyn Fn(&[String]) -> usize,
    ) -> Self {
        let mut first = Self {
            best: None,
            widths: Vec::new(),
            refusal: None,
        };
        for row in rows.take(limits.heading_rows) {
            let row = match row {
                Ok(row) => row,
                Err(refusal) => {
                    first.refusal = Some(refusal);
                    break;
                }
            };
            first.widths.push(row.cells.len());
            let number = row.number;
            let headings: Vec<String> = row.cells.into_iter().map(Cell::into_text).collect();
            let known = recognised(&headings);
            if first
                .best
                .as_ref()
                .is_none_or(|best| known > best.recognised)
            {
                first.best = Some(HeadingRow {
                    headings,
                    number,
                    recognised: known,
                });
            }
        }
        first
    }
}
