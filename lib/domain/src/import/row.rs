//! What becomes of one row of a spreadsheet.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::contact::ContactDetails;
use crate::field_error::FieldError;
use crate::history::FieldChange;
use crate::ids::ContactId;

/// What applying an import would do with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// Add a person.
    New,
    /// Change a person who is known.
    Update,
    /// Nothing: the person is known, and is as the row says.
    Unchanged,
    /// Add a person whose number belongs to others too: a household.
    SharedPhone,
    /// Nothing: the row can't be read.
    Refused,
}

/// What applying an import did with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowResult {
    /// A person was added.
    Created,
    /// A person was changed.
    Updated,
    /// The person was as the row says, or had been added by hand since the preview.
    Unchanged,
    /// Nothing, because somebody had changed the person since the preview.
    Conflict,
}

/// A row, what it says of whom, and what becomes of it. It stands in a file with the rows around it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// The row's number as the spreadsheet program shows it, from 1.
    pub row: u64,
    /// What applying would do.
    pub outcome: RowOutcome,
    /// The name that the row gives, or that of the person it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The phone, as read where it could be read, and else as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The contact: the one that is known, or that was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_id: Option<ContactId>,
    /// The contact's version that was compared. Applying changes no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The contact as applying would make it; `None` where it would do nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<ContactDetails>,
    /// What would change, in words as staff read them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// Why the row is refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<RowProblem>,
    /// What staff should know of the row besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What applying did; `None` before, and for refused rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<RowResult>,
}

impl ImportRow {
    /// The row was applied, to this contact.
    pub fn finish(&mut self, result: RowResult, contact_id: Option<ContactId>) {
        self.result = Some(result);
        self.contact_id = contact_id;
    }

    /// Nothing was done with the row; `why` is a sentence for staff.
    pub fn leave_alone(&mut self, why: &str) {
        self.result = Some(RowResult::Conflict);
        self.note = Some(why.to_owned());
    }
}

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl fmt::Debug for ImportRow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ImportRow")
            .field("row", &self.row)
            .field("outcome", &self.outcome)
            .field("result", &self.result)
            .finish_non_exhaustive()
    }
}

/// A cell that can't be read: what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// The field, such as `phone`; `row` when it is about the row as a whole.
    pub field: String,
    /// A sentence for staff. It holds nothing of the cell.
    pub message: String,
}

impl RowProblem {
    /// A problem of a field.
    pub fn new(field: &str, message: impl Into<String>) -> Self {
        Self {
            field: field.to_owned(),
            message: message.into(),
        }
    }

    /// A problem of the row as a whole.
    pub fn of_row(message: impl Into<String>) -> Self {
        Self::new("row", message)
    }
}

impl From<FieldError> for RowProblem {
    fn from(error: FieldError) -> Self {
        Self {
            field: error.field,
            message: error.message,
        }
    }
}
