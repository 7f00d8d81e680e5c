//! Whom rows are about, and what would become of them: the rules of matching in one table each.

use std::collections::HashMap;

use jiff::Timestamp;

use super::*;
use crate::contact::{Contact, ContactChange, ContactDetails};
use crate::ids::ContactId;
use crate::phone::DefaultRegion;

fn us() -> DefaultRegion {
    "US".parse().expect("a country code")
}

fn id(number: u128) -> ContactId {
    ContactId::new(Timestamp::UNIX_EPOCH, number)
}

/// Someone in the directory: the number in the spreadsheet, the name, and the last digits of the phone.
fn person(number: u128, sl_no: Option<u32>, name: &str, phone: u32) -> Contact {
    let form = ContactChange {
        sl_no: Some(sl_no),
        name: Some(name.to_owned()),
        phone: Some(format!("+1212555{phone:04}")),
        ..ContactChange::default()
    };
    Contact {
        id: id(number),
        details: ContactDetails::from_form(form, us()).expect("a person"),
        opted_out_at: None,
        calls_opted_out_at: None,
        unreachable: None,
        former_phones: Vec::new(),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

/// A row: id, number, name, last digits of the phone; each may be empty.
type Cells<'a> = [&'a str; 4];

const HEADINGS: [&str; 4] = ["id", "SL No", "Name", "Phone"];

/// What would become of rows, the first of which has the number 2.
fn preview(directory: &[Contact], records: &[Contact], rows: &[Cells<'_>]) -> Vec<ImportRow> {
    let mut columns: Vec<ImportColumn> = (0..)
        .zip(HEADINGS)
        .map(|(index, heading)| ImportColumn::new(index, heading, &[]))
        .collect();
    recognise_columns(&mut columns);
    let groups = GroupNames::default();
    let reader = RowReader::new(&columns, &groups, us());
    let read = |(number, cells): (u64, &Cells<'_>)| {
        let phone = match cells[3] {
            "" => String::new(),
            digits => format!("212-555-{digits}"),
        };
        let texts = [cells[0], cells[1], cells[2], &phone];
        reader
            .read(number, |column| ImportCell {
                text: texts[column],
                fault: None,
            })
            .expect("a row")
    };
    let mut snapshot = DirectorySnapshot::default();
    snapshot.extend(directory);
    let snapshot = snapshot.sorted();
    let mut claims = Claims::default();
    (2..)
        .zip(rows)
        .map(read)
        .for_each(|reading| claims.note(&snapshot, &reading));
    let mut matcher = Matcher::new(&snapshot, claims);
    let records: HashMap<ContactId, Contact> = records
        .iter()
        .map(|contact| (contact.id, contact.clone()))
        .collect();
    let preview = Preview {
        records: &records,
        groups: &groups,
        region: us(),
    };
    (2..)
        .zip(rows)
        .map(read)
        .map(|reading| {
            let decision = matcher.decide(&reading);
            preview.row(reading, decision)
        })
        .collect()
}

/// The directory after the rows were applied.
fn applied(directory: &[Contact], rows: &[ImportRow]) -> Vec<Contact> {
    let mut directory = directory.to_vec();
    for row in rows {
        let Some(details) = row.details.clone() else {
            continue;
        };
        match row
            .contact_id
            .and_then(|id| directory.iter_mut().find(|contact| contact.id == id))
        {
            Some(contact) => contact.details = details,
            None => {
                let id = id(1_000 + u128::from(row.row));
                let new = person(1, None, "New", 1);
                directory.push(Contact { id, details, ..new });
            }
        }
    }
    directory.sort_by_key(|contact| contact.id);
    directory
}

/// Outcome and contact of each row; and that the same rows change nothing once they are applied.
fn outcomes(directory: &[Contact], rows: &[Cells<'_>]) -> Vec<(RowOutcome, Option<ContactId>)> {
    let preview_of = |directory: &[Contact]| preview(directory, directory, rows);
    let first = preview_of(directory);
    let second = preview_of(&applied(directory, &first));
    for (row, again) in first.iter().zip(&second) {
        let expected = match row.outcome {
            RowOutcome::Refused => RowOutcome::Refused,
            _ => RowOutcome::Unchanged,
        };
        assert_eq!(again.outcome, expected, "row {} the second time", row.row);
    }
    first
        .iter()
        .map(|row| (row.outcome, row.contact_id))
        .collect()
}

use RowOutcome::{New, Refused, SharedPhone, Unchanged, Update};

#[test]
fn a_row_is_about_whom_the_evidence_says_in_its_order() {
    let ruth = id(1).to_string();
    let gone = id(99).to_string();
    let directory = [
        person(1, Some(17), "Ruth Okafor", 1),
        person(2, Some(18), "Boaz Okafor", 1),
    ];
    for (cells, outcome, about, case) in [
        (
            [&*ruth, "5", "Ruth Boaz", "0009"],
            Update,
            Some(id(1)),
            "our id, whatever else changed",
        ),
        ([&*ruth, "", "", ""], Unchanged, Some(id(1)), "our id alone"),
        (
            ["", "", " Ruth  Okafor", "0001"],
            Unchanged,
            Some(id(1)),
            "name and phone",
        ),
        (
            ["", "", "ruth OKAFOR", "0001"],
            Update,
            Some(id(1)),
            "name and phone, written otherwise",
        ),
        (
            ["", "99", "Rúth Okafor", "0001"],
            Update,
            Some(id(1)),
            "name and phone, another number",
        ),
        (
            ["", "17", "Ruth Okafor", "0009"],
            Update,
            Some(id(1)),
            "number and name, another phone",
        ),
        (
            ["", "17", "Ruth Okafor", ""],
            Unchanged,
            Some(id(1)),
            "number and name, no phone",
        ),
        (
            ["", "18", "B. Okafor", "0001"],
            Update,
            Some(id(2)),
            "number and phone, another name",
        ),
        (
            ["", "", "Naomi Okafor", "0001"],
            SharedPhone,
            None,
            "a phone alone",
        ),
        (["", "17", "Naomi", "0009"], New, None, "a number alone"),
        (["", "", "Ruth Okafor", "0009"], New, None, "a name alone"),
        (
            [&*gone, "", "Naomi", "0009"],
            New,
            None,
            "an id that is gone",
        ),
        (
            [&*gone, "17", "Ruth Okafor", "0001"],
            Unchanged,
            Some(id(1)),
            "an id that is gone, and a name and phone",
        ),
        (
            ["", "17", "", ""],
            Refused,
            None,
            "a number alone, and nobody to make",
        ),
    ] {
        let found = outcomes(&directory, &[cells]);
        assert_eq!(found, [(outcome, about)], "{case}");
    }
}

#[test]
fn a_number_that_belongs_to_somebody_else_is_noted() {
    let directory = [person(1, Some(17), "Ruth", 1)];
    let rows = preview(
        &directory,
        &directory,
        &[
            ["", "17", "Naomi", "0009"],
            ["", "17", "Orpah", "0008"],
            ["", "5", "Mara", "0007"],
            ["", "5", "Elim", "0006"],
        ],
    );
    let notes: Vec<Option<&str>> = rows.iter().map(|row| row.note.as_deref()).collect();
    let ruth = Some("The same SL No. belongs to Ruth.");
    assert_eq!(
        notes,
        [ruth, ruth, None, Some("The same SL No. belongs to row 4.")]
    );
}

#[test]
fn the_same_person_twice_in_a_file_is_taken_once() {
    let ruth = id(1).to_string();
    let directory = [person(1, Some(17), "Ruth", 1)];
    for (rows, expected, case) in [
        (
            [["", "", "Naomi", "0009"], ["", "", "NAOMI", "0009"]],
            [New, Refused],
            "a new person",
        ),
        (
            [["", "", "Ruth", "0001"], ["", "17", "ruth", "0001"]],
            [Unchanged, Refused],
            "a known person",
        ),
        (
            [["", "", "Ruth", "0001"], [&*ruth, "", "Ruth", "0001"]],
            [Refused, Unchanged],
            "the row with the id is the better",
        ),
        (
            [["", "", "Naomi", "0009"], ["", "", "Naomi", "0008"]],
            [New, New],
            "a name alone is no evidence",
        ),
    ] {
        let found: Vec<RowOutcome> = outcomes(&directory, &rows)
            .into_iter()
            .map(|(outcome, _)| outcome)
            .collect();
        assert_eq!(found, expected, "{case}");
    }
    let rows = preview(
        &directory,
        &directory,
        &[["", "", "Naomi", "0009"], ["", "", "Naomi", "0009"]],
    );
    assert_eq!(
        rows[1].errors,
        [RowProblem::of_row("Row 2 is the same person.")]
    );
}

#[test]
fn a_row_that_names_a_person_exactly_goes_before_one_that_resembles_the_same_person() {
    // The church gave new numbers, and two people have one name: the first row resembles the second one's person.
    let directory = [person(1, Some(5), "Mary Kim", 1)];
    let found = outcomes(
        &directory,
        &[["", "5", "Mary Kim", "0002"], ["", "9", "Mary Kim", "0001"]],
    );
    assert_eq!(found, [(New, None), (Update, Some(id(1)))]);
}

#[test]
fn of_two_rows_that_resemble_one_person_the_first_is_about_it() {
    let directory = [person(1, Some(5), "Mary Kim", 1)];
    let found = outcomes(
        &directory,
        &[["", "5", "Mary Kim", "0002"], ["", "5", "Mary Kim", "0003"]],
    );
    assert_eq!(found, [(Update, Some(id(1))), (New, None)]);
}

#[test]
fn people_who_share_a_phone_in_the_file_are_kept_apart() {
    let found = outcomes(
        &[],
        &[
            ["", "", "Ruth", "0001"],
            ["", "", "Boaz", "0001"],
            ["", "", "Obed", "0001"],
        ],
    );
    assert_eq!(
        found,
        [(New, None), (SharedPhone, None), (SharedPhone, None)]
    );
}

/// Two people whose hashes are equal by chance, or a record that somebody changed: what the directory really holds
/// decides, and nobody is merged with anybody.
#[test]
fn a_record_that_does_not_bear_the_evidence_out_is_never_changed() {
    let snapshot = [person(1, Some(17), "Ruth", 1), person(2, None, "Boaz", 2)];
    let records = [
        person(1, Some(3), "Somebody Else", 7),
        person(2, None, "Boaz", 9),
    ];
    let rows = [
        ["", "", "Ruth", "0001"],
        ["", "17", "Ruth", "0005"],
        ["", "17", "R.", "0001"],
        ["", "", "Obed", "0002"],
    ];
    for (row, outcome) in rows.into_iter().zip([Refused, Refused, Refused, New]) {
        let found = preview(&snapshot, &records, &[row]).remove(0);
        assert_eq!(
            (found.outcome, found.details.is_some()),
            (outcome, outcome == New),
            "{row:?}"
        );
        assert_eq!(
            found.note, None,
            "somebody with another phone is not mentioned"
        );
    }
}

#[test]
fn ids_that_follow_from_a_row_are_its_own_and_always_the_same() {
    let import = |number| {
        let actor = crate::history::Actor {
            id: "staff-1".into(),
            shown_as: "ruth@example.org".into(),
        };
        let id = crate::ids::ImportId::new(Timestamp::UNIX_EPOCH, number);
        Import::new(id, "members.csv".into(), 1, actor, Timestamp::UNIX_EPOCH)
    };
    let (one, other) = (import(1), import(2));
    assert_eq!(one.contact_of_row(2), one.contact_of_row(2));
    assert_ne!(one.contact_of_row(2), one.contact_of_row(3));
    assert_ne!(one.contact_of_row(2), other.contact_of_row(2));
    let change = one.change_of_row(2, Timestamp::UNIX_EPOCH);
    assert!(change.id < change.next);
    assert_ne!(change.id, one.change_of_row(3, Timestamp::UNIX_EPOCH).id);
}
