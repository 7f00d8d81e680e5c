//! A cell as text, and what is wrong with it.

use std::fmt;

use crate::guard::unguard;

/// A cell of a row: its text, and whether a spreadsheet program has spoilt it.
///
/// The text of a number has all of its digits and no exponent (`15551234567`), a date is ISO 8601
/// (`1980-03-01`, with a time `1980-03-01T14:30:00`), a truth value is `true` or `false`, and a formula
/// is its result. Text is as it stands in the file, with the spaces around it. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Cell {
    text: String,
    problem: Option<CellProblem>,
}

/// Why a cell's text is not what somebody once entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CellProblem {
    /// Digits are lost: the cell shows `1.55512E+10` or `####`, or a number of more than 15 digits.
    #[error(
        "A spreadsheet program has shortened this number. Format the column as text, enter the number again, and upload the file again."
    )]
    RuinedNumber,
    /// A formula without a result, such as `#REF!`.
    #[error(
        "This cell shows an error of a formula. Put a value in its place, and upload the file again."
    )]
    FormulaError,
    /// A formula that no spreadsheet program has calculated yet.
    #[error(
        "This cell has a formula that was never calculated. Open the file in a spreadsheet program, save it, and upload it again."
    )]
    NotCalculated,
}

impl Cell {
    /// A cell from text as it stands in a file. Takes off what was put around the text so that
    /// spreadsheet programs keep it whole: our own guard, or the signs around `="0123"`.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        let unguarded = unguard(text);
        let text = if unguarded == text {
            formula_of_text(text).unwrap_or_else(|| text.to_owned())
        } else {
            unguarded.to_owned()
        };
        let problem = problem_in(&text);
        Self { text, problem }
    }

    /// A cell whose text is what was meant.
    pub(crate) fn plain(text: String) -> Self {
        Self {
            text,
            problem: None,
        }
    }

    /// A cell that a spreadsheet program has spoilt.
    pub(crate) fn with_problem(text: String, problem: CellProblem) -> Self {
        Self {
            text,
            problem: Some(problem),
        }
    }

    /// The text, with the spaces around it; empty when the cell is, or holds a formula that was never
    /// calculated.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text itself.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// What a spreadsheet program has spoilt, if anything.
    #[must_use]
    pub fn problem(&self) -> Option<CellProblem> {
        self.problem
    }

    /// Whether there is nothing to see: no problem, and no text but spaces.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.problem.is_none() && self.text.trim().is_empty()
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Cell")
            .field("bytes", &self.text.len())
            .field("problem", &self.problem)
            .finish()
    }
}

/// A row with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The row's number as the spreadsheet program shows it, counted from 1. A CSV row counts once
    /// however many line breaks are in its cells.
    pub number: u64,
    /// The cells from the first column on. Rows of one file may have different lengths.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The text of the cell in a column, counted from 0; empty where the row has no such cell.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", Cell::text)
    }
}

/// The text inside `="0123"`, with which people keep a spreadsheet program from taking off the zero.
fn formula_of_text(text: &str) -> Option<String> {
    let inner = text.trim().strip_prefix("=\"")?.strip_suffix('"')?;
    let whole = inner.replace("\"\"", "");
    (!whole.contains('"')).then(|| inner.replace("\"\"", "\""))
}

fn problem_in(text: &str) -> Option<CellProblem> {
    const ERRORS: [&str; 12] = [
        "#REF!",
        "#N/A",
        "#NAME?",
        "#VALUE!",
        "#DIV/0!",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#ERROR!",
        "#GETTING_DATA",
    ];
    let text = text.trim();
    if ERRORS.contains(&text) {
        Some(CellProblem::FormulaError)
    } else if is_ruined_number(text) {
        Some(CellProblem::RuinedNumber)
    } else {
        None
    }
}

/// Whether the text is what a spreadsheet program shows in place of a long number: `1.55512E+10`, with
/// a comma in many countries, or `####` in a narrow column. The sign after the E is always there, so
/// that the house number `5E3` is none.
fn is_ruined_number(text: &str) -> bool {
    if text.len() >= 3 && text.bytes().all(|byte| byte == b'#') {
        return true;
    }
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let mantissa = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let (whole, fraction) = mantissa
        .split_once(['.', ',', '٫'])
        .unwrap_or((mantissa, "0"));
    let Some(exponent) = exponent.strip_prefix(['+', '-']) else {
        return false;
    };
    [whole, fraction, exponent]
        .iter()
        .all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_a_spreadsheet_program_shortened_is_marked() {
        for text in [
            "1.55512E+10",
            "1,55512E+10",
            "1E+10",
            "-2.5e-7",
            " 1.55512E+10 ",
            "####",
        ] {
            assert_eq!(
                Cell::from_text(text).problem(),
                Some(CellProblem::RuinedNumber),
                "{text}"
            );
        }
    }

    #[test]
    fn what_only_resembles_a_shortened_number_is_not_marked() {
        for text in [
            "5E3",
            "E+10",
            "1.E+10",
            "1.5E+",
            "1.5.5E+10",
            "15551234567",
            "#1",
            "##",
            "Apt E+3",
        ] {
            assert_eq!(Cell::from_text(text).problem(), None, "{text}");
        }
    }

    #[test]
    fn an_error_of_a_formula_is_marked() {
        assert_eq!(
            Cell::from_text("#REF!").problem(),
            Some(CellProblem::FormulaError)
        );
        assert!(!Cell::from_text("#N/A").is_blank());
    }

    #[test]
    fn text_that_was_wrapped_to_keep_its_zeros_is_unwrapped() {
        assert_eq!(Cell::from_text("=\"0123\"").text(), "0123");
        assert_eq!(Cell::from_text("=\"a \"\"b\"\"\"").text(), "a \"b\"");
        assert_eq!(Cell::from_text("=\"a\"&\"b\"").text(), "=\"a\"&\"b\"");
        assert_eq!(Cell::from_text("=\"").text(), "=\"");
    }

    #[test]
    fn our_own_guard_comes_off_once() {
        assert_eq!(Cell::from_text("'+15551234567").text(), "+15551234567");
        assert_eq!(Cell::from_text("'=\"0123\"").text(), "=\"0123\"");
        assert_eq!(Cell::from_text("'tis").text(), "'tis");
    }

    #[test]
    fn nothing_of_a_cell_is_in_its_debug_output() {
        assert!(!format!("{:?}", Cell::from_text("Ruth")).contains("Ruth"));
    }
}
