//! Sample records.

use app::ports::ContactSave;
use domain::contact::{ContactChange, ContactDetails};
use domain::history::{Actor, ChangeAction, ChangeRecord, ChangeSource, FieldChange};
use domain::{
    AttemptId, Audience, Broadcast, BroadcastId, ChangeId, Contact, ContactId, LanguageTag,
    Message, MessageContent, MessageId, MessageStatus, MessageType, PhoneNumber,
};
use jiff::{SignedDuration, Timestamp};

/// Noon of a day in 2026.
pub(crate) fn noon() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().expect("a time")
}

pub(crate) fn seconds_later(seconds: i64) -> Timestamp {
    noon() + SignedDuration::from_secs(seconds)
}

pub(crate) fn contact(number: u32) -> Contact {
    let form = ContactChange {
        sl_no: Some(Some(number)),
        name: Some(format!("Person {number}")),
        phone: Some(format!("+1212555{:04}", 100 + number)),
        city: Some(Some("Dallas".into())),
        ..ContactChange::default()
    };
    Contact {
        id: ContactId::new(noon(), number.into()),
        details: ContactDetails::from_form(form, "US".parse().expect("a country"))
            .expect("a good form"),
        opted_out_at: None,
        calls_opted_out_at: None,
        unreachable: None,
        former_phones: Vec::new(),
        created_at: noon(),
        updated_at: noon(),
        version: 1,
    }
}

pub(crate) fn staff() -> Actor {
    Actor {
        id: "account".into(),
        shown_as: "staff@example.org".into(),
    }
}

/// The note of a change of a contact, a different one for each `number`.
pub(crate) fn change(contact: ContactId, number: u32) -> ChangeRecord {
    let at = seconds_later(number.into());
    ChangeRecord {
        id: ChangeId::new(at, number.into()),
        contact_id: contact,
        at,
        actor: staff(),
        action: ChangeAction::Changed,
        source: ChangeSource::ByHand,
        reason: Some("asked".into()),
        changes: vec![FieldChange {
            field: "city".into(),
            before: None,
            after: Some("Dallas".into()),
        }],
    }
}

/// A new contact, to be written.
pub(crate) fn new_contact(contact: Contact) -> ContactSave {
    ContactSave {
        before: None,
        change: change(contact.id, 0),
        after: contact,
    }
}

pub(crate) fn broadcast_id(number: u32) -> BroadcastId {
    BroadcastId::new(noon(), number.into())
}

pub(crate) fn broadcast(number: u32) -> Broadcast {
    Broadcast::new(
        broadcast_id(number),
        MessageContent::parse("Dinner on Friday at 7").expect("content"),
        Audience::Contacts {
            contact_ids: vec![contact(1).id, contact(2).id],
        },
        "staff".into(),
        noon(),
    )
}

pub(crate) fn message(of: BroadcastId, number: u32) -> Message {
    let phone = PhoneNumber::from_e164(&format!("+1212555{number:04}")).expect("a number in E.164");
    Message {
        id: MessageId::for_phone(of, &phone),
        contact_id: Some(ContactId::new(noon(), number.into())),
        phone: Some(phone),
        language: LanguageTag::parse("zh-Hant-TW").expect("a tag"),
        time_zone: None,
        values: None,
        segments: Some(1),
        hold_until: None,
        message_type: MessageType::Sms,
        status: MessageStatus::Queued,
        skip_reason: None,
        attempts: 0,
        last_attempt: None,
        twilio_sid: None,
        error_code: None,
        error_message: None,
        sent_at: None,
        delivered_at: None,
        created_at: noon(),
        updated_at: noon(),
    }
}

pub(crate) fn attempt(number: u32) -> AttemptId {
    AttemptId::new(noon(), number.into())
}
