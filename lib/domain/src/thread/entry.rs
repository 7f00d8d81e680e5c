//! What a thread holds, in order of time: texts, replies, notes, and what staff did about it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::content::MessageContent;
use crate::history::Actor;
use crate::ids::{BroadcastId, ThreadEntryId};
use crate::inbound_text::{AnsweredKeyword, InboundMedia, InboundText};
use crate::reply_meaning::ReplyMeaning;

/// One thing that happened in a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadEntry {
    /// The entry's id; ids sort by time.
    pub id: ThreadEntryId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub content: EntryContent,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EntryContent {
    /// A text came in.
    Text(Box<ReceivedText>),
    /// Staff replied.
    Reply {
        /// The broadcast that carries it; its only message tells how it fares.
        broadcast_id: BroadcastId,
        /// What it says.
        content: MessageContent,
        /// Who wrote it.
        actor: Actor,
    },
    /// Staff wrote something down for each other.
    Note {
        /// What.
        content: NoteContent,
        /// Who wrote it.
        actor: Actor,
    },
    /// It was given to somebody.
    Assigned {
        /// To whom; `None` for nobody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Actor>,
        /// By whom.
        actor: Actor,
    },
    /// Somebody has dealt with it.
    Resolved {
        /// Who.
        actor: Actor,
    },
    /// Somebody found that there is still something to do.
    Reopened {
        /// Who.
        actor: Actor,
    },
}

/// A text that came in, as it is kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceivedText {
    /// The carrier's id of it.
    pub message_sid: String,
    /// The number or short code of the church that it was sent to.
    pub to: String,
    /// What it says; empty when it is a picture only.
    pub body: String,
    /// Pictures and other files, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<InboundMedia>,
    /// How many files were left out.
    #[serde(default)]
    pub dropped_media: usize,
    /// How many segments it came in.
    pub segments: u32,
    /// What it asks of us.
    pub meaning: ReplyMeaning,
    /// What the carrier has answered by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_keyword: Option<AnsweredKeyword>,
    /// How it was answered by itself; `None` while that is not decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

impl ReceivedText {
    /// A text that nobody has answered yet.
    pub fn new(text: &InboundText, meaning: ReplyMeaning) -> Self {
        Self {
            message_sid: text.message_sid.clone(),
            to: text.to.clone(),
            body: text.body.clone(),
            media: text.media.clone(),
            dropped_media: text.dropped_media,
            segments: text.segments,
            meaning,
            answered_keyword: text.answered_keyword,
            answer: None,
        }
    }
}

/// Debug output ends up in logs, which hold no words (I7).
impl std::fmt::Debug for ReceivedText {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ReceivedText")
            .field("message_sid", &self.message_sid)
            .field("meaning", &self.meaning)
            .finish_non_exhaustive()
    }
}

/// How a text is answered by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// With these words.
    Words(AutomaticAnswer),
    /// Not at all.
    Nothing,
}

/// Words that answer a text by themselves.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutomaticAnswer {
    /// The words.
    pub content: String,
    /// Why.
    pub reason: AnswerReason,
}

/// Debug output ends up in logs, which hold no words (I7).
impl std::fmt::Debug for AutomaticAnswer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "AutomaticAnswer({:?})", self.reason)
    }
}

/// Why a text is answered by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerReason {
    /// The person asked for an end of texts.
    OptedOut,
    /// The person asked for texts again.
    OptedIn,
    /// The person asked who writes.
    Help,
    /// The text is this word, for which the church has an answer.
    Keyword(String),
    /// Nobody is in the office.
    AfterHours,
}

/// What staff write down for each other: 1 to [`NoteContent::MAXIMUM_CHARACTERS`] characters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NoteContent(String);

/// The text can't be a note; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidNote {
    /// Nothing was given.
    #[error("Write the note: it is empty.")]
    Empty,
    /// It is too long.
    #[error("Shorten the note to 2,000 characters.")]
    TooLong,
}

impl NoteContent {
    /// The most characters of a note.
    pub const MAXIMUM_CHARACTERS: usize = 2_000;

    /// Reads a note; only the white space around it is dropped.
    ///
    /// # Errors
    /// When it is empty or too long.
    pub fn parse(text: &str) -> Result<Self, InvalidNote> {
        let text = text.trim();
        match text.chars().count() {
            0 => Err(InvalidNote::Empty),
            length if length > Self::MAXIMUM_CHARACTERS => Err(InvalidNote::TooLong),
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// The note.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Debug output ends up in logs, which hold no words (I7).
impl std::fmt::Debug for NoteContent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("NoteContent(..)")
    }
}

impl TryFrom<String> for NoteContent {
    type Error = InvalidNote;

    fn try_from(text: String) -> Result<Self, InvalidNote> {
        Self::parse(&text)
    }
}

impl From<NoteContent> for String {
    fn from(note: NoteContent) -> String {
        note.0
    }
}
