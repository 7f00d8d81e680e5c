//! The only place where keys are made, from types.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::directory::{DirectoryEntry, DirectoryList};
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

/// The partition of all contacts.
pub fn contacts() -> String {
    "contacts".into()
}

/// The partition of a list of the directory.
pub fn directory(list: &DirectoryList) -> String {
    match list {
        DirectoryList::Names => "directory#names".into(),
        DirectoryList::Numbers => "directory#numbers".into(),
        DirectoryList::Words(first) => format!("directory#words#{first}"),
        DirectoryList::PhoneEnds(digits) => format!("directory#phones#{digits}"),
        DirectoryList::Language(language) => format!("directory#language#{language}"),
        DirectoryList::Group(id) => format!("directory#group#{id}"),
        DirectoryList::Inactive => "directory#inactive".into(),
        DirectoryList::OptedOut => "directory#opted-out".into(),
    }
}

/// The partition of a contact's changes.
pub fn changes(contact: ContactId) -> String {
    format!("changes#{contact}")
}

/// The partition of all groups.
pub fn groups() -> String {
    "groups".into()
}

/// The partition of all templates.
pub fn templates() -> String {
    "templates".into()
}

/// The partition of the audit.
pub fn audit() -> String {
    "audit".into()
}

/// The partition of a thread and all that it holds.
pub fn thread(id: ThreadId) -> String {
    format!("thread#{id}")
}

/// The partition of a list of the inbox.
pub fn thread_list(list: ThreadList) -> String {
    format!("inbox#{}", list.as_str())
}

/// The partition of all who work with the dashboard.
pub fn users() -> String {
    "users".into()
}

/// The partition of all imports.
pub fn imports() -> String {
    "imports".into()
}

/// The partition of all broadcasts.
pub fn broadcasts() -> String {
    "broadcasts".into()
}

/// The partition of all notes of messages that wait for a person.
pub fn reviews() -> String {
    "reviews".into()
}

/// The partition of all reminders.
pub fn reminders() -> String {
    "reminders".into()
}

/// The partition of what became of a reminder's occurrences.
pub fn occurrences(reminder: ReminderId) -> String {
    format!("occurrences#{reminder}")
}

/// The partition of a translation and what became of its languages.
pub fn translations(id: TranslationId) -> String {
    format!("translations#{id}")
}

/// The partition of all calls.
pub fn calls() -> String {
    "calls".into()
}

/// The partition of a call's turns, and of the places of its follow-ups.
pub fn call(id: CallId) -> String {
    format!("call#{id}")
}

/// The partition of the places of the calls with a number.
pub fn calls_with(phone: &PhoneNumber) -> String {
    format!("caller#{phone}")
}

/// The partition of the places of follow-ups that are open, or of those that are done.
pub fn follow_up_list(is_done: bool) -> String {
    match is_done {
        true => "follow-ups#done".into(),
        false => "follow-ups#open".into(),
    }
}

/// Wherever something may stand of a follow-up, but with its call.
pub fn traces_of_follow_up(id: FollowUpId) -> [Key; 3] {
    [
        Key::follow_up_place(false, id),
        Key::follow_up_place(true, id),
        Key::follow_up(id),
    ]
}

/// The partition of one shard of a broadcast's messages.
pub fn messages(broadcast: BroadcastId, shard: u8) -> String {
    format!("messages#{broadcast}#{shard}")
}

#[cfg(test)]
mod tests {
    use domain::PhoneNumber;
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_sample_key_of_each_item() {
        let contact = ContactId::new(Timestamp::UNIX_EPOCH, 1);
        let broadcast = BroadcastId::new(Timestamp::UNIX_EPOCH, 2);
        let reminder = ReminderId::new(Timestamp::UNIX_EPOCH, 8);
        let phone = PhoneNumber::from_e164("+12125550123").expect("a number in E.164");
        let message = MessageId::for_phone(broadcast, &phone);
        let thread = ThreadId::for_sender(phone.as_str());
        let entry = ThreadEntryId::new(Timestamp::UNIX_EPOCH, 8);
        let translation = TranslationId::new(Timestamp::UNIX_EPOCH, 8);
        let call = CallId::new(Timestamp::UNIX_EPOCH, 8);
        let follow_up = FollowUpId::new(Timestamp::UNIX_EPOCH, 9);
        let keys = [
            Key::contact(contact),
            Key::directory_entry(&DirectoryEntry {
                list: DirectoryList::Words('r'),
                position: format!("ruth\u{1}ruth okafor\u{1}{contact}"),
            }),
            Key::change(contact, ChangeId::new(Timestamp::UNIX_EPOCH, 3)),
            Key::deletion(contact),
            Key::group(GroupId::new(Timestamp::UNIX_EPOCH, 4)),
            Key::opt_out(&phone),
            Key::opt_out_change(&phone, OptOutId::new(Timestamp::UNIX_EPOCH, 7)),
            Key::thread(thread),
            Key::thread_entry(thread, entry),
            Key::received_text(thread, "SM5f2b"),
            Key::automatic_answer(thread),
            Key::thread_place(ThreadList::Unread, entry),
            Key::automatic_answers(),
            Key::user("c4f814e8"),
            Key::import(ImportId::new(Timestamp::UNIX_EPOCH, 5)),
            Key::export(ExportId::new(Timestamp::UNIX_EPOCH, 6)),
            Key::directory_lock(),
            Key::broadcast(broadcast),
            Key::message(message),
            Key::review(message),
            Key::reminder(reminder),
            Key::occurrence(reminder, Date::constant(2026, 3, 8)),
            Key::holidays(),
            Key::settings(),
            Key::budget(YearMonth::parse("2026-11").expect("a month")),
            Key::reservation(broadcast.into()),
            Key::translation(translation),
            Key::translated(translation, &LanguageTag::english()),
            Key::sender(),
            Key::call(call),
            Key::turn(call, 7),
            Key::call_sid("CA5f2b"),
            Key::call_with(&phone, call),
            Key::call_count(Date::constant(2026, 11, 26)),
            Key::follow_up(follow_up),
            Key::follow_up_place(false, follow_up),
            Key::follow_up_place(true, follow_up),
            Key::follow_up_of(call, follow_up),
            Key::assistant_settings(),
            Key::template(TemplateId::new(Timestamp::UNIX_EPOCH, 8)),
            Key::audit_entry(AuditId::new(Timestamp::UNIX_EPOCH, 9)),
            Key::idempotency("5f2b"),
            Key::statistics(),
        ];
        let lines: Vec<String> = keys
            .iter()
            .map(|key| format!("{} | {}", key.pk, key.sk.replace('\u{1}', "<1>")))
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @"
        contacts | con_00000000000000000000000001
        directory#words#r | ruth<1>ruth okafor<1>con_00000000000000000000000001
        changes#con_00000000000000000000000001 | chg_00000000000000000000000003
        deletions | con_00000000000000000000000001
        groups | grp_00000000000000000000000004
        opt-out#+12125550123 | opt-out
        opt-out#+12125550123 | opt_00000000000000000000000007
        thread#thr_RCA97Z6XY9EPH9AWQ1GASAS034 | thread
        thread#thr_RCA97Z6XY9EPH9AWQ1GASAS034 | ent_00000000000000000000000008
        thread#thr_RCA97Z6XY9EPH9AWQ1GASAS034 | text#SM5f2b
        thread#thr_RCA97Z6XY9EPH9AWQ1GASAS034 | automatic-answer
        inbox#unread | ent_00000000000000000000000008
        automatic-answers | automatic-answers
        users | c4f814e8
        imports | imp_00000000000000000000000005
        exports | exp_00000000000000000000000006
        directory-lock | directory-lock
        broadcasts | brc_00000000000000000000000002
        messages#brc_00000000000000000000000002#2 | msg_000000000000000000000000025A8N6EPP5XA03GNN
        reviews | msg_000000000000000000000000025A8N6EPP5XA03GNN
        reminders | rem_00000000000000000000000008
        occurrences#rem_00000000000000000000000008 | 2026-03-08
        holidays | holidays
        settings | settings
        budgets | 2026-11
        reservations | brc_00000000000000000000000002
        translations#trn_00000000000000000000000008 | translation
        translations#trn_00000000000000000000000008 | language#en
        sender | sender
        calls | cal_00000000000000000000000008
        call#cal_00000000000000000000000008 | turn#00007
        call-sid#CA5f2b | call-sid
        caller#+12125550123 | cal_00000000000000000000000008
        call-counts | 2026-11-26
        follow-ups | fol_00000000000000000000000009
        follow-ups#open | fol_00000000000000000000000009
        follow-ups#done | fol_00000000000000000000000009
        call#cal_00000000000000000000000008 | fol_00000000000000000000000009
        assistant | assistant
        templates | tpl_00000000000000000000000008
        audit | aud_00000000000000000000000009
        idempotency#5f2b | idempotency
        statistics | statistics
        ");
    }
}
