//! What headings mean.

mod names;

use super::column::ImportField;
use crate::directory::folded;
use names::HEADINGS;

/// What a heading means, and how sure that is: of two columns for one field the lower rank wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) field: ImportField,
    pub(super) rank: u8,
}

/// Longer texts are no headings; the limit keeps a spreadsheet of long cells cheap to look at.
const MAXIMUM_BYTES: usize = 80;
/// What may stand before a heading and change nothing: `Member Phone`.
const PREFIXES: [&str; 8] = [
    "members", "member", "contact", "primary", "main", "church", "person", "your",
];
/// What may stand behind a heading and change nothing: `Phone Number`, `Address 1`.
const SUFFIXES: [&str; 5] = ["number", "nos", "no", "nr", "1"];

/// How many of these texts are headings that we know. A reader of spreadsheets takes the row with the most.
pub fn recognised_headings(texts: &[String]) -> usize {
    texts.iter().filter(|text| meaning(text).is_some()).count()
}

/// What a heading means, if it is known.
pub(super) fn meaning(heading: &str) -> Option<Meaning> {
    if heading.len() > MAXIMUM_BYTES {
        return None;
    }
    // `#` would vanish with the punctuation.
    let heading = folded(heading).replace('#', " no");
    let (main, inside) = without_brackets(&heading);
    let whole = squashed(&heading);
    known(&whole)
        .or_else(|| known(&format!("{}{}", squashed(&inside), squashed(&main))))
        .or_else(|| known(&squashed(&main)))
        .or_else(|| without_decoration(&squashed(&main)))
}

/// Letters and digits alone: `State / Zip` and `state_zip` are one heading.
fn squashed(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// A heading without what stands in brackets, and that: `Birthday (month/day)`.
fn without_brackets(heading: &str) -> (String, String) {
    let Some((before, rest)) = heading.split_once(['(', '[', '（']) else {
        return (heading.to_owned(), String::new());
    };
    let (inside, after) = rest.split_once([')', ']', '）']).unwrap_or((rest, ""));
    (format!("{before}{after}"), inside.to_owned())
}

fn without_decoration(heading: &str) -> Option<Meaning> {
    let short = PREFIXES
        .iter()
        .find_map(|prefix| heading.strip_prefix(prefix))
        .unwrap_or(heading);
    let ends = SUFFIXES
        .iter()
        .find_map(|suffix| short.strip_suffix(suffix));
    known(short).or_else(|| known(ends?))
}

fn known(heading: &str) -> Option<Meaning> {
    HEADINGS
        .iter()
        .find(|names| names.1.contains(&heading))
        .map(|names| names.0)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use ImportField as Field;

    #[test]
    fn the_table_names_nothing_twice_and_everything_as_it_is_looked_up() {
        let mut seen = HashSet::new();
        for name in HEADINGS.iter().flat_map(|names| names.1) {
            assert_eq!(
                *name,
                squashed(&folded(name)),
                "{name} is never looked up so"
            );
            assert!(seen.insert(name), "{name} stands there twice");
        }
    }

    #[test]
    fn every_heading_of_our_own_exports_is_known() {
        for field in ImportField::ALL {
            assert_eq!(
                meaning(field.as_str()).map(|found| found.field),
                Some(field)
            );
        }
    }

    #[test]
    fn headings_are_known_in_any_case_spacing_and_punctuation() {
        for (heading, field) in [
            ("SL No", Field::SlNo),
            ("S.No", Field::SlNo),
            ("Sl. No.", Field::SlNo),
            ("#", Field::SlNo),
            ("№", Field::SlNo),
            ("Member #", Field::SlNo),
            ("NAME", Field::Name),
            ("Member's Name", Field::Name),
            ("First Name", Field::FirstName),
            ("Surname", Field::LastName),
            ("Street Address", Field::Address),
            ("Address Line 1", Field::Address),
            ("City/Town", Field::City),
            ("State/Zip", Field::StateZip),
            ("state_zip", Field::StateZip),
            ("ST", Field::State),
            ("ZIP Code", Field::Zip),
            ("Mobile", Field::Phone),
            ("Mobile No.", Field::Phone),
            ("Cell phone", Field::Phone),
            ("Contact Number", Field::Phone),
            ("Phone #", Field::Phone),
            ("Phone (home)", Field::Phone),
            ("Primary Phone Number", Field::Phone),
            ("Phone 2", Field::SecondPhone),
            ("Preferred Language", Field::PreferredLanguage),
            ("Active?", Field::Active),
            ("Active (Y/N)", Field::Active),
            ("E-mail", Field::Email),
            ("Member Email", Field::Email),
            ("DOB", Field::Birthday),
            ("Birthday (mm/dd/yyyy)", Field::Birthday),
            ("Time Zone", Field::TimeZone),
            ("Remarks", Field::Notes),
            ("Small Group", Field::Groups),
        ] {
            assert_eq!(
                meaning(heading).map(|found| found.field),
                Some(field),
                "{heading}"
            );
        }
    }

    #[test]
    fn headings_of_other_languages_are_known() {
        for (heading, field) in [
            ("Teléfono", Field::Phone),
            ("Dirección", Field::Address),
            ("Fecha de nacimiento", Field::Birthday),
            ("Téléphone portable", Field::Phone),
            ("Prénom", Field::FirstName),
            ("Endereço", Field::Address),
            ("Observações", Field::Notes),
            ("Straße", Field::Address),
            ("Geburtsdatum", Field::Birthday),
            ("휴대폰 번호", Field::Phone),
            ("생년월일", Field::Birthday),
            ("姓名", Field::Name),
            ("手机号码", Field::Phone),
            ("Họ và tên", Field::Name),
            ("Số điện thoại", Field::Phone),
            ("Pangalan", Field::Name),
            ("Kaarawan", Field::Birthday),
        ] {
            assert_eq!(
                meaning(heading).map(|found| found.field),
                Some(field),
                "{heading}"
            );
        }
    }

    #[test]
    fn what_belongs_to_somebody_else_is_not_taken() {
        for heading in [
            "",
            " ",
            "Emergency phone",
            "Spouse name",
            "Father's name",
            "Wedding anniversary",
            "Baptism date",
            "Country",
            "Ruth Okafor",
            "212-555-0123",
        ] {
            assert_eq!(meaning(heading), None, "{heading}");
        }
        assert_eq!(meaning(&"name ".repeat(100)), None);
    }

    #[test]
    fn a_mobile_phone_goes_before_a_phone_and_that_before_one_at_home() {
        let rank = |heading| meaning(heading).map(|found| found.rank);
        assert!(rank("Cell") < rank("Phone") && rank("Phone") < rank("Home phone"));
        assert!(rank("Phone") < rank("Phone (work)"));
    }
}
