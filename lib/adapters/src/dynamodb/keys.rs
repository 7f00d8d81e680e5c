//! The only place where keys are made, from types.

mod partitions;

pub use partitions::{
    audit, broadcasts, call, calls, calls_with, changes, contacts, directory, follow_up_list,
    groups, imports, messages, occurrences, reminders, reviews, templates, thread, thread_list,
    traces_of_follow_up, translations, users,
};

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::directory::DirectoryEntry;
use domain::money::{Expense, YearMonth};
use domain::thread::ThreadList;
use domain::{
    AuditId, BroadcastId, CallId, ChangeId, ContactId, ExportId, FollowUpId, GroupId, ImportId,
    LanguageTag, MessageId, OptOutId, PhoneNumber, ReminderId, TemplateId, ThreadEntryId, ThreadId,
    TranslationId,
};
use jiff::civil::Date;

/// Over how many partitions the messages of one broadcast are spread. A partition takes 1,000 writes a
/// second (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html>),
/// and a broadcast to 100,000 people should not take minutes to plan. It can't be changed once there are messages.
pub const MESSAGE_SHARDS: u8 = 8;

/// What the key of each turn of a call starts with.
pub const TURN: &str = "turn#";

/// The key of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Partition.
    pub pk: String,
    /// Place within the partition.
    pub sk: String,
}

impl Key {
    /// A contact.
    pub fn contact(id: ContactId) -> Self {
        Self {
            pk: contacts(),
            sk: id.to_string(),
        }
    }

    /// A contact's place in a list of the directory.
    pub fn directory_entry(entry: &DirectoryEntry) -> Self {
        Self {
            pk: directory(&entry.list),
            sk: entry.position.clone(),
        }
    }

    /// A change of a contact.
    pub fn change(contact: ContactId, id: ChangeId) -> Self {
        Self {
            pk: changes(contact),
            sk: id.to_string(),
        }
    }

    /// The deletion of a contact.
    pub fn deletion(contact: ContactId) -> Self {
        Self {
            pk: "deletions".into(),
            sk: contact.to_string(),
        }
    }

    /// A group.
    pub fn group(id: GroupId) -> Self {
        Self {
            pk: groups(),
            sk: id.to_string(),
        }
    }

    /// Whether a number is opted out.
    pub fn opt_out(phone: &PhoneNumber) -> Self {
        Self {
            pk: format!("opt-out#{phone}"),
            sk: "opt-out".into(),
        }
    }

    /// Whether a number is opted out of calls.
    pub fn call_opt_out(phone: &PhoneNumber) -> Self {
        Self {
            sk: "calls".into(),
            ..Self::opt_out(phone)
        }
    }

    /// One change of whether a number is opted out.
    pub fn opt_out_change(phone: &PhoneNumber, id: OptOutId) -> Self {
        Self {
            sk: id.to_string(),
            ..Self::opt_out(phone)
        }
    }

    /// A thread.
    pub fn thread(id: ThreadId) -> Self {
        Self {
            pk: thread(id),
            sk: "thread".into(),
        }
    }

    /// One thing that happened in a thread.
    pub fn thread_entry(thread: ThreadId, id: ThreadEntryId) -> Self {
        Self {
            sk: id.to_string(),
            ..Self::thread(thread)
        }
    }

    /// Which entry of a thread a text became, by the carrier's id of it.
    pub fn received_text(thread: ThreadId, message_sid: &str) -> Self {
        Self {
            sk: format!("text#{message_sid}"),
            ..Self::thread(thread)
        }
    }

    /// When the sender of a thread last got an automatic answer.
    pub fn automatic_answer(thread: ThreadId) -> Self {
        Self {
            sk: "automatic-answer".into(),
            ..Self::thread(thread)
        }
    }

    /// A thread's place in a list of the inbox.
    pub fn thread_place(list: ThreadList, place: ThreadEntryId) -> Self {
        Self {
            pk: thread_list(list),
            sk: place.to_string(),
        }
    }

    /// What the church answers by itself.
    pub fn automatic_answers() -> Self {
        Self {
            pk: "automatic-answers".into(),
            sk: "automatic-answers".into(),
        }
    }

    /// Somebody who works with the dashboard, by the account's id.
    pub fn user(id: &str) -> Self {
        Self {
            pk: users(),
            sk: id.to_owned(),
        }
    }

    /// An import.
    pub fn import(id: ImportId) -> Self {
        Self {
            pk: imports(),
            sk: id.to_string(),
        }
    }

    /// An export.
    pub fn export(id: ExportId) -> Self {
        Self {
            pk: "exports".into(),
            sk: id.to_string(),
        }
    }

    /// The right to apply an import.
    pub fn directory_lock() -> Self {
        Self {
            pk: "directory-lock".into(),
            sk: "directory-lock".into(),
        }
    }

    /// A broadcast with its counts.
    pub fn broadcast(id: BroadcastId) -> Self {
        Self {
            pk: broadcasts(),
            sk: id.to_string(),
        }
    }

    /// A message.
    pub fn message(id: MessageId) -> Self {
        Self {
            pk: messages(id.broadcast_id(), id.shard(MESSAGE_SHARDS)),
            sk: id.to_string(),
        }
    }

    /// The note that a message waits for a person.
    pub fn review(id: MessageId) -> Self {
        Self {
            pk: reviews(),
            sk: id.to_string(),
        }
    }

    /// A reminder.
    pub fn reminder(id: ReminderId) -> Self {
        Self {
            pk: reminders(),
            sk: id.to_string(),
        }
    }

    /// What became of a reminder's occurrence on a day.
    pub fn occurrence(reminder: ReminderId, date: Date) -> Self {
        Self {
            pk: occurrences(reminder),
            sk: date.to_string(),
        }
    }

    /// The church's holidays.
    pub fn holidays() -> Self {
        Self {
            pk: "holidays".into(),
            sk: "holidays".into(),
        }
    }

    /// What the church has decided.
    pub fn settings() -> Self {
        Self {
            pk: "settings".into(),
            sk: "settings".into(),
        }
    }

    /// The money of a month.
    pub fn budget(month: YearMonth) -> Self {
        Self {
            pk: "budgets".into(),
            sk: month.to_string(),
        }
    }

    /// The money of one expense.
    pub fn reservation(expense: Expense) -> Self {
        Self {
            pk: "reservations".into(),
            sk: expense.to_string(),
        }
    }

    /// What the model is to translate.
    pub fn translation(id: TranslationId) -> Self {
        Self {
            pk: translations(id),
            sk: "translation".into(),
        }
    }

    /// What became of one language of it.
    pub fn translated(id: TranslationId, language: &LanguageTag) -> Self {
        Self {
            pk: translations(id),
            sk: format!("language#{language}"),
        }
    }

    /// The state of the church's sender.
    pub fn sender() -> Self {
        Self {
            pk: "sender".into(),
            sk: "sender".into(),
        }
    }

    /// The places of the calls that are under way.
    pub fn call_places() -> Self {
        Self {
            sk: "call-places".into(),
            ..Self::sender()
        }
    }

    /// A call.
    pub fn call(id: CallId) -> Self {
        Self {
            pk: calls(),
            sk: id.to_string(),
        }
    }

    /// A turn of a call. All numbers have five digits, so that they sort.
    pub fn turn(call_id: CallId, number: u16) -> Self {
        Self {
            pk: call(call_id),
            sk: format!("{TURN}{number:05}"),
        }
    }

    /// Which call it is that the carrier knows by this id.
    pub fn call_sid(sid: &str) -> Self {
        Self {
            pk: format!("call-sid#{sid}"),
            sk: "call-sid".into(),
        }
    }

    /// A call's place among those with a number.
    pub fn call_with(phone: &PhoneNumber, id: CallId) -> Self {
        Self {
            pk: calls_with(phone),
            sk: id.to_string(),
        }
    }

    /// How many calls a day has.
    pub fn call_count(day: Date) -> Self {
        Self {
            pk: "call-counts".into(),
            sk: day.to_string(),
        }
    }

    /// Something that a person has to do about a call.
    pub fn follow_up(id: FollowUpId) -> Self {
        Self {
            pk: "follow-ups".into(),
            sk: id.to_string(),
        }
    }

    /// A follow-up's place among those that are open, or those that are done.
    pub fn follow_up_place(is_done: bool, id: FollowUpId) -> Self {
        Self {
            pk: follow_up_list(is_done),
            sk: id.to_string(),
        }
    }

    /// A follow-up's place with its call.
    pub fn follow_up_of(call_id: CallId, id: FollowUpId) -> Self {
        Self {
            pk: call(call_id),
            sk: id.to_string(),
        }
    }

    /// What the church tells its phone assistant.
    pub fn assistant_settings() -> Self {
        Self {
            pk: "assistant".into(),
            sk: "assistant".into(),
        }
    }

    /// A template.
    pub fn template(id: TemplateId) -> Self {
        Self {
            pk: templates(),
            sk: id.to_string(),
        }
    }

    /// An entry of the audit.
    pub fn audit_entry(id: AuditId) -> Self {
        Self {
            pk: audit(),
            sk: id.to_string(),
        }
    }

    /// A key by which a repeated request is recognised.
    pub fn idempotency(key: &str) -> Self {
        Self {
            pk: format!("idempotency#{key}"),
            sk: "idempotency".into(),
        }
    }

    /// The church's totals.
    pub fn statistics() -> Self {
        Self {
            pk: "statistics".into(),
            sk: "statistics".into(),
        }
    }

    /// As DynamoDB takes it.
    pub fn attributes(&self) -> HashMap<String, AttributeValue> {
        HashMap::from([
            ("pk".to_owned(), AttributeValue::S(self.pk.clone())),
            ("sk".to_owned(), AttributeValue::S(self.sk.clone())),
        ])
    }
}

#[cfg(test)]
mod tests;
