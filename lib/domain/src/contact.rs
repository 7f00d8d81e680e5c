//! Contacts: the people of the church, as the church's own spreadsheet has them.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::birthday::Birthday;
use crate::email::EmailAddress;
use crate::field_error::FieldError;
use crate::history::FieldChange;
use crate::ids::{ContactId, GroupId};
use crate::language::LanguageTag;
use crate::phone::{DefaultRegion, PhoneNumber};
use crate::reach::NumberFault;
use crate::time_zone::{self, TimeZoneName};

/// One person in the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The contact's id.
    pub id: ContactId,
    /// What the church knows of the person.
    pub details: ContactDetails,
    /// Since when the person's number is opted out of texts; a copy of [`crate::opt_out::OptOut`], which decides. No
    /// form and no import sets it.
    pub opted_out_at: Option<Timestamp>,
    /// The same for calls that go out.
    pub calls_opted_out_at: Option<Timestamp>,
    /// Why texts don't reach the person's number; `None` as far as is known.
    pub unreachable: Option<NumberFault>,
    /// Numbers that the person had before, the latest last: what was sent to them stays in the person's history.
    pub former_phones: Vec<PhoneNumber>,
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
    /// Whether the person has agreed to be called by an automatic voice. Nobody is called without
    /// (<https://www.law.cornell.edu/cfr/text/47/64.1200>).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub call_consent: bool,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// Birthday, with the year where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birthday: Option<Birthday>,
    /// The time zone, where it is another than the ZIP code says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZoneName>,
    /// What staff should know, in several lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// The groups that the person was put into.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub groups: BTreeSet<GroupId>,
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
    /// See [`ContactDetails::call_consent`].
    pub call_consent: Option<bool>,
    /// See [`ContactDetails::email`].
    pub email: Option<Option<String>>,
    /// As [`Birthday::parse`] reads it; see [`ContactDetails::birthday`].
    pub birthday: Option<Option<String>>,
    /// An IANA name; see [`ContactDetails::time_zone`].
    pub time_zone: Option<Option<String>>,
    /// See [`ContactDetails::notes`].
    pub notes: Option<Option<String>>,
    /// All groups of the person; see [`ContactDetails::groups`].
    pub groups: Option<BTreeSet<GroupId>>,
}

impl Contact {
    /// The most former numbers that are kept.
    const MAXIMUM_FORMER_PHONES: usize = 10;

    /// The record with other details, as its next version.
    #[must_use]
    pub fn changed(&self, details: ContactDetails, at: Timestamp) -> Self {
        let mut former_phones = self.former_phones.clone();
        let mut unreachable = self.unreachable.clone();
        if details.phone != self.details.phone {
            unreachable = None;
            former_phones.retain(|phone| *phone != details.phone && *phone != self.details.phone);
            former_phones.push(self.details.phone.clone());
            let surplus = former_phones
                .len()
                .saturating_sub(Self::MAXIMUM_FORMER_PHONES);
            former_phones.drain(..surplus);
        }
        Self {
            details,
            former_phones,
            unreachable,
            updated_at: at,
            version: self.version + 1,
            ..self.clone()
        }
    }

    /// The number and those that the person had before.
    pub fn phones(&self) -> impl Iterator<Item = &PhoneNumber> {
        std::iter::once(&self.details.phone).chain(&self.former_phones)
    }
}

impl ContactDetails {
    /// The most characters in a name, address, city or state.
    pub const MAXIMUM_CHARACTERS: usize = 200;
    /// The most characters of the notes.
    pub const MAXIMUM_NOTES: usize = 2_000;
    /// The most groups that one person can be put into.
    pub const MAXIMUM_GROUPS: usize = 20;

    /// The time zone: the one that was set, or that of the ZIP code; `None` where neither tells.
    pub fn effective_time_zone(&self) -> Option<TimeZoneName> {
        let of_zip = || time_zone::of_state_zip(self.state_zip.as_deref()?);
        self.time_zone.clone().or_else(of_zip)
    }

    /// How `self` differs from the details `before` it, field by field in the order of display.
    pub fn changes_since(&self, before: &Self) -> Vec<FieldChange> {
        let before = before.shown();
        let changed = self.shown().into_iter().zip(before);
        changed
            .filter(|((_, after), (_, before))| after != before)
            .map(|((field, after), (_, before))| FieldChange {
                field: field.to_owned(),
                before,
                after,
            })
            .collect()
    }

    /// Each field's name and value, as staff read them.
    pub fn shown(&self) -> [(&'static str, Option<String>); 14] {
        let groups: Vec<String> = self.groups.iter().map(GroupId::to_string).collect();
        [
            ("sl_no", self.sl_no.map(|number| number.to_string())),
            ("name", Some(self.name.clone())),
            ("address", self.address.clone()),
            ("city", self.city.clone()),
            ("state_zip", self.state_zip.clone()),
            ("phone", Some(self.phone.to_string())),
            (
                "preferred_language",
                Some(self.preferred_language.to_string()),
            ),
            ("active", Some(yes_or_no(self.active))),
            ("call_consent", Some(yes_or_no(self.call_consent))),
            (
                "email",
                self.email.as_ref().map(|email| email.as_str().to_owned()),
            ),
            (
                "birthday",
                self.birthday.map(|birthday| birthday.to_string()),
            ),
            (
                "time_zone",
                self.time_zone.as_ref().map(|zone| zone.as_str().to_owned()),
            ),
            ("notes", self.notes.clone()),
            ("group_ids", (!groups.is_empty()).then(|| groups.join(" "))),
        ]
    }

    /// Makes the details of a new person: `name` and `phone` must be among the given fields.
    ///
    /// # Errors
    /// One error for each field that is missing or wrong.
    pub fn from_form(form: ContactChange, region: DefaultRegion) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = read_name(&form.name.unwrap_or_default(), &mut errors);
        let phone = read_phone(&form.phone.unwrap_or_default(), region, &mut errors);
        let preferred_language = match form.preferred_language {
            Some(text) => read_as("preferred_language", &text, LanguageTag::parse, &mut errors),
            None => Some(LanguageTag::english()),
        };
        let address = read_line("address", form.address.flatten(), &mut errors);
        let city = read_line("city", form.city.flatten(), &mut errors);
        let state_zip = read_line("state_zip", form.state_zip.flatten(), &mut errors);
        let email = given(form.email)
            .and_then(|text| read_as("email", &text, EmailAddress::parse, &mut errors));
        let birthday = given(form.birthday)
            .and_then(|text| read_as("birthday", &text, Birthday::parse, &mut errors));
        let time_zone = given(form.time_zone)
            .and_then(|text| read_as("time_zone", &text, TimeZoneName::parse, &mut errors));
        let notes = given(form.notes).and_then(|text| read_notes(&text, &mut errors));
        let groups = form.groups.unwrap_or_default();
        if groups.len() > Self::MAXIMUM_GROUPS {
            let message = format!(
                "Choose at most {} groups for one person.",
                Self::MAXIMUM_GROUPS
            );
            errors.push(FieldError::new("group_ids", message));
        }
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
                call_consent: form.call_consent.unwrap_or(false),
                email,
                birthday,
                time_zone,
                notes,
                groups,
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
                call_consent: Some(change.call_consent.unwrap_or(self.call_consent)),
                email: Some(
                    change.email.unwrap_or_else(|| {
                        self.email.as_ref().map(|email| email.as_str().to_owned())
                    }),
                ),
                birthday: Some(
                    change
                        .birthday
                        .unwrap_or_else(|| self.birthday.map(|birthday| birthday.to_string())),
                ),
                time_zone: Some(change.time_zone.unwrap_or_else(|| {
                    self.time_zone.as_ref().map(|zone| zone.as_str().to_owned())
                })),
                notes: Some(change.notes.unwrap_or_else(|| self.notes.clone())),
                groups: Some(change.groups.unwrap_or_else(|| self.groups.clone())),
            },
            region,
        )
    }
}

fn yes_or_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
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

/// What was given, unless it is blank: a blank text counts as none.
fn given(text: Option<Option<String>>) -> Option<String> {
    text.flatten().filter(|text| !text.trim().is_empty())
}

fn read_as<T, E: std::fmt::Display>(
    field: &str,
    text: &str,
    parse: impl Fn(&str) -> Result<T, E>,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    parse(text)
        .map_err(|error| errors.push(FieldError::new(field, error.to_string())))
        .ok()
}

/// Notes keep their lines; the white space around them, and control characters, go.
fn read_notes(text: &str, errors: &mut Vec<FieldError>) -> Option<String> {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_kept = |letter: &char| *letter == '\n' || !letter.is_control();
    let lines: String = lines.replace('\t', " ").chars().filter(is_kept).collect();
    let lines = lines.trim();
    if lines.chars().count() > ContactDetails::MAXIMUM_NOTES {
        let message = format!(
            "Shorten this to {} characters.",
            ContactDetails::MAXIMUM_NOTES
        );
        errors.push(FieldError::new("notes", message));
        return None;
    }
    (!lines.is_empty()).then(|| lines.to_owned())
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
pub(crate) fn one_line(text: &str) -> String {
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
