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

/// The first rows with something in them, in which the headings must be; and why there are no more of
/// them, when one can't be read.
pub(crate) fn first_rows(
    rows: impl Iterator<Item = Result<Row, Refusal>>,
    limits: &Limits,
) -> (Vec<Row>, Option<Refusal>) {
    let mut first = Vec::new();
    for row in rows.take(limits.heading_rows) {
        match row {
            Ok(row) => first.push(row),
            Err(refusal) => return (first, Some(refusal)),
        }
    }
    (first, None)
}

/// The row of which the caller knows the most headings, and the first of those; the first of all when
/// the caller knows none. `None` when there are no rows.
pub(crate) fn best_row(
    rows: &[Row],
    recognised: &dyn Fn(&[String]) -> usize,
) -> Option<HeadingRow> {
    let mut best: Option<HeadingRow> = None;
    for row in rows {
        let headings: Vec<String> = row
            .cells
            .iter()
            .map(Cell::text)
            .map(str::to_owned)
            .collect();
        let known = recognised(&headings);
        if best.as_ref().is_none_or(|best| known > best.recognised) {
            best = Some(HeadingRow {
                headings,
                number: row.number,
                recognised: known,
            });
        }
    }
    best
}
