//! People as rows of an export. Importing the rows again gives the same people.

use super::column::ImportField;
use super::groups::GroupNames;
use crate::contact::Contact;

/// The columns of an export, in order: our own id first, so that the same people are found again.
pub const EXPORT_COLUMNS: [ImportField; 15] = [
    ImportField::Id,
    ImportField::SlNo,
    ImportField::Name,
    ImportField::Address,
    ImportField::City,
    ImportField::StateZip,
    ImportField::Phone,
    ImportField::PreferredLanguage,
    ImportField::Active,
    ImportField::CallConsent,
    ImportField::Email,
    ImportField::Birthday,
    ImportField::TimeZone,
    ImportField::Notes,
    ImportField::Groups,
];

/// The cells of a person, in the order of [`EXPORT_COLUMNS`].
pub fn export_cells(contact: &Contact, groups: &GroupNames) -> [String; 15] {
    let details = &contact.details;
    EXPORT_COLUMNS.map(|column| match column {
        ImportField::Id => contact.id.to_string(),
        ImportField::SlNo => shown(details.sl_no.as_ref()),
        ImportField::Name => details.name.clone(),
        ImportField::Address => shown(details.address.as_ref()),
        ImportField::City => shown(details.city.as_ref()),
        ImportField::StateZip => shown(details.state_zip.as_ref()),
        ImportField::Phone => details.phone.to_string(),
        ImportField::PreferredLanguage => details.preferred_language.to_string(),
        ImportField::Active => yes_or_no(details.active),
        ImportField::CallConsent => yes_or_no(details.call_consent),
        ImportField::Email => shown(details.email.as_ref()),
        ImportField::Birthday => shown(details.birthday.as_ref()),
        ImportField::TimeZone => shown(details.time_zone.as_ref()),
        ImportField::Notes => shown(details.notes.as_ref()),
        ImportField::Groups => groups.written(&details.groups),
        _ => String::new(),
    })
}

fn yes_or_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map(T::to_string).unwrap_or_default()
}
