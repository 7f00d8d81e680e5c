//! Which column of a spreadsheet is which field.

use super::column::{ColumnChoice, ImportColumn, ImportField};
use super::heading::{Meaning, meaning};
use crate::ids::ContactId;

/// Which column holds which field: each field in one column at most, each column for one field at most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: Vec<(ImportField, usize)>,
}

impl Mapping {
    /// What the columns say that they are.
    pub fn of(columns: &[ImportColumn]) -> Self {
        let columns = columns
            .iter()
            .filter_map(|column| Some((column.field?, column.index)));
        Self {
            columns: columns.collect(),
        }
    }

    /// The column of a field.
    pub fn column(&self, field: ImportField) -> Option<usize> {
        let found = self.columns.iter().find(|(mapped, _)| *mapped == field);
        found.map(|(_, column)| *column)
    }

    /// Whether a person can be made, or found, from a row: by a name and a phone, or by our own id.
    pub fn is_sufficient(&self) -> bool {
        let has = |field| self.column(field).is_some();
        let has_name =
            has(ImportField::Name) || has(ImportField::FirstName) || has(ImportField::LastName);
        let has_phone = has(ImportField::Phone) || has(ImportField::SecondPhone);
        has(ImportField::Id) || (has_name && has_phone)
    }
}

/// Takes columns for what their headings say.
///
/// Each field gets the column that names it best, and the leftmost of those. Of several phones the best is the phone
/// and the next best the second one. The samples settle what headings leave open: a column `ID` with other ids than
/// ours holds the church's own numbers, and `Name` beside `Surname` may be the given name alone.
pub fn recognise_columns(columns: &mut [ImportColumn]) {
    let mut meanings: Vec<(usize, Meaning)> = columns
        .iter()
        .enumerate()
        .filter_map(|(place, column)| Some((place, meaning(&column.heading)?)))
        .collect();
    meanings.sort_by_key(|(place, meaning)| (meaning.rank, *place));
    for (place, meaning) in meanings {
        let field = free_field(columns, meaning.field);
        columns[place].field = field;
    }
    settle_id(columns);
    settle_name(columns);
}

/// Takes columns for what staff chose; those that they said nothing of stay as they are.
pub fn choose_columns(columns: &mut [ImportColumn], choices: &[ColumnChoice]) {
    for choice in choices {
        let fields = columns
            .iter_mut()
            .filter(|column| choice.field.is_some() && column.field == choice.field);
        fields.for_each(|column| column.field = None);
        if let Some(column) = columns.get_mut(choice.column) {
            column.field = choice.field;
        }
    }
}

/// The field, unless another column has it already.
fn free_field(columns: &[ImportColumn], field: ImportField) -> Option<ImportField> {
    let is_free = |field| columns.iter().all(|column| column.field != Some(field));
    match field {
        _ if is_free(field) => Some(field),
        ImportField::Phone if is_free(ImportField::SecondPhone) => Some(ImportField::SecondPhone),
        _ => None,
    }
}

fn settle_id(columns: &mut [ImportColumn]) {
    let Some(place) = place_of(columns, ImportField::Id) else {
        return;
    };
    let samples: Vec<&String> = filled(&columns[place]).collect();
    if samples.is_empty()
        || samples
            .iter()
            .any(|sample| sample.starts_with(ContactId::PREFIX))
    {
        return;
    }
    let are_numbers = samples
        .iter()
        .all(|sample| sample.bytes().all(|byte| byte.is_ascii_digit()));
    let is_free = place_of(columns, ImportField::SlNo).is_none();
    columns[place].field = (are_numbers && is_free).then_some(ImportField::SlNo);
}

/// `Name` beside one half of the name is the other half, unless its cells hold that half too.
fn settle_name(columns: &mut [ImportColumn]) {
    let first = place_of(columns, ImportField::FirstName);
    let last = place_of(columns, ImportField::LastName);
    let (Some(name), Some(other), other_half) = (match (first, last) {
        (None, Some(last)) => (
            place_of(columns, ImportField::Name),
            Some(last),
            ImportField::FirstName,
        ),
        (Some(first), None) => (
            place_of(columns, ImportField::Name),
            Some(first),
            ImportField::LastName,
        ),
        _ => return,
    }) else {
        return;
    };
    let mut halves = columns[name].samples.iter().zip(&columns[other].samples);
    let is_whole = halves.any(|(whole, half)| !half.is_empty() && whole.contains(half.as_str()));
    if !is_whole {
        columns[name].field = Some(other_half);
    }
}

fn place_of(columns: &[ImportColumn], field: ImportField) -> Option<usize> {
    columns
        .iter()
        .position(|column| column.field == Some(field))
}

fn filled(column: &ImportColumn) -> impl Iterator<Item = &String> {
    column.samples.iter().filter(|sample| !sample.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ImportField as Field;

    fn columns(headings: &[&str], rows: &[&[&str]]) -> Vec<ImportColumn> {
        let column = |(index, heading): (usize, &&str)| {
            let samples: Vec<String> = rows.iter().map(|row| row[index].to_owned()).collect();
            ImportColumn::new(index, heading, &samples)
        };
        headings.iter().enumerate().map(column).collect()
    }

    fn recognised(headings: &[&str], rows: &[&[&str]]) -> Vec<Option<ImportField>> {
        let mut columns = columns(headings, rows);
        recognise_columns(&mut columns);
        columns.iter().map(|column| column.field).collect()
    }

    #[test]
    fn columns_are_recognised_in_any_order() {
        assert_eq!(
            recognised(&["State/Zip", "Mobile", "Baptised", "NAME", "SL No"], &[]),
            [
                Some(Field::StateZip),
                Some(Field::Phone),
                None,
                Some(Field::Name),
                Some(Field::SlNo)
            ]
        );
    }

    #[test]
    fn the_best_phone_is_the_phone_and_the_next_best_the_second_one() {
        assert_eq!(
            recognised(&["Home Phone", "Name", "Work phone", "Cell"], &[]),
            [
                Some(Field::SecondPhone),
                Some(Field::Name),
                None,
                Some(Field::Phone)
            ]
        );
        assert_eq!(
            recognised(&["Home Phone", "Phone"], &[]),
            [Some(Field::SecondPhone), Some(Field::Phone)]
        );
        assert_eq!(
            recognised(&["Phone", "Phone 2", "Home"], &[]),
            [Some(Field::Phone), Some(Field::SecondPhone), None]
        );
    }

    #[test]
    fn of_two_columns_for_one_field_the_first_is_taken() {
        assert_eq!(
            recognised(&["Email", "E-mail", "City"], &[]),
            [Some(Field::Email), None, Some(Field::City)]
        );
    }

    #[test]
    fn a_column_of_other_ids_than_ours_holds_the_numbers_of_the_church() {
        let ours = "con_01ARZ3NDEKTSV4RRFFQ69G5FAV";
        assert_eq!(recognised(&["ID"], &[&[ours]]), [Some(Field::Id)]);
        assert_eq!(
            recognised(&["ID"], &[&["17"], &["18"]]),
            [Some(Field::SlNo)]
        );
        assert_eq!(
            recognised(&["ID", "SL No"], &[&["17", "1"]]),
            [None, Some(Field::SlNo)]
        );
        assert_eq!(recognised(&["ID"], &[&["A-17"]]), [None]);
    }

    #[test]
    fn a_name_beside_one_half_of_it_is_the_other_half_unless_it_is_whole() {
        let rows: &[&[&str]] = &[&["Ruth", "Okafor"]];
        assert_eq!(
            recognised(&["Nombre", "Apellido"], rows),
            [Some(Field::FirstName), Some(Field::LastName)]
        );
        assert_eq!(
            recognised(&["Prénom", "Nom"], rows),
            [Some(Field::FirstName), Some(Field::LastName)]
        );
        assert_eq!(
            recognised(&["Vorname", "Name"], rows),
            [Some(Field::FirstName), Some(Field::LastName)]
        );
        let rows: &[&[&str]] = &[&["Ruth Okafor", "Ruth"]];
        assert_eq!(
            recognised(&["Name", "First name"], rows),
            [Some(Field::Name), Some(Field::FirstName)]
        );
    }

    #[test]
    fn what_staff_choose_goes_before_what_headings_say() {
        let mut columns = columns(&["Name", "Home", "Cell"], &[]);
        recognise_columns(&mut columns);
        let choice = |column, field| ColumnChoice { column, field };
        choose_columns(
            &mut columns,
            &[
                choice(2, None),
                choice(1, Some(Field::Phone)),
                choice(9, Some(Field::City)),
            ],
        );
        let mapping = Mapping::of(&columns);
        assert_eq!(mapping.column(Field::Name), Some(0));
        assert_eq!(mapping.column(Field::Phone), Some(1));
        assert_eq!(columns[2].field, None);
        assert_eq!(mapping.column(Field::City), None);
    }

    #[test]
    fn without_a_name_and_a_phone_or_our_own_id_columns_do_not_suffice() {
        let suffices = |fields: &[Field]| {
            let columns = fields.iter().enumerate();
            Mapping {
                columns: columns.map(|(column, field)| (*field, column)).collect(),
            }
            .is_sufficient()
        };
        assert!(suffices(&[Field::Name, Field::Phone]));
        assert!(suffices(&[Field::LastName, Field::SecondPhone]));
        assert!(suffices(&[Field::Id, Field::Notes]));
        for fields in [
            &[Field::Name][..],
            &[Field::Phone],
            &[Field::SlNo, Field::City],
            &[],
        ] {
            assert!(!suffices(fields), "{fields:?}");
        }
    }
}
