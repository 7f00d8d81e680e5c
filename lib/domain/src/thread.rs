//! Threads: one number, and everything that was exchanged with it. All of the staff share them: who has read a text has
//! read it for the church.
//!
//! ```text
//! a text comes in ----> open, unread ----read----> open ----resolved----> resolved
//!                           ^                                                |
//!                           '------------- another text comes in ------------'
//! ```
//!
//! Whatever staff do at the same moment, a text that comes in wins: it opens the thread again, and it stays unread until
//! somebody has seen it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::history::Actor;
use crate::ids::{ContactId, ThreadEntryId, ThreadId};
use crate::inbound_text::{InboundText, Sender};

mod entry;

pub use entry::{
    Answer, AnswerReason, AutomaticAnswer, EntryContent, InvalidNote, NoteContent, ReceivedText,
    ThreadEntry,
};

/// One number, and where the conversation with it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// The thread's id, which follows from the sender.
    pub id: ThreadId,
    /// The number or short code.
    pub sender: Sender,
    /// Who had the number when that was last looked up, at most [`Thread::MAXIMUM_PEOPLE`], in order of ids: the list
    /// of threads takes the names from here, and passes over who has another number by now.
    pub contact_ids: Vec<ContactId>,
    /// Whether there is something to do.
    pub state: ThreadState,
    /// Whether nobody has read the last text.
    pub is_unread: bool,
    /// Who looks after it.
    pub assignee: Option<Actor>,
    /// The beginning of the last text or reply.
    pub preview: Preview,
    /// When the last text came in.
    pub last_text_at: Timestamp,
    /// The last text or reply. It is the thread's place in the lists, which are in order of time.
    pub place: ThreadEntryId,
    /// When the first text came in.
    pub created_at: Timestamp,
    /// Grows with each change.
    pub version: u32,
}

/// Whether there is something to do about a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadState {
    /// There may be.
    Open,
    /// There is not.
    Resolved,
}

/// The beginning of a text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Whether it came in or went out.
    pub direction: Direction,
    /// Its first [`Preview::CHARACTERS`] characters.
    pub content: String,
    /// How many files came with it.
    pub media: usize,
}

/// Which way a text went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To the church.
    In,
    /// To the person.
    Out,
}

/// A list of threads, newest activity first. What stands where follows from the thread alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ThreadList {
    /// Those about which something may have to be done.
    Open,
    /// Those of them that nobody has read.
    Unread,
    /// The others.
    Resolved,
}

impl ThreadList {
    /// The name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Unread => "unread",
            Self::Resolved => "resolved",
        }
    }
}

impl Preview {
    /// The most characters that are kept.
    pub const CHARACTERS: usize = 160;

    /// Of a text that came in.
    pub fn of_text(text: &InboundText) -> Self {
        Self {
            direction: Direction::In,
            content: beginning(&text.body),
            media: text.media.len() + text.dropped_media,
        }
    }

    /// Of a reply.
    pub fn of_reply(content: &str) -> Self {
        Self {
            direction: Direction::Out,
            content: beginning(content),
            media: 0,
        }
    }
}

fn beginning(text: &str) -> String {
    text.trim().chars().take(Preview::CHARACTERS).collect()
}

/// Debug output ends up in logs, which hold no words (I7).
impl std::fmt::Debug for Preview {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Preview({:?})", self.direction)
    }
}

impl Thread {
    /// The most people that are kept with a thread; more do not share a phone.
    pub const MAXIMUM_PEOPLE: usize = 10;

    /// The thread after a text that came in: as `before` was, or a new one. It is open, and unread.
    pub fn after_text(
        before: Option<&Self>,
        text: &InboundText,
        entry: ThreadEntryId,
        at: Timestamp,
    ) -> Self {
        let (place, preview) = (entry, Preview::of_text(text));
        let Some(before) = before else {
            return Self {
                id: ThreadId::for_sender(text.from.as_str()),
                sender: text.from.clone(),
                contact_ids: Vec::new(),
                state: ThreadState::Open,
                is_unread: true,
                assignee: None,
                preview,
                last_text_at: at,
                place,
                created_at: at,
                version: 1,
            };
        };
        Self {
            state: ThreadState::Open,
            is_unread: true,
            last_text_at: at.max(before.last_text_at),
            ..before.moved(place, preview)
        }
    }

    /// The thread after a reply. It stays unread if it is: a text may have come in while the reply was written.
    #[must_use]
    pub fn after_reply(&self, entry: ThreadEntryId, content: &str) -> Self {
        self.moved(entry, Preview::of_reply(content))
    }

    /// The thread after somebody has read it up to a text that came in at `last_text_at`; `None` when that changes
    /// nothing: it is read, or a newer text has come in.
    pub fn read(&self, last_text_at: Timestamp) -> Option<Self> {
        (self.is_unread && self.last_text_at <= last_text_at).then(|| Self {
            is_unread: false,
            ..self.changed()
        })
    }

    /// The thread after it was given to somebody, or to nobody; `None` when that changes nothing.
    pub fn assigned(&self, to: Option<Actor>) -> Option<Self> {
        let id = |actor: &Option<Actor>| actor.as_ref().map(|actor| actor.id.clone());
        (id(&self.assignee) != id(&to)).then(|| Self {
            assignee: to,
            ..self.changed()
        })
    }

    /// The thread after somebody has dealt with it, which means that it was read; `None` when that changes nothing.
    pub fn resolved(&self) -> Option<Self> {
        (self.state == ThreadState::Open).then(|| Self {
            state: ThreadState::Resolved,
            is_unread: false,
            ..self.changed()
        })
    }

    /// The thread after somebody has found that there is still something to do; `None` when that changes nothing.
    pub fn reopened(&self) -> Option<Self> {
        (self.state == ThreadState::Resolved).then(|| Self {
            state: ThreadState::Open,
            ..self.changed()
        })
    }

    /// The thread with whoever has the number.
    #[must_use]
    pub fn with_people(self, mut contact_ids: Vec<ContactId>) -> Self {
        contact_ids.sort_unstable();
        contact_ids.truncate(Self::MAXIMUM_PEOPLE);
        Self {
            contact_ids,
            ..self
        }
    }

    /// The lists that it stands in.
    pub fn lists(&self) -> impl Iterator<Item = ThreadList> {
        let main = match self.state {
            ThreadState::Open => ThreadList::Open,
            ThreadState::Resolved => ThreadList::Resolved,
        };
        let unread = self.is_unread.then_some(ThreadList::Unread);
        std::iter::once(main).chain(unread)
    }

    /// When the last text came in, or the last reply was written.
    pub fn last_activity_at(&self) -> Timestamp {
        self.place.created_at()
    }

    /// Of two texts that come in at once, the one that is older may be written later: the newer one stays on top.
    fn moved(&self, place: ThreadEntryId, preview: Preview) -> Self {
        let is_newer = place > self.place;
        Self {
            preview: if is_newer {
                preview
            } else {
                self.preview.clone()
            },
            place: self.place.max(place),
            ..self.changed()
        }
    }

    fn changed(&self) -> Self {
        Self {
            version: self.version + 1,
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests;
