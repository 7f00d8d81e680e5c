//! Reminders: a message that goes out again and again, by a rule.
//!
//! A reminder remembers which of its days is settled, that is: was sent, or given up. What comes next follows from that, from
//! the rule and from the holidays; it is written down too, so that the clockwork outside can be set by it, but decided anew
//! whenever it matters. An occurrence is a day, so that a reminder whose time is changed after it went out does not go out
//! on that day again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::audience::Audience;
use crate::broadcast::{BirthdayOnly, Broadcast};
use crate::contact::one_line;
use crate::content::MessageContent;
use crate::ids::{BroadcastId, ReminderId};
use crate::language::LanguageTag;
use crate::message::MessageType;
use crate::purpose::Purpose;
use crate::recurrence::{Occurrence, Pattern, Recurrence};

#[cfg(test)]
mod tests;

/// A message that goes out again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The reminder's id.
    pub id: ReminderId,
    /// What staff wrote.
    pub details: ReminderDetails,
    /// Whether it goes out; staff may pause it.
    pub active: bool,
    /// What was to come at this moment or before does not go out: the reminder was made, changed or resumed then.
    pub counts_from: Timestamp,
    /// The last day that was sent or given up.
    pub settled: Option<Date>,
    /// What comes next, as far as was known when this was written; `None` when paused, or nothing comes any more.
    pub next: Option<DueOccurrence>,
    /// What came last.
    pub last: Option<PastOccurrence>,
    /// Who made it or last changed it: the e-mail address or id of a member of staff.
    pub created_by: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When staff last changed it.
    pub updated_at: Timestamp,
    /// Counts the changes from 1, those by staff and those by time; who changes the reminder names the version that was read.
    pub version: u32,
}

/// What staff wrote: what is said, to whom, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderDetails {
    /// What staff call it.
    pub name: ReminderName,
    /// What it says, with fields for each reader's own name.
    pub content: MessageContent,
    /// The language that it was written in.
    pub language: LanguageTag,
    /// The same in other languages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<LanguageTag, MessageContent>,
    /// Text or call.
    #[serde(default)]
    pub message_type: MessageType,
    /// What it is for; an emergency can't be planned.
    pub purpose: Purpose,
    /// Whom it is for.
    pub audience: Audience,
    /// When.
    pub recurrence: Recurrence,
}

/// A reminder's name: 1 to 80 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReminderName(String);

/// The text can't be a reminder's name; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReminderName {
    /// Nothing was given.
    #[error("Enter a name for the reminder.")]
    Empty,
    /// It is too long.
    #[error("Shorten this to {} characters.", ReminderName::MAXIMUM_CHARACTERS)]
    TooLong,
}

impl ReminderName {
    /// The most characters of a name.
    pub const MAXIMUM_CHARACTERS: usize = 80;

    /// Reads a name; runs of white space become one space.
    ///
    /// # Errors
    /// When nothing is left, or it is too long.
    pub fn parse(text: &str) -> Result<Self, InvalidReminderName> {
        let name = one_line(text);
        match name.chars().count() {
            0 => Err(InvalidReminderName::Empty),
            1..=Self::MAXIMUM_CHARACTERS => Ok(Self(name)),
            _ => Err(InvalidReminderName::TooLong),
        }
    }

    /// The name of a copy; it loses its end where it would be too long.
    pub fn of_copy(&self) -> Self {
        let name = format!("Copy of {}", self.0);
        let name: String = name.chars().take(Self::MAXIMUM_CHARACTERS).collect();
        Self(name.trim_end().to_owned())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ReminderName {
    type Error = InvalidReminderName;

    fn try_from(text: String) -> Result<Self, InvalidReminderName> {
        Self::parse(&text)
    }
}

impl From<ReminderName> for String {
    fn from(name: ReminderName) -> String {
        name.0
    }
}

/// An occurrence that is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueOccurrence {
    /// Its day, which names it.
    pub date: Date,
    /// When.
    pub at: Timestamp,
}

impl From<&Occurrence> for DueOccurrence {
    fn from(occurrence: &Occurrence) -> Self {
        Self {
            date: occurrence.date,
            at: occurrence.at,
        }
    }
}

/// An occurrence that is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastOccurrence {
    /// Its day.
    pub date: Date,
    /// When it was to be sent.
    pub at: Timestamp,
    /// When it was sent, or given up.
    pub decided_at: Timestamp,
    /// The broadcast that was made of it; `None` when it was missed.
    pub broadcast_id: Option<BroadcastId>,
}

impl PastOccurrence {
    /// Whether it was sent later than anybody would call on time.
    pub fn is_late(&self) -> bool {
        self.broadcast_id.is_some() && self.decided_at.duration_since(self.at) > Reminder::ON_TIME
    }
}

/// What there is to do for a reminder now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nothing.
    Nothing,
    /// An occurrence is to be sent.
    Send(DueOccurrence),
    /// An occurrence is so late that it is given up.
    GiveUp(DueOccurrence),
}

impl Reminder {
    /// An occurrence that could not be sent for longer than this is given up: "the service begins at ten" is no use at noon.
    pub const LATEST: SignedDuration = SignedDuration::from_hours(2);

    /// The clockwork outside is set to the minute, and takes up to another one.
    const ON_TIME: SignedDuration = SignedDuration::from_mins(2);

    /// What comes next, by the rule and the holidays.
    pub fn upcoming(&self, holidays: &BTreeSet<Date>) -> Option<DueOccurrence> {
        if !self.active {
            return None;
        }
        let rule = &self.details.recurrence;
        let next = rule.next(self.counts_from, self.settled, holidays);
        next.as_ref().map(DueOccurrence::from)
    }

    /// The same reminder with what comes next written down.
    pub fn planned(self, holidays: &BTreeSet<Date>) -> Self {
        Self {
            next: self.upcoming(holidays),
            ..self
        }
    }

    /// What there is to do at `now`.
    pub fn due(&self, now: Timestamp, holidays: &BTreeSet<Date>) -> Due {
        match self.upcoming(holidays) {
            Some(due) if due.at > now => Due::Nothing,
            Some(due) if now.duration_since(due.at) > Self::LATEST => Due::GiveUp(due),
            Some(due) => Due::Send(due),
            None => Due::Nothing,
        }
    }

    /// The reminder after an occurrence was settled.
    pub fn settle(&self, past: PastOccurrence, holidays: &BTreeSet<Date>) -> Self {
        Self {
            settled: Some(past.date),
            last: Some(past),
            version: self.version + 1,
            ..self.clone()
        }
        .planned(holidays)
    }

    /// The reminder after the holidays changed: nothing comes that would have been over by `now`. Answers `None` where it
    /// stays as it is.
    pub fn replanned(&self, now: Timestamp, holidays: &BTreeSet<Date>) -> Option<Self> {
        if self.upcoming(holidays) == self.next {
            return None;
        }
        let replanned = Self {
            counts_from: self.just_before_what_is_due(now),
            version: self.version + 1,
            ..self.clone()
        };
        Some(replanned.planned(holidays))
    }

    /// `now`, or right before what is due at this very moment.
    fn just_before_what_is_due(&self, now: Timestamp) -> Timestamp {
        let just_before = |due: DueOccurrence| due.at - SignedDuration::from_nanos(1);
        self.next.map_or(now, |due| just_before(due).min(now))
    }

    /// The reminder after staff changed what they wrote, or paused or resumed it.
    ///
    /// By an unchanged rule everything stays due that was. By a changed one nothing comes that would have been over by
    /// `now`, but what was due at this very moment still does, if the new rule has it.
    pub fn changed(
        &self,
        details: ReminderDetails,
        active: bool,
        now: Timestamp,
        by: String,
        holidays: &BTreeSet<Date>,
    ) -> Self {
        let counts_from = if !self.active {
            now
        } else if details.recurrence == self.details.recurrence {
            self.counts_from
        } else {
            self.just_before_what_is_due(now)
        };
        Self {
            details,
            active,
            counts_from,
            created_by: by,
            updated_at: now,
            version: self.version + 1,
            ..self.clone()
        }
        .planned(holidays)
    }

    /// The broadcast that an occurrence makes.
    pub fn broadcast(&self, due: DueOccurrence, church_name: &str, now: Timestamp) -> Broadcast {
        let id = BroadcastId::for_occurrence(self.id, due.date, due.at);
        let details = &self.details;
        Broadcast {
            language: details.language.clone(),
            translations: details.translations.clone(),
            church_name: Some(church_name.to_owned()),
            purpose: details.purpose,
            birthday: details.birthday_on(due.date),
            message_type: details.message_type,
            ..Broadcast::new(
                id,
                details.content.clone(),
                details.audience.clone(),
                self.created_by.clone(),
                now,
            )
        }
    }
}

impl ReminderDetails {
    /// Who of the audience gets it on a day, where it is for birthdays.
    pub fn birthday_on(&self, date: Date) -> Option<BirthdayOnly> {
        let time = self.recurrence.time;
        (self.recurrence.pattern == Pattern::Birthday).then_some(BirthdayOnly { date, time })
    }
}
