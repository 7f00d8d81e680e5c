//! Cells, in tables: what is written, and what is read.

use super::*;

fn us() -> DefaultRegion {
    "US".parse().expect("a country code")
}

fn cell(text: &str) -> ImportCell<'_> {
    ImportCell { text, fault: None }
}

/// What was read as text, and whether there is a note; `None` when it was refused.
fn outcome<T: fmt::Display>(answer: Answer<T>) -> Option<(String, bool)> {
    let read = answer.ok()?;
    Some(read.map_or((String::new(), false), |read| {
        (read.value.to_string(), read.note.is_some())
    }))
}

fn check<T: fmt::Display>(
    read: impl Fn(&str) -> Answer<T>,
    table: &[(&str, Option<(&str, bool)>)],
) {
    for (text, expected) in table {
        let expected = expected.map(|(value, is_noted)| (value.to_owned(), is_noted));
        assert_eq!(outcome(read(text)), expected, "{text:?}");
    }
}

#[test]
fn a_phone_is_read_in_every_way_that_is_safe() {
    let one = Some(("+12125550123", false));
    let noted = Some(("+12125550123", true));
    check(
        |text| read_phone(&cell(text), us()),
        &[
            ("(212) 555-0123", one),
            ("+1 212 555 0123", one),
            ("2125550123.0", one),
            ("12125550123", one),
            ("２１２-５５５-０１２３", one),
            ("212-555-0123 (cell)", one),
            ("Cell: 212-555-0123", one),
            ("H 212.555.0123", one),
            ("212-555-0123 / 212-555-0124", noted),
            ("212-555-0123, 212-555-0124", noted),
            ("212-555-0123 or 212-555-0124", noted),
            ("c: 212-555-0123\nh: 212-555-0124", noted),
            ("555-0000 / 212-555-0123", noted),
            ("+44 20 7946 0958", Some(("+442079460958", false))),
            ("", Some(("", false))),
            (" ", Some(("", false))),
            ("N/A", Some(("", false))),
            ("-", Some(("", false))),
            ("555-0123", None),
            ("ask Ruth", None),
            ("212-555-0123 ext. 5", None),
            ("212-555-0123 Ruth", None),
            ("someone@example.org", None),
        ],
    );
}

#[test]
fn a_number_that_a_spreadsheet_program_ruined_is_refused_with_its_remedy() {
    let remedy = "Format the column as text.";
    let fault = Some(CellFault::Shortened(remedy.into()));
    let ruined = ImportCell {
        text: "1.55512E+10",
        fault,
    };
    assert_eq!(read_phone(&ruined, us()).err().as_deref(), Some(remedy));
    assert_eq!(
        read_text(&ruined),
        Ok(Some("1.55512E+10".into())),
        "as a name it is a text"
    );
}

#[test]
fn a_cell_without_a_value_is_refused_in_every_field() {
    let fault = Some(CellFault::NoValue("Put a value in its place.".into()));
    let broken = ImportCell {
        text: "#REF!",
        fault,
    };
    assert!(read_phone(&broken, us()).is_err());
    assert!(read_text(&broken).is_err());
}

#[test]
fn a_running_number_is_read() {
    check(
        |text| read_sl_no(&cell(text)),
        &[
            ("17", Some(("17", false))),
            (" 17 ", Some(("17", false))),
            ("17.0", Some(("17", false))),
            ("#17", Some(("17", false))),
            ("# 17", Some(("17", false))),
            ("0017", Some(("17", false))),
            ("1,017", Some(("1017", false))),
            ("", Some(("", false))),
            ("17.5", None),
            ("1,7", None),
            ("-17", None),
            ("17a", None),
            ("99999999999", None),
            ("#", None),
        ],
    );
}

#[test]
fn a_language_is_read_and_of_several_the_first() {
    check(
        |text| read_preferred_language(&cell(text)),
        &[
            ("Spanish", Some(("es", false))),
            ("pt-br", Some(("pt-BR", false))),
            ("English/Spanish", Some(("en", true))),
            ("Korean & English", Some(("ko", true))),
            ("", Some(("", false))),
            ("Klingonian", None),
            ("English, mostly", None),
        ],
    );
}

#[test]
fn whether_someone_is_active_is_read() {
    check(
        |text| read_active(&cell(text)),
        &[
            ("Yes", Some(("true", false))),
            ("y", Some(("true", false))),
            ("TRUE", Some(("true", false))),
            ("1", Some(("true", false))),
            ("1.0", Some(("true", false))),
            ("x", Some(("true", false))),
            ("Sí", Some(("true", false))),
            ("Member", Some(("true", false))),
            ("No", Some(("false", false))),
            ("0", Some(("false", false))),
            ("Inactive", Some(("false", false))),
            ("Moved", Some(("false", false))),
            ("Deceased", Some(("false", false))),
            ("", Some(("", false))),
            ("Visitor", None),
            ("maybe", None),
        ],
    );
}

#[test]
fn an_email_address_is_read() {
    check(
        |text| read_email(&cell(text)),
        &[
            ("ruth@example.org", Some(("ruth@example.org", false))),
            ("mailto:ruth@example.org", Some(("ruth@example.org", false))),
            (
                "Ruth Okafor <ruth@example.org>",
                Some(("ruth@example.org", false)),
            ),
            (
                "ruth@example.org; boaz@example.org",
                Some(("ruth@example.org", true)),
            ),
            ("none", Some(("", false))),
            ("ruth@", None),
            ("ruth", None),
        ],
    );
}

#[test]
fn a_birthday_is_read() {
    check(
        |text| read_birthday(&cell(text), us()),
        &[
            ("1980-03-01", Some(("1980-03-01", false))),
            ("3/1/1980", Some(("1980-03-01", false))),
            ("--03-01", Some(("--03-01", false))),
            ("March 1", Some(("--03-01", false))),
            ("", Some(("", false))),
            ("soon", None),
        ],
    );
}

#[test]
fn a_time_zone_is_read_by_its_name_and_as_the_country_calls_it() {
    check(
        |text| read_time_zone(&cell(text), us()),
        &[
            ("America/Chicago", Some(("America/Chicago", false))),
            ("Central", Some(("America/Chicago", false))),
            ("Eastern Standard Time", Some(("America/New_York", false))),
            ("PST", Some(("America/Los_Angeles", false))),
            ("", Some(("", false))),
            ("Dallas time", None),
        ],
    );
    let china = "CN".parse().expect("a country code");
    assert!(read_time_zone(&cell("Central"), china).is_err());
}

#[test]
fn a_zip_code_that_lost_its_zero_gets_it_back_in_the_united_states() {
    let some = |text: &str| Some(text.to_owned());
    let read = |state, zip| read_state_and_zip(state, zip, us());
    assert_eq!(read(some("MA"), some("2139")), some("MA 02139"));
    assert_eq!(read(some("TX"), some("75001.0")), some("TX 75001"));
    assert_eq!(read(some("TX"), some("75001-1234")), some("TX 75001-1234"));
    assert_eq!(read(None, some("75001")), some("75001"));
    assert_eq!(read(some("TX"), None), some("TX"));
    assert_eq!(read(None, None), None);
    let norway = "NO".parse().expect("a country code");
    assert_eq!(read_state_and_zip(None, some("5003"), norway), some("5003"));
}
