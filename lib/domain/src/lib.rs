//! What is true in Tidings: the nouns of a church that writes to its people, and their rules.
//!
//! Nothing here waits, reads a clock, draws a random number or knows a vendor; all of that is handed
//! in by the caller. So every rule can be tested in milliseconds, and read without knowing AWS.

pub mod assistant_settings;
pub mod audience;
pub mod audit;
pub mod automatic_answers;
pub mod birthday;
pub mod broadcast;
pub mod call;
pub mod care;
pub mod contact;
pub mod content;
pub mod conversation;
pub mod country;
pub mod delivery;
pub mod directory;
pub mod email;
pub mod field_error;
pub mod group;
pub mod history;
pub mod holidays;
pub mod ids;
pub mod import;
pub mod inbound_text;
pub mod language;
pub mod member_words;
pub mod merge_fields;
pub mod message;
pub mod money;
pub mod opt_out;
pub mod pace;
pub mod phone;
mod phrases;
pub mod purpose;
pub mod quiet_hours;
pub mod reach;
pub mod recurrence;
pub mod reminder;
pub mod reply_meaning;
pub mod segments;
pub mod sender;
pub mod settings;
pub mod shipped_language;
pub mod spoken_guard;
pub mod spoken_language;
pub mod spoken_reply;
pub mod spoken_request;
pub mod statistics;
pub mod template;
pub mod thread;
pub mod time_zone;
pub mod translation;
pub mod user;
pub mod voice_words;
pub mod wording;

pub use assistant_settings::AssistantSettings;
pub use audience::{Audience, Recipient};
pub use automatic_answers::AutomaticAnswers;
pub use birthday::Birthday;
pub use broadcast::{Broadcast, BroadcastProgress};
pub use call::{Call, FollowUp};
pub use care::{CareNeed, find_care_need};
pub use contact::Contact;
pub use content::MessageContent;
pub use country::Country;
pub use email::EmailAddress;
pub use field_error::FieldError;
pub use group::Group;
pub use holidays::Holidays;
pub use ids::{
    AttemptId, AuditId, BroadcastId, CallId, ChangeId, ContactId, ExportId, FollowUpId, GroupId,
    ImportId, MessageId, OptOutId, ReminderId, TemplateId, ThreadEntryId, ThreadId, TranslationId,
};
pub use inbound_text::{InboundText, Sender};
pub use language::LanguageTag;
pub use member_words::{MemberWords, member_words};
pub use merge_fields::{MergeValues, MessageTemplate};
pub use message::{Message, MessageStatus, MessageType, SkipReason};
pub use money::{MicroDollars, MonthlyBudget, PriceList};
pub use phone::PhoneNumber;
pub use purpose::Purpose;
pub use quiet_hours::QuietHours;
pub use recurrence::Recurrence;
pub use reminder::Reminder;
pub use reply_meaning::{ReplyMeaning, is_handled_by_twilio, read_reply};
pub use settings::ChurchSettings;
pub use shipped_language::{SHIPPED_LANGUAGES, ShippedLanguage};
pub use spoken_guard::{SpokenFacts, Unspeakable, cut_at_sentence, guard_spoken};
pub use spoken_language::{DetectedLanguage, detect_language};
pub use spoken_reply::SpokenReply;
pub use spoken_request::{SpokenRequest, read_request, read_yes_no};
pub use thread::{Thread, ThreadEntry};
pub use time_zone::TimeZoneName;
pub use translation::Translation;
