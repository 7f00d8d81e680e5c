//! Rows: which cells count, and what they say together.

use jiff::Timestamp;

use super::*;
use crate::group::{Group, GroupKind, GroupName};
use crate::import::{CellFault, recognise_columns};

fn us() -> DefaultRegion {
    "US".parse().expect("a country code")
}

fn groups() -> GroupNames {
    GroupNames::new(&[Group {
        id: GroupId::new(Timestamp::UNIX_EPOCH, 1),
        name: GroupName::parse("Choir").expect("a name"),
        kind: GroupKind::Static,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }])
}

fn columns(headings: &[&str]) -> Vec<ImportColumn> {
    let numbered = headings.iter().enumerate();
    let mut columns: Vec<ImportColumn> = numbered
        .map(|(index, heading)| ImportColumn::new(index, heading, &[]))
        .collect();
    recognise_columns(&mut columns);
    columns
}

fn read(headings: &[&str], cells: &[&str]) -> Result<RowReading, Box<ImportRow>> {
    let (columns, groups) = (columns(headings), groups());
    let reader = RowReader::new(&columns, &groups, us());
    reader.read(2, |column| ImportCell {
        text: cells.get(column).copied().unwrap_or_default(),
        fault: None,
    })
}

fn details(headings: &[&str], cells: &[&str]) -> ContactDetails {
    read(headings, cells)
        .expect("a row")
        .details(us())
        .expect("a person")
}

#[test]
fn every_field_of_a_row_is_read() {
    let headings = [
        "SL No",
        "Name",
        "Address",
        "City",
        "State/Zip",
        "Mobile",
        "Language",
        "Active",
        "E-mail",
        "DOB",
        "Time zone",
        "Notes",
        "Groups",
    ];
    let cells = [
        "17",
        " Ruth  Okafor ",
        "1 Elm St",
        "Dallas",
        "TX 75001",
        "(212) 555-0123",
        "Spanish",
        "no",
        "ruth@example.org",
        "3/1/1980",
        "Central",
        "sings\nalto",
        "choir",
    ];
    let details = details(&headings, &cells);
    let shown: Vec<String> = details
        .shown()
        .into_iter()
        .filter_map(|(_, value)| value)
        .collect();
    let expected = [
        "17",
        "Ruth Okafor",
        "1 Elm St",
        "Dallas",
        "TX 75001",
        "+12125550123",
        "es",
        "no",
        "no",
        "ruth@example.org",
        "1980-03-01",
        "America/Chicago",
        "sings\nalto",
    ];
    assert_eq!(shown[..13], expected);
    assert_eq!(details.groups.len(), 1);
}

#[test]
fn an_empty_cell_and_a_column_that_is_not_there_keep_what_is_there() {
    let current = details(
        &["Name", "Phone", "City", "Notes", "Email", "Active"],
        &[
            "Ruth",
            "212-555-0123",
            "Dallas",
            "sings",
            "ruth@example.org",
            "no",
        ],
    );
    let reading = read(
        &["Name", "Phone", "City", "Email", "Active"],
        &["Ruth", "", " ", "-", ""],
    );
    let same = reading
        .expect("a row")
        .applied_to(&current, us())
        .expect("details");
    assert!(same == current);
}

#[test]
fn halves_of_a_name_are_put_together_where_the_whole_is_not_given() {
    let headings = ["Name", "First name", "Last name", "Phone"];
    for (cells, name) in [
        (["", "Ruth", "Okafor", "212-555-0123"], "Ruth Okafor"),
        (["", "", "Okafor", "212-555-0123"], "Okafor"),
        (["Ruth O.", "Ruth", "Okafor", "212-555-0123"], "Ruth O."),
    ] {
        assert_eq!(details(&headings, &cells).name, name);
    }
}

#[test]
fn the_second_phone_is_taken_where_the_first_is_empty() {
    let headings = ["Name", "Cell", "Home phone"];
    let phone = |cells: &[&str]| details(&headings, cells).phone.to_string();
    assert_eq!(
        phone(&["Ruth", "212-555-0123", "212-555-0124"]),
        "+12125550123"
    );
    assert_eq!(phone(&["Ruth", "", "212-555-0124"]), "+12125550124");
    let refused = read(&headings, &["Ruth", "12", "212-555-0124"]).expect_err("a refusal");
    assert_eq!(
        refused.errors[0].field, "phone",
        "what is there and wrong is not passed over"
    );
}

#[test]
fn a_state_alone_does_not_take_away_the_zip_code() {
    let current = details(
        &["Name", "Phone", "State/Zip"],
        &["Ruth", "212-555-0123", "TX 75001"],
    );
    let with = |headings: &[&str], cells: &[&str]| {
        let reading = read(headings, cells).expect("a row");
        reading
            .applied_to(&current, us())
            .expect("details")
            .state_zip
            .expect("a state")
    };
    assert_eq!(
        with(&["Name", "Phone", "State"], &["Ruth", "", "TX"]),
        "TX 75001"
    );
    assert_eq!(
        with(&["Name", "Phone", "Zip"], &["Ruth", "", "75001"]),
        "TX 75001"
    );
    assert_eq!(with(&["Name", "Phone", "State"], &["Ruth", "", "CA"]), "CA");
    assert_eq!(
        with(
            &["Name", "Phone", "State", "Zip"],
            &["Ruth", "", "CA", "90210"]
        ),
        "CA 90210"
    );
    assert_eq!(
        with(&["Name", "Phone", "State/Zip"], &["Ruth", "", "TX"]),
        "TX",
        "the whole is what it says"
    );
}

#[test]
fn a_row_is_refused_with_every_reason_and_what_it_says_of_whom() {
    let headings = ["Name", "Phone", "Language", "DOB", "Groups", "id"];
    let refused = read(
        &headings,
        &["Ruth", "12 34", "Klingonian", "soon", "Ushers", "con_1"],
    );
    let refused = refused.expect_err("a refusal");
    let fields: Vec<&str> = refused
        .errors
        .iter()
        .map(|problem| problem.field.as_str())
        .collect();
    assert_eq!(
        fields,
        ["phone", "id", "groups", "preferred_language", "birthday"]
    );
    assert_eq!(
        (refused.name.as_deref(), refused.phone.as_deref()),
        (Some("Ruth"), Some("12 34"))
    );
    assert_eq!((refused.row, refused.outcome), (2, RowOutcome::Refused));
}

#[test]
fn a_row_that_repeats_the_headings_says_so() {
    let headings = ["Name", "Phone", "Remarks"];
    let refused = read(&headings, &["Name", "Phone", "Remarks"]).expect_err("a refusal");
    assert_eq!(refused.errors[0].message, "This row repeats the headings.");
}

#[test]
fn a_ruined_number_is_refused_as_a_phone_and_taken_as_a_name() {
    let (columns, groups) = (columns(&["Name", "Phone"]), groups());
    let reader = RowReader::new(&columns, &groups, us());
    let ruined = || Some(CellFault::Shortened("Format the column as text.".into()));
    let cell = |text, fault| ImportCell { text, fault };
    let row = |name_fault: bool| {
        reader.read(2, |column| match column {
            0 if name_fault => cell("1.5E+10", ruined()),
            0 => cell("Ruth", None),
            _ if name_fault => cell("212-555-0123", None),
            _ => cell("2.12556E+09", ruined()),
        })
    };
    let refused = row(false).expect_err("a refusal");
    assert_eq!(
        refused.errors,
        [RowProblem::new("phone", "Format the column as text.")]
    );
    assert!(row(true).is_ok());
}
