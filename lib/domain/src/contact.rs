//! Contacts: the people of the church, as the church's own spreadsheet has them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::field_error::FieldError;
use crate::ids::ContactId;
use crate::language::LanguageTag;
use crate::phone::{DefaultRegion, PhoneNumber};

/// One person in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The contact's id.
    pub id: ContactId,
    /// What the church knows of the person.
    pub details: ContactDetails,
    /// When the record was made.
    pub created_at: Timestamp,
    /// When the record was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes from 1; who changes the record names the version that was read.
    pub version: u32,
}

/// What staff keep about a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactDetails {
    /// The running number in the church's own spreadsheet.
    pub sl_no: Option<u32>,
    /// The person's name, as written; 1 to 200 characters.
    pub name: String,
    /// Street and house number.
    pub address: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State and ZIP code, such as `TX 75001`.
    pub state_zip: Option<String>,
    /// Where the person is texted or called; families may share one.
    pub phone: PhoneNumber,
    /// The language that the person reads and hears.
    pub preferred_language: LanguageTag,
    /// Inactive people stay in the directory but are left out of messages.
    pub active: bool,
}

/// Debug output ends up in logs, and no log may hold a person's data (I7).
impl std::fmt::Debug for ContactDetails {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ContactDetails(..)")
    }
}

/// A change of some fields, as given by a person: the outer `None` keeps a field; an inner `None` clears it.
#[derive(Clone, Default)]
pub struct ContactChange {
    /// See [`ContactDetails::sl_no`].
    pub sl_no: Option<Option<u32>>,
    /// See [`ContactDetails::name`]; can't be cleared.
    pub name: Option<String>,
    /// See [`ContactDetails::address`].
    pub address: Option<Option<String>>,
    /// See [`ContactDetails::city`].
    pub city: Option<Option<String>>,
    /// See [`ContactDetails::state_zip`].
    pub state_zip: Option<Option<String>>,
    /// As people write it; see [`ContactDetails::phone`]; can't be cleared.
    pub phone: Option<String>,
    /// A language tag; see [`ContactDetails::preferred_language`]; can't be cleared.
    pub preferred_language: Option<String>,
    /// See [`ContactDetails::active`].
    pub active: Option<bool>,
}

impl ContactDetails {
    /// The most characters in a name, address, city or state.
    pub const MAXIMUM_CHARACTERS: usize = 200;

    /// Makes the details of a new person: `name` and `phone` must be among the given fields.
    ///
    /// # Errors
    /// One error for each field that is missing or wrong.
    pub fn from_form(form: ContactChange, region: DefaultRegion) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = read_name(&form.name.unwrap_or_default(), &mut errors);
        let phone = read_phone(&form.phone.unwrap_or_default(), region, &mut errors);
        let preferred_language = match form.preferred_language {
            Some(text) => read_language(&text, &mut errors),
            None => Some(LanguageTag::english()),
        };
        let address = read_line("address", form.address.flatten(), &mut errors);
        let city = read_line("city", form.city.flatten(), &mut errors);
        let state_zip = read_line("state_zip", form.state_zip.flatten(), &mut errors);
        match (name, phone, preferred_language) {
            (Some(name), Some(phone), Some(preferred_language)) if errors.is_empty() => Ok(Self {
                sl_no: form.sl_no.flatten(),
                name,
                address,
                city,
                state_zip,
                phone,
                preferred_language,
                active: form.active.unwrap_or(true),
            }),
            _ => Err(errors),
        }
    }

    /// Makes the details that result from a change.
    ///
    /// # Errors
    /// One error for each field that is wrong; nothing is changed then.
    pub fn with(
        &self,
        change: ContactChange,
        region: DefaultRegion,
    ) -> Result<Self, Vec<FieldError>> {
        Self::from_form(
            ContactChange {
                sl_no: Some(change.sl_no.unwrap_or(self.sl_no)),
                name: Some(change.name.unwrap_or_else(|| self.name.clone())),
                address: Some(change.address.unwrap_or_else(|| self.address.clone())),
                city: Some(change.city.unwrap_or_else(|| self.city.clone())),
                state_zip: Some(change.state_zip.unwrap_or_else(|| self.state_zip.clone())),
                phone: Some(change.phone.unwrap_or_else(|| self.phone.to_string())),
                preferred_language: Some(
                    change
                        .preferred_language
                        .unwrap_or_else(|| self.preferred_language.to_string()),
                ),
                active: Some(change.active.unwrap_or(self.active)),
            },
            region,
        )
    }
}

fn read_name(text: &str, errors: &mut Vec<FieldError>) -> Option<String> {
    let name = one_line(text);
    if name.is_empty() {
        errors.push(FieldError::new("name", "Enter a name."));
        return None;
    }
    within_limit("name", name, errors)
}

fn read_phone(
    text: &str,
    region: DefaultRegion,
    errors: &mut Vec<FieldError>,
) -> Option<PhoneNumber> {
    PhoneNumber::parse(text, region)
        .map_err(|error| errors.push(FieldError::new("phone", error.to_string())))
        .ok()
}

fn read_language(text: &str, errors: &mut Vec<FieldError>) -> Option<LanguageTag> {
    LanguageTag::parse(text)
        .map_err(|error| errors.push(FieldError::new("preferred_language", error.to_string())))
        .ok()
}

/// An optional line of text; a blank one counts as none.
fn read_line(field: &str, text: Option<String>, errors: &mut Vec<FieldError>) -> Option<String> {
    let line = one_line(&text?);
    if line.is_empty() {
        return None;
    }
    within_limit(field, line, errors)
}

fn within_limit(field: &str, text: String, errors: &mut Vec<FieldError>) -> Option<String> {
    let limit = ContactDetails::MAXIMUM_CHARACTERS;
    if text.chars().count() > limit {
        let message = format!("Shorten this to {limit} characters.");
        errors.push(FieldError::new(field, message));
        return None;
    }
    Some(text)
}

/// Spreadsheets are full of stray spaces and line ends inside cells: runs of white space become one space.
fn one_line(text: &str) -> String {
    text.split(|character: char| character.is_whitespace() || character.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn us() -> DefaultRegion {
        "US".parse().expect("a country code")
    }

    fn form() -> ContactChange {
        ContactChange {
            name: Some("  Ruth \n  Okafor ".into()),
            phone: Some("(212) 555-0123".into()),
            city: Some(Some("  ".into())),
            ..ContactChange::default()
        }
    }

    #[test]
    fn a_form_is_tidied_and_completed() {
        let details = ContactDetails::from_form(form(), us()).expect("a good form");
        assert_eq!(details.name, "Ruth Okafor");
        assert_eq!(details.phone.as_str(), "+12125550123");
        assert_eq!(details.city, None);
        assert_eq!(details.preferred_language, LanguageTag::english());
        assert!(details.active);
    }

    #[test]
    fn every_wrong_field_is_named() {
        let form = ContactChange {
            name: Some(" ".into()),
            phone: Some("555".into()),
            preferred_language: Some("klingonese".into()),
            address: Some(Some("x".repeat(201))),
            ..ContactChange::default()
        };
        let errors = ContactDetails::from_form(form, us()).expect_err("four wrong fields");
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "phone", "preferred_language", "address"]);
    }

    #[test]
    fn a_change_keeps_what_it_does_not_name() {
        let details = ContactDetails::from_form(form(), us()).expect("a good form");
        let change = ContactChange {
            city: Some(Some("Dallas".into())),
            ..ContactChange::default()
        };
        let changed = details.with(change, us()).expect("a good change");
        assert_eq!(changed.city.as_deref(), Some("Dallas"));
        let back = ContactChange {
            city: Some(None),
            ..ContactChange::default()
        };
        assert_eq!(changed.with(back, us()), Ok(details));
    }

    #[test]
    fn details_are_not_shown_by_debug_output() {
        let details = ContactDetails::from_form(form(), us()).expect("a good form");
        assert_eq!(format!("{details:?}"), "ContactDetails(..)");
    }
}
