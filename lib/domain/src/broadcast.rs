//! Broadcasts: one message to an audience, and how far it has come.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::audience::Audience;
use crate::contact::Contact;
use crate::content::MessageContent;
use crate::ids::{BroadcastId, ContactId};
use crate::language::LanguageTag;
use crate::message::{Message, MessageStatus, MessageType};
use crate::money::MicroDollars;
use crate::purpose::Purpose;
use crate::quiet_hours::SendWindow;
use crate::reach::FaultReason;
use crate::settings::ChurchSettings;
use crate::statistics::StatusCounts;
use crate::time_zone::TimeZoneName;
use crate::wording::Wording;

/// One message to an audience.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broadcast {
    /// The broadcast's id.
    pub id: BroadcastId,
    /// What it says, with fields for each reader's own name.
    pub content: MessageContent,
    /// The language that it was written in.
    pub language: LanguageTag,
    /// The same in other languages.
    pub translations: BTreeMap<LanguageTag, MessageContent>,
    /// The church's name, for the field of that name.
    pub church_name: Option<String>,
    /// What it is for, which decides at which hours it may go out.
    pub purpose: Purpose,
    /// Whether staff only tried it out, on one of them.
    pub is_test: bool,
    /// When staff want it to go out; `None` for at once.
    pub scheduled_at: Option<Timestamp>,
    /// Text or call.
    pub message_type: MessageType,
    /// Whom it is for.
    pub audience: Audience,
    /// When given, of these only whoever has a birthday then.
    pub birthday: Option<BirthdayOnly>,
    /// When given, of these only whoever could not get this text, for the number is a landline.
    pub landlines_of: Option<BroadcastId>,
    /// Who made it: the e-mail address or id of a member of staff.
    pub created_by: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Where the work on it stands.
    pub stage: BroadcastStage,
    /// How far the planning of messages has come.
    pub plan: PlanProgress,
    /// When the last message was planned.
    pub planned_at: Option<Timestamp>,
    /// When staff cancelled it.
    pub cancelled_at: Option<Timestamp>,
    /// When the next messages that wait for the morning, or for room at the carrier, are to be queued.
    pub release_at: Option<Timestamp>,
    /// Why it is paused or refused.
    pub notice: Option<Notice>,
}

/// Only whoever has a birthday on a day gets the message, and each at a time of their own day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BirthdayOnly {
    /// The day.
    pub date: Date,
    /// What each person's clock shows.
    pub time: Time,
}

impl BirthdayOnly {
    /// Whether a person has a birthday then.
    pub fn holds_for(&self, contact: &Contact) -> bool {
        let birthday = contact.details.birthday.as_ref();
        birthday.is_some_and(|birthday| birthday.is_kept_on(self.date))
    }

    /// When it is that time on that day in a zone; `None` beyond the end of time.
    pub fn moment_in(&self, zone: &TimeZoneName) -> Option<Timestamp> {
        let local = self.date.to_datetime(self.time);
        let zoned = zone.rules().to_ambiguous_zoned(local).compatible();
        zoned.ok().map(|zoned| zoned.timestamp())
    }
}

/// Why a broadcast does not go on: a stable code, and a sentence for staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The carrier's error code, or a word of our own.
    pub code: String,
    /// In plain words: what happened, and what to do.
    pub sentence: String,
}

impl Broadcast {
    /// The most translations, more than there are languages that we ship: the record must fit into the store, whatever
    /// they say.
    pub const MAXIMUM_TRANSLATIONS: usize = 20;
    /// For how long after a person's text an answer may go out at any hour.
    pub const ANSWER_AT_ANY_HOUR: SignedDuration = SignedDuration::from_hours(1);

    /// A text to go out at once, that nobody has planned yet.
    pub fn new(
        id: BroadcastId,
        content: MessageContent,
        audience: Audience,
        created_by: String,
        created_at: Timestamp,
    ) -> Self {
        Self {
            id,
            content,
            language: LanguageTag::english(),
            translations: BTreeMap::new(),
            church_name: None,
            purpose: Purpose::default(),
            is_test: false,
            scheduled_at: None,
            message_type: MessageType::Sms,
            audience,
            birthday: None,
            landlines_of: None,
            created_by,
            created_at,
            stage: BroadcastStage::Planning,
            plan: PlanProgress::default(),
            planned_at: None,
            cancelled_at: None,
            release_at: None,
            notice: None,
        }
    }

    /// Whether somebody is meant at all: who is not is left out without a word.
    pub fn is_meant_for(&self, contact: &Contact) -> bool {
        let is_landline = || {
            let fault = contact.unreachable.as_ref();
            fault.is_some_and(|fault| fault.reason == FaultReason::Landline)
        };
        self.birthday
            .as_ref()
            .is_none_or(|birthday| birthday.holds_for(contact))
            && (self.landlines_of.is_none() || is_landline())
    }

    /// Its words, ready to be rendered.
    pub fn wording(&self) -> Wording {
        let church = self.church_name.clone();
        Wording::new(
            &self.content,
            self.language.clone(),
            &self.translations,
            church,
        )
    }

    /// Takes words and number out of a reply whose only reader is forgotten. What was not planned goes to nobody.
    pub fn forget_reader(&mut self) {
        self.content = MessageContent::removed();
        self.audience = Audience::nobody();
    }

    /// Whether somebody whose own zone is `known`, if it is, may be texted with this at `now`, until when, and when
    /// again.
    ///
    /// Who has just written is awake, and waits for an answer: for an hour after a person's text a reply may go out
    /// whatever the hour, and what is not on the phone by then is given up, as it would be at the beginning of the quiet
    /// hours. All else keeps to them (I10).
    pub fn window_at(
        &self,
        settings: &ChurchSettings,
        now: Timestamp,
        known: Option<&TimeZoneName>,
    ) -> SendWindow {
        let window = settings.window_at(now, known, self.purpose);
        match self.audience {
            Audience::Reply {
                wrote_at: Some(wrote_at),
                ..
            } => window.open_until(now, wrote_at + Self::ANSWER_AT_ANY_HOUR),
            _ => window,
        }
    }

    /// What this message of the broadcast says. It follows from the two records alone, whenever it is asked.
    pub fn text_for(&self, message: &Message) -> String {
        self.wording()
            .text_for(&message.language, message.values.as_ref())
    }
}

/// Where the work on a broadcast stands. It moves forward, but for a pause, which ends where it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BroadcastStage {
    /// Messages are being written for its audience.
    Planning,
    /// Every message has been written and queued.
    Sending,
    /// Nothing goes out until somebody has mended what [`Broadcast::notice`] tells, and lets it go on.
    Paused,
    /// It could not be sent as a whole, for what [`Broadcast::notice`] tells; nobody got it.
    Refused,
    /// Staff stopped it; what was not yet with the carrier is skipped.
    Cancelled,
}

/// How far planning has come: everyone up to and including `last_contact` has a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanProgress {
    /// The last contact, in order of ids, whose record is written and queued.
    pub last_contact: Option<ContactId>,
    /// How many messages there are to be sent so far.
    pub recipients: u64,
    /// How many people were left out so far.
    pub left_out: u64,
    /// How many segments the messages have together so far.
    pub segments: u64,
    /// What they cost by the price list so far.
    pub cost: MicroDollars,
    /// The earliest moment for which a message is held so far.
    pub held_until: Option<Timestamp>,
    /// When the last message that was queued so far will be out, at the sender's pace.
    pub out_by: Option<Timestamp>,
}

/// A broadcast with the counts of its messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroadcastProgress {
    /// The broadcast.
    pub broadcast: Broadcast,
    /// Its messages by status. They follow the records within a second or two.
    pub counts: StatusCounts,
}

/// A broadcast's state, as staff see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BroadcastStatus {
    /// It waits for the time that staff chose.
    Scheduled,
    /// Messages are being written for its audience.
    Planning,
    /// Messages are on their way.
    Sending,
    /// Nothing will change by itself any more.
    Completed,
    /// It waits for somebody to mend something.
    Paused,
    /// It could not be sent, and nobody got it.
    Refused,
    /// Staff stopped it.
    Cancelled,
}

impl BroadcastStatus {
    /// The name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Planning => "planning",
            Self::Sending => "sending",
            Self::Completed => "completed",
            Self::Paused => "paused",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
        }
    }
}

impl BroadcastProgress {
    /// After this long, a message that the carrier has and never reported on again is at rest: not every phone
    /// company tells whether a text arrived.
    const REPORTS_END_AFTER: SignedDuration = SignedDuration::from_hours(72);

    /// The state that follows from the stage, the counts and the present time.
    pub fn status(&self, now: Timestamp) -> BroadcastStatus {
        match self.broadcast.stage {
            BroadcastStage::Planning if self.broadcast.scheduled_at.is_some_and(|at| at > now) => {
                BroadcastStatus::Scheduled
            }
            BroadcastStage::Planning => BroadcastStatus::Planning,
            BroadcastStage::Cancelled => BroadcastStatus::Cancelled,
            BroadcastStage::Paused => BroadcastStatus::Paused,
            BroadcastStage::Refused => BroadcastStatus::Refused,
            BroadcastStage::Sending if self.is_settled(now) => BroadcastStatus::Completed,
            BroadcastStage::Sending => BroadcastStatus::Sending,
        }
    }

    /// Whether nothing is expected to happen to its messages any more, by itself or by somebody's decision to go on.
    pub fn is_at_rest(&self, now: Timestamp) -> bool {
        match self.broadcast.stage {
            BroadcastStage::Planning | BroadcastStage::Paused => false,
            BroadcastStage::Sending | BroadcastStage::Cancelled => self.is_settled(now),
            BroadcastStage::Refused => true,
        }
    }

    /// Whether every planned message has been counted and none will move by itself.
    fn is_settled(&self, now: Timestamp) -> bool {
        let plan = &self.broadcast.plan;
        let all_counted = self.counts.total() >= plan.recipients + plan.left_out;
        let with_us =
            self.counts.get(MessageStatus::Queued) + self.counts.get(MessageStatus::Sending);
        let begun = self
            .broadcast
            .planned_at
            .unwrap_or(self.broadcast.created_at);
        let reports_have_ended = now.duration_since(begun) > Self::REPORTS_END_AFTER;
        all_counted && (self.counts.moving() == 0 || (with_us == 0 && reports_have_ended))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ThreadId;
    use crate::phone::PhoneNumber;

    fn progress(stage: BroadcastStage, delivered: u64, sent: u64) -> BroadcastProgress {
        let mut counts = StatusCounts::default();
        counts.set(MessageStatus::Delivered, delivered);
        counts.set(MessageStatus::Sent, sent);
        BroadcastProgress {
            broadcast: Broadcast {
                stage,
                plan: PlanProgress {
                    recipients: 3,
                    ..PlanProgress::default()
                },
                ..Broadcast::new(
                    BroadcastId::new(Timestamp::UNIX_EPOCH, 1),
                    MessageContent::parse("Dinner on Friday").expect("content"),
                    Audience::All,
                    "staff".into(),
                    Timestamp::UNIX_EPOCH,
                )
            },
            counts,
        }
    }

    #[test]
    fn a_broadcast_is_completed_when_all_its_messages_are_counted_and_at_rest() {
        let status = |delivered, sent| {
            progress(BroadcastStage::Sending, delivered, sent).status(Timestamp::UNIX_EPOCH)
        };
        assert_eq!(status(0, 0), BroadcastStatus::Sending);
        assert_eq!(status(2, 0), BroadcastStatus::Sending);
        assert_eq!(status(2, 1), BroadcastStatus::Sending);
        assert_eq!(status(3, 0), BroadcastStatus::Completed);
    }

    #[test]
    fn what_the_carrier_never_reports_on_is_at_rest_after_three_days() {
        let sending = progress(BroadcastStage::Sending, 2, 1);
        let after =
            |hours| sending.status(Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours));
        assert_eq!(after(72), BroadcastStatus::Sending);
        assert_eq!(after(73), BroadcastStatus::Completed);
    }

    /// At three in the morning in New York.
    const NIGHT: &str = "2026-11-25T08:00:00Z";

    fn window_of(audience: Audience, minutes_later: i64) -> SendWindow {
        let zone = TimeZoneName::parse("America/New_York").expect("a time zone");
        let settings = ChurchSettings::in_zone(zone, crate::Country::UNITED_STATES);
        let night: Timestamp = NIGHT.parse().expect("a time");
        let mut broadcast = progress(BroadcastStage::Sending, 0, 0).broadcast;
        broadcast.audience = audience;
        let now = night + SignedDuration::from_mins(minutes_later);
        broadcast.window_at(&settings, now, None)
    }

    fn answer() -> Audience {
        Audience::Reply {
            thread_id: ThreadId::for_sender("+12125550123"),
            phone: PhoneNumber::from_e164("+12125550123").expect("a number in E.164"),
            contact_id: None,
            wrote_at: NIGHT.parse().ok(),
        }
    }

    #[test]
    fn who_has_just_written_is_answered_at_night_and_for_an_hour_only() {
        let validity = |minutes| {
            let night: Timestamp = NIGHT.parse().expect("a time");
            let now = night + SignedDuration::from_mins(minutes);
            window_of(answer(), minutes).validity(now)
        };
        let minutes = |count| Some(std::time::Duration::from_mins(count));
        assert_eq!(validity(0), minutes(59));
        assert_eq!(validity(30), minutes(29));
        assert_eq!(validity(55), None);
        assert_eq!(validity(61), None);
        let morning = "2026-11-25T14:00:00Z".parse().expect("a time");
        let held = SendWindow::Closed { opens_at: morning };
        assert_eq!(window_of(answer(), 61), held);
        assert_eq!(window_of(Audience::All, 0), held);
    }

    #[test]
    fn planning_and_cancelling_are_shown_as_such() {
        let status = |stage| progress(stage, 3, 0).status(Timestamp::UNIX_EPOCH);
        assert_eq!(status(BroadcastStage::Planning), BroadcastStatus::Planning);
        assert_eq!(
            status(BroadcastStage::Cancelled),
            BroadcastStatus::Cancelled
        );
    }
}
