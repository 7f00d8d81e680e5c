//! What applying would do with a row: the last step, with the records of those whom it is about.

use std::collections::HashMap;

use super::groups::GroupNames;
use super::matching::{Evidence, Match, Other};
use super::reading::{RowReading, refused};
use super::row::{ImportRow, RowOutcome, RowProblem};
use crate::contact::{Contact, ContactDetails};
use crate::history::FieldChange;
use crate::ids::ContactId;
use crate::phone::DefaultRegion;

/// What is needed to tell what would become of rows.
#[derive(Debug)]
pub struct Preview<'a> {
    /// The records of those whom the rows are about, or who are mentioned; see [`Match::contacts`].
    pub records: &'a HashMap<ContactId, Contact>,
    /// The groups of the church.
    pub groups: &'a GroupNames,
    /// The country of numbers without a country code.
    pub region: DefaultRegion,
}

impl Match {
    /// Whose records are needed to tell what would become of the row.
    pub fn contacts(&self) -> impl Iterator<Item = ContactId> + use<> {
        let (about, mentioned) = match *self {
            Self::Known { id, .. } => (Some(id), None),
            Self::New {
                phone_of,
                number_of,
            } => (contact(phone_of), contact(number_of)),
            Self::Repeats { .. } => (None, None),
        };
        [about, mentioned].into_iter().flatten()
    }
}

fn contact(other: Option<Other>) -> Option<ContactId> {
    match other? {
        Other::Contact(id) => Some(id),
        Other::Row(_) => None,
    }
}

impl Preview<'_> {
    /// What would become of a row.
    pub fn row(&self, reading: RowReading, decision: Match) -> ImportRow {
        match decision {
            Match::Known { id, by } => self.known(reading, id, by),
            Match::New {
                phone_of,
                number_of,
            } => self.new_person(reading, phone_of, number_of),
            Match::Repeats { row } => refuse(
                &reading,
                vec![RowProblem::of_row(format!("Row {row} is the same person."))],
            ),
        }
    }

    fn known(&self, reading: RowReading, id: ContactId, by: Evidence) -> ImportRow {
        let current = self
            .records
            .get(&id)
            .filter(|contact| by.holds(&reading, contact));
        let Some(current) = current else {
            let problem =
                "Somebody changed this person while the file was read. Preview the file again.";
            return refuse(&reading, vec![RowProblem::of_row(problem)]);
        };
        let details = match reading.applied_to(&current.details, self.region) {
            Ok(details) => details,
            Err(errors) => return refuse(&reading, errors),
        };
        let changes = self.changes(&details, &current.details);
        let is_same = details == current.details;
        ImportRow {
            outcome: if is_same {
                RowOutcome::Unchanged
            } else {
                RowOutcome::Update
            },
            contact_id: Some(id),
            version: Some(current.version),
            changes,
            ..readable(details, reading.row, reading.notes, !is_same)
        }
    }

    fn new_person(
        &self,
        mut reading: RowReading,
        phone_of: Option<Other>,
        number_of: Option<Other>,
    ) -> ImportRow {
        let details = match reading.details(self.region) {
            Ok(details) => details,
            Err(errors) => return refuse(&reading, errors),
        };
        let shares_phone = |contact: &Contact| contact.details.phone == details.phone;
        let has_number = |contact: &Contact| contact.details.sl_no == details.sl_no;
        let sharer = phone_of.and_then(|other| self.called(other, shares_phone));
        if reading.id.is_some() {
            reading
                .notes
                .push("The id in this row is not in the directory.".to_owned());
        }
        reading.notes.extend(
            sharer
                .iter()
                .map(|who| format!("Shares this phone with {who}.")),
        );
        let holder = number_of.and_then(|other| self.called(other, has_number));
        reading
            .notes
            .extend(holder.map(|who| format!("The same SL No. belongs to {who}.")));
        ImportRow {
            outcome: if sharer.is_some() {
                RowOutcome::SharedPhone
            } else {
                RowOutcome::New
            },
            ..readable(details, reading.row, reading.notes, true)
        }
    }

    /// What somebody is called, if the record bears it out.
    fn called(&self, other: Other, is_so: impl Fn(&Contact) -> bool) -> Option<String> {
        match other {
            Other::Row(row) => Some(format!("row {row}")),
            Other::Contact(id) => {
                let contact = self.records.get(&id).filter(|contact| is_so(contact))?;
                Some(contact.details.name.clone())
            }
        }
    }

    /// The differences in words as staff read them: groups by name.
    fn changes(&self, details: &ContactDetails, before: &ContactDetails) -> Vec<FieldChange> {
        let mut changes = details.changes_since(before);
        let names = |details: &ContactDetails| {
            Some(self.groups.written(&details.groups)).filter(|names| !names.is_empty())
        };
        for change in changes
            .iter_mut()
            .filter(|change| change.field == "group_ids")
        {
            "groups".clone_into(&mut change.field);
            change.before = names(before);
            change.after = names(details);
        }
        changes
    }
}

fn readable(details: ContactDetails, row: u64, notes: Vec<String>, is_kept: bool) -> ImportRow {
    ImportRow {
        row,
        outcome: RowOutcome::New,
        name: Some(details.name.clone()),
        phone: Some(details.phone.to_string()),
        contact_id: None,
        version: None,
        details: is_kept.then_some(details),
        changes: Vec::new(),
        errors: Vec::new(),
        note: (!notes.is_empty()).then(|| notes.join(" ")),
        result: None,
    }
}

fn refuse(reading: &RowReading, errors: Vec<RowProblem>) -> ImportRow {
    let phone = reading.phone.as_ref().map(ToString::to_string);
    refused(reading.row, reading.name.clone(), phone, errors)
}
