//! A reminder, as it is answered.

use std::collections::BTreeMap;

use app::preview_reminder::Outlook;
use domain::recurrence::WrittenSchedule;
use domain::{Audience, ContactId, GroupId, LanguageTag, ReminderId};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::occurrence::{Occurrence, PastOccurrence};
use crate::broadcasts::Purpose;
use crate::messages::MessageType;

/// Whether a reminder goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReminderStatus {
    /// It does.
    Active,
    /// Staff paused it.
    Paused,
    /// Nothing is to come any more.
    Finished,
}

/// A message that goes out again and again.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "rem_01K6Q2V9GZ3M8T5R7W1X4Y6A0B", "name": "Sunday service",
    "message_content": "Hi {first_name|friend}, service at ten.", "message_type": "sms", "language": "en",
    "translations": { "es": "Hola {first_name}, culto a las diez." }, "purpose": "information",
    "send_to_all": true, "contact_ids": null, "group_ids": null, "active": true, "status": "active",
    "schedule_type": "weekly", "schedule_time": "09:00", "schedule_date": null, "schedule_day": "sunday", "interval": 1,
    "feast": null, "feast_offset": null, "starts_on": "2026-03-01", "ends_on": null, "ends_after": null,
    "skip_dates": [], "skip_holidays": false, "time_zone": "America/Chicago",
    "next_occurrence": null, "last_occurrence": null, "created_by": "ruth@example.org",
    "created_at": "2026-02-27T10:00:00Z", "updated_at": "2026-02-27T10:00:00Z", "version": 1,
}))]
pub(crate) struct Reminder {
    /// The reminder's id.
    #[schema(value_type = String)]
    id: ReminderId,
    /// What staff call it.
    name: String,
    /// What it says.
    message_content: String,
    /// Text or call.
    message_type: MessageType,
    /// The language that it is written in, a BCP 47 tag.
    #[schema(value_type = String)]
    language: LanguageTag,
    /// The same in other languages, by BCP 47 tag.
    #[schema(value_type = BTreeMap<String, String>)]
    translations: BTreeMap<LanguageTag, String>,
    /// What it is for.
    purpose: Purpose,
    /// Whether it is for everyone.
    send_to_all: bool,
    /// The people that it is for; null when they are not chosen one by one.
    #[schema(value_type = Option<Vec<String>>, required)]
    contact_ids: Option<Vec<ContactId>>,
    /// The groups that it is for; null when it is for no groups.
    #[schema(value_type = Option<Vec<String>>, required)]
    group_ids: Option<Vec<GroupId>>,
    /// Whether it goes out: false while it is paused.
    active: bool,
    /// Whether it goes out, and whether anything is to come.
    status: ReminderStatus,
    /// What kind of rule: `once`, `daily`, `weekly`, `monthly`, `yearly`, `feast` or `birthday`.
    schedule_type: String,
    /// The time on the clock of `time_zone`, such as `09:00`.
    schedule_time: String,
    /// The day of one that comes once, and the first of one that comes every year; null for others.
    #[schema(required)]
    schedule_date: Option<String>,
    /// The days of the week or the day of the month; null where there are none.
    #[schema(required)]
    schedule_day: Option<String>,
    /// Every how many days, weeks, months or years.
    interval: u32,
    /// The feast; null for others.
    #[schema(required)]
    feast: Option<String>,
    /// How many days after the feast; null for others.
    #[schema(required)]
    feast_offset: Option<i64>,
    /// The first day that counts; null where `schedule_date` says it.
    #[schema(required)]
    starts_on: Option<String>,
    /// The last day that counts; null where there is none.
    #[schema(required)]
    ends_on: Option<String>,
    /// After how many occurrences it ends; null where they are not counted.
    #[schema(required)]
    ends_after: Option<u32>,
    /// Days that are left out.
    skip_dates: Vec<String>,
    /// Whether the church's holidays are left out.
    skip_holidays: bool,
    /// The zone of its clock, an IANA name.
    time_zone: String,
    /// What comes next; null when nothing does.
    #[schema(required)]
    next_occurrence: Option<Occurrence>,
    /// What came last; null when nothing did.
    #[schema(required)]
    last_occurrence: Option<PastOccurrence>,
    /// Who made it or last changed it: an e-mail address, or a user's id.
    created_by: String,
    /// When it was made.
    created_at: Timestamp,
    /// When staff last changed it.
    updated_at: Timestamp,
    /// Counts the changes from 1, those by staff and each time that it goes out. Send it as `If-Match: "<version>"`.
    version: u32,
}

impl Reminder {
    /// The reminder, with what is to come of it.
    pub(crate) fn seen_by(outlook: &Outlook, reminder: domain::Reminder) -> Self {
        let next = outlook.next(&reminder);
        let details = reminder.details;
        let written = WrittenSchedule::from(&details.recurrence);
        let (contact_ids, group_ids) = match &details.audience {
            Audience::Contacts { contact_ids } => (Some(contact_ids.clone()), None),
            Audience::Groups { group_ids } => (None, Some(group_ids.clone())),
            Audience::All | Audience::Reply { .. } => (None, None),
        };
        Self {
            id: reminder.id,
            name: details.name.into(),
            message_content: details.content.into(),
            message_type: details.message_type.into(),
            language: details.language,
            translations: details
                .translations
                .into_iter()
                .map(|(language, content)| (language, content.into()))
                .collect(),
            purpose: details.purpose.into(),
            send_to_all: details.audience == Audience::All,
            contact_ids,
            group_ids,
            active: reminder.active,
            status: match (reminder.active, &next) {
                (false, _) => ReminderStatus::Paused,
                (true, Some(_)) => ReminderStatus::Active,
                (true, None) => ReminderStatus::Finished,
            },
            schedule_type: written.schedule_type,
            schedule_time: written.schedule_time,
            schedule_date: written.schedule_date,
            schedule_day: written.schedule_day,
            interval: written.interval.unwrap_or(1),
            feast: written.feast,
            feast_offset: written.feast_offset,
            starts_on: written.starts_on,
            ends_on: written.ends_on,
            ends_after: written.ends_after,
            skip_dates: written.skip_dates,
            skip_holidays: written.skip_holidays,
            time_zone: written.time_zone.unwrap_or_default(),
            next_occurrence: next.as_ref().map(Occurrence::from),
            last_occurrence: reminder.last.map(PastOccurrence::from),
            created_by: reminder.created_by,
            created_at: reminder.created_at,
            updated_at: reminder.updated_at,
            version: reminder.version,
        }
    }
}

/// All reminders.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReminderPage {
    /// The reminders, newest first.
    pub(crate) items: Vec<Reminder>,
    /// Always null: a church's reminders fit on one page.
    #[schema(required)]
    pub(crate) next_cursor: Option<String>,
}
