//! What a row says: its cells, by their columns, as a change of a contact.

use std::collections::BTreeSet;

use super::cell::{
    Answer, ImportCell, Read, read_active, read_birthday, read_consent, read_email, read_phone,
    read_preferred_language, read_sl_no, read_state_and_zip, read_text, read_time_zone,
};
use super::column::{ImportColumn, ImportField};
use super::groups::GroupNames;
use super::mapping::Mapping;
use super::row::{ImportRow, RowOutcome, RowProblem};
use crate::contact::{ContactChange, ContactDetails, one_line};
use crate::ids::{ContactId, GroupId};
use crate::phone::{DefaultRegion, PhoneNumber};

/// Reads the rows of one spreadsheet.
#[derive(Debug)]
pub struct RowReader<'a> {
    columns: &'a [ImportColumn],
    mapping: Mapping,
    groups: &'a GroupNames,
    region: DefaultRegion,
}

/// A row whose cells could be read. Only fields that the row gives are in `change`: an empty cell keeps what is there.
pub struct RowReading {
    pub(super) row: u64,
    pub(super) id: Option<ContactId>,
    pub(super) name: Option<String>,
    pub(super) phone: Option<PhoneNumber>,
    pub(super) sl_no: Option<u32>,
    pub(super) change: ContactChange,
    /// Whether `state_zip` is from a spreadsheet that has only the state, or only the ZIP code.
    pub(super) has_half_of_state_zip: bool,
    pub(super) notes: Vec<String>,
}

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl std::fmt::Debug for RowReading {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "RowReading({})", self.row)
    }
}

/// What goes wrong and is worth knowing while the cells of a row are read.
#[derive(Default)]
struct Findings {
    problems: Vec<RowProblem>,
    notes: Vec<String>,
}

impl Findings {
    fn take<T>(&mut self, field: ImportField, answer: Answer<T>) -> Option<T> {
        let Read { value, note } = self.take_text(field, answer)?;
        self.notes.extend(note.map(str::to_owned));
        Some(value)
    }

    fn take_text<T>(&mut self, field: ImportField, answer: Result<Option<T>, String>) -> Option<T> {
        let failed = |message| self.problems.push(RowProblem::new(field.as_str(), message));
        answer.map_err(failed).ok().flatten()
    }
}

impl<'a> RowReader<'a> {
    /// A reader of rows with these columns. `region` is the country of numbers without a country code, and of dates.
    pub fn new(columns: &'a [ImportColumn], groups: &'a GroupNames, region: DefaultRegion) -> Self {
        Self {
            columns,
            mapping: Mapping::of(columns),
            groups,
            region,
        }
    }

    /// Reads a row; `cell` gives the cell of a column, and an empty one where the row has none.
    ///
    /// # Errors
    /// The row as it is refused, with every reason.
    pub fn read<'c>(
        &self,
        row: u64,
        cell: impl Fn(usize) -> ImportCell<'c>,
    ) -> Result<RowReading, Box<ImportRow>> {
        let cell_of = |field| self.mapping.column(field).map(&cell).unwrap_or_default();
        let mut findings = Findings::default();
        if self.repeats_headings(&cell) {
            let problem = "This row repeats the headings.";
            findings.problems.push(RowProblem::of_row(problem));
        }
        let name = self.read_name(&cell_of, &mut findings);
        let (phone_field, phone_cell) = phone_cell(&cell_of);
        let phone = findings.take(phone_field, read_phone(&phone_cell, self.region));
        let id = findings.take_text(ImportField::Id, read_id(&cell_of(ImportField::Id)));
        let sl_no = findings.take(ImportField::SlNo, read_sl_no(&cell_of(ImportField::SlNo)));
        let state_zip = self.read_state_zip(&cell_of, &mut findings);
        let change = ContactChange {
            sl_no: sl_no.map(Some),
            name: name.clone(),
            phone: phone.as_ref().map(PhoneNumber::to_string),
            state_zip: state_zip.map(Some),
            groups: self.read_groups(&cell_of, &mut findings),
            ..self.read_others(&cell_of, &mut findings)
        };
        if !findings.problems.is_empty() {
            let written = one_line(phone_cell.text);
            let phone = phone
                .map(String::from)
                .or((!written.is_empty()).then_some(written));
            return Err(Box::new(refused(row, name, phone, findings.problems)));
        }
        let has = |field| self.mapping.column(field).is_some();
        Ok(RowReading {
            row,
            id,
            name,
            phone,
            sl_no,
            change,
            has_half_of_state_zip: !(has(ImportField::StateZip)
                || has(ImportField::State) && has(ImportField::Zip)),
            notes: findings.notes,
        })
    }

    /// Long lists repeat their headings on each page.
    fn repeats_headings<'c>(&self, cell: &impl Fn(usize) -> ImportCell<'c>) -> bool {
        let mut mapped = self
            .columns
            .iter()
            .filter(|column| column.field.is_some())
            .peekable();
        mapped.peek().is_some()
            && mapped.all(|column| one_line(cell(column.index).text) == column.heading)
    }

    /// The whole name, or its halves put together.
    fn read_name<'c>(
        &self,
        cell_of: &impl Fn(ImportField) -> ImportCell<'c>,
        findings: &mut Findings,
    ) -> Option<String> {
        let mut text = |field| findings.take_text(field, read_text(&cell_of(field)));
        let whole = text(ImportField::Name);
        let halves = [text(ImportField::FirstName), text(ImportField::LastName)];
        let halves: Vec<String> = halves.into_iter().flatten().collect();
        let halves = (!halves.is_empty()).then(|| halves.join(" "));
        whole.or(halves).map(|name| one_line(&name))
    }

    fn read_state_zip<'c>(
        &self,
        cell_of: &impl Fn(ImportField) -> ImportCell<'c>,
        findings: &mut Findings,
    ) -> Option<String> {
        let mut text = |field| findings.take_text(field, read_text(&cell_of(field)));
        let whole = text(ImportField::StateZip);
        whole.or(read_state_and_zip(
            text(ImportField::State),
            text(ImportField::Zip),
            self.region,
        ))
    }

    fn read_groups<'c>(
        &self,
        cell_of: &impl Fn(ImportField) -> ImportCell<'c>,
        findings: &mut Findings,
    ) -> Option<BTreeSet<GroupId>> {
        let field = ImportField::Groups;
        let names = findings.take_text(field, read_text(&cell_of(field)))?;
        findings.take_text(field, self.groups.read(&names).map(Some))
    }

    fn read_others<'c>(
        &self,
        cell_of: &impl Fn(ImportField) -> ImportCell<'c>,
        findings: &mut Findings,
    ) -> ContactChange {
        use ImportField as Field;
        let cell = |field| cell_of(field);
        let mut text = |field| findings.take_text(field, read_text(&cell(field))).map(Some);
        let change = ContactChange {
            address: text(Field::Address),
            city: text(Field::City),
            notes: text(Field::Notes),
            ..ContactChange::default()
        };
        let language = read_preferred_language(&cell(Field::PreferredLanguage));
        let birthday = read_birthday(&cell(Field::Birthday), self.region);
        let time_zone = read_time_zone(&cell(Field::TimeZone), self.region);
        ContactChange {
            preferred_language: findings
                .take(Field::PreferredLanguage, language)
                .map(String::from),
            active: findings.take(Field::Active, read_active(&cell(Field::Active))),
            call_consent: findings
                .take(Field::CallConsent, read_consent(&cell(Field::CallConsent))),
            email: findings
                .take(Field::Email, read_email(&cell(Field::Email)))
                .map(|email| Some(email.into())),
            birthday: findings
                .take(Field::Birthday, birthday)
                .map(|day| Some(day.to_string())),
            time_zone: findings
                .take(Field::TimeZone, time_zone)
                .map(|zone| Some(zone.into())),
            ..change
        }
    }
}

/// The cell with the phone: the second one, where the first is empty.
fn phone_cell<'c>(
    cell_of: &impl Fn(ImportField) -> ImportCell<'c>,
) -> (ImportField, ImportCell<'c>) {
    let first = cell_of(ImportField::Phone);
    let second = cell_of(ImportField::SecondPhone);
    let is_blank = |cell: &ImportCell<'_>| cell.fault.is_none() && cell.text.trim().is_empty();
    if is_blank(&first) && !is_blank(&second) {
        return (ImportField::SecondPhone, second);
    }
    (ImportField::Phone, first)
}

fn read_id(cell: &ImportCell<'_>) -> Result<Option<ContactId>, String> {
    let Some(text) = read_text(cell)? else {
        return Ok(None);
    };
    text.trim().parse().map(Some).map_err(|_| {
        "This is not an id that we gave out. Empty the cell, or leave this column out of the import.".to_owned()
    })
}

pub(super) fn refused(
    row: u64,
    name: Option<String>,
    phone: Option<String>,
    errors: Vec<RowProblem>,
) -> ImportRow {
    ImportRow {
        row,
        outcome: RowOutcome::Refused,
        name,
        phone,
        contact_id: None,
        version: None,
        details: None,
        changes: Vec::new(),
        errors,
        note: None,
        result: None,
    }
}

impl RowReading {
    /// The details of a new person.
    pub(super) fn details(&self, region: DefaultRegion) -> Result<ContactDetails, Vec<RowProblem>> {
        ContactDetails::from_form(self.change.clone(), region).map_err(problems)
    }

    /// The details of a person who is known, with what the row gives.
    pub(super) fn applied_to(
        &self,
        current: &ContactDetails,
        region: DefaultRegion,
    ) -> Result<ContactDetails, Vec<RowProblem>> {
        let mut change = self.change.clone();
        if self.has_half_of_state_zip
            && has_all_words(current.state_zip.as_deref(), &change.state_zip)
        {
            change.state_zip = None;
        }
        current.with(change, region).map_err(problems)
    }
}

/// Whether nothing new is said: a spreadsheet that has only the state must not take away the ZIP code.
fn has_all_words(current: Option<&str>, given: &Option<Option<String>>) -> bool {
    let (Some(current), Some(Some(given))) = (current, given) else {
        return false;
    };
    let words: BTreeSet<String> = current.split_whitespace().map(str::to_lowercase).collect();
    given
        .split_whitespace()
        .all(|word| words.contains(&word.to_lowercase()))
}

fn problems(errors: Vec<crate::field_error::FieldError>) -> Vec<RowProblem> {
    errors.into_iter().map(RowProblem::from).collect()
}

#[cfg(test)]
mod tests;
