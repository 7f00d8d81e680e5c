//! A table of files as churches and attackers upload them, with what is to become of each.

mod bombs;
mod cells;
mod encodings;
mod kinds;
mod tables;
mod workbooks;

use spreadsheet::{CellProblem, Limits, Refusal, Row, open};

/// A file, and what is to become of it.
struct Case {
    /// What the file is and what happens, as a sentence.
    name: &'static str,
    file: Vec<u8>,
    expected: Expected,
}

enum Expected {
    /// The headings and the rows, each with its number, cells divided by bars. A cell that a
    /// spreadsheet program has spoilt is in the report with what is wrong.
    Rows(Vec<String>),
    /// So many rows, and the number of the last one.
    Count(u64, u64),
    Refused(Refusal),
}

fn rows(
    name: &'static str,
    file: impl Into<Vec<u8>>,
    expected: impl IntoIterator<Item: Into<String>>,
) -> Case {
    Case {
        name,
        file: file.into(),
        expected: Expected::Rows(expected.into_iter().map(Into::into).collect()),
    }
}

fn count(name: &'static str, file: impl Into<Vec<u8>>, rows: u64, last: u64) -> Case {
    Case {
        name,
        file: file.into(),
        expected: Expected::Count(rows, last),
    }
}

fn refused(name: &'static str, file: impl Into<Vec<u8>>, refusal: Refusal) -> Case {
    Case {
        name,
        file: file.into(),
        expected: Expected::Refused(refusal),
    }
}

/// The headings that the tests know.
pub(crate) fn known(headings: &[String]) -> usize {
    let names = ["name", "phone", "city", "birthday", "zip", "notes"];
    headings
        .iter()
        .filter(|heading| names.contains(&heading.trim().to_lowercase().as_str()))
        .count()
}

/// What becomes of a file: how many rows, and each of the first hundred as a line.
fn read(file: &[u8]) -> Result<(u64, u64, Vec<String>), Refusal> {
    let spreadsheet = open(file, &Limits::default(), known)?;
    let mut lines = vec![format!(
        "{}: {}",
        spreadsheet.heading_row,
        spreadsheet.headings.join("|")
    )];
    let (mut count, mut last) = (0, 0);
    for row in spreadsheet.rows() {
        let row = row?;
        count += 1;
        last = row.number;
        if count <= 100 {
            lines.push(line(&row));
        }
    }
    Ok((count, last, lines))
}

fn line(row: &Row) -> String {
    let cells: Vec<String> = row
        .cells
        .iter()
        .map(|cell| match cell.problem() {
            None => cell.text().to_owned(),
            Some(CellProblem::RuinedNumber) => format!("{} (ruined)", cell.text()),
            Some(CellProblem::FormulaError) => format!("{} (error)", cell.text()),
            Some(CellProblem::NotCalculated) => "(not calculated)".to_owned(),
        })
        .collect();
    format!("{}: {}", row.number, cells.join("|"))
}

/// What went otherwise than expected, if anything.
fn difference(case: &Case) -> Option<String> {
    let found = read(&case.file);
    if let Err(refusal) = &found
        && !is_sentence(&refusal.to_string())
    {
        return Some(format!("{}\n  is told as: {refusal}", case.name));
    }
    let is_as_expected = match (&case.expected, &found) {
        (Expected::Refused(expected), Err(refusal)) => expected == refusal,
        (Expected::Rows(expected), Ok((.., lines))) => expected == lines,
        (Expected::Count(rows, number), Ok((count, last, _))) => (rows, number) == (count, last),
        _ => false,
    };
    let expected = match &case.expected {
        Expected::Refused(refusal) => format!("{refusal:?}"),
        Expected::Rows(lines) => format!("{lines:?}"),
        Expected::Count(rows, last) => format!("{rows} rows, the last numbered {last}"),
    };
    (!is_as_expected).then(|| format!("{}\n  expected {expected}\n  found    {found:?}", case.name))
}

/// Whether a refusal says what is wrong, and then what to do until the file is uploaded again.
fn is_sentence(refusal: &str) -> bool {
    refusal.contains(". ") && refusal.contains("upload") && refusal.ends_with('.')
}

fn check(cases: impl IntoIterator<Item = Case>, at_least: usize) {
    let mut count = 0;
    let differences: Vec<String> = cases
        .into_iter()
        .inspect(|_| count += 1)
        .filter_map(|case| difference(&case))
        .collect();
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
    assert!(count >= at_least, "only {count} files were tried");
}

#[test]
fn a_file_of_another_kind_is_refused_by_its_name() {
    check(kinds::cases(), 30);
}

#[test]
fn text_is_read_in_whatever_encoding_it_is() {
    check(encodings::cases(), 18);
}

#[test]
fn tables_are_read_however_they_are_written() {
    check(tables::cases(), 35);
}

#[test]
fn cells_of_workbooks_are_read_as_they_are_meant() {
    check(cells::cases(), 20);
}

#[test]
fn workbooks_are_read_from_whatever_program_they_are() {
    check(workbooks::cases(), 20);
}

#[test]
fn bombs_and_broken_workbooks_are_refused() {
    check(bombs::cases(), 25);
}
