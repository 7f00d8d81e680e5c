//! A person of the directory, as the API shows it.

use axum::Json;
use axum::response::IntoResponse;
use domain::{ContactId, GroupId};
use http::header;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::names::mirror;

/// One person in the directory.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "con_01K6Q2V9GZ3M8T5R7W1X4Y6A0B",
    "sl_no": 17,
    "name": "Ruth Okafor",
    "address": "12 Elm Street",
    "city": "Dallas",
    "state_zip": "TX 75001",
    "phone": "+12125550123",
    "preferred_language": "en",
    "active": true,
    "call_consent": true,
    "email": "ruth@example.org",
    "birthday": "1980-03-01",
    "time_zone": null,
    "effective_time_zone": "America/Chicago",
    "notes": null,
    "group_ids": ["grp_01K6Q2V9GZ3M8T5R7W1X4Y6A0B"],
    "opted_out_at": null,
    "calls_opted_out_at": null,
    "unreachable": null,
    "created_at": "2026-03-01T09:30:00Z",
    "updated_at": "2026-03-01T09:30:00Z",
    "version": 1,
}))]
pub(crate) struct Contact {
    /// The contact's id.
    #[schema(value_type = String)]
    id: ContactId,
    /// The running number in the church's own spreadsheet.
    #[schema(required)]
    sl_no: Option<u32>,
    /// The person's name.
    name: String,
    /// Street and house number.
    #[schema(required)]
    address: Option<String>,
    /// City.
    #[schema(required)]
    city: Option<String>,
    /// State and ZIP code.
    #[schema(required)]
    state_zip: Option<String>,
    /// The phone number in E.164.
    phone: String,
    /// The language that the person reads, as a BCP 47 tag.
    preferred_language: String,
    /// Inactive people stay in the directory but get no messages.
    active: bool,
    /// Whether the person has agreed to be called by an automatic voice.
    call_consent: bool,
    /// E-mail address.
    #[schema(required)]
    email: Option<String>,
    /// Birthday: `1980-03-01`, or `--03-01` where the year is not known.
    #[schema(required)]
    birthday: Option<String>,
    /// The time zone that staff set, as an IANA name; null: the one of the ZIP code.
    #[schema(required)]
    time_zone: Option<String>,
    /// The time zone that is reckoned with: `time_zone`, or that of the ZIP code; null where neither is known.
    #[schema(required)]
    effective_time_zone: Option<String>,
    /// What staff should know.
    #[schema(required)]
    notes: Option<String>,
    /// The groups that the person was put into.
    #[schema(value_type = Vec<String>)]
    group_ids: Vec<GroupId>,
    /// Since when the person's number is opted out of texts; null: it may be texted.
    #[schema(required)]
    opted_out_at: Option<Timestamp>,
    /// Since when the person's number is opted out of calls; null: it may be called.
    #[schema(required)]
    calls_opted_out_at: Option<Timestamp>,
    /// Why texts don't reach the person's number; null as far as is known.
    #[schema(required)]
    unreachable: Option<NumberFault>,
    /// When the record was made.
    created_at: Timestamp,
    /// When the record was last changed.
    updated_at: Timestamp,
    /// Counts the changes from 1. Send it as `If-Match: "<version>"` with a change.
    version: u32,
}

mirror! {
    /// What is wrong with a number: `landline` can't take texts, `unreachable` does not exist or can't be reached.
    FaultReason from domain::reach::FaultReason { Landline, Unreachable }
}

/// Why texts don't reach a number.
#[derive(Serialize, ToSchema)]
pub(crate) struct NumberFault {
    /// Twilio's error code.
    code: String,
    /// What it comes to.
    reason: FaultReason,
    /// The same in words.
    reason_text: &'static str,
    /// When Twilio said so.
    since: Timestamp,
}

impl From<domain::reach::NumberFault> for NumberFault {
    fn from(fault: domain::reach::NumberFault) -> Self {
        Self {
            code: fault.code,
            reason: fault.reason.into(),
            reason_text: fault.reason.sentence(),
            since: fault.since,
        }
    }
}

impl From<domain::Contact> for Contact {
    fn from(contact: domain::Contact) -> Self {
        let details = contact.details;
        let effective_time_zone = details.effective_time_zone();
        Self {
            id: contact.id,
            sl_no: details.sl_no,
            name: details.name,
            address: details.address,
            city: details.city,
            state_zip: details.state_zip,
            phone: details.phone.into(),
            preferred_language: details.preferred_language.into(),
            active: details.active,
            call_consent: details.call_consent,
            email: details.email.map(String::from),
            birthday: details.birthday.map(|birthday| birthday.to_string()),
            time_zone: details.time_zone.map(String::from),
            effective_time_zone: effective_time_zone.map(String::from),
            notes: details.notes,
            group_ids: details.groups.into_iter().collect(),
            opted_out_at: contact.opted_out_at,
            calls_opted_out_at: contact.calls_opted_out_at,
            unreachable: contact.unreachable.map(NumberFault::from),
            created_at: contact.created_at,
            updated_at: contact.updated_at,
            version: contact.version,
        }
    }
}

/// A page of the directory. It may have fewer than `limit` people, or none, and still have a next one.
#[derive(Serialize, ToSchema)]
pub(crate) struct ContactPage {
    /// The people.
    pub(super) items: Vec<Contact>,
    /// Where the next page starts; null on the last page.
    #[schema(required)]
    pub(super) next_cursor: Option<String>,
}

/// A contact with its version as the entity tag.
pub(crate) fn tagged(contact: domain::Contact) -> impl IntoResponse {
    let tag = format!("\"{}\"", contact.version);
    ([(header::ETAG, tag)], Json(Contact::from(contact)))
}
