//! What Tidings does: one use case a file, named as a sentence, and the ports through which it reaches
//! the world. It decides the order of effects; what is true is decided in `domain`, and how a
//! vendor is spoken to in `adapters`.

pub mod alert_on_call;
pub mod announce_message;
pub mod answer_call;
pub mod apply_import;
pub mod audit;
pub mod call_landlines;
pub mod cancel_broadcast;
pub mod change_answers;
pub mod change_assistant_settings;
pub mod change_settings;
pub mod composition;
pub mod contact_history;
pub mod continue_call;
pub mod count_changes;
pub mod create_broadcast;
pub mod decide_proposed_change;
pub mod empty_group;
pub mod end_call;
pub mod error;
pub mod exports;
pub mod fetch_media;
pub mod find_contacts;
pub mod finish_call;
pub mod fire_reminder;
pub mod flag_number;
pub mod forget_contact;
pub mod imports;
pub mod list_messages;
pub mod manage_contacts;
pub mod manage_groups;
pub mod manage_reminders;
pub mod manage_templates;
pub mod manage_threads;
pub mod note_user;
pub mod opt_out_by_hand;
pub mod page;
pub mod place_call;
pub mod plan_broadcast;
pub mod ports;
pub mod preview_message;
pub mod preview_reminder;
pub mod read_calls;
pub mod read_import;
pub mod read_inbox;
pub mod read_settings;
pub mod read_spending;
pub mod read_thread;
pub mod receive_text;
pub mod reconcile_message;
pub mod reconcile_schedules;
pub mod record_call_report;
pub mod record_delivery_report;
pub mod record_opt_out;
pub mod reminder_history;
pub mod reply_to_thread;
pub mod resume_broadcast;
pub mod review_messages;
pub mod send_messages;
pub mod send_reminder_now;
pub mod send_test;
pub mod set_alarms;
pub mod settle_broadcast;
pub mod thread_people;
pub mod translate_draft;
pub mod translations;
pub mod whisper;
pub mod write_export;

#[cfg(test)]
mod fakes;
#[cfg(test)]
mod fault_harness;

pub use error::{Error, Result};
pub use page::Page;
