//! The partitions that are read or emptied as a whole.

use domain::directory::DirectoryList;
use domain::thread::ThreadList;
use domain::{
    BroadcastId, CallId, ContactId, FollowUpId, PhoneNumber, ReminderId, ThreadId, TranslationId,
};

use super::Key;

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
