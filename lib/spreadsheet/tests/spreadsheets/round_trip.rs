//! What we write, we read back exactly.

use proptest::prelude::*;
use spreadsheet::{CsvWriter, Limits, open};

const HEADINGS: [&str; 3] = ["Name", "Phone", "Notes"];

fn known(headings: &[String]) -> usize {
    headings
        .iter()
        .filter(|text| HEADINGS.contains(&text.as_str()))
        .count()
}

fn written(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = CsvWriter::new(Vec::new()).expect("memory can be written to");
    writer.write_row(HEADINGS).expect("a row is written");
    for row in rows {
        writer.write_row(row).expect("a row is written");
    }
    writer.finish().expect("memory needs no flush")
}

/// Texts that are hard on a writer: signs of formulas, quotation marks, delimiters, line ends, marks.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[='+@,;|\"\t\r\n \u{feff}a1E.-]{0,8}",
        "\\PC{0,12}",
        any::<String>().prop_map(|text| text.replace('\0', "")),
        Just("=\"0123\"".to_owned()),
        Just("1.55512E+10".to_owned()),
        Just("sep=;".to_owned()),
        Just("#REF!".to_owned()),
    ]
}

proptest! {
    #[test]
    fn rows_of_any_text_come_back_as_they_were(
        rows in prop::collection::vec(prop::collection::vec(text(), 1..5), 1..8)
    ) {
        let is_blank = |row: &Vec<String>| row.iter().all(|text| text.trim().is_empty());
        prop_assume!(!rows.iter().all(is_blank));

        let file = written(&rows);
        let spreadsheet = open(&file, &Limits::default(), known).expect("our own file is read");
        let read: Vec<(u64, Vec<String>)> = spreadsheet
            .rows()
            .map(|row| row.expect("our own row is read"))
            .map(|row| (row.number, row.cells.iter().map(|cell| cell.text().to_owned()).collect()))
            .collect();

        let expected: Vec<(u64, Vec<String>)> = (2..)
            .zip(rows)
            .filter(|(_, row)| !is_blank(row))
            .collect();
        prop_assert_eq!(read, expected);
    }
}

#[test]
fn a_file_of_ours_has_a_byte_order_mark_and_windows_line_ends() {
    let file = written(&[vec!["Zoë".to_owned(), "+15550123".to_owned()]]);
    assert_eq!(
        file,
        "\u{feff}Name,Phone,Notes\r\nZoë,'+15550123\r\n".as_bytes()
    );
}

#[test]
fn rows_may_be_held_by_a_worker_that_moves_between_threads() {
    fn is_send<T: Send>(_: &T) {}
    let file = written(&[vec!["Ruth".to_owned()]]);
    let spreadsheet = open(&file, &Limits::default(), known).expect("our own file is read");
    is_send(&spreadsheet);
    is_send(&spreadsheet.rows());
}
